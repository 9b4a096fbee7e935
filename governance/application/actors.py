"""Who acts, and in which partnership: found by name, for one moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from governance.domain.errors import Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from governance.store.transactions import Transaction

OPERATOR, CLOCK, PUBLIC = "operator", "clock", "public"

_partnership = TABLES["partnership"]
_person = TABLES["person"]
_grant = TABLES["role_grant"]

_NAMED = select(_partnership).where(
    or_(_partnership.c.key == bindparam("name"), _partnership.c.id == bindparam("name"))
)
_FIRST_TWO = select(_partnership).order_by(_partnership.c.key).limit(2)
_KEYS = select(_partnership.c.key).order_by(_partnership.c.key).limit(1000)
_PERSON = select(_person).where(
    _person.c.partnership_id == bindparam("partnership"), _person.c.key == bindparam("key")
)
_PEOPLE = (
    select(_person.c.key)
    .where(_person.c.partnership_id == bindparam("partnership"))
    .order_by(_person.c.key)
    .limit(2000)
)
_ROLES = select(_grant.c.role).where(
    _grant.c.partnership_id == bindparam("partnership"),
    _grant.c.person_id == bindparam("person"),
    _grant.c.from_day <= bindparam("day"),
    (_grant.c.to_day.is_(None)) | (_grant.c.to_day >= bindparam("day")),
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, the operator of the command line, the clock; or the public, who look."""

    name: str
    person_id: str | None = None
    roles: frozenset[str] = frozenset()


def find_partnership(tx: Transaction, key: str | None) -> Any:
    """The partnership of that key; with no key, the only one there is. Raises `Unusable`."""
    if key is not None:
        if (found := tx.first(_NAMED, name=key)) is not None:
            return found
        known = [row.key for row in tx.all(_KEYS)]
        near = nearest(key, known)
        raise Unusable.one("name.unknown", what="partnership", name=key, nearest=near)
    some = tx.all(_FIRST_TWO)
    if len(some) == 1:
        return some[0]
    code = "partnership.which" if some else "partnership.none"
    raise Unusable.one(code, known=[row.key for row in tx.all(_KEYS)])


def find_actor(tx: Transaction, partnership: Any, name: str | None, today: dt.date) -> Actor:
    """The actor of that name: a person's key, `clock`, `public`, or None for the operator.

    Raises `Unusable` for a name nobody has, `Refused` for somebody who has left.
    """
    if name is None or name == OPERATOR:
        return Actor(OPERATOR, roles=frozenset({OPERATOR}))
    if name == CLOCK:
        return Actor(CLOCK, roles=frozenset({CLOCK}))
    if name == PUBLIC:
        return Actor(PUBLIC)
    person = tx.first(_PERSON, partnership=partnership.id, key=name)
    if person is None:
        known = [row.key for row in tx.all(_PEOPLE, partnership=partnership.id)]
        raise Unusable.one("name.unknown", what="person", name=name, nearest=nearest(name, known))
    if person.left_on is not None and person.left_on <= today:
        raise Refused.one("actor.left", name=name, on=person.left_on)
    roles = tx.all(_ROLES, partnership=partnership.id, person=person.id, day=today)
    return Actor(person.key, person.id, frozenset(r.role for r in roles))
