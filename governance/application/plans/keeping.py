"""Keeping a plan in use: its yearly review, the next plan that takes its place, its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt, Update
from governance.application.deadlines.settling import live, met, superseded
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.plans.finding import CONSULTED, IN_USE, KIND, must_write
from governance.application.plans.issuing import review_deadline
from governance.domain.errors import GuardRefused, Refusal, Refused, Unusable
from governance.domain.plans.basis import bound_by_law
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.plan import PLAN, PlanFacts

_deadline = TABLES["deadline"]
_WAIVED = (
    select(_deadline.c.due_day)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.subject_id == bindparam("subject"),
        _deadline.c.kind == KIND,
        _deadline.c.state == "waived",
    )
    .order_by(_deadline.c.due_day.desc())
    .limit(1)
)


def review(
    desk: Desk, name: str, *, found: str, on: dt.date | None = None, seen: int | None = None
) -> Receipt:
    """Put on record that a plan was reviewed on a day, and what was found; the next is set.

    Raises `Refused` for a plan that is not in use, and for a day that cannot be.
    """
    must_write(desk)
    plan = desk.row("plan", name, seen=seen)
    day = on or desk.today
    if plan.state not in IN_USE:
        raise Refused.one("plan.not_in_use", ref=plan.ref, state=plan.state)
    if not found.strip():
        raise Unusable.one("plan.found_nothing")
    if against := list(_day_refused(desk, plan, day)):
        raise GuardRefused(against)
    due = live(desk, plan.id, kind=KIND)
    late = any(day > one.due_day for one in due)
    return desk.apply(
        Change(
            kind="plan.reviewed",
            table="plan",
            subject=plan,
            values={
                "reviewed_on": day,
                "reviews": [*plan.reviews, {"on": day.isoformat(), "found": found.strip()}],
            },
            facts={"on": day, "late": late, "breach": late and bound_by_law(plan.basis, day)},
            writes=(*(met(desk, one) for one in due), review_deadline(desk, plan, since=day)),
        )
    )


def lacks_review(desk: Desk, plan_id: str) -> bool:
    """Whether nothing says by when a plan in use is next to be reviewed.

    One whose review was let go for a reason lacks none until that day has passed.
    """
    plan = desk.by_id("plan", plan_id)
    if plan.state not in IN_USE or live(desk, plan.id, kind=KIND):
        return False
    let_go = _let_go(desk, plan.id)
    return let_go is None or let_go < desk.today


def set_review_again(desk: Desk, plan_id: str) -> Receipt | None:
    """Set the next review of a plan that lacks one; None where it needs none.

    After a review that was let go, the next is counted from the day of that one.
    """
    plan = desk.row("plan", plan_id)
    if not lacks_review(desk, plan_id):
        return None
    since = plan.reviewed_on or plan.published_on
    let_go = _let_go(desk, plan.id)
    since = since if let_go is None else max(since, let_go)
    due = review_deadline(desk, plan, since=since)
    return desk.apply(
        Change(
            kind="plan.deadline_set_again",
            table="plan",
            subject=plan,
            values={},
            facts={"kind": KIND, "due": due.values["due_day"]},
            writes=(due,),
        )
    )


def _let_go(desk: Desk, plan_id: str) -> dt.date | None:
    """The last day of a review that somebody let go for a reason."""
    row = desk.first(_WAIVED, subject=plan_id)
    day: dt.date | None = None if row is None else row.due_day
    return day


def renew(desk: Desk, name: str, *, by: str, seen: int | None = None) -> Receipt:
    """Let the next plan take a plan's place; `by` names it. Raises `GuardRefused`."""
    plan = desk.row("plan", name, seen=seen)
    successor = desk.row("plan", by)
    facts = PlanFacts(
        permissions=permissions(desk), no_successor=tuple(_no_successor(plan, successor))
    )
    values = {
        "state": step(PLAN, plan.state, "renew", facts),
        "renewed_as_id": successor.id,
        "ended_on": desk.today,
    }
    told = {"renewed_as": successor.ref}
    dropped = _dropped(desk, plan)
    return desk.apply(Change("plan.renewed", "plan", plan, values, told, tuple(dropped)))


def end(
    desk: Desk,
    name: str,
    *,
    reason: str,
    on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """End a plan, or give one up that is not agreed yet. Raises `GuardRefused`."""
    plan = desk.row("plan", name, seen=seen)
    if on is not None and on > desk.today:
        raise Refused.one("plan.day_to_come", on=on)
    facts = PlanFacts(permissions=permissions(desk), reason=reason)
    values = {
        "state": step(PLAN, plan.state, "end", facts),
        "ended_on": on or desk.today,
        "end_reason": reason.strip(),
    }
    told = {"before": plan.state, "reason": reason.strip()}
    return desk.apply(Change("plan.ended", "plan", plan, values, told, tuple(_dropped(desk, plan))))


def _dropped(desk: Desk, plan: Any) -> Iterator[Update]:
    """The deadlines of a plan that is over, as superseded."""
    return (superseded(desk, d) for d in live(desk, plan.id) if d.kind in (KIND, CONSULTED))


def _day_refused(desk: Desk, plan: Any, day: dt.date) -> Iterator[Refusal]:
    if day > desk.today:
        yield Refusal("plan.day_to_come", {"on": day})
    since = plan.reviewed_on or plan.published_on
    if since is not None and day < since:
        yield Refusal("plan.reviewed_too_early", {"on": day, "since": since})


def _no_successor(plan: Any, successor: Any) -> Iterator[Refusal]:
    """Why a plan cannot take another's place."""
    if successor.id == plan.id:
        yield Refusal("plan.renewed_by_itself", {"ref": plan.ref})
        return
    if successor.state not in IN_USE:
        yield Refusal("plan.successor_not_published", {"ref": successor.ref})
    if successor.body_id != plan.body_id:
        yield Refusal("plan.successor_elsewhere", {"ref": successor.ref, "old": plan.ref})
    if successor.to_day <= plan.to_day:
        yield Refusal("plan.successor_no_later", {"ref": successor.ref, "old": plan.ref})
