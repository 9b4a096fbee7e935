"""Cases and regions of cases for people and for programs.

A case is written as `vires scheme path --case` reads it: pounds in text, days as ISO dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from governance import words
from governance.domain.authority.explaining import OPERATOR_NAMES, share
from governance.domain.authority.model import AllOf, AnyOf, Compare, Const, DayOffset, Fraction, In
from governance.words.format import listed

if TYPE_CHECKING:
    from governance.domain.assurance.finding import Region
    from governance.domain.authority.model import Condition, Input, Op, Value

_TURNED: Mapping[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def case_json(
    inputs: Mapping[str, Input], values: Mapping[str, Value], *, of: Iterable[str] | None = None
) -> dict[str, Any]:
    """A case as JSON; with `of`, only inputs of those names."""
    return {
        name: value_json(one, values[name])
        for name, one in inputs.items()
        if name in values and (of is None or name in of)
    }


def value_json(one: Input, value: Value) -> Any:
    """A value as a case file has it."""
    if isinstance(value, str):
        return value
    match one.type:
        case "money":
            pounds, pence = divmod(value, 100)
            return f"{pounds}.{pence:02}"
        case "day":
            return dt.date.fromordinal(value).isoformat()
    return value


def region_words(inputs: Mapping[str, Input], region: Region) -> str:
    """A region in words: what each input may be, and what is related how."""
    parts = []
    for name, one in inputs.items():
        if name in region.choices:
            params = {"title": one.title, "choices": list(region.choices[name])}
            parts.append(words.say("region.choices", params))
        elif name in region.bounds:
            parts.append(_range(one, *region.bounds[name]))
    parts += [_relation(inputs, leaf) for leaf in region.relations]
    return listed(parts, "and") or words.say("compare.everywhere", {})


def _range(one: Input, low: int, high: int) -> str:
    end = "at" if low == high else "to" if low <= one.least else "between"
    if end == "between" and high >= one.most:
        end = "from"
    day = one.type == "day"
    params = {
        "title": one.title,
        "low": dt.date.fromordinal(low) if day else low,
        "high": dt.date.fromordinal(high) if day else high,
    }
    return words.say(f"region.{one.type}.{end}", params)


def _relation(inputs: Mapping[str, Input], leaf: Condition) -> str:
    """A comparison of two amounts, numbers or days, or several of them."""
    if isinstance(leaf, AllOf | AnyOf):
        joiner = "and" if isinstance(leaf, AllOf) else "or"
        return listed([_relation(inputs, part) for part in leaf.parts], joiner)
    if isinstance(leaf, In):
        told = {"title": inputs[leaf.input].title, "choices": sorted(leaf.choices)}
        return words.say("region.choices", told)
    leaf = _by_the_larger(leaf)
    one = inputs[leaf.input]
    params: dict[str, Any] = {"title": one.title}
    match leaf.term:
        case Fraction(1, 1, other):
            code = "region.relation"
        case Fraction(numerator, denominator, other):
            code = "region.relation_share"
            params["share"] = share(numerator, denominator)
        case DayOffset(other, 0):
            code = "region.relation"
        case DayOffset(other, days):
            code = "region.relation_days"
            params["days"] = days
        case Const(bound):
            low = {">": bound + 1, ">=": bound, "=": bound}.get(leaf.op, one.least)
            high = {"<": bound - 1, "<=": bound, "=": bound}.get(leaf.op, one.most)
            return _range(one, low, high)
        case _:
            raise AssertionError(leaf)
    kind = "day" if one.type == "day" else "amount"
    params["relation"] = words.say(f"region.{kind}.{OPERATOR_NAMES[leaf.op]}", {})
    return words.say(code, {**params, "other": inputs[other].title})


def _by_the_larger(leaf: Compare) -> Compare:
    """Said of the smaller amount: over 10% of the budget, not a budget under 10 times as much."""
    match leaf.term:
        case Fraction(numerator, denominator, other) if numerator > denominator:
            turned = Fraction(denominator, numerator, leaf.input)
            return Compare(other, _TURNED.get(leaf.op, leaf.op), turned)
    return leaf
