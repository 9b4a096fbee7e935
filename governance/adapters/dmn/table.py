"""A scheme for one day as a decision table, and what of the scheme the table does not say.

The hit policy is ANY: several rows may match a case where they say the same. That is what a
scheme means. Rows of one rule overlap; rules that agree may; where rules disagree the table has
no answer, as the scheme has none. What a rule overrides is taken out of the overridden rows.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from governance.adapters.dmn.rows import Row, TooManyRowsError, joined, rows_of
from governance.adapters.sheets.paths import path_lines
from governance.domain.assurance import Asking, Space, UnsettledError
from governance.domain.authority.compiling import Compiled, compile_scheme
from governance.domain.authority.conditions import all_of, inputs_of, leaves, negate
from governance.domain.authority.model import Compare, DayOffset, Fraction, LimitOn, Rule, Scheme
from governance.domain.errors import Refusal

HIT_POLICY = "ANY"
MOST_PAIRS = 100_000
"""Pairs of rows compared, at the most, to see which agreeing rules overlap."""
MOST_ASKED = 500
"""Pairs of rules of which it is proved whether they meet, at the most."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: the rule it is of, and what it asks."""

    rule: Rule
    row: Row


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """The rows, the inputs that have a column, those only named in expressions, what is left out.

    What is left out is told as codes that have words.
    """

    scheme: Scheme
    on: dt.date
    columns: tuple[str, ...]
    mentioned: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[Refusal, ...]


def decision_table(scheme: Scheme, *, on: dt.date) -> DecisionTable:
    """The table of a scheme for decisions on a day.

    Raises `Unusable` where a limit that is read on that day has no value yet.
    """
    compiled = compile_scheme(scheme, on)
    lines: list[Line] = []
    too_many: list[str] = []
    for rule in scheme.rules:
        try:
            lines += [Line(rule, row) for row in _rows(compiled, rule)]
        except TooManyRowsError:
            too_many.append(rule.id)
    asked = {name for line in lines for name in line.row}
    named = {name for line in lines for name in _named(line.row)} | asked
    columns = tuple(name for name in scheme.inputs if name in asked)
    mentioned = tuple(name for name in scheme.inputs if name in named - asked)
    left_out = tuple(_left_out(compiled, on, lines, too_many))
    return DecisionTable(scheme, on, columns, mentioned, tuple(lines), left_out)


def _rows(compiled: Compiled, rule: Rule) -> list[Row]:
    """When the rule holds and none that overrides it does."""
    inputs = compiled.scheme.inputs
    whens = {one.rule.id: one.when for one in compiled.rules}
    over = [one.rule.id for one in compiled.rules if rule.id in one.rule.overrides]
    standing = all_of([whens[rule.id], *(negate(whens[other], inputs) for other in over)])
    return rows_of(standing, inputs)


def _named(row: Row) -> Iterator[str]:
    for test in row.values():
        for leaf in test.relations:
            yield from inputs_of(leaf)


def outputs(scheme: Scheme, rule: Rule) -> tuple[str, str, str]:
    """What a rule answers: who has the final word, the path, the names of procedures."""
    last = rule.deciders[-1]
    titles = [one.title or one.key for one in scheme.deciders.values() if one.key in last]
    path = path_lines(rule.path).replace("\n", "; then ")
    procedure = [name for name in scheme.procedures if name in rule.procedure]
    return " and ".join(titles), path, ", ".join(procedure)


def _left_out(
    compiled: Compiled, on: dt.date, lines: Sequence[Line], too_many: Sequence[str]
) -> Iterator[Refusal]:
    """What is not said, as codes; only what this scheme has."""
    scheme = compiled.scheme
    limits = {
        leaf.term.day is None
        for rule in scheme.rules
        for leaf in leaves(rule.when)
        if isinstance(leaf, Compare) and isinstance(leaf.term, LimitOn)
    }
    named = {
        "rules": list(too_many),
        "relations": _related(lines),
        "advice": _agreeing(compiled, lines),
        "overrides": [rule.id for rule in scheme.rules if rule.overrides],
    }
    for what, rules in named.items():
        if rules:
            yield Refusal(f"dmn.left_out.{what}", {"rules": rules})
    for what, names in (("definitions", scheme.definitions), ("procedures", scheme.procedures)):
        if names:
            yield Refusal(f"dmn.left_out.{what}", {"names": list(names)})
    for what, said in (("separate", scheme.separate), ("assume", scheme.assume)):
        if said:
            yield Refusal(f"dmn.left_out.{what}", {"number": len(said)})
    for what, needed, params in (
        ("limits", True in limits, {"day": on}),
        ("limits_by", False in limits, {}),
        ("ranks", bool(scheme.ranks), {}),
        ("fallback", scheme.fallback is not None, {"fallback": scheme.fallback}),
        ("paths", True, {}),
        ("unknown", True, {}),
    ):
        if needed:
            yield Refusal(f"dmn.left_out.{what}", params)


def _related(lines: Sequence[Line]) -> list[str]:
    """The rules whose rows need more than S-FEEL."""
    return list(
        dict.fromkeys(
            line.rule.id
            for line in lines
            for test in line.row.values()
            if any(isinstance(leaf.term, Fraction | DayOffset) for leaf in test.relations)
        )
    )


def _agreeing(compiled: Compiled, lines: Sequence[Line]) -> list[str]:
    """Rules that agree on who decides, ask for different advice, and meet in a case.

    Where it cannot be settled whether two of them meet, they are named too.
    """
    scheme = compiled.scheme
    groups: dict[object, list[Line]] = {}
    for line in lines:
        key = (line.rule.deciders, frozenset(line.rule.procedure))
        groups.setdefault(key, []).append(line)
    pairs = (
        (one, other)
        for group in groups.values()
        for one, other in itertools.combinations(group, 2)
        if one.rule.path != other.rule.path
    )
    near: dict[tuple[str, str], None] = {}
    for number, (one, other) in enumerate(pairs):
        if number >= MOST_PAIRS or joined(one.row, other.row, scheme.inputs) is not None:
            near[one.rule.id, other.rule.id] = None
    meet = _Meeting(compiled)
    found = {rule for pair in near if meet(*pair) for rule in pair}
    return [rule.id for rule in scheme.rules if rule.id in found]


class _Meeting:
    """Whether two rules stand together in some possible case of the day."""

    def __init__(self, compiled: Compiled) -> None:
        self.rules = {one.rule.id: one for one in compiled.rules}
        self.left = MOST_ASKED
        try:
            self.asking = Asking(Space.of(compiled), [one.when for one in compiled.rules])
        except UnsettledError:
            self.left = 0

    def __call__(self, one: str, other: str) -> bool:
        """True too where that cannot be settled."""
        self.left -= 1
        if self.left < 0:
            return True
        both = all_of([self.rules[one].when, self.rules[other].when])
        over = [each.when for each in self.rules.values() if {one, other} & each.rule.overrides]
        self.asking.budget.renew(0)
        try:
            return self.asking.find(both, without=over) is not None
        except UnsettledError:
            return True
