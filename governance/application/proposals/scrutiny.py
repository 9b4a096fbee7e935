"""Call-in: members of scrutiny stop a decision and say what becomes of it.

The mechanics are local; the procedure of the rule says them. The clock releases a decision that
scrutiny did not hear in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.rows import deadline
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.proposals.after import (
    call_in_open,
    effect_on_its_day,
    settled,
)
from governance.application.proposals.powers import BY_VIRES
from governance.application.proposals.reading import Report, read_report
from governance.domain.calendar import window
from governance.domain.errors import Refusal, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts

_call_in = TABLES["call_in"]


_CALL_INS = (
    select(_call_in)
    .where(
        _call_in.c.partnership_id == bindparam("partnership"),
        _call_in.c.proposal_id == bindparam("proposal"),
    )
    .order_by(_call_in.c.called_at.desc())
)


SCRUTINY_MOVES = {
    "hear": "bring_before_scrutiny",
    "release": "release",
    "reconsider": "ask_to_reconsider",
    "council": "refer_to_council",
}
"""What scrutiny can do with a decision that was called in."""


def call_in(
    desk: Desk, ref: str, *, by: Sequence[str], grounds: str, seen: int | None = None
) -> Receipt:
    """Call a decision in. `by` names those who ask; the local rule says how many it takes."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=row.decided_on or desk.today)
    refused = []
    if not [name for name in by if name.strip()]:
        refused.append(Refusal("call_in.nobody", {"who": _who(report)}))
    rule = report.procedure.call_in
    cutoff = rule.cutoff if rule is not None else None
    if row.state == "call_in_window" and not call_in_open(desk, row, cutoff=cutoff):
        refused.append(Refusal("call_in.too_late", {"ref": row.ref}))
    facts = ProposalFacts(
        permissions=permissions(desk, commission=report.commission, proposal=row),
        reason=grounds,
        call_in_refused=tuple(refused),
    )
    state = step(PROPOSAL, row.state, "call_in", facts)
    values = {
        "id": desk.new_id(),
        "proposal_id": row.id,
        "called_by": list(by),
        "grounds": grounds,
        "called_at": desk.now,
    }
    return desk.apply(
        Change(
            kind="proposal.called_in",
            table="proposal",
            subject=row,
            values={"state": state, "effective_on": None},
            facts={"by": len(by), "grounds": grounds},
            writes=(
                Insert("call_in", values),
                *settled(desk, row.id),
                *_hearing(desk, report),
            ),
        )
    )


def _who(report: Report) -> str:
    return report.procedure.call_in.who if report.procedure.call_in is not None else ""


def _hearing(desk: Desk, report: Report) -> list[Insert]:
    """The deadline by which scrutiny must have met, where the local rule sets one."""
    rule = report.procedure.call_in
    if rule is None or rule.meets_within_days is None:
        return []
    counted = window(
        policy="end_of_nth_working_day_after",
        days=rule.meets_within_days,
        start=desk.today,
        calendar=report.calendar,
    )
    return [
        deadline(
            desk,
            kind="call_in_hearing",
            subject=("proposal", report.row.id),
            cause=desk.today.isoformat(),
            due_day=counted.effective,
            owner="scrutiny",
            effect="call_in_hearing_missed",
        )
    ]


def hearing_missed(desk: Desk, due: Any) -> list[Receipt]:
    """What the clock does when scrutiny did not meet in time: the decision is released."""
    row = desk.row("proposal", due.subject_id)
    if row.state != "called_in":
        return []
    facts = ProposalFacts(permissions=BY_VIRES, call_in_waits=())
    return _released(desk, row, step(PROPOSAL, row.state, "release_unheard", facts), "not heard")


def scrutinise(
    desk: Desk, ref: str, *, result: str, reason: str = "", seen: int | None = None
) -> Receipt:
    """Record what scrutiny, or the council, did with a decision that was called in.

    `result` is one of `SCRUTINY_MOVES`. Raises `Unusable` for another.
    """
    if result not in SCRUTINY_MOVES:
        known = list(SCRUTINY_MOVES)
        near = nearest(result, known)
        raise Unusable.one("call_in.result_unknown", result=result, nearest=near, known=known)
    row = desk.row("proposal", ref, seen=seen)
    held = permissions(desk, commission=desk.by_id("commission", row.commission_id), proposal=row)
    facts = ProposalFacts(permissions=held, reason=reason)
    state = step(PROPOSAL, row.state, SCRUTINY_MOVES[result], facts)
    if state == "released":
        return _released(desk, row, state, reason)[0]
    return desk.apply(
        Change(
            kind=f"proposal.{state}",
            table="proposal",
            subject=row,
            values={"state": state},
            facts={"reason": reason},
            writes=(
                *_outcome_of_call_in(desk, row, state),
                *settled(desk, row.id),
                *_thinking_again(desk, row, state),
            ),
        )
    )


def _thinking_again(desk: Desk, row: Any, state: str) -> list[Insert]:
    """The deadline by which whoever decided should have reconsidered, where a rule sets one."""
    report = read_report(desk, row, on=row.decided_on)
    rule = report.procedure.call_in
    if state != "reconsidered" or rule is None or rule.reconsider_within_days is None:
        return []
    counted = window(
        policy="end_of_nth_working_day_after",
        days=rule.reconsider_within_days,
        start=desk.today,
        calendar=report.calendar,
    )
    return [
        deadline(
            desk,
            kind="reconsideration",
            subject=("proposal", row.id),
            cause=desk.today.isoformat(),
            due_day=counted.effective,
            owner=row.decider,
        )
    ]


def waive_call_in(
    desk: Desk, ref: str, *, agreed_by: str, reason: str, seen: int | None = None
) -> Receipt:
    """Let an urgent decision go without call-in, by the consent of whoever may give it."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=row.decided_on or desk.today)
    wants = () if agreed_by.strip() else (Refusal("call_in.nobody_agreed"),)
    facts = ProposalFacts(
        permissions=permissions(desk, commission=report.commission, proposal=row),
        reason=reason,
        outcome=row.outcome,
        call_in_applies=report.procedure.call_in is not None,
        urgency_wants=wants,
    )
    state = step(PROPOSAL, row.state, "waive_call_in", facts)
    return _released(desk, row, state, reason, agreed_by=agreed_by)[0]


def _outcome_of_call_in(desk: Desk, row: Any, outcome: str) -> list[Update]:
    called = desk.first(_CALL_INS, proposal=row.id)
    if called is None:
        return []
    return [Update("call_in", called, {"outcome": outcome, "outcome_on": desk.today})]


def _released(
    desk: Desk, row: Any, state: str, reason: str, *, agreed_by: str | None = None
) -> list[Receipt]:
    receipt = desk.apply(
        Change(
            kind="proposal.released",
            table="proposal",
            subject=row,
            values={"state": state, "effective_on": None},
            facts={"reason": reason, "agreed_by": agreed_by},
            writes=(*_outcome_of_call_in(desk, row, state), *settled(desk, row.id)),
        )
    )
    return [receipt, *effect_on_its_day(desk, desk.by_id("proposal", row.id))]
