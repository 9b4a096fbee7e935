"""A scheme made ready for one day: limits become amounts, conditions become fast functions.

Callers keep what this gives, by the scheme's digest and the day: compiling costs far more than
an evaluation. The assurance of schemes reads the same compiled conditions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from governance.domain.authority.conditions import OPERATORS, all_of, any_of, inputs_of
from governance.domain.authority.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Const,
    Fraction,
    In,
    Limit,
    LimitOn,
    Rule,
    Scheme,
    Term,
    Value,
)
from governance.domain.errors import Unusable

Test = Callable[[Mapping[str, Value]], bool]
"""Whether a condition holds of a case in which every input it asks about is known."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its condition for one day; `asks` names the inputs in it."""

    rule: Rule
    when: Condition
    test: Test
    asks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A scheme for one day of decision.

    `asks` and `assumes` name the inputs of rules and assumptions; `by_choice` narrows the rules
    by the input `index`; `given` is what the day itself tells.
    """

    scheme: Scheme
    on: dt.date
    rules: tuple[CompiledRule, ...]
    assume: tuple[Condition, ...]
    asks: frozenset[str]
    assumes: frozenset[str]
    index: str | None
    by_choice: Mapping[str, tuple[CompiledRule, ...]]
    given: Mapping[str, Value]

    def rules_for(self, values: Mapping[str, Value]) -> tuple[CompiledRule, ...]:
        """The rules that the known values do not rule out at a glance."""
        known = None if self.index is None else values.get(self.index)
        return self.rules if known is None else self.by_choice[str(known)]


def compile_scheme(scheme: Scheme, on: dt.date) -> Compiled:
    """Make a scheme ready for the day of decision `on`.

    Raises `Unusable` where a limit that is read on that day has no value yet.
    """
    rules = []
    for rule in scheme.rules:
        when = resolved(rule.when, scheme.limits, on)
        rules.append(CompiledRule(rule, when, _test(when), frozenset(inputs_of(when))))
    index = _index(scheme, rules)
    given: dict[str, Value] = {
        one.name: on.toordinal() for one in scheme.inputs.values() if one.derived == "decision_day"
    }
    assume = tuple(resolved(one.holds, scheme.limits, on) for one in scheme.assume)
    return Compiled(
        scheme=scheme,
        on=on,
        rules=tuple(rules),
        assume=assume,
        asks=frozenset[str]().union(*(one.asks for one in rules)),
        assumes=frozenset(name for one in assume for name in inputs_of(one)),
        index=index,
        by_choice={} if index is None else _by_choice(scheme, rules, index),
        given=given,
    )


def resolved(condition: Condition, limits: Mapping[str, Limit], on: dt.date) -> Condition:
    """The condition with amounts in place of limits.

    A limit read on the day of another input becomes "in this period and compared with its
    amount, or in the next period and ...", so that nothing but constants is left.
    """
    match condition:
        case Compare(name, op, LimitOn(limit, None)):
            return Compare(name, op, Const(limit_on(limits[limit], on)))
        case Compare(name, op, LimitOn(limit, str(day))):
            return any_of(
                all_of((*_within(day, starts, ends), Compare(name, op, Const(value))))
                for starts, ends, value in _periods(limits[limit])
            )
        case AllOf(parts):
            return all_of(resolved(part, limits, on) for part in parts)
        case AnyOf(parts):
            return any_of(resolved(part, limits, on) for part in parts)
        case _:
            return condition


def limit_on(limit: Limit, day: dt.date) -> int:
    """A limit's value on a day. Raises `Unusable` before its first date."""
    for dated in reversed(limit.dated):
        if dated.starts <= day:
            return dated.value
    raise Unusable.one(
        "scheme.limit.not_yet", name=limit.name, day=day, starts=limit.dated[0].starts
    )


def _periods(limit: Limit) -> list[tuple[dt.date, dt.date | None, int]]:
    ends: list[dt.date | None] = [one.starts for one in limit.dated[1:]]
    pairs = zip(limit.dated, [*ends, None], strict=True)
    return [(one.starts, end, one.value) for one, end in pairs]


def _within(day: str, starts: dt.date, ends: dt.date | None) -> list[Condition]:
    found: list[Condition] = [Compare(day, ">=", Const(starts.toordinal()))]
    if ends is not None:
        found.append(Compare(day, "<", Const(ends.toordinal())))
    return found


def _test(condition: Condition) -> Test:
    match condition:
        case Compare(name, op, term):
            return _comparison(name, OPERATORS[op], term)
        case In(name, choices):
            return lambda values: values[name] in choices
        case AllOf(parts):
            return _every([_test(part) for part in parts])
        case AnyOf(parts):
            return _some([_test(part) for part in parts])


def _comparison(name: str, compare: Callable[[int, int], bool], term: Term) -> Test:
    # The evaluator has checked that these inputs are numbers.
    match term:
        case Const(fixed):
            return lambda values: compare(values[name], fixed)  # type: ignore[arg-type]
        case Fraction(numerator, denominator, other):
            return lambda values: compare(
                denominator * values[name],  # type: ignore[arg-type]
                numerator * values[other],  # type: ignore[arg-type]
            )
        case LimitOn():
            raise AssertionError(term)
        case _:
            base, days = term.input, term.days
            return lambda values: compare(values[name], values[base] + days)  # type: ignore[arg-type,operator]


def _every(tests: Sequence[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda values: first(values) and second(values)

    def every(values: Mapping[str, Value]) -> bool:
        for test in tests:  # noqa: SIM110 - a plain loop is much faster than all() here
            if not test(values):
                return False
        return True

    return every


def _some(tests: Sequence[Test]) -> Test:
    def some(values: Mapping[str, Value]) -> bool:
        for test in tests:  # noqa: SIM110 - a plain loop is much faster than any() here
            if test(values):
                return True
        return False

    return some


def _index(scheme: Scheme, rules: Sequence[CompiledRule]) -> str | None:
    """The choice that tells most rules apart."""
    counts = {
        name: sum(_allowed(rule.when, name) is not None for rule in rules)
        for name, one in scheme.inputs.items()
        if one.discrete
    }
    best = max(
        counts, key=lambda name: (counts[name], len(scheme.inputs[name].choices)), default=""
    )
    return best if best and counts[best] else None


def _allowed(when: Condition, name: str) -> frozenset[str] | None:
    """The choices a rule's own conditions leave to an input; None where it leaves all."""
    for part in when.parts if isinstance(when, AllOf) else (when,):
        if isinstance(part, In) and part.input == name:
            return part.choices
    return None


def _by_choice(
    scheme: Scheme, rules: Sequence[CompiledRule], index: str
) -> dict[str, tuple[CompiledRule, ...]]:
    allowed = [_allowed(rule.when, index) for rule in rules]
    return {
        choice: tuple(
            rule
            for rule, choices in zip(rules, allowed, strict=True)
            if choices is None or choice in choices
        )
        for choice in scheme.inputs[index].choices
    }
