"""The periods a measure is observed for: whole months, as many as its rhythm says.

How people write them is read without guessing. "2026-Q3" is July to September to one reader and
October to December to another, so it is not read at all; "2026/27 Q2" says its year and is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Unusable

RHYTHMS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""Months in a period, by rhythm."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_YEAR_BEGINS = 4
"""A financial year begins in April."""

_MONTHS: Final = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)(?: ?(?:to|\.\.|–) ?(?P<ty>\d{4})-(?P<tm>\d\d))?", re.ASCII
)
_DAYS: Final = re.compile(
    r"(?P<first>\d{4}-\d\d-\d\d) ?(?:to|\.\.|–) ?(?P<last>\d{4}-\d\d-\d\d)", re.ASCII
)
_FINANCIAL: Final = re.compile(
    r"(?P<y>\d{4})/(?P<next>\d\d|\d{4})(?: ?(?P<part>[qh][1-4]))?", re.ASCII
)
_NAMES: Final = tuple(name.lower() for name in (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
))  # fmt: skip
_NAME = "(?:" + "|".join(_NAMES) + ")"
_NAMED: Final = re.compile(
    rf"(?P<m>{_NAME})(?: (?P<y>\d{{4}}))?(?: ?(?:to|–) ?(?P<tm>{_NAME}) (?P<ty>\d{{4}}))?",
    re.ASCII,
)
_CALENDAR_PART: Final = re.compile(r"\d{4}[- ]?[qh]\d|[qh]\d[- ]?\d{4}|\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months, from the first day of one to the last day of one."""

    first: dt.date
    last: dt.date

    @property
    def months(self) -> int:
        """How many months it has."""
        return _number(self.last) - _number(self.first) + 1

    @property
    def text(self) -> str:
        """As it is written: 2026-07 to 2026-09, or 2026-07 for one month."""
        first, last = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return first if first == last else f"{first} to {last}"

    def moved(self, months: int) -> Period:
        """The period as long that lies so many months later."""
        return _spell(_number(self.first) + months, _number(self.last) + months)

    @property
    def before(self) -> Period:
        """The period just before it."""
        return self.moved(-self.months)

    @property
    def year_before(self) -> Period:
        """The same period a year earlier."""
        return self.moved(-12)

    def in_step_with(self, other: Period) -> bool:
        """Whether both are cells of one row of periods, so that neither cuts into the other."""
        apart = _number(self.first) - _number(other.first)
        return self.months == other.months and apart % self.months == 0


def read_period(text: str, rhythm: str) -> Period:
    """Read a period of a measure's rhythm.

    It is written as months ("2026-07 to 2026-09", "July to September 2026"), as days (first and
    last), or by a financial year that begins in April ("2026/27", "2026/27 Q2", "2026/27 H1").
    Raises `Unusable` for anything else, and where it is not as long as the rhythm says.
    """
    said = " ".join(text.lower().split())
    found = _read(said, text) if len(said) <= 40 else None
    if found is None:
        code = "period.ambiguous" if _CALENDAR_PART.fullmatch(said) else "period.unreadable"
        raise Unusable.one(code, text=text[:40])
    if found.months != RHYTHMS[rhythm]:
        params = {"text": text[:40], "has": found.months, "months": RHYTHMS[rhythm]}
        raise Unusable.one("period.wrong_length", rhythm=rhythm, **params)
    return found


def _read(said: str, text: str) -> Period | None:
    if match := _MONTHS.fullmatch(said):
        first = _month(match["y"], match["m"], text)
        last = _month(match["ty"], match["tm"], text) if match["ty"] else first
        return _ordered(first, last, text)
    if (match := _NAMED.fullmatch(said)) and (match["y"] or match["ty"]):
        return _of_names(match, text)
    if match := _DAYS.fullmatch(said):
        return _of_days(match["first"], match["last"], text)
    if match := _FINANCIAL.fullmatch(said):
        year = int(match["y"])
        if match["next"] in (f"{(year + 1) % 100:02}", str(year + 1)):
            return _financial(year, match["part"], text)
    return None


def _of_names(match: re.Match[str], text: str) -> Period:
    """Months by their names; where the year is said once, both are of it."""
    first = _named_month(match["m"], match["y"] or match["ty"], text)
    if match["tm"] is None:
        return _spell(first, first)
    return _ordered(first, _named_month(match["tm"], match["ty"], text), text)


def _named_month(name: str, year: str, text: str) -> int:
    return _month(year, str(_NAMES.index(name) + 1), text)


def _financial(year: int, part: str | None, text: str) -> Period | None:
    begins = _month(str(year), f"{_YEAR_BEGINS:02}", text)
    if part is None:
        return _spell(begins, begins + 11)
    months = RHYTHMS["quarter"] if part[0] == "q" else RHYTHMS["half_year"]
    number = int(part[1])
    if number * months > RHYTHMS["year"]:
        return None
    return _spell(begins + (number - 1) * months, begins + number * months - 1)


def _of_days(first: str, last: str, text: str) -> Period:
    try:
        begins, ends = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        raise Unusable.one("period.unreadable", text=text[:40]) from None
    found = _ordered(
        _month(str(begins.year), str(begins.month), text),
        _month(str(ends.year), str(ends.month), text),
        text,
    )
    if (found.first, found.last) != (begins, ends):
        raise Unusable.one("period.not_whole_months", text=text[:40])
    return found


def _month(year: str, month: str, text: str) -> int:
    """The number of a month, counted from year nought. Raises `Unusable`."""
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR or not 1 <= int(month) <= 12:
        raise Unusable.one("period.unreadable", text=text[:40])
    return int(year) * 12 + int(month) - 1


def _ordered(first: int, last: int, text: str) -> Period:
    if last < first:
        raise Unusable.one("period.backwards", text=text[:40])
    return _spell(first, last)


def _number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _spell(first: int, last: int) -> Period:
    begins = dt.date(first // 12, first % 12 + 1, 1)
    year, month = last // 12, last % 12 + 1
    return Period(begins, dt.date(year, month, calendar.monthrange(year, month)[1]))
