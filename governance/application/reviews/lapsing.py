"""Reviews that nobody needs any more, because their commission is over."""

from __future__ import annotations

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.reviews.finding import (
    BY_VIRES,
    LIVE,
    deadlines_dropped,
    of_commission,
)
from statemachines.machine import step
from statemachines.review import REVIEW


def lapse_reviews(desk: Desk, commission_id: str, *, because: str) -> list[Receipt]:
    """Drop the open reviews of a commission and their deadlines; `because` is its new state."""
    found = [row.id for row in of_commission(desk, commission_id) if row.state in LIVE]
    return [_lapsed(desk, row_id, because) for row_id in found]


def _lapsed(desk: Desk, row_id: str, because: str) -> Receipt:
    row = desk.row("review", row_id)
    values = {"state": step(REVIEW, row.state, "lapse", BY_VIRES), "settled_on": desk.today}
    return desk.apply(
        Change(
            kind="review.lapsed",
            table="review",
            subject=row,
            values=values,
            facts={"before": row.state, "commission_is": because},
            writes=tuple(deadlines_dropped(desk, row.id)),
        )
    )
