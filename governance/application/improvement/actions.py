"""The actions of an improvement plan: added while it is open, done, or given up with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.settling import live, met, superseded
from governance.application.desk import Desk
from governance.application.improvement.acts import action_day, officer_fits
from governance.application.improvement.finding import (
    ACTION,
    LIVE,
    TABLE,
    actions_of,
    held,
    is_open,
    state_words,
)
from governance.application.permissions import permissions
from governance.domain.errors import GuardRefused, Refusal, Refused, Unusable
from statemachines.improvement_plan import IMPROVEMENT_PLAN, ImprovementFacts
from statemachines.machine import enter
from statemachines.permissions import Permission, titles

KEEPERS = frozenset(
    {
        Permission.COMMISSION_LEAD.value,
        Permission.COMMISSIONER.value,
        Permission.SECRETARY.value,
    }
)
"""Who may record what came of anybody's action."""


def add_action(
    desk: Desk, name: str, *, what: str, officer: str, by: dt.date, seen: int | None = None
) -> tuple[Receipt, int]:
    """Add an action to an open plan; returns its number too. `by` is the day it is due.

    Raises `Refused` with everything that speaks against it.
    """
    row = held(desk, name, seen=seen)
    commission = desk.by_id("commission", row.commission_id)
    allowed = ImprovementFacts(permissions=permissions(desk, commission=commission))
    enter(IMPROVEMENT_PLAN, "propose", allowed)
    if row.state not in LIVE:
        raise Refused.one("improvement.settled", ref=row.ref, state=state_words(row))
    person = desk.row("person", officer)
    refusals = [*officer_fits(desk, person), *_day_fits(desk, row, by)]
    if not what.strip():
        refusals.append(Refusal("improvement.what_missing"))
    if refusals:
        raise GuardRefused(refusals)
    values = {
        "id": desk.new_id(),
        "improvement_plan_id": row.id,
        "what": what.strip(),
        "officer_id": person.id,
        "due_on": by,
    }
    new = Insert("action", values)
    watched = [action_day(desk, row.id, _Added(**values))] if row.state == "agreed" else []
    number = len(actions_of(desk, row.id)) + 1
    receipt = desk.apply(
        Change(
            kind="improvement.action_added",
            table=TABLE,
            subject=row,
            values={},
            facts={"number": number, "what": what.strip(), "officer": person.key, "due": by},
            writes=(new, *watched),
        )
    )
    return receipt, number


def settle_action(
    desk: Desk,
    name: str,
    number: int,
    *,
    outcome: str,
    done_on: dt.date | None = None,
    given_up: bool = False,
    seen: int | None = None,
) -> Receipt:
    """Record that an action is done, or given up, and what came of it.

    Its own officer may, and whoever keeps the plan. Raises `Refused` with every reason.
    """
    row = held(desk, name, seen=seen)
    actions = actions_of(desk, row.id)
    if not 1 <= number <= len(actions):
        told = {"ref": row.ref, "number": number, "count": len(actions)}
        raise Unusable.one("improvement.action_unknown", **told)
    one = actions[number - 1]
    refusals = [*_not_theirs(desk, row, one), *_settled_before(row, one, number)]
    if not outcome.strip():
        refusals.append(Refusal("improvement.outcome_missing"))
    if row.state not in LIVE:
        refusals.append(Refusal("improvement.settled", {"ref": row.ref, "state": state_words(row)}))
    if done_on is not None and done_on > desk.today:
        refusals.append(Refusal("improvement.done_in_future", {"on": done_on}))
    if refusals:
        raise GuardRefused(refusals)
    watched = [due for due in live(desk, row.id, kind=ACTION) if due.cause == one.id]
    close = superseded if given_up else met
    values: dict[str, Any] = {"outcome": outcome.strip(), "given_up": given_up}
    values["done_on"] = None if given_up else done_on or desk.today
    return desk.apply(
        Change(
            kind="improvement.action_given_up" if given_up else "improvement.action_done",
            table=TABLE,
            subject=row,
            values={},
            facts={"number": number, "what": one.what, "outcome": outcome.strip()},
            writes=(Update("action", one, values), *(close(desk, due) for due in watched)),
        )
    )


class _Added:
    """An action that is written in the same act, as `action_day` reads one."""

    def __init__(self, *, id: str, officer_id: str, due_on: dt.date, **_more: Any) -> None:  # noqa: A002  # the column's name
        self.id, self.officer_id, self.due_on = id, officer_id, due_on


def _day_fits(desk: Desk, row: Any, by: dt.date) -> list[Refusal]:
    if by <= desk.today:
        return [Refusal("improvement.day_past", {"on": by})]
    if row.due_on is not None and by > row.due_on:
        told = {"ref": row.ref, "on": by, "due": row.due_on}
        return [Refusal("improvement.action_after_plan", told)]
    return []


def _not_theirs(desk: Desk, row: Any, action: Any) -> list[Refusal]:
    commission = desk.by_id("commission", row.commission_id)
    mine = desk.actor.person_id in (action.officer_id, row.officer_id) and desk.actor.person_id
    if mine or permissions(desk, commission=commission) & KEEPERS:
        return []
    told = {"actor": desk.actor.name, "who": titles(KEEPERS)}
    return [Refusal("improvement.not_their_action", told)]


def _settled_before(row: Any, action: Any, number: int) -> list[Refusal]:
    if is_open(action):
        return []
    told = {"ref": row.ref, "number": number, "outcome": action.outcome}
    return [Refusal("improvement.action_settled", told)]
