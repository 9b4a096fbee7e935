"""Terms of reference in forms: what each form saves, what it says is wrong, and who was first."""

import datetime as dt
import re
from pathlib import Path

import pytest
from browsing import Site, main_form, text_of
from reports import COMMISSIONER, SECRETARY, Life
from world import KEY, world

from governance import words
from governance.application.bodies import acts as bodies
from governance.application.rulebook import acts, in_force, queries
from governance.application.rulebook.parts import Document, document_of
from governance.configuration import config_dir
from governance.store.engine import Store

TERMS = (config_dir() / "terms" / "trust-board.yaml").read_bytes()


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now), now)


@pytest.fixture
def site(life: Life, quick_store: Store, now: dt.datetime, tmp_path: Path) -> Site:
    return Site(quick_store, now, KEY)


@pytest.fixture
def draft(life: Life) -> str:
    with life.acting() as desk:
        return acts.load(desk, TERMS + b"# again\n", "board.yaml").ref


def text(life: Life, ref: str) -> bytes:
    with life.looking() as desk:
        return in_force.text_of(desk, desk.row("rulebook_version", ref))


def says(life: Life, ref: str) -> Document:
    return document_of(text(life, ref), "board.yaml")


def test_a_secretary_changes_terms_from_the_body_to_the_report(site: Site, life: Life) -> None:
    browser = site.as_(SECRETARY)
    page = browser.get("/bodies/trust-board")
    assert "Change these terms of reference" in text_of(page)
    begun = re.findall(r'href="/p/[^/]+(/rules/V-\d+/draft)"', page.text)[0]
    page = browser.send(begun)
    ref = str(page.url).partition("/rules/")[2].partition("/")[0]
    assert str(page.url).partition("?")[0].endswith(f"/rules/{ref}/terms")
    assert "It says the same as" in text_of(page)
    typed = {"title": "the health visitor’s representative", "category": "nhs"}
    page = browser.send(f"/rules/{ref}/terms/seats/new/item", {**typed, "term_months": "36"})
    assert "is saved" in text_of(page)
    assert says(life, ref)["seats"][-1] == {
        "key": "health-visitor-s-representative",
        "title": "the health visitor’s representative",
        "category": "nhs",
        "term_months": "36",
    }
    page = browser.send(f"/rules/{ref}/terms/quorum", {"members": "6"})
    found = text_of(page).partition("What differs from what is in force")[2]
    assert "Quorum Needed at a meeting 5 members 6 members" in text_of(page)
    assert "The health visitor’s representative Not there" in found
    assert "Propose it for adoption" in found
    old, new = TERMS.decode().splitlines(), text(life, ref).decode().splitlines()
    assert [line for line in old if line not in new] == ["  members: 5"]
    assert f"draft of its terms, {ref}" in text_of(browser.get("/bodies/trust-board"))
    page = browser.send(f"/rules/{ref}/propose")
    assert f"asks to adopt {ref}" in text_of(page)


