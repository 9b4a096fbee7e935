"""Finding measures, what was observed of them, and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.commissions.states import COMMISSION_OVER
from governance.application.deadlines.settling import live, superseded
from governance.application.desk import CLOCK, Desk
from governance.application.permissions import permissions
from governance.domain.errors import GuardRefused, Refusal
from governance.domain.performance.periods import Period
from governance.store.lists import by_reference, in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission, titles

CORRECTIVE: Final = "corrective_action"
ACTION_DUE: Final = "action_due"
"""Kinds of deadline on a measure: for an action to be recorded, and for one to be done."""

LEAD: Final = "lead"
KEEPERS: Final = (Permission.SECRETARY, Permission.COMMISSIONER, Permission.COMMISSION_LEAD)
"""Who keeps measures."""

_measure = TABLES["measure"]
_observation = TABLES["observation"]
_action = TABLES["action"]
_commission = TABLES["commission"]
_here: Any = bindparam("partnership")

_OF_COMMISSION = (
    select(_measure)
    .where(_measure.c.partnership_id == _here, _measure.c.commission_id == bindparam("commission"))
    .order_by(*by_reference(_measure.c.ref))
)
_OBSERVED = (
    select(_observation)
    .where(
        _observation.c.partnership_id == _here, _observation.c.measure_id == bindparam("measure")
    )
    .order_by(_observation.c.period_end, _observation.c.number)
)
_STANDING_OF = (
    select(_observation)
    .where(
        _observation.c.partnership_id == _here,
        in_list(_observation.c.measure_id, "measures"),
        _observation.c.stands,
    )
    .order_by(_observation.c.measure_id, _observation.c.period_end)
)
_ACTIONS = (
    select(_action)
    .where(_action.c.partnership_id == _here, _action.c.measure_id == bindparam("measure"))
    .order_by(_action.c.number, _action.c.id)
)
_LEADS = (
    select(_commission.c.id)
    .where(_commission.c.partnership_id == _here, _commission.c.lead_id == bindparam("person"))
    .limit(1)
)
_PEEK = select(_measure.c.commission_id).where(
    _measure.c.partnership_id == _here,
    (_measure.c.ref == bindparam("ref")) | (_measure.c.id == bindparam("id")),
)


def held(desk: Desk, name: str, *, seen: int | None = None) -> Any:
    """The measure of that reference, locked after its commission.

    Raises `Unusable`, `MovedFirst`.
    """
    peek = desk.first(_PEEK, ref=name.upper(), id=name)
    if peek is not None and peek.commission_id is not None:
        desk.row("commission", peek.commission_id)
    return desk.row("measure", name, seen=seen)


def of_commission(desk: Desk, commission_id: str) -> list[Any]:
    """Every measure of a commission, the ended ones too."""
    return desk.all(_OF_COMMISSION, commission=commission_id)


def observed(desk: Desk, measure_id: str) -> list[Any]:
    """Everything that was ever entered of a measure, by period and number."""
    return desk.all(_OBSERVED, measure=measure_id)


def standing(desk: Desk, measure_id: str) -> list[Any]:
    """What stands of a measure, the first period first."""
    return [row for row in observed(desk, measure_id) if row.stands]


def standing_of(desk: Desk, measure_ids: Iterable[str]) -> dict[str, list[Any]]:
    """What stands of each measure, the first period first; read for all at once."""
    found: dict[str, list[Any]] = {one: [] for one in measure_ids}
    for row in desk.all(_STANDING_OF, measures=sorted(found)) if found else []:
        found[row.measure_id].append(row)
    return found


def actions(desk: Desk, measure_id: str) -> list[Any]:
    """The actions of a measure, in the order in which they were recorded."""
    return desk.all(_ACTIONS, measure=measure_id)


def period_of(row: Any) -> Period:
    """The period of an observation."""
    return Period(row.period_start, row.period_end)


def may_keep(desk: Desk, commission: Any | None, *also: str | None) -> None:
    """Raise `GuardRefused` unless the actor keeps measures, or is one of the people in `also`."""
    if CLOCK in desk.actor.roles:
        return
    person = desk.actor.person_id
    if person is not None and person in also:
        return
    if not permissions(desk, commission=commission).intersection(KEEPERS):
        params = {"actor": desk.actor.name, "who": titles(KEEPERS)}
        raise GuardRefused([Refusal("permissions.not_theirs", params)])


def may_keep_any(desk: Desk) -> None:
    """Raise `GuardRefused` unless the actor may keep some measure: by a role, or as a lead."""
    person = desk.actor.person_id
    if person is None or desk.first(_LEADS, person=person) is None:
        may_keep(desk, None)


def kept(desk: Desk, row: Any) -> bool:
    """Whether a measure is still observed, and its commission, where it has one, is not over.

    Of any other, late values are entered and rated, and ask nothing of anybody.
    """
    commission = desk.by_id("commission", row.commission_id)
    return row.ended_on is None and (commission is None or commission.state not in COMMISSION_OVER)


def dropped(desk: Desk, measure_id: str) -> list[Any]:
    """The deadlines of a measure that still matter, as superseded."""
    return [
        superseded(desk, due)
        for kind in (CORRECTIVE, ACTION_DUE)
        for due in live(desk, measure_id, kind=kind)
    ]


def demanded_for(due: Any) -> dt.date:
    """The last day of the period whose rating a corrective action's deadline is for."""
    return dt.date.fromisoformat(due.cause[:10])
