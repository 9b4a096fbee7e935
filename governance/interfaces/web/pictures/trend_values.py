"""What a trend is drawn from: values by period, corrections, and where they lead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from governance.interfaces.web.pictures.lettering import clean
from governance.interfaces.web.pictures.scale import plain
from governance.interfaces.web.pictures.sheet import Shape

Rating = Literal["green", "amber", "red", "unrated"]
RATINGS: Final[dict[Rating, Shape]] = {
    "green": "circle",
    "amber": "triangle",
    "red": "square",
    "unrated": "ring",
}
"""The shape of each rating, as the words of the register show them."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period and its value; `value` None: none stands (a gap).

    `was`: values that stood before it was corrected or taken back, the oldest first.
    """

    period: str
    on: dt.date
    value: Decimal | None
    target: Decimal | None = None
    rating: Rating = "unrated"
    was: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the trend leads by a day: from `since`, where the line was at `start`.

    `without` is where the baseline would have led.
    """

    since: dt.date
    start: Decimal
    on: dt.date
    expected: Decimal
    without: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """A measure's values in any order. `better` says in words which way is better."""

    measure: str
    unit: str
    better: str
    points: tuple[Point, ...]
    target: Decimal | None = None
    baseline: Decimal | None = None
    baseline_on: dt.date | None = None
    forecast: Forecast | None = None


def said(value: Decimal, unit: str) -> str:
    """A value with its unit: 82.5%, 40 families."""
    unit = clean(unit)
    return f"{plain(value)}{unit}" if unit[:1] in ("", "%") else f"{plain(value)} {unit}"
