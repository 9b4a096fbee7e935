"""What next? for commissions: moves as they are, and who would decide what is to be asked."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from reports import COMMISSIONER, SECRETARY, Life, life

from governance.application.commissions import lifecycle, opening, principles, rounds, stages
from governance.application.commissions.queries import show
from governance.application.desk import Desk
from governance.application.meetings.acts import plan
from governance.application.next_steps import next_steps, report_steps
from governance.domain.errors import Refused, Unusable
from governance.store.engine import Store

WHY = "For a reason."
Act = Callable[[Desk, str], Any]
ACTS: dict[str, Act] = {
    "start_cycle": lambda d, c: opening.start_cycle(d, commission=c),
    "start_next_round": lambda d, c: rounds.next_round(d, commission=c),
    "give_notice": lambda d, c: lifecycle.give_notice(d, commission=c),
    "withdraw_notice": lambda d, c: lifecycle.withdraw_notice(d, commission=c, reason=WHY),
    "close": lambda d, c: lifecycle.close(d, commission=c),
    "record_closure": lambda d, c: lifecycle.record_closure(d, commission=c, reason=WHY),
    "pause": lambda d, c: lifecycle.pause(d, commission=c, reason=WHY),
    "resume": lambda d, c: lifecycle.resume(d, commission=c),
    "withdraw": lambda d, c: lifecycle.withdraw(d, commission=c, reason=WHY),
}
STAGE_ACTS: dict[str, Callable[[Desk, str, str], Any]] = {
    "open": lambda d, c, s: stages.open_stage(d, commission=c, stage=s),
    "bring_to_gate": lambda d, c, s: stages.submit_stage(d, commission=c, stage=s),
    "return_from_gate": lambda d, c, s: stages.return_from_gate(
        d, commission=c, stage=s, reason=WHY
    ),
    "certify": lambda d, c, s: stages.certify(d, commission=c, stage=s),
    "record_passed": lambda d, c, s: stages.record_stage_outside(
        d, commission=c, stage=s, reason=WHY
    ),
    "reopen": lambda d, c, s: stages.reopen(d, commission=c, stage=s, reason=WHY),
}
PEOPLE = (None, SECRETARY, COMMISSIONER, "example-director", "example-parent")


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


class _RolledBack(Exception):
    """Ends an attempt so that nothing of it stays."""


def tried(built: Life, person: str | None, act: Callable[[Desk], Any]) -> set[str] | None:
    """The codes by which an act is refused now, or None where it is done; nothing stays."""

    def attempt() -> None:
        with built.acting(person) as desk:
            act(desk)
            raise _RolledBack

    try:
        attempt()
    except _RolledBack:
        return None
    except Refused as refused:
        return {r.code for r in refused.refusals}
    except Unusable as unusable:
        return {p.code for p in unusable.problems}
    raise AssertionError("an attempt ended without an end")


def attempt_of(name: str, about: str, ref: str) -> Callable[[Desk], Any] | None:
    """The act of a move, or None for one that Vires makes as part of another."""
    if about == "commission":
        return (lambda desk: ACTS[name](desk, ref)) if name in ACTS else None
    return (lambda desk: STAGE_ACTS[name](desk, ref, about)) if name in STAGE_ACTS else None


def check(built: Life, ref: str) -> set[tuple[str, str]]:
    """Hold what every person is told about a commission to what happens when they try."""
    seen = set()
    for person in PEOPLE:
        with built.looking(person) as desk:
            told = next_steps(desk, ref)
        for move in told["moves"]:
            name, about = move["move"], move["about"]
            act = attempt_of(name, about, ref)
            if act is None:
                continue
            found = tried(built, person, act)
            expected = {r["code"] for r in move["closed_because"]}
            where = f"{told['state']}: {name} of {about} by {person}: {found}, not {expected}"
            assert (found is None) == move["open"], where
            assert found is None or expected <= found, where
            seen.add((told["state"], name))
    return seen


def answered(built: Life, ref: str) -> None:
    with built.acting(COMMISSIONER) as desk:
        for one in show(desk, commission=ref)["principles"]:
            principles.answer(desk, commission=ref, principle=one["key"], text="Yes.")


def planning(built: Life, value: int) -> str:
    """A commission whose plan is at work, asked for so many pounds."""
    ref = built.commission()
    with built.acting(COMMISSIONER) as desk:
        lifecycle.set_facts(
            desk, commission=ref, need="Rest", population="Carers", value=value * 100
        )
    answered(built, ref)
    built.evidence(ref, "needs-assessment", "views")
    with built.acting(COMMISSIONER) as desk:
        stages.submit_stage(desk, commission=ref, stage="understand")
        stages.certify(desk, commission=ref, stage="understand")
        stages.open_stage(desk, commission=ref, stage="plan")
    return ref


def test_open_moves_work_and_closed_ones_say_why(built: Life) -> None:
    with built.acting(COMMISSIONER) as desk:
        proposed = opening.propose(desk, title="A need").ref
    begun = built.commission()
    seen = check(built, proposed) | check(built, begun)
    ref = planning(built, 90_000)
    seen |= check(built, ref)
    for act in ("pause", "resume"):
        with built.acting(COMMISSIONER) as desk:
            ACTS[act](desk, ref)
        seen |= check(built, ref)
    with built.acting(COMMISSIONER) as desk:
        ACTS["withdraw"](desk, begun)
    seen |= check(built, begun)
    assert {state for state, _ in seen} == {"proposed", "in_cycle", "paused"}
    assert len(seen) > 12


@pytest.mark.parametrize(
    ("value", "decider", "rule"),
    [
        (90_000, "director", "S1"),
        (300_000, "executive-board", "S2"),
        (900_000, "trust-board", "S3"),
        (3_000_000, "cabinet", "S4"),
    ],
)
def test_the_decider_foretold_is_the_one_a_report_then_gets(
    built: Life, value: int, decider: str, rule: str
) -> None:
    ref = planning(built, value)
    with built.acting() as desk:
        for body in ("executive-board", "trust-board", "cabinet"):
            plan(desk, body=body, on=built.today + dt.timedelta(days=40))
    with built.looking(COMMISSIONER) as desk:
        (ahead,) = next_steps(desk, ref)["decisions_ahead"]
    assert (ahead["gate"], ahead["decision"]) == ("permission-to-procure",) * 2
    assert (ahead["decider"], ahead["rule"]) == (decider, rule)
    assert ahead["earliest"]["day"] is not None
    report = built.draft("permission-to-procure", ref, value, gate="permission-to-procure")
    with built.looking(COMMISSIONER) as desk:
        told = report_steps(desk, desk.row("proposal", report))
        assert next_steps(desk, ref)["decisions_ahead"] == []
    assert (told["decider"], told["rule"]) == (decider, rule)
    assert told["earliest"]["day"] == ahead["earliest"]["day"]


def test_linked_commissions_count_in_what_is_foretold(built: Life) -> None:
    ref = planning(built, 60_000)
    other = built.commission("Part two", linked_to=ref)
    built.submit(built.award(other, 60_000))
    with built.looking() as desk:
        (ahead,) = next_steps(desk, ref)["decisions_ahead"]
    assert ahead["rule"] == "S2"


def test_what_is_unknown_is_asked_for(built: Life) -> None:
    ref = built.commission()
    built.evidence(ref, "needs-assessment", "views")
    with built.acting(COMMISSIONER) as desk:
        lifecycle.set_facts(desk, commission=ref, need="Rest", population="Carers")
    answered(built, ref)
    with built.acting(COMMISSIONER) as desk:
        stages.submit_stage(desk, commission=ref, stage="understand")
        stages.certify(desk, commission=ref, stage="understand")
        stages.open_stage(desk, commission=ref, stage="plan")
    with built.looking() as desk:
        (ahead,) = next_steps(desk, ref)["decisions_ahead"]
    assert ahead["decider"] is None
    assert [r["code"] for r in ahead["unclear"]] == ["proposal.path_unknown"]


def test_a_report_that_waits_is_listed_and_one_that_is_over_is_not(built: Life) -> None:
    about = built.commission()
    refs = [built.ready(about, 10_000) for _ in range(4)]
    for ref, outcome in zip(refs, ("deferred", "refused", "approved"), strict=False):
        built.officer(ref, outcome)
    with built.looking() as desk:
        told = next_steps(desk, about)["reports"]
    assert [r["report"] for r in told] == [refs[0], refs[3]]
