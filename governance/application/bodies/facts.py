"""What bodies and offices are on a day: who sits, who holds, who chairs.

Asked once for acting and for "what next?".
A body's appointments come as the domain's values; `ids` leads from a person's key back to the
row, because acts refer to people by id and rules know them by key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.at_once import ask_at_once
from governance.application.desk import Desk
from governance.application.people.organisations import as_partner, partners
from governance.application.rulebook.in_force import (
    ask_for_all_keys,
    meaning,
    version_in_force,
)
from governance.domain.bodies.chair import seat_in_turn
from governance.domain.bodies.composition import Finding, check
from governance.domain.bodies.people import Appointment, Person
from governance.domain.bodies.terms import Terms
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.lists import in_list
from governance.store.tables import TABLES

_body = TABLES["body"]
_office = TABLES["office"]
_appointment = TABLES["appointment"]
_holding = TABLES["office_holding"]
_chair = TABLES["chair_appointment"]
_person = TABLES["person"]
_text = TABLES["private_text"]


def _keyed(table: Any) -> Any:
    return select(table).where(
        table.c.partnership_id == bindparam("partnership"), table.c.key == bindparam("key")
    )


def _keys(table: Any) -> Any:
    return (
        select(table.c.key)
        .where(table.c.partnership_id == bindparam("partnership"))
        .order_by(table.c.key)
    )


_BODY, _OFFICE = _keyed(_body), _keyed(_office)
_BODY_KEYS, _OFFICE_KEYS = _keys(_body), _keys(_office)
_APPOINTMENTS = (
    select(_appointment)
    .where(
        _appointment.c.partnership_id == bindparam("partnership"),
        _appointment.c.body_id == bindparam("body"),
    )
    .order_by(_appointment.c.from_day, _appointment.c.seat, _appointment.c.id)
)
_CHAIRS = (
    select(_chair)
    .where(
        _chair.c.partnership_id == bindparam("partnership"),
        _chair.c.body_id == bindparam("body"),
        _chair.c.state.in_(("appointed", "ended")),
        _chair.c.from_day <= bindparam("day"),
        _chair.c.to_day.is_(None) | (_chair.c.to_day >= bindparam("day")),
    )
    .order_by(_chair.c.from_day, _chair.c.ref)
)
_HOLDINGS = select(_holding).where(
    _holding.c.partnership_id == bindparam("partnership"),
    _holding.c.office_id == bindparam("office"),
    _holding.c.from_day <= bindparam("day"),
    _holding.c.to_day.is_(None) | (_holding.c.to_day >= bindparam("day")),
)
_PEOPLE = (
    select(_person.c.id, _person.c.key, _text.c.text)
    .select_from(
        _person.join(
            _text,
            (_text.c.partnership_id == _person.c.partnership_id)
            & (_text.c.id == _person.c.name_id),
        )
    )
    .where(_person.c.partnership_id == bindparam("partnership"), in_list(_person.c.id, "ids"))
)


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """A body on a day.

    `terms` are those in force, or None where the body has none. `rows` are the appointments as
    stored, of every day, and `appointments` the same as the rules see them. `chairs` are in the
    chair that day, appointed or in turn; `vices` take it when they are away.
    """

    row: Any
    on: dt.date
    terms: Terms | None
    rows: Sequence[Any]
    appointments: tuple[Appointment, ...]
    chairs: tuple[Person, ...]
    vices: tuple[Person, ...]
    chair_rows: Sequence[Any]
    ids: Mapping[str, str]

    @property
    def key(self) -> str:
        """The body's key, as decision paths name it."""
        return str(self.row.key)

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.row.name)

    @property
    def current(self) -> tuple[Appointment, ...]:
        """The appointments that cover the day."""
        return tuple(a for a in self.appointments if a.holds(self.on))

    def row_of(self, person: str, *, seat: str | None = None) -> Any | None:
        """The appointment row by which a person (key) sits that day, in a seat if named."""
        wanted = self.ids.get(person)
        return next(
            (
                row
                for row, held in zip(self.rows, self.appointments, strict=True)
                if row.person_id == wanted and held.holds(self.on) and seat in (None, row.seat)
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """An office on a day: whoever holds it, and the deputies who act in it."""

    row: Any
    on: dt.date
    holders: tuple[Person, ...]
    deputies: tuple[Person, ...]
    ids: Mapping[str, str]

    @property
    def key(self) -> str:
        """The office's key, as decision paths name it."""
        return str(self.row.key)

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.row.title)

    @property
    def acting(self) -> tuple[Person, ...]:
        """Everybody who can act for the office, the holder first."""
        return self.holders + self.deputies


def ask_of_bodies(desk: Desk, bodies: Sequence[Any], on: dt.date) -> None:
    """Ask at once what `body_facts` asks of each of these bodies (rows) on a day."""
    ids = [row.id for row in bodies]
    ask_at_once(desk, _APPOINTMENTS, "body", ids)
    ask_at_once(desk, _CHAIRS, "body", ids, day=on)
    ask_for_all_keys(desk, kind="terms", on=on)
    _know_people(desk, [_sitting(desk, one, on) for one in ids])


def ask_of_offices(desk: Desk, offices: Sequence[Any], on: dt.date) -> None:
    """Ask at once what `office_facts` asks of each of these offices (rows) on a day."""
    ids = [row.id for row in offices]
    ask_at_once(desk, _HOLDINGS, "office", ids, day=on)
    held = (desk.all(_HOLDINGS, office=one, day=on) for one in ids)
    _know_people(desk, [[row.person_id for row in rows] for rows in held])


def body_facts(desk: Desk, body: Any, on: dt.date) -> BodyFacts:
    """What a body (its row) is on a day."""
    rows = desk.all(_APPOINTMENTS, body=body.id)
    chair_rows = desk.all(_CHAIRS, body=body.id, day=on)
    everybody = _people(desk, _sitting(desk, body.id, on))
    appointments = tuple(_appointment_of(row, everybody) for row in rows)
    terms = terms_of(desk, body, on)
    chairs = [everybody[r.person_id] for r in chair_rows if r.role != "vice"]
    if terms is not None and terms.chair.rotation is not None:
        turn = seat_in_turn(terms.chair.rotation, on)
        chairs += [a.person for a in appointments if a.seat == turn and a.holds(on)]
    return BodyFacts(
        row=body,
        on=on,
        terms=terms,
        rows=rows,
        appointments=appointments,
        chairs=tuple(dict.fromkeys(chairs)),
        vices=tuple(everybody[r.person_id] for r in chair_rows if r.role == "vice"),
        chair_rows=chair_rows,
        ids={person.key: row_id for row_id, person in everybody.items()},
    )


def terms_of(desk: Desk, body: Any, on: dt.date) -> Terms | None:
    """A body's terms of reference in force on a day, or None."""
    if body.terms_key is None:
        return None
    version = version_in_force(desk, kind="terms", key=body.terms_key, on=on)
    if version is None:
        return None
    found: Terms = meaning(desk, version)
    return found


def composition(desk: Desk, facts: BodyFacts) -> tuple[Finding, ...]:
    """What is to be said about a body's make-up that day; nothing where no terms say it.

    Each statutory partner sits on the partnership's board, which is no organisation's own body
    and nobody's subgroup; on other bodies only what the terms ask for is missed.
    """
    if facts.terms is None:
        return ()
    board = facts.row.parent_id is None and facts.row.organisation_id is None
    return check(
        terms=facts.terms,
        partners=[replace(as_partner(row), seated=board) for row in partners(desk)],
        appointments=facts.appointments,
        chairs={person.key for person in facts.chairs},
        on=facts.on,
        names={person.key: person.name for person in facts.chairs},
    )


def members_on(desk: Desk, body: str, on: dt.date) -> tuple[Appointment, ...]:
    """The appointments to a body (key, reference or id) that cover a day."""
    return body_facts(desk, desk.row("body", body), on).current


def office_facts(desk: Desk, office: Any, on: dt.date) -> OfficeFacts:
    """What an office (its row) is on a day."""
    found = desk.all(_HOLDINGS, office=office.id, day=on)
    everybody = _people(desk, [r.person_id for r in found])
    rows = sorted(found, key=lambda r: (r.from_day, everybody[r.person_id].key))
    return OfficeFacts(
        row=office,
        on=on,
        holders=tuple(everybody[r.person_id] for r in rows if not r.deputy),
        deputies=tuple(everybody[r.person_id] for r in rows if r.deputy),
        ids={person.key: row_id for row_id, person in everybody.items()},
    )


def office_holders(desk: Desk, office: str, on: dt.date) -> tuple[Person, ...]:
    """Whoever can act for an office (key, reference or id) on a day, deputies last."""
    return office_facts(desk, desk.row("office", office), on).acting


def decider(desk: Desk, key: str, on: dt.date) -> OfficeFacts | BodyFacts:
    """The office or body that a decision path names. Raises `Unusable` where there is none."""
    if (office := desk.first(_OFFICE, key=key)) is not None:
        return office_facts(desk, office, on)
    if (body := desk.first(_BODY, key=key)) is not None:
        return body_facts(desk, body, on)
    known = [r.key for r in (*desk.all(_OFFICE_KEYS), *desk.all(_BODY_KEYS))]
    near = nearest(key, known)
    raise Unusable.one("name.unknown", what="office or body", name=key, nearest=near)


def person_value(desk: Desk, person: Any) -> Person:
    """A person's row as the rules see it."""
    return _people(desk, [person.id])[person.id]


def people_values(desk: Desk, ids: Sequence[str]) -> dict[str, Person]:
    """People by id, as the rules see them."""
    return _people(desk, ids)


def _sitting(desk: Desk, body_id: str, on: dt.date) -> list[str]:
    """The ids of everybody a body's seats and chair name, of every day."""
    rows = desk.all(_APPOINTMENTS, body=body_id)
    return [
        *(r.person_id for r in rows),
        *(s for r in rows for s in r.substitute_ids),
        *(r.person_id for r in desk.all(_CHAIRS, body=body_id, day=on)),
    ]


def _know_people(desk: Desk, together: Sequence[Sequence[str]]) -> None:
    """Ask at once for people that `_people` is about to be asked for, group by group."""
    groups = [sorted(set(ids)) for ids in together if ids]
    everybody = {one for ids in groups for one in ids}
    rows = {row.id: row for row in desk.all(_PEOPLE, ids=sorted(everybody))} if everybody else {}
    for ids in groups:
        desk.remember(_PEOPLE, [rows[one] for one in ids if one in rows], ids=ids)


def _people(desk: Desk, ids: Sequence[str]) -> dict[str, Person]:
    if not ids:
        return {}
    rows = desk.all(_PEOPLE, ids=sorted(set(ids)))
    return {row.id: Person(key=row.key, name=row.text or row.key) for row in rows}


def _appointment_of(row: Any, everybody: Mapping[str, Person]) -> Appointment:
    return Appointment(
        person=everybody[row.person_id],
        seat=row.seat,
        start=row.from_day,
        end=row.to_day,
        substitutes=tuple(everybody[s] for s in row.substitute_ids),
    )
