"""What the picture of a trend is drawn from, out of what the register tells of a measure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from governance import words
from governance.domain.performance.periods import RHYTHMS, Period
from governance.interfaces.web.pictures.trend_values import Forecast, Point, Trend
from governance.words.format import months

MOST: Final = 36
"""Periods in a picture at the most: the latest."""


def drawn_from(found: Mapping[str, Any], ahead: Mapping[str, Any] | None) -> Trend:
    """The trend of a measure as `queries.show` tells it, and where it leads if that is known."""
    return Trend(
        measure=f"{found['ref']} {found['title']}",
        unit=found["unit"],
        better=words.term(found["direction"]),
        points=tuple(_points(found)[-MOST:]),
        target=_number(found["target"]),
        baseline=_number(found["baseline"]),
        baseline_on=found["baseline_on"],
        forecast=None if ahead is None else _forecast(ahead),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _points(found: Mapping[str, Any]) -> list[Point]:
    """Every period from the first to the last, those without a value too."""
    by_period: dict[Period, list[Mapping[str, Any]]] = {}
    for one in found["observations"]:
        period = Period(one["period_start"], one["period_end"])
        by_period.setdefault(period, []).append(one)
    if not by_period:
        return []
    step = RHYTHMS[found["rhythm"]]
    points: list[Point] = []
    period, last = min(by_period), max(by_period)
    while period <= last:
        points.append(_point(period, by_period.get(period, [])))
        period = period.moved(step)
    return points


def _point(period: Period, entries: list[Mapping[str, Any]]) -> Point:
    ordered = sorted(entries, key=lambda one: int(one["number"]))
    stands = next((one for one in ordered if one["stands"]), None)
    was = tuple(
        Decimal(one["value"]) for one in ordered if not one["stands"] and one["value"] is not None
    )
    if stands is None:
        return Point(months(period.text), period.last, None, was=was)
    return Point(
        months(period.text),
        period.last,
        _number(stands["value"]),
        _number(stands["target"]),
        stands["rating"] or "unrated",
        was,
    )


def _forecast(ahead: Mapping[str, Any]) -> Forecast:
    """Where the trend leads; its line goes back to the day it rests on from."""
    expected, per_year = Decimal(ahead["expected"]), Decimal(ahead["per_year"])
    back = per_year * (ahead["on"] - ahead["since"]).days / 365
    return Forecast(
        since=ahead["since"],
        start=round(expected - back, 6),
        on=ahead["on"],
        expected=expected,
        without=_number(ahead["without"]),
    )
