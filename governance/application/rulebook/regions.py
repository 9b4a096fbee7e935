"""Whether a case, as far as it is known, lies outside every region in which two versions differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from governance.domain.assurance.comparing import Comparison
from governance.domain.assurance.finding import Region
from governance.domain.authority.conditions import truth
from governance.domain.authority.model import Value


class Regions:
    """The regions that differ on a day, found by the input that tells most of them apart."""

    def __init__(self, found: Comparison, on: dt.date) -> None:
        # Inputs that each version takes from elsewhere cannot be looked up once for both.
        self._settled = not found.unsettled and "sources" not in found.beside
        regions = [one.region for one in found.changes if one.on <= on <= one.until]
        names = {name for region in regions for name in region.choices}
        self._name = max(
            sorted(names),
            key=lambda name: sum(name in region.choices for region in regions),
            default=None,
        )
        self._all = regions
        self._by: dict[Value, list[Region]] = {}
        if self._name is not None:
            for choice in found.inputs[self._name].choices:
                self._by[choice] = [
                    one for one in regions if choice in one.choices.get(self._name, (choice,))
                ]

    def apart_from(self, values: Mapping[str, Value]) -> bool:
        """Whether no completion of the case lies in a region that differs."""
        if not self._settled:
            return False
        known = values.get(self._name) if self._name is not None else None
        near = self._all if known is None else self._by.get(known, self._all)
        return not any(_may_be_in(region, values) for region in near)


def _may_be_in(region: Region, values: Mapping[str, Value]) -> bool:
    for name, (low, high) in region.bounds.items():
        value = values.get(name)
        if value is not None and not low <= int(value) <= high:
            return False
    for name, choices in region.choices.items():
        if name in values and values[name] not in choices:
            return False
    return all(truth(one, values) is not False for one in region.relations)
