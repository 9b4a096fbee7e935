"""Whether a case, as far as it is known, lies outside every region in which two versions differ."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from governance.domain.assurance.comparing import Comparison
from governance.domain.assurance.finding import Region
from governance.domain.authority.conditions import truth
from governance.domain.authority.model import Value


class Regions:
    """The regions that differ on a day, found by the choice and the number that most narrow."""

    def __init__(self, found: Comparison, on: dt.date) -> None:
        # Inputs that each version takes from elsewhere cannot be looked up once for both.
        self._settled = not found.unsettled and "sources" not in found.beside
        regions = [one.region for one in found.changes if one.on <= on <= one.until]
        self._name = _commonest(region.choices for region in regions)
        self._all = _ByNumber(regions)
        choices = () if self._name is None else found.inputs[self._name].choices
        self._by: dict[Value, _ByNumber] = {
            choice: _ByNumber(
                [one for one in regions if choice in one.choices.get(self._name or "", (choice,))]
            )
            for choice in choices
        }

    def apart_from(self, values: Mapping[str, Value]) -> bool:
        """Whether no completion of the case lies in a region that differs."""
        if not self._settled:
            return False
        known = values.get(self._name) if self._name is not None else None
        there = self._all if known is None else self._by.get(known, self._all)
        return not any(_may_be_in(region, values) for region in there.near(values))


class _ByNumber:
    """Regions in the order of where they begin along one number."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self._name = _commonest(region.bounds for region in regions)
        self._regions = sorted(regions, key=lambda one: self._span(one)[0])
        self._lows = [self._span(one)[0] for one in self._regions]
        self._reach = list(accumulate((self._span(one)[1] for one in self._regions), max))

    def _span(self, region: Region) -> tuple[float, float]:
        return region.bounds.get(self._name or "", (float("-inf"), float("inf")))

    def near(self, values: Mapping[str, Value]) -> Iterator[Region]:
        """The regions that the number does not rule out."""
        value = values.get(self._name) if self._name is not None else None
        if value is None:
            yield from self._regions
            return
        at = bisect_right(self._lows, int(value)) - 1
        while at >= 0 and self._reach[at] >= int(value):
            yield self._regions[at]
            at -= 1


def _commonest(narrowed: Iterable[Iterable[str]]) -> str | None:
    """The input that most regions narrow."""
    counts = Counter(sorted(name for names in narrowed for name in names))
    return counts.most_common(1)[0][0] if counts else None


def _may_be_in(region: Region, values: Mapping[str, Value]) -> bool:
    for name, (low, high) in region.bounds.items():
        value = values.get(name)
        if value is not None and not low <= int(value) <= high:
            return False
    for name, choices in region.choices.items():
        if name in values and values[name] not in choices:
            return False
    return all(truth(one, values) is not False for one in region.relations)
