"""Accounts as administrators keep them: made, given a new password, locked, let in again.

Each act stands in the ledger on the person's chain; what is secret about it does not. A password
that an administrator gives out lasts three days and must be changed by whoever uses it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.people.acts import must_stay
from governance.application.people.queries import name_of
from governance.application.permissions import must_administer
from governance.application.signing_in import passwords, secrets, sessions
from governance.application.signing_in.second_factor import NONE as NO_SECOND_FACTOR
from governance.domain.errors import Refused, Unusable
from governance.store.tables import TABLES

GIVEN_OUT: Final = dt.timedelta(days=3)
"""How long a password lasts that somebody else gave out."""

_FEWEST: Final = 8
"""Characters that name a session."""

_account = TABLES["account"]
_OF = select(_account).where(
    _account.c.partnership_id == bindparam("partnership"), _account.c.id == bindparam("person")
)
_OF_HELD = _OF.with_for_update()
_lock = TABLES["person_lock"]
_LOCK = select(_lock).where(
    _lock.c.partnership_id == bindparam("partnership"), _lock.c.id == bindparam("person")
)
_UNLOCKED = _lock.delete().where(
    _lock.c.partnership_id == bindparam("partnership"), _lock.c.id == bindparam("person")
)


@dataclass(frozen=True, slots=True)
class GivenOut:
    """An account was made or let in again: the receipt, and the password to hand over once."""

    receipt: Receipt
    password: str
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """A password to give out with its hash, made before a desk that writes is opened."""

    password: str
    kept: str
    chosen: bool


def ready(password: str | None = None) -> Ready:
    """Hash a password, a new one unless given: that takes long, and nobody is to wait for it."""
    given = secrets.to_be_typed() if password is None else password
    # Of one that may not be one, nothing but that is said.
    fit = password is None or not passwords.password_problems(password)
    return Ready(given, passwords.hashed(given) if fit else "", chosen=password is not None)


def make_account(desk: Desk, *, person: str, password: Ready | None = None) -> GivenOut:
    """Make an account for a person, with a password to be changed; a new one unless given.

    Raises `Refused` where they have one or have left, `Unusable` for a password that may not be
    one.
    """
    must_administer(desk)
    row = desk.row("person", person)
    must_stay(row, desk.today)
    if account_of(desk, row.id) is not None:
        raise Refused.one("account.already", person=row.key)
    given, values = _given_out(desk, row, password)
    receipt = note(desk, row, "person.account_made")
    desk.writer.insert(_account, {"partnership_id": desk.pid, "id": row.id, "version": 1, **values})
    return GivenOut(receipt, given, values["password_until"])


def reset_account(
    desk: Desk, *, person: str, password: Ready | None = None, second_factor: bool = False
) -> GivenOut:
    """Give somebody a new password to be changed, and end their sessions.

    With `second_factor` theirs is taken off too: the telephone is gone, and so are the codes.
    Raises as `make_account` does, `Refused` where they have no account.
    """
    must_administer(desk)
    row, account = _named(desk, person)
    must_stay(row, desk.today)
    given, values = _given_out(desk, row, password)
    if second_factor:
        values |= NO_SECOND_FACTOR
    receipt = note(desk, row, "person.account_reset", second_factor=second_factor)
    put(desk, account, values)
    end_sessions_of(desk, row)
    return GivenOut(receipt, given, values["password_until"])


def lock_account(desk: Desk, *, person: str) -> Receipt:
    """Let a person in no more, however they come, with an account or without.

    Their sessions end; their tokens, calendar addresses and links to providers are good for
    nothing until they are let in again. Raises `Refused` where they are locked.
    """
    must_administer(desk)
    row = desk.row("person", person)
    if is_locked(desk, row.id):
        raise Refused.one("account.locked_already", person=row.key)
    receipt = note(desk, row, "person.account_locked")
    values = {"partnership_id": desk.pid, "id": row.id, "version": 1, "locked_at": desk.now}
    desk.writer.insert(_lock, values)
    end_sessions_of(desk, row)
    return receipt


def unlock_account(desk: Desk, *, person: str) -> Receipt:
    """Let somebody in again. Raises `Refused` where they are not locked."""
    must_administer(desk)
    row = desk.row("person", person)
    if not is_locked(desk, row.id):
        raise Refused.one("account.not_locked", person=row.key)
    receipt = note(desk, row, "person.account_unlocked")
    desk.writer.run(_UNLOCKED, partnership=desk.pid, person=row.id)
    return receipt


def is_locked(desk: Desk, person_id: str) -> bool:
    """Whether an administrator lets a person in no more."""
    return desk.first(_LOCK, person=person_id) is not None


def revoke_sessions(
    desk: Desk, *, person: str, session: str | None = None, but: str | None = None
) -> Receipt:
    """End somebody's sessions: one's own, or another's as administrator.

    `session` is the id of one, or how it begins (eight characters at least); `but` one to leave,
    that of whoever asks. Raises `Refused` where none goes on.
    """
    row = desk.row("person", person)
    if session is not None and len(session) < _FEWEST:
        raise Refused.one("account.no_session", person=row.key)
    if row.id != desk.actor.person_id:
        must_administer(desk)
    ended = sessions.end_of(
        desk.writer,
        partnership_id=desk.pid,
        person_id=row.id,
        now=desk.now,
        sessions=None if session is None else (session,),
        but=but,
    )
    if not ended:
        raise Refused.one("account.no_session", person=row.key)
    return note(desk, row, "person.sessions_revoked", count=ended)


def sessions_of(desk: Desk, *, person: str) -> list[sessions.SessionView]:
    """Where somebody is signed in: oneself, or anybody as administrator."""
    row = desk.row("person", person)
    if row.id != desk.actor.person_id:
        must_administer(desk)
    rows = sessions.live_sessions(desk.tx, partnership_id=desk.pid, person_id=row.id, now=desk.now)
    return [sessions.view(one) for one in rows]


def account_of(desk: Desk, person_id: str) -> Any:
    """The account of a person, held at an acting desk; None where there is none."""
    return desk.tx.first(_OF_HELD, partnership=desk.pid, person=person_id)


def looked_at(desk: Desk, person_id: str) -> Any:
    """The account of a person, not held; None where there is none."""
    return desk.first(_OF, person=person_id)


def put(desk: Desk, account: Any, values: Mapping[str, Any]) -> None:
    """Write what changes of an account. Raises `StaleRow` where somebody else was first."""
    desk.writer.update(
        _account,
        partnership_id=desk.pid,
        id=account.id,
        expected_version=account.version,
        values=values,
    )


def note(desk: Desk, person: Any, kind: str, **facts: Any) -> Receipt:
    """Say in the ledger what was done to somebody's account, and nothing that is secret."""
    return desk.apply(
        Change(
            kind=kind,
            table="person",
            subject=person,
            values={},
            facts={"person": person.key, **facts},
        )
    )


def end_sessions_of(desk: Desk, person: Any, *, but: str | None = None) -> int:
    """End a person's sessions, all `but` one."""
    return sessions.end_of(
        desk.writer, partnership_id=desk.pid, person_id=person.id, now=desk.now, but=but
    )


def check_password(desk: Desk, person: Any, password: str) -> None:
    """Raise `Unusable` where a person may not have this password."""
    about = (person.key, name_of(desk, person), desk.partnership.key, desk.partnership.name)
    if problems := passwords.password_problems(password, about=about):
        raise Unusable(problems)


def _named(desk: Desk, person: str) -> tuple[Any, Any]:
    row = desk.row("person", person)
    account = account_of(desk, row.id)
    if account is None:
        raise Refused.one("account.none", person=row.key)
    return row, account


def _given_out(desk: Desk, person: Any, password: Ready | None) -> tuple[str, dict[str, Any]]:
    given = password or ready()
    if given.chosen:
        check_password(desk, person, given.password)
    values = {
        "password": given.kept,
        "password_set_at": desk.now,
        "password_until": desk.now + GIVEN_OUT,
        "must_change": True,
    }
    return given.password, values
