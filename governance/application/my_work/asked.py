"""Consultations on a chair in which whoever asks has not answered yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, bindparam, select, type_coerce

from governance.application.desk import Desk
from governance.application.people.queries import names
from governance.store.tables import TABLES

_chair = TABLES["chair_appointment"]
_body = TABLES["body"]
_CONSULTING: Any = (
    select(_chair, _body.c.name.label("body_name"))
    .select_from(
        _chair.join(
            _body,
            (_body.c.partnership_id == _chair.c.partnership_id) & (_body.c.id == _chair.c.body_id),
        )
    )
    .where(
        _chair.c.partnership_id == bindparam("partnership"),
        _chair.c.state == "consulting",
        type_coerce(_chair.c.views, Text).contains(bindparam("person")),
    )
    .order_by(_chair.c.ref)
    .limit(20)
)


@dataclass(frozen=True, slots=True)
class Consultation:
    """Whose chairing of which body somebody is asked about, and by when."""

    ref: str
    body: str
    person: str
    role: str
    answer_by: dt.date


def asked_of_me(desk: Desk) -> list[Consultation]:
    """Consultations on a chair that wait for the actor's view."""
    person = desk.actor.person_id
    if person is None:
        return []
    rows = desk.all(_CONSULTING, person=person)
    called = names(desk, [row.person_id for row in rows]) if rows else {}
    found = []
    for row in rows:
        mine = next((view for view in row.views if view["person_id"] == person), None)
        if mine is not None and mine["answered"] is None:
            until = dt.date.fromisoformat(mine["answer_by"])
            name = called.get(row.person_id, "")
            found.append(Consultation(row.ref, row.body_name, name, row.role, until))
    return sorted(found, key=lambda one: (one.answer_by, one.ref))
