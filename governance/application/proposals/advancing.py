"""Where a decision leaves a report: along the approval machine that its rule's path builds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.application.change import Update
from governance.application.desk import Desk
from governance.application.proposals.powers import Turn, partner_deciders
from governance.application.proposals.reading import Report
from governance.application.proposals.turns import after, opened_by, skipped
from governance.domain.errors import Refusal
from statemachines.approval import ApprovalFacts, approval
from statemachines.approval import standing as path_state
from statemachines.machine import step
from statemachines.permissions import Permission, holder
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import POSITIVE, ProposalFacts
from statemachines.step import STEP, StepFacts


@dataclass(frozen=True, slots=True)
class Moved:
    """The report's state after a decision, whether that was the last word, and its steps."""

    state: str
    final: bool
    writes: tuple[Update, ...]


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step of a path as it was drawn."""

    kind: str
    decider: str


def along_the_path(
    desk: Desk, report: Report, turn: Turn, facts: ProposalFacts, *, decided: str
) -> Moved:
    """What a decision does to the path; `decided` is the state it leads to when it is the last.

    A recommendation against it goes on with the report: whoever decides has it before them.
    """
    own, outcome = turn.own, facts.outcome
    if outcome == "deferred":
        return Moved(decided, final=True, writes=())
    if outcome == "referred_back":
        sent = {"state": step(STEP, own.state, "send_back", _step_facts(facts, "referred back"))}
        return Moved(decided, final=True, writes=(Update("step", own, sent),))
    supports = outcome in POSITIVE
    move = own.kind if supports or own.kind == "recommend" else "refuse"
    now = path_after(report, own, move)
    done = {
        "state": step(STEP, own.state, "finish", _step_facts(facts, "")),
        "supports": supports,
        "done_on": desk.today,
        "done_by_id": desk.actor.person_id,
    }
    writes = [Update("step", own, done)]
    rest = after(report.steps, [own])
    if now == "refused":
        writes += skipped(rest, "the report was refused")
        return Moved(decided, final=True, writes=tuple(writes))
    writes += opened_by(report.steps, [own])
    partners = partner_deciders(report.scheme)
    if all(s.decider in partners for s in rest):
        return Moved(decided, final=True, writes=tuple(writes))
    onward = ProposalFacts(
        permissions=facts.permissions,
        step_unfinished=(),
        path_incomplete=(Refusal("proposal.path_goes_on"),),
    )
    return Moved(step(PROPOSAL, "before_decider", "pass_on", onward), False, tuple(writes))


def path_after(report: Report, own: Any, move: str) -> str:
    """The state of the path after a step; whoever acts has been found entitled by now.

    A step that was referred up still is, on the path as drawn, the first decider's.
    """
    path = plain_path(report.row.path)
    done = {(s.place, s.lane) for s in report.steps if s.state == "done"}
    facts = ApprovalFacts(
        permissions=frozenset({holder(path[own.place][own.lane].decider)}),
        lane=own.lane,
        done_lanes=frozenset(lane for place, lane in done if place == own.place),
        not_entitled=(),
        not_separate=(),
        record_wants=(),
    )
    return step(approval(path), path_state(path, done), move, facts)


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
