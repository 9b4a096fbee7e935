"""Is there a case for which this holds? Asked exactly, and answered with one that people follow.

Conditions are taken apart into boxes, and holes are walked for; what cannot be taken apart
within bounds is put to Z3 as it stands, and what that cannot settle is said to be unsettled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from governance.domain.assurance.axes import Choices, Numbers, stretch
from governance.domain.assurance.filling import Filler
from governance.domain.assurance.finding import Region
from governance.domain.assurance.grid import Box, Grid, meeting
from governance.domain.assurance.solving import UnsettledError, solve
from governance.domain.assurance.space import Space
from governance.domain.assurance.walking import Budget, Walk
from governance.domain.authority.model import Condition, Value

__all__ = ["Asking", "Found", "Space", "UnsettledError", "find", "region_around"]


@dataclass(frozen=True, slots=True)
class Found:
    """A case, and the box of cases that no comparison tells from it."""

    box: Box
    values: Mapping[str, Value]


class Asking:
    """A space with the conditions that will be asked about, ready for many questions.

    Only comparisons that stand in `conditions` (or in what the space assumes) may be asked
    about. Raises `UnsettledError` where what is assumed is too much to be taken apart.
    """

    def __init__(self, space: Space, conditions: Iterable[Condition]) -> None:
        self.space = space
        self.grid = Grid(space, conditions)
        self.budget = Budget()
        self.filler = Filler(self.grid, self.budget)

    def walk(self, start: Box, boxes: Sequence[Box], budget: Budget | None = None) -> Walk:
        """A walk through a box along others."""
        possible = self.filler.possible
        return Walk(self.grid, start, boxes, budget=budget or self.budget, possible=possible)

    def holes(self, starts: Iterable[Box], covers: Sequence[Box]) -> Iterator[Found]:
        """Cases that lie in one of `starts` and in none of `covers`; impossible ones left out.

        A box of each that lies in no cover comes with it. Raises `UnsettledError`.
        """
        if self.space.empty:
            return
        for start in starts:
            for box in self.walk(start, [*covers, *self.grid.impossible]).holes():
                values = self.filler.fill(box)
                if values is not None:
                    yield Found(box, values)

    def find(
        self, condition: Condition, *, without: Iterable[Condition] = ()
    ) -> dict[str, Value] | None:
        """A possible case for which `condition` holds and none of `without`; None: none is.

        Raises `UnsettledError`.
        """
        without = list(without)
        if self.space.empty:
            return None
        try:
            covers = [box for one in without for box in self.grid.boxes(one)]
            found = next(self.holes(self.grid.boxes(condition), covers), None)
        except UnsettledError:
            values = solve(self.space.inputs, [condition, *self.space.assume], without)
            return None if values is None else completed(self.space, values)
        return None if found is None else dict(found.values)

    def region(self, box: Box) -> Region:
        """A box in terms of inputs."""
        choices: dict[str, tuple[str, ...]] = {}
        bounds: dict[str, tuple[int, int]] = {}
        relations: list[Condition] = []
        for at, mask in sorted(box.items()):
            axis = self.grid.axes[at]
            if mask == self.grid.full[at]:
                continue
            if isinstance(axis, Choices):
                choices[axis.input.name] = axis.chosen(mask)
            elif isinstance(axis, Numbers):
                intervals = axis.intervals(mask)
                bounds[axis.input.name] = (intervals[0][0], intervals[-1][1])
            else:
                relations += axis.comparisons(mask)
        return Region(choices, bounds, tuple(relations))

    def widened(self, found: Found, covers: Sequence[Box]) -> Box:
        """The box made as wide as it can be without touching a cover: choices, ratios, numbers.

        What is assumed never to be may lie in it.
        """
        axes = self.grid.axes
        box = self._connected(found)
        order = sorted(range(len(axes)), key=lambda at: isinstance(axes[at], Numbers))
        touching = [(cover, _apart(cover, box)) for cover in covers]
        for at in order:
            if at not in box:
                continue
            allowed = self.grid.full[at]
            for cover, apart in touching:
                if at in cover and not any(other != at for other in apart):
                    allowed &= ~cover[at]
            box[at] = allowed if isinstance(axes[at], Choices) else around(allowed, box[at])
            for cover, apart in touching:
                if at in apart and cover[at] & box[at]:
                    apart.discard(at)
            if box[at] == self.grid.full[at]:
                del box[at]
        return box

    def _connected(self, found: Found) -> dict[int, int]:
        """The part of the found box around its case in which numbers are one stretch."""
        box = dict(found.box)
        for at, mask in found.box.items():
            axis = self.grid.axes[at]
            if not isinstance(axis, Choices):
                box[at] = around(mask, 1 << axis.cell(found.values))
        return box


def _apart(cover: Box, box: Box) -> set[int]:
    """The axes on which a cover and a box do not meet."""
    return {at for at, mask in cover.items() if at in box and not box[at] & mask}


def around(allowed: int, inside: int) -> int:
    """The stretch of allowed cells that has the cells `inside` in it."""
    first, last = (inside & -inside).bit_length() - 1, inside.bit_length() - 1
    above = ~(allowed >> (last + 1))
    upto = last + (above & -above).bit_length() - 1
    below = ~allowed & ((1 << first) - 1)
    return stretch(below.bit_length(), upto)


def completed(space: Space, values: Mapping[str, Value]) -> dict[str, Value]:
    """A case with every input of the space, any value where none is given."""
    return {
        name: values.get(name, one.choices[0] if one.discrete else one.least)
        for name, one in space.inputs.items()
    }


def find(
    space: Space, condition: Condition, *, without: Iterable[Condition] = ()
) -> dict[str, Value] | None:
    """A possible case for which `condition` holds and none of `without` does; None: there is none.

    It gives every input of the space, values that people follow wherever it can. Raises
    `UnsettledError` where that cannot be settled within bounds. Asked often about the same
    conditions, make one `Asking` of them.
    """
    without = list(without)
    try:
        asking = Asking(space, [condition, *without])
    except UnsettledError:
        values = None if space.empty else solve(space.inputs, [condition, *space.assume], without)
        return None if values is None else completed(space, values)
    return asking.find(condition, without=without)


def region_around(
    space: Space,
    values: Mapping[str, Value],
    condition: Condition,
    *,
    without: Iterable[Condition] = (),
) -> Region:
    """A box of cases around one, as wide as can be, in which the condition goes on holding.

    `values` is a whole case for which `condition` holds and none of `without` does. Raises
    `UnsettledError` where the conditions are too much to be taken apart.
    """
    without = list(without)
    asking = Asking(space, [condition, *without])
    grid = asking.grid
    inside = next(box for box in grid.boxes(condition) if grid.holds(box, values))
    covers = [box for one in without for box in grid.boxes(one)]
    cells = {at: 1 << axis.cell(values) for at, axis in enumerate(grid.axes)}
    outside = [{at: grid.full[at] & ~mask} for at, mask in inside.items() if grid.full[at] & ~mask]
    assert meeting(inside, cells) is not None
    return asking.region(asking.widened(Found(cells, values), [*covers, *outside]))
