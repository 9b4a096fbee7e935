"""Signing in with a name, a password and, where somebody has one, a second factor.

Whoever is refused is told the same, after the same work, whether or not there is such a person,
whether they have left, have no account, or it is locked: the answer says nothing about anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, or_, select

from governance.application.signing_in import limits, passwords, second_factor
from governance.application.signing_in.folding import asked_for, folded, may_be
from governance.application.signing_in.sessions import (
    end,
    open_session,
    row_of,
    waits_for_code,
)
from governance.application.signing_in.standing import kept_out, kept_out_person, with_standing
from governance.application.signing_in.telling import told
from governance.store.engine import StaleRow, Store, WriteTransaction
from governance.store.tables import TABLES

_person = TABLES["person"]
_partnership = TABLES["partnership"]
_account = TABLES["account"]
_text = TABLES["private_text"]


def _accounts(*where: Any) -> Any:
    return (
        with_standing(_account, _account.c.id, _account)
        .outerjoin(
            _text,
            (_text.c.partnership_id == _person.c.partnership_id)
            & (_text.c.id == _person.c.address_id),
        )
        .where(*where)
    )


_NAMED = _accounts(
    _partnership.c.key == bindparam("partnership"),
    or_(_person.c.key == bindparam("name"), may_be(_text.c.text)),
).add_columns(_text.c.text.label("address"))
_BY_PERSON = _accounts(
    _account.c.partnership_id == bindparam("partnership"), _account.c.id == bindparam("person")
)

_VERSION = (
    select(_account.c.version)
    .where(
        _account.c.partnership_id == bindparam("partnership"), _account.c.id == bindparam("person")
    )
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is signed in: the token for their cookie."""

    token: str
    person: str
    must_change: bool


@dataclass(frozen=True, slots=True)
class NeedsCode:
    """The password was right; the code of the second factor is to come with this token."""

    token: str


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Why nobody is signed in, as a code that has words and its parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def sign_in(
    store: Store,
    *,
    partnership: str,
    name: str,
    password: str,
    code: str | None = None,
    address: str,
    now: dt.datetime,
    agent: str = "",
    only: Collection[str] | None = None,
) -> SignedIn | NeedsCode | SignInRefused:
    """Sign somebody in by their key or electronic mail address, and their password.

    `only` are the keys of those who may, where others sign in with a provider.

    `address` is where the request came from, for the limits alone. Where the account has a
    second factor and no `code` came along, the answer is what `give_code` goes on with.
    """
    name = folded(name)
    what = limits.counted(partnership, name, address)
    if (until := limits.begin(store, what, now=now)) is not None:
        return _to_wait(until, now, partnership)
    with store.read() as tx:
        found = [
            one
            for one in tx.all(_NAMED, partnership=partnership, name=name, **asked_for(name))
            if name in (one.person, folded(one.address or ""))
        ]
    account = found[0] if len(found) == 1 else None
    right = passwords.is_right(password, None if account is None else account.password)
    if account is None or not right or not _may(account, now):
        why = "wrong" if account is None or not right else "closed"
        return _refused(account, why=why, partnership=partnership)
    if only is not None and account.person not in only:
        return _refused(account, why="no_passwords", partnership=partnership)
    if account.totp_secret is not None and code is None:
        with store.write() as tx:
            limits.give_back(tx, what)
            token = open_session(
                tx,
                partnership_id=account.partnership_id,
                person_id=account.id,
                how="code",
                now=now,
                agent=agent,
                waiting=True,
            )
        return NeedsCode(token)
    change = _rehashed(account, password)
    return _let_in(store, account, what, code=code, change=change, now=now, agent=agent)


def give_code(
    store: Store, *, token: str, code: str, address: str, now: dt.datetime
) -> SignedIn | SignInRefused:
    """Go on with the code of the second factor, or a recovery code.

    Refused with `sign_in.too_late` where the token waits for none any more: the password has to
    be given again.
    """
    with store.read() as tx:
        waiting = row_of(tx, token)
        if not waits_for_code(waiting, now):
            return SignInRefused("sign_in.too_late")
        account = tx.first(_BY_PERSON, partnership=waiting.partnership_id, person=waiting.person_id)
    if account is None or account.totp_secret is None or not _may(account, now):
        return SignInRefused("sign_in.too_late")
    what = limits.counted(waiting.partnership, f"\1{waiting.person}", address)
    if (until := limits.begin(store, what, now=now)) is not None:
        return _to_wait(until, now, waiting.partnership)
    return _let_in(
        store,
        account,
        what,
        code=code,
        change={},
        now=now,
        agent=waiting.agent,
        waiting=waiting,
    )


def _let_in(
    store: Store,
    account: Any,
    what: limits.Counted,
    *,
    code: str | None,
    change: Mapping[str, Any],
    now: dt.datetime,
    agent: str,
    waiting: Any = None,
) -> SignedIn | SignInRefused:
    how = "password"
    if account.totp_secret is not None:
        used = second_factor.used_up(account, code or "", now=now)
        if used is None:
            return _refused(account, why="code", partnership=account.partnership)
        change, how = {**change, **used}, "code"
    try:
        with store.write() as tx:
            asked = {"partnership_id": account.partnership_id, "person_id": account.id}
            if kept_out_person(tx, **asked, now=now) is not None:
                return _refused(account, why="closed", partnership=account.partnership)
            _put(tx, account, change)
            limits.give_back(tx, what, all_of=("both", "account"))
            if waiting is not None:
                end(tx, [waiting], now=now)
            token = open_session(
                tx,
                partnership_id=account.partnership_id,
                person_id=account.id,
                how=how,
                now=now,
                agent=agent,
            )
    except StaleRow:
        # The account changed meanwhile: another password, or this code was just used.
        return _refused(account, why="changed", partnership=account.partnership)
    told("signed_in", partnership=account.partnership, person=account.person, how=how)
    return SignedIn(token, account.person, bool(account.must_change))


def _put(tx: WriteTransaction, account: Any, change: Mapping[str, Any]) -> None:
    """Write what changes of an account, if it is still as it was read."""
    if not change:
        # Nothing to write, so that two who sign in at once do not meet.
        key = {"partnership": account.partnership_id, "person": account.id}
        if tx.scalar(_VERSION, **key) != account.version:
            raise StaleRow(
                table="account",
                partnership_id=account.partnership_id,
                row_id=account.id,
                expected=account.version,
            )
        return
    tx.update(
        _account,
        partnership_id=account.partnership_id,
        id=account.id,
        expected_version=account.version,
        values=change,
    )


def _rehashed(account: Any, password: str) -> Mapping[str, Any]:
    if not passwords.is_outdated(account.password):
        return {}
    return {"password": passwords.hashed(password)}


def _may(account: Any, now: dt.datetime) -> bool:
    """Whether an account is open to somebody who has its password."""
    given_out = account.password_until is not None and account.password_until <= now
    return not given_out and kept_out(account, now) is None


def _refused(account: Any, *, why: str, partnership: str) -> SignInRefused:
    person = None if account is None else account.person
    told("sign_in_refused", amiss=True, partnership=partnership[:80], person=person, why=why)
    return SignInRefused("sign_in.code_refused" if why == "code" else "sign_in.refused")


def _to_wait(until: dt.datetime, now: dt.datetime, partnership: str) -> SignInRefused:
    told("sign_in_refused", amiss=True, partnership=partnership[:80], why="too_many")
    return SignInRefused("sign_in.wait", {"minutes": limits.minutes_left(until, now)})
