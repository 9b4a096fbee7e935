"""Where the night's check stands: which part, after which row, and how much it did tonight.

It is kept as a row of its own beside the runs of the flows, so that a check that takes several
batches, or several nights, goes on where it stopped, whoever goes on with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.nightcheck.finding import Slice, Telling
from governance.store.engine import AlreadyThere, StaleRow, Store, Transaction
from governance.store.processes import this_process
from governance.store.tables import TABLES

HOUR: Final = 2
"""The hour, in UTC, at which a night's check begins."""

SLICES: Final = 1000
"""Slices looked at in one night; the rest waits for the next."""

_FLOW: Final = "nightly_assurance"
_HERE: Final = {"partnership_id": "assurance", "id": "place"}
"""Apart from the runs themselves, which stand under the installation."""

_run = TABLES["flow_run"]
_ROW = select(_run).where(
    _run.c.partnership_id == _HERE["partnership_id"], _run.c.id == bindparam("place")
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
    kept = row.counts
    number = kept.get("check", 0)
    return Place(row.started_at, kept["part"], kept["after"], kept["slices"], number, row.version)


def keep(store: Store, place: Place, *, now: dt.datetime, tellings: Iterable[Telling] = ()) -> bool:
    """Put a place on record, and what is to be told of the slice before it: both or neither.

    False where somebody else was faster: what they kept stands, and they alone tell.
    """
    values: dict[str, Any] = {
        "started_at": place.night,
        "beat_at": now,
        "counts": {
            "part": place.part,
            "after": place.after,
            "slices": place.slices,
            "check": place.check,
        },
    }
    try:
        with store.write() as tx:
            if place.version:
                tx.update(_run, **_HERE, expected_version=place.version, values=values)
            elif read_place(tx) is not None:
                return False
            else:
                fixed = {"flow": _FLOW, "state": "done", "process": this_process()}
                how = {"started_by": "clock", "through": "direct", "version": 1}
                tx.insert(_run, {**_HERE, **fixed, **how, **values})
            for one in tellings:
                one.put(tx)
    except (StaleRow, AlreadyThere):
        return False
    return True
