"""What every table shares: the partnership in its key, a version, a retention class.

A row of the record is never deleted. A `Subject` is a row that people can name and whose history
is a chain of ledger entries; `head` is the hash of its latest entry. Other rows belong to a
subject and their changes stand in its entries. Foreign keys carry the partnership, so that the
database itself refuses a reference from one partnership into another.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Date, ForeignKeyConstraint, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from governance.store.types import Instant, Json

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has the same name on both databases, so that a migration can speak of it."""


class Retention(StrEnum):
    """How long a row is kept; said for each table."""

    PERMANENT = "permanent"
    SIX_YEARS = "6 years"
    FOUR_YEARS = "4 years"
    TWO_YEARS = "2 years"
    IN_OFFICE = "while in office"
    DAYS = "30 days"
    """Not of the record: deleted once it is past."""


class Row(SQLModel):
    """A row of a partnership."""

    retention: ClassVar[Retention]
    lifecycle: ClassVar[str | None] = None
    """The lifecycle in `statemachines` whose states the column `state` holds."""

    partnership_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    version: int = 1


class Subject(Row):
    """A row with a reference people can say on the telephone and a chain in the ledger."""

    ref: str = Field(max_length=40)
    head: str | None = Field(default=None, max_length=64)
    entries: int = 0


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """A foreign key within the partnership, checked at once unless a restore defers it."""
    return ForeignKeyConstraint(
        ["partnership_id", column],
        [f"{table}.partnership_id", f"{table}.id"],
        deferrable=True,
        initially="IMMEDIATE",
    )


def unique(*columns: str) -> UniqueConstraint:
    """Values that stand once in a partnership."""
    return UniqueConstraint("partnership_id", *columns)


def pence(*, default: Any = ...) -> Any:
    """A column of money: integer pence."""
    return Field(default=default, sa_type=BigInteger)


def quantity(*, default: Any = ...) -> Any:
    """A column for what was measured: an integer of millionths, so that it is exact and sorts."""
    return Field(default=default, sa_type=BigInteger)


def instant(*, default: Any = ...) -> Any:
    """A column for an aware instant, stored in UTC."""
    return Field(default=default, sa_type=Instant)


def day(*, default: Any = ...) -> Any:
    """A column for a day of the partnership."""
    return Field(default=default, sa_type=Date)


def json(*, default: Any = ...) -> Any:
    """A column for structured facts that no query looks into."""
    return Field(default=default, sa_type=Json)


def binary(*, default: Any = ...) -> Any:
    """A column for exact bytes."""
    return Field(default=default, sa_type=LargeBinary)
