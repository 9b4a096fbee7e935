"""Tests in FEEL, the expression language of DMN: simple ones (S-FEEL) wherever they suffice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from governance.adapters.dmn.rows import Bound, Test
from governance.domain.authority.model import Compare, DayOffset, Fraction, Input, InputType

ANYTHING = "-"

_TYPES: Mapping[InputType, str] = {
    "choice": "string",
    "yes-no": "boolean",
    "money": "number",
    "integer": "number",
    "day": "date",
}
_WORDS = frozenset(
    {
        "and", "between", "boolean", "context", "date", "duration", "else", "every", "external",
        "false", "for", "function", "if", "in", "instance", "item", "list", "not", "null", "number",
        "of", "or", "path", "procedure", "decider", "return", "satisfies", "some", "string", "then",
        "time", "true",
    }
)  # fmt: skip


def type_of(one: Input) -> str:
    """What FEEL calls the type of an input."""
    return _TYPES[one.type]


def variables(names: Iterable[str]) -> dict[str, str]:
    """A name for each input that FEEL cannot take for a subtraction, a path or a word."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9_]", "_", name)
        plain = f"{plain}_" if plain in _WORDS else plain
        while plain in found.values():
            plain += "_"
        found[name] = plain
    return found


def text(value: str) -> str:
    """A text as a FEEL literal."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def literal(one: Input, value: int) -> str:
    """An amount in pounds, a number, or a day, as FEEL writes it."""
    if one.type == "day":
        return f'date("{dt.date.fromordinal(value).isoformat()}")'
    if one.type != "money":
        return str(value)
    pounds, rest = divmod(value, 100)
    return f"{pounds}" + (f".{rest:02}".rstrip("0") if rest else "")


def allowed(one: Input) -> str:
    """What an input can be at all."""
    if one.discrete:
        return _choices(one, one.choices)
    return f"[{literal(one, one.least)}..{literal(one, one.most)}]"


def entry(one: Input, test: Test, names: Mapping[str, str]) -> str:
    """What one row asks of one input."""
    if one.discrete:
        chosen = [c for c in one.choices if test.choices is None or c in test.choices]
        return ANYTHING if len(chosen) == len(one.choices) else _choices(one, chosen)
    if test.relations:
        return _expression(one, test, names)
    if test.least is None and test.most is None:
        values = ",".join(literal(one, value) for value in sorted(test.but))
        return f"not({values})" if values else ANYTHING
    return ",".join(_range(one, least, most) for least, most in _pieces(test))


def _choices(one: Input, chosen: Iterable[str]) -> str:
    if one.type == "yes-no":
        return ",".join("true" if choice == "yes" else "false" for choice in chosen)
    return ",".join(text(choice) for choice in chosen)


def _pieces(test: Test) -> list[tuple[Bound | None, Bound | None]]:
    """The ranges that are left when single values are taken out of a range."""
    low = None if test.least is None else test.least.value + test.least.strict
    high = None if test.most is None else test.most.value - test.most.strict
    found: list[tuple[Bound | None, Bound | None]] = []
    start = test.least
    for value in sorted(test.but):
        if (low is not None and value < low) or (high is not None and value > high):
            continue
        if start is None or start.value + start.strict < value:
            found.append((start, Bound(value, strict=True)))
        start = Bound(value, strict=True)
    if start is None or high is None or start.value + start.strict <= high:
        found.append((start, test.most))
    return found


def _range(one: Input, least: Bound | None, most: Bound | None) -> str:
    if least is None or most is None:
        if least is not None:
            return f"{'>' if least.strict else '>='} {literal(one, least.value)}"
        assert most is not None
        return f"{'<' if most.strict else '<='} {literal(one, most.value)}"
    if least == most:
        return literal(one, least.value)
    opening, closing = "(" if least.strict else "[", ")" if most.strict else "]"
    return f"{opening}{literal(one, least.value)}..{literal(one, most.value)}{closing}"


def _expression(one: Input, test: Test, names: Mapping[str, str]) -> str:
    """A test with relations: full FEEL, in which `?` is the input itself."""
    parts = []
    if test.least is not None:
        parts.append(f"? {'>' if test.least.strict else '>='} {literal(one, test.least.value)}")
    if test.most is not None:
        parts.append(f"? {'<' if test.most.strict else '<='} {literal(one, test.most.value)}")
    parts += [f"? != {literal(one, value)}" for value in sorted(test.but)]
    return " and ".join([*parts, *(_relation(leaf, names) for leaf in test.relations)])


def _relation(leaf: Compare, names: Mapping[str, str]) -> str:
    """Shares are multiplied across, so that nothing is rounded."""
    match leaf.term:
        case Fraction(numerator, denominator, other):
            own = "?" if denominator == 1 else f"? * {denominator}"
            part = names[other] if numerator == 1 else f"{names[other]} * {numerator}"
            return f"{own} {leaf.op} {part}"
        case DayOffset(other, days):
            sign = "-" if days < 0 else "+"
            moved = f' {sign} duration("P{abs(days)}D")' if days else ""
            return f"? {leaf.op} {names[other]}{moved}"
    raise AssertionError(leaf)
