"""The review before an agreement ends: a deadline of its own, and a cause where it is not held.

It is due a year before the end, a year and a half where the agreement is complex (DOMAIN.md
section 8, Gloucester). A review of the commission held around that day meets it, and so does a
report on what follows that was handed in and not refused. The sweep sets it, moves it with the
agreement's end, and meets it. Where an end comes back, or a notice is taken back, it is set anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import String, and_, bindparam, cast, exists, func, or_, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.policies import policies
from governance.application.deadlines.rows import deadline, start_of
from governance.application.deadlines.settling import LIVE, live, met, superseded
from governance.application.desk import Desk
from governance.application.triggers.rules import Found, commission_of, given, held_to
from governance.application.triggers.standing import ON_ITS_WAY, RENEWS, RUNNING, without_case
from governance.domain.escalation import Offset, counted
from governance.store.lists import in_list
from governance.store.tables import TABLES

if TYPE_CHECKING:
    from governance.domain.triggers import Trigger

KIND: Final = "pre_expiry_review"
"""The kind of deadline, on the agreement."""

AROUND: Final = dt.timedelta(days=92)
"""How long before its day a review, or a report on what follows, already meets it: a quarter."""

_agreement = TABLES["agreement"]
_deadline = TABLES["deadline"]
_review = TABLES["review"]
_proposal = TABLES["proposal"]
_END: Final = cast(_agreement.c.ends_on, String(10))
_STANDS: Final = (*LIVE, "met", "waived")
"""States of a deadline for whose end no other is set: it runs, was met, or let go for a reason."""

_OF_AGREEMENT = and_(
    _deadline.c.partnership_id == _agreement.c.partnership_id,
    _deadline.c.subject_id == _agreement.c.id,
    _deadline.c.kind == KIND,
)
_FOR_END: Final = func.substr(_deadline.c.cause, 1, 10)
"""The end a deadline was set for. Its number follows, where it is not the first for that end."""

_SET = exists().where(_OF_AGREEMENT, _END == _FOR_END, _deadline.c.state.in_(_STANDS))
_CAUSES = select(_deadline.c.cause).where(
    _deadline.c.partnership_id == bindparam("partnership"),
    _deadline.c.subject_id == bindparam("agreement"),
    _deadline.c.kind == KIND,
)
_HELD = (
    select(_review.c.commission_id, func.max(_review.c.held_on).label("on_day"))
    .where(
        _review.c.partnership_id == bindparam("partnership"),
        in_list(_review.c.commission_id, "ids"),
        _review.c.held_on.is_not(None),
    )
    .group_by(_review.c.commission_id)
)
_REPORTED = select(_proposal.c.commission_id, _proposal.c.state, _proposal.c.decided_on).where(
    _proposal.c.partnership_id == bindparam("partnership"),
    in_list(_proposal.c.commission_id, "ids"),
    or_(ON_ITS_WAY, and_(_proposal.c.kind.in_(RENEWS), _proposal.c.state == "effective")),
)


@lru_cache(maxsize=256)
def _unset(trigger: Trigger, *, some: bool) -> Any:
    """Agreements that run towards an end for which no review is set."""
    return (
        select(_agreement.c.id, _agreement.c.commission_id)
        .select_from(commission_of(_agreement))
        .where(
            _agreement.c.state.in_(RUNNING),
            _agreement.c.ends_on > bindparam("today", type_=_agreement.c.ends_on.type),
            ~_SET,
            *held_to(trigger.scope, some=some),
        )
        .order_by(_agreement.c.id)
    )


@lru_cache(maxsize=256)
def _set_already(trigger: Trigger, *, some: bool) -> Any:
    """The reviews before an end that still matter, each with its agreement."""
    return (
        select(
            _agreement,
            _deadline.c.due_day,
            _FOR_END.label("for_end"),
        )
        .select_from(commission_of(_agreement).join(_deadline, _OF_AGREEMENT))
        .where(_deadline.c.state.in_(LIVE), *held_to(trigger.scope, some=some))
        .order_by(_agreement.c.commission_id, _agreement.c.id)
    )


def wanting(desk: Desk, trigger: Trigger, ids: Sequence[str] | None) -> dict[str, str]:
    """The agreements whose review is to be set, moved, met or let go, each with its commission."""
    some = ids is not None
    unset = desk.tx.all(_unset(trigger, some=some), **given(desk, ids), today=desk.today)
    there = desk.tx.all(_set_already(trigger, some=some), **given(desk, ids))
    settled = _settled_by(desk, there)
    ends = [row for row in there if _is_stale(row) or row.id in settled]
    return {row.id: row.commission_id for row in (*unset, *ends)}


def keep(desk: Desk, trigger: Trigger, agreement_id: str) -> list[Receipt]:
    """Set, move, meet or let go the review before one agreement's end, where that is due."""
    peek = desk.by_id("agreement", agreement_id)
    desk.row("commission", peek.commission_id)
    row = desk.row("agreement", agreement_id)
    ids = [row.commission_id]
    there = [
        one
        for one in desk.tx.all(_set_already(trigger, some=True), **given(desk, ids))
        if one.id == agreement_id
    ]
    writes: list[Insert | Update] = []
    told: dict[str, Any] = {}
    if there and _is_stale(there[0]):
        writes += [superseded(desk, due) for due in live(desk, row.id, kind=KIND)]
        told["dropped"] = there[0].for_end
    elif there and agreement_id in _settled_by(desk, there):
        writes += [met(desk, due) for due in live(desk, row.id, kind=KIND)]
        told["met"] = there[0].for_end
    unset = desk.tx.all(_unset(trigger, some=True), **given(desk, ids), today=desk.today)
    if agreement_id in {one.id for one in unset}:
        new = _due(desk, trigger, row)
        writes.append(new)
        told["due"] = new.values["due_day"]
    if not writes:
        return []
    change = Change(
        kind="agreement.pre_expiry_review",
        table="agreement",
        subject=row,
        values={},
        facts={**told, "ends_on": row.ends_on},
        writes=tuple(writes),
    )
    return [desk.apply(change)]


