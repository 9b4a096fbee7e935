"""What a rating demands: a corrective action, by a day the rule says.

The deadline is for the latest period alone: a red that is entered late, when later values are
there already, asks for nothing. It is superseded where the red is corrected away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.policies import policies
from governance.application.deadlines.rows import deadline, start_of
from governance.application.deadlines.settling import LIVE, live, superseded
from governance.application.desk import Desk
from governance.application.performance.finding import (
    ACTION_DUE,
    CORRECTIVE,
    LEAD,
    actions,
    demanded_for,
    standing,
)
from governance.application.performance.rules import Chosen, rule_of
from governance.domain.escalation import counted
from governance.store.tables import TABLES

_deadline = TABLES["deadline"]
_SET_BEFORE = select(_deadline.c.cause, _deadline.c.state).where(
    _deadline.c.partnership_id == bindparam("partnership"),
    _deadline.c.subject_id == bindparam("measure"),
    _deadline.c.kind == CORRECTIVE,
)
_ASKED = select(_deadline.c.cause).where(
    _deadline.c.partnership_id == bindparam("partnership"),
    _deadline.c.subject_id == bindparam("measure"),
    _deadline.c.kind == ACTION_DUE,
    _deadline.c.state.in_((*LIVE, "waived")),
)
"""Actions that somebody is asked to do, or was until it was let go for a reason."""

SETTLED = ("met", "waived")
"""States of a deadline that somebody answered, or let go for a reason."""


def demands(chosen: Chosen, rating: str | None) -> bool:
    """Whether a rating demands a corrective action by its rule."""
    return chosen.rule is not None and rating in chosen.rule.act_on


def demand(
    desk: Desk,
    measure_id: str,
    chosen: Chosen,
    end: dt.date,
    number: int,
    *,
    without: str | None = None,
) -> Insert | None:
    """The deadline by which an action is recorded for the period that ended on `end`.

    None where an action for it is there already, besides the one called `without`. `number` is
    the observation's.
    """
    there = [a for a in actions(desk, measure_id) if not a.given_up and a.id != without]
    if any(a.period_end == end for a in there):
        return None
    assert chosen.rule is not None
    assert chosen.rule.within is not None
    told = counted(chosen.rule.within.after, day=desk.today, calendar=policies(desk).calendar)
    return deadline(
        desk,
        kind=CORRECTIVE,
        subject=("measure", measure_id),
        cause=_cause(desk, measure_id, f"{end.isoformat()}-{number}"),
        due_day=told.day,
        due_at=start_of(desk, told.day + dt.timedelta(days=1)),
        owner=LEAD,
        working=told.working,
    )


def _cause(desk: Desk, measure_id: str, wanted: str) -> str:
    """A cause that no deadline of the measure had yet: a demand may be made again."""
    taken = {row.cause for row in desk.all(_SET_BEFORE, measure=measure_id)}
    again = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(one for one in again if one not in taken)


def answered(desk: Desk, measure_id: str, ratings: Mapping[dt.date, bool]) -> list[Update]:
    """Deadlines for an action that no rating demands any more, as superseded.

    `ratings` say of each period that stands whether it demands one.
    """
    return [
        superseded(desk, due)
        for due in live(desk, measure_id, kind=CORRECTIVE)
        if not ratings.get(demanded_for(due), False)
    ]


def set_again(desk: Desk, measure_id: str) -> Receipt | None:
    """Set the deadline of a measure whose latest rating demands an action and has none.

    None where it needs none any more, now that the measure is held.
    """
    row = desk.row("measure", measure_id)
    if not lacks(desk, row.id):
        return None
    latest = standing(desk, row.id)[-1]
    made = demand(desk, row.id, rule_of(desk, latest), latest.period_end, latest.number)
    return None if made is None else _told(desk, row, CORRECTIVE, made)


def lacks(desk: Desk, measure_id: str) -> bool:
    """Whether the latest rating of a measure demands an action and nobody was asked for one."""
    there = standing(desk, measure_id)
    if not there or not demands(rule_of(desk, there[-1]), there[-1].rating):
        return False
    end = there[-1].period_end
    if any(a.period_end == end and not a.given_up for a in actions(desk, measure_id)):
        return False
    return not asked(desk, measure_id, end, there[-1].number)


def asked(desk: Desk, measure_id: str, end: dt.date, number: int, *, again: bool = False) -> bool:
    """Whether somebody is asked for an action for a value, or was until it was met or let go.

    `again` says that its rating is new, so that only a deadline that still runs counts.
    """
    if any(demanded_for(due) == end for due in live(desk, measure_id, kind=CORRECTIVE)):
        return True
    settled = [d.cause for d in desk.all(_SET_BEFORE, measure=measure_id) if d.state in SETTLED]
    cause = f"{end.isoformat()}-{number}"
    return not again and any(c == cause or c.startswith(f"{cause}-") for c in settled)


def action_deadline(
    desk: Desk, measure_id: str, number: int, officer: str, due_on: dt.date, *, again: str = ""
) -> Insert:
    """The deadline by which an officer (a person's key) does the action of that number.

    `again` tells it from those the action had before.
    """
    return deadline(
        desk,
        kind=ACTION_DUE,
        subject=("measure", measure_id),
        cause=f"{number}-{again}" if again else str(number),
        due_day=due_on,
        due_at=start_of(desk, due_on + dt.timedelta(days=1)),
        owner=f"person:{officer}",
    )


def number_of(due: Any) -> int:
    """The number of the action that a deadline is for."""
    return int(due.cause.partition("-")[0])


def set_action_again(desk: Desk, measure_id: str) -> Receipt | None:
    """Set the deadlines of a measure's actions that are to be done and have none."""
    row = desk.row("measure", measure_id)
    asked_for = {number_of(due) for due in desk.all(_ASKED, measure=row.id)}
    again = f"again{row.version}"
    made = [
        action_deadline(
            desk,
            row.id,
            one.number,
            desk.by_id("person", one.officer_id).key,
            one.due_on,
            again=again,
        )
        for one in actions(desk, row.id)
        if one.done_on is None and not one.given_up and one.number not in asked_for
    ]
    return _told(desk, row, ACTION_DUE, *made) if made else None


def _told(desk: Desk, row: Any, kind: str, *made: Insert) -> Receipt:
    return desk.apply(
        Change(
            kind="measure.deadline_set_again",
            table="measure",
            subject=row,
            values={},
            facts={"kind": kind, "due": max(one.values["due_day"] for one in made)},
            writes=made,
        )
    )
