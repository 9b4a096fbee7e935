"""Working days counted: the earliest or latest day that notice allows, and when a window shuts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from governance import words
from governance.application.desk import Desk
from governance.application.rulebook.in_force import calendar
from governance.domain.calendar import POLICIES, CountedDay, earliest, latest, read_days, window
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest


@dataclass(frozen=True, slots=True)
class Step:
    """A day that was looked at, whether it counts, and why."""

    day: dt.date
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Count:
    """The day that was asked for, and each day on the way to it."""

    day: dt.date
    working: Sequence[Step]


def count(
    desk: Desk,
    *,
    verb: Literal["earliest", "latest", "window"],
    policy: str,
    days: int,
    day: dt.date,
) -> Count:
    """Count days by a policy: the earliest meeting after a notice, the latest notice, a window.

    Raises `Unusable` for a policy there is none of, one that does not say it, and days too many.
    """
    known = [name for name, one in POLICIES.items() if verb in one.verbs]
    if policy not in known:
        near = nearest(policy, known)
        raise Unusable.one("name.unknown", what="policy", name=policy[:80], nearest=near)
    number, within = read_days(str(days)), calendar(desk, desk.today)
    trace: Iterable[CountedDay]
    match verb:
        case "earliest":
            first = earliest(policy=policy, days=number, notice=day, calendar=within)
            found, trace = first.rolled, [*first.trace, *first.passed_over]
        case "latest":
            last = latest(policy=policy, days=number, meeting=day, calendar=within)
            found, trace = last.rolled, last.trace
        case _:
            shut = window(policy=policy, days=number, start=day, calendar=within)
            found, trace = shut.last_day, shut.trace
    return Count(found, [_step(one) for one in trace])


def _step(one: CountedDay) -> Step:
    return Step(one.day, one.counted, words.say(one.why.code, {"name": one.why.name}))
