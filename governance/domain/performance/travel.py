"""Direction of travel: better, as it was, or worse than a value before."""

from __future__ import annotations

from typing import Final, Literal

Travel = Literal["improved", "maintained", "worse", "not_known"]
TRAVELS: Final[tuple[Travel, ...]] = ("improved", "maintained", "worse", "not_known")
"""What a comparison can come to; `not_known` where there is nothing to compare with."""

DIRECTIONS: Final = ("higher", "lower")
"""Which values of a measure are the better ones."""


def travel(value: int, before: int | None, direction: str) -> Travel:
    """How a value compares with one before it; `direction` says which is better."""
    if before is None:
        return "not_known"
    if value == before:
        return "maintained"
    return "improved" if (value > before) == (direction == "higher") else "worse"


def shortfall(value: int, target: int, direction: str) -> int:
    """How far a value is off its target the wrong way, in millionths; 0 on or beyond it."""
    return max(0, target - value if direction == "higher" else value - target)
