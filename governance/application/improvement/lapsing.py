"""Improvement plans that nobody needs any more: their commission is over, or their case is."""

from __future__ import annotations

from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.improvement.acts import settled
from governance.application.improvement.finding import LIVE, TABLE, of_case, of_commission
from statemachines.improvement_plan import IMPROVEMENT_PLAN, ImprovementFacts
from statemachines.machine import step
from statemachines.permissions import Permission

_BY_VIRES = ImprovementFacts(permissions=frozenset({Permission.VIRES.value}), still_wanted=())


def lapse_plans(desk: Desk, commission_id: str, *, because: str) -> list[Receipt]:
    """Drop the open plans of a commission that is over; `because` is its new state."""
    return _lapsed(desk, of_commission(desk, commission_id), because)


def lapse_of_case(desk: Desk, case_id: str, *, because: str) -> list[Receipt]:
    """Drop the open plans of a case that was settled another way; `because` is its new state."""
    return _lapsed(desk, of_case(desk, case_id), because)


def _lapsed(desk: Desk, found: list[Any], because: str) -> list[Receipt]:
    return [_one(desk, row.id, because) for row in found if row.state in LIVE]


def _one(desk: Desk, row_id: str, because: str) -> Receipt:
    row = desk.row(TABLE, row_id)
    state = step(IMPROVEMENT_PLAN, row.state, "lapse", _BY_VIRES)
    return settled(desk, row, state, kind="improvement.lapsed", finding="", because=because)
