"""Addresses at which calendar programs read what is somebody's, without signing in."""

import datetime as dt
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.accounts import DIGEST
from governance.store.tables.base import Retention, Row, belongs_to, instant


class CalendarAddress(Row, table=True):
    """An address that holds a secret; `digest` is its SHA-256, and nobody keeps the secret.

    It shows what is its owner's own, or the meetings of the body `body_id`. It is deleted when it
    is ended; that it was made and ended stands in the ledger on its owner.
    """

    __tablename__ = "calendar_address"
    retention: ClassVar[Retention] = Retention.IN_OFFICE
    __table_args__ = (
        belongs_to("person", "person_id"),
        belongs_to("body", "body_id"),
        Index("calendar_address_digest", "partnership_id", "digest", unique=True),
        Index("calendar_address_person", "partnership_id", "person_id"),
    )
    person_id: str = Field(max_length=36)
    body_id: str | None = Field(default=None, max_length=36)
    digest: str = Field(max_length=DIGEST)
    made_at: dt.datetime = instant()
