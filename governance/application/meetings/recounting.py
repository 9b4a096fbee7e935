"""Counting anew the last day for agendas when another calendar comes into force.

A meeting's page, its notices and its deadline then say one day, whatever was closed since the
meeting was planned.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import body_facts
from governance.application.change import Receipt, Update
from governance.application.deadlines.moving import moved
from governance.application.deadlines.rows import start_of
from governance.application.desk import Desk
from governance.application.meetings.notice import AGENDA
from governance.application.meetings.reading import applied, notice_day
from governance.store.tables import TABLES

AGENDA_DEADLINE: Final = "agenda_publication"
"""The kind of deadline by which a meeting's agenda must be published."""

_meeting = TABLES["meeting"]
_deadline = TABLES["deadline"]
_DUE = (
    select(_deadline)
    .join(
        _meeting,
        (_meeting.c.partnership_id == _deadline.c.partnership_id)
        & (_meeting.c.id == _deadline.c.subject_id),
    )
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.kind == AGENDA_DEADLINE,
        _deadline.c.state == "running",
        _deadline.c.extended.is_(None),
        _meeting.c.on_day >= bindparam("day"),
    )
    .order_by(_deadline.c.due_at, _deadline.c.id)
)


def recount_agendas(desk: Desk) -> list[Receipt]:
    """Move the deadlines for agendas still to come to the day that counts now."""
    receipts = (_recounted(desk, due) for due in desk.all(_DUE, day=desk.today))
    return [one for one in receipts if one is not None]


def _recounted(desk: Desk, due: Any) -> Receipt | None:
    row = desk.by_id("meeting", due.subject_id)
    body = body_facts(desk, desk.by_id("body", row.body_id), row.on_day)
    last = notice_day(desk, body, AGENDA)
    if last is None or last.day == due.due_day:
        return None
    moment = start_of(desk, last.day + dt.timedelta(days=1))
    values = moved(desk, due, day=last.day, moment=moment, extended=due.extended)
    return applied(
        desk,
        row,
        "meeting.agenda_recounted",
        values={},
        facts={"due_before": due.due_day, "due": last.day},
        writes=[Update("deadline", due, {**values, "working": last.working()})],
    )
