"""The periods on which partners report, and the years of a plan: pure counting of days.

Periods go by the plan's rhythm in whole months from its first day, so that they fit its years
wherever the rhythm does. What is left of a period when it begins to count is reported on
together with the next where it is shorter than a month.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from governance.domain.bodies.months import months_after

YEAR: Final = 12
"""Months of a year of a plan."""

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a plan, and how many months lie between two returns."""

    first: dt.date
    last: dt.date
    rhythm: int

    def __post_init__(self) -> None:
        if self.rhythm < 1:
            raise ValueError(f"a rhythm of {self.rhythm} months")

    def period_from(self, start: dt.date) -> Period | None:
        """The period that begins on a day, or with the plan; None once the plan is over."""
        begin = max(start, self.first)
        if begin > self.last:
            return None
        end = self._end_of_grid(begin, self.rhythm)
        month_on = months_after(begin, 1)
        if end < self.last and month_on is not None and end < month_on - _DAY:
            end = self._end_of_grid(end + _DAY, self.rhythm)
        return Period(begin, end)

    def after(self, end: dt.date) -> Period | None:
        """The period that follows one that ended; None once the plan is over."""
        return self.period_from(end + _DAY)

    def year_of(self, day: dt.date) -> Period | None:
        """The year of the plan in which a day lies, its first before it; None once it is over."""
        at = max(day, self.first)
        if at > self.last:
            return None
        number = 0
        while (following := months_after(self.first, (number + 1) * YEAR)) and following <= at:
            number += 1
        start = months_after(self.first, number * YEAR)
        assert start is not None
        return Period(start, self._end_of_grid(at, YEAR))

    def _end_of_grid(self, day: dt.date, months: int) -> dt.date:
        """The last day of the whole period, counted from the plan's first day, that has `day`."""
        number = 1
        while (following := months_after(self.first, number * months)) is not None:
            if following > day:
                return min(following - _DAY, self.last)
            number += 1
        return self.last
