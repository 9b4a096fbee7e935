"""What the night check and the watch over cover keep for themselves, apart from the record."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlmodel import Field

from governance.store.tables.base import Retention, Row, day, instant, json, unique


class CoverCause(Row, table=True):
    """Something that cover hangs on: a rule of a scheme, or a coming meeting or item of one.

    Each has a row of its own, so that two acts wait for each other only where they change the
    same. `able` says that a rule could be followed when it was last asked; `told_from` is the
    first day on which the loss holds that somebody was told of, empty while nothing is lost.
    """

    __tablename__ = "cover_cause"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    __table_args__ = (unique("kind", "cause"),)
    kind: str = Field(max_length=20)
    """`rule` or `meeting`."""
    cause: str = Field(max_length=200)
    able: bool = False
    told_from: dt.date | None = day(default=None)


class NightPlace(Row, table=True):
    """Where the night check stands, of the whole installation: one row.

    `part` is what it looks at, none once it went through everything; `after` the last row it
    looked at; `slices` how many slices that `night` took so far; `check` numbers the checks.
    """

    __tablename__ = "night_place"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    night: dt.datetime = instant()
    part: str | None = Field(default=None, max_length=40)
    after: list[Any] | None = json(default=None)
    slices: int = 0
    check_number: int = 0
    beat_at: dt.datetime = instant()
