"""What the guards of a proposal are told, and the guards.

Built once by the caller and asked both for acting and for "what next?". Each guard asks for one
thing a lawful decision rests on; one that only matters where the outcome lets something happen
says nothing about a refusal, a referral back or a deferral.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.table import Facts, Findings, established

POSITIVE: Final = frozenset(
    {
        "approved",
        "approved_as_amended",
        "approved_with_conditions",
        "endorsed",
        "recommended",
        "noted",
    }
)
"""Outcomes by which something takes effect, be it only an endorsement."""

OUTCOMES: Final = POSITIVE | {"refused", "referred_back", "deferred"}
"""Everything a decider can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFacts(Facts):
    """What the guards of a proposal ask.

    `outcome` is the one being decided, or the one that was. `decider_kind` is "body" or
    "office". Of the findings, each names what speaks against:

    - `notice_wants`: what the forward plan's notice does not state yet
    - `paper_wants`: what the report does not say yet, a path no rule gives among it
    - `clearances_missing`: officers who have not cleared it
    - `blocked`: what an escalation closes this kind of decision for, until its cause is gone
    - `agenda_refused`: why it cannot go on that agenda (published already, too late)
    - `between_refused`: why it cannot be decided without a meeting
    - `path_changed`: that the facts of the day give another path than the one drawn
    - `still_fits`: that whoever has it can go on with it on its new path
    - `notices_irregular`: notices not given, or given too late
    - `evidence_missing`: documents the decider must have before them
    - `path_incomplete`: steps of the path that come first and are not done
    - `not_entitled`: why whoever decides may not, on this day, on this item
    - `not_quorate`: who is missing for a quorum on this item
    - `not_separate`: duties the scheme keeps apart, in one hand
    - `above_powers`: a ceiling overstepped, split values among it
    - `record_wants`: what the decision's record does not say yet
    - `higher_missing`: that nobody stands above this decider
    - `step_unfinished`: that this decider's own step is not done
    - `partners_outstanding`: partners whose own decision is not in effect
    - `partners_refused`: partners who refused; empty where none did
    - `call_in_refused`: why a call-in is not valid (too few, too late, not callable)
    - `call_in_open`: that decisions of this kind can still be called in
    - `call_in_waits`: that the hearing can still be held in time
    - `urgency_wants`: what is missing of the consent to waive call-in
    - `unpublished`: what has to be published and is not
    - `not_yet`: that its day has not come
    - `not_lapsed`: that it can still be decided in time
    - `undone_by`: what is missing of the later decision that rescinds it
    """

    outcome: str | None = None
    decider_kind: str | None = None
    call_in_applies: bool = True
    notice_wants: Findings = None
    paper_wants: Findings = None
    clearances_missing: Findings = None
    blocked: Findings = None
    agenda_refused: Findings = None
    between_refused: Findings = None
    path_changed: Findings = None
    still_fits: Findings = None
    notices_irregular: Findings = None
    evidence_missing: Findings = None
    path_incomplete: Findings = None
    not_entitled: Findings = None
    not_quorate: Findings = None
    not_separate: Findings = None
    above_powers: Findings = None
    record_wants: Findings = None
    higher_missing: Findings = None
    step_unfinished: Findings = None
    partners_outstanding: Findings = None
    partners_refused: Findings = None
    call_in_refused: Findings = None
    call_in_open: Findings = None
    call_in_waits: Findings = None
    urgency_wants: Findings = None
    unpublished: Findings = None
    not_yet: Findings = None
    not_lapsed: Findings = None
    undone_by: Findings = None

    @property
    def lets_happen(self) -> bool:
        """Whether the outcome lets something happen."""
        return self.outcome in POSITIVE


def notice_complete(facts: ProposalFacts) -> Iterable[Refusal]:
    """The notice states all that a forward-plan notice must."""
    return established(facts.notice_wants, "notice_wants")


def paper_complete(facts: ProposalFacts) -> Iterable[Refusal]:
    """The report says what is asked for, and a rule says who decides it."""
    return established(facts.paper_wants, "paper_wants")


def all_cleared(facts: ProposalFacts) -> Iterable[Refusal]:
    """Every officer who has to clear it has."""
    return established(facts.clearances_missing, "clearances_missing")


def unblocked(facts: ProposalFacts) -> Iterable[Refusal]:
    """No escalation closes this kind of decision on the commission."""
    return established(facts.blocked, "blocked")


def decided_by_body(facts: ProposalFacts) -> Iterable[Refusal]:
    """The decider is a body."""
    if facts.decider_kind != "body":
        yield Refusal("proposal.not_for_agenda")


def decided_by_office(facts: ProposalFacts) -> Iterable[Refusal]:
    """The decider is the holder of an office."""
    if facts.decider_kind != "office":
        yield Refusal("proposal.not_for_officer")


def agenda_takes_it(facts: ProposalFacts) -> Iterable[Refusal]:
    """The agenda can still take it."""
    return established(facts.agenda_refused, "agenda_refused")


def between_allowed(facts: ProposalFacts) -> Iterable[Refusal]:
    """The law and the terms of reference let the body act so without a meeting."""
    return established(facts.between_refused, "between_refused")


def stage_left(facts: ProposalFacts) -> Iterable[Refusal]:
    """On its new path the report cannot go on from where it stands."""
    return established(facts.still_fits, "still_fits")


def path_stands(facts: ProposalFacts) -> Iterable[Refusal]:
    """The facts of the day give the path that was drawn."""
    return established(facts.path_changed, "path_changed")


