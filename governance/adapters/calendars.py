"""A calendar as other programs read it: iCalendar (RFC 5545, RFC 7986), the same bytes each time.

Nothing in it comes from the clock: when an event was last changed is the record's to say. Events
are on the wall clock of one zone, which is written out with the years that they lie in; `TZID` is
the name of the zone in the IANA database, so a program that knows the zone needs no more.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
EVERY: Final = dt.timedelta(hours=1)
"""How often programs are asked to read a calendar anew."""
LASTS: Final = dt.timedelta(hours=2)
"""How long an event with an hour is shown: when it ends nobody knows before."""
SOME_YEAR: Final = 2000
"""The year of whose clocks a calendar tells that has nothing in it."""
_PRODID: Final = "-//Vires//Vires//EN"
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Characters that no text of a calendar may hold (RFC 5545, 3.3.11)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day, or at an instant of it.

    `uid` stays whatever becomes of it; `sequence` never goes down; `changed` is when the record
    last changed it. `status` is TENTATIVE, CONFIRMED or CANCELLED. What is `busy` takes the time
    of whoever has it in their calendar.
    """

    uid: str
    sequence: int
    changed: dt.datetime
    on: dt.date
    at: dt.datetime | None
    summary: str
    status: str
    description: str = ""
    place: str = ""
    address: str = ""
    busy: bool = True


def written(entries: Sequence[Entry], *, name: str, timezone: str) -> bytes:
    """The calendar of some entries, in the order in which they are given.

    The zone is always there: a calendar must have one component at least (RFC 5545, 3.6).
    """
    zone = ZoneInfo(timezone)
    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for one in ("name", "x-wr-calname"):
        calendar.add(one, vText(" ".join(_text(name).split())))
    calendar.add("x-wr-timezone", timezone)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    years = {(one.at.astimezone(zone) if one.at else one.on).year for one in entries}
    years = years or {SOME_YEAR}
    calendar.add_component(_zone(zone, timezone, min(years), max(years)))
    for entry in entries:
        calendar.add_component(_event(entry, zone))
    return bytes(calendar.to_ical())


def _event(entry: Entry, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed.astimezone(dt.UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed.astimezone(dt.UTC).replace(microsecond=0))
    if entry.at is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + dt.timedelta(days=1))
    else:
        event.add("dtstart", entry.at.astimezone(zone))
        event.add("dtend", (entry.at.astimezone(dt.UTC) + LASTS).astimezone(zone))
    event.add("summary", _text(entry.summary))
    event.add("status", entry.status)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    for name, said in (("description", entry.description), ("location", entry.place)):
        if said:
            event.add(name, _text(said))
    if entry.address:
        event.add("url", entry.address)
    return event


def _text(text: str) -> str:
    return _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


# --- the zone


def _zone(zone: ZoneInfo, name: str, first: int, last: int) -> Timezone:
    """How the clocks of a zone go in some years; each onset by the clock that went before it.

    The library has a way to write a zone, which gives the onset of summer time by the clock that
    follows it: an hour late (RFC 5545, 3.6.5: "the local time" is by TZOFFSETFROM).
    """
    found = Timezone()
    found.add("tzid", name)
    begin = dt.datetime(first, 1, 1, tzinfo=dt.UTC)
    changes = list(_changes(zone, begin, dt.datetime(last + 1, 1, 1, tzinfo=dt.UTC)))
    found.add_component(_observance(zone, [(begin, begin)]))
    kinds: dict[tuple[Any, ...], list[tuple[dt.datetime, dt.datetime]]] = {}
    for before, after in changes:
        old, new = before.astimezone(zone), after.astimezone(zone)
        key = (old.utcoffset(), new.utcoffset(), new.tzname(), bool(new.dst()))
        kinds.setdefault(key, []).append((before, after))
    for onsets in kinds.values():
        found.add_component(_observance(zone, onsets))
    return found


def _observance(zone: ZoneInfo, onsets: list[tuple[dt.datetime, dt.datetime]]) -> Any:
    """One way in which the clocks go, from its onsets: the instant before each, and its own."""
    before, after = (one.astimezone(zone) for one in onsets[0])
    found = TimezoneDaylight() if after.dst() else TimezoneStandard()
    offset = before.utcoffset() or dt.timedelta()
    walls = [(one.astimezone(dt.UTC) + offset).replace(tzinfo=None) for _, one in onsets]
    found.add("dtstart", walls[0])
    if walls[1:]:
        found.add("rdate", walls[1:])
    found.add("tzoffsetfrom", offset)
    found.add("tzoffsetto", after.utcoffset())
    found.add("tzname", after.tzname() or "")
    return found


def _changes(
    zone: ZoneInfo, begin: dt.datetime, end: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Each change of a zone's clocks: the minute before it, and the first by the new clock."""
    at = begin
    while at < end:
        then = at + dt.timedelta(days=1)
        if _offset(zone, at) != _offset(zone, then):
            low, high = at, then
            while high - low > dt.timedelta(minutes=1):
                middle = low + ((high - low) / 2 // dt.timedelta(minutes=1)) * dt.timedelta(
                    minutes=1
                )
                if _offset(zone, middle) == _offset(zone, at):
                    low = middle
                else:
                    high = middle
            yield low, high
        at = then


def _offset(zone: ZoneInfo, at: dt.datetime) -> dt.timedelta | None:
    return at.astimezone(zone).utcoffset()


__all__ = ["EVERY", "LASTS", "MEDIA_TYPE", "Entry", "written"]
