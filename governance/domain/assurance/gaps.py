"""Cases that no rule takes: as few and as wide regions as can be, with what bounds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from governance.domain.assurance.asking import Found
from governance.domain.assurance.axes import Choices, Ratio
from governance.domain.assurance.filling import Line
from governance.domain.assurance.finding import Edge, Finding, Side
from governance.domain.assurance.grid import Box, meeting
from governance.domain.assurance.solving import UnsettledError
from governance.domain.assurance.table import Table
from governance.domain.authority.conditions import any_of, leaves, truth
from governance.domain.authority.model import Compare, Condition, DayOffset, Fraction, Input, Value

MOST_SHOWN = 50
"""Regions shown at the most."""
MOST_TRIED = 2_000
"""Boxes looked into, at the most, for a possible case."""
MOST_SOLVED = 5
"""Regions shown at the most where only Z3 can find them."""


def gaps(table: Table) -> Iterator[Finding]:
    """The regions of possible cases that no rule takes. Raises `UnsettledError` midway.

    One hole is told once: regions found later lie, in part at least, outside those before. A
    rule that no possible case reaches neither bounds a region nor is a neighbour of it.
    """
    try:
        covers = table.covers(range(len(table.rules)))
    except UnsettledError:
        yield from _solved(table)
        return
    told: list[Box] = []
    bounding: Sequence[Box] | None = None
    for part in table.asking.walk({}, [*covers, *table.grid.impossible]).holes():
        while (found := next(table.asking.holes([part], told), None)) is not None:
            bounding = _living(table, covers) if bounding is None else bounding
            box = table.asking.widened(found, bounding)
            told.append(box)
            yield _finding(table, Found(box, found.values))


def _living(table: Table, covers: Sequence[Box]) -> Sequence[Box]:
    """The boxes in which a possible case lies; all of them where they are very many."""
    return covers if len(covers) > MOST_TRIED else [one for one in covers if table.lives(one)]


def _solved(table: Table) -> Iterator[Finding]:
    """The same by Z3, a few: an input is left out where it may be anything."""
    apart: list[Condition] = []
    taken = any_of(table.whens)
    for _ in range(MOST_SOLVED):
        found = table.solved([], [taken, *apart])
        if found is None:
            return
        box = dict(found.box)
        for at in list(box):
            wider = {place: mask for place, mask in box.items() if place != at}
            if table.solved([table.grid.condition(wider), taken], []) is None:
                box = wider
        apart.append(table.grid.condition(box))
        yield _finding(table, Found(box, found.values))


def _finding(table: Table, found: Found) -> Finding:
    edges = tuple(_edges(table, found))
    places = {rule.id: at for at, rule in enumerate(table.rules)}
    return Finding(
        kind="gap",
        rules=table.ids({places[edge.rule] for edge in edges}),
        example=table.example(found),
        on=table.on(found),
        region=table.asking.region(found.box),
        edges=edges,
    )


def _edges(table: Table, found: Found) -> list[Edge]:
    """The rules that would take the case if one input were another: the one that tells most.

    A number with a rule on both sides tells most, then one with a rule on one side, then a
    choice.
    """
    options = [(at, _beside(table, found, at)) for at in sorted(found.box) if not _kind(table, at)]
    best = max((edges for _, edges in options if edges), key=_telling, default=[])
    if _telling(best) == 0:
        return best
    return best + [edge for at, edges in options if _choice(table, at) for edge in edges]


def _choice(table: Table, at: int) -> bool:
    return isinstance(table.grid.axes[at], Choices)


def _kind(table: Table, at: int) -> bool:
    """Whether an axis is what kind of decision is asked for: another kind would be no neighbour.

    Where the scheme does not say which input that is, it is a choice that every rule settles.
    """
    axis = table.grid.axes[at]
    if not isinstance(axis, Choices) or axis.input.type == "yes-no":
        return False
    if axis.input.derived is not None:
        return axis.input.derived == "kind"
    return all(at in box for boxes in table.boxes for box in boxes or ())


def _telling(edges: Sequence[Edge]) -> int:
    sides = {edge.side for edge in edges}
    return 2 if {"below", "above"} <= sides else 1 if "choice" not in sides else 0


def _beside(table: Table, found: Found, at: int) -> list[Edge]:
    axis, mask = table.grid.axes[at], found.box[at]
    if isinstance(axis, Ratio):
        return _beside_ratio(table, found, at, axis)
    first, last = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
    if isinstance(axis, Choices):
        others = range(len(axis.input.choices))
        return [
            edge
            for cell in others
            if not mask >> cell & 1
            for edge in _edge(table, found, at, cell, "choice", axis.input.choices[cell])
        ]
    least, most = axis.ends(first, last)
    edges: list[Edge] = []
    if least > axis.input.least:
        edges += _edge(table, found, at, first - 1, "below", least - 1)
    if most < axis.input.most:
        edges += _edge(table, found, at, last + 1, "above", most + 1)
    return edges


def _beside_ratio(table: Table, found: Found, at: int, axis: Ratio) -> list[Edge]:
    """The rules on both sides of a share of another amount, as that amount is in the example."""
    link = table.asking.filler.link(at, axis, found.box[at])
    low, high = link.low, link.high
    turned = _asked(table, axis.right, axis.left) > _asked(table, axis.left, axis.right)
    one = table.space.inputs[axis.right if turned else axis.left]
    other = int(found.values[axis.left if turned else axis.right])
    ends: list[tuple[Side, int, Line]] = []
    if turned:
        ends += [] if high is None else [("below", high.right_least(other) - 1, high)]
        ends += [] if low is None else [("above", low.right_most(other) + 1, low)]
    else:
        ends += [] if low is None else [("below", low.least(other) - 1, low)]
        ends += [] if high is None else [("above", high.most(other) + 1, high)]
    beside = axis.left if turned else axis.right
    return [
        replace(edge, term=line.term(beside, days=axis.days, turned=turned))
        for side, value, line in ends
        for edge in _taker(table, found, one, side, value)
    ]


def _asked(table: Table, subject: str, other: str) -> int:
    """How often rules compare an input with another one, the input named first."""
    return sum(
        1
        for when in table.whens
        for leaf in leaves(when)
        if leaf.input == subject
        and isinstance(leaf, Compare)
        and isinstance(leaf.term, Fraction | DayOffset)
        and leaf.term.input == other
    )


def _taker(table: Table, found: Found, one: Input, side: Side, value: Value) -> list[Edge]:
    """The rule that takes the example once the input has another value."""
    values = {**found.values, one.name: value}
    if isinstance(value, int) and not one.least <= value <= one.most:
        return []
    if not all(truth(each, values) for each in table.space.assume):
        return []
    winner = table.verdict(values).winner
    return [] if winner is None else [Edge(one.name, side, value, winner.id)]


def _edge(
    table: Table, found: Found, at: int, cell: int, side: Side, value: Value
) -> Iterator[Edge]:
    """The rule that takes the case once the input at that axis is in the cell beside the gap.

    Or another case of the region, where the rule asks for more than the example gives.
    """
    axis = table.grid.axes[at]
    assert not isinstance(axis, Ratio)
    taken = _taker(table, found, axis.input, side, value)
    if taken:
        yield from taken
        return
    beside = {**found.box, at: 1 << cell}
    for place, boxes in enumerate(table.boxes):
        for box in boxes or ():
            both = meeting(box, beside)
            if both is not None and table.lives(both):
                yield Edge(axis.input.name, side, value, table.rules[place].id)
                return
