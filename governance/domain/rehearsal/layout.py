"""Where the events of a period lie in a calendar of months and weeks.

A month has five weeks here: days 1 to 7, 8 to 14, 15 to 21, 22 to 28, and the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

WEEKS: Final = 5

Kind = Literal["meeting", "inquorate", "missed", "ending"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day. `label` is its reference."""

    on: dt.date
    kind: Kind
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What happened in one week: references by kind, in the order of the days."""

    meetings: tuple[str, ...] = ()
    inquorate: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The references of one kind."""
        match kind:
            case "meeting":
                return self.meetings
            case "inquorate":
                return self.inquorate
            case "missed":
                return self.missed
            case "ending":
                return self.endings

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.meetings or self.inquorate or self.missed or self.endings)


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by its first day, and its weeks."""

    first: dt.date
    weeks: tuple[Cell, ...]


def week_of(day: dt.date) -> int:
    """The week of its month that a day lies in, from 0 on."""
    return (day.day - 1) // 7


def months(start: dt.date, end: dt.date, events: Iterable[Event]) -> list[Month]:
    """Every month of a period, its first and last month whole, with what happened in each week."""
    sorted_in: dict[tuple[dt.date, int], list[Event]] = {}
    for event in sorted(events, key=lambda one: (one.on, one.kind, one.label)):
        sorted_in.setdefault((event.on.replace(day=1), week_of(event.on)), []).append(event)
    found = []
    first = start.replace(day=1)
    while first <= end:
        cells = tuple(_cell(sorted_in.get((first, week), ())) for week in range(WEEKS))
        found.append(Month(first, cells))
        first = (first + dt.timedelta(days=32)).replace(day=1)
    return found


def _cell(events: Iterable[Event]) -> Cell:
    of: dict[str, list[str]] = {}
    for event in events:
        of.setdefault(event.kind, []).append(event.label)
    return Cell(*(tuple(of.get(kind, ())) for kind in ("meeting", "inquorate", "missed", "ending")))
