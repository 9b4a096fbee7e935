"""Improvement plans: support and challenge, from the proposal to the finding."""

from __future__ import annotations

from typing import Any, Literal

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.improvement import actions, acts, judging, queries
from governance.application.improvement.finding import LIVE
from governance.application.ledger.path import path
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.operations import Act, Look, Resource, Room, also, told
from statemachines.improvement_plan import IMPROVEMENT_PLAN

_AT = "/improvement/{plan}"
_KEY = "plan_of_improvement"
_SETTLED = tuple(name for name in IMPROVEMENT_PLAN.state_names if name not in LIVE)


def by_day(
    desk: Desk,
    *,
    show: Literal["open", "overdue", "settled"] = "open",
    find: str = "",
    after: str | None = None,
) -> Any:
    """Improvement plans, the first due first: open ones, overdue ones, or settled ones."""
    return queries.page(
        desk,
        states=_SETTLED if show == "settled" else LIVE,
        overdue=show == "overdue",
        text=find,
        after=after,
    )


def _details(desk: Desk, ref: str) -> Any:
    found = queries.show(desk, ref)
    return {**found, "path": path(desk, found["id"]), "moves": queries.offers(desk, ref)}


def _case(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    """What came of the case that a plan belongs to."""
    case = desk.by_id("decommissioning_case", desk.row("improvement_plan", receipt.ref).case_id)
    return {"case": None if case is None else {"ref": case.ref, "state": case.state}}


ROOM = Room(
    name="Improvement plans",
    resources=(
        Resource(
            table="improvement_plan",
            path="/improvement",
            fields=("ref", "commission_id", "case_id", "review_id", "title", "wanted", "state",
                    "officer_id", "due_on", "raised_on", "agreed_on", "settled_on",
                    "settled_by_id", "finding"),
            filters=("commission_id", "case_id"),
            details=_details,
        ),
    ),
    looks=(Look(key=f"{_KEY}.by_day", path="/improvement/by-day", ask=by_day, mark=None),),
    acts=(
        Act(key=f"{_KEY}.raise", path="/commissions/{commission}/improvement-plans",
            do=acts.raise_plan, new="/improvement/{ref}"),
        Act(key=f"{_KEY}.agree", path=f"{_AT}/agree", do=acts.agree, scope=Scope.DECIDE),
        Act(key=f"{_KEY}.change", path=f"{_AT}/change", do=acts.change),
        Act(key=f"{_KEY}.action", path=f"{_AT}/actions", do=actions.add_action,
            tells=lambda made: {"number": made[1]}),
        Act(key=f"{_KEY}.meet", path=f"{_AT}/meet", do=also(judging.meet, _case), tells=told,
            scope=Scope.DECIDE),
        Act(key=f"{_KEY}.fail", path=f"{_AT}/fail", do=also(judging.fail, _case), tells=told,
            scope=Scope.DECIDE),
        Act(key=f"{_KEY}.withdraw", path=f"{_AT}/withdraw", do=acts.withdraw),
        Act(key=f"{_KEY}.settle", path=f"{_AT}/actions/{{number}}/settle",
            do=actions.settle_action),
    ),
)  # fmt: skip
