"""The ledger's entries: insert-only, the exact bytes that were hashed."""

import datetime as dt
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from governance.store.tables.base import Retention, Row, binary, instant, unique
from governance.store.triggers import guard


class LedgerEntry(Row, table=True):
    """One act on one subject: hash = SHA-256 of the previous hash's bytes and the body's."""

    __tablename__ = "ledger_entry"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        unique("subject_id", "number"),
        Index("ledger_subject", "partnership_id", "subject_table", "subject_id"),
        Index("ledger_at", "partnership_id", "at"),
    )
    subject_table: str = Field(max_length=40)
    subject_id: str = Field(max_length=36)
    number: int
    kind: str = Field(max_length=60)
    at: dt.datetime = instant()
    actor: str = Field(max_length=80)
    body: bytes = binary()
    previous: str | None = Field(default=None, max_length=64)
    hash: str = Field(max_length=64)


guard(SQLModel.metadata.tables["ledger_entry"])
