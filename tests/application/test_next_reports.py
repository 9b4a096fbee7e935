"""What next? for reports in every state: what is open works, what is closed says why."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from reports import BOARD, CABINET, COMMISSIONER, EXECUTIVE, WORDS, Life, life

from governance.application.desk import Desk
from governance.application.meetings.acts import plan
from governance.application.meetings.queries import meetings
from governance.application.next_steps import report_steps
from governance.application.proposals import (
    after,
    deciding,
    notices,
    placing,
    scrutiny,
    submitting,
)
from governance.domain.errors import Refused, Unusable, ViresError
from governance.store.engine import Store

WHY = "For a reason."
BY = ("Councillor A", "Councillor B")
PEOPLE = (
    None,
    "example-secretary",
    COMMISSIONER,
    "example-director",
    "example-finance",
    "example-monitoring",
    "example-scrutineer",
    "example-nhs",
    "example-parent",
)
BY_THE_CLOCK = {"take_effect", "open_call_in"}
"""Moves that are shown, and that Vires makes as part of another act."""


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


class _RolledBack(Exception):
    """Ends an attempt so that nothing of it stays."""


Act = Callable[[Desk, str], Any]


def _decide(desk: Desk, ref: str) -> None:
    row = desk.row("proposal", ref)
    waiting = [s for s in report_steps(desk, row)["path"] if s["state"] == "open"]
    advice = {"recommend": "recommended", "endorse": "endorsed"}
    outcome = advice.get(waiting[0]["kind"], "approved") if waiting else "approved"
    deciding.decide(desk, ref, outcome=outcome, words=WORDS)


def _again(desk: Desk, ref: str) -> None:
    deciding.decide_again(desk, ref, outcome="approved", words=WORDS)


def _scrutinise(result: str) -> Act:
    return lambda desk, ref: scrutiny.scrutinise(desk, ref, result=result, reason=WHY)


ACTS: dict[str, Act] = {
    "put_on_forward_plan": lambda d, r: notices.give_notice(d, r, kind="forward_plan"),
    "take_off_forward_plan": lambda d, r: notices.take_off_plan(d, r, reason=WHY),
    "submit": submitting.submit,
    "return_to_author": lambda d, r: submitting.give_back(d, r, reason=WHY),
    "clear": submitting.clear,
    "take_off_agenda": lambda d, r: placing.take_off(d, r, reason=WHY),
    "take_back_from_officer": lambda d, r: placing.take_off(d, r, reason=WHY),
    "hand_to_officer": placing.hand_to_officer,
    "bring_before_decider": deciding.open_item,
    "decide": _decide,
    "decide_again": _again,
    "refer_up": lambda d, r: deciding.refer_up(d, r, reason=WHY),
    "rework": submitting.rework,
    "bring_back": after.bring_again,
    "call_in": lambda d, r: scrutiny.call_in(d, r, by=BY, grounds=WHY),
    "waive_call_in": lambda d, r: scrutiny.waive_call_in(d, r, agreed_by="the chair", reason=WHY),
    "bring_before_scrutiny": _scrutinise("hear"),
    "ask_to_reconsider": _scrutinise("reconsider"),
    "refer_to_council": _scrutinise("council"),
    "release": _scrutinise("release"),
    "withdraw": lambda d, r: submitting.withdraw(d, r, reason=WHY),
}


def outcome(life: Life, person: str | None, act: Act, ref: str) -> ViresError | None:
    """Why an act is refused now, or None where it is done; nothing of it stays."""

    def attempt() -> None:
        with life.acting(person) as desk:
            act(desk, ref)
            if desk.verdict is not None:
                raise desk.verdict
            raise _RolledBack

    try:
        attempt()
    except _RolledBack:
        return None
    except (Refused, Unusable) as refused:
        return refused
    raise AssertionError("an attempt ended without an end")


def codes(error: ViresError | None) -> set[str]:
    found: Any = getattr(error, "refusals", None) or getattr(error, "problems", ())
    return {one.code for one in found}


def check(life: Life, ref: str) -> Iterator[tuple[str, str]]:
    """Hold what every person is told about a report to what happens when they try."""
    for person in PEOPLE:
        with life.looking(person) as desk:
            told = report_steps(desk, desk.row("proposal", ref))
        for move in told["moves"]:
            if move["move"] in BY_THE_CLOCK:
                continue
            yield told["state"], move["move"]
            where = f"{ref} {told['state']}: {move['move']} by {person}"
            expected = {r["code"] for r in move["closed_because"]}
            if move["move"] == "place_on_agenda":
                _check_placing(life, person, ref, where, move["open"])
                continue
            refused = outcome(life, person, ACTS[move["move"]], ref)
            if move["open"]:
                assert refused is None, f"{where}: {codes(refused)}"
            else:
                assert refused is not None, f"{where}: it works, though {expected}"
                assert expected <= codes(refused), f"{where}: {codes(refused)} {expected}"


def _check_placing(life: Life, person: str | None, ref: str, where: str, is_open: bool) -> None:
    """Open where some meeting takes it."""
    with life.looking() as desk:
        refs = [m.ref for m in meetings(desk) if m.state == "planned"]

    def on(meeting: str) -> Act:
        return lambda d, r: placing.place_on_agenda(d, r, meeting=meeting)

    worked = [m for m in refs if outcome(life, person, on(m), ref) is None]
    assert bool(worked) == is_open, where


def planned(life: Life) -> None:
    """A meeting of every body that decides, with its agenda still to be published."""
    with life.acting() as desk:
        for body in ("trust-board", "executive-board", "locality-north", "cabinet"):
            plan(desk, body=body, on=life.today + dt.timedelta(days=60))


def test_before_the_decider(built: Life) -> None:
    planned(built)
    about = built.commission()
    due = dt.date(2025, 5, 30)
    vague = built.draft("grant", about, 30_000)
    whole = built.award(about, 10_000, decision_due=due)
    planned_for = built.award(about, 10_000, decision_due=due)
    built.notice(planned_for)
    waiting = built.submit(built.award(about, 300_000))
    cleared = built.submit(built.award(about, 300_000))
    built.view(cleared, "s151")
    small = built.submit(built.award(built.commission("Small"), 10_000))
    seen = {
        one
        for ref in (vague, whole, planned_for, waiting, cleared, small)
        for one in check(built, ref)
    }
    assert {state for state, _ in seen} == {"draft", "on_forward_plan", "in_clearance", "cleared"}


def test_with_the_decider(built: Life) -> None:
    planned(built)
    officer = built.ready(built.commission("One"), 10_000)
    opened = built.ready(built.commission("Two"), 10_000)
    with built.acting("example-director") as desk:
        deciding.open_item(desk, opened)
    up = built.ready(built.commission("Three"), 10_000)
    with built.acting("example-director") as desk:
        deciding.refer_up(desk, up, reason=WHY)
    listed = built.middling(built.commission("Four"))
    in_session = built.middling(built.commission("Five"))
    lacking = built.submit(built.award(built.commission("Six"), 300_000))
    built.clear(lacking, "s151")
    built.view(lacking, "joint-commissioning-head", by=COMMISSIONER)
    on_day = built.today + dt.timedelta(days=14)
    first = built.meeting("executive-board", on_day, listed)
    second = built.meeting("executive-board", on_day + dt.timedelta(days=1), in_session, lacking)
    built.wait(15)
    built.hold(second, EXECUTIVE, presiding="example-nhs")
    assert built.row(first, "meeting").state == "published"
    seen = {
        one
        for ref in (officer, opened, up, listed, in_session, lacking)
        for one in check(built, ref)
    }
    built.open(in_session)
    seen |= set(check(built, in_session))
    assert {state for state, _ in seen} == {
        "with_officer",
        "before_decider",
        "sent_to_higher",
        "on_agenda",
    }


def test_after_the_decision(built: Life) -> None:
    planned(built)
    about = built.commission()
    put_off = built.ready(about, 10_000)
    built.officer(put_off, "deferred")
    back = built.ready(about, 10_000)
    built.officer(back, "referred_back")
    unpublished = built.ready(about, 10_000)
    built.decide(unpublished, by="example-director", publish=False)
    seen = {one for ref in (put_off, back, unpublished) for one in check(built, ref)}
    assert {("decided", "bring_back"), ("decided", "rework")} <= seen


def test_call_in_and_scrutiny(built: Life) -> None:
    ref = built.award(built.commission(), 3_000_000, decision_due=dt.date(2025, 3, 31))
    built.evidence(built.submit(ref), "options-appraisal")
    built.notice(ref)
    built.clear(ref, "s151", "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    built.decide(ref, "endorsed")
    built.wait(7)
    built.sitting("cabinet", CABINET, ref)
    built.decide(ref)
    seen = set(check(built, ref))
    planned(built)
    steps: tuple[Act, ...] = (ACTS["call_in"], ACTS["bring_before_scrutiny"])
    for act in (*steps, ACTS["refer_to_council"], ACTS["ask_to_reconsider"]):
        with built.acting("example-scrutineer") as desk:
            act(desk, ref)
        seen |= set(check(built, ref))
    with built.looking() as desk:
        (cabinet,) = (m.ref for m in meetings(desk, body="cabinet") if m.state == "planned")
    with built.acting() as desk:
        placing.place_on_agenda(desk, ref, meeting=cabinet)
    seen |= set(check(built, ref))
    assert {state for state, _ in seen} == {
        "call_in_window",
        "called_in",
        "before_scrutiny",
        "referred_to_council",
        "reconsidered",
    }


def test_whoever_decides_is_named_and_not_whoever_is_asked_first(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 5, 30))
    for submitted in (False, True):
        if submitted:
            built.submit(ref)
        with built.looking() as desk:
            told = report_steps(desk, desk.row("proposal", ref))
        assert (told["decider"], told["rule"]) == ("trust-board", "S3")
        assert told["decider_title"] == "the Partnership Board"
        assert told["provisional"] is not submitted
    assert told["waits_for"] == "the Executive Board"
    assert "the Cabinet" in told["could_decide"]


def test_the_earliest_lawful_day_is_lawful_and_the_day_before_is_not(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 5, 30))
    with built.looking() as desk:
        begun = report_steps(desk, desk.row("proposal", ref))["earliest"]["missing"]
    (lacks,) = [one for one in begun if one["code"] == "proposal.evidence_missing"]
    assert "options appraisal" in lacks["words"], "it is told from the first draft"
    built.evidence(built.submit(ref), "options-appraisal")
    built.clear(ref, "s151", "monitoring-officer")
    first = built.today + dt.timedelta(days=29)
    with built.acting() as desk:
        for days in range(26, 34):
            plan(desk, body="trust-board", on=built.today + dt.timedelta(days=days))
    with built.looking() as desk:
        told = report_steps(desk, desk.row("proposal", ref))["earliest"]
    assert told["day"] == first.isoformat()
    assert {r["code"] for r in told["missing"]} == {"procedure.notice_not_given"}
    assert {tuple(s["by"]) for s in told["sooner"]} == {
        ("general_exception",),
        ("special_urgency",),
    }
    assert all(w["words"] for w in told["working"])
