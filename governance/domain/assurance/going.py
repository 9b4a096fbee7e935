"""Where a case goes by one scheme, said so that two schemes can be compared.

Rules are not compared by their ids or titles but by what they ask for: who takes which step and
how, the procedures taken together, which duties are kept apart.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Literal

from governance.domain.authority.choosing import Verdict
from governance.domain.authority.model import Path, PathStep, Rule, Scheme
from governance.domain.authority.rules import PEOPLE
from governance.domain.procedure import NO_PROCEDURE, Procedure, merge

Kind = Literal["rule", "no_rule", "conflict", "impossible"]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two duties of one path that are kept apart: a step, and a person or another step."""

    step: PathStep
    other: PathStep | str


@dataclass(frozen=True, slots=True, eq=False)
class Going:
    """Where a case goes by a scheme; `key` is equal for two that come to the same.

    `impossible`: the scheme's bounds, choices or assumptions leave no room for such a case.
    """

    scheme: Scheme
    kind: Kind
    key: Hashable
    rule: Rule | None = None
    rules: tuple[str, ...] = ()
    """Those that disagree, of a conflict."""
    procedure: Procedure = NO_PROCEDURE
    apart: tuple[Apart, ...] = ()
    """In force on the path; an entry about a step that nobody takes asks for nothing."""

    @property
    def path(self) -> Path:
        """The rule's path; empty where no rule takes the case."""
        return () if self.rule is None else self.rule.path


def going(scheme: Scheme, verdict: Verdict) -> Going:
    """Where a case goes whose rules come to this verdict."""
    if verdict.winner is not None:
        return by_rule(scheme, verdict.winner)
    if verdict.conflicting:
        each = frozenset(by_rule(scheme, rule).key for rule in verdict.conflicting)
        ids = tuple(rule.id for rule in verdict.conflicting)
        return Going(scheme, "conflict", ("conflict", each), rules=ids)
    return Going(scheme, "no_rule", ("no_rule", scheme.fallback))


def impossible(scheme: Scheme) -> Going:
    """Where a case goes that the scheme has no room for."""
    return Going(scheme, "impossible", ("impossible",))


def by_rule(scheme: Scheme, rule: Rule) -> Going:
    """Where a case goes that a rule takes."""
    procedure = merge([scheme.procedures[name] for name in rule.procedure])
    apart = _apart(scheme, rule)
    steps = tuple(frozenset(_step(scheme, step) for step in group) for group in rule.path)
    pairs = frozenset(frozenset((one.step, one.other)) for one in apart)
    key = ("rule", steps, _asked(procedure), pairs)
    return Going(scheme, "rule", key, rule=rule, procedure=procedure, apart=apart)


def method_of(scheme: Scheme, step: PathStep) -> str | None:
    """How a step is taken; None where the decider's own terms say it. An officer decides alone."""
    if step.kind == "decide" and scheme.deciders[step.decider].kind == "office":
        return step.method or "single_officer"
    return step.method


def _step(scheme: Scheme, step: PathStep) -> Hashable:
    decider = scheme.deciders[step.decider]
    return (step.kind, step.decider, method_of(scheme, step), decider.kind, decider.terms)


def _asked(procedure: Procedure) -> Hashable:
    """What a procedure asks for, without its name and sources."""
    call_in = procedure.call_in
    return (
        procedure.key_decision,
        procedure.meeting_only,
        frozenset(replace(one, source="") for one in procedure.notices),
        frozenset(replace(one, source="") for one in procedure.exceptions),
        frozenset(procedure.evidence),
        frozenset(procedure.publish),
        None if call_in is None else replace(call_in, source=""),
    )


def _apart(scheme: Scheme, rule: Rule) -> tuple[Apart, ...]:
    """The duties that are kept apart on a rule's path, step by step, each pair once."""
    steps = [step for group in rule.path for step in group]
    found: dict[frozenset[PathStep | str], Apart] = {}
    for entry in scheme.separate:
        if entry.rules and rule.id not in entry.rules:
            continue
        others: list[PathStep | str] = [*_named(steps, entry.apart_from)]
        if entry.apart_from in PEOPLE:
            others = [entry.apart_from]
        for step in _named(steps, entry.step):
            for other in others:
                if other != step:
                    found.setdefault(frozenset((step, other)), Apart(step, other))
    return tuple(found.values())


def _named(steps: list[PathStep], name: str) -> list[PathStep]:
    return [step for step in steps if name in (step.kind, step.decider)]
