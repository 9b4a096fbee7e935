"""What is due, what the clock did about it, and what is to be sent.

Deadlines and messages are written with the act that causes them.
"""

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

    `wake_at` is when the clock next has something to do for it, `wake` what: "due", or the key
    of a prompt of the escalation policy; `flow` the flow that does it. All three are None where
    the clock has nothing to do: settled, paused, or past its last prompt. `planned_by` tells
    from which policy and calendar they were worked out; None once it is settled.
    `trouble` is what that last failed of, as `{"code", "params", "times"}`; it is not tried
    again before `retry_at`.
    """

    retention: ClassVar[Retention] = Retention.FOUR_YEARS
    lifecycle: ClassVar[str | None] = "deadline"
    __table_args__ = (
        unique("subject_id", "kind", "cause"),
        Index("deadline_due", "state", "due_at"),
        Index("deadline_wake", "flow", "wake_at", "id"),
        Index("deadline_planned", "partnership_id", "planned_by"),
        Index("deadline_subject", "partnership_id", "subject_id"),
        Index("deadline_listed", "partnership_id", "state", "due_at", "id"),
        Index("deadline_owner", "partnership_id", "owner", "state", "due_at", "id"),
        Index("deadline_next", "partnership_id", "subject_table", "state", "due_day", "id"),
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
    set_at: dt.datetime | None = instant(default=None)
    wake_at: dt.datetime | None = instant(default=None)
    wake: str | None = Field(default=None, max_length=60)
    flow: str | None = Field(default=None, max_length=40)
    planned_by: str | None = Field(default=None, max_length=64)
    retry_at: dt.datetime | None = instant(default=None)
    extended: int | None = None
    """How often it was extended."""


class Prompt(Row, table=True):
    """What the clock did about a deadline at one level of its policy: at most once each.

    `key` names the level, such as `before-20-working-days`. `wanted_at` is when it was to be
    done, `done_at` when it was; `late` that the clock had been asleep. `effects` say what it
    brought about: `[{"effect", ...}]`. A parked one failed for good and keeps its `trouble`.
    """

    retention: ClassVar[Retention] = Retention.FOUR_YEARS
    lifecycle: ClassVar[str | None] = "prompt"
    __table_args__ = (belongs_to("deadline", "deadline_id"), unique("deadline_id", "key"))
    deadline_id: str = Field(max_length=36)
    key: str = Field(max_length=60)
    state: str = Field(max_length=40)
    wanted_at: dt.datetime = instant()
    done_at: dt.datetime | None = instant(default=None)
    late: bool = False
    effects: list[dict[str, Any]] = json(default=[])
    trouble: dict[str, Any] | None = json(default=None)
    policy_id: str | None = Field(default=None, max_length=36)
    """The version of the escalation policy that said so."""


class Message(Row, table=True):
    """A message in the outbox: who is told what, by which template.

    `not_before` is when the clock next has something to do for it: on one that waits, when it
    may be tried, which is at once for a new one, and later for quiet days, the daily digest,
    and after a failure; on one that was sent, when to ask again whether it bounced. It is None
    where the clock has nothing to do; what waits always has one.
    """

    retention: ClassVar[Retention] = Retention.TWO_YEARS
    lifecycle: ClassVar[str | None] = "message"
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("message_next", "state", "not_before", "id"),
        Index("message_person", "partnership_id", "person_id", "state"),
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
    prompt_id: str | None = Field(default=None, max_length=36)
    """The prompt that called for it, where one did."""
    origin_id: str | None = Field(default=None, max_length=36)
    """The message it came of: one to a body comes to each of its people, many into one digest."""
    not_before: dt.datetime | None = instant(default=None)
    trouble: dict[str, Any] | None = json(default=None)
    """What the last attempt failed of, as `{"code", "params"}`."""
    settled_at: dt.datetime | None = instant(default=None)


class MessageAttempt(Row, table=True):
    """One attempt to hand a message to a carrier, written before it is made.

    `outcome` is None while it is being made; found so after a crash, nobody knows whether it
    went out. `reference` is what the carrier was given, so that it can be asked.
    """

    __tablename__ = "message_attempt"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    __table_args__ = (belongs_to("message", "message_id"), unique("message_id", "number"))
    message_id: str = Field(max_length=36)
    number: int
    carrier: str = Field(max_length=20)
    reference: str = Field(max_length=80)
    began_at: dt.datetime = instant()
    ended_at: dt.datetime | None = instant(default=None)
    outcome: str | None = Field(default=None, max_length=20)
    """`sent`, `failed` or `uncertain`."""
    detail: dict[str, Any] | None = json(default=None)


class MessagePreference(Row, table=True):
    """How a person wants to be told; belongs to the person's chain.

    `digest` gathers what is not urgent into one message a day. `quiet` are weekdays (0 is
    Monday) and `quiet_days` further days on which only urgent messages come.
    """

    __tablename__ = "message_preference"
    retention: ClassVar[Retention] = Retention.IN_OFFICE
    __table_args__ = (belongs_to("person", "person_id"), unique("person_id"))
    person_id: str = Field(max_length=36)
    digest: bool = False
    quiet: list[int] = json(default=[])
    quiet_days: list[dict[str, Any]] = json(default=[])


class FlowRun(Row, table=True):
    """One run of a flow, of the whole installation.

    `started_by` is `clock`, `schedule`, `hand` or `stand-in`; `through` is `prefect` or
    `direct`. `counts` say what it did. A run whose process died stays `running` until the
    next leader notes it as `lost`.
    """

    __tablename__ = "flow_run"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    __table_args__ = (
        Index("flow_run_latest", "flow", "started_at"),
        Index("flow_run_state", "state", "beat_at"),
    )
    flow: str = Field(max_length=40)
    state: str = Field(max_length=20)
    """`running`, `done`, `failed` or `lost`."""
    started_by: str = Field(max_length=20)
    through: str = Field(max_length=20)
    prefect_run: str | None = Field(default=None, max_length=40)
    process: str = Field(max_length=120)
    started_at: dt.datetime = instant()
    beat_at: dt.datetime = instant()
    """When it last showed that it lives."""
    ended_at: dt.datetime | None = instant(default=None)
    counts: dict[str, Any] = json(default={})
    trouble: dict[str, Any] | None = json(default=None)
    amiss: list[dict[str, Any]] | None = json(default=None)
    """The first of what failed, was given up or was found: see `Swept.amiss`."""


class ClockLease(Row, table=True):
    """Who leads the clock, of the whole installation: one row.

    `fence` goes up with every new leader; whoever acts under an older one is refused.
    """

    __tablename__ = "clock_lease"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    holder: str = Field(max_length=120)
    fence: int = 0
    until: dt.datetime = instant()
