"""Cases pending when another scheme comes into force: drawn anew and told, whatever is lost."""

import datetime as dt
from typing import Any

import pytest
from pending import LATER, SCHEME, adopted, messages, small, steps, told
from reports import COMMISSIONER, Life, codes, life
from sqlalchemy import bindparam, select

from governance.application.nightcheck import missing
from governance.application.proposals import (
    drafting,
    following,
    redrawing,
)
from governance.domain.errors import GuardRefused
from governance.store.engine import Store
from governance.store.tables import TABLES

_FOLLOWING = select(TABLES["deadline"]).where(
    TABLES["deadline"].c.partnership_id == bindparam("partnership"),
    TABLES["deadline"].c.kind == "follow_scheme",
)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


# --- drawn anew


def test_when_a_scheme_comes_into_force_pending_reports_are_drawn_anew_and_told_once(
    built: Life,
) -> None:
    changed = built.ready(built.commission(), 60_000)
    same = built.ready(built.commission("Small"), 20_000)
    version = adopted(built, small("50,000"))
    built.tick()
    assert (built.rule(changed), told(built)) == ("S1", [])
    built.wait_until(LATER)
    built.tick()
    row = built.row(changed)
    assert (row.rule, row.decider, row.path_changed) == ("S2", "executive-board", True)
    assert row.state == "in_clearance"
    assert row.scheme_version_id == built.row(version, "rulebook_version").id
    assert (built.rule(same), built.state(same)) == ("S1", "with_officer")
    author, secretary = messages(built)
    assert (author.template, author.recipient) == ("path_changed", "author")
    assert (author.params["before"], author.params["after"]) == ("S1", "S2")
    assert author.params["who"] == "the Executive Board"
    assert (secretary.template, secretary.recipient) == ("paths_redrawn", "secretary")
    assert secretary.params["lines"] == [f"{changed} A report on award: S1 → S2"]
    built.tick()
    assert len(messages(built)) == 2
    assert built.whole()


def test_what_was_done_and_is_still_asked_for_counts(built: Life) -> None:
    ref = built.draft("waive", built.commission(), 60_000, answers={"urgent": "no"})
    with built.acting(COMMISSIONER) as desk:
        drafting.amend(desk, ref, answers={"procurement_commenced": "2025-01-10"})
    built.submit(ref)
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office)
    built.hand(ref)
    adopted(built, small("50,000"))
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(ref), built.state(ref)) == ("W2", "cleared")
    second = [one for one in steps(built, ref) if one[0] == 2]
    assert second == [
        (2, "consult", "s151", "done"),
        (2, "consult", "monitoring-officer", "done"),
        (2, "decide", "executive-board", "open"),
    ]
    built.executive(ref)
    assert built.decide(ref, how="counted", totals=(4, 0, 0)).state == "effective"
    assert built.whole()


def test_advice_counts_only_where_all_that_comes_before_it_was_there(built: Life) -> None:
    ref = built.middling(built.commission(), 300_000)
    before = """      - clear: s151
      - recommend: joint-commissioning-head
"""
    text = SCHEME.replace(before, before.replace("s151", "[s151, monitoring-officer]"))
    assert text != SCHEME
    adopted(built, text)
    built.wait_until(LATER)
    built.tick()
    assert [one for one in steps(built, ref) if one[0] == 2] == [
        (2, "clear", "s151", "done"),
        (2, "clear", "monitoring-officer", "open"),
        (2, "recommend", "joint-commissioning-head", "waiting"),
        (2, "decide", "executive-board", "waiting"),
    ]
    assert built.state(ref) == "in_clearance"


def test_a_body_that_keeps_the_power_keeps_the_report_on_its_agenda(built: Life) -> None:
    ref = built.middling(built.commission(), 120_000)
    built.meeting("executive-board", LATER + dt.timedelta(days=7), ref)
    adopted(built, small("150,000"))
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(ref), built.state(ref)) == ("S1", "on_agenda")


def test_a_report_comes_off_the_agenda_of_a_body_that_cannot_decide_it(built: Life) -> None:
    ref = built.middling(built.commission(), 300_000)
    meeting = built.meeting("executive-board", LATER + dt.timedelta(days=7), ref)
    adopted(built, SCHEME.replace('amount: "500,000"', 'amount: "200,000"'))
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(ref), built.state(ref)) == ("S3", "in_clearance")
    with built.looking() as desk:
        item = select(TABLES["agenda_item"].c.state).where(
            TABLES["agenda_item"].c.partnership_id == bindparam("partnership"),
            TABLES["agenda_item"].c.meeting_id == bindparam("meeting"),
        )
        at = desk.row("meeting", meeting)
        assert [row.state for row in desk.all(item, meeting=at.id)] == ["carried over"]


