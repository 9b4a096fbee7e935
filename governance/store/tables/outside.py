"""What other systems call things of ours."""

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import Retention, Row, unique


class OutsideReference(Row, table=True):
    """What another system calls a thing of ours, so that it is known when it comes again.

    `site` is the installation, for numbers are its own; `kind` what it is there: a committee, a
    meeting, an item of an agenda, a decision. `digest` is of what was said of it, where a later
    word of it is not simply taken over.
    """

    __tablename__ = "outside_reference"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        unique("site", "kind", "external"),
        Index("outside_reference_subject", "partnership_id", "subject_id"),
    )
    site: str = Field(max_length=80)
    kind: str = Field(max_length=20)
    external: str = Field(max_length=300)
    subject_table: str = Field(max_length=40)
    subject_id: str = Field(max_length=36)
    digest: str | None = Field(default=None, max_length=64)
