"""What a rehearsal supposes of people, and the choices that a seed settles.

A choice follows from the seed and from what it is about (who, which day), never from those made
before it. So a year rehearsed under two texts differs by what the texts say and by nothing else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

PERCENT: Final = 100
WEEKS_AHEAD: Final = 4
"""Weeks before its day in which a review can be held."""
LATEST_SLIP: Final = 6
"""Weeks after its day by which a review that slips is ready to be held, at the latest."""

_PARTS: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class Supposed:
    """How people are taken to behave, besides what is on record of them.

    `absence` is the share (percent) of meetings a member misses besides known absences; `slip`
    the share of reviews that are not ready by their day, for a lead with no more to do than they
    can; `reviews_a_week` how many a lead holds in a week at most; `officer_days` the working days
    an officer takes to decide; `cliff` how many agreements that end in one month are a cliff.
    """

    absence: int = 5
    slip: int = 10
    reviews_a_week: int = 2
    officer_days: int = 5
    cliff: int = 5

    def plain(self) -> dict[str, int]:
        """The figures for JSON."""
        return asdict(self)


def share(seed: int, *about: object) -> float:
    """A number from 0 up to 1 that the seed gives whatever it is about, alike every time."""
    text = "\x1f".join(map(str, (seed, *about)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / _PARTS


def happens(percent: float, seed: int, *about: object) -> bool:
    """Whether something happens that does in so many of a hundred cases."""
    return share(seed, *about) * PERCENT < percent


def ready_on(
    supposed: Supposed, seed: int, *, about: str, due: dt.date, load: Sequence[dt.date]
) -> dt.date | None:
    """From which day a review that slips can be held; None where it does not slip.

    `load` are the days of all reviews of its lead. One with more of them within two weeks of this
    one than four weeks have room for lets reviews slip as many times as often.
    """
    room = max(supposed.reviews_a_week, 1) * WEEKS_AHEAD
    near = sum(abs((other - due).days) <= 7 * WEEKS_AHEAD // 2 for other in load)
    if not happens(supposed.slip * max(1.0, near / room), seed, "slip", about, due):
        return None
    weeks = 1 + int(share(seed, "weeks", about, due) * LATEST_SLIP)
    return due + dt.timedelta(weeks=weeks)


def rhythm(start: dt.date, end: dt.date, *, a_year: int, there: Iterable[dt.date]) -> list[dt.date]:
    """Days for meetings that are missing from a period with so many a year, the ends included.

    The period is cut into as many stretches as there are to be meetings; a stretch without one
    gets it in its middle, on the weekday on which the body meets most often, else a Thursday.
    """
    days = sorted(there)
    weekdays = [day.weekday() for day in days if day.weekday() < _SATURDAY]
    usual = max(sorted(set(weekdays)), key=weekdays.count) if weekdays else _THURSDAY
    found = []
    for place in range((end - start).days * a_year // _YEAR + 1):
        first = start + dt.timedelta(days=place * _YEAR // a_year)
        last = start + dt.timedelta(days=(place + 1) * _YEAR // a_year)
        middle = first + (last - first) // 2
        day = middle + dt.timedelta(days=(usual - middle.weekday()) % 7)
        if day <= end and not any(first <= one < last for one in days):
            found.append(day)
    return found


_YEAR: Final = 365
_THURSDAY, _SATURDAY = 3, 5
