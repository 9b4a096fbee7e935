"""Finding what the clock has to do, and claiming it so that nobody else does it too.

Deadlines of one subject are done in the order in which they fall due; one that is in trouble
holds up only what its own subject would bring about later. A claim locks the deadline and its
subject and looks again; what somebody else holds just now is left to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, bindparam, exists, literal, or_, select, tuple_, update

from governance.application.desk import Desk
from governance.application.sweeping import SWEEPS
from governance.domain.escalation.events import OF_COMMISSION
from governance.domain.waking import DUE
from governance.store.engine import Store
from governance.store.ledger import SUBJECTS
from governance.store.lists import in_list
from governance.store.tables import TABLES

WHERE: Final = "governance.application.deadlines.tick"
FLOWS: Final = tuple(name for name, sweep in SWEEPS.items() if WHERE in sweep.places)
"""The sweeps that attend deadlines."""

_UNDER_COMMISSION: Final = OF_COMMISSION - {"commission", "proposal"}
"""Tables whose rows are held after their commission's, where they have one.

A report is held before its commission, as whoever decides on it does.
"""

_deadline = TABLES["deadline"]
_partnership = TABLES["partnership"]
_earlier = _deadline.alias("earlier")
_now: Any = bindparam("now")


def _order(rows: Any) -> Any:
    """The order of a subject's deadlines: no two of them have the same kind and cause."""
    return tuple_(rows.c.wake_at, rows.c.kind, rows.c.cause)


_NOT_FIRST = exists().where(
    _earlier.c.partnership_id == _deadline.c.partnership_id,
    _earlier.c.subject_id == _deadline.c.subject_id,
    _earlier.c.wake_at.is_not(None),
    _order(_earlier) < _order(_deadline),
    or_(
        _earlier.c.trouble.is_(None),
        and_(_earlier.c.effect.is_not(None), _deadline.c.wake.like(f"{DUE}%")),
    ),
)
_AWAKE = and_(
    _deadline.c.wake_at <= _now,
    or_(_deadline.c.retry_at.is_(None), _deadline.c.retry_at <= _now),
)


def _of_flow(flow: Any) -> Any:
    return and_(_deadline.c.flow == flow, _AWAKE, ~_NOT_FIRST)


_CANDIDATES = (
    select(
        _deadline.c.id,
        _deadline.c.partnership_id,
        _deadline.c.subject_table,
        _deadline.c.subject_id,
        _deadline.c.kind,
        _deadline.c.wake,
        _deadline.c.wake_at,
        _partnership.c.key.label("partnership"),
    )
    .join(
        _partnership,
        and_(
            _partnership.c.partnership_id == _deadline.c.partnership_id,
            _partnership.c.id == _deadline.c.partnership_id,
        ),
    )
    .where(_of_flow(bindparam("flow")))
    .order_by(_deadline.c.wake_at, _deadline.c.id)
    .limit(bindparam("most"))
)
_CANDIDATES_AFTER = _CANDIDATES.where(
    tuple_(_deadline.c.wake_at, _deadline.c.id)
    > tuple_(
        bindparam("after_at", type_=_deadline.c.wake_at.type),
        bindparam("after_id", type_=_deadline.c.id.type),
    )
)
_SINCE = select(
    *(
        select(_deadline.c.wake_at)
        .where(_of_flow(literal(flow)))
        .order_by(_deadline.c.wake_at)
        .limit(1)
        .scalar_subquery()
        .label(flow)
        for flow in FLOWS
    )
)
_FORGET = (
    update(_deadline)
    .where(_deadline.c.flow.in_(FLOWS), _deadline.c.wake_at <= _now, _deadline.c.retry_at > _now)
    .values(retry_at=None, version=_deadline.c.version + 1)
)
_CLAIM = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        in_list(_deadline.c.id, "ids"),
        _AWAKE,
    )
    .order_by(_deadline.c.wake_at, _deadline.c.id)
)
_CLAIMS = {skip: _CLAIM.with_for_update(skip_locked=skip) for skip in (True, False)}


def _subjects(table: Any, *, skip: bool) -> Any:
    here = select(table).where(
        table.c.partnership_id == bindparam("partnership"), in_list(table.c.id, "ids")
    )
    return here.order_by(table.c.id).with_for_update(skip_locked=skip)


_SUBJECTS = {
    (name, skip): _subjects(table, skip=skip)
    for name, table in SUBJECTS.items()
    for skip in (True, False)
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A deadline that is ours until the transaction ends, and its subject."""

    due: Any
    subject: Any


def candidates(
    store: Store, *, flow: str, now: dt.datetime, most: int, after: Any = None
) -> list[Any]:
    """What is due in a flow by now, the longest due first: at most one of each subject.

    `after` is the last candidate of an earlier answer, to look past what others hold.
    """
    with store.read() as tx:
        if after is None:
            return tx.all(_CANDIDATES, flow=flow, now=now, most=most)
        return tx.all(
            _CANDIDATES_AFTER,
            flow=flow,
            now=now,
            most=most,
            after_at=after.wake_at,
            after_id=after.id,
        )


def due_flows(store: Store, *, now: dt.datetime) -> dict[str, dt.datetime]:
    """The flows in which a deadline is due by now, and since when, by one statement."""
    with store.read() as tx:
        since = tx.one(_SINCE, now=now)
    return {flow: at for flow, at in zip(FLOWS, since, strict=True) if at is not None}


def forget_waits(store: Store, *, now: dt.datetime) -> int:
    """Let what failed be tried again at once; returns how many that were."""
    with store.write() as tx:
        return tx.run(_FORGET, now=now)


def claim(desk: Desk, wanted: Sequence[Any], *, wait: bool) -> list[Claimed]:
    """Lock what of `wanted` is still to be done, in the order in which it falls due.

    Subjects come before their deadlines, as in every act. Without `wait` what somebody else
    holds is left out, so that no two can wait for each other.
    """
    subjects: dict[str, Any] = {}
    for table, ids in _by_table(wanted):
        statement = _SUBJECTS.get((table, not wait))
        if statement is not None:
            subjects |= {row.id: row for row in desk.all(statement, ids=ids)}
    free = [row.id for row in wanted if row.subject_id in subjects]
    if not free:
        return []
    found = desk.all(_CLAIMS[not wait], ids=free, now=desk.now)
    return [Claimed(due, subjects[due.subject_id]) for due in found]


def hold_commission(desk: Desk, candidate: Any, *, wait: bool) -> bool:
    """Hold the commission of what belongs to one before it, as every act on it does.

    Whether it is held; without `wait` not where somebody else has it.
    """
    if candidate.subject_table not in _UNDER_COMMISSION:
        return True
    row = desk.by_id(candidate.subject_table, candidate.subject_id)
    if row is None or row.commission_id is None:
        return True
    return bool(desk.all(_SUBJECTS["commission", not wait], ids=[row.commission_id]))


def _by_table(wanted: Iterable[Any]) -> list[tuple[str, list[str]]]:
    found: dict[str, set[str]] = {}
    for row in wanted:
        found.setdefault(row.subject_table, set()).add(row.subject_id)
    return [(table, sorted(ids)) for table, ids in sorted(found.items())]
