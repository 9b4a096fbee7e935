"""Publishing an agreed plan, on a day; from then on it is reviewed every year."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.rows import deadline, start_of
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.plans.agreeing import missing
from governance.application.plans.finding import KIND, OPEN, must_write
from governance.domain.errors import GuardRefused, Refusal
from governance.domain.plans.days import next_review
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.plan import PLAN, PlanFacts


def publish(
    desk: Desk, name: str, *, on: dt.date | None = None, seen: int | None = None
) -> Receipt:
    """Publish an agreed plan, or record the day on which it was published.

    Raises `GuardRefused` for a day to come or before it was agreed, and with everything that is
    missing for a plan still being made; `NoSuchMove` for one that was published.
    """
    plan = desk.row("plan", name, seen=seen)
    if plan.state in OPEN:
        must_write(desk)
        raise GuardRefused(missing(desk, plan))
    day = on or desk.today
    facts = PlanFacts(permissions=permissions(desk), days_wrong=tuple(_days_wrong(desk, plan, day)))
    state = step(PLAN, plan.state, "publish", facts)
    due = review_deadline(desk, plan, since=day)
    return desk.apply(
        Change(
            kind="plan.published",
            table="plan",
            subject=plan,
            values={"state": state, "published_on": day},
            facts={"on": day, "review_by": due.values["due_day"], "basis": plan.basis},
            writes=(due,),
        )
    )


def review_deadline(desk: Desk, plan: Any, *, since: dt.date) -> Insert:
    """The deadline of a plan's next review, counted from its publication or its last review."""
    due = next_review(since, plan.to_day)
    why = "plan.review_year" if due != plan.to_day else "plan.review_last"
    steps = (
        {"day": since.isoformat(), "counted": False, "why": "review.counted_from", "name": ""},
        {"day": due.isoformat(), "counted": True, "why": why, "name": ""},
    )
    return deadline(
        desk,
        kind=KIND,
        subject=("plan", plan.id),
        cause=f"{since.isoformat()} ({plan.version + 1})",
        due_day=due,
        due_at=start_of(desk, due + dt.timedelta(days=1)),
        owner=Permission.SECRETARY.value,
        working=steps,
    )


def _days_wrong(desk: Desk, plan: Any, day: dt.date) -> list[Refusal]:
    found = []
    if day > desk.today:
        found.append(Refusal("plan.day_to_come", {"on": day}))
    if plan.agreed_on is not None and day < plan.agreed_on:
        found.append(Refusal("plan.published_too_early", {"on": day, "agreed": plan.agreed_on}))
    return found
