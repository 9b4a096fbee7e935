"""Finding reviews: by name, by commission, by the report that asks to accept one."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.settling import live, superseded
from governance.application.desk import Desk
from governance.store.tables import TABLES
from statemachines.permissions import Permission
from statemachines.review import REVIEW, ReviewFacts

LIVE: Final = tuple(state.name for state in REVIEW.states if not state.final)
"""States of a review that somebody still has to do something about."""

AHEAD: Final = ("due", "rescheduled")
"""States of a review whose day is still to come, as far as the clock has noted."""

KIND: Final = "review"
AGAIN: Final = "review_again"
"""Kinds of deadline on a review: to be held, and to be reported again."""

LEAD: Final = "lead"
"""Whose they are: the lead of the commission, whoever that is on the day."""

BY_VIRES: Final = ReviewFacts(
    permissions=frozenset({Permission.VIRES.value}),
    undecided=(),
    still_wanted=(),
    not_yet_due=(),
)
"""What the guards are told where Vires itself moves a review on, as part of another act."""

_review = TABLES["review"]
_here: Any = bindparam("partnership")
_OF_COMMISSION = (
    select(_review)
    .where(_review.c.partnership_id == _here, _review.c.commission_id == bindparam("commission"))
    .order_by(_review.c.number)
)
_OF_REPORT = select(_review).where(
    _review.c.partnership_id == _here, _review.c.proposal_id == bindparam("proposal")
)
_PEEK = select(_review.c.commission_id, _review.c.proposal_id).where(
    _review.c.partnership_id == _here,
    (_review.c.ref == bindparam("ref")) | (_review.c.id == bindparam("id")),
)


def of_commission(desk: Desk, commission_id: str) -> list[Any]:
    """Every review of a commission, the first one first."""
    return desk.all(_OF_COMMISSION, commission=commission_id)


def open_review(desk: Desk, commission_id: str) -> Any | None:
    """The review of a commission that is not over, or None."""
    found = [row for row in of_commission(desk, commission_id) if row.state in LIVE]
    return found[-1] if found else None


def of_report(desk: Desk, proposal_id: str) -> Any | None:
    """The review that a report asks to accept, locked at an acting desk; None where none is."""
    found = desk.first(_OF_REPORT, proposal=proposal_id)
    return None if found is None else desk.row("review", found.id)


def held(desk: Desk, name: str, *, seen: int | None = None) -> Any:
    """The review of that reference, locked after its report and its commission.

    That is the order in which decisions lock them. Raises `Unusable`, `MovedFirst`.
    """
    peek = desk.first(_PEEK, ref=name.upper(), id=name)
    if peek is not None:
        if peek.proposal_id is not None:
            desk.row("proposal", peek.proposal_id)
        desk.row("commission", peek.commission_id)
    return desk.row("review", name, seen=seen)


def deadlines_dropped(desk: Desk, review_id: str) -> list[Any]:
    """The deadlines of a review that still matter, as superseded."""
    return [superseded(desk, due) for due in live(desk, review_id)]
