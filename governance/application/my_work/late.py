"""Meetings that are behind: notice or agenda too late, a day that passed, minutes still to come.

A meeting is late where its own page says so; here that is asked of every body's meetings at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, bindparam, select

from governance import words
from governance.application.bodies.facts import BodyFacts
from governance.application.desk import Desk
from governance.application.meetings.minutes import SIGNED_AT
from governance.application.meetings.notice import SUMMONS, last_day
from governance.application.meetings.queries import TO_COME
from governance.application.meetings.recounting import AGENDA_DEADLINE
from governance.application.rulebook.in_force import calendar
from governance.domain.bodies.standing import Standing
from governance.store.lists import in_list
from governance.store.tables import TABLES

MOST: Final = 40
"""Meetings of each sort that are told at the most."""

BACK: Final = dt.timedelta(days=3 * 366)
"""How long after a meeting it is still told: the register keeps those of longer ago."""

TO_MINUTE: Final = ("held", "resumed", "inquorate", "informal")
"""States from which minutes are drafted."""

_meeting = TABLES["meeting"]
_later = TABLES["meeting"].alias("later")
_deadline = TABLES["deadline"]
_here: Any = bindparam("partnership")

_TO_ANNOUNCE = (
    select(_meeting, _deadline.c.due_day.label("agenda_by"))
    .select_from(
        _meeting.outerjoin(
            _deadline,
            and_(
                _deadline.c.partnership_id == _meeting.c.partnership_id,
                _deadline.c.subject_id == _meeting.c.id,
                _deadline.c.kind == AGENDA_DEADLINE,
                _deadline.c.state == "running",
            ),
        )
    )
    .where(
        _meeting.c.partnership_id == _here,
        in_list(_meeting.c.body_id, "bodies"),
        _meeting.c.on_day >= bindparam("day"),
        _meeting.c.on_day <= bindparam("until"),
        _meeting.c.state.in_(("planned", "called")),
    )
    .order_by(_meeting.c.on_day, _meeting.c.ref)
)
_PAST = (
    select(_meeting)
    .where(
        _meeting.c.partnership_id == _here,
        in_list(_meeting.c.body_id, "bodies"),
        _meeting.c.on_day >= bindparam("since"),
        _meeting.c.on_day < bindparam("day"),
        _meeting.c.state.in_((*TO_COME, *TO_MINUTE, "adjourned")),
    )
    .order_by(_meeting.c.on_day, _meeting.c.ref)
    .limit(MOST + 1)
)
_COULD_ON = (
    select(_later.c.on_day)
    .where(
        _later.c.partnership_id == _meeting.c.partnership_id,
        _later.c.body_id == _meeting.c.body_id,
        _later.c.on_day > _meeting.c.on_day,
        _later.c.ordinary.is_(True),
        _later.c.state.in_(SIGNED_AT),
    )
    .order_by(_later.c.on_day)
    .limit(1)
    .correlate(_meeting)
    .scalar_subquery()
)
_UNSIGNED = (
    select(_meeting, _COULD_ON.label("could_on"))
    .where(
        _meeting.c.partnership_id == _here,
        in_list(_meeting.c.body_id, "bodies"),
        _meeting.c.on_day >= bindparam("since"),
        _meeting.c.state == "minutes_drafted",
        _COULD_ON.is_not(None),
    )
    .order_by(_meeting.c.on_day, _meeting.c.ref)
    .limit(MOST + 1)
)


@dataclass(frozen=True, slots=True)
class LateMeeting:
    """A meeting that is behind, and everything about it that is, as codes with parameters."""

    ref: str
    on: dt.date
    title: str
    because: tuple[tuple[str, Mapping[str, Any]], ...]

    @property
    def said(self) -> list[str]:
        """What is late and what to do about it, in words."""
        return [
            f"{words.say(code, told)} {words.remedy(code, told)}" for code, told in self.because
        ]


def late_meetings(
    desk: Desk, bodies: Mapping[str, BodyFacts], *, until: dt.date
) -> tuple[list[LateMeeting], bool]:
    """The meetings that are behind, by day, of bodies (as they are today, by key), and if more are.

    Coming meetings are looked at until a day, that day included, past ones for as long as `BACK`.
    Four statements, each by the days of these bodies' meetings, whatever the register has.
    """
    by_id = {facts.row.id: facts for facts in bodies.values()}
    ids, since = sorted(by_id), desk.today - BACK
    coming = desk.all(_TO_ANNOUNCE, bodies=ids, day=desk.today, until=until)
    past = desk.all(_PAST, bodies=ids, since=since, day=desk.today)
    drafted = desk.all(_UNSIGNED, bodies=ids, since=since)
    sorts = [
        list(_made(by_id, coming, _announcing(desk, by_id, coming))),
        list(_made(by_id, past, map(_passed, past))),
        list(_made(by_id, drafted, map(_unsigned, drafted))),
    ]
    told = [one for found in sorts for one in found[:MOST]]
    more = any(len(found) > MOST for found in sorts)
    return sorted(told, key=lambda one: (one.on, one.ref)), more


Because = tuple[tuple[str, Mapping[str, Any]], ...]


def _made(
    by_id: Mapping[str, BodyFacts], rows: Sequence[Any], because: Iterator[Because]
) -> Iterator[LateMeeting]:
    for row, why in zip(rows, because, strict=True):
        if why and row.body_id in by_id:
            yield LateMeeting(row.ref, row.on_day, by_id[row.body_id].title, why)


def _announcing(
    desk: Desk, by_id: Mapping[str, BodyFacts], rows: Sequence[Any]
) -> Iterator[Because]:
    """The notices of coming meetings whose last day has passed."""
    days = calendar(desk, desk.today) if rows else None
    for row in rows:
        because = []
        facts = by_id.get(row.body_id)
        if row.state == "planned" and facts is not None and days is not None:
            last = last_day(
                SUMMONS,
                terms=facts.terms,
                standing=Standing(facts.row.standing),
                meeting=row.on_day,
                calendar=days,
            )
            if last is not None and last.day < desk.today:
                because.append(("meeting.left.summons_late", {"by": last.day}))
        if row.agenda_by is not None and row.agenda_by < desk.today:
            because.append(("meeting.left.agenda_late", {"by": row.agenda_by}))
        yield tuple(because)


def _passed(row: Any) -> Because:
    """What is left of a meeting whose day has passed."""
    code = _PASSED.get(row.state, "meeting.late.minutes")
    return ((code, {"on": row.on_day}),)


_PASSED: Final = {
    "planned": "meeting.late.not_held",
    "called": "meeting.late.not_held",
    "published": "meeting.late.not_opened",
    "supplement_published": "meeting.late.not_opened",
    "adjourned": "meeting.late.not_resumed",
}


def _unsigned(row: Any) -> Because:
    return (("meeting.late.unsigned", {"could_on": row.could_on}),)
