"""Deadlines of the partnership's own: set by an event on the record, met by another.

An escalation policy names the events. Whatever is done at a desk is held against it before the
transaction ends, so that no clock can be forgotten by whoever writes a use case. Such a deadline
belongs to what its event happened to, and falls due when the whole day has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select, union_all

from governance.application.change import Change, Receipt
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.deadlines.policies import Policies, Ruled, policies
from governance.application.deadlines.rows import deadline, start_of
from governance.application.deadlines.settling import LIVE, live, met, superseded
from governance.application.desk import Desk
from governance.application.subjects import commission_of
from governance.domain.escalation import due_day
from governance.domain.escalation.events import OF_COMMISSION, TOLD_BY
from governance.store.tables import TABLES

_deadline = TABLES["deadline"]
_here: Any = bindparam("partnership")
_this: Any = bindparam("commission")
_SUBJECTS = union_all(
    select(TABLES["commission"].c.id).where(
        TABLES["commission"].c.partnership_id == _here, TABLES["commission"].c.id == _this
    ),
    *(
        select(TABLES[name].c.id).where(
            TABLES[name].c.partnership_id == _here, TABLES[name].c.commission_id == _this
        )
        for name in sorted(OF_COMMISSION - {"commission"})
    ),
)
_OF_COMMISSION = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == _here,
        _deadline.c.subject_id.in_(_SUBJECTS),
        _deadline.c.kind == bindparam("kind"),
        _deadline.c.state.in_(LIVE),
    )
    .order_by(_deadline.c.due_at, _deadline.c.id)
)
_OF_KIND = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == _here,
        _deadline.c.kind == bindparam("kind"),
        _deadline.c.effect.is_(None),
        _deadline.c.state.in_(LIVE),
    )
    .order_by(_deadline.c.subject_id, _deadline.c.id)
)


def follow(desk: Desk) -> None:
    """Meet, drop and set deadlines by what has been done at this desk so far.

    What an event meets is met before what belongs to a commission that is over is let go, and
    what the same event sets comes last.
    """
    done = [
        (change, receipt)
        for change, receipt in desk.changes
        if change.kind in TOLD_BY or _is_over(change)
    ]
    if not done:
        return
    known = policies(desk)
    if not known.own:
        return
    for change, receipt in done:
        for kind, ruled in known.own.items():
            _meet_by(desk, kind, ruled, change, receipt)
        if _is_over(change):
            _drop(desk, known, receipt.id, because=change.values["state"])
        for kind, ruled in known.own.items():
            _set_by(desk, known, kind, ruled, change, receipt)


def _is_over(change: Change) -> bool:
    return change.table == "commission" and change.values.get("state") in COMMISSION_OVER


def _drop(desk: Desk, known: Policies, commission_id: str, *, because: str) -> None:
    """Let go of the partnership's own deadlines of a commission that is over."""
    for kind in known.own:
        for due in desk.all(_OF_COMMISSION, commission=commission_id, kind=kind):
            _let_go(desk, due, because)


def drop_kinds(desk: Desk, kinds: Iterable[str]) -> None:
    """Let go of every deadline of kinds that no policy speaks of any more."""
    for kind in sorted(kinds):
        for due in desk.all(_OF_KIND, kind=kind):
            _let_go(desk, due, "no policy speaks of it")


def _let_go(desk: Desk, due: Any, because: str) -> None:
    desk.apply(
        Change(
            kind="deadline.superseded",
            table=due.subject_table,
            subject=desk.row(due.subject_table, due.subject_id),
            values={},
            facts={"kind": due.kind, "cause": due.cause, "because": because},
            writes=(superseded(desk, due),),
        )
    )


def _meet_by(desk: Desk, kind: str, ruled: Ruled, change: Change, receipt: Receipt) -> None:
    start = ruled.rule.start
    assert start is not None
    if any(event.is_told_by(change.kind, change.facts) for event in ruled.rule.met_by):
        for due in _meant(desk, kind, start.event.about, receipt):
            _meet(desk, due, change)


def _set_by(
    desk: Desk, known: Policies, kind: str, ruled: Ruled, change: Change, receipt: Receipt
) -> None:
    start = ruled.rule.start
    if start is not None and start.event.is_told_by(change.kind, change.facts):
        _set(desk, known, kind, ruled, receipt)


def _meant(desk: Desk, kind: str, about: str, receipt: Receipt) -> list[Any]:
    """The deadlines that an event meets: its own subject's, or of the same commission.

    Two agreements of a commission each have their own; a report meets what the commission's
    opening began.
    """
    if receipt.table == about:
        return live(desk, receipt.id, kind=kind)
    row = desk.by_id(receipt.table, receipt.id)
    commission = commission_of(desk, receipt.table, row)
    if commission is None:
        return []
    return desk.all(_OF_COMMISSION, commission=commission.id, kind=kind)


def _meet(desk: Desk, due: Any, change: Change) -> None:
    desk.apply(
        Change(
            kind="deadline.met",
            table=due.subject_table,
            subject=desk.row(due.subject_table, due.subject_id),
            values={},
            facts={"kind": due.kind, "cause": due.cause, "due": due.due_day, "by": change.kind},
            writes=(met(desk, due),),
        )
    )


def _set(desk: Desk, known: Policies, kind: str, ruled: Ruled, receipt: Receipt) -> None:
    """Set it once: while one runs, the same event sets no other."""
    if live(desk, receipt.id, kind=kind):
        return
    assert ruled.rule.start is not None
    told = due_day(ruled.rule.start, on=desk.today, calendar=known.calendar)
    cause = f"{receipt.ref}-{receipt.number}"
    row = deadline(
        desk,
        kind=kind,
        cause=cause,
        subject=(receipt.table, receipt.id),
        due_day=told.day,
        due_at=start_of(desk, told.day + dt.timedelta(days=1)),
        owner=ruled.rule.owner,
        working=told.working,
    )
    desk.apply(
        Change(
            kind="deadline.set",
            table=receipt.table,
            subject=desk.row(receipt.table, receipt.id),
            values={},
            facts={"kind": kind, "cause": cause, "due": told.day},
            writes=(row,),
        )
    )
