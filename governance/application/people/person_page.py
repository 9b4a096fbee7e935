"""Everything about a person on one page, and what can be done about them.

What somebody may not do they are told why, as anywhere: the guards of the use cases are asked,
there is no second copy of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.holding import Held, holds_from
from governance.application.calendars.addresses import addresses_of
from governance.application.desk import Desk
from governance.application.people.acts import must_stay
from governance.application.people.away import absences, must_be_theirs
from governance.application.people.erasing import against
from governance.application.people.leaving import still_led
from governance.application.people.listing import accounts_of
from governance.application.people.preferences import as_told
from governance.application.people.queries import name_of, names
from governance.application.people.whose import must_be_own, must_keep_person
from governance.application.permissions import (
    must_administer,
    must_keep_register,
    why_not,
)
from governance.application.signing_in.accounts import is_locked, looked_at, sessions_of
from governance.application.signing_in.identities import IdentityView, identities, of_person
from governance.application.signing_in.sessions import SessionView
from governance.domain.errors import Refusal, Refused
from governance.store.tables import TABLES

_grant = TABLES["role_grant"]
_text = TABLES["private_text"]
_office = TABLES["office"]
_GRANTS = (
    select(_grant)
    .where(
        _grant.c.partnership_id == bindparam("partnership"),
        _grant.c.person_id == bindparam("person"),
    )
    .order_by(_grant.c.from_day.desc(), _grant.c.id.desc())
    .limit(100)
)
_ADDRESS = select(_text.c.text).where(
    _text.c.partnership_id == bindparam("partnership"), _text.c.id == bindparam("id")
)
_OFFICE = select(_office.c.title).where(
    _office.c.partnership_id == bindparam("partnership"), _office.c.key == bindparam("key")
)


@dataclass(frozen=True, slots=True)
class Move:
    """Something that can be done about a person, and every reason why not."""

    move: str
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as their page shows them.

    `address` and `told` are None for whoever may not see them, `account`, `sessions`
    and `identities` for whoever is no administrator.
    """

    row: Any
    name: str
    organisation: Any
    manager: str | None
    address: str | None
    told: Mapping[str, Any] | None
    grants: Sequence[Any]
    held: Held
    leads: Sequence[str]
    away: Sequence[Mapping[str, Any]]
    account: Any
    administrator: bool
    sessions: Sequence[SessionView]
    identities: Sequence[IdentityView]
    moves: Sequence[Move]


def person_page(desk: Desk, ref: str) -> PersonPage:
    """A person by their reference, key or id. Raises `Unusable` for one there is none of."""
    row = desk.row("person", ref)
    administrator = not why_not(must_administer, desk)
    theirs = not why_not(must_be_theirs, desk, row)
    grants = desk.all(_GRANTS, person=row.id)
    return PersonPage(
        row=row,
        name=name_of(desk, row),
        organisation=desk.by_id("organisation", row.organisation_id),
        manager=_title(desk, row.reports_to),
        address=_address(desk, row) if theirs else None,
        told=as_told(desk, row) if theirs else None,
        grants=grants,
        held=holds_from(desk, row.id, desk.today),
        leads=still_led(desk, row.id),
        away=_away(desk, row),
        account=accounts_of(desk, [row.id]).get(row.id) if administrator else None,
        administrator=administrator,
        sessions=sessions_of(desk, person=row.id) if administrator else (),
        identities=identities(desk, person=row.id) if administrator else (),
        moves=moves(desk, row),
    )


def _title(desk: Desk, key: str | None) -> str | None:
    if key is None:
        return None
    found = desk.first(_OFFICE, key=key)
    return key if found is None else str(found.title)


def _address(desk: Desk, row: Any) -> str:
    found = desk.first(_ADDRESS, id=row.address_id) if row.address_id else None
    return (found.text if found is not None else None) or ""


