"""A scheme along one amount: which rule takes each stretch of it, where none does, where two do.

Everything else about the case is held as it is given. Between two neighbouring edges nothing that
a rule asks about the amount changes, so one question to the scheme answers for a whole stretch:
the line is exact to the penny. What is not held stays open: a stretch then names every rule that
could still take it, and where its two ends have different answers it is halved until they agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from governance.domain.authority.compiling import Compiled, CompiledRule, compile_scheme
from governance.domain.authority.conditions import leaves
from governance.domain.authority.evaluating import answer, check_values
from governance.domain.authority.model import Compare, Const, DayOffset, Fraction, In, Scheme, Value
from governance.domain.authority.outcome import Case, Conflict, Determined, NoRule, Undetermined
from governance.domain.errors import Unusable

StretchKind = Literal["band", "open", "gap", "overlap", "impossible"]
"""One rule takes it; one of several, by what is not held; perhaps none; perhaps two that disagree;
no such case, by what the scheme assumes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of the line, both ends included: pence, a number, or a day's ordinal.

    `rules` take it or may take it, in the scheme's order; those of a gap are the ones that could
    still take it, by what is not held (none where it is a gap whatever that is). `unknown` names
    the inputs that would settle it.
    """

    least: int
    most: int
    kind: StretchKind
    rules: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A line worth looking at: along which input, with what held, and how many rules part it."""

    along: str
    held: Mapping[str, Value]
    rules: int


def value_line(
    scheme: Scheme, *, on: dt.date, along: str, held: Mapping[str, Value]
) -> tuple[Stretch, ...]:
    """The stretches of a scheme along an amount, number or day, from its least to its most.

    `held` are the other inputs that are known. Raises `Unusable` where one of them is out of
    bounds, where `along` is no amount, number or day of the scheme, and where a limit has no
    value yet on the day.
    """
    one = scheme.inputs.get(along)
    if one is None or one.discrete:
        known = [name for name, each in scheme.inputs.items() if not each.discrete]
        raise Unusable.one("scheme.line.along", name=along[:80], known=known)
    compiled = compile_scheme(scheme, on)
    known_values = {**compiled.given, **held}
    known_values.pop(along, None)
    check_values(replace(compiled, assume=(), scheme=replace(scheme, assume=())), known_values)
    starts = {one.least, *(at for at in _edges(compiled, along, known_values))}
    inside = sorted(at for at in starts if one.least <= at <= one.most)
    ends = [*(at - 1 for at in inside[1:]), one.most]
    line = _Line(compiled, along, held)
    return tuple(_joined(each for ends_ in zip(inside, ends, strict=True) for each in line(*ends_)))


class _Line:
    """Asks a scheme about numbers on a line, with everything else held."""

    def __init__(self, compiled: Compiled, along: str, held: Mapping[str, Value]) -> None:
        self.compiled = compiled
        self.along = along
        self.held = held

    def __call__(self, least: int, most: int) -> Iterator[Stretch]:
        """The stretches between two numbers."""
        first, last = self.at(least), self.at(most)
        while not _alike(first, last):
            low, high = least, most
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _alike(first, self.at(middle)) else (low, middle)
            yield replace(first, least=least, most=low)
            least, first = high, self.at(high)
        yield replace(first, least=least, most=most)

    def at(self, number: int) -> Stretch:
        """What the scheme says of one number."""
        try:
            found = answer(self.compiled, Case({**self.held, self.along: number}))
        except Unusable as error:
            if any(one.code != "scheme.case.assume" for one in error.problems):
                raise
            return Stretch(number, number, "impossible")
        match found:
            case Determined(rule):
                return Stretch(number, number, "band", (rule,))
            case Conflict(rules):
                return Stretch(number, number, "overlap", rules)
            case NoRule():
                return Stretch(number, number, "gap")
            case Undetermined(unknown, possible, no_rule, conflict):
                kind: StretchKind = "gap" if no_rule else "overlap" if conflict else "open"
                return Stretch(number, number, kind, possible, unknown)


def _alike(one: Stretch, other: Stretch) -> bool:
    """Whether two have the same answer; what would settle it may differ."""
    return (one.kind, one.rules) == (other.kind, other.rules)


def views(scheme: Scheme, *, on: dt.date) -> tuple[View, ...]:
    """The lines that show a scheme best: for each choice that tells rules apart, its amount.

    That is the input that most of its rules ask about; a choice whose rules ask about none has no
    line. Without any such choice there is one line, with nothing held. The line that most rules
    part comes first.
    """
    compiled = compile_scheme(scheme, on)
    groups: list[tuple[Mapping[str, Value], tuple[CompiledRule, ...]]] = [
        ({compiled.index: choice}, rules)
        for choice, rules in compiled.by_choice.items()
        if compiled.index is not None
    ] or [({}, compiled.rules)]
    found = []
    for held, rules in groups:
        asked = [
            {leaf.input for leaf in leaves(one.when) if isinstance(leaf, Compare)} for one in rules
        ]
        counts = {
            name: sum(name in names for names in asked)
            for name, one in scheme.inputs.items()
            if not one.discrete and one.derived != "decision_day"
        }
        along = max(counts, key=lambda name: (counts[name], _is_money(scheme, name)), default="")
        if along and counts[along]:
            found.append(View(along, held, counts[along]))
    return tuple(sorted(found, key=lambda view: -view.rules))


def _is_money(scheme: Scheme, name: str) -> bool:
    return scheme.inputs[name].type == "money"


def _edges(compiled: Compiled, along: str, known: Mapping[str, Value]) -> Iterator[int]:
    """Where a stretch may begin: around every number the amount is compared with."""
    conditions = [*(one.when for one in compiled.rules), *compiled.assume]
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        for edge in () if isinstance(leaf, In) else _compared(compiled, leaf, along, known):
            yield from (edge - 1, edge, edge + 1)


def _compared(
    compiled: Compiled, leaf: Compare, along: str, known: Mapping[str, Value]
) -> Iterator[int]:
    """The number, rounded down, that a comparison sets the amount against.

    Where that is another input that is not known, it is the least and the most it can be.
    """
    term = leaf.term
    if leaf.input == along and isinstance(term, Const):
        yield term.value
    elif leaf.input == along and isinstance(term, Fraction | DayOffset):
        for other in _values(compiled, term.input, known):
            if isinstance(term, DayOffset):
                yield other + term.days
            else:
                yield term.numerator * other // term.denominator
    elif isinstance(term, Fraction | DayOffset) and term.input == along:
        for other in _values(compiled, leaf.input, known):
            if isinstance(term, DayOffset):
                yield other - term.days
            elif term.numerator:
                yield other * term.denominator // term.numerator


def _values(compiled: Compiled, name: str, known: Mapping[str, Value]) -> tuple[int, ...]:
    if name in known:
        return (int(known[name]),)
    one = compiled.scheme.inputs[name]
    return (one.least, one.most)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches with neighbours made one that say the same."""
    last: Stretch | None = None
    for one in stretches:
        if last is not None and _alike(one, last):
            unknown = tuple(dict.fromkeys((*last.unknown, *one.unknown)))
            last = replace(last, most=one.most, unknown=unknown)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
