"""The last safe day of every step, by going back from the end; and the first, by going forward.

Going back is exact because every link is monotone (see `links`): a step may be taken on a day
if, and only if, its links let the next be taken on that one's last day. So one pass over the
tree finds what a search through all days would.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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
        if end.to is not None or not isinstance(end.taken, End):
            raise ValueError("the last step is not the end")
        for step in before:
            if step.to is None or place.get(step.to, -1) <= place[step.key]:
                raise ValueError(f"{step.key} leads to {step.to}, which is not after it")


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
        then = found[str(step.to)]
        reach = None if then is None else _last_allowing(step.links, then, goal.calendar)
        found[step.key] = None if reach is None else step.taken.on_or_before(reach, goal.calendar)
    return found


def earliest_days(goal: Goal, today: dt.date) -> dict[str, dt.date | None]:
    """The first day on which each step can be taken, nothing being taken before today.

    None where none can be: no meeting comes after what leads to it, or the end comes before it.
    """
    found: dict[str, dt.date | None] = {}
    for step in goal.steps:
        start = dt.date.min if step.to is None else today
        day = step.taken.on_or_after(start, goal.calendar)
        for before in goal.steps:
            if before.to != step.key or day is None:
                continue
            taken = found[before.key]
            day = None if taken is None else _first_allowed(goal, step, before.links, taken, day)
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


def last_lawful(step: Step, then: dt.date, calendar: Calendar) -> dt.date | None:
    """The last day of any kind from which a step's links reach the next on `then`."""
    return _last_allowing(step.links, then, calendar)


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
    found: dt.date | None = day
    while found is not None and not all(link.allows(taken, found, goal.calendar) for link in links):
        found = step.taken.on_or_after(found + _ONE_DAY, goal.calendar)
    return found
