"""The days of a deadline's prompts, with the working, and the day an event makes one due.

A prompt is counted from the due day itself: "1 working day after" is the next working day, since
a deadline is missed when its day has ended.

In periods in which nothing is prompted the clock of an escalation stands still: their days are
not counted, so that its levels keep their distance instead of coming all at once afterwards. A
reminder waits for the end of the period where that is still in time, and else comes before it.
No period ever changes the due day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from governance.domain.calendar import (
    Calendar,
    CountedDay,
    Period,
    earliest,
    latest,
    next_day,
    window,
)
from governance.domain.calendar.counting import COUNTS
from governance.domain.calendar.days import previous_day
from governance.domain.escalation.model import DeadlineRule, Offset, Start
from governance.domain.escalation.units import UNITS

Working = tuple[dict[str, Any], ...]
"""Each day that was passed: `{"day", "counted", "why"}`, a code, and `name` where it has one."""

_SIDES: Final = {"before": 0, "on": 1, "after": 2}


@dataclass(frozen=True, slots=True)
class Told:
    """A day that was counted, and how."""

    day: dt.date
    working: Working


@dataclass(frozen=True, slots=True)
class Wake:
    """When a prompt of a deadline is due.

    `waits` names the periods that held it over; `working` has them too, after the count.
    """

    key: str
    day: dt.date
    working: Working = ()
    waits: tuple[str, ...] = ()


def wakes(
    rule: DeadlineRule, *, due: dt.date, calendar: Calendar, periods: Sequence[Period]
) -> tuple[Wake, ...]:
    """Every prompt of a deadline that is due on `due`, in the order in which they come.

    Prompts that fall on one day come in the order of the days they would have had. Raises
    `Unusable` where a count leaves the years whose holidays are known.
    """
    found = []
    for place, prompt in enumerate(rule.prompts):
        told = counted(prompt.offset, day=due, calendar=calendar)
        if prompt.offset.side == "after":
            day, working, waits = _after(rule, prompt.offset, due, told, calendar, periods)
        else:
            day, working, waits = _in_time(rule, due, told, calendar, periods)
        order = (day, told.day, _SIDES[prompt.offset.side], place)
        found.append((order, Wake(prompt.key, day, working, waits)))
    return tuple(wake for _, wake in sorted(found, key=lambda pair: pair[0]))


def due_day(start: Start, *, on: dt.date, calendar: Calendar) -> Told:
    """The day a deadline of the partnership's own is due, after its event on `on`.

    No period moves it: recess delays a reminder, not a duty. Raises `Unusable` as `wakes` does.
    """
    return counted(start.due, day=on, calendar=calendar)


def counted(offset: Offset, *, day: dt.date, calendar: Calendar) -> Told:
    """The day that lies so far from `day`, with its working. Raises `Unusable` as `wakes` does."""
    if offset.side == "on":
        return Told(day, ())
    unit = UNITS[offset.unit]
    number = offset.count * unit.times
    if offset.side == "before":
        last = latest(policy=unit.before, days=number, meeting=day, calendar=calendar)
        return Told(last.latest_notice, _plain(last.trace))
    if unit.clear:
        first = earliest(policy=unit.after, days=number, notice=day, calendar=calendar)
        return Told(first.raw, _plain(first.trace))
    period = window(policy=unit.after, days=number, start=day, calendar=calendar)
    return Told(period.last_day, _plain(period.trace))


def _plain(trace: Iterable[CountedDay]) -> Working:
    return tuple(
        {
            "day": entry.day.isoformat(),
            "counted": entry.counted,
            "why": entry.why.code,
            **({"name": entry.why.name} if entry.why.name else {}),
        }
        for entry in trace
    )


Held = tuple[dt.date, Working, tuple[str, ...]]
"""A day, its working, and the periods that moved it."""


def _in_time(
    rule: DeadlineRule,
    due: dt.date,
    told: Told,
    calendar: Calendar,
    periods: Sequence[Period],
) -> Held:
    """When a reminder comes: held over where that is by the due day, else before the period."""
    held = _held_over(rule, told, calendar, periods)
    if held[0] == told.day or held[0] <= due:
        return held
    day = told.day
    known = _first_known(rule, periods)
    while _stands_still(rule, day, periods) or not calendar.is_working_day(day):
        day = previous_day(day)
        if rule.only_in is not None and day < known:
            # No such period is in the calendar before it: nothing could be in time and in one.
            return _in_time(replace(rule, only_in=None), due, told, calendar, periods)
    why, name = _stands_still(rule, told.day, periods) or ("", "")
    step = {**_step(told.day, why, name), "until": day.isoformat()}
    return day, (*told.working, step), (name,)


def _first_known(rule: DeadlineRule, periods: Sequence[Period]) -> dt.date:
    """The first day of the first period outside which the rule says nothing."""
    return min((p.first for p in periods if p.kind == rule.only_in), default=dt.date.min)


def _after(
    rule: DeadlineRule,
    offset: Offset,
    due: dt.date,
    told: Told,
    calendar: Calendar,
    periods: Sequence[Period],
) -> Held:
    """When an escalation comes: days on which nothing is prompted are not counted.

    Months, years and clear days keep their own count, and are held over.
    """
    unit = UNITS[offset.unit]
    if unit.by_month or unit.clear:
        return _held_over(rule, told, calendar, periods)
    left, day = offset.count * unit.times, due
    steps: list[dict[str, Any]] = list(told.working[:1])
    names: dict[str, None] = {}
    while left:
        day = next_day(day)
        still = _stands_still(rule, day, periods)
        why = calendar.why_not_working(day) if unit.needs_calendar else None
        if still is not None:
            names.setdefault(still[1])
            steps.append(_step(day, *still))
        elif why is not None:
            steps.append(_plain([CountedDay(day, counted=False, why=why)])[0])
        else:
            left -= 1
            steps.append(_plain([CountedDay(day, counted=True, why=COUNTS)])[0])
    if day == told.day:
        return _held_over(rule, told, calendar, periods)
    return day, tuple(steps), tuple(names)


def _stands_still(
    rule: DeadlineRule, day: dt.date, periods: Sequence[Period]
) -> tuple[str, str] | None:
    """Why nothing is prompted on a day, as a code and a period's name; None where it may be.

    Where the rule prompts only in a kind of period and none is known from then on, it may.
    """
    period = _waiting(rule, day, periods)
    if period is not None:
        return "escalation.day.waits", period.name
    if rule.only_in is None or _in_kind(rule.only_in, day, periods):
        return None
    ahead = [p for p in periods if p.kind == rule.only_in and p.first > day]
    if not ahead:
        return None
    return "escalation.day.outside", min(ahead, key=lambda p: p.first).name


def _held_over(
    rule: DeadlineRule, told: Told, calendar: Calendar, periods: Sequence[Period]
) -> Held:
    """The first day from then on on which the rule prompts, and what stood in between.

    Where the rule prompts only in a kind of period and none is known from then on, the prompt
    keeps its day, and its working says so: it must not wait for ever.
    """
    day, steps = told.day, list(told.working)
    waits: list[str] = []
    known = True
    while True:
        period = _waiting(rule, day, periods)
        if period is not None:
            step = _step(day, "escalation.day.waits", period.name)
            then = period.last + dt.timedelta(days=1)
        elif known and rule.only_in is not None and not _in_kind(rule.only_in, day, periods):
            first = [p for p in periods if p.kind == rule.only_in and p.first > day]
            known = bool(first)
            if not known:
                steps.append(_step(day, "escalation.day.no_period_known", rule.only_in))
                continue
            period = min(first, key=lambda p: p.first)
            step = _step(day, "escalation.day.outside", period.name)
            then = period.first
        else:
            return day, tuple(steps), tuple(waits)
        day = calendar.on_or_after(then)
        steps.append({**step, "until": day.isoformat()})
        waits.append(period.name)


def _step(day: dt.date, why: str, name: str) -> dict[str, Any]:
    return {"day": day.isoformat(), "counted": False, "why": why, "name": name}


def _waiting(rule: DeadlineRule, day: dt.date, periods: Sequence[Period]) -> Period | None:
    """The period in which nothing is prompted that `day` lies in; the longest, where several."""
    there = [p for p in periods if p.kind in rule.wait_in and day in p]
    return max(there, key=lambda p: p.last, default=None)


def _in_kind(kind: str, day: dt.date, periods: Sequence[Period]) -> bool:
    return any(p.kind == kind and day in p for p in periods)
