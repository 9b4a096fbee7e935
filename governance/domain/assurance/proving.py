"""Proving a scheme: every possible case has one path, and no rule stands there for nothing.

The scheme is proved from a day on, for each stretch of days in which the limits that are read
on the day of decision stay the same. What cannot be settled within bounds is not proved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from governance.domain.assurance.clashes import Unsettled, clashes
from governance.domain.assurance.finding import KINDS, Finding, Proof
from governance.domain.assurance.gaps import MOST_SHOWN, MOST_SOLVED, gaps
from governance.domain.assurance.solving import UnsettledError
from governance.domain.assurance.space import stretches
from governance.domain.assurance.table import Table
from governance.domain.authority.model import Rule, Scheme

MOST_CLASHES = 200
"""Pairs of rules shown at the most."""


def prove(scheme: Scheme, *, on: dt.date) -> Proof:
    """Prove a scheme for decisions from the day `on`.

    Raises `Unusable` where a limit has no value yet on the first day that a decision can be
    taken.
    """
    return _Prover(scheme, on).proof()


class _Prover:
    """One proof under way: what was found, what could not be settled, who was reached."""

    def __init__(self, scheme: Scheme, on: dt.date) -> None:
        self.scheme = scheme
        self.on = on
        self.found: dict[object, Finding] = {}
        self.ends: dict[object, dt.date] = {}
        """The last day of the last stretch in which each finding was found."""
        self.begin, self.end = on, on
        self.unsettled: set[str] = set()
        self.more = False
        self.possible = False
        self.reached: set[str] = set()
        self.unreached: dict[str, Finding] = {}

    def proof(self) -> Proof:
        for compiled, space in stretches(self.scheme, self.on):
            try:
                table = Table(compiled, space)
                some = table.first([{}], [], [])
            except UnsettledError:
                self._doubt(self.scheme.rules)
                continue
            if some is not None:
                self.possible = True
                self.begin, self.end = space.first, space.last
                self._stretch(table)
        if not self.possible and not self.unsettled:
            self._add(self._nothing())
        for rule_id, finding in self.unreached.items():
            if rule_id not in self.reached and self.possible:
                self._add(finding)
        order = {kind: at for at, kind in enumerate(KINDS)}
        findings = sorted(self._dated(), key=lambda one: order[one.kind])
        unsettled = tuple(rule.id for rule in self.scheme.rules if rule.id in self.unsettled)
        return Proof(
            proved=not findings and not unsettled and not self.more,
            rules=len(self.scheme.rules),
            findings=tuple(findings),
            unsettled=unsettled,
            more=self.more,
        )

    def _dated(self) -> Iterator[Finding]:
        """What was found, with the day on which it ends where that is sure to be before the last.

        A gap that lies within one of days before, or round one, is that one with other edges.
        """
        sure = not self.more and not self.unsettled
        for key, one in self.found.items():
            ends = self.ends[key]
            yield replace(
                one,
                until=ends if sure and ends < self.end and one.kind != "unreachable" else None,
                changed=any(_was(one, other) for other in self.found.values()),
            )

    def _stretch(self, table: Table) -> None:
        self._gaps(table)
        table.begin()
        shown = 0
        for one in clashes(table):
            if isinstance(one, Unsettled):
                self.unsettled.update(one.rules)
                continue
            shown += 1
            if shown > MOST_CLASHES:
                self.more = True
                break
            self._add(one)
        table.begin()
        for at in range(len(table.rules)):
            self._reach(table, at)

    def _gaps(self, table: Table) -> None:
        most = MOST_SOLVED if table.hard else MOST_SHOWN
        try:
            for shown, one in enumerate(gaps(table), start=1):
                if shown > MOST_SHOWN:
                    self.more = True
                    return
                self._add(one)
                self.more = self.more or (most == MOST_SOLVED and shown == most)
        except UnsettledError:
            self._gap_by_other_means(table)

    def _gap_by_other_means(self, table: Table) -> None:
        """Where the walk was too long: whether there is any gap at all, by one question."""
        if any(one.kind == "gap" for one in self.found.values()):
            self.more = True
            return
        try:
            found = table.solved([], table.whens)
        except UnsettledError:
            self._doubt(table.rules)
            return
        if found is not None:
            self.more = True
            example, region = table.example(found), table.asking.region(found.box)
            self._add(Finding("gap", (), example, table.on(found), region))

    def _reach(self, table: Table, at: int) -> None:
        """Whether the rule stands in some case; where not, why."""
        rule = table.rules[at]
        if rule.id in self.reached:
            return
        above = sorted(table.above[at])
        try:
            if table.first(table.boxes[at], [at], above) is not None:
                self.reached.add(rule.id)
                self.unreached.pop(rule.id, None)
                return
            hidden = table.first(table.boxes[at], [at], []) if above else None
        except UnsettledError:
            self.unsettled.add(rule.id)
            return
        if rule.id in self.unreached:
            return
        if hidden is None:
            self.unreached[rule.id] = Finding(
                "unreachable", (rule.id,), None, table.space.first, why="impossible"
            )
            return
        holding = set(table.holding(hidden.values)) & set(above)
        self.unreached[rule.id] = Finding(
            "unreachable",
            (rule.id, *table.ids(holding)),
            table.example(hidden, [at, *holding]),
            table.on(hidden),
            region=table.asking.region(hidden.box),
            why="overridden",
        )

    def _nothing(self) -> Finding:
        """The finding that no case is possible at all."""
        rules = tuple(rule.id for rule in self.scheme.rules)
        return Finding("unreachable", rules, None, self.on, why="assumptions")

    def _add(self, one: Finding) -> None:
        key = _identity(one)
        since = None if one.kind == "unreachable" else self.begin
        self.found.setdefault(key, replace(one, since=since))
        self.ends[key] = self.end

    def _doubt(self, rules: Iterable[Rule]) -> None:
        self.unsettled.update(rule.id for rule in rules)


def _was(one: Finding, before: Finding) -> bool:
    """Whether a gap is what another one of days before has become."""
    if one.kind != "gap" or before.kind != "gap":
        return False
    if one.since is None or before.since is None or one.since <= before.since:
        return False
    here, there = one.region, before.region
    return here is not None and there is not None and (here.within(there) or there.within(here))


def _identity(one: Finding) -> object:
    """What makes two findings, of different stretches of days, one."""
    if one.kind != "gap" or one.region is None:
        return (one.kind, one.rules)
    region = one.region
    return (
        "gap",
        tuple(sorted(region.choices.items())),
        tuple(sorted(region.bounds.items())),
        region.relations,
    )
