"""The one door through which every decision goes.

Whoever decides is entitled on that day and on that item, by a rule, a kept power or a
delegation; a body has its quorum and its vote; notices, evidence, duties and the record are in
order. What is not comes back as refusals, all at once. Where the facts of the day give another
rule, the path is drawn anew and the decision waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.application.bodies.delegations import draw_change
from governance.application.bodies.facts import OfficeFacts, decider
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.meetings.sitting import Sitting, read_sitting
from governance.application.permissions import PROPER_OFFICES, permissions, standing
from governance.application.proposals import after, findings
from governance.application.proposals.counting import Count, Taken, count_votes
from governance.application.proposals.findings import Deciding, Words
from governance.application.proposals.placing import listed_item
from governance.application.proposals.powers import (
    PROPER_OFFICER,
    Turn,
    as_deciders,
    partner_deciders,
    read_turn,
)
from governance.application.proposals.reading import Report, frozen, lock_group, read_report
from governance.application.proposals.submitting import redraw
from governance.application.proposals.turns import after as steps_after
from governance.application.proposals.turns import opened_by, skipped
from governance.domain.bodies.powers import Basis, Entitlement
from governance.domain.errors import GuardRefused, Refusal
from statemachines.approval import ApprovalFacts, approval
from statemachines.approval import standing as path_state
from statemachines.machine import step
from statemachines.permissions import Permission, holder
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import POSITIVE, ProposalFacts
from statemachines.step import STEP, StepFacts

IN_SESSION = ("held", "resumed")
"""States of a meeting in which it can decide."""


def who_decides(
    desk: Desk, report: Report, turn: Turn | None, *, outcome: str | None, words: Words
) -> Deciding:
    """Whoever decides now: the body at whose meeting the report is listed, else the actor."""
    item = listed_item(desk, report.row.id)
    if item is not None:
        meeting = desk.by_id("meeting", item.meeting_id)
        sitting = read_sitting(desk, meeting, declarations=report.declarations)
        return Deciding(
            acting=frozenset({sitting.body.key}), sitting=sitting, outcome=outcome, words=words
        )
    offices = standing(desk).offices
    held = as_deciders(offices)
    could = held & set(turn.could) if turn is not None else frozenset()
    office = None
    if offices:
        # The office that gives the power, else any: whoever refuses then says why not.
        named = min(could or offices)
        key = min(offices & PROPER_OFFICES) if named == PROPER_OFFICER else named
        found = decider(desk, key, desk.today)
        office = found if isinstance(found, OfficeFacts) else None
    return Deciding(
        acting=offices,
        office=office,
        person_id=desk.actor.person_id,
        outcome=outcome,
        words=words,
    )


def facts_of(
    desk: Desk, report: Report, turn: Turn | None, deciding: Deciding, *, reason: str = ""
) -> ProposalFacts:
    """Everything the guards of a decision ask, found once."""
    sitting = deciding.sitting
    meeting = sitting.meeting if sitting is not None else None
    not_entitled = findings.not_entitled(report, turn, deciding)
    held = permissions(desk, commission=report.commission, proposal=report.row)
    if sitting is None:
        # Whether an officer may is what `not_entitled` says, with who could.
        held |= {Permission.DECIDER.value}
    return ProposalFacts(
        permissions=held,
        reason=reason,
        outcome=deciding.outcome,
        decider_kind="body" if sitting is not None else "office",
        path_changed=findings.path_changed(report),
        notices_irregular=findings.notices_irregular(
            report,
            day=report.on,
            at_meeting=deciding.at_meeting,
            agenda=meeting.agenda_published_on if meeting is not None else None,
        ),
        evidence_missing=findings.evidence_missing(report),
        path_incomplete=findings.path_incomplete(report, turn),
        not_entitled=(*not_entitled, *_not_in_session(desk, sitting)),
        not_quorate=findings.not_quorate(deciding),
        not_separate=findings.not_separate(report, turn, deciding),
        above_powers=findings.outcome_open(turn, deciding),
        record_wants=findings.record_wants(report, deciding),
        higher_missing=findings.higher_missing(turn, deciding),
        step_unfinished=(),
        not_lapsed=(Refusal("proposal.can_still_be_decided"),),
    )


def _not_in_session(desk: Desk, sitting: Sitting | None) -> findings.Findings:
    if sitting is None:
        return ()
    meeting = sitting.meeting
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
    turn = read_turn(desk, report)
    facts = facts_of(
        desk, report, turn, who_decides(desk, report, turn, outcome=None, words=Words())
    )
    state = step(PROPOSAL, row.state, "bring_before_decider", facts)
    return desk.apply(
        Change(kind="proposal.opened", table="proposal", subject=row, values={"state": state})
    )


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
    turn = read_turn(desk, report)
    deciding = who_decides(desk, report, turn, outcome=outcome, words=words)
    facts = facts_of(desk, report, turn, deciding)
    changed = [r for r in facts.path_changed or () if r.code == "proposal.path_changed"]
    if changed and row.state in ("on_agenda", "with_officer", "before_decider"):
        receipt = redraw(desk, report)
        desk.verdict = GuardRefused(changed)
        return receipt
    state = row.state
    if state in ("on_agenda", "with_officer"):
        state = step(PROPOSAL, state, "bring_before_decider", facts)
    state = step(PROPOSAL, state, "decide", facts)
    assert turn is not None
    counted = count_votes(desk, report, turn, deciding, taken or Taken())
    decision = _decision(desk, report, turn, deciding, counted)
    moved = _along_the_path(desk, report, turn, facts, state, outcome)
    values = {
        "state": moved.state,
        "outcome": outcome if moved.final else row.outcome,
        "decided_on": desk.today if moved.final else None,
        "published_on": desk.today if moved.final and publish else None,
        "live": row.live and outcome in (*POSITIVE, "deferred"),
        "path_changed": False,
        **frozen(report),
    }
    receipt = desk.apply(
        Change(
            kind="proposal.decided" if moved.final else "proposal.passed_on",
            table="proposal",
            subject=row,
            values=values,
            facts=_facts_on_record(report, turn, deciding, counted, decision),
            writes=(
                *moved.writes,
                *counted.writes,
                Insert("decision", decision),
                *_item_decided(desk, row),
            ),
            authority=_authority(report, turn, deciding),
        )
    )
    if moved.final and outcome in POSITIVE:
        _draw_down(desk, report, turn, deciding)
        after.follow_on(desk, row.id, known=report)
    return receipt


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where a decision leaves the report, and what it does to the steps of its path."""

    state: str
    final: bool
    writes: tuple[Update, ...]


