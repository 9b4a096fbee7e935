"""Turning the curve: where the trend leads, and where the baseline would have led.

The trend is the straight line that lies closest to the values (least squares), worked out in
exact fractions; what is said of it is rounded at the end. The baseline's own line is the trend of
the values up to the baseline's day where there are three, else the baseline held level. A
straight line knows no limits: it can lead beyond 100%.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from governance.domain.performance.travel import Travel, shortfall, travel
from governance.domain.performance.values import places_of, rounded

FEWEST: Final = 3
"""Values that a trend needs: two always lie on a line, whatever happens next."""

Point = tuple[dt.date, int]
"""A day and the value of the period that ended on it, in millionths."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a measure is heading, in millionths.

    `values` is how many the trend rests on, from `since` on. `without` is where the baseline
    would have led, and `by` how: `trend` or `level`; None without a baseline. `turned` says
    whether the trend leads to better than that; `misses` how far it stays off the target.
    """

    on: dt.date
    since: dt.date
    values: int
    expected: int
    per_year: int
    without: int | None
    by: Literal["trend", "level"] | None
    turned: Travel
    misses: int | None


def forecast(
    points: Sequence[Point],
    *,
    baseline: Point | None,
    on: dt.date,
    direction: str,
    target: int | None = None,
) -> Forecast | None:
    """Where the values since the baseline lead by a day; None on fewer than three of them.

    The baseline counts as the first of them, where it has a day.
    """
    ordered = sorted(points)
    if baseline is not None:
        since = [baseline, *(point for point in ordered if point[0] > baseline[0])]
    else:
        since = ordered
    if len({day for day, _ in since}) < FEWEST:
        return None
    places = min(max(places_of(value) for _, value in since) + 1, 6)
    line = _Straight(since)
    expected = rounded(line.at(on), places)
    without, by = _without(ordered, baseline, on, places)
    return Forecast(
        on=on,
        since=since[0][0],
        values=len(since),
        expected=expected,
        per_year=rounded(line.slope * 365, places),
        without=without,
        by=by,
        turned=travel(expected, without, direction),
        misses=None if target is None else shortfall(expected, target, direction),
    )


def _without(
    ordered: Sequence[Point], baseline: Point | None, on: dt.date, places: int
) -> tuple[int | None, Literal["trend", "level"] | None]:
    """Where the baseline leads by a day, and how that is known."""
    if baseline is None:
        return None, None
    until = {day: value for day, value in ordered if day <= baseline[0]} | dict([baseline])
    if len(until) >= FEWEST:
        return rounded(_Straight(sorted(until.items())).at(on), places), "trend"
    return baseline[1], "level"


class _Straight:
    """The line of least squares through points, in exact fractions."""

    def __init__(self, points: Sequence[Point]) -> None:
        days = [day.toordinal() for day, _ in points]
        count = len(points)
        self.middle = Fraction(sum(days), count)
        self.level = Fraction(sum(value for _, value in points), count)
        spread = sum((day - self.middle) ** 2 for day in days)
        leaning = sum(
            (
                (day - self.middle) * (value - self.level)
                for day, (_, value) in zip(days, points, strict=True)
            ),
            Fraction(0),
        )
        self.slope = leaning / spread if spread else Fraction(0)

    def at(self, day: dt.date) -> Fraction:
        """The line's value on a day."""
        return self.level + self.slope * (day.toordinal() - self.middle)
