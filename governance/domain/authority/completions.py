"""What could still come of a case of which something is unknown.

A rule is possible only if some completion of the unknown inputs, within bounds, choices and
what the scheme assumes, makes it hold with no other hiding it. One value from each stretch that
no rule can tell apart stands for all of them, so the answer is exact; where that would be too
many, every rule not yet ruled out is said to be possible, which is careful but may be too many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from governance.domain.authority.choosing import NOTHING, Verdict, choose
from governance.domain.authority.compiling import Compiled
from governance.domain.authority.conditions import inputs_of
from governance.domain.authority.folding import folded, folded_all, representatives
from governance.domain.authority.model import ALWAYS, NEVER, Condition, Input, Rule, Value
from governance.domain.errors import Unusable

MOST_VISITS = 20_000
"""Partial completions looked at, at the most, to find what is possible."""
MOST_VISITS_TO_SETTLE = 100_000
"""Partial completions looked at, at the most, to find which inputs would settle the case."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What can come of a case: `settled` if all completions go the same way."""

    settled: Verdict | None = None
    unknown: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    no_rule: bool = False
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    """What is still to be asked: rules with conditions that are not settled, assumptions."""

    rules: tuple[tuple[Rule, Condition], ...]
    assume: tuple[Condition, ...]

    def with_value(self, name: str, value: Value) -> _Open:
        return self._with(lambda condition: folded(condition, name, value))

    def with_all(self, values: Mapping[str, Value]) -> _Open:
        return self._with(lambda condition: folded_all(condition, values))

    def _with(self, fold: Callable[[Condition], Condition]) -> _Open:
        rules = [(rule, fold(when)) for rule, when in self.rules]
        assume = [fold(one) for one in self.assume]
        return _Open(
            tuple([pair for pair in rules if pair[1] != NEVER]),
            tuple([one for one in assume if one != ALWAYS]),
        )

    @property
    def settled(self) -> bool:
        return all(when == ALWAYS for _, when in self.rules)

    def asked(self) -> set[str]:
        return {name for condition in self.conditions() for name in inputs_of(condition)}

    def conditions(self) -> list[Condition]:
        return [*(when for _, when in self.rules), *self.assume]


class _TooManyError(Exception):
    """There are more completions than may be looked at."""


def prospect(compiled: Compiled, values: Mapping[str, Value]) -> Prospect:
    """What can come of a case. Raises `Unusable` where it goes against what is assumed."""
    rules = compiled.rules_for(values)
    everything = _Open(tuple((one.rule, one.when) for one in rules), compiled.assume)
    start = everything.with_all(values)
    search = _Search(compiled.scheme.inputs)
    asked = {name for _, when in start.rules for name in inputs_of(when)}
    unknown = [name for name in compiled.scheme.inputs if name in asked]
    try:
        return _exactly(search, start, unknown)
    except _TooManyError:
        return _carefully(start, unknown)


def _exactly(search: _Search, start: _Open, unknown: Sequence[str]) -> Prospect:
    verdicts = list(dict.fromkeys(v for _, v in search.verdicts(start, unknown, {})))
    if not verdicts:
        raise Unusable.one("scheme.case.impossible")
    order = [rule.id for rule, _ in start.rules]
    if len({verdict.outcome for verdict in verdicts}) == 1:
        first = min(verdicts, key=lambda v: order.index(v.winner.id) if v.winner else 0)
        return Prospect(settled=first)
    possible = {rule.id for verdict in verdicts for rule in _standing(verdict)}
    search.left = MOST_VISITS_TO_SETTLE
    try:
        settling = _settling(search, start, unknown)
    except _TooManyError:
        settling = tuple(unknown)
    return Prospect(
        unknown=settling,
        possible=tuple(rule_id for rule_id in order if rule_id in possible),
        no_rule=NOTHING in verdicts,
        conflict=any(verdict.conflicting for verdict in verdicts),
    )


