"""A rating rule as it was written: lines from the top, the first whose conditions hold rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from governance.domain.escalation.model import Span
from governance.domain.performance.travel import Travel

FORMAT: Final = "rag/1"

RATINGS: Final = ("green", "amber", "red")
"""The ratings a rule can give, the best first. A measure without one is unrated."""

QUESTIONS: Final = ("how_much", "how_well", "better_off")
"""The questions of outcome-based accountability: how much did we do, how well, is anyone better
off."""

Since = Literal["last_year", "last_period", "baseline"]
"""What a value can be compared with, besides its target."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How far off its target a value may be, or has to be at least.

    `amount` is millionths: of a hundredth of the target where `of` is `percent`, of the
    measure's unit where it is `unit`; it does not matter for the measure's own `tolerance`.
    `beyond` says that the value has to be farther off than that.
    """

    of: Literal["percent", "unit", "tolerance"]
    beyond: bool
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule: a rating, and everything that has to hold for it."""

    rating: str
    off: tuple[Bound, ...] = ()
    since: Mapping[Since, frozenset[Travel]] = field(default_factory=dict, hash=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RagRule:
    """A rating rule.

    It holds for measures of these questions and rhythms, for all where none are named. A rating
    in `act_on` demands a corrective action, to be recorded `within` that long.
    """

    key: str
    title: str
    source: str
    lines: tuple[Line, ...]
    questions: frozenset[str] = frozenset()
    rhythms: frozenset[str] = frozenset()
    act_on: frozenset[str] = frozenset()
    within: Span | None = None

    def holds_for(self, question: str, rhythm: str) -> bool:
        """Whether it speaks of measures of that question and rhythm."""
        return (not self.questions or question in self.questions) and (
            not self.rhythms or rhythm in self.rhythms
        )

    @property
    def narrow(self) -> int:
        """How narrowly it says what it holds for: a narrower rule goes before a wider one."""
        return bool(self.questions) + bool(self.rhythms)
