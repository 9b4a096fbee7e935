"""What becomes of a plan when the decision by which the board agreed it is rescinded or quashed.

Until it is published the board has to agree it anew. Once published it stands, as partners act on
it: that its decision is gone is noted, and the secretary is told.
"""

from __future__ import annotations

from typing import Any, Final

from governance.application.change import Change, Receipt
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.plans.agreeing import named_by
from governance.application.plans.finding import BY_VIRES, LIVE
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.plan import PLAN

DECISION_GONE: Final = "plan_decision_gone"
"""The message that a decision on a plan was undone."""

_UNPUBLISHED: Final = ("consultation", "agreed")


def undone(desk: Desk, report: Any) -> Receipt | None:
    """Take back that the board agreed the plan a report names; None where it agreed none.

    `report` is as it was before it was undone, or as it is since: only what it names is asked.
    """
    plan = named_by(desk, report)
    if plan is None or plan.state not in LIVE:
        return None
    if plan.proposal_id == report.id and plan.board_agreed_on is None:
        return None
    if plan.proposal_id == report.id and plan.state in _UNPUBLISHED:
        return _taken_back(desk, plan, report)
    return _noted(desk, plan, report)


def _taken_back(desk: Desk, plan: Any, report: Any) -> Receipt:
    values: dict[str, Any] = {"board_agreed_on": None, "agreed_on": None}
    if plan.state == "agreed":
        values["state"] = step(PLAN, plan.state, "decision_undone", BY_VIRES)
    return desk.apply(
        Change(
            kind="plan.board_agreement_undone",
            table="plan",
            subject=plan,
            values=values,
            facts={"report": report.ref, "had_agreed_on": plan.board_agreed_on},
            writes=(_told(desk, plan, report),),
        )
    )


def _noted(desk: Desk, plan: Any, report: Any) -> Receipt:
    facts = {"report": report.ref, "agreed_by_it": plan.proposal_id == report.id}
    writes = (_told(desk, plan, report),)
    return desk.apply(Change("plan.decision_gone", "plan", plan, {}, facts, writes))


def _told(desk: Desk, plan: Any, report: Any) -> Any:
    return message(
        desk,
        template=DECISION_GONE,
        subject=("plan", plan.id),
        recipient=Permission.SECRETARY.value,
        params={"ref": plan.ref, "title": plan.title, "report": report.ref},
    )
