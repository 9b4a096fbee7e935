"""An improvement plan: support and challenge with a person, a day and a test of its own.

A service that falls short is supported and challenged to improve, or its provision is found
elsewhere (DOMAIN.md section 1, "Performance"). A plan is raised, agreed, and met or failed with
a finding; whoever has to carry it out does not judge it.
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
class ImprovementFacts(Facts):
    """What the guards of an improvement plan ask.

    `incomplete`: what it lacks to be agreed: an officer, a day, what is wanted, an action.
    `unfinished`: actions that are neither done nor given up. `not_independent`: why the actor
    may not judge it. `unexplained`: that no finding says why it was met or failed.
    `still_wanted`: that neither its commission is over nor its case settled another way.
    """

    incomplete: Findings = None
    unfinished: Findings = None
    not_independent: Findings = None
    unexplained: Findings = None
    still_wanted: Findings = None


def complete(facts: ImprovementFacts) -> Iterable[Refusal]:
    """It names an officer, a day, what has to be so, and at least one action."""
    return established(facts.incomplete, "incomplete")


def actions_settled(facts: ImprovementFacts) -> Iterable[Refusal]:
    """Each of its actions is done, or given up with the reason."""
    return established(facts.unfinished, "unfinished")


def judged_by_another(facts: ImprovementFacts) -> Iterable[Refusal]:
    """Whoever judges it neither carries it out nor belongs to the provider."""
    return established(facts.not_independent, "not_independent")


def explained(facts: ImprovementFacts) -> Iterable[Refusal]:
    """A finding says why."""
    return established(facts.unexplained, "unexplained")


def wanted_no_more(facts: ImprovementFacts) -> Iterable[Refusal]:
    """The commission is over, or the case that it belongs to is settled otherwise."""
    return established(facts.still_wanted, "still_wanted")


_KEEPERS: Final = frozenset(
    {Permission.SECRETARY, Permission.COMMISSIONER, Permission.COMMISSION_LEAD}
)
_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})

IMPROVEMENT_PLAN: Final[Lifecycle[ImprovementFacts]] = Lifecycle(
    name="improvement_plan",
    title="improvement plan",
    meaning="Support and challenge: what is done so that a service improves, by whom and when.",
    states=(
        State(
            "raised",
            "It is proposed; officer, day and actions are being settled.",
            "The lead, a commissioner or the secretary, by agreeing it.",
            "It stays raised.",
        ),
        State(
            "agreed",
            "Its officer carries it out by its day.",
            "The lead, a commissioner or the secretary, by finding it met or failed.",
            "It stays agreed; its reminders come when the clock next runs.",
        ),
        State(
            "met",
            "What was wanted is so.",
            "Nobody.",
            "It stays met.",
            final=True,
        ),
        State(
            "failed",
            "What was wanted is not so. That is a cause for a case.",
            "Nobody; what follows is a case for change, or another plan.",
            "It stays failed; the case it calls for is opened when the clock next runs.",
            final=True,
        ),
        State(
            "withdrawn",
            "Nobody wants it any more, for a reason on the record.",
            "Nobody.",
            "It stays withdrawn.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="propose",
            sources=(NEW,),
            target="raised",
            who=_KEEPERS | _ENGINE,
            meaning="Propose support and challenge for a commission.",
        ),
        Move(
            name="agree",
            sources=("raised",),
            target="agreed",
            who=_KEEPERS,
            meaning="Agree it with its officer; its clock starts.",
            guards=(complete,),
        ),
        Move(
            name="meet",
            sources=("agreed",),
            target="met",
            who=_KEEPERS,
            meaning="Find that what was wanted is so.",
            guards=(actions_settled, judged_by_another, explained),
        ),
        Move(
            name="fail",
            sources=("agreed",),
            target="failed",
            who=_KEEPERS,
            meaning="Find that what was wanted is not so.",
            guards=(judged_by_another, explained),
        ),
        Move(
            name="withdraw",
            sources=("raised", "agreed"),
            target="withdrawn",
            who=_KEEPERS,
            meaning="Withdraw it, for a reason.",
            guards=(reason_given,),
        ),
        Move(
            name="lapse",
            sources=("raised", "agreed"),
            target="withdrawn",
            who=_ENGINE,
            meaning="Drop it with its cause.",
            guards=(wanted_no_more,),
        ),
    ),
)
