"""Whose it is to change what stands of a person: theirs, the register's, or administrators'.

A sign-in provider may be matched by address, and an administrator may do everything: whoever
keeps the register must be able to become neither. And somebody has to stay who can name others.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, or_, select

from governance.application.desk import OPERATOR, Desk
from governance.application.permissions import (
    ADMINISTRATOR,
    must_administer,
    must_keep_register,
    permissions,
)
from governance.domain.errors import GuardRefused, Refusal, Refused
from governance.store.lists import belongs
from governance.store.tables import TABLES

_grant, _person = TABLES["role_grant"], TABLES["person"]
_ADMINISTERS = (
    select(_grant)
    .where(
        _grant.c.partnership_id == bindparam("partnership"),
        _grant.c.role == ADMINISTRATOR,
        _grant.c.person_id == bindparam("person"),
        or_(_grant.c.to_day.is_(None), _grant.c.to_day >= bindparam("day")),
    )
    .limit(1)
)
_ADMINISTRATORS = (
    select(_grant)
    .select_from(_grant.join(_person, belongs(_grant, "person_id", _person)))
    .where(
        _grant.c.partnership_id == bindparam("partnership"),
        _grant.c.role == ADMINISTRATOR,
        _grant.c.from_day <= bindparam("day"),
        or_(_grant.c.to_day.is_(None), _grant.c.to_day >= bindparam("day")),
        or_(_person.c.left_on.is_(None), _person.c.left_on > bindparam("day")),
    )
    .order_by(_grant.c.id)
    .with_for_update(of=_grant)
)
"""Held for update: of two who end each other's role at once, the second sees the first."""


def must_be_own(desk: Desk, person: Any) -> None:
    """Raise `GuardRefused` unless the actor is the person or an administrator."""
    if desk.actor.person_id != person.id:
        must_administer(desk)


def must_keep_person(desk: Desk, person: Any) -> None:
    """Raise `GuardRefused` unless the actor keeps the register, of an administrator is one too."""
    must_keep_register(desk)
    if ADMINISTRATOR in permissions(desk):
        return
    if desk.first(_ADMINISTERS, person=person.id, day=desk.today) is not None:
        params = {"actor": desk.actor.name, "person": person.key}
        raise GuardRefused([Refusal("people.is_administrator", params)])


def must_leave_administrator(desk: Desk, person: Any, last: dt.date) -> None:
    """Raise `Refused` where nobody else is administrator on the day after a person's last.

    Nothing for whoever is none on that day, and for the operator, who can name others.
    """
    day = last + dt.timedelta(days=1)
    found = {one.person_id for one in desk.all(_ADMINISTRATORS, day=day)}
    if OPERATOR not in desk.actor.roles and found == {person.id}:
        raise Refused.one("people.last_administrator", person=person.key, on=day)
