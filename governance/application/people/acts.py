"""People: adding them, naming them, and what roles they have on which days.

Names and addresses are personal: they lie apart and the record holds a digest of them.
"""

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
    taken_problems,
)
from governance.application.people.organisations import (
    add_organisation,
    except_partner,
)
from governance.application.people.partnerships import create_partnership
from governance.application.people.private import must_not_be_erased
from governance.application.people.whose import must_keep_person, must_leave_administrator
from governance.application.permissions import (
    ADMINISTRATOR,
    ROLES,
    must_administer,
    must_keep_register,
)
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES

__all__ = [
    "add_organisation",
    "add_person",
    "create_partnership",
    "end_grant",
    "except_partner",
    "grant",
    "rename",
]

LONGEST_ADDRESS = 254
"""Characters in an electronic mail address at the most (RFC 5321)."""

_grant = TABLES["role_grant"]
_GRANTS = (
    select(_grant)
    .where(
        _grant.c.partnership_id == bindparam("partnership"),
        _grant.c.person_id == bindparam("person"),
    )
    .order_by(_grant.c.from_day, _grant.c.id)
)


def add_person(
    desk: Desk,
    *,
    key: str,
    name: str,
    address: str | None = None,
    organisation: str | None = None,
) -> Receipt:
    """Add a person, of an organisation where one is named.

    Raises `Unusable` with everything wrong with what was given, `Refused` for a key in use.
    """
    must_keep_register(desk)
    problems = [*name_problems(name), *key_problems(key), *address_problems(address)]
    home = None
    try:
        home = desk.row("organisation", organisation) if organisation is not None else None
    except Unusable as unknown:
        problems += unknown.problems
    if problems:
        raise Unusable([*problems, *taken_problems(desk, table="person", key=key)])
    must_be_free(desk, table="person", key=key)
    named = desk.private(name.strip())
    at = desk.private(address.strip()) if address is not None else None
    values = {
        "id": desk.new_id(),
        "ref": desk.next_ref("person"),
        "key": key,
        "organisation_id": home.id if home is not None else None,
        "name_id": named.values["id"],
        "address_id": at.values["id"] if at is not None else None,
    }
    return desk.apply(
        Change(
            kind="person.added",
            table="person",
            subject=None,
            values=values,
            facts={"key": key, "organisation": home.key if home is not None else None},
            writes=(named,) if at is None else (named, at),
        )
    )


def rename(desk: Desk, *, person: str, name: str) -> Receipt:
    """Give a person another name; the old one stays in the record as a digest.

    Raises `GuardRefused` unless the actor keeps the register, and is an administrator for one.
    """
    must_keep_register(desk)
    if problems := name_problems(name):
        raise Unusable(problems)
    row = desk.row("person", person)
    must_keep_person(desk, row)
    must_not_be_erased(desk, row)
    named = desk.private(name.strip())
    return desk.apply(
        Change(
            kind="person.renamed",
            table="person",
            subject=row,
            values={"name_id": named.values["id"]},
            facts={"key": row.key},
            writes=(named,),
        )
    )


def grant(
    desk: Desk,
    *,
    person: str,
    role: str,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> Receipt:
    """Grant a role for days that are both included; without a last day until it is ended.

    Raises `Unusable` for a role there is none of, `Refused` where the person has left or has
    the role on some of those days already.
    """
    must_administer(desk)
    start = from_day or desk.today
    problems = days_problems(start, to_day)
    if role not in ROLES:
        params = {"what": "role", "name": role[:80], "nearest": nearest(role, ROLES)}
        problems.append(Problem("name.unknown", params))
    if problems:
        raise Unusable(problems)
    row = desk.row("person", person)
    must_stay(row, start)
    for held in desk.all(_GRANTS, person=row.id):
        ends_before = held.to_day is not None and held.to_day < start
        begins_after = to_day is not None and held.from_day > to_day
        if held.role == role and not ends_before and not begins_after:
            raise Refused.one("people.role_already", person=row.key, role=role)
    values = {"id": desk.new_id(), "person_id": row.id, "role": role, "from_day": start}
    facts = {"person": row.key, "role": role, "from": start, "to": to_day}
    return desk.apply(
        Change(
            kind="person.role_granted",
            table="person",
            subject=row,
            values={},
            facts=facts,
            writes=(Insert("role_grant", {**values, "to_day": to_day}),),
        )
    )


def end_grant(desk: Desk, *, person: str, role: str, last_day: dt.date | None = None) -> Receipt:
    """End a role: `last_day` (today unless said) is the last on which the person has it.

    Raises `Refused` where the person does not have it on that day, or is the last administrator.
    """
    must_administer(desk)
    last = last_day or desk.today
    row = desk.row("person", person)
    held = [g for g in grants_ending(desk, row, last) if g.role == role and g.from_day <= last]
    if not held:
        raise Refused.one("people.role_not_held", person=row.key, role=role, on=last)
    if role == ADMINISTRATOR:
        must_leave_administrator(desk, row, last)
    return desk.apply(
        Change(
            kind="person.role_ended",
            table="person",
            subject=row,
            values={},
            facts={"person": row.key, "role": role, "to": last},
            writes=tuple(Update("role_grant", g, {"to_day": last}) for g in held),
        )
    )


def grants_ending(desk: Desk, person: Any, last_day: dt.date) -> list[Any]:
    """The person's grants that go on after that day unless they are ended."""
    return [
        g for g in desk.all(_GRANTS, person=person.id) if g.to_day is None or g.to_day > last_day
    ]


def must_stay(person: Any, on: dt.date) -> None:
    """Raise `Refused` where the person has left by that day."""
    if person.left_on is not None and person.left_on <= on:
        raise Refused.one("people.left", person=person.key, on=person.left_on)


def address_problems(address: str | None) -> list[Problem]:
    """What is wrong with an electronic mail address that is to be given."""
    if address is None:
        return []
    name, at, domain = address.strip().partition("@")
    wrong = not (name and at and domain) or any(c.isspace() for c in address.strip())
    if wrong or "@" in domain or len(address) > LONGEST_ADDRESS:
        return [Problem("people.address_unusable", {"address": address[:80]})]
    return []
