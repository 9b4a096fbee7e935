"""What has to lie between a step and the next: nothing, a period that runs, or a notice.

Each answers one question, `allows`: may the next step be taken on a day, this one having been
taken on another? All are monotone: what a day allows, every earlier day allows; and what is
allowed on a day is allowed on every later one. `planning` rests on that, and tests hold it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.domain.calendar import (
    Calendar,
    CountedDay,
    earliest,
    latest,
    next_day,
    window,
)

Trace = tuple[CountedDay, ...]


@dataclass(frozen=True, slots=True)
class Straight:
    """The next step may follow on the same day."""

    def allows(self, taken: dt.date, then: dt.date, calendar: Calendar) -> bool:
        """Whether the next step may be taken on `then`."""
        del calendar
        return taken <= then

    def first(self, taken: dt.date, calendar: Calendar) -> dt.date:
        """The day itself."""
        del calendar
        return taken

    def trace(self, taken: dt.date, calendar: Calendar) -> Trace:
        """Nothing is counted."""
        del taken, calendar
        return ()


@dataclass(frozen=True, slots=True)
class After:
    """A period opens with this step; the next follows on the day after its last."""

    policy: str
    days: int

    def allows(self, taken: dt.date, then: dt.date, calendar: Calendar) -> bool:
        """Whether the period that `taken` opens is over on `then`. Raises `Unusable`."""
        return self.first(taken, calendar) <= then

    def first(self, taken: dt.date, calendar: Calendar) -> dt.date:
        """The first day that `taken` allows. Raises `Unusable`."""
        found = window(policy=self.policy, days=self.days, start=taken, calendar=calendar)
        return found.effective

    def trace(self, taken: dt.date, calendar: Calendar) -> Trace:
        """The days of the period."""
        return window(policy=self.policy, days=self.days, start=taken, calendar=calendar).trace


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: so many clear days lie between it and the next step."""

    policy: str
    days: int

    def allows(self, taken: dt.date, then: dt.date, calendar: Calendar) -> bool:
        """Whether notice given on `taken` is enough for `then`. Raises `Unusable`."""
        return self.first(taken, calendar) <= then

    def first(self, taken: dt.date, calendar: Calendar) -> dt.date:
        """The first day that `taken` allows. Raises `Unusable`."""
        found = earliest(policy=self.policy, days=self.days, notice=taken, calendar=calendar)
        return next_day(found.last_counted)

    def trace(self, taken: dt.date, calendar: Calendar) -> Trace:
        """The days of the notice."""
        return earliest(policy=self.policy, days=self.days, notice=taken, calendar=calendar).trace


@dataclass(frozen=True, slots=True)
class Before:
    """So many days, or months, before the next step: counted back from that one."""

    policy: str
    days: int

    def allows(self, taken: dt.date, then: dt.date, calendar: Calendar) -> bool:
        """Whether `taken` is early enough for `then`. Raises `Unusable`."""
        found = latest(policy=self.policy, days=self.days, meeting=then, calendar=calendar)
        return taken <= found.latest_notice

    def first(self, taken: dt.date, calendar: Calendar) -> dt.date:
        """The first day that `taken` allows. Raises `Unusable`."""
        day = taken
        while not self.allows(taken, day, calendar):
            day = next_day(day)
        return day

    def trace(self, taken: dt.date, calendar: Calendar) -> Trace:
        """Nothing can be shown from this end: the days are counted back from the next step."""
        del taken, calendar
        return ()


Link = Straight | After | Notice | Before
