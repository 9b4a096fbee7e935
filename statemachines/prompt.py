"""A prompt: what the clock did about a deadline at one level of its escalation policy.

One that still waits is no row: it follows from the deadline's day and the policy in force. The
row is written with what it brings about, so that each level comes at most once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import NEW, Facts, Findings, Lifecycle, Move, State, established


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptFacts(Facts):
    """What the guards of a prompt ask.

    `still_possible`: that what it failed of may pass by itself, so that it is tried again first.
    `needless`: that the deadline is settled, so that nobody needs it any more.
    """

    still_possible: Findings = None
    needless: Findings = None


def for_good(facts: PromptFacts) -> Iterable[Refusal]:
    """It failed for good, or as often as it may be tried."""
    return established(facts.still_possible, "still_possible")


def still_needed(facts: PromptFacts) -> Iterable[Refusal]:
    """The deadline is not settled."""
    return established(facts.needless, "needless")


_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})

PROMPT: Final[Lifecycle[PromptFacts]] = Lifecycle(
    name="prompt",
    title="prompt",
    meaning="A reminder or an escalation level of a deadline, come to its day.",
    states=(
        State(
            "fired",
            "What the level says was brought about: messages queued, items proposed, blocks set.",
            "Nobody.",
            "It stays fired with everything it brought about; it is not fired again.",
            final=True,
        ),
        State(
            "parked",
            "It failed for good; nothing of it was brought about, and later levels go on.",
            "The secretary, after mending what stood in its way.",
            "It stays parked and shown.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="fire",
            sources=(NEW,),
            target="fired",
            who=_ENGINE,
            meaning="Bring about what the level says.",
        ),
        Move(
            name="park",
            sources=(NEW,),
            target="parked",
            who=_ENGINE,
            meaning="Stop trying and show it to the secretary.",
            guards=(for_good,),
        ),
        Move(
            name="retry",
            sources=("parked",),
            target="fired",
            who=frozenset({Permission.SECRETARY}),
            meaning="Bring it about after all.",
            guards=(still_needed,),
        ),
    ),
)
