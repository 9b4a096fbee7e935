"""On which days a body meets: those that are planned, and beyond them by its terms' rhythm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import BodyFacts
from governance.application.desk import Desk
from governance.application.meetings.notice import AGENDA, notices
from governance.application.meetings.queries import TO_COME
from governance.domain.backward import Before, Link, Notice
from governance.domain.bodies.standing import Standing
from governance.domain.bodies.terms import MeetingNotice
from governance.domain.calendar import POLICIES, Calendar
from governance.store.tables import TABLES

_YEAR: Final = 365

_meeting = TABLES["meeting"]
_DAYS = (
    select(_meeting.c.on_day, _meeting.c.state)
    .where(
        _meeting.c.partnership_id == bindparam("partnership"),
        _meeting.c.body_id == bindparam("body"),
        _meeting.c.on_day <= bindparam("until"),
        _meeting.c.state != "cancelled",
    )
    .order_by(_meeting.c.on_day)
)


@dataclass(frozen=True, slots=True)
class Dates:
    """The days on which a body meets: `assumed` are those that nobody has planned.

    `a_year` is the rhythm they rest on. Days of the past are among them, so that it can be said
    which meeting would have been in time.
    """

    body: Any
    days: tuple[dt.date, ...]
    assumed: frozenset[dt.date]
    a_year: int | None


def dates_of(desk: Desk, body: BodyFacts, *, until: dt.date, calendar: Calendar) -> Dates:
    """When a body has met, and will until a day."""
    rows = desk.all(_DAYS, body=body.row.id, until=until)
    planned = sorted({r.on_day for r in rows if r.on_day < desk.today or r.state in TO_COME})
    a_year = body.terms.meetings_a_year if body.terms is not None else None
    assumed: list[dt.date] = []
    if a_year is not None:
        last = max([*planned[-1:], desk.today])
        number = 1
        while (on := last + dt.timedelta(days=round(number * _YEAR / a_year))) <= until:
            assumed.append(calendar.on_or_after(on))
            number += 1
    days = tuple(sorted({*planned, *(day for day in assumed if day <= until)}))
    return Dates(body.row, days, frozenset(assumed) - frozenset(planned), a_year)


def agenda_rules(body: BodyFacts) -> tuple[MeetingNotice, ...]:
    """How long before its meetings a body's agenda is published, by its terms and by law."""
    return notices(AGENDA, terms=body.terms, standing=Standing(body.row.standing))


def link_of(policy: str, days: int) -> Link:
    """A notice of a meeting as a link: clear days, or so many days before."""
    if "earliest" in POLICIES[policy].verbs:
        return Notice(policy, days)
    return Before(policy, days)
