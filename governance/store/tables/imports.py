"""What was imported, kept as it came."""

import datetime as dt
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import Retention, Row, belongs_to, binary, instant, unique


class ImportedRelease(Row, table=True):
    """A release of a notice as it came in, so that it can go out again without loss."""

    __tablename__ = "imported_release"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        unique("ocid", "release"),
        belongs_to("commission", "commission_id"),
        Index("imported_commission", "partnership_id", "commission_id"),
    )
    ocid: str = Field(max_length=200)
    release: str = Field(max_length=300)
    digest: str = Field(max_length=64)
    body: bytes = binary()
    frame: bytes | None = binary(default=None)
    """What stood round it in its package: whose it was, its licence, its extensions."""
    commission_id: str | None = Field(default=None, max_length=36)
    imported_at: dt.datetime = instant()
