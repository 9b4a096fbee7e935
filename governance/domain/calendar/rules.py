"""Calendar rulebooks: whose bank holidays hold, which more days are closed, and named periods.

Recess, pre-election and term time are kept as periods for those who plan meetings and send
reminders; they never change how days are counted.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, cast

from governance.domain.calendar.days import JURISDICTIONS, Calendar, within_years
from governance.domain.errors import Unusable
from governance.domain.texts import Node, Problems, Reader, parse

ClosedKind = Literal["office", "mourning"]
PeriodKind = Literal["recess", "pre-election", "term"]


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day the secretary adds.

    `mourning` is a day appointed for public thanksgiving or mourning, which s.243 disregards;
    on an `office` day only the office is shut.
    """

    day: dt.date
    reason: str
    kind: ClosedKind = "office"


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of days, both ends included; `paused` is one deadline's own."""

    kind: PeriodKind | Literal["paused"]
    name: str
    first: dt.date
    last: dt.date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """A calendar rulebook as it was read."""

    key: str
    title: str
    jurisdiction: str
    closed: tuple[ClosedDay, ...] = ()
    periods: tuple[Period, ...] = ()
    source: str = ""

    def calendar(self) -> Calendar:
        """The calendar to count with."""
        return Calendar(
            jurisdiction=self.jurisdiction,
            closed=frozenset(closed.day for closed in self.closed),
            office_only=frozenset(c.day for c in self.closed if c.kind == "office"),
            reasons={closed.day: closed.reason for closed in self.closed},
        )

    def periods_on(self, day: dt.date) -> tuple[Period, ...]:
        """The periods that `day` lies in."""
        return tuple(period for period in self.periods if day in period)


def load_calendar(node: Node | bytes, file: str) -> CalendarRules:
    """Read a calendar rulebook (`vires: calendar/1`).

    Raises `Unusable` with every problem at once, each with its line and remedy.
    """
    if isinstance(node, bytes):
        node = parse(node, file)
    problems = Problems(file)
    reader = Reader(node, problems)
    reader.choice("vires", ["calendar/1"])
    rules = CalendarRules(
        key=reader.key("key"),
        title=reader.text("title"),
        jurisdiction=reader.choice("jurisdiction", JURISDICTIONS),
        closed=_closed_days(reader, problems),
        periods=tuple(_period(item, problems) for item in reader.readers("periods")),
        source=reader.text("source", ""),
    )
    reader.done()
    problems.stop_if_any()
    return rules


def _closed_days(reader: Reader, problems: Problems) -> tuple[ClosedDay, ...]:
    found: dict[dt.date, ClosedDay] = {}
    for item in reader.readers("closed"):
        day = _day(item, "day", problems)
        reason = item.text("reason")
        kind = item.choice("kind", ["office", "mourning"], "office")
        item.done()
        if day is None:
            continue
        if day in found:
            problems.add(item.line, "calendar.closed_twice", day=day)
        found[day] = ClosedDay(day, reason, cast("ClosedKind", kind))
    return tuple(sorted(found.values(), key=lambda closed: closed.day))


def _period(item: Reader, problems: Problems) -> Period:
    kind = item.choice("kind", ["recess", "pre-election", "term"])
    name = item.text("name")
    first, last = _day(item, "from", problems), _day(item, "to", problems)
    item.done()
    if first is not None and last is not None and last < first:
        problems.add(item.line, "calendar.period_backwards", name=name, first=first, last=last)
    nowhere = dt.date(2000, 1, 1)
    return Period(cast("PeriodKind", kind), name, first or nowhere, last or nowhere)


def _day(item: Reader, key: str, problems: Problems) -> dt.date | None:
    day = item.optional_day(key, required=True)
    if day is None:
        return None
    try:
        return within_years(day)
    except Unusable as error:
        problems.take(item.node.value[key].line, error)
        return None
