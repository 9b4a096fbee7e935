"""Offices: posts that can decide alone, and the people in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.naming import (
    days_problems,
    key_problems,
    must_be_free,
    name_problems,
)
from governance.application.people.acts import must_stay
from governance.application.permissions import must_keep_members, must_keep_register
from governance.domain.errors import Refused, Unusable
from governance.store.tables import TABLES

_holding = TABLES["office_holding"]
_person = TABLES["person"]
_HOLDINGS = (
    select(_holding, _person.c.key.label("person"))
    .select_from(
        _holding.join(
            _person,
            (_person.c.partnership_id == _holding.c.partnership_id)
            & (_person.c.id == _holding.c.person_id),
        )
    )
    .where(
        _holding.c.partnership_id == bindparam("partnership"),
        _holding.c.office_id == bindparam("office"),
    )
    .order_by(_holding.c.from_day, _holding.c.id)
)


def add_office(desk: Desk, *, key: str, title: str, organisation: str | None = None) -> Receipt:
    """Add an office, of an organisation where one is named.

    Raises `Unusable` with everything wrong with what was given, `Refused` for a key in use.
    """
    must_keep_register(desk)
    if problems := [*key_problems(key), *name_problems(title)]:
        raise Unusable(problems)
    must_be_free(desk, table="office", key=key)
    owner = desk.row("organisation", organisation) if organisation is not None else None
    values = {
        "id": desk.new_id(),
        "ref": desk.next_ref("office"),
        "key": key,
        "title": title.strip(),
        "organisation_id": owner.id if owner is not None else None,
    }
    facts = {"key": key, "organisation": owner.key if owner is not None else None}
    return desk.apply(
        Change(kind="office.added", table="office", subject=None, values=values, facts=facts)
    )


def hold_office(
    desk: Desk,
    *,
    office: str,
    person: str,
    deputy: bool = False,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> Receipt:
    """Record who holds an office, or is its deputy, on days that are both included.

    An office has one holder at a time and any number of deputies. Raises `Unusable` for days
    the wrong way round; `Refused` where the person has left, or the office is taken.
    """
    must_keep_members(desk)
    start = from_day or desk.today
    if problems := days_problems(start, to_day):
        raise Unusable(problems)
    row = desk.row("office", office)
    holder = desk.row("person", person)
    must_stay(holder, start)
    for held in desk.all(_HOLDINGS, office=row.id):
        same = held.person_id == holder.id
        both_hold = not deputy and not held.deputy
        if (same or both_hold) and _overlap(held, start, to_day):
            params = {"office": row.title, "person": held.person, "start": held.from_day}
            raise Refused.one("bodies.office_taken", **params)
    values = {
        "id": desk.new_id(),
        "office_id": row.id,
        "person_id": holder.id,
        "deputy": deputy,
        "from_day": start,
        "to_day": to_day,
    }
    facts = {"person": holder.key, "deputy": deputy, "from": start, "to": to_day}
    return desk.apply(
        Change(
            kind="office.held",
            table="office",
            subject=row,
            values={},
            facts=facts,
            writes=(Insert("office_holding", values),),
        )
    )


def end_holding(
    desk: Desk, *, office: str, person: str, last_day: dt.date | None = None
) -> Receipt:
    """End a person's time in an office: `last_day` (today unless said) is their last.

    Raises `Refused` where they do not hold it that day.
    """
    must_keep_members(desk)
    last = last_day or desk.today
    row = desk.row("office", office)
    holder = desk.row("person", person)
    held = [
        h
        for h in desk.all(_HOLDINGS, office=row.id)
        if h.person_id == holder.id and _overlap(h, last, last)
    ]
    if not held:
        raise Refused.one("bodies.office_not_held", office=row.title, person=holder.key, on=last)
    return desk.apply(
        Change(
            kind="office.holding_ended",
            table="office",
            subject=row,
            values={},
            facts={"person": holder.key, "to": last},
            writes=tuple(Update("office_holding", h, {"to_day": last}) for h in held),
        )
    )


def _overlap(held: Any, start: dt.date, end: dt.date | None) -> bool:
    never = held.to_day is not None and held.to_day < held.from_day
    before = held.to_day is not None and held.to_day < start
    return not never and not before and (end is None or held.from_day <= end)
