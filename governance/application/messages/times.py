"""When a message may go: quiet days, and the daily digest.

What is urgent goes at once. What is not waits for a day that is not quiet: for somebody who
said nothing of it, a working day of the partnership. Who wants a digest gets what is not urgent
in one message in the morning.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.rulebook.in_force import calendar
from governance.domain.calendar.days import SATURDAY, SUNDAY
from governance.store.tables import TABLES

DIGEST: Final = "daily_digest"
"""The template of a day's digest."""

MORNING: Final = dt.time(7, 30)
"""When digests go, and what waited for a quiet day to pass; the partnership's time."""

LONGEST_QUIET: Final = 31
"""Days that a message waits at the most, whatever days are quiet: late is better than never."""

_preference = TABLES["message_preference"]
_message = TABLES["message"]

_OF_PERSON = select(_preference).where(
    _preference.c.partnership_id == bindparam("partnership"),
    _preference.c.person_id == bindparam("person"),
)
_DIGESTS = (
    select(_message.c.id)
    .where(
        _message.c.partnership_id == bindparam("partnership"),
        _message.c.subject_id == bindparam("person"),
        _message.c.template == DIGEST,
        _message.c.created_at >= bindparam("since"),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants to be told.

    `quiet` are weekdays (0 is Monday); None where the person never said, which makes every day
    quiet that is no working day. With some weekdays named, bank holidays are quiet too; with
    none named, only the days in `days`.
    """

    digest: bool = False
    quiet: frozenset[int] | None = None
    days: tuple[tuple[dt.date, dt.date], ...] = ()
    row_id: str | None = None

    def named(self, day: dt.date) -> bool:
        """Whether the person named this very day as quiet."""
        return any(first <= day <= last for first, last in self.days)


def wishes_of(desk: Desk, person_id: str) -> Wishes:
    """What a person said about being told; the usual where they said nothing."""
    row = desk.first(_OF_PERSON, person=person_id)
    return Wishes() if row is None else as_wishes(row)


def as_wishes(row: Any) -> Wishes:
    """A stored preference as its meaning."""
    return Wishes(
        digest=row.digest,
        quiet=frozenset(row.quiet),
        days=tuple(
            (dt.date.fromisoformat(one["from"]), dt.date.fromisoformat(one["to"]))
            for one in row.quiet_days
        ),
        row_id=row.id,
    )


def is_quiet(desk: Desk, wishes: Wishes, day: dt.date) -> bool:
    """Whether only what is urgent comes to a person on a day."""
    if wishes.named(day):
        return True
    if wishes.quiet is not None and (not wishes.quiet or day.weekday() in wishes.quiet):
        return bool(wishes.quiet)
    why = calendar(desk, desk.today).why_not_working(day)
    if wishes.quiet is None:
        return why is not None
    return why not in (None, SATURDAY, SUNDAY)


def goes_at(desk: Desk, wishes: Wishes) -> dt.datetime:
    """When what is not urgent, and not for a digest, may go: now, or on the next morning."""
    if not is_quiet(desk, wishes, desk.today):
        return desk.now
    return next_morning(desk, wishes, after=desk.now)


def digest_at(
    desk: Desk, wishes: Wishes, person_id: str, *, created_at: dt.datetime
) -> dt.datetime:
    """When a message made at `created_at` goes into a digest: there is one a day at the most."""
    midnight = _at(desk, desk.today, dt.time())
    if desk.first(_DIGESTS, person=person_id, since=midnight) is not None:
        tomorrow = _at(desk, desk.today + dt.timedelta(days=1), dt.time())
        return next_morning(desk, wishes, after=tomorrow)
    morning = next_morning(desk, wishes, after=created_at)
    if morning < desk.now and is_quiet(desk, wishes, desk.today):
        return next_morning(desk, wishes, after=desk.now)
    return morning


def next_morning(desk: Desk, wishes: Wishes, *, after: dt.datetime) -> dt.datetime:
    """The first morning from a moment on, on a day that is not quiet for the person."""
    first = desk.day_of(after)
    days = [first + dt.timedelta(days=n) for n in range(LONGEST_QUIET + 1)]
    mornings = [(day, _at(desk, day, MORNING)) for day in days]
    ahead = [(day, moment) for day, moment in mornings if moment >= after]
    open_ = (moment for day, moment in ahead if not is_quiet(desk, wishes, day))
    return next(open_, ahead[-1][1])


def _at(desk: Desk, day: dt.date, hour: dt.time) -> dt.datetime:
    zone = ZoneInfo(desk.partnership.timezone)
    return dt.datetime.combine(day, hour, tzinfo=zone).astimezone(dt.UTC)
