"""Decommissioning cases in a browser: every move as a form, every closed one with its reasons."""

import datetime as dt

import pytest
from browsing import Browser, Site, main_form, text_of
from cases import at_options, decided, do, in_transition, opened, served
from reports import COMMISSIONER, SECRETARY, Life, life
from world import KEY

from governance.application.decommissioning import ending, transition
from governance.interfaces.web.rooms.cases import ROOM
from governance.interfaces.web.rooms.cases.common import WAYS
from governance.store.engine import Store
from statemachines.decommissioning import DECOMMISSIONING

STRANGER = "example-police"
XSS = "<script>alert('x')</script>"


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def site(played: Life) -> Site:
    return Site(played.world.store, played.now, KEY)


def lead(played: Life) -> Browser:
    return site(played).as_(COMMISSIONER)


def state(played: Life, case: str) -> str:
    return str(played.row(case, "decommissioning_case").state)


def test_every_move_of_people_has_a_form() -> None:
    people = {m.name for m in DECOMMISSIONING.moves if m.who - {"vires", "clock"}}
    entries = {m.name for m in DECOMMISSIONING.moves if "new" in m.sources}
    assert people - entries <= set(WAYS)
    paths = {act.path for act in ROOM.acts}
    assert {f"/cases/{{ref}}/{way}" for way in WAYS.values()} <= paths


def test_a_case_is_opened_and_goes_its_way_to_a_report(played: Life) -> None:
    about = served(played)
    browser = lead(played)
    page = browser.send(f"/commissions/{about}/case", {"cause": f"Red {XSS}", "kind": "other"})
    assert page.status_code == 200, text_of(page)
    assert "Opened X-0001" in text_of(page)
    assert XSS not in page.text, "what people type is never markup"
    case = "X-0001"
    for way, typed in (
        ("change", {"reason": "It is not what children need."}),
        ("options", {"scope": "All of it", "partial": "no", "saving": "40,000"}),
        (
            "options",
            {
                "options": "Go on, or end it.",
                "users": "Longer ways.",
                "market": "None.",
                "support": "Schools are for it.",
                "cost": "10,000",
                "budget": "250,000",
            },
        ),
        ("no-consultation", {"reason": "Nobody uses it.", "advice": "Lawful, said the lawyer."}),
    ):
        page = browser.send(f"/cases/{case}/{way}", typed)
        assert page.status_code == 200, (way, text_of(page))
    row = played.row(case, "decommissioning_case")
    assert (row.state, row.scope, row.savings["saving"]) == ("options", "All of it", 40_000_00)
    page = browser.send(f"/cases/{case}/propose")
    assert "asks for the decision. What it still lacks stands below." in text_of(page)
    said = text_of(page)
    below = said.partition("What the report still lacks")[2]
    assert "options appraisal" in below.partition("Where it stands")[0], "before the rest"
    assert "is being written" in said
    assert state(played, case) == "before_decider"


def test_what_stands_is_in_the_form_and_what_is_emptied_is_taken_away(played: Life) -> None:
    case = at_options(played, served(played))
    browser = lead(played)
    form = browser.form(f"/cases/{case}/options")
    before = played.row(case, "decommissioning_case")
    assert form.fields["scope"] == [before.scope]
    assert form.fields["users"] == [before.appraisal["users"]]
    assert browser.submit(form, {"users": "", "market": "Two others."}).status_code == 200
    after = played.row(case, "decommissioning_case")
    assert (after.appraisal["users"], after.appraisal["market"]) == ("", "Two others.")
    assert after.scope == before.scope


def test_the_page_shows_the_case_its_life_and_why_moves_are_closed(played: Life) -> None:
    case = at_options(played, served(played))
    page = lead(played).get(f"/cases/{case}")
    assert page.status_code == 200
    assert f"/cases/{case}/consult" in page.text
    assert "app-picture__drawing--narrow" in page.text
    stranger = site(played).as_(STRANGER).get(f"/cases/{case}")
    assert stranger.status_code == 200
    assert f'href="/p/{KEY}/cases/{case}/consult"' not in stranger.text
    assert "What cannot be done yet, and why" in text_of(stranger)


