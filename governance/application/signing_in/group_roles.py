"""Roles that follow a provider's groups, brought into line at each sign-in.

What gives them is the text of groups to roles that is in force; each act names its version. A role
that an administrator granted by hand is never touched, and no second one is given beside it.

Such a role has a last day, some days after the sign-in, and each further sign-in moves it on once
half of them are gone: a service token is no sign-in, so by tokens alone nobody keeps a role of
groups that they left. A role that is ended has that day as its last, as one ended by hand has: what
was done under it on that day stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Update
from governance.application.desk import Desk
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.domain.sign_in import GroupsToRoles
from governance.store.tables import TABLES

DAYS: Final = 30
"""How many days a role of groups lasts after a sign-in, unless the provider's settings say."""

_grant = TABLES["role_grant"]
_TODAY = (
    select(_grant)
    .where(
        _grant.c.partnership_id == bindparam("partnership"),
        _grant.c.person_id == bindparam("person"),
        _grant.c.from_day <= bindparam("day"),
        _grant.c.to_day.is_(None) | (_grant.c.to_day >= bindparam("day")),
    )
    .order_by(_grant.c.id)
)


def follow(
    desk: Desk, person: str, issuer: str, groups: Collection[str], *, days: int = DAYS
) -> None:
    """Give a person the roles of these groups of a provider, and end those of groups now gone.

    A role is given until so many `days` after today. The day on which a group is found gone is
    the last with its role. Nothing is done where all is in line.
    """
    row = desk.row("person", person)
    wanted = _wanted(desk, issuer, groups)
    held = desk.all(_TODAY, person=row.id, day=desk.today)
    gone = [one for one in held if _goes_on(one, desk.today) and one.issuer == issuer
            and one.role not in wanted]  # fmt: skip
    has = {one.role: one for one in held}
    last = desk.today + dt.timedelta(days=days)
    if gone:
        _end(desk, row, issuer, gone, right=_right(desk, issuer, None))
        row = desk.row("person", person)
    for role, (group, version) in sorted(wanted.items()):
        there = has.get(role)
        if there is not None and not _is_to_be_renewed(there, issuer, desk.today, days):
            continue
        values = {"id": desk.new_id(), "person_id": row.id, "role": role, "issuer": issuer}
        write: Insert | Update = Insert(
            "role_grant", {**values, "from_day": desk.today, "to_day": last}
        )
        if there is not None:
            write = Update("role_grant", there, {"to_day": last})
        since = desk.today if there is None else there.from_day
        facts = {"role": role, "from": since, "to": last, "group": group, "issuer": issuer}
        desk.apply(
            Change(
                kind="person.role_from_group",
                table="person",
                subject=row,
                values={},
                facts={"person": row.key, **facts, "rulebook": version.ref},
                writes=(write,),
                authority=_right(desk, issuer, version),
            )
        )
        row = desk.row("person", person)


def end_all(desk: Desk, person: Any, issuer: str) -> None:
    """End every role that a person has by groups of a provider."""
    held = desk.all(_TODAY, person=person.id, day=desk.today)
    if gone := [one for one in held if one.issuer == issuer and _goes_on(one, desk.today)]:
        _end(desk, person, issuer, gone, right="the link to the provider has ended")


def _goes_on(grant: Any, today: dt.date) -> bool:
    return grant.to_day is None or grant.to_day > today


def _is_to_be_renewed(grant: Any, issuer: str, today: dt.date, days: int) -> bool:
    """Whether a grant that came of this provider has less than half of its days left."""
    if grant.issuer != issuer:
        return False
    return grant.to_day is None or (grant.to_day - today).days < (days + 1) // 2


def _wanted(desk: Desk, issuer: str, groups: Collection[str]) -> dict[str, tuple[str, Any]]:
    """The roles these groups give today: each with a group that does, and the version."""
    found: dict[str, tuple[str, Any]] = {}
    for version in keys_in_force(desk, kind="sign-in", on=desk.today):
        says: GroupsToRoles = meaning(desk, version)
        for role, group in says.roles(issuer, groups).items():
            found.setdefault(role, (group, version))
    return found


def _right(desk: Desk, issuer: str, version: Any) -> str:
    spoken = (
        [version] if version is not None else keys_in_force(desk, kind="sign-in", on=desk.today)
    )
    refs = ", ".join(one.ref for one in spoken) or "no text of groups to roles"
    return f"{refs}; groups of {issuer}"


def _end(desk: Desk, person: Any, issuer: str, gone: list[Any], *, right: str) -> None:
    last = desk.today
    facts = {"roles": sorted(one.role for one in gone), "to": last, "issuer": issuer}
    desk.apply(
        Change(
            kind="person.roles_left_group",
            table="person",
            subject=person,
            values={},
            facts={"person": person.key, **facts},
            writes=tuple(Update("role_grant", one, {"to_day": last}) for one in gone),
            authority=right,
        )
    )
