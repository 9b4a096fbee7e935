"""Sets of cases as boxes: some choices of each discrete input, a range of each number.

A condition becomes boxes exactly. A comparison of two amounts is a further side of every box,
true or false; whether a box with such sides has a case in it is another question (`cases`).
"""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from governance.domain.assurance.finding import Region
from governance.domain.assurance.solving import UnsettledError
from governance.domain.authority.conditions import leaves
from governance.domain.authority.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Const,
    In,
    Input,
    Op,
)

MOST = 4_000
"""Boxes that one condition may come to, at the most."""
EITHER = 3
"""The side of a comparison of two amounts that may be true or false."""

_POSITIVE: Mapping[Op, Op] = {">=": "<", ">": "<=", "!=": "="}
_NEGATIVE: Mapping[Op, Op] = {"<": ">=", "<=": ">", "=": "!="}

Span = tuple[int, int]


class Box(NamedTuple):
    """What each discrete input and comparison (bits), and each number (both ends), may be."""

    masks: tuple[int, ...]
    spans: tuple[Span, ...]


class Frame:
    """The sides that all boxes of one comparison have, and the box that holds every case."""

    def __init__(self, inputs: Mapping[str, Input], conditions: Iterable[Condition]) -> None:
        self.inputs = inputs
        self.choices = [one for one in inputs.values() if one.discrete]
        self.numbers = [one for one in inputs.values() if not one.discrete]
        self.atoms = list(
            dict.fromkeys(
                _positive(leaf)[0]
                for condition in conditions
                for leaf in leaves(condition)
                if isinstance(leaf, Compare) and not isinstance(leaf.term, Const)
            )
        )
        self._mask = {one.name: at for at, one in enumerate(self.choices)}
        self._atom = {leaf: at for at, leaf in enumerate(self.atoms, start=len(self.choices))}
        self._span = {one.name: at for at, one in enumerate(self.numbers)}
        self.whole = Box(
            (*(2 ** len(one.choices) - 1 for one in self.choices), *(EITHER for _ in self.atoms)),
            tuple((one.least, one.most) for one in self.numbers),
        )

    def boxes(self, condition: Condition) -> list[Box]:
        """Boxes, which may overlap, that together hold the cases for which a condition holds.

        Raises `UnsettledError` where they would be too many.
        """
        match condition:
            case AllOf(parts):
                found = [self.whole]
                for part in parts:
                    each = self.boxes(part)
                    met = (meet(one, other) for one in found for other in each)
                    found = self._bounded(box for box in met if box is not None)
                return found
            case AnyOf(parts):
                return self._bounded(box for part in parts for box in self.boxes(part))
            case In(name, choices):
                known = self.inputs[name].choices
                mask = sum(1 << at for at, one in enumerate(known) if one in choices)
                return [self._with_mask(self._mask[name], mask)] if mask else []
            case Compare(name, op, Const(value)):
                at = self._span[name]
                clipped = (self._with_span(at, one) for one in _ranges(op, value))
                return [box for box in clipped if box is not None]
        leaf, true = _positive(condition)
        return [self._with_mask(self._atom[leaf], 2 if true else 1)]

    def _bounded(self, found: Iterable[Box]) -> list[Box]:
        kept = list(dict.fromkeys(found))
        if len(kept) > MOST:
            raise UnsettledError
        return kept

    def _with_mask(self, at: int, mask: int) -> Box:
        masks = self.whole.masks
        return Box((*masks[:at], mask, *masks[at + 1 :]), self.whole.spans)

    def _with_span(self, at: int, span: tuple[int | None, int | None]) -> Box | None:
        spans = self.whole.spans
        least, most = spans[at]
        low = least if span[0] is None else max(least, span[0])
        high = most if span[1] is None else min(most, span[1])
        if low > high:
            return None
        return Box(self.whole.masks, (*spans[:at], (low, high), *spans[at + 1 :]))

    def bounds(self, inputs: Mapping[str, Input]) -> Box | None:
        """The box of what some inputs may be; whatever is not among them may be anything."""
        found: Box | None = self.whole
        for one in inputs.values():
            if one.name not in self.inputs or found is None:
                continue
            if one.discrete:
                each = self.boxes(In(one.name, frozenset(one.choices)))
            else:
                clipped = self._with_span(self._span[one.name], (one.least, one.most))
                each = [] if clipped is None else [clipped]
            found = meet(found, each[0]) if each else None
        return found

    def held(self, box: Box) -> list[Compare]:
        """The comparisons of two amounts that hold all over a box."""
        found = []
        for leaf, mask in zip(self.atoms, box.masks[len(self.choices) :], strict=True):
            if mask != EITHER:
                found.append(
                    leaf if mask == 2 else Compare(leaf.input, _NEGATIVE[leaf.op], leaf.term)
                )
        return found

    def allowed(self, box: Box, at: int) -> tuple[str, ...]:
        """The choices a box leaves to the discrete input at that place."""
        return tuple(
            one for bit, one in enumerate(self.choices[at].choices) if box.masks[at] >> bit & 1
        )

    def region(self, box: Box) -> Region:
        """A box as a region: only what it narrows."""
        return Region(
            {
                one.name: self.allowed(box, at)
                for at, one in enumerate(self.choices)
                if box.masks[at] != self.whole.masks[at]
            },
            {
                one.name: box.spans[at]
                for at, one in enumerate(self.numbers)
                if box.spans[at] != self.whole.spans[at]
            },
            tuple(self.held(box)),
        )


