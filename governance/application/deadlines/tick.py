"""Making what is due happen, once, however often and from however many places it is asked for.

What is due are the days of deadlines that bring something about, and the prompts of the
escalation policy. A batch claims what nobody else holds. Prompts that only tell people are
written together in one transaction; should one of them fail, each gets a transaction of its own.
Whatever locks more than its own subject always has its own, so that no two wait for each other.
What fails is kept with its trouble and holds up its own subject's effects only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.claiming import (
    FLOWS,
    Claimed,
    candidates,
    claim,
    due_flows,
    forget_waits,
    hold_commission,
)
from governance.application.deadlines.effects import MORE, STAYS, effect_named
from governance.application.deadlines.firing import (
    bodies,
    fire,
    is_plain,
    is_stale,
    planned_anew,
    read_about,
)
from governance.application.deadlines.planning import is_own, level, next_wake
from governance.application.deadlines.policies import Policies, policies
from governance.application.deadlines.settling import met
from governance.application.deadlines.trouble import Trouble, note, trouble_of
from governance.application.desk import CLOCK, Desk, acting
from governance.application.sweeping import BATCH, LINES, Swept
from governance.domain.errors import MovedFirst, Problem, Unusable, of_the_store
from governance.store.engine import Store
from governance.store.ledger import SUBJECTS
from statemachines.machine import enter
from statemachines.permissions import Permission
from statemachines.prompt import PROMPT, PromptFacts

__all__ = ["Done", "Failed", "TickReport", "due", "due_flows", "tick", "work"]

BUSY: Final = "store.busy"
"""Somebody else held what was wanted, or the two would have waited for each other."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done of a deadline: its own `effect`, or a `prompt` of its policy.

    `late` says that it was done on a later day than it was wanted.
    """

    partnership: str
    ref: str
    kind: str
    due_day: dt.date
    receipts: tuple[Receipt, ...]
    effect: str | None = None
    prompt: str | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """What could not be done of a deadline, and every reason; a prompt may have been parked."""

    partnership: str
    ref: str
    kind: str
    due_day: dt.date
    problems: tuple[Problem, ...]
    effect: str | None = None
    prompt: str | None = None
    parked: bool = False


@dataclass(slots=True)
class TickReport:
    """What a tick did; `more` says that the limit stopped it while something was still due."""

    done: list[Done] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    more: bool = False

    @property
    def tried(self) -> int:
        """How many deadlines were taken up."""
        return len(self.done) + len(self.failed)


def due(store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:
    """Since when a deadline of a flow is due, or None."""
    return due_flows(store, now=now).get(flow)


def work(store: Store, *, flow: str, now: dt.datetime, limit: int = BATCH) -> Swept:
    """Do at most `limit` of what is due in a flow; what others hold is left to them.

    Raises `Unusable` where the store itself fails; whatever was done by then stands.
    """
    report = TickReport()
    _batch(store, flow=flow, now=now, most=limit, report=report)
    return _swept(report)


def tick(store: Store, *, now: dt.datetime, limit: int = BATCH, again: bool = False) -> TickReport:
    """Do what is due by `now` in every partnership, at most `limit` deadlines.

    What somebody else holds is left to the end and then waited for. `again` tries at once what
    failed before and would wait. Raises `Unusable` where the store itself fails; whatever was
    done by then stands.
    """
    report = TickReport()
    if again:
        forget_waits(store, now=now)
    due = due_flows(store, now=now)
    while True:
        before = report.tried
        for flow in FLOWS:
            if report.tried >= limit:
                report.more = bool(due_flows(store, now=now))
                return report
            if flow in due:
                _batch(store, flow=flow, now=now, most=limit - report.tried, report=report)
                due = due_flows(store, now=now)  # what was done may make something else due
        if report.tried == before:
            break
    for flow in FLOWS:
        if flow in due:
            for candidate in candidates(store, flow=flow, now=now, most=limit):
                _alone(store, candidate, now=now, report=report, wait=True)
            due = due_flows(store, now=now)
    return report


def _batch(store: Store, *, flow: str, now: dt.datetime, most: int, report: TickReport) -> None:
    """Take up what is due in a flow, once; where others hold all of it, what comes after."""
    before, after = report.tried, None
    while report.tried == before:
        wanted = candidates(store, flow=flow, now=now, most=most, after=after)
        _take_up(store, wanted, now=now, report=report)
        if len(wanted) < most:
            return
        after = wanted[-1]


def _take_up(store: Store, wanted: Sequence[Any], *, now: dt.datetime, report: TickReport) -> None:
    """The plain of each partnership together, the rest one by one."""
    by_partnership = sorted(wanted, key=lambda row: row.partnership_id)
    for _, theirs in groupby(by_partnership, key=lambda row: row.partnership_id):
        for candidate in _together(store, list(theirs), now=now, report=report):
            _alone(store, candidate, now=now, report=report, wait=False)


# --- prompts that only tell people, in one transaction


def _together(
    store: Store, wanted: Sequence[Any], *, now: dt.datetime, report: TickReport
) -> Sequence[Any]:
    """Fire what only tells people; returns what has to be taken up by itself."""
    if sum(not is_own(row.wake) for row in wanted) < 2:
        return wanted
    done: list[Done] = []
    try:
        with acting(store, now=now, partnership=wanted[0].partnership_id, actor=CLOCK) as desk:
            known, places = policies(desk), bodies(desk)
            plain = [row for row in wanted if _only_tells(row, known, places)]
            claimed = _claimed_fresh(desk, plain, known)
            claimed = [one for one in claimed if _only_tells(one.due, known, places)]
            called = read_about(desk, claimed)
            for one in claimed:
                at = called[one.subject.id]
                fired = fire(desk, one, known, at=at, known_bodies=places)
                done.append(_prompted(desk, one, fired.receipt, late=fired.late))
    except Exception as error:  # each by itself then: only what is broken fails
        if of_the_store(error) and not of_the_store(error, BUSY):
            raise
        return wanted
    report.done += done
    taken = {row.id for row in plain}
    return [row for row in wanted if row.id not in taken]


def _only_tells(row: Any, known: Policies, places: Any) -> bool:
    ruled = known.of_kind.get(row.kind)
    prompt = ruled.prompts.get(level(row.wake)) if ruled is not None and row.wake else None
    return prompt is not None and is_plain(prompt, places)


def _claimed_fresh(
    desk: Desk, wanted: Sequence[Any], known: Policies, *, wait: bool = False
) -> list[Claimed]:
    """Claim, and plan anew what was planned by other policies than those in force."""
    claimed = claim(desk, wanted, wait=wait)
    stale = [one for one in claimed if is_stale(one.due, known)]
    if not stale:
        return claimed
    planned_anew(desk, stale, known)
    return claim(desk, wanted, wait=wait)


# --- one deadline, in a transaction of its own


def _alone(
    store: Store, candidate: Any, *, now: dt.datetime, report: TickReport, wait: bool
) -> None:
    """Take up one deadline, or note why that failed."""
    try:
        done = _taken_up(store, candidate, now=now, wait=wait)
    except Exception as error:  # noqa: BLE001  # one broken effect must not stop the others
        if not wait and (isinstance(error, MovedFirst) or of_the_store(error, BUSY)):
            return
        if failed := _noted(store, candidate, trouble_of(error), now=now):
            report.failed.append(failed)
        return
    if done is not None:
        report.done.append(done)


def _taken_up(store: Store, candidate: Any, *, now: dt.datetime, wait: bool) -> Done | None:
    """Do what a deadline woke for; None where it needs nothing, or somebody else has it."""
    with acting(store, now=now, partnership=candidate.partnership_id, actor=CLOCK) as desk:
        _must_have_subject(desk, candidate)
        known = policies(desk)
        if not hold_commission(desk, candidate, wait=wait):
            return None
        found = _claimed_fresh(desk, [candidate], known, wait=wait)
        if not found:
            return None
        one = found[0]
        if is_own(one.due.wake):
            return _own_effect(desk, one, known)
        at = read_about(desk, found)[one.subject.id]
        fired = fire(desk, one, known, at=at, known_bodies=bodies(desk))
        return _prompted(desk, one, fired.receipt, late=fired.late)


def _own_effect(desk: Desk, one: Claimed, known: Policies) -> Done:
    due = one.due
    found = effect_named(due.effect)(desk, due)
    receipts = [] if found is None or found == MORE else list(found)
    if found != MORE and (rest := claim(desk, [due], wait=True)):
        after = _passed if due.effect in STAYS else _settled
        receipts.append(after(desk, rest[0], known))
    return Done(
        partnership=desk.partnership.key,
        ref=one.subject.ref,
        kind=due.kind,
        effect=due.effect,
        due_day=due.due_day,
        receipts=tuple(receipts),
        late=desk.day_of(due.wake_at) < desk.today,
    )


def _settled(desk: Desk, one: Claimed, _known: Policies) -> Receipt:
    due = one.due
    return desk.apply(
        Change(
            kind="deadline.met",
            table=due.subject_table,
            subject=one.subject,
            values={},
            facts={"kind": due.kind, "cause": due.cause, "due": due.due_day, "effect": due.effect},
            writes=(met(desk, due),),
        )
    )


def _passed(desk: Desk, one: Claimed, known: Policies) -> Receipt:
    """The day has passed and the deadline runs on, towards the levels after it."""
    due = one.due
    facts = PromptFacts(permissions=frozenset({Permission.VIRES.value}))
    row = {
        "id": desk.new_id(),
        "deadline_id": due.id,
        "key": due.wake,
        "state": enter(PROMPT, "fire", facts),
        "wanted_at": due.wake_at,
        "done_at": desk.now,
        "late": desk.day_of(due.wake_at) < desk.today,
        "effects": [{"effect": due.effect}],
    }
    return desk.apply(
        Change(
            kind="deadline.missed",
            table=due.subject_table,
            subject=one.subject,
            values={},
            facts={"kind": due.kind, "cause": due.cause, "due": due.due_day},
            writes=(
                Insert("prompt", row),
                Update("deadline", due, {**next_wake(known, due), "trouble": None}),
            ),
        )
    )


def _must_have_subject(desk: Desk, candidate: Any) -> None:
    if candidate.subject_table not in SUBJECTS:
        raise Unusable.one("deadline.subject_unknown", table=candidate.subject_table)
    if desk.by_id(candidate.subject_table, candidate.subject_id) is None:
        raise Unusable.one("deadline.subject_gone", table=candidate.subject_table)


def _noted(store: Store, candidate: Any, trouble: Trouble, *, now: dt.datetime) -> Failed | None:
    """Keep the trouble with the deadline, unless somebody settled it meanwhile."""
    with acting(store, now=now, partnership=candidate.partnership_id, actor=CLOCK) as desk:
        found = claim(desk, [candidate], wait=True)
        parked, ref = False, candidate.subject_id
        if found:
            at = read_about(desk, found)[candidate.subject_id]
            parked, ref = note(desk, found[0], trouble, at=at), at.ref
        row = found[0].due if found else desk.by_id("deadline", candidate.id)
        if row is None or row.wake is None:
            return None
        return Failed(
            partnership=candidate.partnership,
            ref=ref,
            kind=row.kind,
            effect=row.effect if is_own(row.wake) else None,
            prompt=None if is_own(row.wake) else row.wake,
            due_day=row.due_day,
            problems=trouble.problems,
            parked=parked,
        )


# --- reports


def _prompted(desk: Desk, one: Claimed, receipt: Receipt, *, late: bool) -> Done:
    return Done(
        partnership=desk.partnership.key,
        ref=one.subject.ref,
        kind=one.due.kind,
        prompt=one.due.wake,
        due_day=one.due.due_day,
        receipts=(receipt,),
        late=late,
    )


def _swept(report: TickReport) -> Swept:
    told: list[Done | Failed] = [*report.done, *report.failed]
    return Swept(
        done=len(report.done),
        failed=sum(not one.parked for one in report.failed),
        parked=sum(one.parked for one in report.failed),
        late=sum(one.late for one in report.done),
        more=report.tried > 0,
        lines=[_line(one) for one in told[:LINES]],
    )


def _line(one: Done | Failed) -> dict[str, Any]:
    line: dict[str, Any] = {
        "ref": one.ref,
        "what": one.kind,
        "due": one.due_day.isoformat(),
        "outcome": one.prompt or one.effect,
    }
    if isinstance(one, Failed):
        problem = one.problems[0]
        line["problem"] = {"code": problem.code, "params": dict(problem.params)}
    return line
