"""Counting: the first lawful day, the last day for a notice, the end of a period; with working.

Every answer carries its trace: each day passed, whether it counted and why not, in the order of
the calendar. The days that counted add up to the number asked for.
"""

from __future__ import annotations

import calendar as months_of
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from governance.domain.calendar.days import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Why,
    next_day,
    out_of_years,
    previous_day,
    within_years,
)
from governance.domain.calendar.policies import Policy, Verb, policy_named, within_bounds
from governance.domain.errors import Unusable, problems_of

COUNTS = Why("calendar.day.counts")
NOTICE_DAY = Why("calendar.day.notice")
MEETING_DAY = Why("calendar.day.meeting")
START_DAY = Why("calendar.day.start")

ZONE = ZoneInfo("Europe/London")
"""The zone of every jurisdiction there is a calendar for."""


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day passed in counting: whether it counted, and why."""

    day: dt.date
    counted: bool
    why: Why


Trace = tuple[CountedDay, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """The first lawful day after a notice.

    `raw` is the day the count itself gives; `rolled` the first working day on or after it;
    `passed_over` the days between the two, with why none of them is a working day.
    """

    raw: dt.date
    rolled: dt.date
    trace: Trace
    passed_over: Trace = ()

    @property
    def last_counted(self) -> dt.date:
        """The last day that counted."""
        return max(entry.day for entry in self.trace if entry.counted)


@dataclass(frozen=True, slots=True)
class Latest:
    """The last day for a notice; `rolled` is the last working day on or before it."""

    latest_notice: dt.date
    rolled: dt.date
    trace: Trace


@dataclass(frozen=True, slots=True)
class Window:
    """A period: its last day, and the day after it, on which what waited takes effect.

    `cutoff` is the hour on the last day at which the period closes, by the clock on the wall;
    None is midnight at the end of that day. It never moves `effective`.
    """

    last_day: dt.date
    effective: dt.date
    cutoff: dt.time | None
    trace: Trace

    @property
    def closes_at(self) -> dt.datetime:
        """The instant the period closes, in the zone of the area."""
        if self.cutoff is None:
            return dt.datetime.combine(self.effective, dt.time(), ZONE)
        return dt.datetime.combine(self.last_day, self.cutoff, ZONE)


def earliest(*, policy: str, days: int, notice: dt.date, calendar: Calendar) -> Counted:
    """The first day on which what was notified on `notice` may be decided.

    `raw` is the first day that the policy counts after `days` days that it counts, the day of
    notice left out. For calendar days no holiday can move it. Raises `Unusable`.
    """
    way = _ask(policy, "earliest", days, notice)
    walk = _Walk(way, calendar, next_day)
    walk.leave_out(notice, NOTICE_DAY)
    day = walk.count(next_day(notice), days)
    raw = walk.to_counting(next_day(day))
    walk.leave_out(raw, MEETING_DAY)
    passed_over: list[CountedDay] = []
    rolled = raw
    while (why := calendar.why_not_working(rolled)) is not None:
        passed_over.append(CountedDay(rolled, counted=False, why=why))
        rolled = next_day(rolled)
    return Counted(raw, rolled, tuple(walk.trace), tuple(passed_over))


def latest(*, policy: str, days: int, meeting: dt.date, calendar: Calendar) -> Latest:
    """The last day on which notice of a meeting on `meeting` may be given.

    For clear days, the last day that the policy counts with so many days that it counts between
    it and the meeting. A meeting may be held on a day that does not count, a Saturday say: the
    days before it are no fewer for that. For the plain policies (so many days or months before)
    it is that day. Raises `Unusable`.
    """
    way = _ask(policy, "latest", days, meeting)
    if way.months:
        day, trace = _months(meeting, days, -1)
    else:
        walk = _Walk(way, calendar, previous_day)
        walk.leave_out(meeting, MEETING_DAY)
        day = walk.count(previous_day(meeting), days)
        if way.clear:
            day = walk.to_counting(previous_day(day))
            walk.leave_out(day, NOTICE_DAY)
        trace = walk.trace
    rolled = calendar.on_or_before(day)
    return Latest(day, rolled, tuple(sorted(trace, key=lambda entry: entry.day)))


def window(
    *,
    policy: str,
    days: int,
    start: dt.date,
    calendar: Calendar,
    cutoff: dt.time | None = None,
) -> Window:
    """The period of `days` days (or months) that an event on `start` opens.

    It ends at `cutoff` on its last day, or at midnight. `effective` is the calendar day after
    the last day and is never rolled to a working day. Raises `Unusable`.
    """
    way = _ask(policy, "window", days, start)
    if way.months:
        last_day, trace = _months(start, days, 1)
    else:
        walk = _Walk(way, calendar, next_day)
        trace = walk.trace
        if not way.first_included:
            walk.leave_out(start, START_DAY)
        last_day = walk.count(start if way.first_included else next_day(start), days)
    return Window(last_day, next_day(last_day), cutoff, tuple(trace))


def counted_between(*, policy: str, notice: dt.date, meeting: dt.date, calendar: Calendar) -> int:
    """How many days that a clear-day policy counts lie between a notice and a meeting."""
    way = policy_named(policy, verb="earliest")
    found, day = 0, within_years(notice)
    within_years(meeting)
    while (day := next_day(day)) < meeting:
        found += way.disregard(calendar, day) is None
    return found


def _ask(policy: str, verb: Verb, days: int, day: dt.date) -> Policy:
    """Check everything that was asked, and report everything wrong with it at once."""
    problems = problems_of(
        lambda: policy_named(policy, verb=verb),
        lambda: within_bounds(days),
        lambda: within_years(day),
    )
    if problems:
        raise Unusable(problems)
    return policy_named(policy)


@dataclass(slots=True)
class _Walk:
    """Walks the calendar one way, noting each day it passes."""

    way: Policy
    calendar: Calendar
    step: Callable[[dt.date], dt.date]
    trace: list[CountedDay] = field(default_factory=list)

    def count(self, day: dt.date, days: int) -> dt.date:
        """Walk from `day` until `days` days have counted; give the last of them."""
        while True:
            why = self.way.disregard(self.calendar, day)
            self.trace.append(CountedDay(day, counted=why is None, why=why or COUNTS))
            days -= why is None
            if days == 0:
                return day
            day = self.step(day)

    def to_counting(self, day: dt.date) -> dt.date:
        """Walk from `day` to the first day that counts, and give it; it is not noted."""
        while (why := self.way.disregard(self.calendar, day)) is not None:
            self.leave_out(day, why)
            day = self.step(day)
        return day

    def leave_out(self, day: dt.date, why: Why) -> None:
        """Note a day that does not count."""
        self.trace.append(CountedDay(day, counted=False, why=why))


def _months(start: dt.date, months: int, sign: int) -> tuple[dt.date, list[CountedDay]]:
    """The same day of the month, `months` on or back; the month's last where it has none."""
    trace = [CountedDay(start, counted=False, why=START_DAY)]
    day = start
    for number in range(1, months + 1):
        index = start.year * 12 + start.month - 1 + sign * number
        year, month = index // 12, index % 12 + 1
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise out_of_years()
        day = dt.date(year, month, min(start.day, months_of.monthrange(year, month)[1]))
        trace.append(CountedDay(day, counted=True, why=Why("calendar.day.month")))
    return day, trace