def test_a_form_that_is_closed_says_why_and_the_guard_refuses_all_the_same(played: Life) -> None:
    case = at_options(played, served(played))
    browser = site(played).as_(STRANGER)
    page = browser.get(f"/cases/{case}/consult")
    assert "Consult" in text_of(page)
    days = {"from": played.today, "to": played.today + dt.timedelta(days=70)}
    page = browser.submit(main_form(page), {**days, "whom": "Families of the north"})
    assert page.status_code in (403, 409)
    assert main_form(page).fields["whom"] == ["Families of the north"]
    assert state(played, case) == "options"


def test_from_the_decision_to_the_evaluation(played: Life) -> None:
    case, _ = decided(played, served(played))
    browser = lead(played)
    ends = played.today + dt.timedelta(days=120)
    page = browser.send(f"/cases/{case}/notice", {"ends": ends, "terms": "Three months."})
    assert "notice given; it ends on" in text_of(page), text_of(page)
    plan = {"staff": "They transfer.", "premises": "Given back.", "contingency": "Schools."}
    assert browser.send(f"/cases/{case}/transition", plan).status_code == 200
    page = browser.send(f"/cases/{case}/count", {"cases": "41", "moved": "42"})
    assert page.status_code == 400
    assert main_form(page).fields["moved"] == ["42"]
    page = browser.send(f"/cases/{case}/count", {"cases": "41", "moved": "40"})
    assert "40 of 41 children’s cases moved" in text_of(page)
    assert browser.send(f"/cases/{case}/begin").status_code == 200
    assert browser.send(f"/cases/{case}/halt", {"reason": "A school is full."}).status_code == 200
    assert state(played, case) == "halted"
    assert browser.send(f"/cases/{case}/resume", {"reason": "Another school."}).status_code == 200
    page = browser.send(f"/cases/{case}/replace", {})
    assert page.status_code == 409
    none = {"none": "Schools do it themselves."}
    assert browser.send(f"/cases/{case}/replace", none).status_code == 200
    page = browser.send(f"/cases/{case}/close")
    assert page.status_code in (403, 409)
    assert "There is a problem" in text_of(page)
    assert "1 child" in text_of(page)


def test_a_closed_case_is_evaluated_and_its_page_says_what_came_of_it(played: Life) -> None:
    case = in_transition(played, served(played))
    do(played, transition.count, case, cases=41, moved=41)
    do(played, ending.record_closure, case, by=SECRETARY, reason="It was over.")
    browser = lead(played)
    typed = {
        "improvement": "Shorter ways.",
        "saved": "38,000",
        "settled": "38",
        "moved_again": "2",
        "unknown": "1",
        "learned": "Tell them sooner.",
    }
    page = browser.send(f"/cases/{case}/evaluate", typed)
    assert page.status_code in (403, 409), "before a year it wants the reason"
    page = browser.send(f"/cases/{case}/evaluate", {**typed, "reason": "All is known."})
    assert page.status_code == 200, text_of(page)
    assert state(played, case) == "evaluated"
    assert "£38,000" in text_of(page)
    assert "Ended outside Vires" in text_of(page)


def test_one_that_was_under_way_is_recorded_as_it_stands(played: Life) -> None:
    about = served(played)
    typed = {"cause": "Need gone", "kind": "need-gone", "state": "consultation", "reason": "Late."}
    page = lead(played).send(f"/commissions/{about}/case-found", typed)
    assert page.status_code == 200, text_of(page)
    assert state(played, "X-0001") == "consultation"


def test_cases_are_listed_and_found(played: Life) -> None:
    about = served(played)
    first = opened(played, about, cause="One <b>thing</b>")
    opened(played, about, cause="Another")
    browser = lead(played)
    page = browser.get("/cases")
    assert "One <b>thing</b>" in text_of(page)
    found = text_of(browser.get("/cases", find="another"))
    assert "X-0002" in found
    assert first not in found
    assert "There is no such case." in text_of(browser.get("/cases", show="over"))
    assert browser.get("/cases", state="no_such").status_code == 200
    assert browser.get("/cases/X-9999").status_code == 404
