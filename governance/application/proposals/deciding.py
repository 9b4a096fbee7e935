"""The one door through which every decision goes.

Whoever decides is entitled on that day and on that item, by a rule, a kept power or a
delegation; a body has its quorum and its vote; notices, evidence, duties and the record are in
order. What is not comes back as refusals, all at once. Where the facts of the day give another
rule, the path is drawn anew and the decision waits.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from governance.application.bodies.facts import OfficeFacts, decider
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.decommissioning.safeguards import safeguards_missing
from governance.application.desk import Desk
from governance.application.meetings.sitting import Sitting
from governance.application.permissions import PROPER_OFFICES, permissions, standing
from governance.application.proposals import after, findings
from governance.application.proposals.concluding import WAITING, conclude, draw_anew
from governance.application.proposals.counting import Taken, count_votes
from governance.application.proposals.findings import Deciding, Words
from governance.application.proposals.interests import presides, sitting_for, sitting_of
from governance.application.proposals.listing import not_listed, off_the_agenda
from governance.application.proposals.powers import (
    PROPER_OFFICER,
    Turn,
    as_deciders,
    decided_turn,
    home_of_actor,
    read_turn,
)
from governance.application.proposals.reading import Report, lock_group, read_report
from governance.application.proposals.record import (
    authority_of,
    decision_values,
    facts_on_record,
)
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.suggest import nearest
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import OUTCOMES, POSITIVE, ProposalFacts

IN_SESSION = ("held", "resumed")
"""States of a meeting in which it can decide."""


def at_the_table(
    desk: Desk, report: Report, *, outcome: str | None = None, words: Words | None = None
) -> tuple[Turn | None, Deciding]:
    """Whose turn it is, and who takes it: the body at whose meeting it is listed, or the actor."""
    sitting = sitting_of(desk, report)
    acting = frozenset({sitting.body.key}) if sitting is not None else standing(desk).offices
    turn = read_turn(desk, report, acting=as_deciders(acting))
    deciding = Deciding(acting=acting, sitting=sitting, outcome=outcome, words=words or Words())
    return turn, deciding if sitting is not None else _alone(desk, report, turn, deciding)


def _alone(desk: Desk, report: Report, turn: Turn | None, deciding: Deciding) -> Deciding:
    """An officer who decides alone, with the office and the organisation they act from."""
    return replace(
        deciding,
        office=_office(desk, turn, deciding.acting),
        person_id=desk.actor.person_id,
        home=home_of_actor(desk) if report.providers else frozenset(),
    )


def _office(desk: Desk, turn: Turn | None, offices: frozenset[str]) -> OfficeFacts | None:
    """The office that gives the power, else any: whoever refuses then says why not."""
    if not offices:
        return None
    could = as_deciders(offices) & set(turn.could) if turn is not None else frozenset()
    lowest = {turn.lowest} & could if turn is not None else frozenset()
    named = min(lowest or could or offices)
    key = min(offices & PROPER_OFFICES) if named == PROPER_OFFICER else named
    found = decider(desk, key, desk.today)
    return found if isinstance(found, OfficeFacts) else None


def facts_of(
    desk: Desk, report: Report, turn: Turn | None, deciding: Deciding, *, reason: str = ""
) -> ProposalFacts:
    """Everything the guards of a decision ask, found once."""
    sitting = deciding.sitting
    meeting = sitting.meeting if sitting is not None else None
    not_entitled = findings.not_entitled(report, turn, deciding)
    procedure = findings.binding(report, turn, deciding)
    return ProposalFacts(
        permissions=_recording(desk, report, sitting),
        reason=reason,
        outcome=deciding.outcome,
        decider_kind="body" if sitting is not None else "office",
        blocked=findings.closed_by_escalation(report),
        path_changed=findings.path_changed(report),
        notices_irregular=findings.notices_irregular(
            report,
            day=report.on,
            at_meeting=deciding.at_meeting,
            agenda=meeting.agenda_published_on if meeting is not None else None,
            procedure=procedure,
        ),
        evidence_missing=(
            *findings.evidence_missing(report, procedure),
            *_safeguards(desk, report, turn),
        ),
        path_incomplete=findings.held_up(report, turn),
        not_entitled=(*not_entitled, *_not_in_session(desk, sitting)),
        not_quorate=findings.not_quorate(deciding),
        not_separate=findings.not_separate(report, turn, deciding),
        above_powers=findings.outcome_open(turn, deciding),
        record_wants=findings.record_wants(report, deciding),
        higher_missing=findings.higher_missing(turn, deciding),
        step_unfinished=(),
        not_lapsed=findings.not_lapsed(report),
    )


def _safeguards(desk: Desk, report: Report, turn: Turn | None) -> findings.Findings:
    """What the law wants before whoever decides to end a service, and not before their advisers."""
    if turn is not None and turn.kind in findings.ADVISING:
        return ()
    return safeguards_missing(desk, report.row, on=report.on)


def _recording(desk: Desk, report: Report, sitting: Sitting | None) -> frozenset[str]:
    """What the actor may do about the decision.

    What a body decides is recorded by the secretary or whoever presides, never by a member
    alone. Whether an officer may decide is what `not_entitled` says, with who could.
    """
    held = permissions(desk, commission=report.commission, proposal=report.row)
    if sitting is None:
        return held | {Permission.DECIDER.value}
    return (held - {Permission.DECIDER.value}) | presides(desk, sitting)


def _not_in_session(desk: Desk, sitting: Sitting | None) -> findings.Findings:
    if sitting is None:
        return ()
    meeting = sitting.meeting
    if meeting is None:
        return ()
    if meeting.state not in IN_SESSION:
        params = {"meeting": meeting.ref, "state": meeting.state.replace("_", " ")}
        return (Refusal("decision.meeting_not_held", params),)
    if meeting.on_day > desk.today:
        return (Refusal("decision.meeting_to_come", {"on": meeting.on_day}),)
    return ()


def open_item(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Bring a report before its decider: from now on votes can be cast on it."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    turn, deciding = at_the_table(desk, report)
    facts = facts_of(desk, report, turn, deciding)
    state, found = tried(row.state, "bring_before_decider", facts)
    if found := (*found, *(facts.not_entitled or ())):
        raise GuardRefused(found)
    return desk.apply(
        Change(kind="proposal.opened", table="proposal", subject=row, values={"state": state})
    )


def tried(state: str, move: str, facts: ProposalFacts) -> tuple[str, findings.Findings]:
    """The state a move leads to, or the one it starts from with everything against it."""
    try:
        return step(PROPOSAL, state, move, facts), ()
    except GuardRefused as refused:
        return state, refused.refusals


def decide(
    desk: Desk,
    ref: str,
    *,
    outcome: str,
    words: Words,
    taken: Taken | None = None,
    publish: bool = True,
    seen: int | None = None,
) -> Receipt:
    """Decide a report, as the body in whose meeting it is, or as the officer who acts.

    `publish` says that the decision is published today, which starts the call-in window.
    Raises `GuardRefused` with every reason; where another rule now takes the case, the path is
    drawn anew first and kept.
    """
    row = desk.row("proposal", ref, seen=seen)
    lock_group(desk, row.group_id)
    report = read_report(desk, row, on=desk.today)
    turn, deciding = at_the_table(desk, report, outcome=outcome, words=words)
    facts = facts_of(desk, report, turn, deciding)
    if drawn_anew := draw_anew(desk, report, facts):
        return drawn_anew
    state = _decided(row.state, facts)
    assert turn is not None
    counted = count_votes(desk, report, turn, deciding, taken or Taken())
    return conclude(desk, report, turn, deciding, facts, counted, state=state, publish=publish)


def _decided(state: str, facts: ProposalFacts) -> str:
    """The state a decision leads to; raises `GuardRefused` with everything against it.

    An outcome that lets nothing happen can be come to whatever notice or document is missing.
    """
    negative = facts.outcome in OUTCOMES - POSITIVE
    return _through(
        state, "decide", facts, opening=whatever_is_missing(facts) if negative else facts
    )


def whatever_is_missing(facts: ProposalFacts) -> ProposalFacts:
    """The same facts without what only matters where something is to happen."""
    return replace(facts, blocked=(), path_changed=(), notices_irregular=(), evidence_missing=())


def _through(state: str, move: str, facts: ProposalFacts, *, opening: ProposalFacts) -> str:
    """Open a report that waits, then make the move; everything against either is said at once."""
    found: findings.Findings = ()
    if state in WAITING:
        _, found = tried(state, "bring_before_decider", opening)
        state = "before_decider"
    target, against = tried(state, move, facts)
    if found or against:
        raise GuardRefused((*found, *(r for r in against if r not in found)))
    return target


def decide_again(
    desk: Desk,
    ref: str,
    *,
    outcome: str,
    words: Words,
    taken: Taken | None = None,
    meeting: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Confirm or amend a decision that scrutiny asked to reconsider; it cannot be called in twice.

    A body does so at a held meeting on whose agenda the report is (`meeting` is its reference;
    without it, the one that lists it), an officer alone. To drop it, rework or withdraw the
    report. Raises `GuardRefused` with every reason.
    """
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    at = desk.row("meeting", meeting) if meeting else None
    sitting = sitting_for(desk, report, at) if at is not None else sitting_of(desk, report)
    acting = frozenset({sitting.body.key}) if sitting is not None else standing(desk).offices
    turn = decided_turn(desk, report)
    deciding = Deciding(acting=acting, sitting=sitting, outcome=outcome, words=words)
    if sitting is None:
        deciding = _alone(desk, report, turn, deciding)
    facts = facts_of(desk, report, turn, deciding)
    unlisted = not_listed(desk, row, at=at) if at is not None else ()
    facts = replace(facts, not_entitled=(*(facts.not_entitled or ()), *unlisted))
    state = step(PROPOSAL, row.state, "decide_again", facts)
    assert turn is not None
    counted = count_votes(desk, report, turn, deciding, taken or Taken())
    decision = decision_values(desk, report, turn, deciding, counted)
    values = {
        "state": state,
        "outcome": outcome,
        "decided_on": desk.today,
        "published_on": desk.today,
        "effective_on": None,
    }
    receipt = desk.apply(
        Change(
            kind="proposal.decided_again",
            table="proposal",
            subject=row,
            values=values,
            facts=facts_on_record(report, turn, deciding, counted, decision),
            writes=(
                *counted.writes,
                Insert("decision", decision),
                *after.settled(desk, row.id),
                *off_the_agenda(desk, row, state="decided"),
            ),
            authority=authority_of(report, turn, deciding),
        )
    )
    after.effect_on_its_day(desk, desk.by_id("proposal", row.id))
    return receipt


def refer_up(
    desk: Desk, ref: str, *, reason: str, to: str | None = None, seen: int | None = None
) -> Receipt:
    """Leave a report to whoever stands above: a delegate may always refer up.

    `to` is the key of one of those above; without it, the nearest. Raises `Unusable` for
    anybody else.
    """
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    turn, deciding = at_the_table(desk, report)
    facts = facts_of(desk, report, turn, deciding, reason=reason)
    state = _through(row.state, "refer_up", facts, opening=whatever_is_missing(facts))
    assert turn is not None
    higher = findings.above_of(turn, deciding)
    if to is not None and to not in higher:
        near = nearest(to, higher)
        raise Unusable.one("proposal.not_above", name=to[:80], nearest=near, known=list(higher))
    chosen = to or higher[0]
    values: dict[str, Any] = {"state": state}
    if turn.kind == "decide":
        values["decider"] = chosen
    return desk.apply(
        Change(
            kind="proposal.referred_up",
            table="proposal",
            subject=row,
            values=values,
            facts={"reason": reason, "to": chosen},
            writes=(
                Update("step", turn.own, {"decider": chosen, "method": None}),
                *off_the_agenda(desk, row, state="decided"),
            ),
        )
    )
