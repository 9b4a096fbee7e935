"""Which days are working days in a jurisdiction, and why a day is not one.

Bank holidays come from the `holidays` library, one-off days included; its import waits until a
day is asked for. A secretary adds closed days. Why a day is closed is a code with a name, so
that a trace can be said in any language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from governance.domain.errors import Unusable
from governance.domain.suggest import nearest

FIRST_YEAR, LAST_YEAR = 1978, 2100
"""Years in which days are counted: from the year today's bank holidays began to the last one the
library of bank holidays reaches."""

JURISDICTIONS: Mapping[str, str] = MappingProxyType(
    {
        "england-and-wales": "ENG",
        "england": "ENG",
        "wales": "WLS",
        "scotland": "SCT",
        "northern-ireland": "NIR",
    }
)
"""Whose bank holidays hold, and the name the library of bank holidays has for it."""

_FIRST_DAY, _LAST_DAY = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
_ONE_DAY = dt.timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Why:
    """Why a day counts or does not: a code that has words, and the name of the holiday."""

    code: str
    name: str = ""


SATURDAY = Why("calendar.day.saturday")
SUNDAY = Why("calendar.day.sunday")
CHRISTMAS_BREAK = Why("calendar.day.christmas_break")
EASTER_BREAK = Why("calendar.day.easter_break")


@cache
def bank_holidays(jurisdiction: str, year: int) -> Mapping[dt.date, str]:
    """Bank holidays of a year by day, one-off days and substitute days included.

    A holiday that falls on a weekend is there too, beside its substitute. Raises `Unusable` for
    a jurisdiction or a year that is not known.
    """
    _check_jurisdiction(jurisdiction)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unusable.one("calendar.year", year=year, first=FIRST_YEAR, last=LAST_YEAR)
    import holidays  # noqa: PLC0415  a tenth of a second that most commands need not wait for

    found = holidays.country_holidays(
        "GB", subdiv=JURISDICTIONS[jurisdiction], years=year, language="en_GB"
    )
    return MappingProxyType(
        {day: name.replace("(observed)", "(substitute day)") for day, name in found.items()}
    )


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one area.

    `closed` are days the secretary added, with their names in `reasons` where they have one.
    They are no working days, and s.243 disregards them as days of mourning, except those that
    `office_only` names: the office is shut, the law still counts.
    """

    jurisdiction: str = "england-and-wales"
    closed: frozenset[dt.date] = frozenset()
    office_only: frozenset[dt.date] = frozenset()
    reasons: Mapping[dt.date, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        _check_jurisdiction(self.jurisdiction)

    def holidays(self, year: int) -> Mapping[dt.date, str]:
        """Bank holidays of a year. Raises `Unusable` outside the years known."""
        return bank_holidays(self.jurisdiction, year)

    def also_closed(self, days: frozenset[dt.date]) -> Calendar:
        """The same calendar with more closed days."""
        return replace(self, closed=self.closed | days, office_only=self.office_only - days)

    def why_not_working(self, day: dt.date) -> Why | None:
        """Why `day` is no working day; None where it is one."""
        if day.weekday() == _SATURDAY:
            return SATURDAY
        if day.weekday() == _SUNDAY:
            return SUNDAY
        return self._bank_holiday(day) or self._closed(day)

    def why_disregarded(self, day: dt.date) -> Why | None:
        """Why section 243 of the Local Government Act 1972 leaves `day` out; None where it counts.

        Sundays, the Christmas break, the Easter break, bank holidays and days of mourning are
        left out; Saturdays count. Weekday is read as Monday to Friday, which makes the Christmas
        break the longer of two readings.
        """
        if day.weekday() == _SUNDAY:
            return SUNDAY
        holidays = self.holidays(day.year)
        if day.month == 12 and _in_christmas_break(day, holidays):
            return CHRISTMAS_BREAK
        if day.month in (3, 4) and _in_easter_break(day, holidays):
            return EASTER_BREAK
        return self._bank_holiday(day) or (None if day in self.office_only else self._closed(day))

    def is_working_day(self, day: dt.date) -> bool:
        """Whether `day` is neither at a weekend nor a bank holiday nor closed."""
        return (
            day.weekday() < _SATURDAY
            and day not in self.holidays(day.year)
            and day not in self.closed
        )

    def on_or_after(self, day: dt.date) -> dt.date:
        """The first working day on or after `day`."""
        while not self.is_working_day(day):
            day = next_day(day)
        return day

    def on_or_before(self, day: dt.date) -> dt.date:
        """The last working day on or before `day`."""
        while not self.is_working_day(day):
            day = previous_day(day)
        return day

    def _bank_holiday(self, day: dt.date) -> Why | None:
        name = self.holidays(day.year).get(day)
        return None if name is None else Why("calendar.day.bank_holiday", name)

    def _closed(self, day: dt.date) -> Why | None:
        if day not in self.closed:
            return None
        name = self.reasons.get(day, "")
        return Why("calendar.day.closed_named" if name else "calendar.day.closed", name)


def next_day(day: dt.date) -> dt.date:
    """The day after. Raises `Unusable` beyond the years known."""
    if day >= _LAST_DAY:
        raise out_of_years()
    return day + _ONE_DAY


def previous_day(day: dt.date) -> dt.date:
    """The day before. Raises `Unusable` beyond the years known."""
    if day <= _FIRST_DAY:
        raise out_of_years()
    return day - _ONE_DAY


def within_years(day: dt.date) -> dt.date:
    """Give `day` back. Raises `Unusable` where it lies outside the years known."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unusable.one("calendar.year", year=day.year, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def out_of_years() -> Unusable:
    """The error for a count that leaves the years known."""
    return Unusable.one("calendar.out_of_years", first=FIRST_YEAR, last=LAST_YEAR)


def _check_jurisdiction(name: str) -> None:
    if name not in JURISDICTIONS:
        raise Unusable.one(
            "calendar.jurisdiction_unknown",
            name=name[:80],
            nearest=nearest(name, JURISDICTIONS),
            known=list(JURISDICTIONS),
        )


def _in_christmas_break(day: dt.date, holidays: Mapping[dt.date, str]) -> bool:
    """From the last weekday before Christmas Day to the first after it that is no bank holiday."""
    first = last = dt.date(day.year, 12, 25)
    while first.day == 25 or first.weekday() >= _SATURDAY:
        first -= _ONE_DAY
    while last.day == 25 or last.weekday() >= _SATURDAY or last in holidays:
        last += _ONE_DAY
    return first <= day <= last


def _in_easter_break(day: dt.date, holidays: Mapping[dt.date, str]) -> bool:
    """From the Thursday before Easter Day to the Tuesday after it."""
    friday = next(found for found, name in holidays.items() if name == "Good Friday")
    return friday - _ONE_DAY <= day <= friday + 4 * _ONE_DAY
