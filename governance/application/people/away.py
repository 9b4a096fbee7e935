"""Days on which people are away, who is told in their place, and whom they report to.

What somebody who is away is told goes to their deputy as well: the one named here, else the
deputies of the offices they hold.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.naming import days_problems
from governance.application.people.acts import must_stay
from governance.application.permissions import must_keep_register
from governance.domain.errors import Refused, Unusable
from governance.store.tables import TABLES

_absence = TABLES["absence"]
_FROM = (
    select(_absence)
    .where(
        _absence.c.partnership_id == bindparam("partnership"),
        _absence.c.person_id == bindparam("person"),
        _absence.c.to_day >= bindparam("day"),
        _absence.c.withdrawn.is_(False),
    )
    .order_by(_absence.c.from_day, _absence.c.id)
)
_SINCE = (
    select(_absence.c.person_id, _absence.c.from_day, _absence.c.to_day)
    .where(
        _absence.c.partnership_id == bindparam("partnership"),
        _absence.c.to_day >= bindparam("since"),
        _absence.c.withdrawn.is_(False),
    )
    .order_by(_absence.c.from_day, _absence.c.id)
)


def must_be_theirs(desk: Desk, person: Any) -> None:
    """Raise `GuardRefused` unless the actor is the person, a secretary or an administrator."""
    if desk.actor.person_id != person.id:
        must_keep_register(desk)


def record_absence(
    desk: Desk,
    *,
    person: str,
    from_day: dt.date,
    to_day: dt.date,
    deputy: str | None = None,
) -> Receipt:
    """Record that a person is away on days that are both included, and who is told as well.

    The person does, or a secretary or administrator. Raises `Unusable` for days the wrong way
    round, `Refused` where one of them has left or the person is to be their own deputy.
    """
    row = desk.row("person", person)
    must_be_theirs(desk, row)
    if problems := days_problems(from_day, to_day):
        raise Unusable(problems)
    must_stay(row, from_day)
    stands_in = desk.row("person", deputy) if deputy is not None else None
    if stands_in is not None:
        must_stay(stands_in, from_day)
        if stands_in.id == row.id:
            raise Refused.one("people.own_deputy", person=row.key)
    values = {
        "id": desk.new_id(),
        "person_id": row.id,
        "from_day": from_day,
        "to_day": to_day,
        "deputy_id": stands_in.id if stands_in is not None else None,
    }
    told = {
        "person": row.key,
        "from": from_day,
        "to": to_day,
        "deputy": stands_in.key if stands_in is not None else None,
    }
    return _of_person(desk, row, "person.away", told, Insert("absence", values))


def come_back(desk: Desk, *, person: str) -> Receipt:
    """Withdraw a person's absence of today, else those to come: they are back, or did not go.

    An absence that has begun ends the day before. Raises `Refused` where there is none.
    """
    row = desk.row("person", person)
    must_be_theirs(desk, row)
    found = absences(desk, row.id)
    now_away = [one for one in found if one.from_day <= desk.today]
    if not found:
        raise Refused.one("people.not_away", person=row.key)
    writes = tuple(Update("absence", one, _over(desk, one)) for one in now_away or found)
    return _of_person(desk, row, "person.back", {"person": row.key}, *writes)


def _over(desk: Desk, one: Any) -> dict[str, Any]:
    if one.from_day >= desk.today:
        return {"withdrawn": True}
    return {"to_day": desk.today - dt.timedelta(days=1)}


def absences(desk: Desk, person_id: str) -> list[Any]:
    """A person's absences of today and of days to come, the first one first."""
    return desk.all(_FROM, person=person_id, day=desk.today)


def away_on(desk: Desk, day: dt.date, *, since: dt.date) -> frozenset[str]:
    """The ids of everybody who is recorded as away on a day.

    `since` is that day or one before it: asked with the same one, other days cost nothing.
    """
    return frozenset(
        row.person_id for row in desk.all(_SINCE, since=since) if row.from_day <= day <= row.to_day
    )


def reports_to(desk: Desk, *, person: str, office: str) -> Receipt:
    """Record the office whose holder manages a person. Raises `Unusable` for an unknown one."""
    must_keep_register(desk)
    row = desk.row("person", person)
    managing = desk.row("office", office)
    return desk.apply(
        Change(
            kind="person.reports_to",
            table="person",
            subject=row,
            values={"reports_to": managing.key},
            facts={"person": row.key, "office": managing.key},
        )
    )


def _of_person(
    desk: Desk, row: Any, kind: str, told: dict[str, Any], *writes: Insert | Update
) -> Receipt:
    return desk.apply(
        Change(kind=kind, table="person", subject=row, values={}, facts=told, writes=writes)
    )
