"""A commission: a need, and the service that meets it, for as long as Vires follows it.

Where it is in its cycle is kept stage by stage (see `stage`); this says whether it is in the
cycle at all. Only title, lead and end date open the cycle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import (
    NEW,
    Chosen,
    Facts,
    Findings,
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionFacts(Facts):
    """What the guards of a commission ask.

    `essentials_missing`: title, lead, end date, and a framework in force. `round_unfinished`:
    stages of this round that are not complete. `exit_undecided`: what is missing of a decision
    to end it. `agreements_open`: agreements under it that have not ended. `paused_from`: the
    state it was in before it was paused. `successor`: the commission that follows it.
    `closing_blocked`: what an escalation keeps it from being closed for.
    """

    essentials_missing: Findings = None
    round_unfinished: Findings = None
    exit_undecided: Findings = None
    agreements_open: Findings = None
    paused_from: str | None = None
    successor: str | None = None
    closing_blocked: Findings = None


def essentials_known(facts: CommissionFacts) -> Iterable[Refusal]:
    """Title, lead and end date are known, and a framework is in force."""
    return established(facts.essentials_missing, "essentials_missing")


def round_finished(facts: CommissionFacts) -> Iterable[Refusal]:
    """Every stage of this round is complete."""
    return established(facts.round_unfinished, "round_unfinished")


def exit_decided(facts: CommissionFacts) -> Iterable[Refusal]:
    """A decision to end it is in effect."""
    return established(facts.exit_undecided, "exit_undecided")


def agreements_ended(facts: CommissionFacts) -> Iterable[Refusal]:
    """No agreement under it is still running."""
    return established(facts.agreements_open, "agreements_open")


def may_close(facts: CommissionFacts) -> Iterable[Refusal]:
    """No escalation keeps it from being closed."""
    return established(facts.closing_blocked, "closing_blocked")


def successor_named(facts: CommissionFacts) -> Iterable[Refusal]:
    """The commission that follows it is named."""
    if not facts.successor:
        yield Refusal("commission.successor_missing")


_LEADS: Final = frozenset({Permission.COMMISSION_LEAD, Permission.SECRETARY})

COMMISSION: Final[Lifecycle[CommissionFacts]] = Lifecycle(
    name="commission",
    title="commission",
    meaning="A need, and the service that meets it, for as long as Vires follows it.",
    states=(
        State(
            "proposed",
            "Named, but not yet in the cycle.",
            "The lead, by starting the cycle or withdrawing it.",
            "It stays proposed; nothing runs on it.",
        ),
        State(
            "in_cycle",
            "On its way round the cycle; its stages say where.",
            "The lead, by giving notice once ending it is decided.",
            "It stays in the cycle; its deadlines go on.",
        ),
        State(
            "under_notice",
            "Its end is decided and notice has been given.",
            "The lead, by closing it when the last agreement has ended.",
            "It stays under notice; the notice periods go on.",
        ),
        State(
            "paused",
            "Set aside for a stated reason; it will go on where it was.",
            "The lead, by resuming or withdrawing it.",
            "It stays paused; its clocks stand still.",
        ),
        State(
            "closed",
            "Ended. Nothing is provided under it any more.",
            "The lead, if a new commission follows it.",
            "It stays closed.",
            final=True,
        ),
        State(
            "recommissioned",
            "Ended, and followed by another commission.",
            "Nobody: its successor goes on.",
            "It stays recommissioned.",
            final=True,
        ),
        State(
            "withdrawn",
            "Given up before it came to its end.",
            "Nobody.",
            "It stays withdrawn.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="propose",
            sources=(NEW,),
            target="proposed",
            who=frozenset({Permission.COMMISSIONER, Permission.SECRETARY}),
            meaning="Name a need or a service that is to be commissioned.",
        ),
        Move(
            name="record_as_found",
            sources=(NEW,),
            target="in_cycle",
            who=frozenset({Permission.COMMISSIONER, Permission.SECRETARY, Permission.VIRES}),
            meaning="Enter one that ran before Vires knew of it; what it lacks is flagged.",
        ),
        Move(
            name="start_cycle",
            sources=("proposed",),
            target="in_cycle",
            who=_LEADS | {Permission.COMMISSIONER},
            meaning="Start the first round of the cycle.",
            guards=(essentials_known,),
        ),
        Move(
            name="start_next_round",
            sources=("in_cycle",),
            target="in_cycle",
            who=_LEADS,
            meaning="Go round again: what the review found feeds the next round.",
            guards=(essentials_known, round_finished),
        ),
        Move(
            name="give_notice",
            sources=("in_cycle",),
            target="under_notice",
            who=_LEADS,
            meaning="Tell providers and partners that it will end.",
            guards=(exit_decided,),
        ),
        Move(
            name="withdraw_notice",
            sources=("under_notice",),
            target="in_cycle",
            who=_LEADS | {Permission.VIRES},
            meaning="Take the notice back; the commission goes on.",
            guards=(reason_given,),
        ),
        Move(
            name="close",
            sources=("under_notice",),
            target="closed",
            who=_LEADS,
            meaning="Close it when nothing is provided under it any more.",
            guards=(agreements_ended, may_close),
        ),
        Move(
            name="record_closure",
            sources=("proposed", "in_cycle", "under_notice", "paused"),
            target="closed",
            who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER}),
            meaning="Record that it ended outside Vires; flagged as irregular.",
            guards=(reason_given,),
        ),
        Move(
            name="recommission",
            sources=("under_notice", "closed"),
            target="recommissioned",
            who=_LEADS,
            meaning="Name the commission that follows it.",
            guards=(agreements_ended, successor_named, may_close),
        ),
        Move(
            name="pause",
            sources=("proposed", "in_cycle", "under_notice"),
            target="paused",
            who=_LEADS,
            meaning="Set it aside; clocks keep what remains.",
            guards=(reason_given,),
        ),
        Move(
            name="resume",
            sources=("paused",),
            target=Chosen(
                ("proposed", "in_cycle", "under_notice"), lambda facts: facts.paused_from
            ),
            who=_LEADS,
            meaning="Go on where it was before the pause.",
        ),
        Move(
            name="withdraw",
            sources=("proposed", "in_cycle", "paused"),
            target="withdrawn",
            who=_LEADS,
            meaning="Give it up; nothing is provided under it.",
            guards=(agreements_ended, reason_given),
        ),
    ),
)
