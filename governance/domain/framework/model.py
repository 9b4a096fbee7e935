"""The values a framework is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FORMAT: Final = "framework/1"
"""What `vires:` says at the top of a framework's text."""

FIELDS: Final = ("need", "population", "outcomes", "value", "mechanism", "level", "regime")
"""What a gate can ask to be known of a commission."""


class Covers(StrEnum):
    """What a cycle has to cover, whatever its stages are called.

    Joint planning and commissioning guidance: any model will do that covers needs analysis and
    planning, investment against the plan, and review of that investment's efficacy.
    """

    NEEDS_ANALYSIS = "needs_analysis"
    PLANNING = "planning"
    INVESTMENT = "investment"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something named: a kind of evidence, a level, a mechanism, an outcome."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Gate:
    """What has to be so before a stage is complete.

    `decision` is the kind of decision it needs; None where the lead certifies it. `required`:
    the stage cannot be complete without it; one that is not is passed only when it is wanted
    (an extension, an exit). `asks` are fields of the commission that must be known;
    `principles`: it also asks for the answers to the principles that are due.
    """

    key: str
    title: str
    decision: str | None
    required: bool
    evidence: tuple[Wanted, ...]
    asks: tuple[str, ...]
    principles: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the cycle. `after`: the stages that must be complete before it opens."""

    key: str
    title: str
    meaning: str
    after: tuple[str, ...]
    covers: frozenset[Covers]
    gates: tuple[Gate, ...]

    @property
    def required_gates(self) -> tuple[Gate, ...]:
        """The gates without which it cannot be complete."""
        return tuple(gate for gate in self.gates if gate.required)


@dataclass(frozen=True, slots=True)
class Reopening:
    """A way back within a round: while `source` is open, `target` can be reopened."""

    source: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle, answered once a commission; from a whole-life value in pence, or always."""

    key: str
    title: str
    from_value: int


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework as loaded. `feeds` are the stages of one round that lead into the next.

    `crosswalk` gives, for another framework's key, the stages there that each stage here
    stands for.
    """

    key: str
    title: str
    source: str
    stages: tuple[Stage, ...]
    reopenings: tuple[Reopening, ...]
    feeds: tuple[tuple[str, str], ...]
    principles: tuple[Principle, ...]
    levels: tuple[Wanted, ...]
    mechanisms: tuple[Wanted, ...]
    outcomes: tuple[Wanted, ...]
    crosswalk: Mapping[str, Mapping[str, tuple[str, ...]]]

    @property
    def stage_keys(self) -> tuple[str, ...]:
        """Every stage's key, in order."""
        return tuple(stage.key for stage in self.stages)

    def stage(self, key: str) -> Stage | None:
        """The stage of that key, or None."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def gate(self, key: str) -> Gate | None:
        """The gate of that key, or None."""
        return next((g for stage in self.stages for g in stage.gates if g.key == key), None)
