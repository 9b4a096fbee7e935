"""Conditions and decision paths of a scheme as short text, for tables on any screen."""

from __future__ import annotations

import datetime as dt

from governance import words
from governance.domain.authority.model import (
    AllOf,
    Compare,
    Condition,
    Const,
    DayOffset,
    Fraction,
    In,
    LimitOn,
    Op,
    Path,
    PathStep,
    Scheme,
)
from governance.words.format import day, listed, money

_RELATIONS: dict[Op, str] = {
    "<": "under",
    "<=": "up to",
    ">": "over",
    ">=": "at least",
    "=": "exactly",
    "!=": "other than",
}
_DAY_RELATIONS: dict[Op, str] = {
    "<": "before",
    "<=": "on or before",
    ">": "after",
    ">=": "on or after",
    "=": "on",
    "!=": "other than",
}
_STEPS = {
    "decide": "{} decides",
    "consult": "{} is consulted",
    "recommend": "{} recommends",
    "endorse": "{} endorses",
    "consent": "{} consents",
    "clear": "{} clears",
}


def describe_condition(
    scheme: Scheme, condition: Condition, *, inside: bool = False, spoken: bool = False
) -> str:
    """The condition in words; brackets where an "or" stands inside an "and".

    `spoken`, choices are called what people call them, for a sentence rather than a table.
    """
    match condition:
        case In(name, choices):
            ordered = [one for one in scheme.inputs[name].choices if one in choices]
            if spoken:
                return f"{name} is {listed(map(words.term, ordered), 'or')}"
            return f"{name} {listed(ordered, 'or')}"
        case Compare():
            return _comparison(scheme, condition)
    if not condition.parts:
        return "always" if isinstance(condition, AllOf) else "never"
    joiner = " and " if isinstance(condition, AllOf) else " or "
    parts = (
        describe_condition(scheme, part, inside=True, spoken=spoken) for part in condition.parts
    )
    text = joiner.join(parts)
    return f"({text})" if inside else text


def describe_path(scheme: Scheme, path: Path) -> str:
    """The steps in order; those that run at once joined by "and"."""
    groups = (listed((_step(scheme, step) for step in group), "and") for group in path)
    return "; then ".join(groups)


def _step(scheme: Scheme, step: PathStep) -> str:
    text = _STEPS[step.kind].format(scheme.deciders[step.decider].title)
    return f"{text} ({step.method.replace('_', ' ')})" if step.method else text


def _comparison(scheme: Scheme, leaf: Compare) -> str:
    one = scheme.inputs[leaf.input]
    relation = (_DAY_RELATIONS if one.type == "day" else _RELATIONS)[leaf.op]
    match leaf.term:
        case Const(value) if one.type == "money":
            bound = money(value)
        case Const(value) if one.type == "day":
            bound = day(dt.date.fromordinal(value))
        case Const(value):
            bound = f"{value:,}"
        case Fraction(1, 1, other):
            bound = other
        case Fraction(numerator, denominator, other):
            bound = f"{numerator}/{denominator} of {other}"
        case DayOffset(other, 0):
            bound = other
        case DayOffset(other, days):
            bound = f"{other} {'plus' if days > 0 else 'minus'} {abs(days)} days"
        case LimitOn(name, read_on):
            bound = f"{name} on {read_on}" if read_on else name
    return f"{leaf.input} {relation} {bound}"
