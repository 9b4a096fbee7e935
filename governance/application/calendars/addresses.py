"""Private addresses of calendars: made and ended by their owners, and ended by administrators.

Calendar programs cannot sign in, so whoever knows the address may read. It holds 256 random bits,
of which only the digest is kept; it is shown once. There is one for each calendar of a person:
making another ends the one before. It shows nothing while its owner may not come in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.permissions import must_administer
from governance.application.signing_in.accounts import note
from governance.application.signing_in.secrets import digest, new_token
from governance.application.signing_in.standing import kept_out, with_standing
from governance.domain.errors import Refused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

_address = TABLES["calendar_address"]
_body = TABLES["body"]
_here: Any = bindparam("partnership")
_OF = (
    select(_address, _body.c.key.label("body"), _body.c.name.label("body_name"))
    .select_from(
        _address.outerjoin(
            _body,
            (_body.c.partnership_id == _address.c.partnership_id)
            & (_body.c.id == _address.c.body_id),
        )
    )
    .where(_address.c.partnership_id == _here, _address.c.person_id == bindparam("person"))
    .order_by(_address.c.id)
)
_KNOWN = with_standing(_address, _address.c.person_id, _address.c.body_id).where(
    _address.c.partnership_id == _here, _address.c.digest == bindparam("digest")
)
_ENDED = _address.delete().where(
    _address.c.partnership_id == _here, _address.c.id == bindparam("address")
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as its owner sees it: never the secret. `body` is a key, None for their own."""

    id: str
    body: str | None
    body_name: str | None
    made_at: dt.datetime

    def plain(self) -> dict[str, Any]:
        """The address for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Made:
    """A new address: its receipt, and the secret, which is kept nowhere."""

    receipt: Receipt
    token: str
    body: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """Whose calendar an address is: a person's key, and the id of a body where it is of one."""

    person: str
    body_id: str | None


def make_address(desk: Desk, *, body: str | None = None) -> Made:
    """Make an address of the actor's own calendar, or of a body's; the one before ends.

    Raises `Refused` for the operator and the clock, who have no calendar, `Unusable` for a body
    nobody knows.
    """
    row = _oneself(desk)
    of = None if body is None else desk.by_id("body", desk.row("body", body).id)
    of_id = of.id if of is not None else None
    for one in _rows(desk, row.id):
        if one.body_id == of_id:
            desk.writer.run(_ENDED, partnership=desk.pid, address=one.id)
    token = new_token()
    key = of.key if of is not None else None
    receipt = note(desk, row, "person.calendar_made", **({"body": key} if key else {}))
    values = {
        "partnership_id": desk.pid,
        "id": desk.new_id(),
        "version": 1,
        "person_id": row.id,
        "body_id": of_id,
        "digest": digest(token),
        "made_at": desk.now,
    }
    desk.writer.insert(_address, values)
    return Made(receipt, token, key)


def end_addresses(
    desk: Desk, *, person: str | None = None, address: str | None = None, body: str | None = None
) -> Receipt:
    """End addresses of the actor, or of another as administrator: all, one by its id, a body's.

    `person` is a key, the actor's unless given. Raises `Refused` where there is none such.
    """
    row = _oneself(desk) if person is None else desk.row("person", person)
    if row.id != desk.actor.person_id:
        must_administer(desk)
    found = [
        one for one in _rows(desk, row.id) if address in (None, one.id) and body in (None, one.body)
    ]
    if not found:
        raise Refused.one("calendar.none_such", person=row.key)
    return _end(desk, row, found)


def end_addresses_of(desk: Desk, person: Any) -> int:
    """End every address of a person's row; returns how many. Nothing is done where there is none.

    It stands in the ledger as `end_addresses` does.
    """
    found = _rows(desk, person.id)
    if found:
        _end(desk, desk.row("person", person.id), found)
    return len(found)


def _end(desk: Desk, row: Any, found: Sequence[Any]) -> Receipt:
    for one in found:
        desk.writer.run(_ENDED, partnership=desk.pid, address=one.id)
    of = sorted(one.body for one in found if one.body is not None)
    facts = {"count": len(found), **({"bodies": of} if of else {})}
    return note(desk, row, "person.calendar_ended", **facts)


def addresses_of(desk: Desk, *, person: str | None = None) -> list[Address]:
    """The addresses of the actor, or of another as administrator."""
    row = _oneself(desk) if person is None else desk.row("person", person)
    if row.id != desk.actor.person_id:
        must_administer(desk)
    return [Address(one.id, one.body, one.body_name, one.made_at) for one in _rows(desk, row.id)]


def whose(store: Store, *, partnership_id: str, token: str, now: dt.datetime) -> Known | None:
    """Whose calendar an address shows; None for one that is unknown, ended, or over.

    It is over while its owner may not come in.
    """
    with store.read() as tx:
        row = tx.first(_KNOWN, partnership=partnership_id, digest=digest(token))
    if row is None or kept_out(row, now) is not None:
        return None
    return Known(row.person, row.body_id)


def _rows(desk: Desk, person_id: str) -> Sequence[Any]:
    return desk.tx.all(_OF, partnership=desk.pid, person=person_id)


def _oneself(desk: Desk) -> Any:
    if desk.actor.person_id is None:
        raise Refused.one("calendar.of_nobody")
    found = desk.by_id("person", desk.actor.person_id)
    if found is None:
        raise Unusable.one("name.unknown", what="person", name=desk.actor.name, nearest=None)
    return desk.row("person", found.key)


__all__ = [
    "Address",
    "Known",
    "Made",
    "addresses_of",
    "end_addresses",
    "end_addresses_of",
    "make_address",
    "whose",
]
