"""Deadlines whose clock has stood still for so long that somebody should ask why.

A paused deadline reminds nobody and escalates nothing: without this it could be forgotten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.queries import deadline_named
from governance.application.desk import CLOCK, Desk, looking
from governance.application.escalations.queries import called
from governance.application.nightcheck.finding import Finding, Slice
from governance.application.nightcheck.missing import bound, key
from governance.store.engine import Store
from governance.store.tables import TABLES

LONG: Final = dt.timedelta(days=90)
"""For how long a deadline may be paused before the secretary is told."""

_deadline = TABLES["deadline"]
_PAUSED = (
    select(_deadline.c.partnership_id, _deadline.c.id)
    .where(
        key(_deadline) > bound(_deadline, "after"),
        _deadline.c.state == "paused",
        _deadline.c.paused_at < bindparam("before"),
    )
    .order_by(_deadline.c.partnership_id, _deadline.c.id)
    .limit(bindparam("most"))
)


def for_long(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:
    """The next deadlines that have been paused for longer than `LONG`."""
    begin = after or ["", ""]
    given: dict[str, Any] = {"after_partnership": begin[0], "after_id": begin[1]}
    with store.read() as tx:
        rows = tx.all(_PAUSED, before=now - LONG, most=limit, **given)
    findings: list[Finding] = []
    for here, group in groupby(rows, key=lambda row: row.partnership_id):
        with looking(store, now=now, partnership=here, actor=CLOCK) as desk:
            findings += _found(desk, [row.id for row in group])
    last = [rows[-1].partnership_id, rows[-1].id] if len(rows) == limit else None
    return Slice(len(rows), last, findings)


def _found(desk: Desk, ids: list[str]) -> Iterator[Finding]:
    for one in ids:
        view = deadline_named(desk, one)
        due = view.row
        if due.paused_at is None:
            continue
        params = {
            "ref": view.name,
            "what": called(desk, due.kind),
            "since": desk.day_of(due.paused_at),
        }
        yield Finding(
            desk.pid,
            due.subject_table,
            due.subject_id,
            view.name,
            "assurance.paused_long",
            params,
        )
