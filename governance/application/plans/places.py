"""Where commissions stand in a plan: under a priority, in a group's commissioning plan.

Placing says what is there and decides nothing: it can change as long as the plan lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.allowed import KEEPERS, allow
from governance.application.desk import Desk
from governance.application.plans.finding import LIVE, group_of, plans, priority_of
from governance.domain.errors import Refusal, Refused, Unusable, problems_of
from governance.store.tables import TABLES

_place = TABLES["commission_place"]
_plan = TABLES["plan"]
_priority = TABLES["priority"]
_group = TABLES["commissioning_plan"]
_here: Any = bindparam("partnership")
_LIVE_OF = (
    select(_place)
    .where(
        _place.c.partnership_id == _here,
        _place.c.commission_id == bindparam("commission"),
        _place.c.plan_id == bindparam("plan"),
        _place.c.to_day.is_(None),
    )
    .order_by(_place.c.id)
)
_STANDS = (
    select(
        _plan.c.ref.label("plan"),
        _plan.c.title.label("plan_title"),
        _plan.c.state.label("plan_state"),
        _priority.c.key.label("priority"),
        _priority.c.title.label("priority_title"),
        _priority.c.outcome.label("outcome"),
        _group.c.key.label("group"),
        _group.c.title.label("group_title"),
    )
    .select_from(_place)
    .join(
        _plan,
        (_plan.c.partnership_id == _place.c.partnership_id) & (_plan.c.id == _place.c.plan_id),
    )
    .outerjoin(
        _priority,
        (_priority.c.partnership_id == _place.c.partnership_id)
        & (_priority.c.id == _place.c.priority_id),
    )
    .outerjoin(
        _group,
        (_group.c.partnership_id == _place.c.partnership_id)
        & (_group.c.id == _place.c.commissioning_plan_id),
    )
    .where(
        _place.c.partnership_id == _here,
        _place.c.commission_id == bindparam("commission"),
        _place.c.to_day.is_(None),
    )
    .order_by(_plan.c.ref, _priority.c.number)
)


def the_plan(desk: Desk, name: str | None) -> Any:
    """The plan of that name; without one the only plan that is not over.

    Raises `Unusable` where there is none, or more than one.
    """
    if name is not None:
        return desk.row("plan", name)
    live = [row.ref for row in plans(desk) if row.state in LIVE]
    if len(live) == 1:
        return desk.row("plan", live[0])
    raise Unusable.one("plan.which" if live else "plan.none", known=live)


def place(
    desk: Desk,
    commissions: Sequence[str],
    *,
    priority: str,
    group: str | None = None,
    plan: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Place commissions under a priority of a plan, and in a group's commissioning plan.

    One that stands under the priority already moves to the group named. Raises `Unusable` with
    every name nobody knows, `Refused` where the group's plan is not under that priority or every
    commission stands there already.
    """
    about = desk.row("plan", the_plan(desk, plan).id, seen=seen)
    rows = _named(desk, commissions)
    under = priority_of(desk, about, priority)
    among = group_of(desk, about, group) if group is not None else None
    if against := _against(about, under, among):
        raise Refused(against)
    writes: list[Insert | Update] = []
    placed = []
    for row in rows:
        allow(desk, row, KEEPERS)
        there = [p for p in _stands(desk, about, row) if p.priority_id == under.id]
        if any(p.commissioning_plan_id == (among.id if among else None) for p in there):
            continue
        if among is not None:
            whole = [p for p in there if p.commissioning_plan_id is None]
            writes += [Update("commission_place", p, {"to_day": desk.today}) for p in whole]
        writes.append(_row(desk, about, row, under, among))
        placed.append(row.ref)
    if not writes:
        raise Refused.one("plan.placed_already", refs=[row.ref for row in rows], key=under.key)
    told = {"commissions": placed, "priority": under.key}
    told |= {"group": among.key} if among is not None else {}
    return desk.apply(Change("plan.commissions_placed", "plan", about, {}, told, tuple(writes)))


def take_out(
    desk: Desk,
    commission: str,
    *,
    priority: str | None = None,
    group: str | None = None,
    plan: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Take a commission out of a plan: from one priority or group, or from all of it.

    Raises `Refused` where it does not stand there.
    """
    about = desk.row("plan", the_plan(desk, plan).id, seen=seen)
    row = desk.row("commission", commission)
    allow(desk, row, KEEPERS)
    under = priority_of(desk, about, priority).id if priority is not None else None
    among = group_of(desk, about, group).id if group is not None else None
    there = [
        p
        for p in _stands(desk, about, row)
        if under in (None, p.priority_id) and among in (None, p.commissioning_plan_id)
    ]
    if not there:
        raise Refused.one("plan.not_placed", ref=row.ref, plan=about.ref)
    writes = tuple(Update("commission_place", p, {"to_day": desk.today}) for p in there)
    told = {"commission": row.ref, "priority": priority, "group": group}
    return desk.apply(Change("plan.commission_taken_out", "plan", about, {}, told, writes))


def stands(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """Where a commission stands today, in plans that are not over."""
    rows = desk.all(_STANDS, commission=commission_id)
    return [row._asdict() for row in rows if row.plan_state in LIVE]


def _stands(desk: Desk, plan: Any, commission: Any) -> list[Any]:
    return desk.all(_LIVE_OF, commission=commission.id, plan=plan.id)


def _named(desk: Desk, commissions: Sequence[str]) -> list[Any]:
    rows: dict[str, Any] = {}

    def one(name: str) -> None:
        row = desk.row("commission", name)
        rows[row.id] = row

    if problems := problems_of(*(lambda name=name: one(name) for name in sorted(commissions))):
        raise Unusable(problems)
    return list(rows.values())


def _against(plan: Any, under: Any, among: Any | None) -> list[Refusal]:
    found = []
    if plan.state not in LIVE:
        found.append(Refusal("plan.over", {"ref": plan.ref, "state": plan.state}))
    for row in (under, among):
        if row is not None and row.dropped_on is not None:
            found.append(Refusal("plan.dropped_already", {"what": row.key, "on": row.dropped_on}))
    if among is not None and under.key not in among.priorities:
        params = {"group": among.key, "priority": under.key, "known": among.priorities}
        found.append(Refusal("plan.group_elsewhere", {**params, "ref": plan.ref}))
    return found


def _row(desk: Desk, plan: Any, commission: Any, under: Any, among: Any | None) -> Insert:
    return Insert(
        "commission_place",
        {
            "id": desk.new_id(),
            "plan_id": plan.id,
            "commission_id": commission.id,
            "priority_id": under.id,
            "commissioning_plan_id": among.id if among is not None else None,
            "from_day": desk.today,
        },
    )
