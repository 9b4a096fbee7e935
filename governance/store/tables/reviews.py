"""Reviews, and what follows where a deadline is not kept."""

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


class Review(Subject, table=True):
    """A review of a commission: due by the rhythm of its risk tier, reported, accepted.

    `tests` hold what was found on each of the four tests: `{"efficient": {"finding", "text"}}`
    and so on; `views` what users said, or `no_views` why nobody was asked. `proposal_id` is the
    report that asks for acceptance. `missed_on` stays when it is held late.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "review"
    __table_args__ = (
        unique("ref"),
        unique("commission_id", "number"),
        belongs_to("commission", "commission_id"),
        belongs_to("proposal", "proposal_id"),
        belongs_to("person", "reported_by_id"),
        Index("review_due", "partnership_id", "state", "due_day"),
        Index("review_report", "partnership_id", "proposal_id"),
    )
    commission_id: str = Field(max_length=36)
    number: int
    """The first of a commission is 1."""
    state: str = Field(max_length=40)
    tier: str = Field(max_length=40)
    due_day: dt.date = day()
    missed_on: dt.date | None = day(default=None)
    held_on: dt.date | None = day(default=None)
    tests: dict[str, Any] = json(default={})
    views: str = ""
    no_views: str = ""
    reported_by_id: str | None = Field(default=None, max_length=36)
    proposal_id: str | None = Field(default=None, max_length=36)
    settled_on: dt.date | None = day(default=None)


class ProposedItem(Row, table=True):
    """An item that an escalation proposes for a body's next agenda; belongs to the body's chain.

    The secretary takes it onto an agenda or records why not. It asks for nothing any more once
    its deadline is settled.
    """

    __tablename__ = "proposed_item"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "proposed_item"
    __table_args__ = (
        belongs_to("body", "body_id"),
        belongs_to("deadline", "deadline_id"),
        belongs_to("prompt", "prompt_id"),
        belongs_to("agenda_item", "agenda_item_id"),
        unique("deadline_id", "body_id"),
        Index("proposed_item_waiting", "partnership_id", "body_id", "state"),
    )
    body_id: str = Field(max_length=36)
    deadline_id: str = Field(max_length=36)
    prompt_id: str = Field(max_length=36)
    subject_table: str = Field(max_length=40)
    subject_id: str = Field(max_length=36)
    title: str
    state: str = Field(max_length=40)
    proposed_at: dt.datetime = instant()
    answered_at: dt.datetime | None = instant(default=None)
    answered_by: str | None = Field(default=None, max_length=80)
    """The key of whoever answered, or the operator."""
    reason: str = ""
    agenda_item_id: str | None = Field(default=None, max_length=36)


class Block(Row, table=True):
    """Moves that an escalation closes until its cause is gone; belongs to the commission's chain.

    `moves` are decisions (`award`) or moves of the commission's own (`gate`). It holds while
    its deadline is not settled; nothing has to lift it.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("commission", "commission_id"),
        belongs_to("deadline", "deadline_id"),
        belongs_to("prompt", "prompt_id"),
        unique("prompt_id"),
        Index("block_commission", "partnership_id", "commission_id"),
    )
    commission_id: str = Field(max_length=36)
    deadline_id: str = Field(max_length=36)
    prompt_id: str = Field(max_length=36)
    moves: list[str] = json()
    set_at: dt.datetime = instant()


class AssuranceException(Row, table=True):
    """A failure that any paper on the commission must mention; belongs to the commission's chain.

    It is open while its deadline is not settled; nothing has to close it.
    """

    __tablename__ = "assurance_exception"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("commission", "commission_id"),
        belongs_to("deadline", "deadline_id"),
        belongs_to("prompt", "prompt_id"),
        unique("deadline_id"),
        Index("assurance_exception_commission", "partnership_id", "commission_id"),
    )
    commission_id: str = Field(max_length=36)
    deadline_id: str = Field(max_length=36)
    prompt_id: str = Field(max_length=36)
    kind: str = Field(max_length=40)
    opened_at: dt.datetime = instant()


class RaisedTrigger(Row, table=True):
    """A trigger that an escalation raised on a commission; belongs to the commission's chain."""

    __tablename__ = "raised_trigger"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("commission", "commission_id"),
        belongs_to("deadline", "deadline_id"),
        belongs_to("prompt", "prompt_id"),
        unique("deadline_id", "name"),
        Index("raised_trigger_commission", "partnership_id", "commission_id"),
    )
    commission_id: str = Field(max_length=36)
    deadline_id: str = Field(max_length=36)
    prompt_id: str = Field(max_length=36)
    name: str = Field(max_length=60)
    raised_at: dt.datetime = instant()


class ExceptionLine(Row, table=True):
    """What a body is to be told at its next meeting: one escalation of one deadline.

    `meeting_id` is the meeting whose report it stood in; None until then. Belongs to the
    body's chain.
    """

    __tablename__ = "exception_line"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("body", "body_id"),
        belongs_to("deadline", "deadline_id"),
        belongs_to("prompt", "prompt_id"),
        belongs_to("meeting", "meeting_id"),
        unique("prompt_id", "body_id"),
        Index("exception_line_waiting", "partnership_id", "body_id", "meeting_id"),
    )
    body_id: str = Field(max_length=36)
    deadline_id: str = Field(max_length=36)
    prompt_id: str = Field(max_length=36)
    raised_at: dt.datetime = instant()
    meeting_id: str | None = Field(default=None, max_length=36)


class ExceptionReport(Row, table=True):
    """What a meeting is told of missed deadlines, once a meeting; belongs to its chain.

    `lines` are what was escalated to the body since its last report, and what still stands.
    """

    __tablename__ = "exception_report"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (belongs_to("meeting", "meeting_id"), unique("meeting_id"))
    meeting_id: str = Field(max_length=36)
    made_at: dt.datetime = instant()
    lines: list[dict[str, Any]] = json(default=[])
