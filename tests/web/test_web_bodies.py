"""Bodies, offices and working days in a browser."""

import datetime as dt

import pytest
from browsing import Site, main_form, text_of
from world import KEY, RULEBOOKS, World, world

from governance.application.bodies.chairs import chair_appointments, consult, record_view
from governance.application.bodies.queries import QuorumView, show_body
from governance.interfaces.web.rooms.body_words import quorum_rule
from governance.store.engine import Store

SECRETARY = "example-secretary"


@pytest.fixture
def place(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now, rulebooks=RULEBOOKS)


@pytest.fixture
def site(place: World) -> Site:
    return Site(place.store, place.now, KEY)


def test_bodies_are_listed_with_their_chairs_and_seats(site: Site) -> None:
    told = text_of(site.as_("example-parent").get("/bodies"))
    assert "The Executive Board" in told
    assert "Joint committee" in told
    assert "Add a body" not in told, "that is offered to who keeps the register"


def test_a_body_tells_who_sits_its_quorum_and_who_could_be_away(site: Site) -> None:
    page = site.as_("example-parent").get("/bodies/executive-board")
    told = text_of(page)
    assert page.status_code == 200
    for said in ("Dana Director", "Quorum", "must be there", "Cover: who could be away"):
        assert said in told
    assert "/appoint" not in page.text, "it is told why not, and not offered"
    assert "As it is on 1 December 2025" in text_of(
        site.as_("example-parent").get("/bodies/executive-board", on="2025-12-01")
    )


def test_what_is_no_day_and_what_is_no_body_is_said(site: Site) -> None:
    browser = site.as_("example-parent")
    assert browser.get("/bodies/executive-board", on="<b>soon").status_code == 400
    assert browser.get("/bodies/nowhere").status_code == 404
    for odd in ("soon", "2027-13", "0001-01"):
        assert browser.get("/bodies/load", **{"from": odd}).status_code == 400


def test_somebody_is_appointed_with_a_substitute_and_leaves_the_seat(
    site: Site, place: World
) -> None:
    browser = site.as_(SECRETARY)
    seat = _held_seat(place)
    page = browser.send("/bodies/trust-board/end", {"seat": seat, "why": "They <b>left</b>"})
    assert "is the last day" in text_of(page)
    site.now = place.now + dt.timedelta(hours=25)
    browser = site.as_(SECRETARY)
    page = browser.send("/bodies/trust-board/appoint", {"seat": seat, "person": "example-auditor"})
    assert "sits in" in text_of(page), text_of(page)
    with place.looking(now=site.now) as desk:
        held = {s.key: s.appointment for s in show_body(desk, body="trust-board").seats}
    sits = held[seat]
    assert sits is not None
    assert sits.person.key == "example-auditor"


def test_a_seat_that_is_taken_is_refused_and_what_was_typed_stays(site: Site, place: World) -> None:
    with place.looking() as desk:
        taken = next(s for s in show_body(desk, body="trust-board").seats if s.appointment)
    browser = site.as_(SECRETARY)
    form = browser.form("/bodies/trust-board/appoint")
    page = browser.submit(form, {"seat": taken.key, "person": "example-auditor"})
    assert page.status_code == 403
    assert main_form(page).fields["person"] == ["example-auditor"]


def test_whoever_keeps_no_register_is_refused(site: Site, place: World) -> None:
    page = site.as_("example-parent").send(
        "/bodies/trust-board/substitutes", {"seat": _held_seat(place)}
    )
    assert page.status_code == 403


def _held_seat(place: World) -> str:
    with place.looking() as desk:
        return next(s.key for s in show_body(desk, body="trust-board").seats if s.appointment)


def test_a_body_is_added_with_everything_wrong_said_at_once(site: Site) -> None:
    browser = site.as_(SECRETARY)
    page = browser.submit(browser.form("/new/body"), {"key": "Wrong Key!", "name": "x"})
    assert page.status_code == 400
    assert "“Short name” cannot be “Wrong Key!”" in text_of(page)
    assert "“What it is” is not answered" in text_of(page)
    assert "terms" not in main_form(page).fields, "there are none that no other body has"
    page = browser.send(
        "/new/body",
        {"key": "task-group", "name": "The <i>Task</i> Group", "standing": "partnership"},
    )
    assert "is added as" in text_of(page)
    assert "<i>Task" not in page.text
    assert "None are in force" in text_of(page)
    page = browser.get("/bodies/task-group")
    assert "and so it has no seats" in text_of(page)
    assert "/bodies/task-group/appoint" not in page.text
    assert "and so it has no seats" in text_of(browser.get("/bodies/task-group/appoint"))


def test_a_quorum_that_is_a_share_of_the_filled_seats_says_so() -> None:
    assert "seats must be filled" in quorum_rule(QuorumView(3, (1, 4), ()))
    filled = quorum_rule(QuorumView(3, (1, 4), (), "filled"))
    assert "1 of every 4 seats that are filled" in filled


def test_a_chair_is_consulted_on_and_a_member_answers(site: Site) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send(
        "/bodies/trust-board/consult", {"person": "example-lead-member", "role": "vice"}
    )
    # Who may consult is for the terms to say; whoever may not is told so with what was typed.
    if page.status_code == 403:
        page = site.as_("example-director").send(
            "/bodies/trust-board/consult", {"person": "example-lead-member", "role": "vice"}
        )
    assert "are consulted on" in text_of(page), text_of(page)
    ref = next(w.strip("().,") for w in text_of(page).split() if w.strip("().,").startswith("K-"))
    home = site.as_("example-nhs").get("/")
    assert "Your view on a chair" in text_of(home)
    page = site.as_("example-nhs").send(f"/chairs/{ref}/view", {"answer": "for"})
    assert "The view of" in text_of(page)
    assert "Your view on a chair" not in text_of(site.as_("example-nhs").get("/"))


