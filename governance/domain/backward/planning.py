"""The last safe day of every step, by going back from the end; and the first, by going forward.

Going back is exact because every link is monotone (see `links`): a step may be taken on a day
if, and only if, its links let the next be taken on that one's last day. So one pass over the
tree finds what a search through all days would.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from governance.domain.backward.links import Link
from governance.domain.backward.steps import End, Meetings, Step
from governance.domain.calendar import Calendar

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Goal:
    """Steps that lead to one end, each standing before the one it leads to; the last is the end.

    Raises `ValueError` where they do not: a mistake of whoever made the plan.
    """

    steps: tuple[Step, ...]
    calendar: Calendar

    def __post_init__(self) -> None:
        place = {step.key: number for number, step in enumerate(self.steps)}
        if len(place) != len(self.steps):
            raise ValueError("two steps of one key")
        *before, end = self.steps
        if end.to or not isinstance(end.taken, End):
            raise ValueError("the last step is not the end")
        for step in before:
            wrong = [key for key in step.to if place.get(key, -1) <= place[step.key]]
            if wrong or not step.to:
                raise ValueError(f"{step.key} leads to {wrong}, which is not after it")

    def before(self, key: str) -> list[tuple[Step, tuple[Link, ...]]]:
        """The steps that a step waits for, each with its links."""
        return [(step, step.to[key]) for step in self.steps if key in step.to]


def last_days(goal: Goal) -> dict[str, dt.date | None]:
    """The last day on which each step can be taken so that the end is reached.

    None where no day would do: a body has no meeting in time. Where one step has none the end is
    not reached, whatever the others do. Raises `Unusable` for days that cannot be counted.
    """
    found: dict[str, dt.date | None] = {}
    for step in reversed(goal.steps):
        if isinstance(step.taken, End):
            found[step.key] = step.taken.day
            continue
        reach = last_reach(step, found, goal.calendar)
        found[step.key] = None if reach is None else step.taken.on_or_before(reach, goal.calendar)
    return found


def last_reach(
    step: Step, found: Mapping[str, dt.date | None], calendar: Calendar
) -> dt.date | None:
    """The last day of any kind from which a step's links reach the days `found` for the next."""
    days = [
        None if (then := found[key]) is None else _last_allowing(links, then, calendar)
        for key, links in step.to.items()
    ]
    known = [day for day in days if day is not None]
    return min(known) if len(known) == len(days) else None


def earliest_days(goal: Goal, today: dt.date) -> dict[str, dt.date | None]:
    """The first day on which each step can be taken, nothing being taken before today.

    None where none can be: no meeting comes after what leads to it, or the end comes before it.
    """
    found: dict[str, dt.date | None] = {}
    for step in goal.steps:
        day = step.taken.on_or_after(today if step.to else dt.date.min, goal.calendar)
        for before, links in goal.before(step.key):
            taken = found[before.key]
            if taken is None or day is None:
                day = None
                break
            day = _first_allowed(goal, step, links, taken, day)
        found[step.key] = day
    return found


def meetings_left(goal: Goal, key: str, today: dt.date) -> tuple[dt.date, ...]:
    """The meetings at which a step can still be taken: reached from today, and in time."""
    step = next(one for one in goal.steps if one.key == key)
    if not isinstance(step.taken, Meetings):
        return ()
    first, last = earliest_days(goal, today)[key], last_days(goal)[key]
    if first is None or last is None:
        return ()
    return tuple(day for day in step.taken.days if first <= day <= last)


def first_end(goal: Goal, today: dt.date) -> dt.date | None:
    """The first day on which the end could stand, were it not fixed; None where none is known."""
    first = earliest_days(goal, today)
    day = today
    for step, links in goal.before(goal.steps[-1].key):
        taken = first[step.key]
        if taken is None:
            return None
        day = max([day, *(link.first(taken, goal.calendar) for link in links)])
    return day


def _last_allowing(links: Sequence[Link], then: dt.date, calendar: Calendar) -> dt.date | None:
    """The last day from which every link reaches `then`: steps back that double, then halving."""

    def allowed(day: dt.date) -> bool:
        return all(link.allows(day, then, calendar) for link in links)

    if allowed(then):
        return then
    bad, step = then, 1
    while not allowed(good := then - dt.timedelta(days=step)):
        bad, step = good, step * 2
    while (good + _ONE_DAY) < bad:
        middle = good + (bad - good) // 2
        if allowed(middle):
            good = middle
        else:
            bad = middle
    return good


def _first_allowed(
    goal: Goal, step: Step, links: Sequence[Link], taken: dt.date, day: dt.date
) -> dt.date | None:
    """The first day of a step from `day` on that its links allow after `taken`."""
    allowed = max((link.first(taken, goal.calendar) for link in links), default=taken)
    return step.taken.on_or_after(max(day, allowed), goal.calendar)
