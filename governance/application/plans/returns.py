"""Making a monitoring return: what a partner says of each of its commitments, and correcting it.

Every live commitment is answered, or the return is not made and all that is missing is said.
Nothing is overwritten: a correction is a further line. The same return made again changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.pausing import was_overdue
from governance.application.deadlines.settling import live, met
from governance.application.desk import Desk
from governance.application.permissions import permissions, speaks_for_partner
from governance.application.plans.finding import BY_VIRES as PLAN_BY_VIRES
from governance.application.plans.finding import commitments
from governance.application.plans.returns_finding import (
    BY_VIRES,
    KIND,
    OPEN,
    lines_of,
    promised,
    reports_of,
)
from governance.application.plans.returns_said import Said, missing, wrong
from governance.domain.errors import Refusal, Unusable
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.monitoring_return import MONITORING_RETURN, ReturnFacts
from statemachines.permissions import Permission
from statemachines.plan import PLAN

_return = TABLES["monitoring_return"]
_line = TABLES["return_line"]
_here: Any = bindparam("partnership")
_PEEK = select(_return.c.plan_id).where(
    _return.c.partnership_id == _here,
    (_return.c.ref == bindparam("ref")) | (_return.c.id == bindparam("id")),
)
_SPOKEN_OF_LATER = (
    select(_line.c.commitment_id)
    .distinct()
    .join(
        _return,
        (_return.c.partnership_id == _line.c.partnership_id) & (_return.c.id == _line.c.return_id),
    )
    .where(
        _line.c.partnership_id == _here,
        _return.c.plan_id == bindparam("plan"),
        _return.c.organisation_id == bindparam("organisation"),
        _return.c.period_end > bindparam("end"),
    )
)
MOVES: Final = {"returned": "correct", "returned_late": "correct_late"}
"""The move that corrects a return in each state."""


@dataclass(frozen=True, slots=True)
class Made:
    """What making a return did: its receipt, or None where it said nothing new."""

    ref: str
    receipt: Receipt | None
    late: bool
    corrected: tuple[int, ...] = ()
    """Numbers of commitments of which it now says something else."""


def missed_when_due(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `return_missed`: note that the day has passed without a return."""
    row = desk.row("monitoring_return", due.subject_id)
    if row.state != "due" or desk.today <= row.due_day:
        return []
    return [
        desk.apply(
            Change(
                kind="return.missed",
                table="monitoring_return",
                subject=row,
                values={
                    "state": step(MONITORING_RETURN, row.state, "miss", BY_VIRES),
                    "missed_on": row.missed_on or row.due_day,
                },
                facts={"due": row.due_day},
            )
        )
    ]


