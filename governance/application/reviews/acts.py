"""Putting a review off, as far, as often and by whoever the escalation policy allows."""

from __future__ import annotations

import datetime as dt

from governance.application.change import Change, Receipt, Update
from governance.application.deadlines.extending import extension
from governance.application.deadlines.settling import live
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.reviews.finding import AHEAD, KIND, held
from governance.domain.errors import GuardRefused
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.review import REVIEW, ReviewFacts


def reschedule(
    desk: Desk, name: str, *, to: dt.date, reason: str, seen: int | None = None
) -> Receipt:
    """Let a review be held by a later day; its deadline moves with it.

    Raises `GuardRefused` with every reason against it, `NoSuchMove` once it is reported. One
    that was missed stays on record as missed, whatever day it is held on.
    """
    row = held(desk, name, seen=seen)
    commission = desk.by_id("commission", row.commission_id)
    allowed = permissions(desk, commission=commission) | {Permission.TIME_GIVER.value}
    facts = ReviewFacts(permissions=allowed, reason=reason, beyond_bounds=())
    if row.state not in (*AHEAD, "missed"):
        step(REVIEW, row.state, "reschedule", facts)
    due = next(iter(live(desk, row.id, kind=KIND)), None)
    if due is None:
        raise GuardRefused.one("review.no_deadline", ref=row.ref)
    values, told = extension(desk, due, row, to=to, reason=reason)
    return desk.apply(
        Change(
            kind="review.rescheduled",
            table="review",
            subject=row,
            values={"state": step(REVIEW, row.state, "reschedule", facts), "due_day": to},
            facts=told,
            writes=(Update("deadline", due, values),),
        )
    )
