"""Values that people follow: £30,000.50 and not £30,000.37, the first choice, the day itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from governance.domain.authority.model import Input

_FROM_NOUGHT = (10_000_00, 1_000_00, 100_00, 10_00, 1_00)
"""Amounts shown, in pence, where nought would do as well but says little."""
_FINE = (50, 10, 5, 1)


def friendly(one: Input, intervals: Sequence[tuple[int, int]], today: int) -> Iterator[int]:
    """Numbers within the intervals, the best to show first; each interval gives some."""
    found = [_one(one, least, most, today) for least, most in intervals]
    if one.type == "day":
        found.sort(key=lambda at: (at < today, abs(at - today)))
        if one.derived == "decision_day":
            found = [intervals[0][0], *found]
    yield from dict.fromkeys(found)
    for least, most in (intervals[0], intervals[-1]):
        yield from (least, most, (least + most) // 2)


def _one(one: Input, least: int, most: int, today: int) -> int:
    if one.type == "day":
        return min(max(today, least), most)
    if one.type == "integer":
        return least
    if least < _FROM_NOUGHT[-1]:
        fitting = (amount for amount in _FROM_NOUGHT if amount <= most)
        return next(fitting, roundest(least, most))
    return roundest(least, most)


def roundest(least: int, most: int) -> int:
    """The roundest amount from `least` to `most` pence, and of those the least."""
    size = max(len(str(least)) - 2, 0)
    steps = [int("1" + "0" * power) for power in range(size, 1, -1)]
    for step in [*steps, *_FINE]:
        found = -(-least // step) * step
        if found <= most:
            return found
    return least
