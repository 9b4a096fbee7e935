"""The cases about which two versions of a scheme may differ, cut so that each piece goes one way.

Rules that are the same in both cancel: outside the cases of rules that only one version has, the
same rules hold in both. Within them the cases are walked along every rule there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from governance.domain.assurance.asking import Asking
from governance.domain.assurance.axes import Numbers, runs, stretch
from governance.domain.assurance.going import Going, by_rule, going, impossible
from governance.domain.assurance.grid import Box
from governance.domain.assurance.nearby import Near
from governance.domain.assurance.solving import UnsettledError
from governance.domain.assurance.space import Space, within_days
from governance.domain.assurance.union import same_source, within
from governance.domain.authority.choosing import choose
from governance.domain.authority.compiling import Compiled, compile_scheme
from governance.domain.authority.conditions import negate
from governance.domain.authority.model import Condition, Input, Rule, Scheme, Value


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
    """What tells cases apart: that a rule holds, or that a version has no room."""

    boxes: tuple[Box, ...]
    old: int | None = None
    new: int | None = None
    """The rule's place in each version that has it."""
    barred: tuple[bool, bool] = (False, False)
    """Which version has no room for such a case."""

    @property
    def shared(self) -> bool:
        """Whether it is the same in both versions."""
        return (self.old is not None and self.new is not None) or all(self.barred)


@dataclass(frozen=True, slots=True)
class Piece:
    """A box of cases that all go the same way: the rules that hold, and which version has room."""

    box: Box
    old: tuple[int, ...]
    new: tuple[int, ...]
    room: tuple[bool, bool]


class Stretch:
    """Two versions on a stretch of days on which each reads alike throughout.

    `unsettled` names what could not be taken apart; nothing is then known of any case.
    """

    def __init__(
        self, old: Scheme, new: Scheme, first: dt.date, last: dt.date, inputs: Mapping[str, Input]
    ) -> None:
        self.first, self.last = first, last
        self.sides = _Side(compile_scheme(old, first)), _Side(compile_scheme(new, first))
        self.unsettled: list[str] = []
        self.tests: list[_Test] = []
        space = Space(within_days(inputs, first, last), tuple(same_source(inputs)), first, last)
        rooms = [
            [*within(within_days(s.scheme.inputs, first, last), space.inputs), *s.compiled.assume]
            for s in self.sides
        ]
        none = [tuple(negate(one, space.inputs) for one in room) for room in rooms]
        if not space.empty:
            whens = [one.when for side in self.sides for one in side.compiled.rules]
            try:
                self.asking = Asking(space, [*none[0], *none[1], *whens])
                self.grid = self.asking.grid
                self.tests += [*self._room(*none), *self._rules()]
            except UnsettledError:
                self.unsettled.append("assume")
        if self.unsettled:
            self.tests = []
        owned = [(box, test) for test in self.tests for box in test.boxes]
        self.boxes = [box for box, _ in owned]
        self.owner = [test for _, test in owned]

    def _room(self, old: Sequence[Condition], new: Sequence[Condition]) -> Iterator[_Test]:
        for condition in dict.fromkeys((*old, *new)):
            boxes = self._boxes(condition, "assume")
            yield _Test(boxes, barred=(condition in old, condition in new))

    def _rules(self) -> Iterator[_Test]:
        old, new = self.sides
        of_new = {same: at for at, same in enumerate(new.same)}
        for at, same in enumerate(old.same):
            yield self._rule(old, at, old=at, new=of_new.pop(same, None))
        for at in of_new.values():
            yield self._rule(new, at, new=at)

    def _rule(
        self, side: _Side, at: int, *, old: int | None = None, new: int | None = None
    ) -> _Test:
        boxes = self._boxes(side.compiled.rules[at].when, side.scheme.rules[at].id)
        return _Test(boxes, old, new)

    def _boxes(self, condition: Condition, name: str) -> tuple[Box, ...]:
        try:
            return tuple(self.grid.boxes(condition))
        except UnsettledError:
            self.unsettled.append(name)
            return ()

    def case(self, piece: Piece) -> dict[str, Value] | None:
        """A case of a piece; None where it has none. Raises `UnsettledError`."""
        self.asking.budget.renew(len(self.boxes))
        return self.asking.filler.fill(piece.box)

    def goings(self, piece: Piece) -> tuple[Going, Going]:
        """Where the cases of a piece go, by each version."""
        old, new = self.sides
        before = old.going(piece.old) if piece.room[0] else old.none
        return before, new.going(piece.new) if piece.room[1] else new.none

    def pieces(self) -> Iterator[Piece]:
        """The cases about which the versions may differ, in boxes of which each goes one way.

        They are those of everything that only one version has, cut along all rules there.
        """
        if not self.tests:
            return
        try:
            anchors = [*self._anchors()]
        except UnsettledError:
            self.unsettled.append("no_rule")
            return
        before, every = Near(len(self.grid.axes), anchors), Near(len(self.grid.axes), self.boxes)
        for number, anchor in enumerate(anchors):
            there = every.meeting(anchor)
            try:
                earlier = [anchors[one] for one in before.meeting(anchor) if one < number]
                for part in self._holes(anchor, earlier):
                    yield from self._cut(part, there)
            except UnsettledError:
                self.unsettled += self._named(there)

    def _anchors(self) -> Iterator[Box]:
        old, new = self.sides
        for test in self.tests:
            if not test.shared:
                yield from test.boxes
        if old.scheme.fallback != new.scheme.fallback:
            rules = [box for test in self.tests if not any(test.barred) for box in test.boxes]
            yield from self._holes({}, rules)

    def _holes(self, start: Box, covers: Sequence[Box]) -> Iterator[Box]:
        self.asking.budget.renew(len(self.boxes))
        return self.asking.walk(start, covers).holes()

    def _cut(self, start: Box, there: Sequence[int]) -> Iterator[Piece]:
        self.asking.budget.renew(len(self.boxes))
        covers = [*(self.boxes[number] for number in there), *self.grid.impossible]
        for part, numbers in self.asking.walk(start, covers).meetings():
            tests = [self.owner[there[number]] for number in numbers if number < len(there)]
            none = len(tests) < len(numbers)
            old = tuple(sorted({test.old for test in tests if test.old is not None}))
            new = tuple(sorted({test.new for test in tests if test.new is not None}))
            barred = [none or any(test.barred[side] for test in tests) for side in (0, 1)]
            for box in self._stretches(part):
                yield Piece(box, old, new, (not barred[0], not barred[1]))

    def _stretches(self, part: Box) -> Iterator[Box]:
        """A box in parts in each of which every number is one stretch."""
        each: list[Iterable[tuple[int, int]]] = [
            [(at, stretch(*run)) for run in runs(mask)]
            if isinstance(self.grid.axes[at], Numbers)
            else [(at, mask)]
            for at, mask in part.items()
        ]
        yield from (dict(chosen) for chosen in product(*each))

    def _named(self, there: Iterable[int]) -> list[str]:
        """The rules whose boxes these are."""
        old, new = self.sides
        tests = dict.fromkeys(self.owner[number] for number in there)
        ids = [old.scheme.rules[one.old].id for one in tests if one.old is not None]
        return ids + [new.scheme.rules[one.new].id for one in tests if one.new is not None]