def not_held(desk: Desk, trigger: Trigger, ids: Sequence[str] | None) -> list[Found]:
    """Reviews before an end that were not held so many days after they were due."""
    rows = desk.tx.all(_set_already(trigger, some=ids is not None), **given(desk, ids))
    late = desk.today - dt.timedelta(days=trigger.days_after)
    rows = [row for row in rows if row.due_day < late and not _is_stale(row)]
    settled = _settled_by(desk, rows)
    found = [_not_held(row) for row in rows if row.id not in settled]
    return without_case(desk, found)


def _not_held(row: Any) -> Found:
    seen = {
        "kind": "pre_expiry",
        "ref": row.ref,
        "title": row.title,
        "due_day": row.due_day.isoformat(),
        "ends_on": row.ends_on.isoformat(),
    }
    cause = f"pre-expiry:{row.ref}:{row.ends_on.isoformat()}"
    return Found(row.commission_id, cause, (seen,), row.id)


def _is_stale(row: Any) -> bool:
    """Whether a review was set for an end that is none any more."""
    return row.state not in RUNNING or row.ends_on is None or row.ends_on.isoformat() != row.for_end


def _settled_by(desk: Desk, rows: Sequence[Any]) -> set[str]:
    """The agreements whose review was held, or of whose following a report speaks."""
    ids = sorted({row.commission_id for row in rows})
    if not ids:
        return set()
    days: dict[str, list[dt.date]] = {}
    for one in desk.tx.all(_HELD, partnership=desk.pid, ids=ids):
        days.setdefault(one.commission_id, []).append(one.on_day)
    for one in desk.tx.all(_REPORTED, partnership=desk.pid, ids=ids):
        on = one.decided_on or desk.today
        days.setdefault(one.commission_id, []).append(on)
    return {
        row.id
        for row in rows
        if any(on >= row.due_day - AROUND for on in days.get(row.commission_id, ()))
    }


def _due(desk: Desk, trigger: Trigger, row: Any) -> Insert:
    """The deadline. Where its day has passed when Vires learns of the end, the answer's time."""
    months = trigger.months_before
    if trigger.complex_from is not None and (row.value or 0) >= trigger.complex_from:
        months = trigger.complex_months
    calendar = policies(desk).calendar
    told = counted(Offset(months, "months", "before"), day=row.ends_on, calendar=calendar)
    day = told.day
    if day <= desk.today:
        span = Offset(trigger.answer.count, trigger.answer.unit, "after")
        day = counted(span, day=desk.today, calendar=calendar).day
    step = {"day": day.isoformat(), "counted": True, "why": "trigger.pre_expiry_counted"}
    return deadline(
        desk,
        kind=KIND,
        subject=("agreement", row.id),
        cause=_cause(desk, row),
        due_day=day,
        due_at=start_of(desk, day + dt.timedelta(days=1)),
        owner="lead",
        working=(step | {"months": months, "ref": row.ref},),
    )


def _cause(desk: Desk, row: Any) -> str:
    """The end itself; with a number where one was set for it before and is superseded."""
    end = row.ends_on.isoformat()
    before = [one.cause for one in desk.all(_CAUSES, agreement=row.id)]
    number = sum(cause.startswith(end) for cause in before) + 1
    return end if number == 1 else f"{end}-{number}"
