"""Walking a box apart, axis by axis, along what tells a set of boxes apart.

What is asked is where no box of a set lies (a hole), or which of them lie on one another. At
each step the axis that most boxes narrow is cut into stretches within which the same boxes go
on; a part in which some box goes all the way is covered and left. Parts that have been found
covered are remembered by the boxes that were left in them, which keeps the walk of a table of
rules about as long as the table. What it costs is counted, and too much is not settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from governance.domain.assurance.axes import Choices, runs
from governance.domain.assurance.grid import Box, Grid
from governance.domain.assurance.solving import UnsettledError

WORK, WORK_A_BOX = 1_500_000, 2_000
"""What one part of a proof may cost, and for each box more; about a microsecond each."""
QUESTIONS = 3_000
"""What may be asked of Z3 in one part of a proof: 20 a question, 1 for 4 comparisons in it."""


@dataclass(slots=True)
class Budget:
    """What may still be spent on one part of a proof: on walking, and on questions to Z3."""

    left: int = WORK
    questions: int = QUESTIONS

    def renew(self, boxes: int) -> None:
        """Begin anew, for the next question about a table of so many boxes."""
        self.left, self.questions = WORK + WORK_A_BOX * boxes, QUESTIONS

    def part(self, most: int) -> Budget:
        """A budget of its own for one question, taken from this one."""
        self.spend(most)
        return Budget(most, self.questions)

    def back(self, part: Budget) -> None:
        """Give back what a part did not spend."""
        self.left += max(part.left, 0)

    def ask(self, size: int) -> None:
        """Count a question to Z3, and its size. Raises `UnsettledError` for too many."""
        self.questions -= 20 + size
        if self.questions < 0:
            raise UnsettledError

    def spend(self, amount: int) -> None:
        """Count some work. Raises `UnsettledError` where there is none left."""
        self.left -= amount
        if self.left < 0:
            raise UnsettledError


class Walk:
    """One walk: through `start`, along the boxes given. `possible` prunes parts without cases."""

    def __init__(
        self,
        grid: Grid,
        start: Box,
        boxes: Sequence[Box],
        *,
        budget: Budget,
        possible: Callable[[Box], bool],
    ) -> None:
        self.grid = grid
        self.start = dict(start)
        self.budget = budget
        self.possible = possible
        self.boxes: list[dict[int, int]] = []
        self.given: list[int] = []
        for number, box in enumerate(boxes):
            here = self._within(box)
            if here is not None:
                self.boxes.append(here)
                self.given.append(number)
        self.covered: set[tuple[frozenset[int], frozenset[int]]] = set()
        self.linked = set(grid.linked)

    def _within(self, box: Box) -> dict[int, int] | None:
        """What of a box still narrows the start; None where they do not meet."""
        found = {}
        for at, mask in box.items():
            here = self.start.get(at, self.grid.full[at])
            both = here & mask
            if not both:
                return None
            if both != here:
                found[at] = both
        return found

    def holes(self) -> Iterator[Box]:
        """The parts of the start in which no box lies, as far as cells say."""
        yield from self._holes(self.start, frozenset(range(len(self.boxes))), frozenset())

    def _holes(self, part: Box, live: frozenset[int], used: frozenset[int]) -> Iterator[Box]:
        if not live:
            yield part
            return
        key = (live, used)
        if key in self.covered:
            return
        self.budget.spend(len(live) + 4)
        axis = self._axis(live, used)
        if axis is None:
            self.covered.add(key)
            return
        found = False
        for cells, going_on in self._cut(part, live, axis):
            smaller = {**part, axis: cells} if cells != self.grid.full[axis] else part
            if self.linked and not self.possible(smaller):
                found = True
                continue
            for hole in self._holes(smaller, going_on, used | {axis}):
                found = True
                yield hole
            found = found or (going_on, used | {axis}) not in self.covered
        if not found:
            self.covered.add(key)

    def _axis(self, live: frozenset[int], used: frozenset[int]) -> int | None:
        """The axis that most boxes narrow; None where some box goes all the way."""
        counts: dict[int, int] = {}
        for number in live:
            open_ = False
            for at in self.boxes[number]:
                if at not in used:
                    counts[at] = counts.get(at, 0) + 1
                    open_ = True
            if not open_:
                return None
        return min(counts, key=lambda at: (-counts[at], at))

    def meetings(self) -> Iterator[tuple[Box, list[int]]]:
        """Every part in which the same boxes lie, with which they are."""
        yield from self._meetings(self.start, frozenset(range(len(self.boxes))), frozenset())

    def _meetings(
        self, part: Box, live: frozenset[int], used: frozenset[int]
    ) -> Iterator[tuple[Box, list[int]]]:
        self.budget.spend(len(live) + 4)
        going = frozenset(n for n in live if any(at not in used for at in self.boxes[n]))
        if not going:
            yield part, sorted(self.given[number] for number in live)
            return
        axis = self._axis(going, used)
        assert axis is not None
        for cells, going_on in self._cut(part, live, axis):
            smaller = {**part, axis: cells} if cells != self.grid.full[axis] else part
            if not self.linked or self.possible(smaller):
                yield from self._meetings(smaller, going_on, used | {axis})

    def _cut(
        self, part: Box, live: frozenset[int], axis: int
    ) -> Iterator[tuple[int, frozenset[int]]]:
        """The stretches of an axis in which the same boxes go on, in order."""
        whole = part.get(axis, self.grid.full[axis])
        free = {n for n in live if axis not in self.boxes[n]}
        bound = [(n, self.boxes[n][axis]) for n in sorted(live - free)]
        if isinstance(self.grid.axes[axis], Choices):
            yield from self._cut_choices(whole, frozenset(free), bound)
        else:
            yield from self._cut_stretches(whole, free, bound)

    def _cut_choices(
        self, whole: int, free: frozenset[int], bound: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, frozenset[int]]]:
        holders: dict[int, list[int]] = {}
        for number, mask in bound:
            for first, last in runs(mask):
                self.budget.spend((last - first) // 4)
                for cell in range(first, last + 1):
                    holders.setdefault(cell, []).append(number)
        found: dict[frozenset[int], int] = {}
        for first, last in runs(whole):
            for cell in range(first, last + 1):
                here = free.union(holders.get(cell, ()))
                found[here] = found.get(here, 0) | 1 << cell
        yield from ((cells, here) for here, cells in found.items())

    def _cut_stretches(
        self, whole: int, free: set[int], bound: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, frozenset[int]]]:
        starts: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        cuts: set[int] = set()
        for number, mask in bound:
            for first, last in runs(mask):
                starts.setdefault(first, []).append(number)
                ends.setdefault(last + 1, []).append(number)
        for first, last in runs(whole):
            cuts.update((first, last + 1))
        here = set(free)
        places = sorted(cuts | starts.keys() | ends.keys())
        for at, place in enumerate(places[:-1]):
            here.difference_update(ends.get(place, ()))
            here.update(starts.get(place, ()))
            cells = (((1 << (places[at + 1] - place)) - 1) << place) & whole
            if cells:
                self.budget.spend(len(here) // 8)
                yield cells, frozenset(here)
