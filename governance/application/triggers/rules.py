"""The triggers in force, and for which commissions each of them holds, as conditions of SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, exists, select

from governance.application.commissions.states import DELIVERING
from governance.application.desk import Desk
from governance.application.rulebook.in_force import ADOPTED, keys_in_force, meaning
from governance.domain.errors import Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.lists import in_list
from governance.store.tables import TABLES

if TYPE_CHECKING:
    from governance.domain.triggers import Scope, Trigger

KIND: Final = "triggers"
"""The kind of rulebook that triggers stand in."""

LOOKED_AT: Final = ("proposed", "in_cycle", "paused")
"""States of a commission that triggers look at: one under notice is ending already."""

_commission = TABLES["commission"]
_agreement = TABLES["agreement"]
_organisation = TABLES["organisation"]
_version = TABLES["rulebook_version"]
_ANY = (
    select(_version.c.id)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == KIND,
        _version.c.effective_from <= bindparam("day"),
        _version.c.state.in_(ADOPTED),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A trigger in force, and the version that it stands in."""

    version: str
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Found:
    """A cause that is there and has no case yet.

    `cause` says it once for the commission; `evidence` what it rests on, as it is now. Asked
    for all of a register at once, only the commission is sure: the rest is read before it opens.
    """

    commission_id: str
    cause: str = ""
    evidence: Sequence[dict[str, Any]] = field(default=())
    agreement_id: str | None = None


def any_in_force(desk: Desk) -> bool:
    """Whether the partnership has triggers in force today."""
    return desk.first(_ANY, day=desk.today) is not None


def rules(desk: Desk, *, on: dt.date | None = None) -> list[Ruled]:
    """Every trigger in force on a day, in the order of the texts; the first of a name holds."""
    found: dict[str, Ruled] = {}
    for version in keys_in_force(desk, kind=KIND, on=on or desk.today):
        for trigger in meaning(desk, version).triggers.values():
            found.setdefault(trigger.key, Ruled(version.ref, trigger))
    return list(found.values())


def rule_named(desk: Desk, key: str) -> Ruled:
    """The trigger in force of that name. Raises `Refused` where none are, else `Unusable`."""
    known = {one.trigger.key: one for one in rules(desk)}
    if not known:
        raise Refused.one("trigger.none_in_force", on=desk.today)
    if key not in known:
        near = nearest(key, known)
        raise Unusable.one("trigger.unknown", name=key[:80], nearest=near, known=sorted(known))
    return known[key]


def commission_of(rows: Any) -> Any:
    """A table of things under commissions, joined to theirs."""
    return rows.join(
        _commission,
        and_(
            _commission.c.partnership_id == rows.c.partnership_id,
            _commission.c.id == rows.c.commission_id,
        ),
    )


def held_to(scope: Scope, *, some: bool) -> Iterator[ColumnElement[bool]]:
    """The conditions on a commission for a trigger to hold; `some`: only of the list `ids`."""
    yield _commission.c.partnership_id == bindparam("partnership")
    yield _commission.c.state.in_(LOOKED_AT)
    if some:
        yield in_list(_commission.c.id, "ids")
    for column, among in (
        (_commission.c.level, scope.levels),
        (_commission.c.mechanism, scope.mechanisms),
        (_commission.c.regime, scope.regimes),
        (_commission.c.risk_tier, scope.tiers),
    ):
        if among:
            yield column.in_(among)
    if scope.value_from is not None:
        yield _commission.c.value.is_(None) | (_commission.c.value >= scope.value_from)
    if scope.value_under is not None:
        yield _commission.c.value.is_(None) | (_commission.c.value < scope.value_under)
    if scope.voluntary is not None:
        yield _VOLUNTARY if scope.voluntary else ~_VOLUNTARY


_VOLUNTARY: Final = exists().where(
    _agreement.c.partnership_id == _commission.c.partnership_id,
    _agreement.c.commission_id == _commission.c.id,
    _agreement.c.state.in_(DELIVERING),
    _organisation.c.partnership_id == _agreement.c.partnership_id,
    _organisation.c.id == _agreement.c.provider_id,
    _organisation.c.voluntary.is_(True),
)


def holds_for(desk: Desk, trigger: Trigger, commission_id: str) -> bool:
    """Whether a trigger holds for a commission at all."""
    asked = select(_commission.c.id).where(*held_to(trigger.scope, some=True))
    return desk.tx.first(asked, partnership=desk.pid, ids=[commission_id]) is not None


def given(desk: Desk, ids: Sequence[str] | None) -> dict[str, Any]:
    """The parameters of a statement over all commissions, or over some."""
    return {"partnership": desk.pid} | ({} if ids is None else {"ids": list(ids)})
