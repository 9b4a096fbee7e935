"""Steps of a plan with what is to be said of them, and a chain of them that grows backwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from governance.application.backward.meetings import Dates
from governance.domain.backward import After, Before, Goal, Link, Notice, Step, Straight
from governance.domain.calendar import Calendar

STRAIGHT: Final = (Straight(),)


@dataclass(frozen=True, slots=True)
class Draft:
    """A step with its name as a code with parameters, and whose rule each of its links is.

    `decision` is the gate, or the kind, of the decision it belongs to; `dates` are those of the
    body that meets; `sources` give for a link where it is written, or that it is assumed.
    """

    step: Step
    what: str
    params: Mapping[str, Any] = field(default_factory=dict)
    decision: str | None = None
    dates: Dates | None = None
    sources: Mapping[Link, str] = field(default_factory=dict)
    notice: str | None = None
    """The kind of notice that is given by it, if any."""
    option: str = ""
    """The option of the command that sets another time than is assumed."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps that lead to the end, and the key of the one that whatever comes before leads to."""

    drafts: tuple[Draft, ...]
    entry: str
    calendar: Calendar

    def goal(self) -> Goal:
        """The plan as it is counted."""
        return Goal(tuple(draft.step for draft in self.drafts), self.calendar)

    def grown(self, drafts: tuple[Draft, ...], entry: str) -> Chain:
        """The chain with steps put before it."""
        return Chain((*drafts, *self.drafts), entry, self.calendar)

    def behind(self, draft: Draft) -> Chain:
        """The chain with one step before its entry, which becomes the entry."""
        return self.grown((draft,), draft.step.key)


def period(policy: str, days: int) -> tuple[Link, ...]:
    """A period that runs from one step to the next; none where it has no days."""
    return (After(policy, days),) if days else STRAIGHT


def counted(link: Link) -> tuple[str, int] | None:
    """The policy and the days of a link that counts some."""
    return (link.policy, link.days) if isinstance(link, After | Notice | Before) else None


def late(day: dt.date | None, today: dt.date) -> bool:
    """Whether the last day for something is past, or never was."""
    return day is None or day < today
