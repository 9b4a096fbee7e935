"""A plan's priorities, and the outcomes they stand under: the framework's, or local ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.naming import key_problems, name_problems
from governance.application.plans.changing import NO_GROUND, Ground, allowed, applied
from governance.application.plans.finding import commitments, groups, priorities, priority_of
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES

_place = TABLES["commission_place"]
_PLACED = (
    select(_place)
    .where(
        _place.c.partnership_id == bindparam("partnership"),
        _place.c.plan_id == bindparam("plan"),
        _place.c.to_day.is_(None),
    )
    .order_by(_place.c.id)
)


def outcomes_known(desk: Desk, plan: Any) -> dict[str, str]:
    """The outcomes a priority can stand under, key to title: of frameworks in force, and local."""
    found: dict[str, str] = {}
    for version in keys_in_force(desk, kind="framework", on=desk.today):
        found |= {one.key: one.title for one in meaning(desk, version).outcomes}
    return found | {one["key"]: one["title"] for one in plan.outcomes}


def add_priority(
    desk: Desk,
    name: str,
    *,
    key: str,
    title: str,
    outcome: str,
    why: str = "",
    ground: Ground = NO_GROUND,
    seen: int | None = None,
) -> Receipt:
    """Add a priority under an outcome.

    Raises `GuardRefused` where the plan may not be changed now, `Unusable` for a key, a title
    or an outcome that cannot be used, `Refused` for a key in use.
    """
    plan = desk.row("plan", name, seen=seen)
    known = outcomes_known(desk, plan)
    problems = [*key_problems(key), *name_problems(title), *_outcome_problems(outcome, known)]
    if problems:
        raise Unusable(problems)
    there = priorities(desk, plan.id)
    if any(row.key == key for row in there):
        raise Refused.one("plan.priority_taken", key=key, ref=plan.ref)
    ground_found = allowed(desk, plan, ground)
    row = Insert(
        "priority",
        {
            "id": desk.new_id(),
            "plan_id": plan.id,
            "key": key,
            "number": max((one.number for one in there), default=0) + 1,
            "title": title.strip(),
            "outcome": outcome,
            "why": why.strip(),
        },
    )
    told = {"priority": key, "outcome": outcome}
    return applied(desk, plan, "plan.priority_added", ground_found, facts=told, writes=(row,))


def change_priority(
    desk: Desk,
    name: str,
    key: str,
    *,
    title: str | None = None,
    outcome: str | None = None,
    why: str | None = None,
    ground: Ground = NO_GROUND,
    seen: int | None = None,
) -> Receipt:
    """Change a priority; what is left out stays. Raises as `add_priority`."""
    plan = desk.row("plan", name, seen=seen)
    row = priority_of(desk, plan, key)
    problems = [
        *(name_problems(title) if title is not None else ()),
        *(_outcome_problems(outcome, outcomes_known(desk, plan)) if outcome is not None else ()),
    ]
    if problems:
        raise Unusable(problems)
    given = {
        "title": title and title.strip(),
        "outcome": outcome,
        "why": why if why is None else why.strip(),
    }
    values = {c: v for c, v in given.items() if v is not None and v != getattr(row, c)}
    if not values:
        raise Refused.one("plan.nothing_changed", ref=plan.ref)
    ground_found = allowed(desk, plan, ground)
    told = {"priority": row.key, "changed": sorted(values)}
    writes = (Update("priority", row, values),)
    return applied(desk, plan, "plan.priority_changed", ground_found, facts=told, writes=writes)


def drop_priority(
    desk: Desk, name: str, key: str, *, ground: Ground = NO_GROUND, seen: int | None = None
) -> Receipt:
    """Drop a priority under which nothing stands any more.

    Raises `Refused` while commitments, plans for groups or commissions stand under it.
    """
    plan = desk.row("plan", name, seen=seen)
    row = priority_of(desk, plan, key)
    if row.dropped_on is not None:
        raise Refused.one("plan.dropped_already", what=row.key, on=row.dropped_on)
    ground_found = allowed(desk, plan, ground)
    if under := _under(desk, plan, row):
        raise Refused.one("plan.priority_in_use", key=row.key, under=under)
    told = {"priority": row.key}
    writes = (Update("priority", row, {"dropped_on": desk.today}),)
    return applied(desk, plan, "plan.priority_dropped", ground_found, facts=told, writes=writes)


def _under(desk: Desk, plan: Any, row: Any) -> list[str]:
    """What still stands under a priority, as people call it."""
    numbers = [
        f"{plan.ref}/{c.number}"
        for c in commitments(desk, plan.id)
        if c.priority_id == row.id and c.dropped_on is None
    ]
    under = [
        g.key for g in groups(desk, plan.id) if row.key in g.priorities and g.dropped_on is None
    ]
    placed = sorted(
        {
            desk.by_id("commission", p.commission_id).ref
            for p in desk.all(_PLACED, plan=plan.id)
            if p.priority_id == row.id
        }
    )
    return [*numbers, *under, *placed]


def _outcome_problems(outcome: str, known: Mapping[str, str]) -> list[Problem]:
    if outcome in known:
        return []
    told = {"name": outcome[:80], "nearest": nearest(outcome, known), "known": sorted(known)}
    return [Problem("plan.outcome_unknown", told)]
