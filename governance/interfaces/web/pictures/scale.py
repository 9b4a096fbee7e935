"""A scale of numbers: even steps that people count in, and where a number stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from `ticks[0]` to `ticks[-1]` laid between two places."""

    ticks: tuple[Decimal, ...]
    start: float
    end: float

    def place(self, value: Decimal) -> float:
        """Where a number stands; one outside the scale stands at its edge."""
        least, most = self.ticks[0], self.ticks[-1]
        share = float((min(max(value, least), most) - least) / (most - least))
        return self.start + share * (self.end - self.start)


def scale(values: Sequence[Decimal], *, start: float, end: float, most: int = 6) -> Scale:
    """A scale that holds every value, in at most so many steps of 1, 2 or 5 times a power of 10."""
    with localcontext() as exactly:
        exactly.prec = 60
        low, high = min(values, default=Decimal(0)), max(values, default=Decimal(1))
        if low == high:
            low, high = low - 1, high + 1
        step = Decimal(10) ** (((high - low) / most).adjusted())
        for times in (1, 2, 5, 10, 20):
            if _steps(low, high, step * times) <= most:
                step *= times
                break
        first = (low / step).to_integral_value(ROUND_FLOOR)
        ticks = tuple((first + n) * step for n in range(_steps(low, high, step) + 1))
        return Scale(ticks, start, end)


def _steps(low: Decimal, high: Decimal, step: Decimal) -> int:
    below = (low / step).to_integral_value(ROUND_FLOOR)
    above = (high / step).to_integral_value(ROUND_CEILING)
    return int(above - below)


def plain(value: Decimal) -> str:
    """A number with commas and without idle noughts: 1,240 or 82.5."""
    said = f"{value:,f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def spread(wanted: Sequence[float], *, apart: float, least: float, most: float) -> list[float]:
    """Places as near to those wanted as can be, in the same order, at least so far apart.

    They lie between `least` and `most` where there is room for all.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    found = [0.0] * len(wanted)
    edge = least
    for at in order:
        found[at] = edge = max(wanted[at], edge)
        edge += apart
    edge = most
    for at in reversed(order):
        found[at] = min(found[at], edge)
        edge = found[at] - apart
    return found