def _along_the_path(
    desk: Desk, report: Report, turn: Turn, facts: ProposalFacts, decided: str, outcome: str
) -> _Moved:
    """Move along the approval machine that the rule's path builds."""
    own = turn.steps[0]
    advice = turn.kind == "recommend"
    if outcome == "deferred":
        return _Moved(decided, final=True, writes=())
    if outcome == "referred_back" and not advice:
        sent = {"state": step(STEP, own.state, "send_back", _step_facts(facts, "referred back"))}
        return _Moved(decided, final=True, writes=(Update("step", own, sent),))
    supports = outcome in POSITIVE
    move = turn.kind if supports or advice else "refuse"
    now = _approve(report, own, move)
    done = {
        "state": step(STEP, own.state, "finish", _step_facts(facts, "")),
        "supports": supports,
        "done_on": desk.today,
        "done_by_id": desk.actor.person_id,
    }
    writes = [Update("step", own, done)]
    if now == "refused":
        rest = steps_after(report.steps, [own])
        return _Moved(
            decided, final=True, writes=(*writes, *skipped(rest, "the report was refused"))
        )
    writes += opened_by(report.steps, [own])
    partners = partner_deciders(report.scheme)
    rest = [s for s in steps_after(report.steps, [own]) if s.decider not in partners]
    if not rest:
        return _Moved(decided, final=True, writes=tuple(writes))
    onward = ProposalFacts(
        permissions=facts.permissions,
        step_unfinished=(),
        path_incomplete=(Refusal("proposal.path_goes_on"),),
    )
    state = step(PROPOSAL, "before_decider", "pass_on", onward)
    return _Moved(state, final=False, writes=tuple(writes))


