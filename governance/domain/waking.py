"""When the clock next has something to do for a deadline, and what.

A deadline has moments: its own day, where it brings something about, and one for each prompt of
the escalation policy. Each comes at most once and in order. A clock that slept goes through all
it missed; a deadline that is only now set, or whose policy only now says so, starts with the
latest of what has passed: nobody is told twice of what is long over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

DUE: Final = "due"
"""The key of the moment at which a deadline brings its own effect about."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which there is something to do: `key` says what.

    `own` is the deadline's own day, on which it brings its effect about.
    """

    key: str
    at: dt.datetime
    own: bool = False


def first_moment(
    moments: Sequence[Moment], *, handled: Collection[str], now: dt.datetime
) -> Moment | None:
    """The moment to start with when a deadline is set or planned anew.

    Of prompts that have passed by `now` only the latest is left, and none that lies before one
    that was handled already. The deadline's own effect is never passed over. A moment that has
    passed is for `now`: it was not missed, nobody wanted it earlier.
    """
    left = after_handled(moments, handled)
    passed = [m for m in left if m.at <= now]
    for moment in passed:
        if moment.own:
            return moment
    if passed:
        return Moment(passed[-1].key, now)
    return left[0] if left else None


def next_moment(moments: Sequence[Moment], after: str) -> Moment | None:
    """The moment after the one of that key; what passed while the clock slept is not left out."""
    places = [place for place, moment in enumerate(moments) if moment.key == after]
    return next(iter(moments[places[0] + 1 :]), None) if places else None


def after_handled(moments: Sequence[Moment], handled: Collection[str]) -> list[Moment]:
    """What lies after the last moment handled, in order; an effect not yet done stays."""
    last = max((place for place, m in enumerate(moments) if m.key in handled), default=-1)
    return [
        m for place, m in enumerate(moments) if m.key not in handled and (place > last or m.own)
    ]
