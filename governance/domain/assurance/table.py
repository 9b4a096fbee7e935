"""A scheme's rules as boxes, for one stretch of days: the table that is proved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from governance.domain.assurance.asking import Asking, Found, completed
from governance.domain.assurance.axes import Ratio
from governance.domain.assurance.grid import Box
from governance.domain.assurance.solving import UnsettledError, solve
from governance.domain.assurance.space import Space, changes
from governance.domain.authority.choosing import Verdict, choose
from governance.domain.authority.compiling import Compiled, CompiledRule
from governance.domain.authority.conditions import leaves, truth
from governance.domain.authority.model import Condition, Rule, Value
from governance.domain.authority.outcome import Case

WORK_A_LIFE, QUESTIONS_A_LIFE = 20_000, 60
"""What may be spent on whether a possible case lies in one box; it counts for nothing else."""


class Table:
    """The rules of a scheme on a stretch of days. Rules are called by their place in it.

    `boxes` has None for a rule whose condition is too much to be taken apart; Z3 is asked
    about those. Raises `UnsettledError` where that is so of what is assumed.
    """

    def __init__(self, compiled: Compiled, space: Space) -> None:
        self.compiled = compiled
        self.space = space
        self.rules: list[Rule] = [one.rule for one in compiled.rules]
        self.whens: list[Condition] = [one.when for one in compiled.rules]
        self.asking = Asking(space, self.whens)
        self.grid = self.asking.grid
        self.boxes: list[list[Box] | None] = [self._boxes(one) for one in self.whens]
        self.begin()
        places = {rule.id: at for at, rule in enumerate(self.rules)}
        self.above: list[set[int]] = [set() for _ in self.rules]
        for at, rule in enumerate(self.rules):
            for other in rule.overrides:
                self.above[places[other]].add(at)

    def _boxes(self, when: Condition) -> list[Box] | None:
        try:
            return self.grid.boxes(when)
        except UnsettledError:
            return None

    def begin(self) -> None:
        """Begin a part of the proof, with a budget of its own."""
        self.asking.budget.renew(sum(len(one or ()) for one in self.boxes))

    @property
    def hard(self) -> list[int]:
        """The rules that are not boxes."""
        return [at for at, boxes in enumerate(self.boxes) if boxes is None]

    def covers(self, places: Iterable[int]) -> list[Box]:
        """All boxes of some rules. Raises `UnsettledError` where one of them is not boxes."""
        found: list[Box] = []
        for at in places:
            boxes = self.boxes[at]
            if boxes is None:
                raise UnsettledError
            found += boxes
        return found

    def lives(self, box: Box) -> bool:
        """Whether a possible case lies in a box; true where that cannot be settled."""
        if not self.grid.impossible and not self.grid.linked:
            return True
        budget = self.asking.budget
        left, questions = budget.left, budget.questions
        budget.left, budget.questions = min(left, WORK_A_LIFE), min(questions, QUESTIONS_A_LIFE)
        try:
            return next(self.asking.holes([box], []), None) is not None
        except UnsettledError:
            return True
        finally:
            budget.left, budget.questions = left, questions

    def first(
        self, starts: Sequence[Box] | None, holds: Sequence[int], without: Sequence[int]
    ) -> Found | None:
        """A case in which the rules `holds` hold and those in `without` do not; None: none is.

        `starts` are the boxes in which all of `holds` hold, where they are known. Raises
        `UnsettledError`.
        """
        try:
            if starts is None:
                raise UnsettledError
            return next(self.asking.holes(starts, self.covers(without)), None)
        except UnsettledError:
            return self.solved([self.whens[at] for at in holds], [self.whens[at] for at in without])

    def solved(self, conditions: Iterable[Condition], without: Iterable[Condition]) -> Found | None:
        """A possible case, by Z3 alone, in which conditions hold and others do not."""
        if self.space.empty:
            return None
        conditions, without = [*conditions, *self.space.assume], list(without)
        size = sum(1 for one in (*conditions, *without) for _ in leaves(one))
        self.asking.budget.ask(size // 4)
        found = solve(self.space.inputs, conditions, without)
        return None if found is None else self.at(completed(self.space, found))

    def at(self, values: Mapping[str, Value]) -> Found:
        """A case with the box of the cells that it lies in."""
        return Found({at: 1 << one.cell(values) for at, one in enumerate(self.grid.axes)}, values)

    def holding(self, values: Mapping[str, Value]) -> list[int]:
        """The rules that hold in a whole case."""
        return [at for at, one in enumerate(self.compiled.rules) if one.test(values)]

    def verdict(self, values: Mapping[str, Value]) -> Verdict:
        """What `choose` says of a whole case."""
        return choose([self.rules[at] for at in self.holding(values)])

    def ids(self, places: Iterable[int]) -> tuple[str, ...]:
        """The ids of rules, in the scheme's order."""
        return tuple(self.rules[at].id for at in sorted(places))

    def example(self, found: Found, holding: Iterable[int] = ()) -> Case:
        """The case without inputs that make no difference to which rules hold.

        What the box narrows is kept, and what the rules that hold ask about.
        """
        values, inputs = found.values, self.space.inputs
        kept = {name for at in found.box for name in self._named(at)}
        if changes(self.compiled.scheme):
            kept |= self.compiled.given.keys()
        for at in holding:
            kept |= self.compiled.rules[at].asks
        known = {name: values[name] for name in inputs if name in kept}
        for one in self._open(known):
            for name in sorted(one.asks, key=list(inputs).index):
                if truth(one.when, known) is None:
                    known[name] = values[name]
        return Case({name: known[name] for name in inputs if name in known})

    def on(self, found: Found) -> dt.date:
        """The day of decision of a case: its own, or the first of the stretch."""
        for one in self.space.inputs.values():
            if one.derived == "decision_day":
                return dt.date.fromordinal(int(found.values[one.name]))
        return self.space.first

    def _open(self, known: Mapping[str, Value]) -> Iterator[CompiledRule]:
        for one in self.compiled.rules_for(known):
            if truth(one.when, known) is None:
                yield one

    def _named(self, at: int) -> tuple[str, ...]:
        axis = self.grid.axes[at]
        return (axis.left, axis.right) if isinstance(axis, Ratio) else (axis.input.name,)