def _positive(leaf: Compare) -> tuple[Compare, bool]:
    """One of a comparison and its opposite, always the same one, and whether it is the first."""
    op = _POSITIVE.get(leaf.op)
    return (leaf, True) if op is None else (Compare(leaf.input, op, leaf.term), False)


def _ranges(op: Op, value: int) -> list[tuple[int | None, int | None]]:
    match op:
        case "<":
            return [(None, value - 1)]
        case "<=":
            return [(None, value)]
        case ">":
            return [(value + 1, None)]
        case ">=":
            return [(value, None)]
        case "=":
            return [(value, value)]
        case "!=":
            return [(None, value - 1), (value + 1, None)]


def meet(one: Box, other: Box) -> Box | None:
    """The cases in both boxes; None where there are none."""
    masks = tuple(map(operator.and_, one.masks, other.masks))
    if 0 in masks:
        return None
    spans = []
    for (low, high), (least, most) in zip(one.spans, other.spans, strict=True):
        span = (max(least, low), min(most, high))
        if span[0] > span[1]:
            return None
        spans.append(span)
    return Box(masks, tuple(spans))


def minus(one: Box, other: Box) -> list[Box]:
    """Boxes, of which no two overlap, of the cases in one box and not in the other."""
    common = meet(one, other)
    if common is None:
        return [one]
    found = []
    masks, spans = one
    for at, kept in enumerate(common.masks):
        if rest := masks[at] & ~kept:
            found.append(Box((*masks[:at], rest, *masks[at + 1 :]), spans))
            masks = (*masks[:at], kept, *masks[at + 1 :])
    for at, (low, high) in enumerate(common.spans):
        least, most = spans[at]
        before, after = spans[:at], spans[at + 1 :]
        if least < low:
            found.append(Box(masks, (*before, (least, low - 1), *after)))
        if high < most:
            found.append(Box(masks, (*before, (high + 1, most), *after)))
        spans = (*before, (low, high), *after)
    return found


def minus_all(one: Box, others: Iterable[Box]) -> list[Box]:
    """The cases in a box and in none of the others."""
    left = [one]
    for other in others:
        left = [piece for box in left for piece in minus(box, other)]
        if not left:
            break
    return left


class Near:
    """Boxes that can be found by where they are: those that overlap another.

    Sorted once by the choice that has most sides and the number that has most edges.
    """

    def __init__(self, frame: Frame, boxes: Sequence[Box]) -> None:
        sizes = [mask.bit_count() for mask in frame.whole.masks[: len(frame.choices)]]
        edges = [len({box.spans[at][0] for box in boxes}) for at in range(len(frame.numbers))]
        self._mask = max(range(len(sizes)), key=sizes.__getitem__, default=None)
        self._span = max(range(len(edges)), key=edges.__getitem__, default=None)
        self._boxes = boxes
        self._by_bit: dict[int, list[int]] = {}
        for number in sorted(range(len(boxes)), key=lambda number: self._low(boxes[number])):
            for bit in self._bits(boxes[number]):
                self._by_bit.setdefault(bit, []).append(number)
        self._lows = {
            bit: [self._low(boxes[number]) for number in numbers]
            for bit, numbers in self._by_bit.items()
        }
        self._reach = {
            bit: list(accumulate((self._high(boxes[number]) for number in numbers), max))
            for bit, numbers in self._by_bit.items()
        }

    def overlapping(self, box: Box) -> list[int]:
        """The numbers of the boxes that overlap another, in order."""
        low, high = self._low(box), self._high(box)
        found = set()
        for bit in self._bits(box):
            numbers, reach = self._by_bit.get(bit, []), self._reach.get(bit, [])
            at = bisect_right(self._lows.get(bit, []), high) - 1
            while at >= 0 and reach[at] >= low:
                if meet(self._boxes[numbers[at]], box) is not None:
                    found.add(numbers[at])
                at -= 1
        return sorted(found)

    def _low(self, box: Box) -> int:
        return 0 if self._span is None else box.spans[self._span][0]

    def _high(self, box: Box) -> int:
        return 0 if self._span is None else box.spans[self._span][1]

    def _bits(self, box: Box) -> Iterable[int]:
        if self._mask is None:
            return (0,)
        mask = box.masks[self._mask]
        return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)
