"""What the verifier found, step by step, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

FOLLOWS, DOES_NOT, UNTOLD = "follows", "does not follow", "cannot be told"


@dataclass
class Step:
    """One question: what was worked out, what speaks against, what cannot be told."""

    name: str
    title: str
    decision: int | None = None
    derived: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """Whether the record bears it out."""
        return DOES_NOT if self.wrong else UNTOLD if self.untold else FOLLOWS


@dataclass
class Findings:
    """All steps, in the order in which they were taken."""

    steps: list[Step] = field(default_factory=list)

    def begin(self, name: str, title: str, *, decision: int | None = None) -> None:
        """Begin a step. `decision` counts the report's decisions from 1."""
        self.steps.append(Step(name, title, decision))

    def say(self, words: str) -> None:
        """Note what was worked out."""
        self.steps[-1].derived.append(words)

    def fails(self, words: str) -> None:
        """Note what speaks against the step."""
        if words not in self.steps[-1].wrong:
            self.steps[-1].wrong.append(words)

    def unknown(self, words: str) -> None:
        """Note what the record cannot show."""
        self.steps[-1].untold.append(words)

    def holds(self, true: bool, otherwise: str) -> bool:  # noqa: FBT001  # a plain question
        """Note what speaks against the step unless something is true; returns whether it is."""
        if not true:
            self.fails(otherwise)
        return true

    @property
    def failed(self) -> list[Step]:
        """The steps that do not follow."""
        return [step for step in self.steps if step.wrong]
