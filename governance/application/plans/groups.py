"""Commissioning plans for groups of children, under a plan's priorities.

Each says what every level of commissioning, from national to individual, does for its group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.naming import key_problems, name_problems
from governance.application.plans.changing import NO_GROUND, Ground, allowed, applied
from governance.application.plans.finding import group_of, groups, priority_of
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.domain.errors import Problem, Refused, Unusable, problems_of
from governance.domain.suggest import nearest
from governance.store.tables import TABLES

_place = TABLES["commission_place"]
_commission = TABLES["commission"]
_PLACED = (
    select(_commission.c.ref)
    .join(
        _place,
        (_place.c.partnership_id == _commission.c.partnership_id)
        & (_place.c.commission_id == _commission.c.id),
    )
    .where(
        _commission.c.partnership_id == bindparam("partnership"),
        _place.c.commissioning_plan_id == bindparam("group"),
        _place.c.to_day.is_(None),
    )
    .order_by(_commission.c.ref)
    .limit(20)
)


def levels_known(desk: Desk) -> dict[str, str]:
    """The levels of commissioning of the frameworks in force, key to title, widest first."""
    found: dict[str, str] = {}
    for version in keys_in_force(desk, kind="framework", on=desk.today):
        for level in meaning(desk, version).levels:
            found.setdefault(level.key, level.title)
    return found


def add_group(
    desk: Desk,
    name: str,
    *,
    key: str,
    title: str,
    for_group: str,
    under: Sequence[str],
    levels: Mapping[str, str] | None = None,
    ground: Ground = NO_GROUND,
    seen: int | None = None,
) -> Receipt:
    """Add a commissioning plan for a group under priorities, by their keys.

    `levels` says what each level does for the group, by the level's key. Raises `Unusable` with
    everything that cannot be used, `Refused` for a key in use, `GuardRefused` where the plan may
    not be changed now.
    """
    plan = desk.row("plan", name, seen=seen)
    problems = [
        *key_problems(key),
        *name_problems(title),
        *name_problems(for_group),
        *_level_problems(desk, levels or {}),
    ]
    keys = _priorities(desk, plan, under, problems)
    if any(row.key == key for row in groups(desk, plan.id)):
        raise Refused.one("plan.group_taken", key=key, ref=plan.ref)
    ground_found = allowed(desk, plan, ground)
    row = Insert(
        "commissioning_plan",
        {
            "id": desk.new_id(),
            "plan_id": plan.id,
            "key": key,
            "title": title.strip(),
            "for_group": for_group.strip(),
            "priorities": keys,
            "levels": _levels([], levels or {}),
        },
    )
    told = {"group": key, "priorities": keys}
    return applied(desk, plan, "plan.group_added", ground_found, facts=told, writes=(row,))


def change_group(
    desk: Desk,
    name: str,
    key: str,
    *,
    title: str | None = None,
    for_group: str | None = None,
    under: Sequence[str] = (),
    levels: Mapping[str, str] | None = None,
    ground: Ground = NO_GROUND,
    seen: int | None = None,
) -> Receipt:
    """Change a group's commissioning plan; what is left out stays. Raises as `add_group`.

    A level said again is replaced; one said with nothing is taken out. `under` replaces.
    """
    plan = desk.row("plan", name, seen=seen)
    row = _not_dropped(desk, plan, key)
    problems = [
        *(name_problems(title) if title is not None else ()),
        *(name_problems(for_group) if for_group is not None else ()),
        *_level_problems(desk, levels or {}),
    ]
    keys = _priorities(desk, plan, under or row.priorities, problems)
    given = {
        "title": title and title.strip(),
        "for_group": for_group and for_group.strip(),
        "priorities": keys,
        "levels": _levels(row.levels, levels or {}),
    }
    values = {c: v for c, v in given.items() if v is not None and v != getattr(row, c)}
    if not values:
        raise Refused.one("plan.nothing_changed", ref=plan.ref)
    told = {"group": row.key, "changed": sorted(values)}
    writes = (Update("commissioning_plan", row, values),)
    ground_found = allowed(desk, plan, ground)
    return applied(desk, plan, "plan.group_changed", ground_found, facts=told, writes=writes)


def drop_group(
    desk: Desk, name: str, key: str, *, ground: Ground = NO_GROUND, seen: int | None = None
) -> Receipt:
    """Drop a group's commissioning plan in which no commission stands any more."""
    plan = desk.row("plan", name, seen=seen)
    row = _not_dropped(desk, plan, key)
    ground_found = allowed(desk, plan, ground)
    if under := [placed.ref for placed in desk.all(_PLACED, group=row.id)]:
        raise Refused.one("plan.group_in_use", key=row.key, under=under)
    told = {"group": row.key}
    writes = (Update("commissioning_plan", row, {"dropped_on": desk.today}),)
    return applied(desk, plan, "plan.group_dropped", ground_found, facts=told, writes=writes)


def _not_dropped(desk: Desk, plan: Any, key: str) -> Any:
    row = group_of(desk, plan, key)
    if row.dropped_on is not None:
        raise Refused.one("plan.dropped_already", what=row.key, on=row.dropped_on)
    return row


def _priorities(
    desk: Desk, plan: Any, under: Sequence[str], problems: Sequence[Problem]
) -> list[str]:
    """The keys of the priorities named; raises with these problems and every unknown name."""
    found: dict[str, None] = {}

    def one(key: str) -> None:
        row = priority_of(desk, plan, key)
        if row.dropped_on is None:
            found[row.key] = None
            return
        raise Unusable.one("plan.dropped_already", what=row.key, on=row.dropped_on)

    all_wrong = [*problems, *problems_of(*(lambda key=key: one(key) for key in under))]
    if not under:
        all_wrong.append(Problem("plan.group_no_priority"))
    if all_wrong:
        raise Unusable(all_wrong)
    return list(found)


def _levels(before: Sequence[Mapping[str, Any]], said: Mapping[str, str]) -> list[dict[str, Any]]:
    """What each level does: what was said before, with what is said now in its place."""
    merged = {one["level"]: one["what"] for one in before} | {
        level: what.strip() for level, what in said.items()
    }
    return [{"level": level, "what": what} for level, what in merged.items() if what]


def _level_problems(desk: Desk, said: Mapping[str, str]) -> list[Problem]:
    known = levels_known(desk)
    return [
        Problem(
            "plan.level_unknown",
            {"name": level[:40], "nearest": nearest(level, known), "known": list(known)},
        )
        for level in said
        if level not in known
    ]
