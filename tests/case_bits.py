"""Every case of a few inputs at once, for brute force: a set of cases is the bits of a number."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from governance.domain.assurance import Region
from governance.domain.authority.conditions import inputs_of, truth
from governance.domain.authority.model import AllOf, AnyOf, Condition, Value

Ranges = tuple[tuple[str, tuple[Value, ...]], ...]


class Cases:
    """All the cases of inputs that each are one of some values, in order."""

    def __init__(self, ranges: Ranges) -> None:
        self.ranges = dict(ranges)
        self.every = list(itertools.product(*self.ranges.values()))
        self.all = (1 << len(self.every)) - 1
        self.having: dict[str, dict[Value, int]] = {name: {} for name in self.ranges}
        for number, values in enumerate(self.every):
            for name, value in zip(self.ranges, values, strict=True):
                self.having[name][value] = self.having[name].get(value, 0) | 1 << number
        self.numbers = {values: number for number, values in enumerate(self.every)}
        self.known: dict[Condition, int] = {}

    def where(self, condition: Condition) -> int:
        """The cases in which a condition holds, each comparison read by `truth`."""
        if isinstance(condition, AllOf):
            found = self.all
            for part in condition.parts:
                found &= self.where(part)
            return found
        if isinstance(condition, AnyOf):
            found = 0
            for part in condition.parts:
                found |= self.where(part)
            return found
        if condition not in self.known:
            self.known[condition] = self._leaf(condition)
        return self.known[condition]

    def _leaf(self, leaf: Condition) -> int:
        found = 0
        names = [*dict.fromkeys(inputs_of(leaf))]
        for values in itertools.product(*(self.ranges[name] for name in names)):
            if truth(leaf, dict(zip(names, values, strict=True))):
                here = self.all
                for name, value in zip(names, values, strict=True):
                    here &= self.having[name][value]
                found |= here
        return found

    def among(self, name: str, values: Iterable[Value]) -> int:
        """The cases in which an input is one of these."""
        return sum(self.having[name].get(value, 0) for value in values)

    def within(self, region: Region) -> int:
        """The cases of a region."""
        found = self.all
        for name, choices in region.choices.items():
            found &= self.among(name, choices)
        for name, (least, most) in region.bounds.items():
            found &= self.among(name, (v for v in self.ranges[name] if least <= int(v) <= most))
        for relation in region.relations:
            found &= self.where(relation)
        return found

    def parted(self, whole: int, conditions: Sequence[Condition]) -> dict[tuple[int, ...], int]:
        """Some cases by which of the conditions hold in them, where there are any."""
        found: dict[tuple[int, ...], int] = {(): whole} if whole else {}
        for number, condition in enumerate(conditions):
            holding = self.where(condition)
            parts: dict[tuple[int, ...], int] = {}
            for held, cases in found.items():
                if inside := cases & holding:
                    parts[*held, number] = inside
                if outside := cases & ~holding:
                    parts[held] = outside
            found = parts
        return found

    def bit(self, case: Mapping[str, Value]) -> int:
        """A whole case as a set of one."""
        assert case.keys() == self.ranges.keys()
        return 1 << self.numbers[tuple(case[name] for name in self.ranges)]

    def case(self, cases: int) -> Mapping[str, Value]:
        """One of some cases, to be shown."""
        values = self.every[(cases & -cases).bit_length() - 1]
        return dict(zip(self.ranges, values, strict=True))


cases_of = cache(Cases)
"""The cases of the same inputs are listed once."""
