"""What conditions can tell apart, as numbered cells: a choice, a stretch of numbers, a ratio.

Every comparison in a scheme speaks about one axis: an input's choices; an input's numbers, cut
where some comparison cuts them; or how two inputs stand to one another, cut at each fraction
(or number of days) that some comparison names. A comparison is then a set of cells, kept as the
bits of a whole number, and a condition without "or" is a box: one set of cells for each axis.
Ratios make shares of another amount as plain as bands: "over 5% and up to 10% of budget" is a
stretch of the axis "value by budget".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction as Exact
from itertools import pairwise

from governance.domain.authority.conditions import all_of, any_of
from governance.domain.authority.folding import Relation
from governance.domain.authority.model import (
    NEVER,
    Compare,
    Condition,
    Const,
    DayOffset,
    Fraction,
    In,
    Input,
    Op,
    Value,
)


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The stretches of cells in a set: the first and the last of each."""
    at = 0
    while mask:
        skipped = (mask & -mask).bit_length() - 1
        mask >>= skipped
        length = (~mask & (mask + 1)).bit_length() - 1
        yield at + skipped, at + skipped + length - 1
        mask >>= length
        at += skipped + length


def stretch(first: int, last: int) -> int:
    """The cells from the first to the last, both included; none where last is before first."""
    return ((1 << (last - first + 1)) - 1) << first if last >= first else 0


@dataclass(frozen=True, slots=True)
class Choices:
    """An input that is one of a few choices; one cell each."""

    input: Input

    @property
    def full(self) -> int:
        return (1 << len(self.input.choices)) - 1

    def mask(self, leaf: In) -> int:
        """The cells in which the comparison holds."""
        places = enumerate(self.input.choices)
        return sum(1 << at for at, choice in places if choice in leaf.choices)

    def cell(self, values: Mapping[str, Value]) -> int:
        return self.input.choices.index(str(values[self.input.name]))

    def chosen(self, mask: int) -> tuple[str, ...]:
        """The choices of a set of cells, in the scheme's order."""
        return tuple(one for at, one in enumerate(self.input.choices) if mask >> at & 1)

    def condition(self, mask: int) -> Condition:
        return In(self.input.name, frozenset(self.chosen(mask)))


@dataclass(frozen=True, slots=True)
class Numbers:
    """An input's numbers between its bounds. `starts` are the first numbers of the cells."""

    input: Input
    starts: tuple[int, ...]

    @property
    def full(self) -> int:
        return (1 << len(self.starts)) - 1

    def mask(self, op: Op, value: int) -> int:
        """The cells in which a comparison with a number holds."""
        below = (1 << bisect_left(self.starts, value)) - 1
        upto = (1 << bisect_left(self.starts, value + 1)) - 1
        match op:
            case "<":
                return below
            case "<=":
                return upto
            case ">":
                return self.full & ~upto
            case ">=":
                return self.full & ~below
            case "=":
                return upto & ~below
            case "!=":
                return self.full & ~(upto & ~below)

    def cell(self, values: Mapping[str, Value]) -> int:
        return bisect_left(self.starts, int(values[self.input.name]) + 1) - 1

    def ends(self, first: int, last: int) -> tuple[int, int]:
        """The least and the most of a stretch of cells."""
        after = last + 1 < len(self.starts)
        return self.starts[first], self.starts[last + 1] - 1 if after else self.input.most

    def intervals(self, mask: int) -> list[tuple[int, int]]:
        return [self.ends(first, last) for first, last in runs(mask)]

    def condition(self, mask: int) -> Condition:
        name = self.input.name
        return any_of(
            all_of((Compare(name, ">=", Const(least)), Compare(name, "<=", Const(most))))
            for least, most in self.intervals(mask)
        )


