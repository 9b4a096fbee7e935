"""Building, negating, walking and weighing conditions.

`truth` is the reading that everything else is held to: three-valued, so that an unknown input
makes a condition unknown only where it matters.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping

from governance.domain.authority.model import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Const,
    DayOffset,
    Fraction,
    In,
    Input,
    LimitOn,
    Op,
    Term,
    Value,
)

OPERATORS: Mapping[Op, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_OPPOSITE: Mapping[Op, Op] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def all_of(parts: Iterable[Condition]) -> Condition:
    """Every part: flattened, without parts that always hold, NEVER where one never does."""
    kept: list[Condition] = []
    for part in parts:
        if part == NEVER:
            return NEVER
        kept.extend(part.parts if isinstance(part, AllOf) else (part,))
    return kept[0] if len(kept) == 1 else AllOf(tuple(kept))


def any_of(parts: Iterable[Condition]) -> Condition:
    """At least one part: flattened, without parts that never hold, ALWAYS where one always does."""
    kept: list[Condition] = []
    for part in parts:
        if part == ALWAYS:
            return ALWAYS
        kept.extend(part.parts if isinstance(part, AnyOf) else (part,))
    choices = [part for part in kept if isinstance(part, In)]
    if kept and len(choices) == len(kept) and len({part.input for part in choices}) == 1:
        return In(choices[0].input, frozenset[str]().union(*(part.choices for part in choices)))
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))


def negate(condition: Condition, inputs: Mapping[str, Input]) -> Condition:
    """The condition that holds exactly where this one does not."""
    match condition:
        case Compare(name, op, term):
            return Compare(name, _OPPOSITE[op], term)
        case In(name, choices):
            rest = frozenset(inputs[name].choices) - choices
            return In(name, rest) if rest else NEVER
        case AllOf(parts):
            return any_of(negate(part, inputs) for part in parts)
        case AnyOf(parts):
            return all_of(negate(part, inputs) for part in parts)


def smallest(name: str, op: Op, terms: Iterable[Term]) -> Condition:
    """An input compared with the smallest of some terms, as and/or."""
    return _extreme(name, op, tuple(terms), below=all_of, above=any_of)


def largest(name: str, op: Op, terms: Iterable[Term]) -> Condition:
    """An input compared with the largest of some terms, as and/or."""
    return _extreme(name, op, tuple(terms), below=any_of, above=all_of)


_Join = Callable[[Iterable[Condition]], Condition]


def _extreme(
    name: str, op: Op, terms: tuple[Term, ...], *, below: _Join, above: _Join
) -> Condition:
    def side(one: Op, join: _Join) -> Condition:
        return join(Compare(name, one, term) for term in terms)

    match op:
        case "<" | "<=":
            return side(op, below)
        case ">" | ">=":
            return side(op, above)
        case "=":
            return all_of((side("<=", below), side(">=", above)))
        case "!=":
            return any_of((side("<", below), side(">", above)))


def leaves(condition: Condition) -> Iterator[Compare | In]:
    """Every comparison in the condition, in order."""
    if isinstance(condition, Compare | In):
        yield condition
    else:
        for part in condition.parts:
            yield from leaves(part)


def depth(condition: Condition) -> int:
    """How many levels of "all of" and "any of" stand inside one another."""
    if isinstance(condition, Compare | In):
        return 0
    return 1 + max((depth(part) for part in condition.parts), default=0)


def inputs_of(condition: Condition) -> Iterator[str]:
    """The names of the inputs the condition asks about, some more than once."""
    for leaf in leaves(condition):
        yield leaf.input
        if isinstance(leaf, Compare):
            match leaf.term:
                case Fraction(input=other) | DayOffset(input=other):
                    yield other
                case LimitOn(day=str(day)):
                    yield day


def holds(leaf: Compare | In, values: Mapping[str, Value]) -> bool | None:
    """Whether a comparison holds of the values; None where an input it needs is unknown.

    The limits in it must have been resolved for a day.
    """
    value = values.get(leaf.input)
    if value is None:
        return None
    if isinstance(leaf, In):
        return value in leaf.choices
    assert isinstance(value, int)
    compare = OPERATORS[leaf.op]
    match leaf.term:
        case Const(fixed):
            return compare(value, fixed)
        case Fraction(numerator, denominator, other):
            whole = values.get(other)
            if whole is None:
                return None
            assert isinstance(whole, int)
            return compare(denominator * value, numerator * whole)
        case DayOffset(other, days):
            base = values.get(other)
            if base is None:
                return None
            assert isinstance(base, int)
            return compare(value, base + days)
    raise AssertionError(leaf)


def truth(condition: Condition, values: Mapping[str, Value]) -> bool | None:
    """Whether the condition holds; None where what is known does not say."""
    if isinstance(condition, Compare | In):
        return holds(condition, values)
    stops = isinstance(condition, AnyOf)
    unknown = False
    for part in condition.parts:
        found = truth(part, values)
        if found is stops:
            return stops
        unknown = unknown or found is None
    return None if unknown else not stops
