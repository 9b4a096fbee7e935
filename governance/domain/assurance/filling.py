"""From a box to a case in it: whether it holds a case at all, and which.

Cells of different axes can contradict one another only where amounts (or days) are related.
There bounds are drawn tighter through the relations first, then values that people follow are
tried, and Z3 settles what is left. So most boxes are settled in microseconds, all exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction as Exact
from itertools import product

from governance.domain.assurance.axes import Choices, Numbers, Ratio
from governance.domain.assurance.friendly import friendly
from governance.domain.assurance.grid import Box, Grid
from governance.domain.assurance.solving import solve
from governance.domain.assurance.walking import Budget
from governance.domain.authority.model import DayOffset, Fraction, Value

ROUNDS = 24
"""Times bounds are drawn tighter through all relations, at the most."""
COST = 8
"""What drawing the bounds of one relation tighter counts for."""
FEW = 256
"""Up to so many values of related amounts, all of them are tried instead of asking Z3."""
TRIES = 80
"""Values tried for related amounts before Z3 is asked."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where `left` meets a multiple of `right`, or `right` and some days; `out`: not itself."""

    numerator: int
    denominator: int
    days: int
    out: bool

    def term(self, other: str, *, days: bool, turned: bool) -> Fraction | DayOffset:
        """The line as a share of another amount, or as some days from another day.

        `turned`: the right side measured by the left one.
        """
        if days:
            return DayOffset(other, -self.days if turned else self.days)
        top, bottom = self.numerator, self.denominator
        return Fraction(bottom, top, other) if turned else Fraction(top, bottom, other)

    def least(self, right: int) -> int:
        """The least that the left side is, where it lies above the line."""
        over = self.numerator * right + self.days
        if self.out:
            return over // self.denominator + 1
        return -(-over // self.denominator)

    def most(self, right: int) -> int:
        """The most that the left side is, where it lies below the line."""
        over = self.numerator * right + self.days
        if self.out:
            return -(-over // self.denominator) - 1
        return over // self.denominator

    def right_most(self, left: int) -> int:
        """The most that the right side is, where the left lies above the line."""
        over = self.denominator * left - self.days
        if self.out:
            return -(-over // self.numerator) - 1
        return over // self.numerator

    def right_least(self, left: int) -> int:
        """The least that the right side is, where the left lies below the line."""
        over = self.denominator * left - self.days
        if self.out:
            return over // self.numerator + 1
        return -(-over // self.numerator)


@dataclass(frozen=True, slots=True)
class Link:
    """Two related inputs in a box: `left` lies between two lines of `right`."""

    left: str
    right: str
    low: Line | None
    high: Line | None


Bounds = dict[str, tuple[int, int]]


class Filler:
    """Finds cases in boxes of a grid. `today` is the day of decision, as an ordinal."""

    def __init__(self, grid: Grid, budget: Budget) -> None:
        self.budget = budget
        self.grid = grid
        self.today = grid.space.first.toordinal()
        self.numbers = [(at, one) for at, one in enumerate(grid.axes) if isinstance(one, Numbers)]
        self.ratios = [(at, one) for at, one in enumerate(grid.axes) if isinstance(one, Ratio)]
        self.known: dict[tuple[int, int], Link] = {}

    def possible(self, box: Box) -> bool:
        """False where bounds alone show that the box holds no case; true may be wrong."""
        links = self._links(box)
        return not links or self._tightened(self._bounds(box, links), links) is not None

    def fill(self, box: Box) -> dict[str, Value] | None:
        """A whole case in the box; None: there is none. Raises `UnsettledError`."""
        if any(not mask for mask in box.values()):
            return None
        links = self._links(box)
        linked: dict[str, int] = {}
        if links:
            bounds = self._tightened(self._bounds(box, links), links)
            if bounds is None:
                return None
            found = self._tried(box, links, dict(bounds)) or self._settled(box, links, bounds)
            if found is None:
                return None
            linked = found
        values: dict[str, Value] = {}
        for at, axis in enumerate(self.grid.axes):
            mask = box.get(at, self.grid.full[at])
            if isinstance(axis, Choices):
                values[axis.input.name] = axis.chosen(mask)[0]
            elif isinstance(axis, Numbers):
                name = axis.input.name
                values[name] = linked[name] if name in linked else self._best(axis, mask)
        return {name: values[name] for name in self.grid.space.inputs}

    def _best(self, axis: Numbers, mask: int) -> int:
        return next(friendly(axis.input, axis.intervals(mask), self.today))

    def _links(self, box: Box) -> list[Link]:
        return [self.link(at, one, box[at]) for at, one in self.ratios if at in box]

    def link(self, at: int, one: Ratio, mask: int) -> Link:
        """Between which lines the cells of a ratio lie."""
        found = self.known.get((at, mask))
        if found is None:
            low, high = (_line(end, days=one.days) for end in one.bounds(mask))
            found = self.known[at, mask] = Link(one.left, one.right, low, high)
        return found

    def _bounds(self, box: Box, links: Sequence[Link]) -> Bounds:
        names = {name for one in links for name in (one.left, one.right)}
        found: Bounds = {}
        for at, axis in self.numbers:
            if axis.input.name in names:
                mask = box.get(at, self.grid.full[at])
                first, last = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
                found[axis.input.name] = axis.ends(first, last)
        return found

    def _tightened(self, bounds: Bounds, links: Sequence[Link]) -> Bounds | None:
        """The bounds that the relations leave; None where they leave nothing."""
        for _ in range(ROUNDS):
            self.budget.spend(COST * len(links))
            before = dict(bounds)
            for link in links:
                if not _tighten(bounds, link):
                    return None
            if bounds == before:
                break
        return bounds

    def _tried(self, box: Box, links: Sequence[Link], bounds: Bounds) -> dict[str, int] | None:
        """Related inputs filled with values that people follow, where some of them fit."""
        self.left = TRIES
        axes = {axis.input.name: (axis, at) for at, axis in self.numbers}
        order = sorted(bounds, key=lambda name: axes[name][0].input.derived != "decision_day")
        return self._try(box, links, bounds, order)

    def _try(
        self, box: Box, links: Sequence[Link], bounds: Bounds, order: Sequence[str]
    ) -> dict[str, int] | None:
        if not order:
            values = {name: least for name, (least, _) in bounds.items()}
            return values if self._fits(box, values) else None
        name, *rest = order
        place = self.grid.places[name]
        axis = self.grid.axes[place]
        assert isinstance(axis, Numbers)
        least, most = bounds[name]
        intervals = [
            (max(low, least), min(high, most))
            for low, high in axis.intervals(box.get(place, self.grid.full[place]))
            if low <= most and least <= high
        ]
        if not intervals:
            return None
        for value in dict.fromkeys(friendly(axis.input, intervals, self.today)):
            self.left -= 1
            if self.left < 0:
                return None
            narrower = self._tightened({**bounds, name: (value, value)}, links)
            if narrower is not None:
                found = self._try(box, links, narrower, rest)
                if found is not None:
                    return found
        return None

    def _fits(self, box: Box, values: Mapping[str, Value]) -> bool:
        return all(box[at] >> one.cell(values) & 1 for at, one in self.ratios if at in box) and all(
            box[at] >> axis.cell(values) & 1
            for at, axis in self.numbers
            if at in box and axis.input.name in values
        )

    def _settled(self, box: Box, links: Sequence[Link], bounds: Bounds) -> dict[str, int] | None:
        """Every value there is tried, where these are few; else what Z3 says."""
        if math.prod(most - least + 1 for least, most in bounds.values()) > FEW:
            return self._solved(box, links)
        each = [range(least, most + 1) for least, most in bounds.values()]
        cases = (dict(zip(bounds, values, strict=True)) for values in product(*each))
        return next((values for values in cases if self._fits(box, values)), None)

    def _solved(self, box: Box, links: Sequence[Link]) -> dict[str, int] | None:
        self.budget.ask(len(links))
        names = {name for one in links for name in (one.left, one.right)}
        asked = {
            at: box.get(at, self.grid.full[at])
            for at, one in self.numbers
            if one.input.name in names
        }
        conditions = [self.grid.axes[at].condition(mask) for at, mask in asked.items()]
        for at, one in self.ratios:
            if at in box:
                conditions += one.comparisons(box[at])
        found = solve(self.grid.space.inputs, conditions)
        return None if found is None else {name: int(value) for name, value in found.items()}


def _line(end: tuple[Exact, bool] | None, *, days: bool) -> Line | None:
    if end is None:
        return None
    point, out = end
    if days:
        return Line(1, 1, int(point), out)
    return Line(point.numerator, point.denominator, 0, out)


def _tighten(bounds: Bounds, link: Link) -> bool:
    """Draw the bounds of both sides of a relation tighter; False where nothing is left."""
    low, high = bounds[link.left]
    least, most = bounds[link.right]
    if link.low is not None:
        low = max(low, link.low.least(least))
        most = min(most, link.low.right_most(high))
    if link.high is not None:
        high = min(high, link.high.most(most))
        least = max(least, link.high.right_least(low))
    bounds[link.left], bounds[link.right] = (low, high), (least, most)
    return low <= high and least <= most
