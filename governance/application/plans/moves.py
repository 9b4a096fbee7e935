"""What can be done with a plan, a return or an annual report, and what is against the rest.

What a form asks for, such as a reason or a day, is not held against anybody yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.plans.agreeing import missing
from governance.application.plans.annual import year_runs
from governance.application.plans.changing import not_now
from governance.application.plans.finding import IN_USE, LIVE, OPEN, no_writer
from governance.application.plans.proposing import proposed_already
from governance.application.plans.returns import MOVES, held_of, not_begun
from governance.application.plans.returns_finding import OPEN as TO_BE_MADE
from governance.domain.errors import Refusal
from statemachines.annual_report import ANNUAL_REPORT, AnnualReportFacts
from statemachines.machine import look
from statemachines.monitoring_return import MONITORING_RETURN, ReturnFacts
from statemachines.plan import PLAN, PlanFacts

WRITE = ("set", "priority", "group", "commitment", "strategy")
"""Acts that write into a plan."""
Found = list[dict[str, Any]]


def plan_moves(desk: Desk, name: str) -> Found:
    """Each act on a plan by its name, with every reason against it as things stand."""
    plan = desk.row("plan", name)
    writer = no_writer(desk)
    over = () if plan.state in LIVE else (_over(plan),)
    facts = PlanFacts(
        permissions=permissions(desk), reason="asked for", days_wrong=(), no_successor=()
    )
    seen = {one.move: one.refusals for one in look(PLAN, plan.state, facts)}
    found = [_move(one, not_now(desk, plan)) for one in WRITE]
    if plan.state in OPEN:
        found.append(_move("consult", seen.get("consult", writer)))
        found += [_move(one, writer) for one in ("asked", "answered")]
    found.append(_move("propose", [*writer, *over, *proposed_already(desk, plan)]))
    found.append(_move("publish", seen.get("publish") or _not_published(desk, plan, seen, writer)))
    in_use = () if plan.state in IN_USE else (_not_in_use(plan),)
    found.append(_move("review", [*writer, *in_use]))
    for one in ("renew", "end"):
        if one in seen:
            found.append(_move(one, seen[one]))
    if plan.state in ("published", *IN_USE):
        found = [one for one in found if one["move"] != "publish"]
    return found if plan.state in LIVE else []


def _not_published(
    desk: Desk, plan: Any, seen: Mapping[str, Sequence[Refusal]], writer: Sequence[Refusal]
) -> Sequence[Refusal]:
    """Why a plan is not to be published yet: what it still lacks, for whoever writes it."""
    if "publish" in seen:
        return seen["publish"]
    return [*writer, *missing(desk, plan)] if plan.state in OPEN else [_over(plan)]


def _over(plan: Any) -> Refusal:
    return Refusal("plan.over", {"ref": plan.ref, "state": plan.state})


def _not_in_use(plan: Any) -> Refusal:
    return Refusal("plan.not_in_use", {"ref": plan.ref, "state": plan.state})


def return_moves(desk: Desk, name: str) -> Found:
    """Making a return, or correcting one that was made; nothing for one that lapsed."""
    row = desk.row("monitoring_return", name)
    partner = desk.by_id("organisation", row.organisation_id)
    facts = ReturnFacts(
        permissions=held_of(desk, partner),
        reason="asked for",
        unanswered=(),
        period_ahead=not_begun(desk, row),
    )
    seen = {one.move: one.refusals for one in look(MONITORING_RETURN, row.state, facts)}
    wanted = "report" if row.state in TO_BE_MADE else MOVES.get(row.state, "")
    return [_move("report", seen[wanted])] if wanted in seen else []


def annual_moves(desk: Desk, name: str) -> Found:
    """What can be done with an annual report by people."""
    row = desk.row("annual_report", name)
    runs = tuple(year_runs(row, desk.today))
    facts = AnnualReportFacts(permissions=permissions(desk), year_runs=runs)
    seen = {one.move: one.refusals for one in look(ANNUAL_REPORT, row.state, facts)}
    return [_move(one, seen[one]) for one in ("assemble", "propose", "publish") if one in seen]


def _move(name: str, refusals: Iterable[Refusal]) -> dict[str, Any]:
    return {"move": name, "refusals": list(refusals)}
