"""Who there is, what they are called, and which roles they have on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.store.lists import in_list
from governance.store.tables import TABLES

_person = TABLES["person"]
_text = TABLES["private_text"]
_organisation = TABLES["organisation"]
_grant = TABLES["role_grant"]


def _named(*more: Any) -> Any:
    """Select people with their names; an erased name leaves None."""
    names = _person.join(
        _text,
        (_text.c.partnership_id == _person.c.partnership_id) & (_text.c.id == _person.c.name_id),
    )
    return select(_person.c.id, _person.c.key, _text.c.text.label("name"), *more).select_from(names)


_here = _person.c.partnership_id == bindparam("partnership")
_BY_IDS = _named().where(_here, in_list(_person.c.id, "ids"))
_BY_KEYS = _named().where(_here, in_list(_person.c.key, "keys"))
_EVERYBODY = (
    _named(_person.c.ref, _person.c.left_on, _organisation.c.key.label("organisation"))
    .outerjoin(
        _organisation,
        (_organisation.c.partnership_id == _person.c.partnership_id)
        & (_organisation.c.id == _person.c.organisation_id),
    )
    .where(_here)
    .order_by(_person.c.ref)
)
_ROLES = (
    select(_grant.c.person_id, _grant.c.role)
    .where(
        _grant.c.partnership_id == bindparam("partnership"),
        _grant.c.from_day <= bindparam("day"),
        _grant.c.to_day.is_(None) | (_grant.c.to_day >= bindparam("day")),
    )
    .order_by(_grant.c.role)
)


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as a list shows them: the key and reference, the name, the roles on a day."""

    id: str
    key: str
    ref: str
    name: str
    organisation: str | None
    roles: tuple[str, ...]
    left_on: dt.date | None

    def plain(self) -> dict[str, Any]:
        """The person for JSON."""
        return {
            "ref": self.ref,
            "key": self.key,
            "name": self.name,
            "organisation": self.organisation,
            "roles": list(self.roles),
            "left_on": self.left_on,
        }


def people(desk: Desk, *, on: dt.date | None = None, gone: bool = True) -> list[PersonView]:
    """Everybody, with the roles they have on a day; without `gone` only who is here that day."""
    day = on or desk.today
    roles: dict[str, list[str]] = {}
    for row in desk.all(_ROLES, day=day):
        roles.setdefault(row.person_id, []).append(row.role)
    return [
        PersonView(
            id=row.id,
            key=row.key,
            ref=row.ref,
            name=row.name or row.key,
            organisation=row.organisation,
            roles=tuple(roles.get(row.id, ())),
            left_on=row.left_on,
        )
        for row in desk.all(_EVERYBODY)
        if gone or row.left_on is None or row.left_on > day
    ]


def names(desk: Desk, ids: Iterable[str]) -> dict[str, str]:
    """The name of each person by id; the key where the name was erased."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {row.id: row.name or row.key for row in desk.all(_BY_IDS, ids=wanted)}


def names_by_key(desk: Desk, keys: Iterable[str]) -> dict[str, str]:
    """The name of each person by key; keys of nobody are left out."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    return {row.key: row.name or row.key for row in desk.all(_BY_KEYS, keys=wanted)}


def name_of(desk: Desk, person: Any) -> str:
    """The name of a person's row."""
    return names(desk, [person.id])[person.id]
