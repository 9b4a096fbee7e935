"""A condition as rows of a decision table: every "or" becomes a row more.

A row holds, for each input, one test: which choices, from where to where, which values not, and
how it relates to others. Rows that no case can match are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance.domain.authority.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Const,
    In,
    Input,
)

MOST_ROWS = 500
"""Rows that one rule may become."""


class TooManyRowsError(Exception):
    """The condition has more alternatives than a table that people read can hold."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range, `strict` where the value itself is not in it."""

    value: int
    strict: bool


@dataclass(frozen=True, slots=True)
class Test:
    """What a row asks of one input. No bounds, choices or relations: anything goes."""

    choices: frozenset[str] | None = None
    least: Bound | None = None
    most: Bound | None = None
    but: frozenset[int] = frozenset()
    relations: tuple[Compare, ...] = ()


Row = Mapping[str, Test]


def rows_of(condition: Condition, inputs: Mapping[str, Input]) -> list[Row]:
    """The rows of a condition for one day. Raises `TooManyRowsError`."""
    match condition:
        case AllOf(parts):
            found: list[Row] = [{}]
            for part in parts:
                found = _joined(found, rows_of(part, inputs), inputs)
            return found
        case AnyOf(parts):
            return _few(row for part in parts for row in rows_of(part, inputs))
        case _:
            row = joined({}, {condition.input: _test(condition)}, inputs)
            return [] if row is None else [row]


def _joined(ones: list[Row], others: list[Row], inputs: Mapping[str, Input]) -> list[Row]:
    pairs = (joined(one, other, inputs) for one in ones for other in others)
    return _few(row for row in pairs if row is not None)


def _few(rows: Iterable[Row]) -> list[Row]:
    """The rows, each once. Raises where they are too many."""
    found: dict[frozenset[tuple[str, Test]], Row] = {}
    for row in rows:
        found.setdefault(frozenset(row.items()), row)
        if len(found) > MOST_ROWS:
            raise TooManyRowsError
    return list(found.values())


def _test(leaf: Compare | In) -> Test:
    if isinstance(leaf, In):
        return Test(choices=leaf.choices)
    if not isinstance(leaf.term, Const):
        return Test(relations=(leaf,))
    value = leaf.term.value
    match leaf.op:
        case "<" | "<=":
            return Test(most=Bound(value, leaf.op == "<"))
        case ">" | ">=":
            return Test(least=Bound(value, leaf.op == ">"))
        case "=":
            return Test(least=Bound(value, strict=False), most=Bound(value, strict=False))
        case "!=":
            return Test(but=frozenset((value,)))


def joined(one: Row, other: Row, inputs: Mapping[str, Input]) -> Row | None:
    """A row that asks what both ask; None where no case can match it."""
    found = dict(one)
    for name, test in other.items():
        both = _both(found.get(name, Test()), test)
        if _empty(both, inputs[name]):
            return None
        found[name] = both
    return found


def _both(one: Test, other: Test) -> Test:
    choices = [test.choices for test in (one, other) if test.choices is not None]
    leasts = [test.least for test in (one, other) if test.least is not None]
    mosts = [test.most for test in (one, other) if test.most is not None]
    return Test(
        choices=frozenset.intersection(*choices) if choices else None,
        least=max(leasts, key=lambda b: (b.value, b.strict), default=None),
        most=min(mosts, key=lambda b: (b.value, not b.strict), default=None),
        but=one.but | other.but,
        relations=tuple(dict.fromkeys((*one.relations, *other.relations))),
    )


def _empty(test: Test, one: Input) -> bool:
    if one.discrete:
        return test.choices is not None and not test.choices
    least, most = ends(test, one)
    return least > most or (
        most - least < len(test.but) and set(range(least, most + 1)) <= test.but
    )


def ends(test: Test, one: Input) -> tuple[int, int]:
    """The first and last value a test leaves to an input, its own bounds taken in."""
    least = one.least if test.least is None else test.least.value + test.least.strict
    most = one.most if test.most is None else test.most.value - test.most.strict
    return max(least, one.least), min(most, one.most)
