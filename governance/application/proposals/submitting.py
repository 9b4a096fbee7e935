"""A report's facts frozen and its path drawn; and everything that takes it back again.

Submission locks the linked commissions, makes their sums with live reports counted, and draws
the path from the scheme in force. What is shown earlier is provisional.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.gates import gate_refusals
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.proposals import effects, findings, partners
from governance.application.proposals.details import details_wanted
from governance.application.proposals.listing import off_the_agenda
from governance.application.proposals.powers import BY_VIRES, PROPER_OFFICER, may, partner_deciders
from governance.application.proposals.reading import (
    Report,
    frozen,
    last_draw,
    lock_group,
    read_report,
)
from governance.application.proposals.turns import (
    HEARD,
    OVER,
    drawn,
    first_open,
    skipped,
    still_done,
)
from governance.application.rulebook.acknowledging import note_proved
from governance.application.rulebook.adopting import first_day
from governance.domain.authority.model import PathStep
from governance.domain.authority.outcome import Determined
from governance.domain.errors import GuardRefused, Refusal, Unusable
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts


def submit(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Freeze a report's facts under the scheme in force and draw its path.

    Raises `GuardRefused` with everything that is missing.
    """
    row = desk.row("proposal", ref, seen=seen)
    lock_group(desk, row.group_id)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(
        permissions=may(desk, report),
        paper_wants=paper_wants(desk, report),
        blocked=findings.closed_by_escalation(report),
    )
    state = step(PROPOSAL, row.state, "submit", facts)
    values, writes, told = draw_path(desk, report, draw=last_draw(desk, row) + 1)
    state = _unless_cleared(state, values["path"])
    values |= {"state": state, "live": True, "submitted_at": desk.now}
    receipt = desk.apply(
        Change(
            kind="proposal.submitted",
            table="proposal",
            subject=row,
            values=values,
            facts=told,
            writes=tuple(writes),
        )
    )
    if row.kind == "adopt" and row.parent_id is None:
        # Whoever decides must not wait for a proof, and may do so in another process.
        note_proved(desk, row.subject_version_id, start=first_day(desk, row))
    return receipt


def _unless_cleared(state: str, path: Any) -> str:
    """The state of a report with a path: nobody has to clear what no path wants cleared."""
    if state != "in_clearance" or any(s["kind"] == "clear" for group in path for s in group):
        return state
    facts = ProposalFacts(permissions=BY_VIRES, clearances_missing=())
    return step(PROPOSAL, state, "clear", facts)


def paper_wants(desk: Desk, report: Report) -> tuple[Refusal, ...]:
    """Everything that keeps a report from being submitted."""
    return findings.paper(report, (*_gate_wants(desk, report), *details_wanted(desk, report.row)))


def _gate_wants(desk: Desk, report: Report) -> tuple[Refusal, ...]:
    """What the gate it asks for still wants; a gate that is none is told, not raised.

    The framework may have had it when the report was drafted.
    """
    if report.row.gate is None:
        return ()
    try:
        return gate_refusals(desk, report.row, report.commission)
    except Unusable as error:
        return tuple(Refusal(one.code, one.params) for one in error.problems)


def draw_path(
    desk: Desk,
    report: Report,
    *,
    draw: int,
    decider: str = PROPER_OFFICER,
    done: Sequence[Any] = (),
) -> tuple[dict[str, Any], list[Insert | Update], dict[str, Any]]:
    """The columns, rows and facts of a path drawn from what the scheme answers now.

    A case that no rule of a recorded scheme takes goes to the proper officer; one that was
    decided elsewhere is drawn for the `decider` who did. Of the steps `done` on an earlier
    drawing those that are still asked for are kept.
    """
    outcome = report.outcome
    if isinstance(outcome, Determined):
        path, rule = outcome.path, outcome.rule
    else:
        path, rule = ((PathStep("decide", decider),),), None
    deciders = [
        s.decider
        for group in path
        for s in group
        if s.kind == "decide" and s.decider not in partner_deciders(report.scheme)
    ]
    plain = findings.as_plain_path(path)
    values: dict[str, Any] = {
        **frozen(report),
        "rule": rule,
        "decider": deciders[-1] if deciders else path[-1][-1].decider,
        "path": plain,
    }
    kept = still_done(done, path)
    here = first_open(path, kept)
    writes: list[Insert | Update] = [*drawn(desk, report.row.id, path, draw=draw, kept=kept)]
    writes += [
        message(
            desk,
            template="step_open",
            subject=("proposal", report.row.id),
            recipient=one.decider,
            params={"ref": report.row.ref, "kind": one.kind},
        )
        for lane, one in enumerate(path[here] if here < len(path) else ())
        if one.kind in HEARD and (here, lane) not in kept
    ]
    told = {
        "scheme": report.row.scheme_key,
        "scheme_version": report.version.ref if report.version is not None else None,
        "rule": rule,
        "path": plain,
        "case": values["case_facts"],
    }
    return values, writes, told