def test_a_report_that_the_new_scheme_gives_no_path_is_flagged_and_told(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    asked = "  urgent: {type: yes-no, title: urgent, from: urgent}\n"
    text = SCHEME.replace(
        "when: {is: commitment, cumulative_value: up to small-sum}",
        "when: {is: commitment, urgent: no, cumulative_value: up to small-sum}",
    ).replace(
        "when: {is: commitment, cumulative_value: over small-sum and up to large-sum}",
        "when:\n      - {is: commitment, cumulative_value: over small-sum and up to large-sum}\n"
        "      - {is: commitment, urgent: yes, cumulative_value: up to small-sum}",
    )
    assert asked in text
    adopted(built, text)
    built.wait_until(LATER)
    built.tick()
    row = built.row(ref)
    assert (row.rule, row.path_changed, row.state) == ("S1", True, "with_officer")
    (author, _) = messages(built)
    assert author.params["after"] is None
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert "proposal.path_unknown" in codes(refused)
    built.tick()
    assert len(messages(built)) == 2


# --- in batches, whatever is killed


def test_many_reports_are_followed_in_batches_each_once(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    refs = [built.ready(built.commission(f"No {n}"), 60_000) for n in range(5)]
    adopted(built, small("50,000"))
    built.wait_until(LATER)
    built.tick()
    assert sorted(told(built)) == refs
    assert {built.rule(ref) for ref in refs} == {"S2"}
    with built.looking() as desk:
        due = desk.all(_FOLLOWING)
    assert ([one.state for one in due], len({one.cause for one in due})) == (["met"] * 3, 3)


def test_a_process_killed_between_coming_into_force_and_redrawing_loses_nothing(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = [built.ready(built.commission(f"No {n}"), 60_000) for n in range(3)]
    version = adopted(built, small("50,000"))
    built.wait_until(LATER)
    real, calls = redrawing.redraw, []

    def killed(*args: Any, **more: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(following, "redraw", killed)
    with pytest.raises(KeyboardInterrupt):
        built.tick()
    monkeypatch.undo()
    assert built.row(version, "rulebook_version").state == "in_force"
    assert {built.rule(ref) for ref in refs} == {"S1"}
    assert messages(built) == []
    built.tick()
    assert {built.rule(ref) for ref in refs} == {"S2"}
    assert sorted(told(built)) == refs
    assert built.whole()


def test_what_is_decided_before_the_clock_comes_is_held_to_the_scheme_of_the_day(
    built: Life,
) -> None:
    ref, other = (built.ready(built.commission(f"No {n}"), 60_000) for n in range(2))
    adopted(built, small("50,000"))
    built.wait_until(LATER)
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert codes(refused) == ["proposal.path_changed"]
    assert built.rule(ref) == "S2"
    built.tick()
    assert told(built) == [other]
    assert built.rule(other) == "S2"


def test_a_report_decided_on_the_eve_is_left_alone(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"))
    built.wait_until(LATER - dt.timedelta(days=1))
    assert built.officer(ref).state == "effective"
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(ref), messages(built)) == ("S1", [])


def test_a_version_that_no_longer_governs_is_not_followed(built: Life) -> None:
    built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"))
    adopted(built, small("100,000", "again"), start=LATER + dt.timedelta(days=1))
    built.wait_until(LATER + dt.timedelta(days=1))
    built.tick()
    assert messages(built) == []


# --- versions that come in late, and deadlines that got lost


def test_a_version_that_comes_in_late_governs_what_a_later_one_saved(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    adopted(built, small("40,000"), start=built.today + dt.timedelta(days=10), pending="saved")
    built.wait(10)
    built.tick()
    assert (built.rule(ref), told(built)) == ("S1", [])
    between = adopted(built, small("50,000"), start=built.today - dt.timedelta(days=5))
    assert built.row(between, "rulebook_version").state == "superseded"
    built.tick()
    row = built.row(ref)
    assert (row.rule, told(built)) == ("S2", [ref])
    assert row.scheme_version_id == built.row(between, "rulebook_version").id
    built.tick()
    assert len(told(built)) == 1


def nightly(built: Life) -> list[tuple[str, str]]:
    """What the night's check mends about reports and their schemes."""
    found = missing.looked(built.world.store, part="followed", after=None, now=built.now, limit=100)
    assert found.findings == []
    return [(one.ref, one.what) for one in found.mended]


def test_the_night_finds_reports_that_no_deadline_would_lead_to_their_scheme(built: Life) -> None:
    first = built.ready(built.commission(), 60_000)
    second = built.ready(built.commission("Another"), 70_000)
    kept = built.ready(built.commission("Small"), 20_000)
    adopted(built, small("50,000"), start=built.today)
    assert nightly(built) == []
    with built.looking() as desk:
        (due,) = desk.all(_FOLLOWING)
    with built.world.store.write() as tx:
        tx.update(
            TABLES["deadline"],
            partnership_id=due.partnership_id,
            id=due.id,
            expected_version=due.version,
            values={"state": "superseded", "wake_at": None},
        )
    assert nightly(built) == [(first, "follow_scheme")]
    assert nightly(built) == []
    built.tick()
    assert sorted(told(built)) == [first, second]
    assert built.rule(kept) == "S1"
    assert nightly(built) == []


def test_the_night_leaves_what_a_resolution_saved(built: Life) -> None:
    built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"), start=built.today, pending="saved")
    built.tick()
    assert nightly(built) == []
