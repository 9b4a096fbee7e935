"""The appointment of a body's chair, by the lead partner after consulting the members.

What the members say does not bind the lead partner; that they were asked does.
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
class ChairFacts(Facts):
    """What the guards of a chair's appointment ask.

    `not_consulted`: members whose view is not on the record. `unfit`: why this person cannot
    be chair (no seat, not in office on that day).
    """

    not_consulted: Findings = None
    unfit: Findings = None


def members_consulted(facts: ChairFacts) -> Iterable[Refusal]:
    """Each member's consultation is on the record."""
    return established(facts.not_consulted, "not_consulted")


def fit(facts: ChairFacts) -> Iterable[Refusal]:
    """The person can be chair of this body on that day."""
    return established(facts.unfit, "unfit")


_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.LEAD_PARTNER})

CHAIR: Final[Lifecycle[ChairFacts]] = Lifecycle(
    name="chair",
    title="chair’s appointment",
    meaning="The appointment of a body's chair by the lead partner.",
    states=(
        State(
            "consulting",
            "The members are being asked what they think of this person.",
            "The secretary, when each member was asked.",
            "It stays in consultation; views already recorded are kept.",
        ),
        State(
            "consulted",
            "Each member was asked, and what they said is on the record.",
            "The lead partner, by appointing or not.",
            "It stays consulted.",
        ),
        State(
            "appointed",
            "In the chair.",
            "The clock, when the term ends; the lead partner, before.",
            "The chair stays in office.",
        ),
        State(
            "ended",
            "Not in the chair any more.",
            "Nobody.",
            "It stays ended.",
            final=True,
        ),
        State(
            "not_appointed",
            "The lead partner appointed somebody else, or nobody.",
            "Nobody.",
            "It stays so.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="consult",
            sources=(NEW,),
            target="consulting",
            who=_KEEPERS,
            meaning="Ask the members about a person.",
        ),
        Move(
            name="record_as_found",
            sources=(NEW,),
            target="appointed",
            who=frozenset({Permission.SECRETARY, Permission.VIRES}),
            meaning="Enter a chair who was appointed before Vires knew of the body; flagged.",
            guards=(reason_given,),
        ),
        Move(
            name="close_consultation",
            sources=("consulting",),
            target="consulted",
            who=_KEEPERS,
            meaning="Note that each member was asked.",
            guards=(members_consulted,),
        ),
        Move(
            name="consult_again",
            sources=("consulted",),
            target="consulting",
            who=_KEEPERS,
            meaning="Ask again: the membership has changed, or more is wanted.",
            guards=(reason_given,),
        ),
        Move(
            name="appoint",
            sources=("consulted",),
            target="appointed",
            who=frozenset({Permission.LEAD_PARTNER}),
            meaning="Appoint the person.",
            guards=(members_consulted, fit),
        ),
        Move(
            name="pass_over",
            sources=("consulting", "consulted"),
            target="not_appointed",
            who=frozenset({Permission.LEAD_PARTNER}),
            meaning="Not appoint the person.",
            guards=(reason_given,),
        ),
        Move(
            name="end",
            sources=("appointed",),
            target="ended",
            who=frozenset({Permission.LEAD_PARTNER, Permission.SECRETARY, Permission.CLOCK}),
            meaning="Leave the chair, when the term is over or before.",
            guards=(reason_given,),
        ),
    ),
)
