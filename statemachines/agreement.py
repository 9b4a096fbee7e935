"""An agreement: what secures delivery, be it a contract, a call-off, a grant or in-house.

Agreements run late in practice and go on after they have expired; both are recorded as they
are and warned of, never refused. One found running comes in directly in the state it is in.
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
class AgreementFacts(Facts):
    """What the guards of an agreement ask.

    `found_state`: the state of one that ran before Vires knew of it. `undecided`: what is
    missing of the decision that the move rests on (award, extension, variation, ending).
    `standstill_wants`: why it cannot be signed yet, where a standstill is due. `notice_wants`:
    what is missing of the award notice that starts a standstill. `before_start`, `before_end`:
    that its first or its last day has not come.
    """

    found_state: str | None = None
    undecided: Findings = None
    standstill_wants: Findings = None
    notice_wants: Findings = None
    before_start: Findings = None
    before_end: Findings = None


def decided(facts: AgreementFacts) -> Iterable[Refusal]:
    """The decision it rests on is in effect."""
    return established(facts.undecided, "undecided")


def notice_published(facts: AgreementFacts) -> Iterable[Refusal]:
    """The award notice that starts the standstill is published."""
    return established(facts.notice_wants, "notice_wants")


def standstill_over(facts: AgreementFacts) -> Iterable[Refusal]:
    """No standstill is due, or it is over."""
    return established(facts.standstill_wants, "standstill_wants")


def started(facts: AgreementFacts) -> Iterable[Refusal]:
    """Its first day has come."""
    return established(facts.before_start, "before_start")


def run_out(facts: AgreementFacts) -> Iterable[Refusal]:
    """Its last day is past."""
    return established(facts.before_end, "before_end")


_LEADS: Final = frozenset({Permission.COMMISSION_LEAD, Permission.SECRETARY})
_CLOCKED: Final = _LEADS | {Permission.CLOCK}
_RUNNING: Final = ("in_force", "continuing", "regularised")

AGREEMENT: Final[Lifecycle[AgreementFacts]] = Lifecycle(
    name="agreement",
    title="agreement",
    meaning="What secures delivery: a contract, a call-off, a grant, in-house provision.",
    states=(
        State(
            "awarded",
            "Awarded by a decision; nothing is signed.",
            "The lead, by a standstill where one is due, else by signing.",
            "It stays awarded.",
        ),
        State(
            "standstill",
            "Bidders are told; for some days nobody may sign.",
            "The lead, by signing when the days are over.",
            "The days go on counting.",
        ),
        State(
            "signed",
            "Signed; delivery has not begun.",
            "The lead, by mobilising; the clock, on its first day.",
            "It stays signed.",
        ),
        State(
            "mobilising",
            "The provider is getting ready.",
            "The lead or the clock, on its first day.",
            "It stays mobilising; it begins when the clock next runs.",
        ),
        State(
            "in_force",
            "Delivery is going on under it.",
            "The lead, by notice or extension; the clock, after its last day.",
            "It stays in force; its end still falls due.",
        ),
        State(
            "notice",
            "Notice to end it has been given.",
            "The lead or the clock, when the notice has run out.",
            "The notice goes on running.",
        ),
        State(
            "expired",
            "Its last day is past and delivery has stopped, as far as is known.",
            "The lead, by recording that delivery goes on, or nobody.",
            "It stays expired.",
            final=True,
        ),
        State(
            "continuing",
            "Delivery goes on although its last day is past; nothing covers it.",
            "The lead, by having it regularised or ended.",
            "It stays uncovered and is warned of.",
        ),
        State(
            "regularised",
            "A later decision covers the delivery that went on.",
            "The lead, by notice; the clock, after its new last day.",
            "It stays regularised; its new end still falls due.",
        ),
        State(
            "ended",
            "Nothing is delivered under it any more.",
            "Nobody.",
            "It stays ended.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="award",
            sources=(NEW,),
            target="awarded",
            who=_LEADS | {Permission.VIRES},
            meaning="Enter it on the decision that awards it.",
            guards=(decided,),
        ),
        Move(
            name="record_as_found",
            sources=(NEW,),
            target=Chosen(
                ("awarded", "signed", "in_force", "notice", "expired", "continuing", "ended"),
                lambda facts: facts.found_state,
            ),
            who=_LEADS | {Permission.COMMISSIONER, Permission.VIRES},
            meaning="Enter one that came about outside Vires, as it stands; flagged.",
        ),
        Move(
            name="start_standstill",
            sources=("awarded",),
            target="standstill",
            who=_LEADS,
            meaning="Tell the bidders and wait.",
            guards=(notice_published,),
        ),
        Move(
            name="sign",
            sources=("awarded", "standstill"),
            target="signed",
            who=_LEADS,
            meaning="Sign it.",
            guards=(standstill_over,),
        ),
        Move(
            name="record_signed",
            sources=("awarded", "standstill"),
            target="signed",
            who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER}),
            meaning="Record that it was signed although the standstill was not over; flagged.",
            guards=(reason_given,),
        ),
        Move(
            name="mobilise",
            sources=("signed",),
            target="mobilising",
            who=_LEADS,
            meaning="Get delivery ready.",
        ),
        Move(
            name="begin",
            sources=("signed", "mobilising"),
            target="in_force",
            who=_CLOCKED,
            meaning="Begin on its first day.",
            guards=(started,),
        ),
        Move(
            name="extend",
            sources=("in_force", "regularised"),
            target="in_force",
            who=_LEADS | {Permission.VIRES},
            meaning="Let it run longer, by a decision.",
            guards=(decided,),
        ),
        Move(
            name="vary",
            sources=("in_force", "regularised"),
            target="in_force",
            who=_LEADS | {Permission.VIRES},
            meaning="Change what it says, by a decision.",
            guards=(decided,),
        ),
        Move(
            name="give_notice",
            sources=_RUNNING,
            target="notice",
            who=_LEADS,
            meaning="Give notice to end it.",
            guards=(decided,),
        ),
        Move(
            name="record_notice",
            sources=_RUNNING,
            target="notice",
            who=_LEADS,
            meaning="Record that the provider gave notice, or that it was given outside Vires.",
            guards=(reason_given,),
        ),
        Move(
            name="withdraw_notice",
            sources=("notice",),
            target="in_force",
            who=_LEADS | {Permission.VIRES},
            meaning="Take the notice back; it goes on.",
            guards=(reason_given,),
        ),
        Move(
            name="end",
            sources=("notice",),
            target="ended",
            who=_CLOCKED,
            meaning="End it when the notice has run out.",
            guards=(run_out,),
        ),
        Move(
            name="expire",
            sources=("in_force", "regularised"),
            target="expired",
            who=_CLOCKED,
            meaning="Note that its last day is past.",
            guards=(run_out,),
        ),
        Move(
            name="continue_uncovered",
            sources=("in_force", "regularised", "expired"),
            target="continuing",
            who=_LEADS,
            meaning="Record that delivery goes on although its last day is past; flagged.",
            guards=(run_out,),
        ),
        Move(
            name="regularise",
            sources=("continuing",),
            target="regularised",
            who=_LEADS | {Permission.VIRES},
            meaning="Cover by a decision the delivery that went on.",
            guards=(decided,),
        ),
        Move(
            name="stop",
            sources=("continuing",),
            target="ended",
            who=_LEADS,
            meaning="Stop the delivery that nothing covers.",
        ),
        Move(
            name="set_aside",
            sources=("awarded", "standstill", "signed", "mobilising"),
            target="ended",
            who=_LEADS,
            meaning="Give it up before delivery has begun.",
            guards=(reason_given,),
        ),
        Move(
            name="break_off",
            sources=(*_RUNNING, "notice"),
            target="ended",
            who=_LEADS | {Permission.PROPER_OFFICER},
            meaning="Record that it broke off: insolvency, hand-back, danger, agreement.",
            guards=(reason_given,),
        ),
    ),
)
