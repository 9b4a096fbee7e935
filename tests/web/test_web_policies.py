"""Escalation policies edited by forms: ladders in words, levels and kinds added, changed, gone."""

import datetime as dt
from pathlib import Path

import pytest
from browsing import Site, text_of
from reports import COMMISSIONER, SECRETARY, Life
from world import KEY, RULEBOOKS, world

from governance.application.rulebook import acts, in_force
from governance.configuration import config_dir
from governance.store.engine import Store

NAME = "escalations/exampleshire.yaml"
POLICY = (config_dir() / NAME).read_bytes()
SMALL = b"""vires: escalation/1
key: ours
title: Ours
# Nothing below is lost.
deadlines:
  review:
    owner: the lead   # as people say it
    prompts:
      - {when: 5 working days before, tell: the owner}
      # The boss is told next.
      - {when: 1 working day after, tell: [owner's manager]}
  agenda-publication:
    prompts: [{when: on the day, tell: owner}]
"""


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=(*RULEBOOKS, NAME)), now)


@pytest.fixture
def site(life: Life, quick_store: Store, now: dt.datetime, tmp_path: Path) -> Site:
    return Site(quick_store, now, KEY)


@pytest.fixture
def draft(life: Life) -> str:
    with life.acting() as desk:
        return acts.load(desk, SMALL, "ours.yaml").ref


def text(life: Life, ref: str) -> str:
    with life.looking() as desk:
        return in_force.text_of(desk, desk.row("rulebook_version", ref)).decode()


def lines(life: Life, ref: str, before: str = SMALL.decode()) -> tuple[list[str], list[str]]:
    """The lines that a text has now and had not, and those it had and has not."""
    now = text(life, ref).splitlines()
    old = before.splitlines()
    return [one for one in now if one not in old], [one for one in old if one not in now]


def level(**more: object) -> dict[str, object]:
    return {"side": "after", "number": "10", "unit": "working_days", "tell": "owner", **more}


def test_a_policy_in_force_is_read_in_words_and_changed_in_a_draft(site: Site, life: Life) -> None:
    with life.looking() as desk:
        ref = in_force.keys_in_force(desk, kind="escalation", on=desk.today)[0].ref
    browser = site.as_(SECRETARY)
    page = browser.get(f"/rules/{ref}/deadlines")
    told = text_of(page)
    assert "A review to be held" in told
    assert "20 working days before: A message goes to the owner." in told
    assert "The trigger “unbroken missed reviews” is raised." in told
    assert "Add a deadline of your own" not in told
    page = browser.send(f"/rules/{ref}/draft")
    assert str(page.url).partition("?")[0].endswith("/deadlines")
    assert "Add a deadline of your own" in text_of(page)
    new = str(page.url).partition("/rules/")[2].partition("/")[0]
    kind = text_of(browser.get(f"/rules/{new}/deadlines/needs-assessment"))
    assert "Stage completed: understand" in kind
    assert "People are told only during Term" in kind


