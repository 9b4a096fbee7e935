"""Putting a known value into conditions, and where the values of an input begin to matter.

Everything is exact: a comparison with a fraction of a known amount becomes one with a whole
number of pence, rounded to the side that changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction as Exact

from governance.domain.authority.conditions import (
    OPERATORS,
    all_of,
    any_of,
    holds,
    inputs_of,
    leaves,
)
from governance.domain.authority.model import (
    ALWAYS,
    NEVER,
    AllOf,
    Compare,
    Condition,
    Const,
    DayOffset,
    Fraction,
    In,
    Input,
    Op,
    Value,
)

WIDEST_CROSSING = 50
"""Values looked at one by one, at the most, on each side of where two shares cross."""

_MIRRORED: Mapping[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Relation:
    """`left` compared with `slope` times `right` plus `shift`, both unknown."""

    left: str
    right: str
    op: Op
    slope: Exact
    shift: Exact = Exact(0)

    def mirrored(self) -> Relation:
        """The same relation said of the right side."""
        slope = 1 / self.slope
        return Relation(self.right, self.left, _MIRRORED[self.op], slope, -self.shift * slope)

    def line(self, right: int) -> Exact:
        """Where the left side meets the relation, for a value of the right side."""
        return self.slope * right + self.shift


def relation(leaf: Compare | In) -> Relation | None:
    """The relation a comparison of two inputs states; None for any other comparison."""
    if isinstance(leaf, In):
        return None
    match leaf.term:
        case Fraction(numerator, denominator, other):
            return Relation(leaf.input, other, leaf.op, Exact(numerator, denominator))
        case DayOffset(other, days):
            return Relation(leaf.input, other, leaf.op, Exact(1), Exact(days))
        case _:
            return None


def against(name: str, op: Op, bound: Exact) -> Condition:
    """An input compared with an exact number, as a comparison with a whole one."""
    low, high = math.floor(bound), math.ceil(bound)
    match op:
        case "<":
            return Compare(name, "<", Const(high))
        case "<=":
            return Compare(name, "<=", Const(low))
        case ">":
            return Compare(name, ">", Const(low))
        case ">=":
            return Compare(name, ">=", Const(high))
        case "=":
            return Compare(name, "=", Const(low)) if low == high else NEVER
        case "!=":
            return Compare(name, "!=", Const(low)) if low == high else ALWAYS


def folded(condition: Condition, name: str, value: Value) -> Condition:
    """The condition once the input `name` is known: it no longer asks about it."""
    if isinstance(condition, Compare | In):
        return _folded_leaf(condition, name, value)
    join = all_of if isinstance(condition, AllOf) else any_of
    return join([folded(part, name, value) for part in condition.parts])


def folded_all(condition: Condition, values: Mapping[str, Value]) -> Condition:
    """The condition once several inputs are known: it no longer asks about any of them."""
    if isinstance(condition, Compare | In):
        return _leaf_by(condition, values)
    join = all_of if isinstance(condition, AllOf) else any_of
    return join([folded_all(part, values) for part in condition.parts])


def _leaf_by(leaf: Compare | In, values: Mapping[str, Value]) -> Condition:
    held = holds(leaf, values)
    if held is not None:
        return ALWAYS if held else NEVER
    for name in inputs_of(leaf):
        if name in values:
            return _folded_leaf(leaf, name, values[name])
    return leaf


def _folded_leaf(leaf: Compare | In, name: str, value: Value) -> Condition:
    if isinstance(leaf, In):
        if leaf.input != name:
            return leaf
        return ALWAYS if value in leaf.choices else NEVER
    found = relation(leaf)
    if found is None:
        if leaf.input != name:
            return leaf
        assert isinstance(leaf.term, Const)
        assert isinstance(value, int)
        return ALWAYS if OPERATORS[leaf.op](value, leaf.term.value) else NEVER
    if name not in (found.left, found.right):
        return leaf
    assert isinstance(value, int)
    if found.left == name:
        found = found.mirrored()
    return against(found.left, found.op, found.line(value))


def representatives(
    one: Input, conditions: Iterable[Condition], inputs: Mapping[str, Input]
) -> list[Value]:
    """Values of an input, one from each stretch within which no condition can tell them apart.

    Relations to other unknown inputs are followed: what matters to them matters here.
    """
    found = [leaf for condition in conditions for leaf in leaves(condition)]
    if one.discrete:
        return list(_choices(one, found))
    sizes = _Breaks(found, inputs)
    cuts = sorted(k for k in sizes.cuts(one.name, frozenset()) if one.least <= k < one.most)
    starts = [one.least, *(k + 1 for k in cuts)]
    ends = [*cuts, one.most]
    steps = sizes.steps(one.name)
    values: set[Value] = set(starts)
    for start, end in zip(starts, ends, strict=True):
        values.update(up for step in steps if (up := -(-start // step) * step) <= end)
    return sorted(values, key=int)


def _choices(one: Input, found: Iterable[Compare | In]) -> Iterator[str]:
    """One choice from each set that no comparison tells apart."""
    sets = [leaf.choices for leaf in found if isinstance(leaf, In) and leaf.input == one.name]
    seen = set()
    for choice in one.choices:
        mark = tuple(choice in choices for choices in sets)
        if mark not in seen:
            seen.add(mark)
            yield choice


class _Breaks:
    """Where the numbers of each input are cut: `k` cuts between `k` and `k + 1`."""

    def __init__(self, found: Iterable[Compare | In], inputs: Mapping[str, Input]) -> None:
        self.inputs = inputs
        self.fixed: dict[str, set[int]] = {}
        self.relations: dict[str, list[Relation]] = {}
        for leaf in dict.fromkeys(found):
            one = relation(leaf)
            if one is not None:
                self.relations.setdefault(one.left, []).append(one)
                self.relations.setdefault(one.right, []).append(one.mirrored())
            elif isinstance(leaf, Compare) and isinstance(leaf.term, Const):
                cut = leaf.term.value
                self.fixed.setdefault(leaf.input, set()).update((cut - 1, cut))

    def steps(self, name: str) -> set[int]:
        """The multiples at which an equality with a fraction of another amount can hold."""
        found = {
            one.slope.numerator for one in self.relations.get(name, ()) if one.op in ("=", "!=")
        }
        return {step for step in found if step > 1}

    def cuts(self, name: str, seen: frozenset[str]) -> set[int]:
        """The cuts of an input, its own and those handed on by inputs related to it."""
        found = set(self.fixed.get(name, ()))
        seen |= {name}
        related = self.relations.get(name, [])
        for one in related:
            if one.right in seen:
                continue
            other = self.inputs[one.right]
            ends = {other.least, other.most}
            for cut in self.cuts(one.right, seen):
                ends.update((cut, cut + 1))
            for end in ends:
                found.update(_around(one.line(end)))
        for at, one in enumerate(related):
            for two in related[at + 1 :]:
                if one.right == two.right and one.slope != two.slope:
                    found.update(_crossing(one, two))
        return found


def _crossing(one: Relation, two: Relation) -> range:
    """Cuts where two relations of the same inputs cross.

    So near to the crossing that no whole number may lie between the two, every value counts.
    """
    meeting = one.line(0) + one.slope * (two.shift - one.shift) / (one.slope - two.slope)
    reach = math.ceil(1 / abs(1 / one.slope - 1 / two.slope)) + 1
    near = min(reach, WIDEST_CROSSING)
    return range(math.floor(meeting) - near - 1, math.ceil(meeting) + near + 1)


def _around(meeting: Exact) -> tuple[int, int]:
    return (math.floor(meeting), math.ceil(meeting) - 1)
