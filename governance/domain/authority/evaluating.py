"""The answer of a scheme about a case.

With everything known it is ordinary fast code over the compiled rules; with something unknown,
`completions` finds what could still come of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from governance.domain.authority.choosing import Verdict, choose
from governance.domain.authority.compiling import Compiled, compile_scheme
from governance.domain.authority.completions import Prospect, prospect
from governance.domain.authority.conditions import truth
from governance.domain.authority.explaining import reasons
from governance.domain.authority.model import Scheme, Value
from governance.domain.authority.outcome import (
    Case,
    Conflict,
    Determined,
    NoRule,
    Outcome,
    Undetermined,
)
from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest


def evaluate(scheme: Scheme, case: Case, on: dt.date) -> Outcome:
    """Who decides the case, were it decided on a day.

    Raises `Unusable` where the case has a value out of bounds or goes against what the scheme
    assumes of every case. Asked often, compile once and call `answer`.
    """
    return answer(compile_scheme(scheme, on), case)


def answer(compiled: Compiled, case: Case) -> Outcome:
    """Who decides the case, by a compiled scheme. Raises as `evaluate` does."""
    values = {**compiled.given, **case.values}
    check_values(compiled, values)
    if compiled.asks <= values.keys() and compiled.assumes <= values.keys():
        return _outcome(compiled, verdict(compiled, values), values)
    return _foreseen(compiled, prospect(compiled, values), values)


def verdict(compiled: Compiled, values: Mapping[str, Value]) -> Verdict:
    """The verdict where every input that rules ask about is known."""
    return choose([one.rule for one in compiled.rules_for(values) if one.test(values)])


def check_values(compiled: Compiled, values: Mapping[str, Value]) -> None:
    """Raise `Unusable` for values of the wrong type, out of bounds, or against `assume`."""
    found = (value_problem(compiled.scheme, name, value) for name, value in values.items())
    if problems := [problem for problem in found if problem is not None]:
        raise Unusable(problems)
    for condition, source in zip(compiled.assume, compiled.scheme.assume, strict=True):
        if truth(condition, values) is False:
            raise Unusable.one("scheme.case.assume", line=source.line)


def value_problem(scheme: Scheme, name: str, value: Value) -> Problem | None:
    """What is wrong with a value of an input, or None."""
    one = scheme.inputs.get(name)
    if one is None:
        known = list(scheme.inputs)
        params = {"name": name, "nearest": nearest(name, known), "known": known}
        return Problem("scheme.case.unknown", params)
    if one.discrete:
        if value in one.choices:
            return None
        near = nearest(str(value), one.choices)
        params = {"input": name, "text": str(value), "known": [*one.choices], "nearest": near}
        return Problem("scheme.case.choice", params)
    if not isinstance(value, int) or isinstance(value, bool):
        return Problem("scheme.case.type", {"input": name})
    if one.least <= value <= one.most:
        return None
    least: int | dt.date = one.least
    most: int | dt.date = one.most
    if one.type == "day":
        least, most = dt.date.fromordinal(one.least), dt.date.fromordinal(one.most)
    return Problem(f"scheme.case.bounds_{one.type}", {"input": name, "least": least, "most": most})


def _outcome(compiled: Compiled, found: Verdict, values: Mapping[str, Value]) -> Outcome:
    if found.conflicting:
        return Conflict(tuple(rule.id for rule in found.conflicting))
    if found.winner is None:
        return NoRule(compiled.scheme.fallback)
    return Determined(
        rule=found.winner.id,
        path=found.winner.path,
        procedure=found.winner.procedure,
        because=reasons(compiled, found, values),
    )


def _foreseen(compiled: Compiled, found: Prospect, values: Mapping[str, Value]) -> Outcome:
    if found.settled is not None:
        return _outcome(compiled, found.settled, values)
    return Undetermined(
        unknown=found.unknown,
        possible=found.possible,
        no_rule=found.no_rule,
        conflict=found.conflict,
    )
