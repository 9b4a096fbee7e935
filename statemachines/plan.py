"""A plan for children and young people: prepared, consulted on, agreed, published, reviewed.

Once published it goes round once a year: partners' returns come in, and the annual report says
how far each kept what it had promised. It ends with the next plan, or for a reason.
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
class PlanFacts(Facts):
    """What the guards of a plan ask.

    `days_wrong`: what is wrong with the days given. `unanswered`: what the record of the
    consultation lacks. `not_agreed`: whoever has still to agree, the board and partners by name.
    `no_successor`: why the plan named cannot take its place.
    """

    days_wrong: Findings = None
    unanswered: Findings = None
    not_agreed: Findings = None
    no_successor: Findings = None


def days_right(facts: PlanFacts) -> Iterable[Refusal]:
    """The days fit what went before, and none is still to come."""
    return established(facts.days_wrong, "days_wrong")


def consulted(facts: PlanFacts) -> Iterable[Refusal]:
    """It is on record who was asked, from when to when, and what came of it."""
    return established(facts.unanswered, "unanswered")


def all_agreed(facts: PlanFacts) -> Iterable[Refusal]:
    """The board has agreed it, and each partner its own part."""
    return established(facts.not_agreed, "not_agreed")


def successor_stands(facts: PlanFacts) -> Iterable[Refusal]:
    """The next plan is published."""
    return established(facts.no_successor, "no_successor")


_ENGINE: Final = frozenset({Permission.VIRES})
_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.COMMISSIONER})
_SECRETARY: Final = frozenset({Permission.SECRETARY})
_IN_USE: Final = ("published", "monitored", "reported")

PLAN: Final[Lifecycle[PlanFacts]] = Lifecycle(
    name="plan",
    title="plan",
    meaning="What a board's partners want to change for children, and what each promised.",
    states=(
        State(
            "preparing",
            "It is being written.",
            "The secretary or a commissioner, by opening or recording its consultation.",
            "It stays as far as it was written.",
        ),
        State(
            "consultation",
            "People are or were asked about it; it may still change.",
            "The board, by its decision, and each partner, by consenting to its own part.",
            "It stays; whoever has agreed already is on record.",
        ),
        State(
            "agreed",
            "The board has agreed it, and each partner its own part.",
            "The secretary, by publishing it.",
            "It stays agreed.",
        ),
        State(
            "published",
            "It is in use, and no partner has reported on it yet.",
            "Partners, by their returns; the secretary, by renewing or ending it.",
            "It stays published; its deadlines run on.",
        ),
        State(
            "monitored",
            "Partners report on what they promised.",
            "The board, by its annual report; the secretary, by renewing or ending it.",
            "It stays monitored; its deadlines run on.",
        ),
        State(
            "reported",
            "The annual report of its latest year is published.",
            "Partners, by their returns for the next; the secretary, by renewing or ending it.",
            "It stays reported; its deadlines run on.",
        ),
        State(
            "renewed",
            "The next plan stands in its place.",
            "Nobody.",
            "It stays renewed.",
            final=True,
        ),
        State(
            "ended",
            "It is over, or was given up, for a reason on the record.",
            "Nobody.",
            "It stays ended.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="begin",
            sources=(NEW,),
            target="preparing",
            who=_KEEPERS,
            meaning="Begin to write it, for a board and a period.",
        ),
        Move(
            name="consult",
            sources=("preparing",),
            target="consultation",
            who=_KEEPERS,
            meaning="Open its consultation, or record one that was held.",
            guards=(days_right,),
        ),
        Move(
            name="agree",
            sources=("consultation",),
            target="agreed",
            who=_ENGINE,
            meaning="Agree it, once the board has decided and each partner consented to its part.",
            guards=(all_agreed, consulted),
        ),
        Move(
            name="decision_undone",
            sources=("agreed",),
            target="consultation",
            who=_ENGINE,
            meaning="Go back, as the decision by which the board agreed it was undone.",
        ),
        Move(
            name="publish",
            sources=("agreed",),
            target="published",
            who=_SECRETARY,
            meaning="Publish it; its yearly review is set.",
            guards=(days_right,),
        ),
        Move(
            name="monitor",
            sources=("published", "reported"),
            target="monitored",
            who=_ENGINE,
            meaning="Note the first return of a year.",
        ),
        Move(
            name="report",
            sources=_IN_USE,
            target="reported",
            who=_ENGINE,
            meaning="Note that the annual report of a year is published.",
        ),
        Move(
            name="renew",
            sources=_IN_USE,
            target="renewed",
            who=_SECRETARY,
            meaning="Let the next plan take its place.",
            guards=(successor_stands,),
        ),
        Move(
            name="end",
            sources=("preparing", "consultation", "agreed", *_IN_USE),
            target="ended",
            who=_SECRETARY,
            meaning="End it, or give it up.",
            guards=(reason_given,),
        ),
    ),
)
