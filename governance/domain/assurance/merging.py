"""Few and large regions out of many small boxes, so that a reader has few lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from governance.domain.assurance.asking import Asking, around
from governance.domain.assurance.axes import Numbers
from governance.domain.assurance.grid import Box, meeting
from governance.domain.assurance.nearby import Near
from governance.domain.assurance.solving import UnsettledError


def merged(asking: Asking, boxes: Sequence[Box], free: Sequence[Box]) -> Iterator[tuple[Box, int]]:
    """Boxes that cannot be made larger and together hold what the given ones do.

    They may reach into `free`, and wherever else there are no cases. With each comes the number
    of the given box that it was grown from.
    """
    grower = _Grower(asking, [*boxes, *free])
    done: list[Box] = []
    for number, box in enumerate(boxes):
        over = [one for one in done if meeting(one, box) is not None]
        if not over or grower.outside(box, over):
            grown = grower.grow(box)
            done.append(grown)
            yield grown, number


class _Grower:
    """Makes a box larger, side by side, as far as boxes that belong to it reach."""

    def __init__(self, asking: Asking, boxes: Sequence[Box]) -> None:
        self.asking, self.boxes = asking, boxes
        self.grid = asking.grid
        axes = self.grid.axes
        self.near = Near(len(axes), boxes)
        self.order = sorted(range(len(axes)), key=lambda at: isinstance(axes[at], Numbers))

    def outside(self, box: Box, covers: Sequence[Box]) -> bool:
        """Whether some case of a box may lie in none of the others."""
        try:
            return next(self._holes(box, covers), None) is not None
        except UnsettledError:
            return True

    def _holes(self, box: Box, covers: Sequence[Box]) -> Iterator[Box]:
        self.asking.budget.renew(len(self.boxes))
        return self.asking.walk(box, [*covers, *self.grid.impossible]).holes()

    def _there(self, box: Box) -> list[Box]:
        return [self.boxes[number] for number in self.near.meeting(box)]

    def grow(self, box: Box) -> Box:
        """The box as large as it can be made: choices, then relations, then numbers."""
        grown = dict(box)
        for at in self.order:
            inside = grown.pop(at, None)
            if inside is None:
                continue
            number = isinstance(self.grid.axes[at], Numbers)
            cells = (self._along if number else self._beside)(grown, at, inside)
            if cells != self.grid.full[at]:
                grown[at] = cells
        return grown

    def _beside(self, box: Box, at: int, inside: int) -> int:
        """Every cell of an axis, all along which the box holds nothing else."""
        allowed = self.grid.full[at]
        try:
            for hole in self._holes(box, self._there(box)):
                allowed &= ~hole.get(at, allowed)
        except UnsettledError:
            return inside
        return allowed | inside

    def _along(self, box: Box, at: int, inside: int) -> int:
        """Further along a number, from each end as far as the same boxes reach, and so on."""
        full = self.grid.full[at]
        for beside in (_above, _below):
            while cell := beside(inside) & full:
                there = self._there({**box, at: cell})
                reach = full
                for one in there:
                    reach &= one.get(at, full)
                further = (around(reach, cell), cell)
                fits = (cells for cells in further if not self.outside({**box, at: cells}, there))
                added = next(fits, 0)
                if not added:
                    break
                inside |= added
        return inside


def _above(cells: int) -> int:
    return 1 << cells.bit_length()


def _below(cells: int) -> int:
    return (cells & -cells) >> 1
