"""A case in a box, also where amounts are compared with one another; or that there is none.

Bounds are drawn in by the comparisons first, which settles nearly everything; what is left is
asked of Z3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from governance.domain.assurance.boxes import Box, Frame, Span
from governance.domain.assurance.solving import solve
from governance.domain.authority.conditions import inputs_of, truth
from governance.domain.authority.model import (
    AllOf,
    Compare,
    Condition,
    Const,
    DayOffset,
    Fraction,
    Op,
    Value,
)

ROUNDS = 40
"""How often bounds are drawn in, at the most."""

_MIRRORED: Mapping[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def case_in(frame: Frame, box: Box) -> dict[str, Value] | None:
    """A value for every input, with the smallest amounts that will do; None: there is no case.

    Raises `UnsettledError` where that cannot be settled within bounds.
    """
    held = frame.held(box)
    spans = {one.name: box.spans[at] for at, one in enumerate(frame.numbers)}
    found: dict[str, Value] = {
        one.name: frame.allowed(box, at)[0] for at, one in enumerate(frame.choices)
    }
    if held:
        drawn = drawn_in(spans, held)
        if drawn is None:
            return None
        values = _smallest(drawn, held)
        if values is None:
            values = _solved(frame, drawn, held)
        if values is None:
            return None
        return found | values
    return found | {name: low for name, (low, _) in spans.items()}


def _smallest(spans: dict[str, Span], held: Sequence[Compare]) -> dict[str, Value] | None:
    """Values taken one after the other, each the smallest still open; None where that fails."""
    names = dict.fromkeys(name for leaf in held for name in inputs_of(leaf))
    for name in names:
        for value in spans[name]:
            drawn = drawn_in({**spans, name: (value, value)}, held)
            if drawn is not None:
                spans = drawn
                break
        else:
            return None
    values: dict[str, Value] = {name: low for name, (low, _) in spans.items()}
    return values if truth(AllOf(tuple(held)), values) else None


def _solved(
    frame: Frame, spans: Mapping[str, Span], held: Sequence[Compare]
) -> dict[str, Value] | None:
    within: list[Condition] = [*held]
    for name in dict.fromkeys(name for leaf in held for name in inputs_of(leaf)):
        low, high = spans[name]
        within += [Compare(name, ">=", Const(low)), Compare(name, "<=", Const(high))]
    found = solve(frame.inputs, within)
    if found is None:
        return None
    rest: dict[str, Value] = {name: low for name, (low, _) in spans.items()}
    return rest | found


def drawn_in(spans: Mapping[str, Span], held: Sequence[Compare]) -> dict[str, Span] | None:
    """Narrower bounds that leave out no case; None where they leave none."""
    found = dict(spans)
    for _ in range(ROUNDS):
        before = dict(found)
        for leaf in held:
            if not _draw(found, leaf):
                return None
        if found == before:
            break
    return found


def _draw(spans: dict[str, Span], leaf: Compare) -> bool:
    """Draw in the bounds on both sides of `scale` x `op` `slope` y + `shift`."""
    match leaf.term:
        case Fraction(numerator, denominator, other):
            scale, slope, shift, right = denominator, numerator, 0, other
        case DayOffset(other, days):
            scale, slope, shift, right = 1, 1, days, other
        case _:
            raise AssertionError(leaf)
    return _upper(spans, (leaf.input, scale), leaf.op, (right, slope), shift) and _upper(
        spans, (right, slope), _MIRRORED[leaf.op], (leaf.input, scale), -shift
    )


def _upper(
    spans: dict[str, Span], left: tuple[str, int], op: Op, right: tuple[str, int], shift: int
) -> bool:
    """Draw in the left side's bounds by the right side's."""
    (name, scale), (other, slope) = left, right
    low, high = spans[name]
    least, most = spans[other]
    if op == "!=":
        same = low == high and least == most and scale * low == slope * least + shift
        return not same
    if op in ("<", "<=", "="):
        high = min(high, (slope * most + shift - (op == "<")) // scale)
    if op in (">", ">=", "="):
        low = max(low, -(-(slope * least + shift + (op == ">")) // scale))
    spans[name] = (low, high)
    return low <= high
