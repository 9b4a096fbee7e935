"""How a rule came to take a case, as a tree: each test with the value and whether it held.

Definitions, which a loaded scheme has put in place, are found again and called by their titles.
Of a rule that did not take the case one test that failed is enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from governance.domain.authority.compiling import Compiled, resolved
from governance.domain.authority.conditions import inputs_of, negate, truth
from governance.domain.authority.explaining import comparison
from governance.domain.authority.model import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    In,
    Limit,
    LimitOn,
    Op,
    Rule,
    Value,
)
from governance.domain.authority.outcome import Reason

Kind = Literal["test", "all", "any", "definition", "not_definition"]

_OPPOSITE: Mapping[Op, Op] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True)
class Node:
    """One test, or several of which all or any must hold.

    `held` is None where what is known does not say. `reasons` are of a single test; `title` is
    the definition's.
    """

    kind: Kind
    held: bool | None
    reasons: tuple[Reason, ...] = ()
    parts: tuple[Node, ...] = ()
    title: str = ""


class Deriver:
    """Tells the tests of rules for one case."""

    def __init__(self, compiled: Compiled, values: Mapping[str, Value]) -> None:
        self.compiled, self.scheme = compiled, compiled.scheme
        self.values = values
        named = [(one.when, "definition", one.title) for one in self.scheme.definitions.values()]
        opposite = [
            (negate(one.when, self.scheme.inputs), "not_definition", one.title)
            for one in self.scheme.definitions.values()
        ]
        sized = sorted([*named, *opposite], key=lambda one: -len(_parts(one[0])))
        self.definitions: list[tuple[Condition, Kind, str]] = [
            (when, "definition" if kind == "definition" else "not_definition", title)
            for when, kind, title in sized
            if when != ALWAYS
        ]

    def tree(self, rule: Rule) -> Node:
        """All the tests of a rule."""
        if rule.when == ALWAYS:
            return Node("test", True, (Reason("scheme.because.always"),))
        return self._node(rule.when)

    def failed(self, rule: Rule) -> tuple[Reason, ...]:
        """One test of a rule that failed, or that is not known; nothing where all held."""
        leaf = self._first(rule.when, held=False) or self._first(rule.when, held=None)
        return () if leaf is None else self._told(leaf)

    def _held(self, condition: Condition) -> bool | None:
        return truth(resolved(condition, self.scheme.limits, self.compiled.on), self.values)

    def _first(self, condition: Condition, *, held: bool | None) -> Compare | In | None:
        """The first test to blame for a condition that did not hold."""
        if self._held(condition) is not held:
            return None
        if isinstance(condition, Compare | In):
            return condition
        found = (self._first(part, held=held) for part in condition.parts)
        return next((leaf for leaf in found if leaf is not None), None)

    def _node(self, condition: Condition, *, named: bool = True) -> Node:
        held = self._held(condition)
        if named:
            for when, kind, title in self.definitions:
                if when == condition:
                    parts = self._joined(condition)
                    return Node(kind, held, parts=parts, title=title)
        if isinstance(condition, Compare | In):
            return Node("test", held, self._told(condition))
        join: Kind = "all" if isinstance(condition, AllOf) else "any"
        return Node(join, held, parts=self._joined(condition))

    def _joined(self, condition: Condition) -> tuple[Node, ...]:
        """The parts, those that together are a definition as one."""
        if isinstance(condition, Compare | In):
            return (self._node(condition, named=False),)
        return tuple(self._grouped(condition))

    def _grouped(self, whole: AllOf | AnyOf) -> Iterator[Node]:
        rest: Sequence[Condition] = whole.parts
        while rest:
            for when, kind, title in self.definitions:
                if when == whole or not isinstance(when, type(whole)):
                    continue
                size = len(when.parts)
                if size > 1 and tuple(rest[:size]) == when.parts:
                    yield Node(kind, self._held(when), parts=self._joined(when), title=title)
                    rest = rest[size:]
                    break
            else:
                yield self._node(rest[0])
                rest = rest[1:]

    def _told(self, leaf: Compare | In) -> tuple[Reason, ...]:
        """A test in words that are true: of one that failed, its opposite."""
        held = self._held(leaf)
        unknown = [
            self.scheme.inputs[name].title
            for name in dict.fromkeys(inputs_of(leaf))
            if name not in self.values
        ]
        if held is None:
            return tuple(Reason("explain.unknown", {"title": title}) for title in unknown)
        if unknown:
            code = "explain.either_way" if held else "explain.neither_way"
            told = {"title": self.scheme.inputs[leaf.input].title, "unknown": unknown}
            return (Reason(code, told),)
        if isinstance(leaf, In) and not held:
            one = self.scheme.inputs[leaf.input]
            choices = [choice for choice in one.choices if choice in leaf.choices]
            params = {"title": one.title, "is_": self.values[leaf.input], "choices": choices}
            return (Reason("explain.not_choice", params),)
        said = leaf
        if isinstance(leaf, Compare) and not held:
            said = Compare(leaf.input, _OPPOSITE[leaf.op], leaf.term)
        return (*comparison(self.compiled, said, self.values), *self._source(leaf))

    def _source(self, leaf: Compare | In) -> Iterator[Reason]:
        """Since when a limit stands where it does, and by what."""
        if isinstance(leaf, Compare) and isinstance(leaf.term, LimitOn):
            limit = self.scheme.limits[leaf.term.limit]
            day = self.compiled.on
            if leaf.term.day is not None:
                day = dt.date.fromordinal(int(self.values[leaf.term.day]))
            yield _dated(limit, day)


def _dated(limit: Limit, day: dt.date) -> Reason:
    dated = [one for one in limit.dated if one.starts <= day][-1]
    code = "explain.limit" if dated.source else "explain.limit_unsourced"
    params = {"title": limit.title, "starts": dated.starts, "source": dated.source}
    return Reason(code, params)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return (condition,) if isinstance(condition, Compare | In) else condition.parts
