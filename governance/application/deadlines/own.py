"""Deadlines of the partnership's own: set by an event on the record, met by another.

An escalation policy names the events. Whatever is done at a desk is held against it before the
transaction ends, so that no clock can be forgotten by whoever writes a use case. Such a deadline
belongs to the commission that the event concerns, else to the event's own subject.
"""

from __future__ import annotations

from typing import Any

from governance.application.change import Change, Receipt
from governance.application.deadlines.policies import Policies, Ruled, policies
from governance.application.deadlines.rows import deadline
from governance.application.deadlines.settling import live, met
from governance.application.desk import Desk
from governance.application.subjects import commission_of
from governance.domain.escalation import due_day
from governance.domain.escalation.events import TOLD_BY


def follow(desk: Desk) -> None:
    """Set and meet deadlines by what has been done at this desk so far."""
    done = [(change, receipt) for change, receipt in desk.changes if change.kind in TOLD_BY]
    if not done:
        return
    known = policies(desk)
    if not known.own:
        return
    for change, receipt in done:
        for kind, ruled in known.own.items():
            _by_event(desk, known, kind, ruled, change, receipt)


def _by_event(
    desk: Desk, known: Policies, kind: str, ruled: Ruled, change: Change, receipt: Receipt
) -> None:
    rule = ruled.rule
    meets = any(event.is_told_by(change.kind, change.facts) for event in rule.met_by)
    starts = rule.start is not None and rule.start.event.is_told_by(change.kind, change.facts)
    if not meets and not starts:
        return
    table, subject = _belongs_to(desk, receipt)
    if meets:
        _meet(desk, kind, table, subject, change)
    if starts:
        _set(desk, known, kind, ruled, table=table, subject=subject, receipt=receipt)


def _belongs_to(desk: Desk, receipt: Receipt) -> tuple[str, Any]:
    row = desk.by_id(receipt.table, receipt.id)
    commission = commission_of(desk, receipt.table, row)
    table, found = (receipt.table, row) if commission is None else ("commission", commission)
    return table, desk.row(table, found.id)


def _meet(desk: Desk, kind: str, table: str, subject: Any, change: Change) -> None:
    for due in live(desk, subject.id, kind=kind):
        desk.apply(
            Change(
                kind="deadline.met",
                table=table,
                subject=desk.row(table, subject.id),
                values={},
                facts={"kind": kind, "cause": due.cause, "due": due.due_day, "by": change.kind},
                writes=(met(desk, due),),
            )
        )


def _set(
    desk: Desk,
    known: Policies,
    kind: str,
    ruled: Ruled,
    *,
    table: str,
    subject: Any,
    receipt: Receipt,
) -> None:
    """Set it once: while one runs, the same event sets no other."""
    if live(desk, subject.id, kind=kind):
        return
    assert ruled.rule.start is not None
    told = due_day(ruled.rule.start, on=desk.today, calendar=known.calendar)
    cause = f"{receipt.ref}-{receipt.number}"
    row = deadline(
        desk,
        kind=kind,
        cause=cause,
        subject=(table, subject.id),
        due_day=told.day,
        owner=ruled.rule.owner,
        working=told.working,
    )
    desk.apply(
        Change(
            kind="deadline.set",
            table=table,
            subject=desk.row(table, subject.id),
            values={},
            facts={"kind": kind, "cause": cause, "due": told.day},
            writes=(row,),
        )
    )