def _approve(report: Report, own: Any, move: str) -> str:
    """The state of the path after a step; whoever acts has been found entitled by now."""
    path = plain_path(report.row.path)
    done = {(s.place, s.lane) for s in report.steps if s.state == "done"}
    facts = ApprovalFacts(
        permissions=frozenset({holder(own.decider)}),
        lane=own.lane,
        done_lanes=frozenset(lane for place, lane in done if place == own.place),
        not_entitled=(),
        not_separate=(),
        record_wants=(),
    )
    return step(approval(path), path_state(path, done), move, facts)


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step of a path as it was drawn."""

    kind: str
    decider: str


def plain_path(path: Any) -> tuple[tuple[DrawnStep, ...], ...]:
    """A path as it is kept with a report, for the approval machine."""
    return tuple(tuple(DrawnStep(s["kind"], s["decider"]) for s in group) for group in path)


def _step_facts(facts: ProposalFacts, reason: str) -> StepFacts:
    return StepFacts(
        permissions=facts.permissions | {Permission.DECIDER.value},
        reason=reason,
        before_it=(),
        not_entitled=(),
        not_separate=(),
        record_wants=(),
    )


def _decision(
    desk: Desk, report: Report, turn: Turn, deciding: Deciding, counted: Count
) -> dict[str, Any]:
    sitting = deciding.sitting
    return {
        "id": desk.new_id(),
        "proposal_id": report.row.id,
        "step_id": turn.steps[0].id,
        "meeting_id": sitting.meeting.id if sitting is not None else None,
        "taken_by_id": desk.actor.person_id if sitting is None else None,
        "decider": _acting(turn, deciding),
        "outcome": deciding.outcome,
        "how_taken": counted.how,
        "verbatim": deciding.words.verbatim,
        "reasons": deciding.words.reasons,
        "alternatives": deciding.words.alternatives,
        "conflicts": [
            {"person_id": d.person_id, "kind": d.kind, "outcome": d.outcome}
            for d in report.declarations
        ],
        "count": counted.plain,
        "quorum": counted.quorum,
        "on_day": desk.today,
    }


def _acting(turn: Turn, deciding: Deciding) -> str:
    """The key of the decider as whom the decision is taken."""
    held = as_deciders(deciding.acting) & set(turn.could)
    return turn.lowest if turn.lowest in held else min(held)


def _entitled(turn: Turn, deciding: Deciding) -> Entitlement:
    found = findings.entitlement(turn, deciding)
    assert isinstance(found, Entitlement)
    return found


def _authority(report: Report, turn: Turn, deciding: Deciding) -> str:
    """By what right it is decided: the rule, the power kept, or the delegation."""
    found = _entitled(turn, deciding)
    version = report.version.ref if report.version is not None else "none"
    rule = f"{report.row.scheme_key} {version} rule {report.row.rule}"
    if found.basis is Basis.DELEGATION:
        return f"{rule}; {', '.join(found.delegations)}"
    return f"{rule}; {found.basis} power of {found.decider}"


def _facts_on_record(
    report: Report, turn: Turn, deciding: Deciding, counted: Count, decision: Mapping[str, Any]
) -> dict[str, Any]:
    """What the decision rested on, as the ledger says it."""
    sitting = deciding.sitting
    found = _entitled(turn, deciding)
    told: dict[str, Any] = {
        "outcome": deciding.outcome,
        "rule": report.rule,
        "decider": decision["decider"],
        "basis": found.basis.value,
        "delegations": list(found.delegations),
        "count": counted.plain,
        "notices": [{"kind": n.kind, "on": n.published_on} for n in report.notices],
        "evidence": [{"kind": e.kind, "digest": e.digest} for e in report.evidence],
    }
    if sitting is not None:
        told["meeting"] = sitting.meeting.ref
        told["present"] = dict(sitting.present)
        told["interests"] = {person: o.value for person, o in sitting.outcomes.items()}
        told["quorum"] = counted.quorum
    return told


def _item_decided(desk: Desk, row: Any) -> tuple[Update, ...]:
    item = listed_item(desk, row.id)
    return () if item is None else (Update("agenda_item", item, {"state": "decided"}),)


def _draw_down(desk: Desk, report: Report, turn: Turn, deciding: Deciding) -> None:
    """Draw the amount from each delegation the decision was taken under."""
    found = _entitled(turn, deciding)
    if found.basis is not Basis.DELEGATION or report.row.value is None:
        return
    for ref in found.delegations:
        desk.apply(
            draw_change(
                desk,
                delegation=desk.row("delegation", ref),
                kind=report.row.kind,
                amount=report.row.value,
                views=turn.question.views,
                day=report.on,
                proposal=report.row.ref,
            )
        )


def refer_up(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Leave a report to whoever stands above: a delegate may always refer up."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    turn = read_turn(desk, report)
    deciding = who_decides(desk, report, turn, outcome=None, words=Words())
    facts = facts_of(desk, report, turn, deciding, reason=reason)
    state = row.state
    if state in ("on_agenda", "with_officer"):
        state = step(PROPOSAL, state, "bring_before_decider", facts)
    state = step(PROPOSAL, state, "refer_up", facts)
    assert turn is not None
    above = findings.above_of(turn, deciding)
    return desk.apply(
        Change(
            kind="proposal.referred_up",
            table="proposal",
            subject=row,
            values={"state": state},
            facts={"reason": reason, "to": list(above)},
            writes=tuple(
                Update("step", one, {"decider": above[0], "method": None}) for one in turn.steps
            )
            + _item_decided(desk, row),
        )
    )
