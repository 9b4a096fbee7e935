"""Which of many boxes lie near another one: what keeps work on a large table local."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import or_

from governance.domain.assurance.grid import Box, meeting


class Near:
    """Boxes that can be found by where they are, as far as the hulls of their stretches say.

    For each axis and cell it is known (as bits of a number) which boxes begin up to it and
    which end from it on, so that the boxes beside one box cost a few operations on numbers.
    """

    def __init__(self, axes: int, boxes: Sequence[Box]) -> None:
        self.boxes = boxes
        self.all = (1 << len(boxes)) - 1
        self.free = [self.all] * axes
        begun: list[dict[int, int]] = [{} for _ in range(axes)]
        ending: list[dict[int, int]] = [{} for _ in range(axes)]
        for number, box in enumerate(boxes):
            bit = 1 << number
            for at, mask in box.items():
                self.free[at] &= ~bit
                first, last = _hull(mask)
                begun[at][first] = begun[at].get(first, 0) | bit
                ending[at][last] = ending[at].get(last, 0) | bit
        self.firsts = [sorted(some) for some in begun]
        self.lasts = [sorted(some) for some in ending]
        self.begun = [_up_to(some[place] for place in sorted(some)) for some in begun]
        self.ending = [
            _up_to(some[place] for place in sorted(some, reverse=True)) for some in ending
        ]

    def beside(self, box: Box) -> int:
        """The boxes that may have cells in common with a box, as bits."""
        found = self.all
        for at, mask in box.items():
            first, last = _hull(mask)
            begun = self.begun[at][bisect_right(self.firsts[at], last)]
            ending = self.ending[at][len(self.lasts[at]) - bisect_left(self.lasts[at], first)]
            found &= self.free[at] | (begun & ending)
        return found

    def meeting(self, box: Box) -> list[int]:
        """The boxes that have cells in common with a box, by their numbers, in order."""
        found = members(self.beside(box))
        return [number for number in found if meeting(self.boxes[number], box) is not None]


def members(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, in order."""
    at = 0
    while bits:
        skipped = (bits & -bits).bit_length()
        at += skipped
        bits >>= skipped
        yield at - 1


def _up_to(bits: Iterator[int]) -> list[int]:
    """What the first of some sets hold together, for none of them, for one, for two, ..."""
    return [*accumulate(bits, or_, initial=0)]


def _hull(mask: int) -> tuple[int, int]:
    return (mask & -mask).bit_length() - 1, mask.bit_length() - 1
