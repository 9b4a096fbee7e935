"""Rules that meet in one case: those that disagree, those that say the same twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from governance.domain.assurance.asking import Found
from governance.domain.assurance.documents import contradict
from governance.domain.assurance.finding import Finding, Kind
from governance.domain.assurance.grid import Box, meeting
from governance.domain.assurance.nearby import Near, members
from governance.domain.assurance.solving import UnsettledError
from governance.domain.assurance.table import Table
from governance.domain.assurance.walking import Budget
from governance.domain.authority.choosing import choose
from governance.domain.authority.model import Rule

WORK_A_PAIR = 60_000
"""What may be spent on how others bear on two rules that agree on who decides."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Two rules about which it could not be settled whether they meet."""

    rules: tuple[str, str]


def clashes(table: Table) -> Iterator[Finding | Unsettled]:
    """Each pair of rules that stand together in a possible case, told once."""
    touching = Touching(table)
    for one in range(len(table.rules)):
        for other in touching.after(one):
            if one in table.above[other] or other in table.above[one]:
                continue
            try:
                found = _Pair(table, touching, one, other).finding()
            except UnsettledError:
                yield Unsettled((table.rules[one].id, table.rules[other].id))
                continue
            if found is not None:
                yield found


class Touching:
    """Which rules' boxes have cells in common."""

    def __init__(self, table: Table) -> None:
        self.table = table
        owners = [(at, box) for at, boxes in enumerate(table.boxes) for box in boxes or ()]
        self.owner = [at for at, _ in owners]
        self.boxes = [box for _, box in owners]
        self.of: dict[int, list[int]] = {}
        for number, at in enumerate(self.owner):
            self.of.setdefault(at, []).append(number)
        self.hard = table.hard
        self.near = Near(len(table.grid.axes), self.boxes)

    def after(self, one: int) -> list[int]:
        """The rules after this one that may meet it."""
        if self.table.boxes[one] is None:
            return list(range(one + 1, len(self.table.rules)))
        found = {at for at in self.hard if at > one}
        for number in self.of.get(one, ()):
            beside = self.near.beside(self.boxes[number]) >> number
            owners = (self.owner[number + more] for more in members(beside))
            found.update(at for at in owners if at > one)
        return sorted(found)

    def meeting(self, box: Box) -> list[int]:
        """The rules, those that are not boxes too, that may hold somewhere in a box."""
        return sorted({*self.hard, *(self.owner[number] for number in self.near.meeting(box))})


class _Pair:
    """Two rules neither of which overrides the other."""

    def __init__(self, table: Table, touching: Touching, one: int, other: int) -> None:
        self.table = table
        self.touching = touching
        self.one, self.other = one, other
        self.places = (one, other)
        self.above = sorted(table.above[one] | table.above[other])
        self.starts = self._starts()

    def _starts(self) -> list[Box] | None:
        first, second = self.table.boxes[self.one], self.table.boxes[self.other]
        if first is None or second is None:
            return None
        met = (meeting(one, other) for one in first for other in second)
        return [box for box in met if box is not None]

    def finding(self) -> Finding | None:
        """What there is to say of the two; None: they never stand together."""
        if self.starts == []:
            return None
        one, other = self.table.rules[self.one], self.table.rules[self.other]
        alone = choose([one, other])
        if alone.winner is None and not _agree(one, other):
            found = self.table.first(self.starts, self.places, self.above)
            return None if found is None else self._told("overlap", found)
        return self._weighed(clashing=alone.winner is None)

    def _weighed(self, *, clashing: bool) -> Finding | None:
        """The two agree on who decides: what else holds in a case says what they come to there."""
        found = self.table.first(self.starts, self.places, self.above)
        if found is None:
            return None
        winner = self.table.verdict(found.values).winner
        if (winner is None) == clashing:
            return self._told("overlap" if clashing else "duplicate", found)
        if self.starts is None:
            raise UnsettledError
        places = {at for box in self.starts for at in self.touching.meeting(box)}
        others = (places | set(self.above)) - set(self.places)
        return self._searched(sorted(others), clashing=clashing)

    def _searched(self, others: list[int], *, clashing: bool) -> Finding | None:
        """Every way in which others hold beside the two, until one says what they come to."""
        part = self.table.asking.budget.part(WORK_A_PAIR)
        try:
            return self._search(others, part, clashing=clashing)
        finally:
            self.table.asking.budget.back(part)

    def _search(self, others: list[int], budget: Budget, *, clashing: bool) -> Finding | None:
        doubled: Found | None = None
        owners = [at for at in others for _ in self.table.boxes[at] or ()]
        boxes = self.table.covers(others)
        for start in self.starts or ():
            covers = [*boxes, *self.table.grid.impossible]
            walk = self.table.asking.walk(start, covers, budget)
            for part, numbers in walk.meetings():
                if any(number >= len(owners) for number in numbers):
                    continue
                verdict = self._verdict({owners[number] for number in numbers})
                if verdict is None or (verdict == "overlap" and not clashing):
                    continue
                if verdict == "duplicate" and doubled is not None:
                    continue
                values = self.table.asking.filler.fill(part)
                if values is None:
                    continue
                if verdict == "overlap":
                    return self._told("overlap", Found(part, values))
                doubled = Found(part, values)
                if not clashing:
                    return self._told("duplicate", doubled)
        return None if doubled is None else self._told("duplicate", doubled)

    def _verdict(self, others: set[int]) -> Kind | None:
        """What the two come to where these others hold as well; None: one of them is hidden."""
        holding = [self.table.rules[at] for at in sorted(others | set(self.places))]
        verdict = choose(holding)
        hidden = {rule.id for rule in verdict.hidden}
        if any(self.table.rules[at].id in hidden for at in self.places):
            return None
        return "overlap" if verdict.winner is None else "duplicate"

    def _told(self, kind: Kind, found: Found) -> Finding:
        one, other = self.table.rules[self.one], self.table.rules[self.other]
        if kind == "overlap" and contradict(one.source, other.source):
            kind = "contradiction"
        inside = self._whole(found)
        return Finding(
            kind=kind,
            rules=self.table.ids(self.places),
            example=self.table.example(found, self.places),
            on=self.table.on(found),
            region=self.table.asking.region(inside),
        )

    def _whole(self, found: Found) -> Box:
        """The box in which the two meet around the case, not cut by what other rules ask."""
        for box in self.starts or ():
            if self.table.grid.holds(box, found.values):
                return box
        return found.box


def _agree(one: Rule, other: Rule) -> bool:
    return one.deciders == other.deciders and set(one.procedure) == set(other.procedure)
