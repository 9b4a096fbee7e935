"""Which of the rules that hold takes the case: overriding, agreement and conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from governance.domain.authority.model import PathStep, Rule


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What a set of rules that hold comes to.

    `winner` takes the case, `agreeing` would have come to the same, `hidden` were overridden;
    with no winner, `conflicting` disagree; with none of these, no rule holds.
    """

    winner: Rule | None = None
    agreeing: tuple[Rule, ...] = ()
    hidden: tuple[Rule, ...] = ()
    conflicting: tuple[Rule, ...] = ()

    @property
    def outcome(self) -> tuple[object, ...]:
        """Equal for two verdicts exactly where the case goes the same way."""
        if self.winner is not None:
            return (self.winner.path, frozenset(self.winner.procedure))
        return tuple(rule.id for rule in self.conflicting)


NOTHING = Verdict()


def choose(holding: Sequence[Rule]) -> Verdict:
    """The verdict on rules that all hold, in their order in the scheme.

    Rules conflict where their deciders or their procedures differ and neither overrides the
    other. Where only advice differs the path that asks for all of it is taken; where none
    does, nobody may choose between them, and it is a conflict as well.
    """
    if not holding:
        return NOTHING
    if len(holding) == 1:
        return Verdict(holding[0])
    overridden = frozenset[str]().union(*(rule.overrides for rule in holding))
    standing = [rule for rule in holding if rule.id not in overridden]
    hidden = tuple(rule for rule in holding if rule.id in overridden)
    first = standing[0]
    if all(_agrees(first, rule) for rule in standing[1:]):
        for rule in standing:
            if all(_steps(rule) >= _steps(other) for other in standing):
                rest = tuple(other for other in standing if other is not rule)
                return Verdict(rule, rest, hidden)
    return Verdict(hidden=hidden, conflicting=tuple(standing))


def _agrees(one: Rule, other: Rule) -> bool:
    return one.deciders == other.deciders and set(one.procedure) == set(other.procedure)


def _steps(rule: Rule) -> frozenset[PathStep]:
    return frozenset(step for group in rule.path for step in group)