def report(
    desk: Desk,
    name: str,
    *,
    lines: Sequence[Said],
    said: str = "",
    returned_on: dt.date | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Made:
    """Make a partner's return, or correct one that was made.

    `said` is what the partner says besides. `returned_on` is the day on which it came, where
    the secretary puts it on file later. `reason` says why it is corrected. Raises `Unusable`
    with every line that cannot be used and all that is missing, `GuardRefused` with every reason
    against it, `NoSuchMove` for a return that lapsed.
    """
    peek = desk.first(_PEEK, ref=name.upper(), id=name)
    plan = None if peek is None else desk.row("plan", peek.plan_id)
    row = desk.row("monitoring_return", name, seen=seen)
    assert plan is not None
    partner = desk.by_id("organisation", row.organisation_id)
    before = lines_of(desk, row.id)
    owed = promised(desk, plan.id, partner.id)
    problems = wrong(desk, row, partner, lines, owed=owed, before=before)
    open_ = row.state in OPEN
    lacking = missing(row, lines, owed) if open_ else ()
    if problems:
        more = [problem for one in lacking if (problem := one.as_problem())]
        raise Unusable([*problems, *more])
    new = _new_lines(desk, plan, lines, before)
    if row.state in MOVES and not new and (not said.strip() or said.strip() == row.said):
        _must_speak(desk, partner)
        return Made(row.ref, None, late=row.state == "returned_late")
    if open_:
        return _made(desk, plan, row, partner, new, lacking, said, returned_on)
    return _corrected(desk, plan, row, partner, new, before, said, reason)


def speaks_for(desk: Desk, partner: Any) -> bool:
    """Whether the actor is somebody of a partner: of its people, its offices or its seats."""
    if desk.actor.person_id is None:
        return False
    person = desk.by_id("person", desk.actor.person_id)
    return speaks_for_partner(desk, partner, person, staff=True)


def held_of(desk: Desk, partner: Any) -> frozenset[str]:
    """What the actor is towards a partner’s returns."""
    mine = {Permission.PARTNER.value} if speaks_for(desk, partner) else set()
    return permissions(desk) | mine


def _must_speak(desk: Desk, partner: Any) -> None:
    """Raise `GuardRefused` for anybody else: that nothing is new is not theirs to be told."""
    facts = ReturnFacts(permissions=held_of(desk, partner), unanswered=(), reason="-")
    step(MONITORING_RETURN, "returned", "correct", facts)


def _made(
    desk: Desk,
    plan: Any,
    row: Any,
    partner: Any,
    new: list[Insert],
    lacking: Sequence[Any],
    said: str,
    returned_on: dt.date | None,
) -> Made:
    held = held_of(desk, partner)
    on = returned_on or desk.today
    facts = ReturnFacts(
        permissions=held,
        period_ahead=(*not_begun(desk, row), *_day_wrong(desk, row, held, returned_on)),
        unanswered=tuple(one.as_refusal() for one in lacking),
    )
    late = on > row.due_day and not _stands_still(desk, row)
    state = step(MONITORING_RETURN, row.state, "report_late" if late else "report", facts)
    on_behalf = Permission.PARTNER.value not in held
    values = {
        "state": state,
        "returned_on": on,
        "returned_by_id": desk.actor.person_id,
        "on_behalf": on_behalf,
        "said": said.strip(),
        "missed_on": (row.missed_on or row.due_day) if late else row.missed_on,
    }
    receipt = desk.apply(
        Change(
            kind="return.made_late" if late else "return.made",
            table="monitoring_return",
            subject=row,
            values=values,
            facts={
                "plan": plan.ref,
                "partner": partner.key,
                "due": row.due_day,
                "on": on,
                "on_behalf": on_behalf,
                "judgements": _counted(new),
            },
            writes=(
                *_with_ids(new, row.id),
                *_judged(desk, plan, row, new),
                *(met(desk, due) for due in live(desk, row.id)),
            ),
        )
    )
    _plan_monitored(desk, plan.id, row)
    return Made(row.ref, receipt, late)


def _corrected(
    desk: Desk,
    plan: Any,
    row: Any,
    partner: Any,
    new: list[Insert],
    before: dict[str, list[Any]],
    said: str,
    reason: str,
) -> Made:
    held = held_of(desk, partner)
    move = MOVES.get(row.state, "correct")
    facts = ReturnFacts(permissions=held, unanswered=(), reason=reason)
    state = step(MONITORING_RETURN, row.state, move, facts)
    numbers = {one.id: one.number for one in commitments(desk, plan.id)}
    changed = tuple(sorted(numbers[one.values["commitment_id"]] for one in new))
    told = [
        {
            "commitment": numbers[one.values["commitment_id"]],
            "before": was[-1].judgement if (was := before.get(one.values["commitment_id"])) else "",
            "now": one.values["judgement"],
        }
        for one in new
    ]
    receipt = desk.apply(
        Change(
            kind="return.corrected",
            table="monitoring_return",
            subject=row,
            values={"state": state, **({"said": said.strip()} if said.strip() else {})},
            facts={
                "plan": plan.ref,
                "partner": partner.key,
                "on_behalf": Permission.PARTNER.value not in held,
                "reason": reason.strip(),
                "lines": told,
            },
            writes=(*_with_ids(new, row.id, reason), *_judged(desk, plan, row, new)),
        )
    )
    return Made(row.ref, receipt, row.state == "returned_late", changed)


def not_begun(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    """That the period of a return has not begun, where it has not."""
    if row.period_start <= desk.today:
        return ()
    return (Refusal("return.period_ahead", {"ref": row.ref, "start": row.period_start}),)


def _day_wrong(
    desk: Desk, row: Any, held: frozenset[str], returned_on: dt.date | None
) -> tuple[Refusal, ...]:
    """Why it cannot have come on the day that is given."""
    if returned_on is None or returned_on == desk.today:
        return ()
    if Permission.SECRETARY.value not in held:
        return (Refusal("return.day_for_secretary"),)
    if not row.period_start <= returned_on <= desk.today:
        told = {"on": returned_on, "start": row.period_start, "today": desk.today}
        return (Refusal("return.day_wrong", told),)
    return ()


def _stands_still(desk: Desk, row: Any) -> bool:
    """Whether the clock of a return was stopped before its day: then it is not late."""
    found = live(desk, row.id, kind=KIND)
    return any(due.state == "paused" and not was_overdue(due) for due in found)


def _new_lines(
    desk: Desk, plan: Any, lines: Sequence[Said], before: dict[str, list[Any]]
) -> list[Insert]:
    """The lines that say something the return does not say yet."""
    ids = {row.number: row.id for row in commitments(desk, plan.id)}
    found = []
    for one in lines:
        commitment_id = ids[one.number]
        was = before.get(commitment_id, [])
        if was and (was[-1].judgement, was[-1].evidence) == (one.judgement, one.evidence.strip()):
            continue
        values = {
            "id": desk.new_id(),
            "commitment_id": commitment_id,
            "number": len(was) + 1,
            "judgement": one.judgement,
            "evidence": one.evidence.strip(),
            "said_on": desk.today,
            "said_by_id": desk.actor.person_id,
        }
        found.append(Insert("return_line", values))
    return found


def _with_ids(new: Sequence[Insert], return_id: str, reason: str = "") -> list[Insert]:
    given = {"return_id": return_id, "reason": reason.strip()}
    return [Insert(one.table, {**one.values, **given}) for one in new]


def _judged(desk: Desk, plan: Any, row: Any, new: Sequence[Insert]) -> list[Update]:
    """The commitments with the word of this return, where no later one speaks of them."""
    later = {
        one.commitment_id
        for one in desk.all(
            _SPOKEN_OF_LATER, plan=plan.id, organisation=row.organisation_id, end=row.period_end
        )
    }
    words = {one.values["commitment_id"]: one.values["judgement"] for one in new}
    rows = [one for one in promised(desk, plan.id, row.organisation_id) if one.id in words]
    return [
        Update("commitment", one, {"judgement": words[one.id]})
        for one in rows
        if one.id not in later and one.judgement != words[one.id]
    ]


def _counted(new: Sequence[Insert]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in new:
        counts[one.values["judgement"]] = counts.get(one.values["judgement"], 0) + 1
    return counts


def _plan_monitored(desk: Desk, plan_id: str, row: Any) -> None:
    """Note on the plan the first return since it was published, or since its last report."""
    plan = desk.row("plan", plan_id)
    if plan.state not in ("published", "reported"):
        return
    ends = [one.period_end for one in reports_of(desk, plan.id) if one.state == "published"]
    if plan.state == "reported" and row.period_end <= max(ends, default=row.period_start):
        return
    desk.apply(
        Change(
            kind="plan.monitored",
            table="plan",
            subject=plan,
            values={"state": step(PLAN, plan.state, "monitor", PLAN_BY_VIRES)},
            facts={"return": row.ref},
        )
    )


__all__ = ["Made", "Said", "missed_when_due", "report", "speaks_for"]
