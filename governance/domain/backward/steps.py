"""Steps of a plan, and on which days each can be taken.

What people do they do on working days; a body meets on its days; what takes effect by itself
does so on any day. An end stands on its day and is not taken by anybody.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from governance.domain.backward.links import Link
from governance.domain.calendar import Calendar


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Any working day, from and until days where there are such."""

    until: dt.date | None = None
    since: dt.date | None = None

    def on_or_before(self, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The last such day by a day; None where there is none."""
        found = calendar.on_or_before(day if self.until is None else min(day, self.until))
        return None if self.since is not None and found < self.since else found

    def on_or_after(self, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The first such day from a day; None where there is none."""
        found = calendar.on_or_after(day if self.since is None else max(day, self.since))
        return None if self.until is not None and found > self.until else found


@dataclass(frozen=True, slots=True)
class Days:
    """Any day, from a day where there is one: it comes about by itself."""

    since: dt.date | None = None

    def on_or_before(self, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The day itself, unless that is too early."""
        del calendar
        return None if self.since is not None and day < self.since else day

    def on_or_after(self, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The first such day from a day."""
        del calendar
        return day if self.since is None else max(day, self.since)


@dataclass(frozen=True, slots=True)
class Meetings:
    """The days on which a body meets, in order."""

    days: Sequence[dt.date]

    def on_or_before(self, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The last meeting by a day."""
        del calendar
        found = bisect_right(self.days, day)
        return self.days[found - 1] if found else None

    def on_or_after(self, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The first meeting from a day."""
        del calendar
        found = bisect_left(self.days, day)
        return self.days[found] if found < len(self.days) else None


@dataclass(frozen=True, slots=True)
class End:
    """The day by which everything must be in place."""

    day: dt.date

    def on_or_before(self, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The end, where it has come by a day."""
        del calendar
        return self.day if self.day <= day else None

    def on_or_after(self, day: dt.date, calendar: Calendar) -> dt.date | None:
        """The end, where it is still to come on a day."""
        del calendar
        return self.day if self.day >= day else None


Taken = WorkingDays | Days | Meetings | End


@dataclass(frozen=True, slots=True)
class Step:
    """A step: on which days it can be taken, and what has to lie between it and those after it.

    `to` gives, for the key of each step that waits for this one, the links that all hold between
    the two. Only the end has none.
    """

    key: str
    taken: Taken
    to: Mapping[str, tuple[Link, ...]]


def bound_by(taken: Taken, links: Sequence[Link], given: dt.date, calendar: Calendar) -> Taken:
    """The days that are left to a step once what leads to it was taken on a day.

    Raises `Unusable` for days that cannot be counted.
    """
    if isinstance(taken, Meetings):
        allowed = [d for d in taken.days if all(k.allows(given, d, calendar) for k in links)]
        return Meetings(allowed)
    if isinstance(taken, End):
        return taken
    since = max(taken.since or given, given)
    since = max([since, *(link.first(given, calendar) for link in links)])
    return replace(taken, since=since)
