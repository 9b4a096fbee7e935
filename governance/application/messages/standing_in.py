"""Who stands in for whom: an office's deputies, those who came after a leaver, an absent one's.

What somebody who left was to be told goes to whoever now holds what they held, else to whoever
managed them. Somebody who is away is told all the same, and their deputy with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import OfficeFacts, office_facts
from governance.application.desk import Desk
from governance.domain.bodies.because import Because
from governance.store.tables import TABLES

_absence = TABLES["absence"]
_holding = TABLES["office_holding"]
_office = TABLES["office"]

_HELD = (
    select(_office, _holding.c.deputy, _holding.c.from_day, _holding.c.to_day)
    .select_from(
        _holding.join(
            _office,
            (_office.c.partnership_id == _holding.c.partnership_id)
            & (_office.c.id == _holding.c.office_id),
        )
    )
    .where(
        _holding.c.partnership_id == bindparam("partnership"),
        _holding.c.person_id == bindparam("person"),
        _holding.c.from_day <= bindparam("day"),
        _holding.c.to_day.is_(None) | (_holding.c.to_day >= _holding.c.from_day),
    )
    .order_by(_office.c.key, _holding.c.from_day)
)
_OFFICE = select(_office).where(
    _office.c.partnership_id == bindparam("partnership"), _office.c.key == bindparam("key")
)
_AWAY = (
    select(_absence)
    .where(
        _absence.c.partnership_id == bindparam("partnership"),
        _absence.c.person_id == bindparam("person"),
        _absence.c.from_day <= bindparam("day"),
        _absence.c.to_day >= bindparam("day"),
        _absence.c.withdrawn.is_(False),
    )
    .order_by(_absence.c.to_day.desc(), _absence.c.id)
)


@dataclass(frozen=True, slots=True)
class To:
    """Somebody to be told, and why they are."""

    person: Any
    because: Because


@dataclass(frozen=True, slots=True)
class Found:
    """Whom something leads to; `why` says it where that is nobody."""

    people: tuple[To, ...]
    why: Because


def in_the_office(desk: Desk, facts: OfficeFacts) -> Found:
    """Whoever holds an office that day, else its deputies."""
    told = {"office": facts.title}
    holder = Because("message.because.holder", told)
    people = [To(_row(desk, facts.ids[p.key]), holder) for p in facts.holders]
    if not people:
        deputy = Because("message.because.deputy", told)
        people = [To(_row(desk, facts.ids[p.key]), deputy) for p in facts.deputies]
    return Found(tuple(people), Because("message.nobody.office_vacant", told))


def person_or_successor(desk: Desk, person: Any, because: Because, on: dt.date) -> Found:
    """The person; once they have left, whoever came after them."""
    if not has_left(person, on):
        return Found((To(person, because),), because)
    told = {"who": person.id}
    for office in _held_last(desk, person, on):
        found = in_the_office(desk, office_facts(desk, office, on))
        if found.people:
            because = Because("message.because.succeeded", {**told, "office": office.title})
            return Found(tuple(To(to.person, because) for to in found.people), because)
    if person.reports_to is not None:
        office = desk.first(_OFFICE, key=person.reports_to)
        if office is not None:
            because = Because("message.because.reported_to", {**told, "office": office.title})
            found = in_the_office(desk, office_facts(desk, office, on))
            return Found(tuple(To(to.person, because) for to in found.people), _left(told))
    return Found((), _left(told))


def _left(told: dict[str, Any]) -> Because:
    return Because("message.nobody.left", told)


def has_left(person: Any, on: dt.date) -> bool:
    """Whether a person is gone on a day."""
    return person.left_on is not None and person.left_on <= on


def with_deputies(desk: Desk, people: Iterable[To], on: dt.date) -> tuple[To, ...]:
    """The people, each once, and with each who is away that day their deputies."""
    told: dict[str, To] = {}
    waiting = list(people)
    while waiting:
        one = waiting.pop(0)
        if one.person.id in told or has_left(one.person, on):
            continue
        told[one.person.id] = one
        waiting += _deputies(desk, one.person, on)
    return tuple(told.values())


def _deputies(desk: Desk, person: Any, on: dt.date) -> Iterator[To]:
    """Whoever is told for a person who is away: the deputy named, else those of their offices."""
    away = desk.first(_AWAY, person=person.id, day=on)
    if away is None:
        return
    because = Because("message.because.away", {"who": person.id, "until": away.to_day.isoformat()})
    named = desk.by_id("person", away.deputy_id)
    if named is not None and not has_left(named, on):
        yield To(named, because)
        return
    for office in desk.all(_HELD, person=person.id, day=on):
        if not office.deputy and (office.to_day is None or office.to_day >= on):
            facts = office_facts(desk, office, on)
            for deputy in facts.deputies:
                yield To(_row(desk, facts.ids[deputy.key]), because)


def _held_last(desk: Desk, person: Any, on: dt.date) -> list[Any]:
    """The offices that a leaver held to the end; as deputy only where they held none."""
    rows = desk.all(_HELD, person=person.id, day=on)
    for deputy in (False, True):
        held = [row for row in rows if row.deputy is deputy]
        if held:
            end = max(row.to_day or on for row in held)
            return [row for row in held if (row.to_day or on) == end]
    return []


def _row(desk: Desk, person_id: str) -> Any:
    return desk.by_id("person", person_id)
