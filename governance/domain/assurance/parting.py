"""The cases about which two versions of a scheme may differ, cut so that each piece goes one way.

Rules that are the same in both cancel: outside the cases of rules that only one version has, the
same rules hold in both. Within them the cases are cut along every rule there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from governance.domain.assurance.boxes import Box, Frame, Near, meet, minus, minus_all
from governance.domain.assurance.cases import case_in
from governance.domain.assurance.going import Going, by_rule, going, impossible
from governance.domain.assurance.solving import UnsettledError
from governance.domain.assurance.union import same_source, within, within_days
from governance.domain.authority.choosing import choose
from governance.domain.authority.compiling import Compiled, compile_scheme
from governance.domain.authority.model import ALWAYS, Condition, Input, Rule, Scheme, Value

WIDEST = 20_000
"""Boxes that the cases of one rule may be cut into, at the most."""


class _Side:
    """One version, its rules by what makes them the same."""

    def __init__(self, compiled: Compiled) -> None:
        self.scheme = compiled.scheme
        self.compiled = compiled
        self.same = [
            (one.when, one.rule.id, one.rule.overrides, _asks(self.scheme, one.rule))
            for one in compiled.rules
        ]
        self.none = impossible(self.scheme)
        self._goings: dict[tuple[int, ...], Going] = {}

    def going(self, holding: tuple[int, ...]) -> Going:
        """Where a case goes of which these rules hold, by their places in the scheme."""
        found = self._goings.get(holding)
        if found is None:
            verdict = choose([self.scheme.rules[at] for at in holding])
            found = self._goings[holding] = going(self.scheme, verdict)
        return found


def _asks(scheme: Scheme, rule: Rule) -> Hashable:
    return (by_rule(scheme, rule).key, rule.path, frozenset(rule.procedure))


@dataclass(frozen=True, slots=True)
class _Test:
    """A condition that cuts cases in two: whether a rule holds, or a version has room."""

    boxes: tuple[Box, ...]
    old: int | None = None
    new: int | None = None
    """The rule's place in each version that has it; None for a condition of room."""
    room: tuple[bool, bool] = (False, False)
    """Of which version it is a condition of room."""

    @property
    def shared(self) -> bool:
        """Whether both versions have it."""
        return (self.old is not None and self.new is not None) or all(self.room)


@dataclass(slots=True)
class Piece:
    """A box of cases that all go the same way, so far."""

    box: Box
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    room: tuple[bool, bool] = (True, True)


