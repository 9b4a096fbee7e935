"""All bodies in a list: who chairs each, and which seats are filled; and their load by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from governance.application.bodies.facts import people_values
from governance.application.cover.roster import Roster
from governance.application.desk import Desk
from governance.domain.bodies.chair import seat_in_turn
from governance.store.tables import TABLES

_chair = TABLES["chair_appointment"]
_meeting = TABLES["meeting"]
_item = TABLES["agenda_item"]
_body = TABLES["body"]
_here: Any = bindparam("partnership")
_CHAIRS = (
    select(_chair)
    .where(
        _chair.c.partnership_id == _here,
        _chair.c.role != "vice",
        _chair.c.state.in_(("appointed", "ended")),
        _chair.c.from_day <= bindparam("day"),
        _chair.c.to_day.is_(None) | (_chair.c.to_day >= bindparam("day")),
    )
    .order_by(_chair.c.from_day, _chair.c.ref)
)
_LOAD = (
    select(_meeting.c.body_id, _meeting.c.on_day, func.count(_item.c.id).label("number"))
    .select_from(
        _meeting.join(
            _item,
            (_item.c.partnership_id == _meeting.c.partnership_id)
            & (_item.c.meeting_id == _meeting.c.id),
        )
    )
    .where(
        _meeting.c.partnership_id == _here,
        _meeting.c.on_day >= bindparam("first"),
        _meeting.c.on_day <= bindparam("last"),
        _meeting.c.state != "cancelled",
    )
    .group_by(_meeting.c.body_id, _meeting.c.on_day)
)
_BODIES = (
    select(_body.c.id, _body.c.name).where(_body.c.partnership_id == _here).order_by(_body.c.ref)
)


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in a list. `seats` is None where no terms of reference say how many there are."""

    key: str
    ref: str
    name: str
    standing: str
    seats: int | None
    filled: int
    chairs: tuple[str, ...]


def bodies(desk: Desk, *, on: dt.date | None = None) -> list[BodyLine]:
    """Every body on a day, in the order in which they came; read for all of them at once."""
    day = on or desk.today
    roster = Roster(desk, day)
    rows = desk.all(_CHAIRS, day=day)
    known = people_values(desk, [row.person_id for row in rows])
    chairs: dict[str, list[str]] = {}
    for row in rows:
        chairs.setdefault(row.body_id, []).append(known[row.person_id].name)
    found = []
    for key, facts in roster.bodies.items():
        named = chairs.get(facts.row.id, [])
        rotation = facts.terms.chair.rotation if facts.terms is not None else None
        if rotation is not None:
            turn = seat_in_turn(rotation, day)
            named = [*named, *(a.person.name for a in facts.appointments if a.seat == turn)]
        found.append(
            BodyLine(
                key=key,
                ref=facts.row.ref,
                name=facts.title,
                standing=facts.row.standing,
                seats=len(facts.terms.seats) if facts.terms is not None else None,
                filled=len({one.seat for one in facts.appointments}),
                chairs=tuple(dict.fromkeys(named)),
            )
        )
    return sorted(found, key=lambda one: (len(one.ref), one.ref))


def load_by_month(
    desk: Desk, first: dt.date, last: dt.date
) -> tuple[list[dt.date], Mapping[str, tuple[int, ...]]]:
    """How many items each body (by name) has on agendas in each month from a day to another.

    The months are given as their first days; every body is there, those without items too.
    """
    months = _months(first, last)
    place = {month: number for number, month in enumerate(months)}
    counted = {row.id: [0] * len(months) for row in desk.all(_BODIES)}
    for row in desk.all(_LOAD, first=months[0], last=last):
        counted[row.body_id][place[row.on_day.replace(day=1)]] += row.number
    return months, {row.name: tuple(counted[row.id]) for row in desk.all(_BODIES)}


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    found = [first.replace(day=1)]
    while (following := (found[-1] + dt.timedelta(days=32)).replace(day=1)) <= last:
        found.append(following)
    return found
