"""Offices in a list with whoever holds each, and one office's holders over time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import people_values
from governance.application.desk import Desk
from governance.store.lists import by_reference
from governance.store.tables import TABLES

_office = TABLES["office"]
_holding = TABLES["office_holding"]
_organisation = TABLES["organisation"]
_here: Any = bindparam("partnership")
_OFFICES = (
    select(_office, _organisation.c.name.label("partner"))
    .select_from(
        _office.outerjoin(
            _organisation,
            (_organisation.c.partnership_id == _office.c.partnership_id)
            & (_organisation.c.id == _office.c.organisation_id),
        )
    )
    .where(_office.c.partnership_id == _here)
    .order_by(*by_reference(_office.c.ref))
)
_HELD = (
    select(_holding)
    .where(
        _holding.c.partnership_id == _here,
        _holding.c.from_day <= bindparam("day"),
        _holding.c.to_day.is_(None) | (_holding.c.to_day >= bindparam("day")),
    )
    .order_by(_holding.c.from_day, _holding.c.id)
)
_OF_OFFICE = (
    select(_holding)
    .where(_holding.c.partnership_id == _here, _holding.c.office_id == bindparam("office"))
    .order_by(_holding.c.from_day.desc(), _holding.c.id)
)


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office in a list, with the names of its holders and deputies."""

    key: str
    ref: str
    title: str
    partner: str | None
    holders: tuple[str, ...]
    deputies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody's time in an office. `goes_on` holds today and for one that is yet to begin."""

    person: str
    name: str
    deputy: bool
    start: dt.date
    end: dt.date | None
    goes_on: bool


def offices(desk: Desk, *, on: dt.date | None = None) -> list[OfficeLine]:
    """Every office on a day, in the order in which they came; read for all of them at once."""
    rows = desk.all(_HELD, day=on or desk.today)
    known = people_values(desk, [row.person_id for row in rows])
    held: dict[tuple[str, bool], list[str]] = {}
    for row in rows:
        held.setdefault((row.office_id, row.deputy), []).append(known[row.person_id].name)
    return [
        OfficeLine(
            key=row.key,
            ref=row.ref,
            title=row.title,
            partner=row.partner,
            holders=tuple(held.get((row.id, False), ())),
            deputies=tuple(held.get((row.id, True), ())),
        )
        for row in desk.all(_OFFICES)
    ]


def holdings(desk: Desk, office_id: str) -> list[Holding]:
    """Everybody who holds or held an office, the latest first."""
    rows = desk.all(_OF_OFFICE, office=office_id)
    known = people_values(desk, [row.person_id for row in rows])
    return [
        Holding(
            person=known[row.person_id].key,
            name=known[row.person_id].name,
            deputy=row.deputy,
            start=row.from_day,
            end=row.to_day,
            goes_on=row.to_day is None or row.to_day >= desk.today,
        )
        for row in rows
        if row.to_day is None or row.to_day >= row.from_day
    ]
