"""Asking the board to agree a plan, or a change of one it has agreed: the draft of the report."""

from __future__ import annotations

from typing import Any

from governance import words
from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.plans.changing import ASKS, ON_ITS_WAY, STILL_WRITTEN, is_settled
from governance.application.plans.finding import LIVE, must_write
from governance.application.proposals.drafting import draft
from governance.application.proposals.submitting import rework
from governance.domain.errors import Refusal, Refused


def proposed_already(desk: Desk, plan: Any) -> list[Refusal]:
    """That a report on agreeing a plan is on its way, or being written, already."""
    before = None if is_settled(plan) else desk.by_id("proposal", plan.proposal_id)
    if before is None or before.state not in (*STILL_WRITTEN, *ON_ITS_WAY):
        return []
    return [Refusal("plan.proposed_already", {"ref": plan.ref, "report": before.ref})]


def propose(
    desk: Desk,
    name: str,
    *,
    title: str = "",
    recommendation: str = "",
    scheme: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Draft the report that asks the board to agree a plan, or a change of one it has agreed.

    One that was referred back is taken up again. Raises `Refused` where a report is on its way
    already or the plan is over.
    """
    must_write(desk)
    plan = desk.row("plan", name, seen=seen)
    if plan.state not in LIVE:
        raise Refused.one("plan.over", ref=plan.ref, state=plan.state)
    if against := proposed_already(desk, plan):
        raise Refused(against)
    settled = is_settled(plan)
    before = None if settled else desk.by_id("proposal", plan.proposal_id)
    if before is not None and before.state == "decided" and before.outcome == "referred_back":
        return rework(desk, before.ref)
    told, language = {"ref": plan.ref, "title": plan.title}, desk.partnership.language
    asks = "plan.asks_change" if settled else "plan.asks"
    receipt = draft(
        desk,
        kind=ASKS,
        title=title.strip() or plan.title,
        recommendation=recommendation.strip() or words.say(asks, told, language),
        details={"plan": plan.ref, "change": True} if settled else {"plan": plan.ref},
        scheme=scheme,
    )
    if not settled:
        plan = desk.row("plan", plan.id)
        facts = {"report": receipt.ref}
        desk.apply(Change("plan.proposed", "plan", plan, {"proposal_id": receipt.id}, facts))
    return receipt
