"""Few and large regions out of many small boxes, so that a reader has few lines to read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from governance.domain.assurance.boxes import Box, Frame, Near, minus, minus_all


def merged(frame: Frame, boxes: Sequence[Box], free: Sequence[Box]) -> Iterator[tuple[Box, int]]:
    """Boxes that cannot be made larger and together hold what the given ones do.

    They may reach into `free`, where there are no cases. With each comes the number of the
    given box that it was grown from.
    """
    every = [*boxes, *free]
    grower = _Grower(frame, every)
    left = [[box] for box in boxes]
    for number, box in enumerate(boxes):
        if left[number]:
            grown = grower.grow(box)
            for other in grower.where.overlapping(grown):
                if other < len(boxes):
                    left[other] = [part for one in left[other] for part in minus(one, grown)]
            yield grown, number


class _Grower:
    """Makes a box larger, side by side, as far as boxes that belong to it reach."""

    def __init__(self, frame: Frame, boxes: Sequence[Box]) -> None:
        self.frame, self.boxes = frame, boxes
        self.where = Near(frame, boxes)
        self.sizes = [_size(box) for box in boxes]

    def _fits(self, box: Box) -> bool:
        return not minus_all(box, self._there(box))

    def _there(self, box: Box) -> list[Box]:
        """The given boxes that overlap another, large ones first: they leave least to look at."""
        found = self.where.overlapping(box)
        return [self.boxes[one] for one in sorted(found, key=lambda one: -self.sizes[one])]

    def grow(self, box: Box) -> Box:
        """The box as large as it can be made: comparisons, then choices, then numbers."""
        choices = len(self.frame.choices)
        for at in (*range(choices, len(box.masks)), *range(choices)):
            box = self._mask(box, at)
        for at in range(len(box.spans)):
            box = self._span(box, at)
        return box

    def _mask(self, box: Box, at: int) -> Box:
        whole = self.frame.whole.masks[at]
        for bit in range(whole.bit_length()):
            added = 1 << bit
            if box.masks[at] & added or not whole & added:
                continue
            beside = Box((*box.masks[:at], added, *box.masks[at + 1 :]), box.spans)
            if self._fits(beside):
                masks = (*box.masks[:at], box.masks[at] | added, *box.masks[at + 1 :])
                box = Box(masks, box.spans)
        return box

    def _span(self, box: Box, at: int) -> Box:
        """Further along a number, from each end of a neighbour to the next."""
        least, most = self.frame.whole.spans[at]
        while box.spans[at][1] < most:
            low, high = box.spans[at]
            beside = self._next(box, at, high + 1)
            if beside is None:
                break
            box = _with_span(box, at, (low, beside[1]))
        while box.spans[at][0] > least:
            low, high = box.spans[at]
            beside = self._next(box, at, low - 1)
            if beside is None:
                break
            box = _with_span(box, at, (beside[0], high))
        return box

    def _next(self, box: Box, at: int, start: int) -> tuple[int, int] | None:
        """How far from a value on the same neighbours reach; None where some case is not theirs."""
        slab = _with_span(box, at, (start, start))
        near = self._there(slab)
        if minus_all(slab, near):
            return None
        low = max(other.spans[at][0] for other in near)
        high = min(other.spans[at][1] for other in near)
        return low, high


def _with_span(box: Box, at: int, span: tuple[int, int]) -> Box:
    return Box(box.masks, (*box.spans[:at], span, *box.spans[at + 1 :]))


def _size(box: Box) -> float:
    """How much room a box has, on a scale that does not overflow."""
    bits = sum(math.log(mask.bit_count()) for mask in box.masks)
    return bits + sum(math.log(high - low + 1) for low, high in box.spans)
