"""A fund's years and quarters, and periods that overlap or leave gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from the first to the last, both included."""

    start: dt.date
    end: dt.date

    def has(self, other: Period) -> bool:
        """Whether another lies within it."""
        return self.start <= other.start and other.end <= self.end


def year_of(day: dt.date, starts: int) -> Period:
    """The fund's year a day lies in; `starts` is the month whose first day begins it."""
    first = dt.date(day.year if day.month >= starts else day.year - 1, starts, 1)
    return Period(first, _months_on(first, 12) - dt.timedelta(days=1))


def quarters(year: Period) -> tuple[Period, ...]:
    """The four quarters of a fund's year."""
    firsts = [_months_on(year.start, months) for months in (0, 3, 6, 9, 12)]
    return tuple(Period(a, b - dt.timedelta(days=1)) for a, b in pairwise(firsts))


def quarter_of(day: dt.date, starts: int) -> Period:
    """The quarter of the fund's year a day lies in."""
    return next(q for q in quarters(year_of(day, starts)) if q.start <= day <= q.end)


def next_period(period: Period, *, kind: str, starts: int) -> Period:
    """The quarter or the year after one; `kind` is `quarter` or `year`."""
    return period_of(kind, period.end + dt.timedelta(days=1), starts)


def period_of(kind: str, day: dt.date, starts: int) -> Period:
    """The quarter or the year a day lies in."""
    return quarter_of(day, starts) if kind == "quarter" else year_of(day, starts)


def overlaps(periods: Iterable[Period]) -> list[tuple[Period, Period]]:
    """Pairs of different periods that share a day, the earlier first."""
    found: list[tuple[Period, Period]] = []
    known = sorted(set(periods))
    for at, one in enumerate(known):
        found += [(one, other) for other in known[at + 1 :] if other.start <= one.end]
    return found


def gaps(periods: Iterable[Period], within: Period) -> list[Period]:
    """Stretches of `within` that no period covers."""
    found: list[Period] = []
    at = within.start
    for one in sorted(set(periods)):
        if one.end < at or one.start > within.end:
            continue
        if one.start > at:
            found.append(Period(at, one.start - dt.timedelta(days=1)))
        at = one.end + dt.timedelta(days=1)
    if at <= within.end:
        found.append(Period(at, within.end))
    return found


def _months_on(first: dt.date, months: int) -> dt.date:
    years, month = divmod(first.month - 1 + months, 12)
    return dt.date(first.year + years, month + 1, 1)
