"""The register and a commission's page in a browser, and every act of its life."""

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest
from browsing import Browser, Site, text_of
from world import KEY, World, world

from governance.application.commissions import opening
from governance.application.commissions.facts import commission_facts
from governance.interfaces.web.rendering import environment
from governance.store.engine import Store

LEAD = "example-commissioner"
SECRETARY = "example-secretary"
MEMBER = "example-police-substitute"
ODD = '<script>alert(1)</script> & "quoted"'
END = dt.date(2027, 3, 31)


@pytest.fixture
def made(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


@pytest.fixture
def site(made: World, now: dt.datetime, tmp_path: Path) -> Site:
    return Site(made.store, now, KEY, data_dir=tmp_path)


@pytest.fixture
def lead(site: Site) -> Browser:
    return site.as_(LEAD)


def opened(built: World, title: str = "Short breaks") -> str:
    with built.acting(LEAD) as desk:
        return opening.open_commission(desk, title=title, lead=LEAD, end_date=END).ref


def test_the_register_is_searched_filtered_and_paged(made: World, lead: Browser) -> None:
    with made.acting(LEAD) as desk:
        for n in range(60):
            opening.open_commission(
                desk, title=f"Service {n:02}", lead=LEAD, end_date=END, value=n * 100_000
            )
    first = lead.get("/commissions")
    assert "Service 49" in text_of(first)
    assert "Service 50" not in text_of(first)
    following = re.findall(r'rel="next"[^>]*href="([^"]+)"|href="([^"]+)" rel="next"', first.text)
    second = lead.client.get("".join(following[0]).replace("&amp;", "&"))
    assert "Service 59" in text_of(second)
    assert "Service 49" not in text_of(second)
    assert text_of(lead.get("/commissions", q="service 07")).count("C-0") == 2, "a hint, and one"
    assert "£5,900" not in text_of(lead.get("/commissions", to="5000"))
    down = text_of(lead.get("/commissions", sort="value", order="down"))
    assert down.index("Service 59") < down.index("Service 58")


def test_what_cannot_be_read_is_said_and_the_list_still_shows(made: World, lead: Browser) -> None:
    opened(made)
    page = lead.get("/commissions", ending="31 2 2027", to="lots", state="asleep", after="C-9999")
    assert page.status_code == 400
    assert text_of(page).count("is not a day that exists") == 1
    assert "Short breaks" in text_of(page)
    for odd in (ODD, "%", "'; drop table commission; --", "\x00", "x" * 5000):
        assert lead.get("/commissions", q=odd).status_code == 200


def test_a_file_for_a_spreadsheet_holds_no_formula(made: World, lead: Browser) -> None:
    opened(made, '=HYPERLINK("http://elsewhere.example")')
    opened(made, "+1 support")
    answer = lead.get("/commissions/register.csv", sort="title")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1][:2] for row in rows[1:]] == ["'+", "'="]


def test_a_commission_is_opened_and_its_page_says_what_is_next(lead: Browser) -> None:
    page = lead.send("/commissions/open", {"title": ODD, "lead": LEAD, "end": END})
    assert page.status_code == 200
    assert str(page.url.path).endswith("/commissions/C-0001")
    said = text_of(page)
    assert "is opened as C-0001" in said
    assert "The gate of “" in said
    assert "<script>alert" not in page.text
    assert "It can be made by" in said or "It can be done by" in said, "a closed move says why"
    assert len(re.findall("<h1", page.text)) == 1


def test_everything_wrong_with_a_new_one_is_said_at_once(lead: Browser) -> None:
    page = lead.submit(lead.form("/commissions/open"), {"title": "", "value": "much"})
    assert page.status_code == 400
    assert text_of(page).count("is not answered") >= 3
    page = lead.send("/commissions/open", {"title": "T", "lead": LEAD, "end": dt.date(2001, 1, 1)})
    assert page.status_code in (400, 409)
    assert "C-0001" not in text_of(lead.get("/commissions"))


