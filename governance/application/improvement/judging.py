"""Finding an improvement plan met or failed, and what comes of it.

A plan that belongs to a case settles it: met, the case is averted; failed, it goes on to a case
for change. A failed plan without a case is a cause of its own, for the triggers in force.
"""

from __future__ import annotations

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.improvement.acts import settled
from governance.application.improvement.finding import TABLE, facts_for, held
from statemachines.improvement_plan import IMPROVEMENT_PLAN
from statemachines.machine import step


def meet(desk: Desk, name: str, *, finding: str, seen: int | None = None) -> Receipt:
    """Find that what was wanted is so. Raises `GuardRefused` with every reason against it."""
    return _judged(desk, name, "meet", "improvement.met", finding, seen)


def fail(desk: Desk, name: str, *, finding: str, seen: int | None = None) -> Receipt:
    """Find that what was wanted is not so. Raises `GuardRefused` with every reason against it."""
    return _judged(desk, name, "fail", "improvement.failed", finding, seen)


def _judged(desk: Desk, name: str, move: str, kind: str, finding: str, seen: int | None) -> Receipt:
    row = held(desk, name, seen=seen)
    state = step(IMPROVEMENT_PLAN, row.state, move, facts_for(desk, row, finding=finding))
    receipt = settled(desk, row, state, kind=kind, finding=finding)
    if row.case_id is not None:
        from governance.application.decommissioning.following import (  # noqa: PLC0415  # it reads plans too
            plan_settled,
        )

        plan_settled(desk, desk.row(TABLE, row.id))
    return receipt