def give_back(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Give a report back to its author, from clearance or before a decider was asked."""
    return _back_to_draft(desk, ref, "return_to_author", reason, seen)


def rework(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Take a report that was referred back, or that a partner refused, to the desk again.

    The partners' own reports go with it: each partner decides again on what it becomes.
    """
    return _back_to_draft(desk, ref, "rework", "referred back", seen)


def _back_to_draft(desk: Desk, ref: str, move: str, reason: str, seen: int | None) -> Receipt:
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    children = partners.children(desk, row) if row.state == "awaiting_partners" else []
    facts = ProposalFacts(
        permissions=may(desk, report),
        reason=reason,
        outcome=outcome_to_rework(row),
        partners_refused=findings.partners_refused(children, {}),
    )
    state = step(PROPOSAL, row.state, move, facts)
    for child in children:
        if child.state in partners.UNDECIDED:
            _withdraw_child(desk, child, reason)
    values = {
        "state": state,
        "live": False,
        "outcome": None,
        "decided_on": None,
        "published_on": None,
        "effective_on": None,
        "path": None,
        "rule": None,
    }
    return desk.apply(
        Change(
            kind="proposal.given_back",
            table="proposal",
            subject=row,
            values=values,
            facts={"reason": reason},
            writes=(*skipped(report.steps, reason), *off_the_agenda(desk, row)),
        )
    )


def outcome_to_rework(row: Any) -> str | None:
    """The outcome on which a report goes back to its author: to be reconsidered is one."""
    return "referred_back" if row.state == "reconsidered" else row.outcome


def _withdraw_child(desk: Desk, child: Any, reason: str) -> Receipt:
    facts = ProposalFacts(permissions=frozenset({Permission.AUTHOR.value}), reason=reason)
    state = step(PROPOSAL, child.state, "withdraw", facts)
    return _withdrawn(desk, read_report(desk, child, on=desk.today), state, reason)


def clearances_missing(report: Report) -> tuple[Refusal, ...]:
    """Officers who have to clear a report and have not."""
    return tuple(
        Refusal("step.clear_wanted", {"who": s.decider.replace("-", " ")})
        for s in report.steps
        if s.kind == "clear" and s.state not in OVER
    )


def clear(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Note that everybody who has to clear a report has."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(
        permissions=may(desk, report), clearances_missing=clearances_missing(report)
    )
    values = {"state": step(PROPOSAL, row.state, "clear", facts)}
    return desk.apply(Change(kind="proposal.cleared", table="proposal", subject=row, values=values))


def withdraw(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Withdraw a report before it is decided.

    A partner's own report goes with the one it belongs to, and not alone: without it the
    partner would have been passed over.
    """
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(permissions=may(desk, report), reason=reason)
    state = step(PROPOSAL, row.state, "withdraw", facts)
    if alone := goes_with(desk, row):
        raise GuardRefused(alone)
    return _withdrawn(desk, report, state, reason)


def goes_with(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    """That a partner's own report cannot go without the one it belongs to."""
    if row.parent_id is None:
        return ()
    parent = desk.by_id("proposal", row.parent_id)
    return (Refusal("proposal.goes_with", {"ref": row.ref, "parent": parent.ref}),)


def _withdrawn(desk: Desk, report: Report, state: str, reason: str) -> Receipt:
    receipt = desk.apply(
        Change(
            kind="proposal.withdrawn",
            table="proposal",
            subject=report.row,
            values={"state": state, "live": False},
            facts={"reason": reason},
            writes=(*skipped(report.steps, reason), *off_the_agenda(desk, report.row)),
        )
    )
    effects.given_up(desk, report.row, reason=reason)
    return receipt


def lapse(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Let a report go that was not decided by the day it was due."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(permissions=may(desk, report), not_lapsed=findings.not_lapsed(report))
    state = step(PROPOSAL, row.state, "lapse", facts)
    receipt = desk.apply(
        Change(
            kind="proposal.lapsed",
            table="proposal",
            subject=row,
            values={"state": state, "live": False},
            facts={"due": row.decision_due},
            writes=tuple(skipped(report.steps, "not decided by the day it was due")),
        )
    )
    effects.given_up(desk, row, reason="not decided by the day it was due")
    return receipt