def test_its_facts_are_changed_and_taken_back(made: World, lead: Browser) -> None:
    ref = opened(made)
    said = {"need": "They wait too long.", "facts": "site: the old library\nbeds: 12"}
    page = lead.send(f"/commissions/{ref}/details", said)
    assert "They wait too long." in text_of(page)
    assert "the old library" in text_of(page)
    page = lead.send(f"/commissions/{ref}/details", {"need": "", "facts": "beds: 12"})
    assert "They wait too long." not in text_of(page).partition("History")[0]
    assert "the old library" not in text_of(page).partition("History")[0]
    page = lead.send(f"/commissions/{ref}/details", {"facts": "no colon"})
    assert page.status_code == 400
    assert "no colon" in page.text


def test_who_keeps_no_file_is_refused_with_the_reason(made: World, site: Site) -> None:
    ref = opened(made)
    browser = site.as_(MEMBER)
    assert browser.get(f"/commissions/{ref}").status_code == 200
    page = browser.send(f"/commissions/{ref}/details", {"need": "Mine"})
    assert page.status_code == 403
    assert "There is a problem" in text_of(page)


def test_a_commission_is_paused_and_goes_on(made: World, lead: Browser) -> None:
    ref = opened(made)
    page = lead.send(f"/commissions/{ref}/pause", {"reason": "A strike."})
    assert f"{ref} is paused" in text_of(page)
    page = lead.send(f"/commissions/{ref}/resume")
    assert f"{ref} goes on" in text_of(page)
    page = lead.send(f"/commissions/{ref}/close")
    assert page.status_code == 409, text_of(page)


def test_a_stage_is_refused_at_its_gate_and_passed_outside(
    made: World, site: Site, lead: Browser
) -> None:
    ref = opened(made)
    page = lead.send(f"/commissions/{ref}/stages/understand/gate")
    assert page.status_code in (403, 409)
    said = {"reason": "It was done in 2024.", "on": dt.date(2025, 1, 10)}
    page = site.as_(SECRETARY).send(f"/commissions/{ref}/stages/understand/passed", said)
    assert "has passed its gate" in text_of(page)
    assert lead.get(f"/commissions/{ref}/stages/nowhere/open").status_code in (200, 404)


def test_the_stage_that_comes_next_is_said_and_its_gate_counts_from_then(
    made: World, site: Site, lead: Browser
) -> None:
    ref = opened(made)
    assert "Not asked yet" in text_of(lead.get(f"/commissions/{ref}"))
    said = {"reason": "It was done in 2024.", "on": dt.date(2025, 1, 10)}
    site.as_(SECRETARY).send(f"/commissions/{ref}/stages/understand/passed", said)
    page = lead.get(f"/commissions/{ref}")
    first = text_of(page).partition("What next?")[2].partition("On this page")[0]
    assert "Open “Plan”" in first
    assert "Nothing is missing" not in first
    lead.send(f"/commissions/{ref}/stages/plan/open")
    assert "The gate of “Plan” asks for" in text_of(lead.get(f"/commissions/{ref}"))


def test_partners_links_and_the_end(made: World, site: Site, lead: Browser) -> None:
    one, other = opened(made), opened(made, "Home visits")
    page = lead.send(f"/commissions/{one}/link", {"other": other})
    assert "now count together" in text_of(page)
    page = site.as_(SECRETARY).send(f"/commissions/{one}/unlink", {"reason": "By mistake."})
    assert "counts for itself" in text_of(page)
    partner = lead.form(f"/commissions/{one}/partner").choices["partner"][1]
    page = lead.send(f"/commissions/{one}/partner", {"partner": partner, "share": "1,000.50"})
    assert "£1,000.50" in text_of(page)
    page = lead.send(f"/commissions/{one}/withdraw", {"reason": "The need is gone."})
    assert "is withdrawn" in text_of(page)