def _standing(verdict: Verdict) -> tuple[Rule, ...]:
    won = () if verdict.winner is None else (verdict.winner,)
    return (*won, *verdict.agreeing, *verdict.conflicting)


def _settling(search: _Search, start: _Open, unknown: Sequence[str]) -> tuple[str, ...]:
    """The unknown inputs that settle the case: each that can change it by itself.

    Where what is assumed ties inputs together none may change it by itself; then enough of
    them are added, in the order of the scheme.
    """
    found = [name for name in unknown if _matters(search, start, unknown, name)]
    for name in (None, *unknown):
        if name is not None and name not in found:
            found.append(name)
        if not _varies(search, start, unknown, found):
            break
    return tuple(name for name in unknown if name in found)


def _matters(search: _Search, start: _Open, unknown: Sequence[str], name: str) -> bool:
    """Whether two completions that differ in this input alone go different ways."""
    others = [other for other in unknown if other != name]
    return _varies(search, start, [*others, name], others)


def _varies(search: _Search, start: _Open, unknown: Sequence[str], fixed: Sequence[str]) -> bool:
    """Whether completions that agree on the `fixed` inputs can go different ways."""
    order = [*fixed, *(name for name in unknown if name not in fixed)]
    outcomes: dict[tuple[Value | None, ...], tuple[object, ...]] = {}
    for chosen, verdict in search.verdicts(start, order, {}):
        key = tuple(chosen.get(name) for name in fixed)
        if outcomes.setdefault(key, verdict.outcome) != verdict.outcome:
            return True
    return False


def _carefully(start: _Open, unknown: Sequence[str]) -> Prospect:
    """Every rule not ruled out, and every input they ask about."""
    certain = [rule for rule, when in start.rules if when == ALWAYS]
    hidden = frozenset[str]().union(*(rule.overrides for rule in certain))
    possible = tuple(rule.id for rule, _ in start.rules if rule.id not in hidden)
    asked = {name for rule, when in start.rules if rule.id in possible for name in inputs_of(when)}
    return Prospect(
        unknown=tuple(name for name in unknown if name in asked),
        possible=possible,
        no_rule=not certain,
        conflict=len(possible) > 1,
    )


class _Search:
    """Walks the completions, input by input, stopping as soon as a branch is settled."""

    def __init__(self, inputs: Mapping[str, Input]) -> None:
        self.inputs = inputs
        self.left = MOST_VISITS
        self.chosen: dict[tuple[str, ...], Verdict] = {}

    def verdict(self, open_: _Open) -> Verdict:
        """The verdict on rules that all hold, the same object for the same rules."""
        key = tuple(rule.id for rule, _ in open_.rules)
        if key not in self.chosen:
            self.chosen[key] = choose([rule for rule, _ in open_.rules])
        return self.chosen[key]

    def visit(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooManyError

    def verdicts(
        self, open_: _Open, order: Sequence[str], chosen: Mapping[str, Value]
    ) -> Iterator[tuple[Mapping[str, Value], Verdict]]:
        """Each way the case can go, with the values chosen so far when it was settled."""
        self.visit()
        if NEVER in open_.assume:
            return
        if open_.settled:
            if self.possible(open_.assume):
                yield chosen, self.verdict(open_)
            return
        asked = open_.asked()
        name, *rest = (one for one in order if one in asked)
        for value in self.values(name, open_):
            later = open_.with_value(name, value)
            yield from self.verdicts(later, rest, {**chosen, name: value})

    def possible(self, assume: Sequence[Condition]) -> bool:
        """Whether some values make all that is assumed true."""
        self.visit()
        if not assume:
            return True
        if NEVER in assume:
            return False
        name = min(set(inputs_of(assume[0])))
        open_ = _Open((), tuple(assume))
        return any(
            self.possible(open_.with_value(name, value).assume)
            for value in self.values(name, open_)
        )

    def values(self, name: str, open_: _Open) -> list[Value]:
        return representatives(self.inputs[name], open_.conditions(), self.inputs)
