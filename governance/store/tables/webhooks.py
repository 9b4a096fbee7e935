"""Webhooks: addresses that are told of the record's entries, what is sent to them and how it went.

A webhook is of the record; how far it was told, what is to be sent to it and each attempt are not.
No secret lies here: it is made of a key that lies in a file (see `governance.store.webhook_key`).
"""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import (
    Retention,
    Row,
    Subject,
    belongs_to,
    instant,
    json,
    unique,
)


class Webhook(Subject, table=True):
    """An address, and the events it is told of.

    `listens` are patterns of kinds of entries, such as `commission.*`. `generation` says which
    secret it has; `secret_print` is the beginning of that secret's SHA-256, so that a key that is
    not the one it was made of is noticed. Until `both_until` the secret before signs as well.
    """

    retention: ClassVar[Retention] = Retention.PERMANENT
    lifecycle: ClassVar[str | None] = "webhook"
    __table_args__ = (unique("ref"),)
    title: str
    address: str
    listens: list[str] = json(default=[])
    state: str = Field(max_length=40)
    generation: int = 1
    secret_print: str = Field(max_length=16)
    both_until: dt.datetime | None = instant(default=None)
    reason: str | None = None
    """Why it is paused, or was ended."""


class WebhookPlace(Row, table=True):
    """How far a webhook was told: its `id` is the webhook's.

    Everything up to the place `position` of the seal `seal` has been looked at. `first_seal` is the
    first that was made after the webhook, and `before` are the ids of entries that waited for a
    seal when it was added. What was on record then is passed over, but for what is behind the id
    `since_id`, which sorts as the time does. `failing_since` is when the first of the attempts
    failed since which none got through.
    """

    __tablename__ = "webhook_place"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    __table_args__ = (belongs_to("webhook", "id"),)
    seal: int = 0
    position: int = -1
    first_seal: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    before: list[str] | None = json(default=None)
    since_id: str = Field(max_length=36)
    failing_since: dt.datetime | None = instant(default=None)


class WebhookDelivery(Row, table=True):
    """One event for one webhook; `entry_id` is the entry of the record, and the event's id.

    `not_before` is when the clock next has something to do for it, None where it has nothing.
    `attempts` counts those since it was queued or had sent again.
    """

    __tablename__ = "webhook_delivery"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    lifecycle: ClassVar[str | None] = "webhook_delivery"
    __table_args__ = (
        belongs_to("webhook", "webhook_id"),
        unique("webhook_id", "entry_id"),
        Index("webhook_delivery_next", "not_before", "id"),
        Index("webhook_delivery_listed", "partnership_id", "webhook_id", "id"),
    )
    webhook_id: str = Field(max_length=36)
    entry_id: str = Field(max_length=36)
    kind: str = Field(max_length=60)
    subject_ref: str = Field(max_length=40)
    seal: int | None = None
    position: int | None = None
    state: str = Field(default="queued", max_length=40)
    created_at: dt.datetime = instant()
    attempts: int = 0
    not_before: dt.datetime | None = instant(default=None)
    trouble: dict[str, Any] | None = json(default=None)
    settled_at: dt.datetime | None = instant(default=None)


class WebhookAttempt(Row, table=True):
    """One attempt at a delivery, written before it is made.

    `outcome` is `sent`, `failed` or `uncertain`; None while it is under way.
    """

    __tablename__ = "webhook_attempt"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    __table_args__ = (
        belongs_to("webhook_delivery", "delivery_id"),
        unique("delivery_id", "number"),
    )
    delivery_id: str = Field(max_length=36)
    number: int
    began_at: dt.datetime = instant()
    ended_at: dt.datetime | None = instant(default=None)
    outcome: str | None = Field(default=None, max_length=20)
    status: int | None = None
    milliseconds: int | None = None
    detail: dict[str, Any] | None = json(default=None)