def test_every_form_and_page_opens(made: World, site: Site, lead: Browser) -> None:
    """Nothing breaks, whatever a commission's state, and a closed act says why."""
    from governance.interfaces.web.rooms.commissions import ROOM

    ref = opened(made)
    for act in ROOM.acts:
        if "{id}" in act.path or "/agreements/" in act.path or "/delegations/{" in act.path:
            continue
        path = act.path.format(ref=ref, stage="understand")
        answer = lead.get(path)
        assert answer.status_code == 200, (path, text_of(answer))
    for path in ("/agreements", "/delegations", "/delegations?show=all", f"/commissions/{ref}"):
        assert lead.get(path).status_code == 200, path
    assert site.as_().client.get(f"/p/{KEY}/commissions", follow_redirects=False).status_code == 303
    assert lead.get("/commissions/C-9999").status_code == 404


def test_the_history_is_read_page_by_page(made: World, lead: Browser) -> None:
    ref = opened(made)
    for n in range(22):
        lead.send(f"/commissions/{ref}/details", {"need": f"Need {n}"})
    page = lead.get(f"/commissions/{ref}")
    assert "Earlier acts" in text_of(page)
    assert "Latest acts" in text_of(lead.get(f"/commissions/{ref}", history="5"))
    assert lead.get(f"/commissions/{ref}", history="-1").status_code == 200


def test_all_principles_are_answered_on_one_page(made: World, lead: Browser) -> None:
    about = opened(made)
    path = f"/commissions/{about}/principle"
    names = [name for name in lead.form(path).fields if name.startswith("principle-")]
    assert len(names) == 12
    first, second, third = names[:3]
    page = lead.send(path, {first: "Yes <b>once</b>", third: "Two\r\nlines"})
    assert "The answers are on the file" in text_of(page)
    form = lead.form(path)
    assert form.fields[first] == ["Yes <b>once</b>"]
    assert form.fields[second] == [""]
    with made.looking() as desk:
        before = desk.row("commission", about).entries
    lead.send(path, {second: "Now this one"})
    with made.looking() as desk:
        assert desk.row("commission", about).entries == before + 1, "only what changed is saved"
    assert "says all of that already" in text_of(lead.send(path))


def test_every_answer_that_cannot_be_is_told_and_none_is_saved(made: World, lead: Browser) -> None:
    about = opened(made)
    path = f"/commissions/{about}/principle"
    first, second, third = [n for n in lead.form(path).fields if n.startswith("principle-")][:3]
    lead.send(path, {first: "One", second: "Two"})
    page = lead.send(path, {first: " ", second: "", third: "Three"})
    assert page.status_code == 400
    assert text_of(page).count("The answer is empty or too long") >= 4, "in the summary, beside"
    assert f'href="#{first}"' in page.text
    assert f'href="#{second}"' in page.text
    again = lead.form(path).fields
    assert (again[first], again[second], again[third]) == (["One"], ["Two"], [""])


def test_a_document_needs_no_kind(made: World, lead: Browser) -> None:
    about = opened(made)
    path = f"/commissions/{about}/evidence"
    page = lead.send(path, {"title": "A letter", "closed": "open"})
    assert page.status_code == 200, text_of(page)
    with made.looking() as desk:
        row = desk.row("commission", about)
        (added,) = commission_facts(desk, row, desk.today).evidence
    assert (added.kind, added.title) == ("other", "A letter")
    both = {"kind": "needs-assessment", "other-kind": "letter", "title": "Two"}
    assert "has one kind" in text_of(lead.send(path, {**both, "closed": "open"}))


def test_several_warnings_are_one_list() -> None:
    page = environment().from_string(
        '{% from "parts/warnings.html" import warnings %}{{ warnings(texts) }}'
    )
    one, two = page.render(texts=["Late"]), page.render(texts=["Late", "<b>Lost</b>"])
    assert page.render(texts=[]).strip() == ""
    assert (one.count("Important"), two.count("Important")) == (1, 1)
    assert (one.count("<li>"), two.count("<li>")) == (0, 2)
    assert "&lt;b&gt;Lost" in two
