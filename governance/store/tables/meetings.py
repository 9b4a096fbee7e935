"""Meetings, their agendas and who was there."""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import (
    Retention,
    Row,
    Subject,
    belongs_to,
    day,
    instant,
    json,
    unique,
)


class Meeting(Subject, table=True):
    """A meeting of a body, planned or held.

    `on_day` is the day it is held, or goes on. `flags` say what about it is irregular, and why
    it was done all the same: `[{"code", "params", "reason", "on"}]`.
    """

    retention: ClassVar[Retention] = Retention.PERMANENT
    lifecycle: ClassVar[str | None] = "meeting"
    __table_args__ = (
        unique("ref"),
        belongs_to("body", "body_id"),
        belongs_to("person", "presiding_id"),
        Index("meeting_body_day", "partnership_id", "body_id", "on_day"),
        Index("meeting_day", "partnership_id", "on_day", "ref"),
        Index("meeting_state", "partnership_id", "state", "ref"),
    )
    body_id: str = Field(max_length=36)
    on_day: dt.date = day()
    starts_at: dt.datetime | None = instant(default=None)
    place: str = ""
    state: str = Field(max_length=40)
    agenda_published_on: dt.date | None = day(default=None)
    presiding_id: str | None = Field(default=None, max_length=36)
    minutes: str | None = None
    ordinary: bool = True
    flags: list[dict[str, Any]] = json(default=[])


class AgendaItem(Row, table=True):
    """An item on a meeting's agenda; `late_reason` where the chair took it as urgent."""

    __tablename__ = "agenda_item"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        belongs_to("meeting", "meeting_id"),
        belongs_to("proposal", "proposal_id"),
        Index("agenda_meeting", "partnership_id", "meeting_id"),
        Index("agenda_proposal", "partnership_id", "proposal_id"),
    )
    meeting_id: str = Field(max_length=36)
    proposal_id: str | None = Field(default=None, max_length=36)
    title: str
    place: int
    state: str = Field(default="listed", max_length=20)
    late_reason: str | None = None


class Attendance(Row, table=True):
    """A person at a meeting, in a seat, in their own right or as its named substitute."""

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        belongs_to("meeting", "meeting_id"),
        belongs_to("person", "person_id"),
        belongs_to("appointment", "appointment_id"),
        unique("meeting_id", "person_id"),
    )
    meeting_id: str = Field(max_length=36)
    person_id: str = Field(max_length=36)
    appointment_id: str | None = Field(default=None, max_length=36)
    substitute: bool = False
    present: bool = True
    left_at: dt.datetime | None = instant(default=None)
