"""The axes of a set of conditions, and conditions as boxes upon them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction as Exact

from governance.domain.assurance.axes import Axis, Choices, Numbers, Ratio
from governance.domain.assurance.solving import UnsettledError
from governance.domain.assurance.space import Space
from governance.domain.authority.conditions import all_of, leaves, negate
from governance.domain.authority.folding import Relation, relation
from governance.domain.authority.model import (
    ALWAYS,
    AllOf,
    Compare,
    Condition,
    Const,
    In,
    Input,
    Value,
)

MOST_BOXES = 1_024
"""Boxes that one condition is taken apart into at the most."""
FEW = 48
"""Up to so many boxes of a condition, those inside another are left out."""

Box = Mapping[int, int]
"""For each axis (by its place) that is narrowed, the cells left: never none, never all."""


class Grid:
    """The axes that a space and some conditions need, choices first."""

    def __init__(self, space: Space, conditions: Iterable[Condition]) -> None:
        self.space = space
        found = {leaf for one in (*conditions, *space.assume) for leaf in leaves(one)}
        self.axes: list[Axis] = []
        self.places: dict[str | tuple[str, str], int] = {}
        self._choices(found)
        self._ratios(found)
        self.full = [one.full for one in self.axes]
        self.leaf_boxes: dict[Compare | In, tuple[int, int]] = {}
        self.linked = [at for at, one in enumerate(self.axes) if isinstance(one, Ratio)]
        self.impossible = self._impossible()

    def _choices(self, found: Iterable[Compare | In]) -> None:
        cuts: dict[str, set[int]] = {}
        for leaf in found:
            if isinstance(leaf, Compare) and isinstance(leaf.term, Const):
                value = leaf.term.value
                here = cuts.setdefault(leaf.input, set())
                here.update(_cuts(leaf.op, value))
        for one in self.space.inputs.values():
            if one.discrete:
                self._add(one.name, Choices(one))
        for one in self.space.inputs.values():
            if not one.discrete:
                inner = sorted(k for k in cuts.get(one.name, ()) if one.least < k <= one.most)
                self._add(one.name, Numbers(one, (one.least, *inner)))

    def _ratios(self, found: Iterable[Compare | In]) -> None:
        points: dict[tuple[str, str], set[Exact]] = {}
        for leaf in found:
            one = relation(leaf)
            if one is not None:
                one = _ordered(one)
                point = one.shift if self._days(one.left) else one.slope
                points.setdefault((one.left, one.right), set()).add(point)
        for (left, right), some in sorted(points.items()):
            ends = (self.space.inputs[left].least, self.space.inputs[right].least)
            ratio = Ratio.of(
                left, right, tuple(sorted(some)), days=self._days(left), nought=ends == (0, 0)
            )
            self._add((left, right), ratio)

    def _days(self, name: str) -> bool:
        return self.space.inputs[name].type == "day"

    def _add(self, key: str | tuple[str, str], axis: Axis) -> None:
        self.places[key] = len(self.axes)
        self.axes.append(axis)

    def _impossible(self) -> tuple[Box, ...]:
        """What is assumed never to be. Raises `UnsettledError` where that is too much."""
        found: list[Box] = []
        for one in self.space.assume:
            found += self.boxes(negate(one, self.space.inputs))
        return tuple(found)

    def leaf_box(self, leaf: Compare | In) -> tuple[int, int]:
        """The axis a comparison is about and the cells in which it holds."""
        found = self.leaf_boxes.get(leaf)
        if found is None:
            found = self.leaf_boxes[leaf] = self._leaf_box(leaf)
        return found

    def _leaf_box(self, leaf: Compare | In) -> tuple[int, int]:
        one = relation(leaf)
        if one is not None:
            one = _ordered(one)
            place = self.places[one.left, one.right]
            ratio = self.axes[place]
            assert isinstance(ratio, Ratio)
            return place, ratio.mask(one)
        place = self.places[leaf.input]
        axis = self.axes[place]
        if isinstance(leaf, In):
            assert isinstance(axis, Choices)
            return place, axis.mask(leaf)
        assert isinstance(axis, Numbers)
        assert isinstance(leaf.term, Const)
        return place, axis.mask(leaf.op, leaf.term.value)

    def boxes(self, condition: Condition) -> list[Box]:
        """The condition as boxes, any of which holds. Raises `UnsettledError` beyond the most."""
        if isinstance(condition, Compare | In):
            place, mask = self.leaf_box(condition)
            return [] if not mask else [{}] if mask == self.full[place] else [{place: mask}]
        if isinstance(condition, AllOf):
            return self._product(condition.parts)
        single: dict[int, int] = {}
        found: list[Box] = []
        for part in condition.parts:
            for box in self.boxes(part):
                if len(box) == 1:
                    ((place, mask),) = box.items()
                    single[place] = single.get(place, 0) | mask
                else:
                    found.append(box)
            if len(found) > MOST_BOXES:
                raise UnsettledError
        found += [{place: mask} for place, mask in single.items() if mask != self.full[place]]
        if {} in found or any(mask == self.full[place] for place, mask in single.items()):
            return [{}]
        return _outermost(found)

    def _product(self, parts: Sequence[Condition]) -> list[Box]:
        together: Box | None = {}
        rest: list[list[Box]] = []
        for part in parts:
            options = self.boxes(part)
            if len(options) > 1:
                rest.append(options)
                continue
            together = meeting(together, options[0]) if options and together is not None else None
            if together is None:
                return []
        assert together is not None
        found: list[Box] = [together]
        for options in sorted(rest, key=len):
            joined = (meeting(one, other) for one in found for other in options)
            found = _outermost([one for one in joined if one is not None])
            if len(found) > MOST_BOXES:
                raise UnsettledError
        return found

    def condition(self, box: Box) -> Condition:
        """A box as a condition that holds exactly in it."""
        return all_of([ALWAYS, *(self.axes[at].condition(mask) for at, mask in box.items())])

    def holds(self, box: Box, values: Mapping[str, Value]) -> bool:
        """Whether a full case lies in a box."""
        return all(mask >> self.axes[at].cell(values) & 1 for at, mask in box.items())

    def input(self, name: str) -> Input:
        """The input of that name, bounded as the space bounds it."""
        return self.space.inputs[name]


def meeting(one: Box, other: Box) -> dict[int, int] | None:
    """What two boxes have in common; None where that is nothing, as far as cells say."""
    found = dict(one)
    for at, mask in other.items():
        left = found.get(at)
        both = mask if left is None else mask & left
        if not both:
            return None
        found[at] = both
    return found


def _outermost(boxes: list[Box]) -> list[Box]:
    """The boxes without those that lie inside another, where there are but few."""
    if not 1 < len(boxes) <= FEW:
        return boxes
    kept: list[Box] = []
    for box in sorted(boxes, key=len):
        if not any(_inside(box, other) for other in kept):
            kept.append(box)
    return kept


def _inside(box: Box, other: Box) -> bool:
    return all(at in box and not box[at] & ~mask for at, mask in other.items())


def _ordered(one: Relation) -> Relation:
    return one if one.left < one.right else one.mirrored()


def _cuts(op: str, value: int) -> tuple[int, ...]:
    """The numbers at which a comparison begins to answer otherwise."""
    if op in ("<", ">="):
        return (value,)
    return (value + 1,) if op in ("<=", ">") else (value, value + 1)
