"""A deadline: something that falls due. Overdue is worked out from the day, never stored.

It is written with the act that causes it. What it does when it is due belongs to its prompts;
the deadline itself only says whether the clock runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import (
    NEW,
    Facts,
    Findings,
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineFacts(Facts):
    """What the guards of a deadline ask.

    `unmet`: what is still missing of what it waits for. `beyond_bounds`: why it cannot be
    extended so far, or not by this authority. `cause_stands`: that what called for it still
    does.
    """

    unmet: Findings = None
    beyond_bounds: Findings = None
    cause_stands: Findings = None


def done(facts: DeadlineFacts) -> Iterable[Refusal]:
    """What it waits for is done."""
    return established(facts.unmet, "unmet")


def within_bounds(facts: DeadlineFacts) -> Iterable[Refusal]:
    """The extension is within its bounds and by whoever may grant it."""
    return established(facts.beyond_bounds, "beyond_bounds")


def cause_gone(facts: DeadlineFacts) -> Iterable[Refusal]:
    """What called for it is gone, or another deadline stands for it."""
    return established(facts.cause_stands, "cause_stands")


_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})
_OWNERS: Final = frozenset({Permission.COMMISSION_LEAD, Permission.SECRETARY})
_LIVE: Final = ("running", "paused")

DEADLINE: Final[Lifecycle[DeadlineFacts]] = Lifecycle(
    name="deadline",
    title="deadline",
    meaning="Something that falls due on a counted day.",
    states=(
        State(
            "running",
            "The clock runs towards its day, or past it.",
            "Whoever has to do what it waits for; the clock, where it has an effect of its own.",
            "It keeps running; what is due is found when the clock next runs.",
        ),
        State(
            "paused",
            "The clock stands still and keeps what remains.",
            "Whoever paused it.",
            "It stays paused with what remains.",
        ),
        State(
            "met",
            "What it waited for is done.",
            "Nobody.",
            "It stays met; its prompts stay silent.",
            final=True,
        ),
        State(
            "waived",
            "Let go for a stated reason.",
            "Nobody.",
            "It stays waived.",
            final=True,
        ),
        State(
            "superseded",
            "Another deadline stands in its place, or its cause is gone.",
            "Nobody.",
            "It stays superseded.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="set",
            sources=(NEW,),
            target="running",
            who=_ENGINE | _OWNERS,
            meaning="Set it, with the act that causes it.",
        ),
        Move(
            name="pause",
            sources=("running",),
            target="paused",
            who=frozenset({Permission.SECRETARY, Permission.TIME_GIVER}) | _ENGINE,
            meaning="Stop the clock and keep what remains.",
            guards=(reason_given,),
        ),
        Move(
            name="resume",
            sources=("paused",),
            target="running",
            who=_OWNERS | {Permission.TIME_GIVER} | _ENGINE,
            meaning="Let the clock run on with what remains.",
        ),
        Move(
            name="extend",
            sources=("running", "paused"),
            target="running",
            who=frozenset({Permission.TIME_GIVER}),
            meaning="Give more time, within bounds.",
            guards=(within_bounds, reason_given),
        ),
        Move(
            name="meet",
            sources=_LIVE,
            target="met",
            who=_OWNERS | _ENGINE,
            meaning="Note that what it waited for is done.",
            guards=(done,),
        ),
        Move(
            name="waive",
            sources=_LIVE,
            target="waived",
            who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER}),
            meaning="Let it go.",
            guards=(reason_given,),
        ),
        Move(
            name="supersede",
            sources=_LIVE,
            target="superseded",
            who=_ENGINE,
            meaning="Put another in its place, or drop it with its cause.",
            guards=(cause_gone,),
        ),
    ),
)