@dataclass(frozen=True, slots=True)
class Ratio:
    """How `left` stands to `right`: below, at, between and above fractions (or days) of it.

    Cells are, in order: under the first point, exactly at it, between it and the second, and
    so on. `both_nought` is one more cell, of amounts only: there every fraction is met exactly.
    """

    left: str
    right: str
    days: bool
    points: tuple[Exact, ...]
    full: int = field(default=0)

    @classmethod
    def of(
        cls, left: str, right: str, points: tuple[Exact, ...], *, days: bool, nought: bool
    ) -> Ratio:
        """With the cells that can have a case at all: no day lies between day 3 and day 4.

        `nought` says whether both amounts can be nought.
        """
        full = (1 << (2 * len(points) + (1 if days else 2))) - 1
        if days:
            for at, (one, two) in enumerate(pairwise(points)):
                if two - one <= 1:
                    full &= ~(1 << (2 * at + 2))
        elif not nought:
            full &= ~(1 << (2 * len(points) + 1))
        return cls(left, right, days, points, full)

    @property
    def both_nought(self) -> int:
        """The cell in which both amounts are nought; one that does not exist for days."""
        return 2 * len(self.points) + 1

    def mask(self, one: Relation) -> int:
        """The cells in which the relation holds."""
        at = 2 * bisect_left(self.points, one.shift if self.days else one.slope) + 1
        below, exactly = (1 << at) - 1, 1 << at
        above = stretch(at + 1, 2 * len(self.points))
        if not self.days:
            exactly |= 1 << self.both_nought
        sets: Mapping[Op, int] = {
            "<": below,
            "<=": below | exactly,
            ">": above,
            ">=": above | exactly,
            "=": exactly,
            "!=": below | above,
        }
        return sets[one.op] & self.full

    def cell(self, values: Mapping[str, Value]) -> int:
        left, right = int(values[self.left]), int(values[self.right])
        if not self.days and left == right == 0:
            return self.both_nought
        if not self.days and right == 0:
            return 2 * len(self.points)
        found = Exact(left - right) if self.days else Exact(left, right)
        at = bisect_left(self.points, found)
        return 2 * at + (1 if at < len(self.points) and self.points[at] == found else 0)

    def bounds(self, mask: int) -> tuple[tuple[Exact, bool] | None, tuple[Exact, bool] | None]:
        """The lowest and the highest point of a set of cells, each with whether it is left out.

        None where there is no such bound. A set that includes both amounts being nought leaves
        no point out, because nought meets every fraction of nought.
        """
        nought = not self.days and bool(mask >> self.both_nought & 1)
        rest = mask & ~(1 << self.both_nought) if nought else mask
        if not rest:
            return (self.points[0], False), (self.points[-1], False)
        first = (rest & -rest).bit_length() - 1
        last = rest.bit_length() - 1
        low = None if first == 0 else self._point(first, first - 1, nought=nought)
        high = None
        if last < 2 * len(self.points):
            high = self._point(last, last + 1, nought=nought)
        return low, high

    def _point(self, cell: int, beside: int, *, nought: bool) -> tuple[Exact, bool]:
        if cell % 2:
            return self.points[cell // 2], False
        return self.points[beside // 2], not nought

    def term(self, point: Exact) -> Fraction | DayOffset:
        """A point of the axis as what the left side is compared with."""
        if self.days:
            return DayOffset(self.right, int(point))
        return Fraction(point.numerator, point.denominator, self.right)

    def comparisons(self, mask: int) -> tuple[Condition, ...]:
        """What holds of the two inputs in a set of cells and nowhere else, put shortly."""
        nought = 0 if self.days else 1 << self.both_nought
        rest = mask & ~nought
        if mask == self.full:
            return ()
        never = stretch(0, 2 * len(self.points)) & ~self.full
        if not rest or len(list(runs(rest | never))) > 1:
            return (self.condition(mask),)
        low, high = self.bounds(rest)
        found: list[Condition] = []
        if low is not None and low == high:
            found.append(Compare(self.left, "=", self.term(low[0])))
        else:
            if low is not None:
                found.append(Compare(self.left, ">" if low[1] else ">=", self.term(low[0])))
            if high is not None:
                found.append(Compare(self.left, "<" if high[1] else "<=", self.term(high[0])))
        met = not any(end is not None and end[1] for end in (low, high))
        if mask & nought and not met:
            return (self.condition(mask),)
        if self.full & nought and not mask & nought and met:
            some = [Compare(name, ">", Const(0)) for name in (self.left, self.right)]
            found.append(some[0] if low else some[1] if high else any_of(some))
        return tuple(found)

    def condition(self, mask: int) -> Condition:
        """Exactly the cells of the set."""
        parts: list[Condition] = []
        for first, last in runs(mask):
            for cell in range(first, last + 1):
                parts.append(self._cell_condition(cell))
        return any_of(parts) if parts else NEVER

    def _cell_condition(self, cell: int) -> Condition:
        left = self.left
        if not self.days and cell == self.both_nought:
            return all_of((Compare(left, "=", Const(0)), Compare(self.right, "=", Const(0))))
        at = cell // 2
        if cell % 2:
            same = Compare(left, "=", self.term(self.points[at]))
            return same if self.days else all_of((same, Compare(self.right, ">", Const(0))))
        parts = []
        if at > 0:
            parts.append(Compare(left, ">", self.term(self.points[at - 1])))
        if at < len(self.points):
            parts.append(Compare(left, "<", self.term(self.points[at])))
        return all_of(parts)


Axis = Choices | Numbers | Ratio