class Stretch:
    """Two versions on a stretch of days on which each reads alike throughout."""

    def __init__(
        self, old: Scheme, new: Scheme, first: dt.date, last: dt.date, inputs: Mapping[str, Input]
    ) -> None:
        self.first, self.last = first, last
        self.sides = _Side(compile_scheme(old, first)), _Side(compile_scheme(new, first))
        self.unsettled: list[str] = []
        linked = tuple(same_source(inputs))
        self.rooms = [
            [*within(within_days(side.scheme.inputs, first, last), inputs), *side.compiled.assume]
            for side in self.sides
        ]
        conditions = [*linked, *(one for room in self.rooms for one in room)]
        conditions += [one.when for side in self.sides for one in side.compiled.rules]
        self.empty = any(not one.discrete and one.least > one.most for one in inputs.values())
        self.frame = Frame(inputs, () if self.empty else conditions)
        self.tests: list[_Test] = [] if self.empty else [*self._room(linked), *self._rules()]
        if self.unsettled:
            # What is not known of one rule is not known of any case it might take.
            self.tests, self.empty = [], True
        owned = [(box, at) for at, test in enumerate(self.tests) for box in test.boxes]
        self.rooms_at = [at for at, test in enumerate(self.tests) if any(test.room)]
        self.owner = [at for _, at in owned]
        self.near = Near(self.frame, [box for box, _ in owned])

    def _room(self, linked: Sequence[Condition]) -> Iterator[_Test]:
        for condition in dict.fromkeys((*linked, *self.rooms[0], *self.rooms[1])):
            of = condition in self.rooms[0], condition in self.rooms[1]
            both = condition in linked
            if condition == ALWAYS:
                continue
            try:
                boxes = tuple(self.frame.boxes(condition))
            except UnsettledError:
                self.unsettled.append("assume")
                continue
            yield _Test(boxes, room=(True, True) if both else of)

    def _rules(self) -> Iterator[_Test]:
        old, new = self.sides
        of_new = {same: at for at, same in enumerate(new.same)}
        for at, same in enumerate(old.same):
            yield from self._rule(old, at, old=at, new=of_new.pop(same, None))
        for at in of_new.values():
            yield from self._rule(new, at, new=at)

    def _rule(
        self, side: _Side, at: int, *, old: int | None = None, new: int | None = None
    ) -> Iterator[_Test]:
        try:
            boxes = tuple(self.frame.boxes(side.compiled.rules[at].when))
        except UnsettledError:
            self.unsettled.append(side.scheme.rules[at].id)
            return
        yield _Test(boxes, old=old, new=new)

    def case(self, piece: Piece) -> dict[str, Value] | None:
        """A case of a piece; None where it has none. Raises `UnsettledError`."""
        return case_in(self.frame, piece.box)

    def goings(self, piece: Piece) -> tuple[Going, Going]:
        """Where the cases of a piece go, by each version."""
        old, new = self.sides
        before = old.going(piece.old) if piece.room[0] else old.none
        return before, new.going(piece.new) if piece.room[1] else new.none

    def pieces(self) -> Iterator[Piece]:
        """The cases about which the versions may differ, in boxes of which each goes one way.

        They are those of everything that only one version has, cut along all rules there.
        """
        anchors = [*self._anchors()]
        near = Near(self.frame, anchors)
        for number, anchor in enumerate(anchors):
            before = [anchors[one] for one in near.overlapping(anchor) if one < number]
            for part in minus_all(anchor, before):
                try:
                    yield from self._cut(part)
                except UnsettledError:
                    self.unsettled += self._named(part)

    def _anchors(self) -> Iterator[Box]:
        old, new = self.sides
        if self.empty:
            return
        for test in self.tests:
            if test.shared:
                continue
            if any(test.room):
                yield from minus_all(self.frame.whole, test.boxes)
            else:
                yield from test.boxes
        if old.scheme.fallback != new.scheme.fallback:
            rules = [box for test in self.tests if not any(test.room) for box in test.boxes]
            yield from minus_all(self.frame.whole, rules)

    def _named(self, box: Box) -> list[str]:
        """The rules about whose cases a box is."""
        old, new = self.sides
        tests = [self.tests[at] for at in self._there(box)]
        ids = [old.scheme.rules[one.old].id for one in tests if one.old is not None]
        ids += [new.scheme.rules[one.new].id for one in tests if one.new is not None]
        return ids

    def _there(self, box: Box) -> list[int]:
        """The tests that may cut a box: those of room everywhere, and rules that reach into it."""
        rules = (self.owner[number] for number in self.near.overlapping(box))
        return sorted({*self.rooms_at, *rules})

    def _cut(self, box: Box) -> Iterable[Piece]:
        pieces = [Piece(box)]
        for at in self._there(box):
            test = self.tests[at]
            pieces = [part for piece in pieces for part in _parted(piece, test)]
            if len(pieces) > WIDEST:
                raise UnsettledError
        return pieces


def _parted(piece: Piece, test: _Test) -> Iterator[Piece]:
    """The cases of a piece for which a test holds, and the others."""
    rest = [piece.box]
    for box in test.boxes:
        after: list[Box] = []
        for one in rest:
            common = meet(one, box)
            if common is None:
                after.append(one)
                continue
            yield _held(piece, test, common)
            after += minus(one, box)
        rest = after
    room = (
        piece.room[0] and not test.room[0],
        piece.room[1] and not test.room[1],
    )
    for one in rest:
        yield Piece(one, piece.old, piece.new, room)


def _held(piece: Piece, test: _Test, box: Box) -> Piece:
    old = piece.old if test.old is None else tuple(sorted((*piece.old, test.old)))
    new = piece.new if test.new is None else tuple(sorted((*piece.new, test.new)))
    return Piece(box, old, new, piece.room)
