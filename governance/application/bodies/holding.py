"""What one person holds on a day: offices, seats, chairs, and seats they may sit in for others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, bindparam, select, type_coerce

from governance.application.desk import Desk
from governance.store.tables import TABLES

_body = TABLES["body"]
_office = TABLES["office"]
_appointment = TABLES["appointment"]
_holding = TABLES["office_holding"]
_chair = TABLES["chair_appointment"]


def _ends_after(rows: Any) -> Any:
    """Rows of the partnership that go on at a day or begin after it."""
    return (rows.c.partnership_id == bindparam("partnership")) & (
        rows.c.to_day.is_(None) | (rows.c.to_day >= bindparam("day"))
    )


def _with(rows: Any, column: str, parent: Any, *more: Any) -> Any:
    """Rows joined to what they belong to."""
    return select(rows, parent.c.key, *more).select_from(
        rows.join(
            parent,
            (parent.c.partnership_id == rows.c.partnership_id) & (parent.c.id == rows.c[column]),
        )
    )


_SEATS = (
    _with(_appointment, "body_id", _body, _body.c.name)
    .where(_ends_after(_appointment), _appointment.c.person_id == bindparam("person"))
    .order_by(_body.c.ref, _appointment.c.from_day, _appointment.c.seat)
)
_SUBSTITUTE = (
    _with(_appointment, "body_id", _body, _body.c.name)
    .where(
        _ends_after(_appointment),
        type_coerce(_appointment.c.substitute_ids, Text).contains(bindparam("person")),
    )
    .order_by(_body.c.ref, _appointment.c.from_day, _appointment.c.seat)
)
_OFFICES = (
    _with(_holding, "office_id", _office, _office.c.title)
    .where(_ends_after(_holding), _holding.c.person_id == bindparam("person"))
    .order_by(_office.c.ref, _holding.c.from_day)
)
_CHAIRS = (
    _with(_chair, "body_id", _body, _body.c.name)
    .where(
        _ends_after(_chair),
        _chair.c.person_id == bindparam("person"),
        _chair.c.state == "appointed",
    )
    .order_by(_body.c.ref, _chair.c.ref)
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a person holds, as the stored rows, each with the key of its office or body.

    `seats` are the person's own; in `substitute_in` they are named to sit for the member.
    """

    offices: tuple[Any, ...]
    seats: tuple[Any, ...]
    substitute_in: tuple[Any, ...]
    chairs: tuple[Any, ...]

    @property
    def deciders(self) -> frozenset[str]:
        """Keys of the offices and bodies the person is, or is of, in their own right."""
        return frozenset(row.key for row in (*self.offices, *self.seats))


def holds(desk: Desk, person_id: str, on: dt.date) -> Held:
    """What a person holds on a day."""
    return _held(desk, person_id, on, until=on)


def holds_from(desk: Desk, person_id: str, on: dt.date) -> Held:
    """What a person holds on a day, and what they are to hold after it."""
    return _held(desk, person_id, on, until=None)


def _held(desk: Desk, person_id: str, on: dt.date, *, until: dt.date | None) -> Held:
    def asked(statement: Any) -> tuple[Any, ...]:
        rows = desk.all(statement, person=person_id, day=on)
        return tuple(r for r in rows if until is None or r.from_day <= until)

    return Held(
        offices=asked(_OFFICES),
        seats=asked(_SEATS),
        substitute_in=asked(_SUBSTITUTE),
        chairs=asked(_CHAIRS),
    )
