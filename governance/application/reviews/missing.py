"""A review that was not reported by its day: noted by the clock, once that day has ended.

Its deadline runs on, and escalates by itself, until the review is held after all.
"""

from __future__ import annotations

from typing import Any

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.reviews.finding import AHEAD, BY_VIRES
from statemachines.machine import step
from statemachines.review import REVIEW


def missed_when_due(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `review_missed`: note that the day has passed without a report."""
    row = desk.row("review", due.subject_id)
    return [miss(desk, row)] if row.state in AHEAD and desk.today > row.due_day else []


def miss(desk: Desk, row: Any) -> Receipt:
    """Note that a review was missed. Raises `NoSuchMove` for one that was not to be held."""
    state = step(REVIEW, row.state, "miss", BY_VIRES)
    return desk.apply(
        Change(
            kind="review.missed",
            table="review",
            subject=row,
            values={"state": state, "missed_on": row.missed_on or row.due_day},
            facts={"due": row.due_day, "tier": row.tier},
        )
    )
