"""Organisations: the partners, and those who provide services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.naming import (
    days_problems,
    key_problems,
    must_be_free,
    name_problems,
)
from governance.application.permissions import must_be, must_keep_register
from governance.domain.bodies.people import Exemption, Partner
from governance.domain.errors import Problem, Refused, Unusable
from governance.store.tables import TABLES
from statemachines.permissions import Permission

_organisation = TABLES["organisation"]
_ALL = (
    select(_organisation)
    .where(_organisation.c.partnership_id == bindparam("partnership"))
    .order_by(_organisation.c.ref)
)
_PARTNERS = (
    select(_organisation)
    .where(
        _organisation.c.partnership_id == bindparam("partnership"),
        _organisation.c.partner.is_(True),
    )
    .order_by(_organisation.c.ref)
)


def add_organisation(
    desk: Desk,
    *,
    key: str,
    name: str,
    partner: bool = False,
    statutory: bool = False,
    lead: bool = False,
    provider: bool = False,
    voluntary: bool = False,
    aliases: Iterable[str] = (),
    identifiers: Iterable[str] = (),
) -> Receipt:
    """Add an organisation. The lead and the statutory ones are partners whether said or not.

    Raises `Unusable`; `Refused` for a key in use or a second lead partner.
    """
    must_keep_register(desk)
    if problems := [*key_problems(key), *name_problems(name)]:
        raise Unusable(problems)
    must_be_free(desk, table="organisation", key=key)
    if lead and (other := next((o for o in partners(desk) if o.lead), None)) is not None:
        raise Refused.one("organisation.lead_already", lead=other.name)
    told = {
        "key": key,
        "partner": partner or statutory or lead,
        "statutory": statutory,
        "lead": lead,
        "provider": provider,
        "voluntary": voluntary,
    }
    values = {
        **told,
        "id": desk.new_id(),
        "ref": desk.next_ref("organisation"),
        "name": name.strip(),
        "exceptions": [],
        "aliases": list(aliases),
        "identifiers": list(identifiers),
    }
    return desk.apply(
        Change(
            kind="organisation.added",
            table="organisation",
            subject=None,
            values=values,
            facts=told,
        )
    )


def except_partner(
    desk: Desk,
    *,
    organisation: str,
    reason: str,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> Receipt:
    """Record why, on some days, a statutory partner need not be represented.

    Both days are included; no last day means until further notice. Raises `Unusable` for days
    the wrong way round or no reason, `Refused` for a partner whom nothing obliges or the lead.
    """
    must_be(desk, Permission.SECRETARY, Permission.PROPER_OFFICER)
    start = from_day or desk.today
    problems = days_problems(start, to_day)
    if not reason.strip():
        problems.append(Problem("name.reason_missing"))
    if problems:
        raise Unusable(problems)
    row = desk.row("organisation", organisation)
    if row.lead or not row.statutory:
        code = "organisation.lead_not_excepted" if row.lead else "organisation.not_statutory"
        raise Refused.one(code, name=row.name)
    added = {
        "from": start.isoformat(),
        "to": to_day.isoformat() if to_day is not None else None,
        "reason": reason.strip(),
    }
    return desk.apply(
        Change(
            kind="organisation.excepted",
            table="organisation",
            subject=row,
            values={"exceptions": [*row.exceptions, added]},
            facts=added,
        )
    )


def organisations(desk: Desk) -> list[Any]:
    """Every organisation's row, in the order in which they came."""
    return desk.all(_ALL)


def partners(desk: Desk) -> list[Any]:
    """The rows of the partners."""
    return desk.all(_PARTNERS)


def as_partner(row: Any) -> Partner:
    """An organisation as the check of a body's composition sees it."""
    return Partner(
        key=row.key,
        title=row.name,
        lead=row.lead,
        statutory=row.statutory,
        exemptions=tuple(
            Exemption(
                start=dt.date.fromisoformat(e["from"]),
                end=dt.date.fromisoformat(e["to"]) if e["to"] else None,
                reason=e["reason"],
            )
            for e in row.exceptions
        ),
    )
