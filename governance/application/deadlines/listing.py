"""The register of deadlines, a page at a time; and all that fall due in a month.

A page is read by an index, a statement for each state asked for, however many deadlines there
are. Pages follow one another by the last deadline shown, so none is passed over or told twice
while others are settled meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, bindparam, func, or_, select, tuple_

from governance.application.deadlines.settling import LIVE
from governance.application.deadlines.telling import Told, told
from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.deadline import DEADLINE

PAGE: Final = 25
"""Deadlines on a page unless said."""
IN_A_MONTH: Final = 400
"""Deadlines that a month shows at the most; where there are more, it says so."""

_deadline = TABLES["deadline"]
_here: Any = _deadline.c.partnership_id == bindparam("partnership")
_EARLY: Final = dt.datetime(1000, 1, 1, tzinfo=dt.UTC)
_FAR: Final = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)

_kind: Any = bindparam("kind", type_=_deadline.c.kind.type)
_any: Any = bindparam("any", type_=Boolean)
"""Whether a deadline counts too whose clock was stopped before its day: it is not overdue."""
_STATE = (
    select(_deadline)
    .where(
        _here,
        _deadline.c.state == bindparam("state"),
        _deadline.c.due_at >= bindparam("first", type_=_deadline.c.due_at.type),
        _deadline.c.due_at < bindparam("before", type_=_deadline.c.due_at.type),
        tuple_(_deadline.c.due_at, _deadline.c.id)
        > tuple_(bindparam("after", type_=_deadline.c.due_at.type), bindparam("after_id")),
        or_(_kind == "", _deadline.c.kind == _kind),
        or_(
            _any,
            _deadline.c.paused_at.is_(None),
            _deadline.c.paused_at >= _deadline.c.due_at,
        ),
        _deadline.c.due_day >= bindparam("from_day", type_=_deadline.c.due_day.type),
        _deadline.c.due_day <= bindparam("to_day", type_=_deadline.c.due_day.type),
    )
    .order_by(_deadline.c.due_at, _deadline.c.id)
    .limit(bindparam("most"))
)
_BY_ID = select(_deadline.c.due_at, _deadline.c.id).where(_here, _deadline.c.id == bindparam("id"))
_OVERDUE = select(func.count().label("number")).where(
    _here,
    _deadline.c.state.in_(LIVE),
    _deadline.c.due_at <= bindparam("now"),
    or_(_deadline.c.paused_at.is_(None), _deadline.c.paused_at >= _deadline.c.due_at),
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some deadlines, the first due first; `after` begins the next page, where there is one."""

    rows: tuple[Told, ...]
    after: str | None


def page(
    desk: Desk,
    *,
    state: str = "",
    kind: str = "",
    overdue: bool = False,
    until: dt.date | None = None,
    after: str = "",
    most: int = PAGE,
) -> Page:
    """A page of deadlines: those that still matter, unless a state, or `all`, is said.

    `after` is the id that the page before ended with. Raises `Unusable` for a state there is
    none of, or a place in the list that is not there.
    """
    if state not in ("", "all", *DEADLINE.state_names):
        near = nearest(state, ("all", *DEADLINE.state_names))
        raise Unusable.one("name.unknown", what="state", name=state[:80], nearest=near)
    states: Sequence[str] = LIVE if not state else (state,)
    if state == "all":
        states = DEADLINE.state_names
    before = _FAR if until is None else _over(desk, until)
    if overdue:
        before = min(before, desk.now)
    start: Any = (_EARLY, "")
    if after:
        found = desk.first(_BY_ID, id=after)
        if found is None:
            raise Unusable.one("deadline.page_gone")
        start = (found.due_at, found.id)
    rows = [
        row
        for one in states
        for row in desk.all(
            _STATE,
            state=one,
            first=_EARLY,
            before=before,
            after=start[0],
            after_id=start[1],
            kind=kind,
            any=not overdue,
            from_day=_EARLY.date(),
            to_day=until or _FAR.date(),
            most=most + 1,
        )
    ]
    rows.sort(key=lambda row: (row.due_at, row.id))
    shown = rows[:most]
    last = shown[-1].id if len(rows) > most and shown else None
    # What falls due as a day ends stands before what falls due as the next begins.
    shown.sort(key=lambda row: (row.due_at, row.due_day, row.id))
    return Page(rows=tuple(told(desk, shown)), after=last)


def month(desk: Desk, first: dt.date, last: dt.date) -> tuple[list[Told], bool]:
    """What falls due from a day to another, both included, met or not; whether there is more."""
    rows = [
        row
        for state in (*LIVE, "met")
        for row in desk.all(
            _STATE,
            state=state,
            first=_begins(desk, first),
            before=_over(desk, last),
            after=_EARLY,
            after_id="",
            kind="",
            any=True,
            from_day=first,
            to_day=last,
            most=IN_A_MONTH + 1,
        )
    ]
    rows.sort(key=lambda row: (row.due_day, row.due_at, row.id))
    return told(desk, rows[:IN_A_MONTH]), len(rows) > IN_A_MONTH


def overdue_now(desk: Desk) -> int:
    """How many deadlines are overdue at this moment."""
    return int(desk.first(_OVERDUE, now=desk.now).number)


def _begins(desk: Desk, day: dt.date) -> dt.datetime:
    zone = ZoneInfo(desk.partnership.timezone)
    return dt.datetime.combine(day, dt.time(), tzinfo=zone).astimezone(dt.UTC)


def _over(desk: Desk, day: dt.date) -> dt.datetime:
    """A moment by which everything due on a day is: some of it as the day ends."""
    return _begins(desk, day + dt.timedelta(days=2))
