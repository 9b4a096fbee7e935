"""Causes that stand in the record: plans that failed, reviews missed in a row, agreements ending.

Each is one statement over all commissions, or over some; what has its case already is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, exists, or_, select

from governance.application.decommissioning.finding import LIVE
from governance.application.desk import Desk
from governance.application.proposals.queries import OPEN
from governance.application.triggers.rules import Found, commission_of, given, held_to
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.proposal_facts import POSITIVE

if TYPE_CHECKING:
    from governance.domain.triggers import Trigger

RENEWS: Final = ("extend", "award", "permission-to-procure", "grant", "exit")
"""What a report asks for that says what follows an agreement: another, or an end."""

RUNNING: Final = ("in_force", "regularised")
"""States of an agreement that runs out on its last day."""

CHUNK: Final = 2_000
"""Commissions whose cases are read at once."""

_TO_COME: Final = ("awarded", "standstill", "signed", "mobilising", "in_force", "regularised")

_proposal = TABLES["proposal"]
ON_ITS_WAY: Final = and_(
    _proposal.c.kind.in_(RENEWS),
    or_(
        _proposal.c.state.in_([state for state in OPEN if state != "draft"]),
        and_(_proposal.c.state == "decided", _proposal.c.outcome.in_(sorted(POSITIVE))),
    ),
)
"""That a report on what follows is on its way: a draft is before nobody, and one that was refused
brings nothing."""

_plan = TABLES["improvement_plan"]
_case = TABLES["decommissioning_case"]
_raised = TABLES["raised_trigger"]
_deadline = TABLES["deadline"]
_review = TABLES["review"]
_agreement = TABLES["agreement"]
_after = _agreement.alias("after")
_commission = TABLES["commission"]
_CAUSES = select(_case.c.commission_id, _case.c.cause).where(
    _case.c.partnership_id == bindparam("partnership"), in_list(_case.c.commission_id, "ids")
)
_REVIEWS = (
    select(_review)
    .where(
        _review.c.partnership_id == bindparam("partnership"),
        in_list(_review.c.commission_id, "ids"),
    )
    .order_by(_review.c.commission_id, _review.c.number.desc())
)


def without_case(desk: Desk, found: Sequence[Found]) -> list[Found]:
    """Those whose cause has opened no case yet."""
    known: set[tuple[str, str]] = set()
    ids = sorted({one.commission_id for one in found})
    for start in range(0, len(ids), CHUNK):
        rows = desk.tx.all(_CAUSES, partnership=desk.pid, ids=ids[start : start + CHUNK])
        known |= {(row.commission_id, row.cause) for row in rows}
    return [one for one in found if (one.commission_id, one.cause) not in known]


# --- improvement plans


@lru_cache(maxsize=256)
def _failed(trigger: Trigger, *, some: bool) -> Any:
    return (
        select(_plan)
        .select_from(commission_of(_plan))
        .where(
            _plan.c.state == "failed",
            _plan.c.case_id.is_(None),
            *held_to(trigger.scope, some=some),
        )
        .order_by(_plan.c.commission_id, _plan.c.id)
    )


def failed_plans(desk: Desk, trigger: Trigger, ids: Sequence[str] | None) -> list[Found]:
    """Improvement plans that failed and belong to no case: one that does settles its own."""
    rows = desk.tx.all(_failed(trigger, some=ids is not None), **given(desk, ids))
    found = [
        Found(
            row.commission_id,
            f"plan-failed:{row.ref}",
            (
                {
                    "kind": "improvement_plan",
                    "ref": row.ref,
                    "title": row.title,
                    "wanted": row.wanted,
                    "due_on": row.due_on and row.due_on.isoformat(),
                    "settled_on": row.settled_on.isoformat(),
                    "finding": row.finding,
                },
            ),
        )
        for row in rows
    ]
    return without_case(desk, found)


# --- missed reviews


@lru_cache(maxsize=256)
def _escalated(trigger: Trigger, *, some: bool) -> Any:
    return (
        select(_raised.c.commission_id, _deadline.c.subject_id)
        .select_from(
            commission_of(_raised).join(
                _deadline,
                and_(
                    _deadline.c.partnership_id == _raised.c.partnership_id,
                    _deadline.c.id == _raised.c.deadline_id,
                ),
            )
        )
        .where(
            _raised.c.name == bindparam("name"),
            *held_to(trigger.scope, some=some),
        )
        .order_by(_raised.c.commission_id)
    )


def missed_reviews(desk: Desk, trigger: Trigger, ids: Sequence[str] | None) -> list[Found]:
    """Unbroken rows of missed reviews that ended in an escalation of the name it waits for.

    The row is the latest reviews, each missed; one held in time breaks it, one still to come
    neither breaks nor lengthens it.
    """
    asked = given(desk, ids) | {"name": trigger.raised_as}
    raised = desk.tx.all(_escalated(trigger, some=ids is not None), **asked)
    reviews = {row.subject_id for row in raised}
    found = []
    of = sorted({row.commission_id for row in raised})
    for start in range(0, len(of), CHUNK):
        rows = desk.tx.all(_REVIEWS, partnership=desk.pid, ids=of[start : start + CHUNK])
        for commission, group in groupby(rows, key=lambda row: row.commission_id):
            row_of = _unbroken(list(group))
            if len(row_of) >= trigger.in_a_row and row_of[-1].id in reviews:
                found.append(_missed(commission, row_of))
    return without_case(desk, found)


def _unbroken(latest_first: Sequence[Any]) -> list[Any]:
    """The latest reviews in a row that were missed, the first one first."""
    row: list[Any] = []
    for review in latest_first:
        if review.missed_on is not None:
            row.append(review)
        elif row or review.state not in ("due", "rescheduled", "lapsed"):
            break
    return row[::-1]


def _missed(commission: str, row: Sequence[Any]) -> Found:
    seen = tuple(
        {"kind": "review", "ref": one.ref, "due_day": one.missed_on.isoformat(), "tier": one.tier}
        for one in row
    )
    return Found(commission, f"missed-reviews:{row[0].ref}", seen)


# --- agreements

_REPORTED = exists().where(
    _proposal.c.partnership_id == _commission.c.partnership_id,
    _proposal.c.commission_id == _commission.c.id,
    ON_ITS_WAY,
)

_FOLLOWED = exists().where(
    _after.c.partnership_id == _agreement.c.partnership_id,
    _after.c.commission_id == _agreement.c.commission_id,
    _after.c.id != _agreement.c.id,
    or_(_after.c.lot == _agreement.c.lot, and_(_after.c.lot.is_(None), _agreement.c.lot.is_(None))),
    _after.c.ends_on > _agreement.c.ends_on,
    _after.c.starts_on > _agreement.c.starts_on,
    _after.c.state.in_(_TO_COME),
)
"""That another agreement for the same lot begins later and goes on longer."""

_ENDING_ANYWAY = exists().where(
    _case.c.partnership_id == _commission.c.partnership_id,
    _case.c.commission_id == _commission.c.id,
    _case.c.state.in_([s for s in LIVE if s not in ("triggered", "support_and_challenge")]),
)
"""That a case for ending the service is under way already."""


@lru_cache(maxsize=256)
def _running_out(trigger: Trigger, *, some: bool) -> Any:
    return (
        select(_agreement)
        .select_from(commission_of(_agreement))
        .where(
            _agreement.c.state.in_(RUNNING),
            _agreement.c.ends_on >= bindparam("today", type_=_agreement.c.ends_on.type),
            _agreement.c.ends_on <= bindparam("by", type_=_agreement.c.ends_on.type),
            _commission.c.recommissioned_as_id.is_(None),
            ~_FOLLOWED,
            ~_REPORTED,
            ~_ENDING_ANYWAY,
            *held_to(trigger.scope, some=some),
        )
        .order_by(_agreement.c.commission_id, _agreement.c.ends_on, _agreement.c.id)
    )


def ending(
    desk: Desk, trigger: Trigger, ids: Sequence[str] | None, *, warned: bool = False
) -> list[Found]:
    """Agreements that end within the days of the trigger, and nothing follows them.

    `warned` gives those that are to be watched (amber) and are no cause yet.
    """
    days = trigger.warn_days if warned else trigger.days_before
    asked = given(desk, ids) | {"today": desk.today, "by": desk.today + dt.timedelta(days=days)}
    rows = desk.tx.all(_running_out(trigger, some=ids is not None), **asked)
    if warned:
        red = desk.today + dt.timedelta(days=trigger.days_before)
        rows = [row for row in rows if row.ends_on > red]
    return without_case(desk, [_ends(desk, row, "amber" if warned else "red") for row in rows])


def _ends(desk: Desk, row: Any, warning: str) -> Found:
    seen = {
        "kind": "agreement",
        "ref": row.ref,
        "title": row.title,
        "ends_on": row.ends_on.isoformat(),
        "days": (row.ends_on - desk.today).days,
        "warning": warning,
    }
    cause = f"agreement-ends:{row.ref}:{row.ends_on.isoformat()}"
    return Found(row.commission_id, cause, (seen,), row.id)