def test_every_form_shows_what_the_text_says_and_saved_as_it_is_says_the_same(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    sections = ("about", "quorum", "decisions", "chair", "meetings", "between", "rotation")
    for one in (*sections, "seats/0", "seats/9", "categories/0", "minima/0", "kinds/0"):
        page = browser.send(f"/rules/{draft}/terms/{one}")
        assert page.status_code == 200, (one, text_of(page))
    with life.looking() as desk:
        after = in_force.meaning(desk, desk.row("rulebook_version", draft))
        before = in_force.terms(desk, "trust-board-terms", desk.today)
    assert after == before


def test_what_goes_without_saying_stays_unsaid_where_the_usual_answer_is_no(
    site: Site, life: Life
) -> None:
    new = TERMS.replace(b"  without_vote: yes\n", b"  without_vote: no\n").replace(
        b"adopt: {method: two_thirds, without_vote: no}", b"adopt: {method: two_thirds}"
    )
    with life.acting() as desk:
        ref = acts.load(desk, new, "board.yaml").ref
    before = says(life, ref)["decisions"]
    assert before["without_vote"] == "no"
    assert any("without_vote" not in one for one in before["kinds"].values())
    browser = site.as_(SECRETARY)
    for at in range(len(before["kinds"])):
        assert browser.send(f"/rules/{ref}/terms/kinds/{at}").status_code == 200
    assert says(life, ref)["decisions"] == before
    page = browser.send(
        f"/rules/{ref}/terms/kinds/new/item", {"name": "waive", "without_vote": "yes"}
    )
    assert page.status_code == 200, text_of(page)
    assert says(life, ref)["decisions"]["kinds"]["waive"] == {"without_vote": "yes"}


def test_a_second_row_that_says_the_same_is_a_difference(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    seat = says(life, draft)["seats"][4]
    typed = {"title": seat["title"], "category": seat["category"]}
    again = {**typed, "represents": seat.get("represents", [])}
    page = browser.send(f"/rules/{draft}/terms/seats/new/item", again)
    found = text_of(page).partition("What differs from what is in force")[2]
    assert "It says the same as" not in found
    assert f"{words.capital(seat['title'])} Not there" in found
    minimum = {"members": "1", "category": ["nhs"]}
    page = browser.send(f"/rules/{draft}/terms/minima/new/item", minimum)
    assert text_of(page).count("Not there") == 2


def test_what_only_the_text_shows_is_not_called_the_same(site: Site, life: Life) -> None:
    first = TERMS.index(b"  - ", TERMS.index(b"\nseats:"))
    second = TERMS.index(b"\n  - ", first) + 1
    third = TERMS.index(b"\n  - ", second) + 1
    moved = TERMS[:first] + TERMS[second:third] + TERMS[first:second] + TERMS[third:]
    with life.acting() as desk:
        ref = acts.load(desk, moved, "board.yaml").ref
    told = text_of(site.as_(SECRETARY).get(f"/rules/{ref}/terms"))
    assert "in something that only the text shows" in told


def test_forms_say_that_a_version_is_closed(site: Site, life: Life, draft: str) -> None:
    with life.looking() as desk:
        ref = in_force.must(desk, kind="terms", key="trust-board-terms", on=desk.today).ref
    browser = site.as_(SECRETARY)
    for at in ("quorum", "seats/0", "seats/0/take-out", "seats/new/item"):
        assert "This cannot be done as things stand" in text_of(
            browser.get(f"/rules/{ref}/terms/{at}")
        ), at
        assert "This cannot be done as things stand" not in text_of(
            browser.get(f"/rules/{draft}/terms/{at}")
        ), at
        told = text_of(site.as_(COMMISSIONER).get(f"/rules/{draft}/terms/{at}"))
        assert "This cannot be done as things stand" in told, at


def test_each_part_is_written(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(SECRETARY)
    here = f"/rules/{draft}/terms"
    browser.send(f"{here}/about", {"title": "Other terms", "adds": ["call_in"], "source": "M 7"})
    browser.send(f"{here}/categories/new/item", {"one": "pilot", "many": "pilots"})
    browser.send(f"{here}/seats/4", {"category": "pilot", "voting": "no", "represents": []})
    browser.send(f"{here}/seats/10/take-out")
    browser.send(f"{here}/quorum", {"how": "share", "share": "1/3", "share_of": "filled"})
    browser.send(
        f"{here}/minima/new/item", {"members": "1", "category": ["justice"], "seat": ["icb"]}
    )
    browser.send(f"{here}/decisions", {"method": "n_of_m", "number": "4", "without_vote": "no"})
    browser.send(f"{here}/kinds/new/item", {"name": "waive", "without_vote": "no"})
    browser.send(f"{here}/kinds/0/take-out")
    browser.send(f"{here}/chair", {"appointed_by": "icb", "from_seats": ["icb"], "together": "2"})
    turns = {"turn-1": "icb", "turn-2": "schools", "months": "12", "from": dt.date(2026, 4, 1)}
    browser.send(f"{here}/rotation", turns)
    browser.send(f"{here}/meetings", {"a_year": "4"})
    browser.send(f"{here}/notices/0", {"days": "7", "policy": "clear_calendar_days"})
    browser.send(f"{here}/substitutes", {"substitutes": "none"})
    browser.send(f"{here}/between", {"urgent_matters": "s151"})
    now = says(life, draft)
    assert (now["title"], now["adds"], now["source"]) == (
        "Other terms",
        ["call_in"],
        {"title": "M 7"},
    )
    assert now["categories"]["pilot"] == {"one": "pilot", "many": "pilots"}
    assert now["seats"][4]["category"] == "pilot"
    assert now["seats"][4]["voting"] == "no"
    assert "represents" not in now["seats"][4]
    assert len(now["seats"]) == 10
    assert now["quorum"] == {
        "share": "1/3",
        "share_of": "filled",
        "at_least": [
            {"members": "1", "category": "councillor"},
            {"members": "1", "category": "nhs"},
            {"members": "1", "category": "justice", "seat": "icb"},
        ],
        "interested_count": "none",
    }
    assert now["decisions"]["method"] == "4 of 8"
    assert now["decisions"]["kinds"] == {
        "pool": {"method": "each_partner_in_writing"},
        "waive": {"without_vote": "no"},
    }
    assert now["chair"] == {
        "appointed_by": "icb",
        "after_consulting_members": "yes",
        "from_seats": ["icb"],
        "together": "2",
        "term_months": "24",
        "rotation": {"seats": ["icb", "schools"], "months": "12", "from": "2026-04-01"},
    }
    assert now["meetings"] == {
        "a_year": "4",
        "notice": [{"kind": "agenda", "policy": "clear_calendar_days", "days": "7"}],
    }
    assert now["substitutes"] == "none"
    assert now["between_meetings"] == {"urgent_matters": "s151"}


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    here = f"/rules/{draft}/terms"

    def wrong(part: str, field: str, **typed: object) -> str:
        page = browser.submit(browser.form(f"{here}/{part}"), typed)
        assert page.status_code == 400, text_of(page)
        found = re.findall(rf'id="{field}-error".*?</p>', page.text, re.DOTALL)
        assert found, (part, text_of(page))
        return re.sub(r"<[^>]+>", "", found[0])

    assert "can never be met" in wrong("quorum", "members", members="40")
    assert "Fill in whichever" in wrong("quorum", "how", members="")
    assert "“a third” is not a share" in wrong("quorum", "share", how="share", share="a third")
    assert "cannot act through its chair" in wrong("between", "chairs_action", chairs_action="yes")
    assert "casting vote" in wrong("decisions", "casting_vote", casting_vote="no")
    assert "number of seats is missing" in wrong("decisions", "number", method="n_of_m")
    assert "Only 9 seats vote" in wrong("decisions", "number", method="n_of_m", number="11")
    assert "asks for 9 from councillor" in wrong("minima/0", "members", members="9")
    assert "not said who" in wrong("minima/0", "category", category=[])
    turn = {"turn-1": "icb"}
    assert "“How many months is each turn?” is not answered" in wrong("rotation", "months", **turn)
    evil = "<script>alert(1)</script>"
    page = browser.submit(browser.form(f"{here}/seats/0"), {"title": evil, "category": ""})
    assert page.status_code == 400
    assert evil not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert text(life, draft) == TERMS + b"# again\n"


def test_what_a_change_makes_wrong_elsewhere_says_where(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send(f"/rules/{draft}/terms/seats/0/take-out")
    assert page.status_code == 400
    assert "The chair: The seat “county-lead-member” is named here and would be gone" in text_of(
        page
    )
    page = browser.send(f"/rules/{draft}/terms/categories/2/take-out")
    assert "Seats: The kind of member “nhs” is named here" in text_of(page)
    page = browser.get(f"/rules/{draft}/terms/seats/77")
    assert "There is no row 77" in text_of(page)


def test_of_two_who_edit_one_part_the_second_sees_what_changed_and_keeps_what_they_typed(
    site: Site, life: Life, draft: str
) -> None:
    first, second = site.as_(SECRETARY), site.as_(SECRETARY)
    form = second.form(f"/rules/{draft}/terms/quorum")
    first.send(f"/rules/{draft}/terms/quorum", {"members": "6"})
    page = second.submit(form, {"members": "7", "interested_count": "all"})
    assert page.status_code == 409
    assert "changed" in text_of(page)
    assert main_form(page).fields["members"] == ["7"]
    assert "How many members? 6" in text_of(page)
    page = second.submit(main_form(page))
    assert "is saved" in text_of(page)
    assert says(life, draft)["quorum"]["members"] == "7"


def test_a_form_is_about_the_row_it_showed_wherever_that_stands(
    site: Site, life: Life, draft: str
) -> None:
    one, two = site.as_(SECRETARY), site.as_(SECRETARY)
    seats = f"/rules/{draft}/terms/seats"
    keys = [seat["key"] for seat in says(life, draft)["seats"]]
    late, out = one.form(f"{seats}/3"), one.form(f"{seats}/10/take-out")
    two.send(f"{seats}/1/take-out")
    moved = one.submit(late, {"title": "the one I saw"})
    assert moved.status_code == 409
    assert one.submit(main_form(moved)).status_code == 200
    assert one.submit(main_form(one.submit(out))).status_code == 200
    now = {seat["key"]: seat["title"] for seat in says(life, draft)["seats"]}
    assert list(now) == [key for n, key in enumerate(keys) if n not in (1, 10)]
    assert [key for key, title in now.items() if title == "the one I saw"] == [keys[3]]
    minima = f"/rules/{draft}/terms/minima"
    last = one.form(f"{minima}/1")
    two.send(f"{minima}/0/take-out")
    page = one.submit(main_form(one.submit(last, {"seat": ["icb"]})))
    assert page.status_code == 200, text_of(page)
    assert says(life, draft)["quorum"]["at_least"] == [
        {"members": "1", "category": "nhs", "seat": "icb"}
    ]


def test_what_was_typed_about_a_row_that_is_gone_is_shown(
    site: Site, life: Life, draft: str
) -> None:
    one, two = site.as_(SECRETARY), site.as_(SECRETARY)
    before = says(life, draft)["seats"]
    late = one.form(f"/rules/{draft}/terms/seats/10")
    two.send(f"/rules/{draft}/terms/seats/10/take-out")
    page = one.submit(late, {"title": "carefully <typed>"})
    told = text_of(page)
    assert page.status_code == 400
    assert "was changed or taken out meanwhile" in told
    assert "What you typed" in told
    assert "carefully <typed>" in told
    assert says(life, draft)["seats"] == before[:10]


def test_a_double_click_on_an_act_that_takes_its_own_subject_away_leads_to_what_it_did(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    out = browser.form(f"/rules/{draft}/terms/seats/10/take-out")
    assert browser.submit(out).status_code == browser.submit(out).status_code == 200
    new = browser.form(f"/rules/{draft}/terms/kinds/new/item")
    typed = {"name": "waive", "without_vote": "no"}
    first, twice = browser.submit(new, typed), browser.submit(new, typed)
    assert (twice.status_code, twice.url) == (200, first.url)


def test_names_nobody_has_are_told_when_a_draft_is_saved_in_forms_and_as_text(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    evil = TERMS.replace(b"[police]", b"[polise]").replace(
        b"urgent_matters: d", b"urgent_matters: x"
    )
    page = browser.send(f"/rules/{draft}/edit", {"text": evil.decode()})
    assert "The text names the organisation “polise”, and none has that key" in text_of(page)
    assert re.search(rf'href="[^"]*/rules/{draft}/edit#line-\d+"', page.text)
    page = browser.get(f"/rules/{draft}/terms")
    assert "the office “xirector”" in text_of(page)
    assert 'href="#between"' in page.text
    page = browser.send(f"/rules/{draft}/terms/seats/4")
    assert "is saved" in text_of(page) or "says this already" in text_of(page)
    assert says(life, draft)["seats"][4]["represents"] == ["polise"]
    page = browser.get(f"/rules/{draft}/edit")
    assert "the organisation “polise”" in text_of(page)
    page = browser.get(f"/rules/{draft}/propose")
    assert "the office “xirector”" in text_of(page)


@pytest.mark.parametrize("starting", ["", "cabinet"])
def test_a_new_body_gets_terms_without_a_line_of_text(
    site: Site, life: Life, starting: str
) -> None:
    with life.acting() as desk:
        bodies.add_body(desk, key="youth-board", name="the Youth Board", standing="partnership")
    browser = site.as_(SECRETARY)
    page = browser.get("/bodies/youth-board")
    assert "Write its terms of reference" in text_of(page)
    typed = {"appointed_by": "county-council", "starting": starting, "seat": "the young mayor"}
    if starting:
        page = browser.send("/bodies/youth-board/write-terms", typed)
        assert page.status_code == 400
        assert 'id="seat-error"' in page.text
        typed["seat"] = ""
    page = browser.send("/bodies/youth-board/write-terms", typed)
    assert "is begun" in text_of(page)
    ref = str(page.url).partition("/rules/")[2].partition("/")[0]
    now = says(life, ref)
    assert (now["key"], now["body"], now["standing"]) == (
        "youth-board-terms",
        "youth-board",
        "partnership",
    )
    assert now["chair"]["appointed_by"] == "county-council"
    if not starting:
        assert [one["title"] for one in now["seats"]] == ["the young mayor"]
    with life.looking() as desk:
        assert desk.row("body", "youth-board").terms_key == "youth-board-terms"
    told = text_of(browser.get("/bodies/youth-board/write-terms"))
    assert "This cannot be done as things stand" in told
    assert f"written already: {ref}" in told
    page = browser.send("/bodies/youth-board/write-terms", {**typed, "title": "Again"})
    assert page.status_code == 409
    assert f"written already: {ref}" in text_of(page)


def test_a_body_s_page_reads_its_own_terms_alone(
    site: Site, life: Life, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_ALL", None)
    page = site.as_(SECRETARY).get("/bodies/trust-board")
    assert page.status_code == 200
    assert f"draft of its terms, {draft}" in text_of(page)


def test_who_may_not_load_writes_nothing(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(COMMISSIONER)
    page = browser.send(f"/rules/{draft}/terms/quorum", {"members": "6"})
    assert page.status_code in (403, 409)
    assert "Change seats" not in text_of(browser.get(f"/rules/{draft}/terms"))
    assert text(life, draft) == TERMS + b"# again\n"


def test_another_kind_has_no_such_page(site: Site, life: Life) -> None:
    browser = site.as_(SECRETARY)
    page = browser.get("/rules/example-partnership/terms")
    assert "which these forms do not edit" in text_of(page)


def test_the_parts_of_the_terms_are_named_without_their_codes(site: Site, draft: str) -> None:
    told = text_of(site.as_(SECRETARY).get(f"/rules/{draft}"))
    assert "lead member" in told.lower()
    assert "county-lead-member" not in told
    assert "of “trust-board-terms”" not in told
