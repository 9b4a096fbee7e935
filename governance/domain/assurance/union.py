"""The cases of two versions of a scheme together: every input that either of them asks for.

An input that one version does not know is not asked by it. What only one of them has room for
(a larger bound, a further choice) is a case too: by the other it is not possible. Inputs that
come from the same place in the register are the same, whatever each version calls them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from governance.domain.assurance.space import LAST, changes
from governance.domain.authority.conditions import all_of, any_of
from governance.domain.authority.model import (
    Compare,
    Condition,
    Const,
    Fraction,
    In,
    Input,
    Scheme,
)
from governance.domain.errors import Problem, Unusable


def union_inputs(old: Scheme, new: Scheme) -> dict[str, Input]:
    """The inputs of both, with room for what either allows.

    Raises `Unusable` where one name stands for inputs of different types.
    """
    found = dict(old.inputs)
    problems = []
    for name, one in new.inputs.items():
        other = found.get(name)
        if other is None:
            found[name] = one
        elif one.discrete != other.discrete or (not one.discrete and one.type != other.type):
            params = {"name": name, "before": other.type, "after": one.type}
            problems.append(Problem("compare.input_type", params))
        else:
            found[name] = replace(
                one,
                choices=tuple(dict.fromkeys((*other.choices, *one.choices))),
                least=min(one.least, other.least),
                most=max(one.most, other.most),
            )
    if problems:
        raise Unusable(problems)
    return {name: _widened(one, found) for name, one in found.items()}


def _widened(one: Input, inputs: Mapping[str, Input]) -> Input:
    """An input with room for whatever comes from the same place in the register."""
    if one.derived is None:
        return one
    same = [other for other in inputs.values() if other.derived == one.derived]
    return replace(
        one,
        choices=tuple(dict.fromkeys(choice for other in same for choice in other.choices)),
        least=min(other.least for other in same),
        most=max(other.most for other in same),
    )


def same_source(inputs: Mapping[str, Input]) -> Iterator[Condition]:
    """That inputs which come from the same place in the register are equal."""
    for one, other in combinations(inputs.values(), 2):
        if one.derived is None or one.derived != other.derived:
            continue
        if one.discrete:
            yield any_of(
                all_of(In(each.name, frozenset((choice,))) for each in (one, other))
                for choice in one.choices
            )
        else:
            yield Compare(one.name, "=", Fraction(1, 1, other.name))


def stretches(old: Scheme, new: Scheme, on: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """The stretches of days of decision, from `on`, on which both read alike throughout."""
    each = [
        [one for one in scheme.inputs.values() if one.derived == "decision_day"]
        for scheme in (old, new)
    ]
    last = LAST
    if all(each):
        days = [one for found in each for one in found]
        on = max(on, dt.date.fromordinal(min(one.least for one in days)))
        last = dt.date.fromordinal(max(one.most for one in days))
    last = max(on, last)
    turns = {day for scheme in (old, new) for day in changes(scheme) if on < day <= last}
    starts = sorted({on, *turns})
    until = [day - dt.timedelta(days=1) for day in starts[1:]]
    yield from zip(starts, [*until, last], strict=True)


def within(inputs: Mapping[str, Input], union: Mapping[str, Input]) -> list[Condition]:
    """What must hold so that a version has room for a case: nothing where it always has."""
    found: list[Condition] = []
    for name, one in inputs.items():
        wide = union[name]
        if one.discrete and set(one.choices) != set(wide.choices):
            found.append(In(name, frozenset(one.choices)))
        elif not one.discrete:
            if one.least > wide.least:
                found.append(Compare(name, ">=", Const(one.least)))
            if one.most < wide.most:
                found.append(Compare(name, "<=", Const(one.most)))
    return found