def test_appointing_is_offered_once_the_members_were_consulted(site: Site, place: World) -> None:
    director = site.as_("example-director")
    form = director.form("/bodies/trust-board/consult")
    assert "example-auditor" not in form.choices["person"], "nobody without a seat for the chair"
    director.submit(form, {"person": "example-lead-member", "role": "vice"})
    with place.looking() as desk:
        body = desk.row("body", "trust-board")
        (row,) = (one for one in chair_appointments(desk, body) if one.state == "consulting")
        members = [desk.by_id("person", view["person_id"]).key for view in row.views]
    link = director.url(f"/chairs/{row.ref}/appoint")
    page = director.get("/bodies/trust-board")
    assert f'{link}"' not in page.text
    assert "appoints next" not in text_of(page)
    for key in members:
        with place.acting(SECRETARY) as desk:
            record_view(desk, appointment=row.ref, member=key, in_favour=True)
    page = director.get("/bodies/trust-board")
    assert f'{link}"' in page.text
    assert "Every member was consulted: Exampleshire" in text_of(page), text_of(page)
    other = site.as_("example-nhs").get("/bodies/trust-board")
    assert f'{link}"' not in other.text
    assert "appoints next" in text_of(other)


def test_an_office_is_added_held_and_left(site: Site) -> None:
    browser = site.as_(SECRETARY)
    browser.send("/new/office", {"key": "head-of-care", "title": "Head of <u>Care</u>"})
    page = browser.send("/offices/head-of-care/hold", {"person": "example-auditor", "as": "holder"})
    assert "holds the office Head of <u>Care</u>" in text_of(page)
    assert "<u>Care" not in page.text
    page = browser.send("/offices/head-of-care/end", {"person": "example-auditor"})
    assert "is the last day of" in text_of(page)
    assert "Head of <u>Care</u>" in text_of(site.as_("example-parent").get("/offices"))


def test_a_day_is_closed_and_days_are_counted_with_the_working(site: Site) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send(
        "/working-days/close",
        {"day": dt.date(2025, 3, 5), "reason": "Snow <b>everywhere</b>", "kind": "office"},
    )
    assert "Wednesday 5 March 2025 is closed" in text_of(page)
    assert "<b>everywhere" not in page.text
    found = browser.get(
        "/working-days/count", ask="earliest:clear_working_days", days="3", day="2025-03-03"
    )
    assert "The first lawful day is Monday 10 March 2025." in text_of(found)
    wrong = browser.get("/working-days/count", ask="x", days="many", day="soon")
    assert "There is a problem" in text_of(wrong)
    assert browser.get("/working-days", year="<b>").status_code == 400
    assert browser.get("/working-days", year="9999").status_code == 400


def test_the_load_of_a_year_is_a_picture_with_its_table(site: Site) -> None:
    page = site.as_("example-parent").get("/bodies/load")
    assert page.text.count('role="img"') == 2
    assert "In words and as a table" in text_of(page)


def test_what_is_offered_is_what_the_guards_let_through(site: Site, place: World) -> None:
    """The secretary keeps the register and consults; the chair is for others to appoint."""
    with place.acting(SECRETARY) as desk:
        ref = consult(desk, body="executive-board", person="example-lead-member").ref
    links = {
        "add": ("/bodies", "/new/body"),
        "add office": ("/offices", "/new/office"),
        "hold": ("/offices/s151", "/offices/s151/hold"),
        "end holding": ("/offices/s151", "/offices/s151/end"),
        "appoint": ("/bodies/executive-board", "/bodies/executive-board/appoint"),
        "consult": ("/bodies/executive-board", "/bodies/executive-board/consult"),
        "view": ("/bodies/executive-board", f"/chairs/{ref}/view"),
        "chair": ("/bodies/executive-board", f"/chairs/{ref}/appoint"),
        "close": ("/working-days", "/working-days/close"),
        "person": ("/people", "/people/new"),
    }
    shown: dict[str, set[str]] = {}
    for who in (SECRETARY, "example-director", "example-parent"):
        browser = site.as_(who)
        pages = {page: browser.get(page).text for page, _ in links.values()}
        shown[who] = {n for n, (page, at) in links.items() if f'{browser.url(at)}"' in pages[page]}
    assert shown[SECRETARY] == set(links) - {"chair"}
    assert shown["example-director"] == {"view"}, "a member says what they think"
    assert shown["example-parent"] == set()
    told = text_of(site.as_("example-parent").get("/bodies/executive-board"))
    assert "Appoint to a seat example-parent may not do this" in told


def test_a_chair_that_goes_round_says_whose_turn_it_is_and_who_is_next(site: Site) -> None:
    told = text_of(site.as_(SECRETARY).get("/bodies/executive-board", on="2026-05-01"))
    assert "The chair’s turn now Dana Director, the Director of Children's Services" in told
    assert "from 1 April 2026 to 31 March 2027" in told
    assert "Next in the chair Noor Health" in told
    assert "people are in the chair" not in told
