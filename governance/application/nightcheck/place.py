"""Where the night's check stands: which part, after which row, and how much it did tonight.

It is kept on record, so that a check that takes several batches, or several nights, goes on
where it stopped, whoever goes on with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.nightcheck.finding import Slice, ToWrite
from governance.store.engine import AlreadyThere, StaleRow, Store, Transaction
from governance.store.leading import INSTALLATION
from governance.store.tables import TABLES

HOUR: Final = 2
"""The hour, in UTC, at which a night's check begins."""

SLICES: Final = 1000
"""Slices looked at in one night; the rest waits for the next."""

_HERE: Final = {"partnership_id": INSTALLATION, "id": "place"}
_place = TABLES["night_place"]
_ROW = select(_place).where(
    _place.c.partnership_id == _HERE["partnership_id"], _place.c.id == bindparam("place")
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a check stands. `part` None says that it went through everything.

    `night` is the night it last worked in, `slices` how many it looked at in it; `check`
    numbers the checks, each of which goes once through everything; `version` is the row's, 0
    where there is none yet.
    """

    night: dt.datetime
    part: str | None
    after: list[str] | None = None
    slices: int = 0
    check: int = 0
    version: int = 0

    def due(self, night: dt.datetime) -> bool:
        """Whether there is something left to look at on a night."""
        return self.night < night or (self.part is not None and self.slices < SLICES)

    def tonight(self, night: dt.datetime, *, first: str) -> Place:
        """Where to go on: a check that went through begins anew with the `first` part."""
        if self.night >= night:
            return self
        begun = replace(self, night=night, slices=0)
        if self.part is not None:
            return begun
        return replace(begun, part=first, after=None, check=self.check + 1)

    def onward(self, found: Slice, *, then: str | None) -> Place:
        """The place after a slice; `then` is the part that follows this one."""
        if found.last is not None:
            return replace(self, after=found.last, slices=self.slices + 1)
        return replace(self, part=then, after=None, slices=self.slices + 1)


def night_of(now: dt.datetime) -> dt.datetime:
    """The beginning of the latest night."""
    begins = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return begins if begins <= now else begins - dt.timedelta(days=1)


def read_place(tx: Transaction) -> Place | None:
    """The place on record; None where nothing was ever looked at."""
    row = tx.first(_ROW, place=_HERE["id"])
    if row is None:
        return None
    return Place(row.night, row.part, row.after, row.slices, row.check_number, row.version)


def keep(store: Store, place: Place, *, now: dt.datetime, tellings: Iterable[ToWrite] = ()) -> bool:
    """Put a place on record, and what is to be told of the slice before it: both or neither.

    False where somebody else was faster: what they kept stands, and they alone tell.
    """
    values: dict[str, Any] = {
        "night": place.night,
        "part": place.part,
        "after": place.after,
        "slices": place.slices,
        "check_number": place.check,
        "beat_at": now,
    }
    try:
        with store.write() as tx:
            if place.version:
                tx.update(_place, **_HERE, expected_version=place.version, values=values)
            elif read_place(tx) is not None:
                return False
            else:
                tx.insert(_place, {**_HERE, "version": 1, **values})
            for one in tellings:
                one.put(tx)
    except (StaleRow, AlreadyThere):
        return False
    return True
