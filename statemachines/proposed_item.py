"""An item that an escalation proposes for a body's agenda: the secretary answers it."""

from __future__ import annotations

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
class ProposedItemFacts(Facts):
    """What the guards of a proposed item ask.

    `unlisted`: why it cannot stand on the agenda named. `needless`: that what called for it is
    settled.
    """

    unlisted: Findings = None
    needless: Findings = None


def listed(facts: ProposedItemFacts) -> tuple[Refusal, ...]:
    """It stands on an agenda of the body's."""
    return established(facts.unlisted, "unlisted")


def still_wanted(facts: ProposedItemFacts) -> tuple[Refusal, ...]:
    """The deadline that called for it is not settled."""
    return established(facts.needless, "needless")


_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})
_SECRETARY: Final = frozenset({Permission.SECRETARY})

PROPOSED_ITEM: Final[Lifecycle[ProposedItemFacts]] = Lifecycle(
    name="proposed_item",
    title="proposed agenda item",
    meaning="An item that an escalation proposes for the next agenda of a body.",
    states=(
        State(
            "proposed",
            "It waits for the secretary's answer.",
            "The secretary, by taking it onto an agenda or saying why not.",
            "It stays proposed and shown.",
        ),
        State(
            "accepted",
            "It stands on an agenda.",
            "Nobody; what becomes of it is the agenda item's.",
            "It stays accepted.",
            final=True,
        ),
        State(
            "declined",
            "The secretary did not take it, for a reason on the record.",
            "Nobody.",
            "It stays declined.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="propose",
            sources=(NEW,),
            target="proposed",
            who=_ENGINE,
            meaning="Propose it, with the level of the escalation that says so.",
        ),
        Move(
            name="accept",
            sources=("proposed",),
            target="accepted",
            who=_SECRETARY,
            meaning="Take it onto an agenda.",
            guards=(still_wanted, listed),
        ),
        Move(
            name="decline",
            sources=("proposed",),
            target="declined",
            who=_SECRETARY,
            meaning="Record why it is not taken.",
            guards=(reason_given,),
        ),
    ),
)
