"""The night's check: that the record is whole, has all its deadlines, and people to meet them.

It begins once a night and goes through its parts a slice at a time. What it can mend it mends
by the use cases that should have done so; the rest is logged, and whoever must know is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from sqlalchemy import select

from governance.application.cover import watching
from governance.application.escalations import unheard
from governance.application.nightcheck import (
    integrity,
    missing,
    offices,
    passing,
    paused,
    plans,
    replayed,
)
from governance.application.nightcheck.finding import Slice
from governance.application.nightcheck.place import Place, keep, night_of, read_place
from governance.application.nightcheck.telling import tellings
from governance.application.sweeping import BATCH, LINES, Swept
from governance.logs import VIRES
from governance.store.engine import Store
from governance.store.tables import TABLES

Part = Callable[..., Slice]
"""`part(store, *, after, now, limit)`: look at the slice that comes after a row."""

PARTS: Final[Mapping[str, Part]] = {
    "tables": integrity.tables,
    "chains": integrity.chains,
    "seals": integrity.sealed,
    "replay": replayed.compared,
    **{name: partial(missing.looked, part=name) for name in missing.CHECKS},
    "plans": plans.follow_the_rules,
    "paused": paused.for_long,
    "offices": offices.vacant,
    "bodies": unheard.remind,
    "cover": watching.nightly,
    "passing": passing.delete,
}
"""What is looked at, in this order."""

_FIRST: Final = next(iter(PARTS))
_ANYBODY = select(TABLES["partnership"].c.id).limit(1)


def due(store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:  # noqa: ARG001  # one shape for all sweeps
    """Since when tonight's check is due; None where it is done, or there is nothing to check."""
    night = night_of(now)
    with store.read() as tx:
        place = read_place(tx)
        if place is None:
            return None if tx.first(_ANYBODY) is None else night
    return night if place.due(night) else None


def work(store: Store, *, flow: str, now: dt.datetime, limit: int = BATCH) -> Swept:  # noqa: ARG001  # one shape for all sweeps
    """Look at the next slice. Somebody else may be at it too: then one alone counts and tells."""
    night = night_of(now)
    with store.read() as tx:
        place = read_place(tx) or Place(night, _FIRST)
    if place.version and not place.due(night):
        return Swept()
    place = place.tonight(night, first=_FIRST)
    assert place.part is not None
    found = PARTS[place.part](store, after=place.after, now=now, limit=limit)
    told = [*found.tellings, *tellings(store, found.findings, check=place.check, now=now)]
    onward = place.onward(found, then=_after(place.part))
    if not keep(store, onward, now=now, tellings=told):
        return Swept(more=True)
    for one in found.findings:
        VIRES.info("the night's check found %s about %s", one.code, one.ref)
    return Swept(
        done=len(found.mended),
        found=len(found.findings),
        more=onward.due(night),
        lines=_lines(found),
    )


def _lines(found: Slice) -> list[dict[str, Any]]:
    """What was mended and what was found, for people to read."""
    lines = [*(one.line() for one in found.mended), *(one.line() for one in found.findings)]
    return lines[:LINES]


def _after(part: str) -> str | None:
    """The part that follows one; None after the last."""
    names = list(PARTS)
    place = names.index(part) + 1
    return names[place] if place < len(names) else None
