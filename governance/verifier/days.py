"""Counting days: working days of a jurisdiction, clear days of notice, the end of a period.

Bank holidays of England and Wales, of Scotland and of Northern Ireland are worked out here from
the Banking and Financial Dealings Act 1971 and the proclamations since 1978; closed days come
from the partnership's own calendars.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from governance.verifier.texts import UnreadableError, read_text

_DAY = dt.timedelta(days=1)
_ONE_OFF = {
    dt.date(1981, 7, 29), dt.date(1999, 12, 31), dt.date(2002, 6, 3), dt.date(2011, 4, 29),
    dt.date(2012, 6, 5), dt.date(2022, 6, 3), dt.date(2022, 9, 19), dt.date(2023, 5, 8),
}  # fmt: skip
"""Royal weddings and jubilees, a funeral, a coronation, and the end of 1999."""
_IN_SCOTLAND = {dt.date(2026, 6, 15)}
"""The day after Scotland's first match at the World Cup of 2026."""
_SPRING_MOVED = {2002: dt.date(2002, 6, 4), 2012: dt.date(2012, 6, 4), 2022: dt.date(2022, 6, 2)}
_MAY_MOVED = {1995: dt.date(1995, 5, 8), 2020: dt.date(2020, 5, 8)}
_NATIONS = {
    "england-and-wales": "ENG",
    "england": "ENG",
    "wales": "ENG",
    "scotland": "SCT",
    "northern-ireland": "NIR",
}


def easter(year: int) -> dt.date:
    """Easter Day, by the Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


@cache
def bank_holidays(jurisdiction: str, year: int) -> frozenset[dt.date]:
    """The bank holidays of a year, with the days that stand in for those at a weekend."""
    nation = _NATIONS.get(jurisdiction)
    if nation is None or year < 1978:
        raise UnreadableError(f"the bank holidays of {jurisdiction} in {year} are not known here")
    sunday = easter(year)
    fixed = [dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)]
    found = {sunday - 2 * _DAY, _MAY_MOVED.get(year, _monday(year, 5))}
    found.add(_SPRING_MOVED.get(year, _last_monday(year, 5)))
    found |= {day for day in _ONE_OFF if day.year == year}
    if nation == "SCT":
        fixed.insert(1, dt.date(year, 1, 2))
        found |= {_monday(year, 8), *(day for day in _IN_SCOTLAND if day.year == year)}
        if year >= 2007:
            fixed.append(dt.date(year, 11, 30))
    else:
        found |= {sunday + _DAY, _last_monday(year, 8)}
    if nation == "NIR":
        fixed += [dt.date(year, 3, 17), dt.date(year, 7, 12)]
    return frozenset(found | _with_substitutes(fixed))


def _monday(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> dt.date:
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return last - dt.timedelta(days=last.weekday())


def _with_substitutes(fixed: Iterable[dt.date]) -> set[dt.date]:
    """Each day, and for one at a weekend the next weekday that is none of the others."""
    days = sorted(fixed)
    found = set(days)
    for day in days:
        if day.weekday() >= 5:
            instead = day
            while instead.weekday() >= 5 or instead in found:
                instead += _DAY
            found.add(instead)
    return found


@dataclass
class Calendar:
    """The working days of a partnership. `shut` are days on which only the office is closed."""

    jurisdiction: str
    closed: set[dt.date] = field(default_factory=set)
    shut: set[dt.date] = field(default_factory=set)

    def holiday(self, day: dt.date) -> bool:
        """Whether it is a bank holiday."""
        return day in bank_holidays(self.jurisdiction, day.year)

    def working(self, day: dt.date) -> bool:
        """Whether it is neither at a weekend nor a bank holiday nor closed."""
        return not (day.weekday() >= 5 or self.holiday(day) or day in self.closed)

    def counts(self, policy: str, day: dt.date) -> bool:
        """Whether a way of counting takes a day."""
        if policy == "s243_clear_days":
            return self._s243(day)
        return self.working(day) if "working_day" in policy else True

    def _s243(self, day: dt.date) -> bool:
        """Local Government Act 1972, section 243(4): Saturdays count, the breaks do not."""
        if day.weekday() == 6 or self.holiday(day) or day in self.closed - self.shut:
            return False
        first = last = dt.date(day.year, 12, 25)
        while first.day == 25 or first.weekday() >= 5:
            first -= _DAY
        while last.day == 25 or last.weekday() >= 5 or self.holiday(last):
            last += _DAY
        sunday = easter(day.year)
        return not (first <= day <= last or sunday - 3 * _DAY <= day <= sunday + 2 * _DAY)

    def allowed_from(self, policy: str, days: int, notice: dt.date) -> dt.date:
        """The first day after a notice with so many days between that count; none of days: it."""
        if days == 0:
            return notice
        day = notice
        while days:
            day += _DAY
            days -= self.counts(policy, day)
        return day + _DAY

    def last_day(self, policy: str, days: int, start: dt.date) -> dt.date:
        """The last day of a period that an event opens."""
        if policy == "calendar_months_after":
            month = start.year * 12 + start.month - 1 + days
            year, number = month // 12, month % 12 + 1
            return dt.date(year, number, min(start.day, calendar.monthrange(year, number)[1]))
        day = start - _DAY if policy.endswith("first_included") else start
        while days:
            day += _DAY
            days -= self.counts(policy, day)
        return day


def read_calendar(jurisdiction: str, texts: Iterable[str]) -> Calendar:
    """The partnership's calendar: its jurisdiction's, with the closed days of its rulebooks.

    A day of mourning in one is one, though another only shuts the office.
    """
    found = Calendar(jurisdiction)
    mourning: set[dt.date] = set()
    for text in texts:
        for one in read_text(text).get("closed", []):
            day = dt.date.fromisoformat(one["day"])
            found.closed.add(day)
            if one.get("kind", "office") == "mourning":
                mourning.add(day)
    found.shut = found.closed - mourning
    return found
