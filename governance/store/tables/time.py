"""What is due and what is to be sent: written with the act that causes it."""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import (
    Retention,
    Row,
    belongs_to,
    day,
    instant,
    json,
    unique,
)


class Deadline(Row, table=True):
    """Something that falls due. Overdue is derived, never stored.

    `effect` names the use case that runs when it is due; None where it only reminds.
    `working` keeps how the day was counted. While the clock is paused `paused_at` says since when.
    `trouble` is what the effect last failed of, as `{"code", "params"}`.
    """

    retention: ClassVar[Retention] = Retention.FOUR_YEARS
    lifecycle: ClassVar[str | None] = "deadline"
    __table_args__ = (
        unique("subject_id", "kind", "cause"),
        Index("deadline_due", "state", "due_at"),
        Index("deadline_subject", "partnership_id", "subject_id"),
    )
    kind: str = Field(max_length=40)
    cause: str = Field(default="", max_length=80)
    """What called for it, so that one cause never makes two deadlines."""
    subject_table: str = Field(max_length=40)
    subject_id: str = Field(max_length=36)
    due_at: dt.datetime = instant()
    due_day: dt.date = day()
    state: str = Field(default="running", max_length=40)
    owner: str | None = Field(default=None, max_length=80)
    effect: str | None = Field(default=None, max_length=40)
    working: list[dict[str, Any]] = json(default=[])
    paused_at: dt.datetime | None = instant(default=None)
    trouble: dict[str, Any] | None = json(default=None)
    settled_at: dt.datetime | None = instant(default=None)


class Message(Row, table=True):
    """A message in the outbox: who is told what, by which template."""

    retention: ClassVar[Retention] = Retention.TWO_YEARS
    lifecycle: ClassVar[str | None] = "message"
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("message_waiting", "state", "created_at"),
    )
    template: str = Field(max_length=60)
    person_id: str | None = Field(default=None, max_length=36)
    recipient: str | None = Field(default=None, max_length=80)
    """The office or body addressed; whoever holds it on the day of sending is told."""
    subject_table: str = Field(max_length=40)
    subject_id: str = Field(max_length=36, index=True)
    params: dict[str, Any] = json(default={})
    state: str = Field(default="queued", max_length=40)
    created_at: dt.datetime = instant()
    attempts: int = 0
