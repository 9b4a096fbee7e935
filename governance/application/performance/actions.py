"""What somebody does so that a service gets better: recorded with an officer and a day, done.

Recording an action answers what a red demands, for its own period and every one before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.settling import live, met, superseded
from governance.application.desk import Desk
from governance.application.performance.demanding import (
    action_deadline,
    demand,
    demands,
    number_of,
)
from governance.application.performance.finding import (
    ACTION_DUE,
    CORRECTIVE,
    actions,
    demanded_for,
    held,
    may_keep,
    standing,
)
from governance.application.performance.rules import rule_of
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.performance.periods import read_period


def record_action(
    desk: Desk,
    *,
    measure: str,
    what: str,
    officer: str,
    due: dt.date,
    period: str | None = None,
    done_on: dt.date | None = None,
    outcome: str = "",
) -> Receipt:
    """Record an action for the latest period, or for the one named; what a red demands is met.

    `done_on` says that it is done already. Raises `Unusable` for a name or period nobody knows,
    `Refused` with everything against it.
    """
    row = held(desk, measure)
    may_keep(desk, desk.by_id("commission", row.commission_id))
    person = desk.row("person", officer)
    end = _period_end(desk, row, period)
    refusals = []
    if not what.strip():
        refusals.append(Refusal("action.nothing_said"))
    if row.ended_on is not None:
        refusals.append(Refusal("measure.ended_already", {"ref": row.ref, "on": row.ended_on}))
    if done_on is None and due < desk.today:
        refusals.append(Refusal("action.due_past", {"on": due}))
    if person.left_on is not None and person.left_on <= desk.today:
        refusals.append(Refusal("people.left", {"person": person.key, "on": person.left_on}))
    refusals += _against_done(desk, done_on, outcome)
    if refusals:
        raise GuardRefused(refusals)
    row_id, number = desk.new_id(), len(actions(desk, row.id)) + 1
    values = {
        "id": row_id,
        "measure_id": row.id,
        "number": number,
        "period_end": end,
        "what": what.strip(),
        "officer_id": person.id,
        "due_on": due,
        "done_on": done_on,
        "outcome": outcome.strip(),
        "given_up": False,
    }
    answered = [
        met(desk, one)
        for one in live(desk, row.id, kind=CORRECTIVE)
        if end is not None and demanded_for(one) <= end
    ]
    asked = [] if done_on else [action_deadline(desk, row.id, number, person.key, due)]
    return desk.apply(
        Change(
            kind="measure.action_recorded",
            table="measure",
            subject=row,
            values={},
            facts={
                "action": number,
                "what": what.strip(),
                "officer": person.key,
                "due": due,
                "period_end": end,
                "answers": sorted({demanded_for(one.row) for one in answered}),
            },
            writes=(Insert("action", values), *answered, *asked),
        )
    )


def action_done(
    desk: Desk, *, measure: str, number: int, outcome: str, on: dt.date | None = None
) -> Receipt:
    """Record that an action is done, and what came of it; its officer may say so too."""
    row, one = _open(desk, measure, number)
    day = on or desk.today
    if refusals := _against_done(desk, day, outcome):
        raise GuardRefused(refusals)
    return _settled(desk, row, one, "measure.action_done", day, outcome.strip())


def give_up(desk: Desk, *, measure: str, number: int, reason: str) -> Receipt:
    """Give an action up, for a reason; what the red demands is asked for again."""
    row, one = _open(desk, measure, number)
    if not reason.strip():
        raise GuardRefused.one("measure.reason_missing")
    asked = _asked_again(desk, row, one)
    return _settled(desk, row, one, "measure.action_given_up", None, reason.strip(), asked)


def _asked_again(desk: Desk, row: Any, one: Any) -> list[Insert]:
    """A new deadline for an action, where the latest rating demands one and no other is there."""
    there = standing(desk, row.id)
    if not there or there[-1].period_end != one.period_end or row.ended_on is not None:
        return []
    latest = there[-1]
    chosen = rule_of(desk, latest)
    if not demands(chosen, latest.rating) or live(desk, row.id, kind=CORRECTIVE):
        return []
    end, number = latest.period_end, latest.number
    made = demand(desk, row.id, chosen, end, number, without=one.id)
    return [] if made is None else [made]


def put_off(
    desk: Desk,
    *,
    measure: str,
    number: int,
    reason: str,
    to: dt.date | None = None,
    officer: str | None = None,
) -> Receipt:
    """Give an action a later day or another officer, for a reason; its deadline goes with it."""
    row, one = _open(desk, measure, number)
    person = (
        desk.by_id("person", one.officer_id) if officer is None else desk.row("person", officer)
    )
    due = to or one.due_on
    refusals = []
    if not reason.strip():
        refusals.append(Refusal("measure.reason_missing"))
    if due < desk.today:
        refusals.append(Refusal("action.due_past", {"on": due}))
    if person.left_on is not None and person.left_on <= desk.today:
        refusals.append(Refusal("people.left", {"person": person.key, "on": person.left_on}))
    if (due, person.id) == (one.due_on, one.officer_id):
        refusals.append(Refusal("action.as_it_was", {"number": number}))
    if refusals:
        raise GuardRefused(refusals)
    gone = [superseded(desk, d) for d in _deadlines(desk, row, one)]
    again = str(one.version + 1)
    return desk.apply(
        Change(
            kind="measure.action_moved",
            table="measure",
            subject=row,
            values={},
            facts={
                "action": number,
                "due_before": one.due_on,
                "due": due,
                "officer": person.key,
                "reason": reason.strip(),
            },
            writes=(
                Update("action", one, {"due_on": due, "officer_id": person.id}),
                *gone,
                action_deadline(desk, row.id, one.number, person.key, due, again=again),
            ),
        )
    )


def _period_end(desk: Desk, row: Any, period: str | None) -> dt.date | None:
    """The last day of the period an action is for. Raises `Unusable` where none stands for it."""
    there = [one.period_end for one in standing(desk, row.id)]
    if period is None:
        return there[-1] if there else None
    found = read_period(period, row.rhythm)
    if found.last not in there:
        raise Unusable.one("measure.nothing_for", ref=row.ref, period=found.text)
    return found.last


def _open(desk: Desk, measure: str, number: int) -> tuple[Any, Any]:
    """A measure, locked, and its action of that number, still to be done."""
    row = held(desk, measure)
    known = actions(desk, row.id)
    one = next((action for action in known if action.number == number), None)
    if one is None:
        raise Unusable.one("action.unknown", ref=row.ref, number=number, there=len(known))
    may_keep(desk, desk.by_id("commission", row.commission_id), one.officer_id)
    if one.done_on is not None or one.given_up:
        raise GuardRefused.one("action.settled", ref=row.ref, number=number)
    return row, one


def _against_done(desk: Desk, on: dt.date | None, outcome: str) -> list[Refusal]:
    if on is None:
        return []
    found = []
    if on > desk.today:
        found.append(Refusal("action.done_ahead", {"on": on}))
    if not outcome.strip():
        found.append(Refusal("action.outcome_missing"))
    return found


def _deadlines(desk: Desk, row: Any, one: Any) -> list[Any]:
    return [d for d in live(desk, row.id, kind=ACTION_DUE) if number_of(d) == one.number]


def _settled(
    desk: Desk,
    row: Any,
    one: Any,
    kind: str,
    done_on: dt.date | None,
    said: str,
    asked: Iterable[Insert] = (),
) -> Receipt:
    settle = superseded if done_on is None else met
    values = {"done_on": done_on, "outcome": said, "given_up": done_on is None}
    return desk.apply(
        Change(
            kind=kind,
            table="measure",
            subject=row,
            values={},
            facts={"action": one.number, "on": done_on, "outcome": said},
            writes=(
                Update("action", one, values),
                *(settle(desk, due) for due in _deadlines(desk, row, one)),
                *asked,
            ),
        )
    )