def notices_regular(facts: ProposalFacts) -> Iterable[Refusal]:
    """Every notice was given in time, or its exception was."""
    return established(facts.notices_irregular, "notices_irregular")


def evidence_before_decider(facts: ProposalFacts) -> Iterable[Refusal]:
    """The decider has every document the procedure wants before them."""
    return established(facts.evidence_missing, "evidence_missing")


def outcome_known(facts: ProposalFacts) -> Iterable[Refusal]:
    """The outcome is one that a decider can come to."""
    if facts.outcome not in OUTCOMES:
        yield Refusal(
            "proposal.outcome_unknown",
            {"outcome": facts.outcome or "", "known": sorted(OUTCOMES)},
        )


def entitled(facts: ProposalFacts) -> Iterable[Refusal]:
    """Whoever decides is entitled to, on that day and on that item."""
    return established(facts.not_entitled, "not_entitled")


def quorate(facts: ProposalFacts) -> Iterable[Refusal]:
    """A body that decides has a quorum on this item."""
    if facts.decider_kind == "office":
        return ()
    return established(facts.not_quorate, "not_quorate")


def recorded(facts: ProposalFacts) -> Iterable[Refusal]:
    """The record has the decision's words, its reasons and the alternatives."""
    return established(facts.record_wants, "record_wants")


def regular(facts: ProposalFacts) -> Iterable[Refusal]:
    """Where the outcome lets something happen: it is open, and all it rests on is in order."""
    if facts.outcome in OUTCOMES - POSITIVE:
        return
    yield from established(facts.blocked, "blocked")
    yield from established(facts.path_changed, "path_changed")
    yield from established(facts.path_incomplete, "path_incomplete")
    yield from established(facts.notices_irregular, "notices_irregular")
    yield from established(facts.evidence_missing, "evidence_missing")
    yield from established(facts.not_separate, "not_separate")
    yield from established(facts.above_powers, "above_powers")


def step_finished(facts: ProposalFacts) -> Iterable[Refusal]:
    """This decider's own step is done."""
    return established(facts.step_unfinished, "step_unfinished")


def path_goes_on(facts: ProposalFacts) -> Iterable[Refusal]:
    """Further steps of the path are still to come."""
    if facts.path_incomplete is None:
        yield from established(None, "path_incomplete")
    elif not facts.path_incomplete:
        yield Refusal("proposal.path_complete")


def higher_exists(facts: ProposalFacts) -> Iterable[Refusal]:
    """Somebody stands above this decider."""
    return established(facts.higher_missing, "higher_missing")


def lets_happen(facts: ProposalFacts) -> Iterable[Refusal]:
    """The outcome is one by which something takes effect."""
    if not facts.lets_happen:
        yield Refusal("proposal.outcome_not_positive", {"outcome": facts.outcome or ""})


def partners_wanted(facts: ProposalFacts) -> Iterable[Refusal]:
    """Other partners still have to decide for themselves."""
    if facts.partners_outstanding is None:
        yield from established(None, "partners_outstanding")
    elif not facts.partners_outstanding:
        yield Refusal("proposal.no_partner_wanted")


def partners_decided(facts: ProposalFacts) -> Iterable[Refusal]:
    """Every partner that has to decide for itself has."""
    return established(facts.partners_outstanding, "partners_outstanding")


def goes_back(facts: ProposalFacts) -> Iterable[Refusal]:
    """It was referred back, or a partner refused."""
    if facts.outcome != "referred_back" and not facts.partners_refused:
        yield Refusal("proposal.not_referred_back", {"outcome": facts.outcome or ""})


def put_off(facts: ProposalFacts) -> Iterable[Refusal]:
    """It was deferred."""
    if facts.outcome != "deferred":
        yield Refusal("proposal.not_deferred", {"outcome": facts.outcome or ""})


def callable_in(facts: ProposalFacts) -> Iterable[Refusal]:
    """Decisions like this one can be called in."""
    if not facts.call_in_applies:
        yield Refusal("proposal.not_callable")


def published(facts: ProposalFacts) -> Iterable[Refusal]:
    """What has to be published about the decision is."""
    return established(facts.unpublished, "unpublished")


def call_in_valid(facts: ProposalFacts) -> Iterable[Refusal]:
    """Enough members ask, in time, on a decision that can be called in."""
    return established(facts.call_in_refused, "call_in_refused")


def call_in_over(facts: ProposalFacts) -> Iterable[Refusal]:
    """Nobody can call it in any more."""
    if not facts.call_in_applies:
        return ()
    return established(facts.call_in_open, "call_in_open")


def hearing_missed(facts: ProposalFacts) -> Iterable[Refusal]:
    """The time for scrutiny to hear the call-in is over."""
    return established(facts.call_in_waits, "call_in_waits")


def urgency_agreed(facts: ProposalFacts) -> Iterable[Refusal]:
    """Whoever may has agreed that the decision cannot wait for call-in."""
    return established(facts.urgency_wants, "urgency_wants")


def day_has_come(facts: ProposalFacts) -> Iterable[Refusal]:
    """The day it takes effect has come."""
    return established(facts.not_yet, "not_yet")


def too_late(facts: ProposalFacts) -> Iterable[Refusal]:
    """It can no longer be decided in time."""
    return established(facts.not_lapsed, "not_lapsed")


def later_decision(facts: ProposalFacts) -> Iterable[Refusal]:
    """A later decision that undoes it is in effect."""
    return established(facts.undone_by, "undone_by")
