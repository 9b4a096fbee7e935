"""What comes of a review once whoever the scheme says has decided on its report.

Accepted, it is over and the next is set. Refused or referred back, or its report withdrawn
before anybody decided, it is to be reported again by a day of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.policies import policies
from governance.application.deadlines.rows import deadline, message, start_of
from governance.application.desk import Desk
from governance.application.reviews.finding import AGAIN, BY_VIRES, LEAD, of_report
from governance.application.reviews.scheduling import by_itself, set_deadline_again
from governance.domain.escalation import Offset, counted
from statemachines.machine import step
from statemachines.review import REVIEW

TO_REPORT_AGAIN: Final = Offset(20, "working_days", "after")
"""By when a review is reported again, unless the policy says."""

REPORTED: Final = ("reported", "held_late")
"""States in which a review waits for its decision."""


def accept(desk: Desk, report: Any) -> Receipt | None:
    """The review that a report in effect accepts, and the next one set; None where none waits."""
    row = of_report(desk, report.id)
    if row is None or row.state not in REPORTED:
        return None
    values = {"state": step(REVIEW, row.state, "accept", BY_VIRES), "settled_on": desk.today}
    receipt = desk.apply(
        Change(
            kind="review.accepted",
            table="review",
            subject=row,
            values=values,
            facts={"report": report.ref, "outcome": report.outcome},
            authority=report.ref,
        )
    )
    by_itself(desk, row.commission_id, since=row.due_day)
    return receipt


def refer_back(desk: Desk, report: Any, *, outcome: str) -> Receipt | None:
    """The review of a report that was refused or referred back; None where none waits."""
    told = {"report": report.ref, "outcome": outcome}
    return _back(desk, report, "refer_back", "review.referred_back", told)


def take_back(desk: Desk, report: Any, *, reason: str) -> Receipt | None:
    """The review of a report that was withdrawn or lapsed; None where none waits."""
    told = {"report": report.ref, "reason": reason}
    return _back(desk, report, "take_back", "review.taken_back", told)


def _back(desk: Desk, report: Any, move: str, kind: str, told: dict[str, Any]) -> Receipt | None:
    row = of_report(desk, report.id)
    if row is None or row.state not in REPORTED:
        return None
    again = _again(desk, row)
    return desk.apply(
        Change(
            kind=kind,
            table="review",
            subject=row,
            values={"state": step(REVIEW, row.state, move, BY_VIRES)},
            facts={**told, "again_by": again.values["due_day"]},
            writes=(again, _told_of_it(desk, row, again)),
        )
    )


def set_day_again(desk: Desk, review_id: str) -> Receipt | None:
    """Set the deadline of a review that waits for people and has none: to be held, or again."""
    row = desk.row("review", review_id)
    if row.state != "referred_back":
        return set_deadline_again(desk, review_id)
    again = _again(desk, row)
    return desk.apply(
        Change(
            kind="review.deadline_set_again",
            table="review",
            subject=row,
            values={},
            facts={"kind": AGAIN, "due": again.values["due_day"]},
            writes=(again,),
        )
    )


def _told_of_it(desk: Desk, row: Any, again: Insert) -> Insert:
    commission = desk.by_id("commission", row.commission_id)
    return message(
        desk,
        template="review_referred_back",
        subject=("review", row.id),
        recipient=LEAD,
        params={
            "ref": row.ref,
            "title": commission.title,
            "commission": commission.ref,
            "due": again.values["due_day"].isoformat(),
            "report": paper.ref if (paper := desk.by_id("proposal", row.proposal_id)) else None,
        },
    )


def _again(desk: Desk, row: Any) -> Insert:
    """The deadline by which a review is to be reported again."""
    told = counted(TO_REPORT_AGAIN, day=desk.today, calendar=policies(desk).calendar)
    return deadline(
        desk,
        kind=AGAIN,
        subject=("review", row.id),
        cause=f"again-{row.version + 1}",
        due_day=told.day,
        due_at=start_of(desk, told.day + dt.timedelta(days=1)),
        owner=LEAD,
        working=told.working,
    )
