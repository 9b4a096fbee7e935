"""The whole-system map of a plan: what is commissioned for whom, under what, at which level.

It shows what no priority asks for, what nothing is commissioned for, and where several
commissions work for one group. A fixed number of statements, however many commissions there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from governance.application.commissions.states import COMMISSION_OVER
from governance.application.desk import Desk
from governance.application.plans.finding import groups, priorities
from governance.application.plans.groups import levels_known
from governance.application.plans.priorities import outcomes_known
from governance.domain.plans.basis import uncovered
from governance.domain.plans.overlap import UNSAID, Overlap, Placed, by_level, overlaps
from governance.store.lists import by_reference
from governance.store.tables import TABLES

_place = TABLES["commission_place"]
_commission = TABLES["commission"]
_commitment = TABLES["commitment"]
_organisation = TABLES["organisation"]
_here: Any = bindparam("partnership")
_this: Any = bindparam("plan")
_PLACED = (
    select(
        _commission.c.ref,
        _commission.c.title,
        _commission.c.level,
        _commission.c.value,
        _commission.c.state,
        _place.c.priority_id,
        _place.c.commissioning_plan_id,
    )
    .select_from(_place)
    .join(
        _commission,
        (_commission.c.partnership_id == _place.c.partnership_id)
        & (_commission.c.id == _place.c.commission_id),
    )
    .where(
        _place.c.partnership_id == _here,
        _place.c.plan_id == _this,
        _place.c.to_day.is_(None),
        _commission.c.state.not_in(COMMISSION_OVER),
    )
    .order_by(*by_reference(_commission.c.ref), _place.c.id)
)
_UNPLACED = (
    select(
        _commission.c.ref,
        _commission.c.title,
        _commission.c.level,
        _commission.c.value,
    )
    .where(
        _commission.c.partnership_id == _here,
        _commission.c.state.not_in(COMMISSION_OVER),
        # A set to look into, made once: as EXISTS it is gone through again for every commission.
        _commission.c.id.not_in(
            select(_place.c.commission_id).where(
                _place.c.partnership_id == _here,
                _place.c.plan_id == _this,
                _place.c.to_day.is_(None),
            )
        ),
    )
    .order_by(*by_reference(_commission.c.ref))
)
_PROMISED = (
    select(
        _commitment.c.priority_id,
        _organisation.c.key.label("partner"),
        func.count().label("number"),
    )
    .join(
        _organisation,
        (_organisation.c.partnership_id == _commitment.c.partnership_id)
        & (_organisation.c.id == _commitment.c.organisation_id),
    )
    .where(
        _commitment.c.partnership_id == _here,
        _commitment.c.plan_id == _this,
        _commitment.c.dropped_on.is_(None),
    )
    .group_by(_commitment.c.priority_id, _organisation.c.key)
    .order_by(_commitment.c.priority_id, _organisation.c.key)
)


def the_map(desk: Desk, name: str) -> dict[str, Any]:
    """The map of a plan as plain values; money in pence, None where it is not known."""
    plan = desk.row("plan", name)
    under = {row.id: row for row in priorities(desk, plan.id) if row.dropped_on is None}
    among = {row.id: row for row in groups(desk, plan.id) if row.dropped_on is None}
    placed = [
        _placed(row, under[row.priority_id], among.get(row.commissioning_plan_id))
        for row in desk.all(_PLACED, plan=plan.id)
        if row.priority_id in under
    ]
    outcomes, levels = outcomes_known(desk, plan), levels_known(desk)
    promised = _promised(desk, plan.id)
    lines = [_priority(row, outcomes, placed, promised.get(row.id, {})) for row in under.values()]
    found = overlaps(placed)
    return {
        "ref": plan.ref,
        "title": plan.title,
        "priorities": lines,
        "groups": [_group(row, levels, placed) for row in among.values()],
        "overlaps": [_overlap(one, among, levels, outcomes) for one in found],
        "without_priority": [
            {"ref": r.ref, "title": r.title, "level": r.level, "value": r.value}
            for r in desk.all(_UNPLACED, plan=plan.id)
        ],
        "without_commission": [one["key"] for one in lines if not one["commissions"]],
        "without_commitment": [one["key"] for one in lines if not one["commitments"]],
        "outcomes_not_covered": [
            outcomes.get(key, key)
            for key in uncovered(plan.basis, (row.outcome for row in under.values()))
        ],
    }


def _placed(row: Any, priority: Any, group: Any | None) -> Placed:
    return Placed(
        ref=row.ref,
        title=row.title,
        level=row.level or UNSAID,
        value=row.value,
        priority=priority.key,
        outcome=priority.outcome,
        group=None if group is None else group.key,
    )


def _promised(desk: Desk, plan_id: str) -> dict[str, dict[str, int]]:
    """How many commitments each partner has under each priority, by the priority's id."""
    found: dict[str, dict[str, int]] = {}
    for row in desk.all(_PROMISED, plan=plan_id):
        found.setdefault(row.priority_id, {})[row.partner] = row.number
    return found


def _priority(
    row: Any, outcomes: Mapping[str, str], placed: Sequence[Placed], promised: Mapping[str, int]
) -> dict[str, Any]:
    there = {one.ref: one for one in placed if one.priority == row.key}
    return {
        "key": row.key,
        "title": row.title,
        "outcome": row.outcome,
        "outcome_title": outcomes.get(row.outcome, row.outcome),
        "commissions": [_plain(one) for one in there.values()],
        "value": _value(there.values()),
        "commitments": sum(promised.values()),
        "partners": sorted(promised),
    }


def _group(row: Any, levels: Mapping[str, str], placed: Sequence[Placed]) -> dict[str, Any]:
    stated = {one["level"]: one["what"] for one in row.levels}
    here = [one for one in placed if one.group == row.key]
    return {
        "key": row.key,
        "title": row.title,
        "for": row.for_group,
        "priorities": row.priorities,
        "levels": [
            {
                "level": one.level,
                "title": levels.get(one.level, one.level),
                "stated": one.stated,
                "commissions": [_plain(c) for c in one.commissions],
            }
            for one in by_level(list(levels), stated, here)
        ],
    }


def _overlap(
    one: Overlap, among: Mapping[str, Any], levels: Mapping[str, str], outcomes: Mapping[str, str]
) -> dict[str, Any]:
    title = next(row.title for row in among.values() if row.key == one.group)
    return {
        "group": one.group,
        "group_title": title,
        "outcome": one.outcome,
        "outcome_title": outcomes.get(one.outcome, one.outcome),
        "priorities": list(one.priorities),
        "same_level": one.same_level,
        "level_unsaid": UNSAID in one.levels,
        "levels": {levels.get(level, level): number for level, number in one.levels.items()},
        "value": one.value,
        "commissions": [{**_plain(c), "priority": c.priority} for c in one.commissions],
    }


def _plain(one: Placed) -> dict[str, Any]:
    return {"ref": one.ref, "title": one.title, "level": one.level or None, "value": one.value}


def _value(placed: Any) -> int:
    return sum(one.value for one in placed if one.value is not None)
