"""What each partner promises in a plan: under which priority, by when, measured by what."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.change import Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.naming import name_problems
from governance.application.plans.agreeing import settle
from governance.application.plans.changing import (
    NO_GROUND,
    Ground,
    allowed,
    applied,
    part_touched,
)
from governance.application.plans.finding import commitment_of, commitments, priority_of
from governance.domain.errors import Refused, Unusable


def add_commitment(
    desk: Desk,
    name: str,
    *,
    priority: str,
    partner: str,
    what: str,
    due_on: dt.date,
    measure: str | None = None,
    ground: Ground = NO_GROUND,
    seen: int | None = None,
) -> Receipt:
    """Add what a partner promises under a priority, by a day of the plan's period.

    `measure` is what it is measured by. Raises `Unusable` for names nobody knows, `Refused` for
    an organisation that is no partner, a dropped priority or a day outside the period, and
    `GuardRefused` where the plan may not be changed now.
    """
    plan = desk.row("plan", name, seen=seen)
    under = _standing(desk, plan, priority)
    who = desk.row("organisation", partner)
    if not who.partner:
        raise Refused.one("plan.no_partner", name=who.name, key=who.key)
    if problems := name_problems(what):
        raise Unusable(problems)
    _within(plan, due_on)
    by = desk.row("measure", measure).id if measure else None
    ground_found = allowed(desk, plan, ground, partner=who)
    number = max((row.number for row in commitments(desk, plan.id)), default=0) + 1
    row = Insert(
        "commitment",
        {
            "id": desk.new_id(),
            "plan_id": plan.id,
            "number": number,
            "priority_id": under.id,
            "organisation_id": who.id,
            "what": what.strip(),
            "due_on": due_on,
            "measure_id": by,
        },
    )
    told = {"number": number, "partner": who.key, "priority": under.key, "due": due_on}
    writes = (row, *part_touched(desk, plan, who, ground_found))
    kind = "plan.commitment_added"
    receipt = applied(desk, plan, kind, ground_found, facts=told, writes=writes)
    return settle(desk, plan.id) or receipt


def change_commitment(
    desk: Desk,
    name: str,
    number: int,
    *,
    what: str | None = None,
    due_on: dt.date | None = None,
    measure: str | None = None,
    priority: str | None = None,
    ground: Ground = NO_GROUND,
    seen: int | None = None,
) -> Receipt:
    """Change a commitment; what is left out stays. Raises as `add_commitment`."""
    plan = desk.row("plan", name, seen=seen)
    row = _not_dropped(desk, plan, number)
    if what is not None and (problems := name_problems(what)):
        raise Unusable(problems)
    if due_on is not None:
        _within(plan, due_on)
    given = {
        "what": what and what.strip(),
        "due_on": due_on,
        "measure_id": desk.row("measure", measure).id if measure else None,
        "priority_id": _standing(desk, plan, priority).id if priority else None,
    }
    values = {c: v for c, v in given.items() if v is not None and v != getattr(row, c)}
    if not values:
        raise Refused.one("plan.nothing_changed", ref=plan.ref)
    return _write(desk, plan, row, ground, "plan.commitment_changed", values)


def drop_commitment(
    desk: Desk, name: str, number: int, *, ground: Ground = NO_GROUND, seen: int | None = None
) -> Receipt:
    """Drop a commitment. It stays on record, with the reason. Raises as `add_commitment`."""
    plan = desk.row("plan", name, seen=seen)
    row = _not_dropped(desk, plan, number)
    values = {"dropped_on": desk.today, "drop_reason": ground.reason.strip()}
    return _write(desk, plan, row, ground, "plan.commitment_dropped", values)


def _write(
    desk: Desk, plan: Any, row: Any, ground: Ground, kind: str, values: dict[str, Any]
) -> Receipt:
    who = desk.by_id("organisation", row.organisation_id)
    ground_found = allowed(desk, plan, ground, partner=who)
    told = {"number": row.number, "partner": who.key, "changed": sorted(values)}
    told["before"] = {c: getattr(row, c) for c in ("what", "due_on") if c in values}
    writes = (
        Update("commitment", row, values),
        *part_touched(desk, plan, who, ground_found),
    )
    receipt = applied(desk, plan, kind, ground_found, facts=told, writes=writes)
    return settle(desk, plan.id) or receipt


def _standing(desk: Desk, plan: Any, key: str) -> Any:
    row = priority_of(desk, plan, key)
    if row.dropped_on is not None:
        raise Refused.one("plan.dropped_already", what=row.key, on=row.dropped_on)
    return row


def _not_dropped(desk: Desk, plan: Any, number: int) -> Any:
    row = commitment_of(desk, plan, number)
    if row.dropped_on is not None:
        what = f"{plan.ref}/{row.number}"
        raise Refused.one("plan.dropped_already", what=what, on=row.dropped_on)
    return row


def _within(plan: Any, due_on: dt.date) -> None:
    if not plan.from_day <= due_on <= plan.to_day:
        told = {"on": due_on, "from_day": plan.from_day, "to_day": plan.to_day}
        raise Refused.one("plan.commitment_outside_period", ref=plan.ref, **told)