def test_a_draft_is_proposed_or_adopted_from_its_forms(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(SECRETARY)
    for page in (f"/rules/{draft}/deadlines", f"/rules/{draft}"):
        found = browser.get(page).text
        assert f'/rules/{draft}/propose"' in found
        assert f'/rules/{draft}/adopt"' in found


def test_a_level_is_added_and_nothing_else_changes(site: Site, life: Life, draft: str) -> None:
    page = site.as_(SECRETARY).send(
        f"/rules/{draft}/deadlines/review/add-level",
        level(
            tell=["proper_officer", "trust-board"],
            items="trust-board",
            block=["award", "gate"],
            exception="yes",
        ),
    )
    assert "is saved" in text_of(page)
    assert "Closed until it is done: award and passing a gate." in text_of(page)
    new, gone = lines(life, draft)
    assert gone == []
    assert " ".join(" ".join(new).split()) == (
        "- when: 10 working days after tell: [proper officer, trust-board] "
        "propose item: trust-board block: [award, gate] exception: yes"
    )


def test_a_level_keeps_how_it_was_written_where_it_says_the_same(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    at = f"/rules/{draft}/deadlines/review/levels/after-1-working-day"
    assert 'value="1"' in browser.get(at).text
    browser.send(at, level(number="2", tell=["owner", "manager:owner"]))
    new, gone = lines(life, draft)
    assert new == ["      - {when: 2 working days after, tell: [owner's manager, owner]}"]
    assert gone == ["      - {when: 1 working day after, tell: [owner's manager]}"]
    again = browser.send(at.replace("after-1-working-day", "after-2-working-days"), {})
    assert "says" in text_of(again)
    assert lines(life, draft) == (new, gone)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    at = f"/rules/{draft}/deadlines/review/add-level"
    page = browser.send(at, {"side": "before", "number": "", "unit": "", "exception": "yes"})
    told = text_of(page)
    assert page.status_code == 400
    for said in ("How many is not said.", "what is counted", "Up to the day nothing is missed"):
        assert said in told
    for field in ("number", "unit", "exception"):
        assert f'href="#{field}"' in page.text
    page = browser.send(at, level(side="before", number="1", unit="weeks"))
    assert page.status_code == 200
    page = browser.send(at, level(side="before", number="7", unit="calendar_days"))
    assert "is the same moment as" in text_of(page)
    assert 'id="number-error"' in page.text
    assert "line" not in text_of(page).partition("There is a problem")[2][:300]


def test_kinds_are_added_changed_and_taken_out(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send(
        f"/rules/{draft}/add-deadline", {"kind": "plan_review", **level(exception="yes")}
    )
    assert "belongs to no commission" in text_of(page)
    page = browser.send(f"/rules/{draft}/add-deadline", {"kind": "plan_review", **level()})
    assert "The plan to be reviewed" in text_of(page)
    at = f"/rules/{draft}/deadlines/plan_review"
    change = {"owner": "proper_officer", "wait_in": "recess", "only_in": "", "title": ""}
    page = browser.send(f"{at}/change", {**change, "most": "3", "most_unit": "months"})
    assert "How many times is not said." in text_of(page)
    assert "Nobody is chosen who may give more time." in text_of(page)
    page = browser.send(
        f"{at}/change",
        {**change, "most": "3", "most_unit": "months", "times": "1", "by": ["secretary"]},
    )
    assert "Up to 3 months more, 1 time at the most, given by the secretary" in text_of(page)
    new, _ = lines(life, draft)
    assert "    wait in: recess" in new
    assert "    owner: proper officer" in new
    page = browser.send(f"/rules/{draft}/deadlines/agenda_publication/levels/on-the-day/take-out")
    assert "This is all that happens for" in text_of(page)
    page = browser.send(f"/rules/{draft}/deadlines/agenda_publication/take-out")
    assert "The agenda to be published" not in text_of(page).partition("Kinds of deadline")[2]
    assert "# Nothing below is lost." in text(life, draft)


def test_a_deadline_of_ones_own_runs_from_an_event_until_another(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    own = {
        "title": "Contract to be signed <b>soon</b>",
        "from": "decision in effect|award",
        "due": "3",
        "due_unit": "months",
        "met_1": "agreement signed",
        "owner": "lead",
    }
    page = browser.send(
        f"/rules/{draft}/add-own-deadline", {**own, "met_1": own["from"], **level()}
    )
    assert "This both starts the deadline and ends it." in text_of(page)
    page = browser.send(f"/rules/{draft}/add-own-deadline", {**own, **level(tell="manager:owner")})
    assert "Contract to be signed" in text_of(page), text_of(page)
    assert "<b>soon" not in page.text
    says = text(life, draft)
    assert "from: {event: decision in effect, where: {kind: award}}" in says
    assert "due: 3 months after" in says
    at = f"/rules/{draft}/deadlines/contract-to-be-signed-b-soon-b"
    page = browser.send(f"{at}/change", {**own, "title": "Signed", "due": "4"})
    assert "4 months after" in text_of(page)
    assert "from: {event: decision in effect, where: {kind: award}}" in text(life, draft)


def test_two_at_once_and_whoever_may_not(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(SECRETARY)
    at = f"/rules/{draft}/deadlines/review/add-level"
    form = browser.form(at)
    browser.send(f"/rules/{draft}/policy", {"title": "Another title", "hour": "9am"})
    assert 'hour: "09:00"' in text(life, draft)
    page = browser.submit(form, level())
    assert page.status_code == 409
    assert 'value="10"' in page.text
    page = site.as_(COMMISSIONER).send(at, level())
    assert page.status_code in (403, 409)
    assert "10 working days after" not in text(life, draft)
    for odd in ("nothing", "review/levels/after-9-weeks", "<b>"):
        assert browser.get(f"/rules/{draft}/deadlines/{odd}").status_code == 404, odd
