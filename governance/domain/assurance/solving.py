"""Asking Z3 whether some case makes conditions hold: whole numbers, bounded, the same each time.

The one place where `z3` is imported, and only when something is asked: other commands do not
pay for it. The bound is a count of steps and not of seconds, so that an answer does not depend
on how busy the machine is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from governance.domain.authority.conditions import inputs_of
from governance.domain.authority.model import (
    AllOf,
    AnyOf,
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

STEPS = 500_000
"""How much Z3 may do for one question (its `rlimit`)."""
LARGEST = 60_000
"""Comparisons in one question to Z3 at the most: it bounds how long it takes to put it."""


class UnsettledError(Exception):
    """The question was too hard to be settled within bounds: nothing may be taken as proved."""


def solve(
    inputs: Mapping[str, Input], conditions: Iterable[Condition], without: Iterable[Condition] = ()
) -> dict[str, Value] | None:
    """Values that make all conditions hold and none of those in `without`; None: there are none.

    Gives the inputs that the conditions mention. Raises `UnsettledError`.
    """
    import z3  # noqa: PLC0415 - costs a tenth of a second, and most commands never ask

    conditions, without = list(conditions), list(without)
    names = {name for one in (*conditions, *without) for name in inputs_of(one)}
    if sum(1 for one in (*conditions, *without) for _ in inputs_of(one)) > LARGEST:
        raise UnsettledError
    solver = z3.Solver()
    solver.set("rlimit", STEPS)
    solver.set("random_seed", 0)
    asked = [name for name in inputs if name in names]
    variables = {name: z3.Int(name) for name in asked}
    writer = _Writer(z3, inputs, variables)
    for name in asked:
        least, most = _range(inputs[name])
        solver.add(variables[name] >= least, variables[name] <= most)
    solver.add(*(writer.written(one) for one in conditions))
    solver.add(*(z3.Not(writer.written(one)) for one in without))
    found = solver.check()
    if found == z3.unknown:
        raise UnsettledError
    if found == z3.unsat:
        return None
    model = solver.model()
    return {
        name: _value(inputs[name], model.eval(variables[name], model_completion=True).as_long())
        for name in asked
    }


def _range(one: Input) -> tuple[int, int]:
    return (0, len(one.choices) - 1) if one.discrete else (one.least, one.most)


def _value(one: Input, number: int) -> Value:
    return one.choices[number] if one.discrete else number


class _Writer:
    """Writes conditions as Z3 reads them."""

    def __init__(self, z3: Any, inputs: Mapping[str, Input], variables: Mapping[str, Any]) -> None:
        self.z3 = z3
        self.inputs = inputs
        self.variables = variables

    def written(self, condition: Condition) -> Any:
        match condition:
            case AllOf(parts):
                return self.z3.And([self.written(part) for part in parts])
            case AnyOf(parts):
                return self.z3.Or([self.written(part) for part in parts])
            case In(name, choices):
                known, here = self.inputs[name].choices, self.variables[name]
                return self.z3.Or([here == known.index(one) for one in sorted(choices)])
            case Compare(name, op, Const(value)):
                return _compared(self.variables[name], op, value)
            case Compare(name, op, Fraction(numerator, denominator, other)):
                left, right = self.variables[name], self.variables[other]
                return _compared(denominator * left, op, numerator * right)
            case Compare(name, op, DayOffset(other, days)):
                return _compared(self.variables[name], op, self.variables[other] + days)
        raise AssertionError(condition)


def _compared(left: Any, op: Op, right: Any) -> Any:
    match op:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "=":
            return left == right
        case "!=":
            return left != right