def _away(desk: Desk, row: Any) -> list[Mapping[str, Any]]:
    found = absences(desk, row.id)
    called = names(desk, [one.deputy_id for one in found if one.deputy_id])
    return [
        {"from": one.from_day, "to": one.to_day, "deputy": called.get(one.deputy_id or "")}
        for one in found
    ]


# --- what can be done

_Guard = Callable[[Desk, Any], None]


def _kept_by_register(desk: Desk, row: Any) -> None:
    del row
    must_keep_register(desk)


def _kept_by_administrator(desk: Desk, row: Any) -> None:
    del row
    must_administer(desk)


def _here(desk: Desk, row: Any) -> None:
    must_stay(row, desk.today)


def _has_account(desk: Desk, row: Any) -> None:
    if looked_at(desk, row.id) is None:
        raise Refused.one("account.none", person=row.key)


def _has_none(desk: Desk, row: Any) -> None:
    if looked_at(desk, row.id) is not None:
        raise Refused.one("account.already", person=row.key)


def _open(desk: Desk, row: Any) -> None:
    if is_locked(desk, row.id):
        raise Refused.one("account.locked_already", person=row.key)


def _locked(desk: Desk, row: Any) -> None:
    if not is_locked(desk, row.id):
        raise Refused.one("account.not_locked", person=row.key)


def _signed_in(desk: Desk, row: Any) -> None:
    if not sessions_of(desk, person=row.id):
        raise Refused.one("account.no_session", person=row.key)


def _is_linked(desk: Desk, row: Any) -> None:
    if all(one.ended_at for one in of_person(desk, row.id)):
        raise Refused.one("identity.none_at_all", person=row.key)


def _has_calendars(desk: Desk, row: Any) -> None:
    if not addresses_of(desk, person=row.key):
        raise Refused.one("calendar.none_such", person=row.key)


def _is_away(desk: Desk, row: Any) -> None:
    if not absences(desk, row.id):
        raise Refused.one("people.not_away", person=row.key)


def _has_role(desk: Desk, row: Any) -> None:
    if not open_roles(desk.all(_GRANTS, person=row.id), desk.today):
        raise Refused.one("people.no_role", person=row.key)


def _can_be_erased(desk: Desk, row: Any) -> None:
    if found := against(desk, row, early=True):
        raise Refused(found)


MOVES: Final[Mapping[str, tuple[_Guard, ...]]] = {
    "rename": (must_keep_person,),
    "address": (must_be_own,),
    "tell": (must_be_theirs,),
    "away": (must_be_theirs, _here),
    "back": (must_be_theirs, _is_away),
    "reports-to": (_kept_by_register,),
    "leave": (must_keep_person, _here),
    "grant": (_kept_by_administrator, _here),
    "end-role": (_kept_by_administrator, _has_role),
    "export": (must_be_theirs,),
    "erase": (_kept_by_administrator, _can_be_erased),
    "account/create": (_kept_by_administrator, _here, _has_none),
    "account/reset": (_kept_by_administrator, _here, _has_account),
    "account/lock": (_kept_by_administrator, _open),
    "account/unlock": (_kept_by_administrator, _locked),
    "account/revoke": (_kept_by_administrator, _signed_in),
    "account/calendars": (_kept_by_administrator, _has_calendars),
    "identity/link": (_kept_by_administrator, _here),
    "identity/unlink": (_kept_by_administrator, _is_linked),
}
"""What can be done about a person, by the end of its address, and what is asked first."""


def moves(desk: Desk, row: Any) -> list[Move]:
    """Everything that can be done about a person, with why not."""
    return [Move(move, _refusals(desk, row, guards)) for move, guards in MOVES.items()]


def _refusals(desk: Desk, row: Any, guards: Sequence[_Guard]) -> tuple[Refusal, ...]:
    return next((found for guard in guards if (found := why_not(guard, desk, row))), ())


def open_roles(grants: Sequence[Any], today: dt.date) -> list[str]:
    """The roles that go on, or are to begin, unless they are ended."""
    return sorted({one.role for one in grants if one.to_day is None or one.to_day > today})
