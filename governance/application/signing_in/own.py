"""What people do with their own account: choose a password, use a second factor or not.

The password they have is asked for again: a browser left open is nobody's leave to take over the
account. Guessing at it is counted as guessing at sign-in is; a wrong one is refused by the desk's
verdict, so that the count is kept, and the act answers None.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.people.queries import name_of
from governance.application.signing_in import limits, passwords, second_factor
from governance.application.signing_in.accounts import (
    account_of,
    check_password,
    end_sessions_of,
    looked_at,
    note,
    put,
)
from governance.domain.errors import Refused, Unusable


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What somebody may know of their account. `trusted`: they have none, and need none."""

    person: str
    name: str
    trusted: bool
    password_set_at: dt.datetime | None = None
    must_change: bool = False
    second_factor: bool = False
    recovery_left: int = 0


def own_account(desk: Desk) -> OwnAccount:
    """The actor's own account. Raises `Refused` for the operator and the clock."""
    row = _oneself(desk)
    account = looked_at(desk, row.id)
    if account is None:
        return OwnAccount(row.key, name_of(desk, row), trusted=True)
    return OwnAccount(
        row.key,
        name_of(desk, row),
        trusted=False,
        password_set_at=account.password_set_at,
        must_change=account.must_change,
        second_factor=account.totp_secret is not None,
        recovery_left=len(account.recovery),
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of a password before a desk that writes is opened: that takes long.

    It is of the account as it stood at `version`, and counts for nothing once that has changed.
    `new` is the hash of another one to take its place, None where that is the same.
    """

    person_id: str
    version: int
    right: bool
    new: str | None = None


def look(desk: Desk, *, password: str, new: str | None = None) -> Looked | None:
    """Whether this is the actor's password, found at a desk for questions; None without account.

    It is to be told to nobody: the act that is given it counts the try, and answers.
    """
    row = _oneself(desk)
    account = looked_at(desk, row.id)
    if account is None:
        return None
    right = passwords.is_right(password, account.password)
    kept = None
    if right and new is not None and not passwords.is_right(new, account.password):
        kept = passwords.hashed(new)
    return Looked(row.id, account.version, right, kept)


def set_password(
    desk: Desk,
    *,
    current: str,
    new: str,
    session: str | None = None,
    looked: Looked | None = None,
) -> Receipt | None:
    """Choose a password, and end every other session than the one of that id.

    `looked` is what `look` found of both, so that it need not be found here. Raises `Unusable`
    with what is wrong with the new one, `Refused` where the current one was guessed at too often.
    """
    row, account = _own(desk)
    check_password(desk, row, new)
    looked = _still(looked, account) or look(desk, password=current, new=new)
    if not _knows(desk, account, current, looked):
        return None
    if looked is None or looked.new is None:
        raise Unusable.one("account.password_same")
    receipt = note(desk, row, "person.password_set")
    values = {
        "password": looked.new,
        "password_set_at": desk.now,
        "password_until": None,
        "must_change": False,
    }
    put(desk, account, values)
    end_sessions_of(desk, row, but=session)
    return receipt


def begin_totp(
    desk: Desk, *, password: str, looked: Looked | None = None
) -> second_factor.Offer | None:
    """A secret for an app, to be confirmed by a code of it; begun again, another one.

    Raises `Refused` where a second factor is on.
    """
    row, account = _own(desk)
    if account.totp_secret is not None:
        raise Refused.one("account.second_factor_on")
    if not _knows(desk, account, password, looked):
        return None
    secret = second_factor.new_secret()
    put(desk, account, {"totp_offered": secret, "totp_offered_at": desk.now})
    return _offer(desk, row, secret)


def offered_totp(desk: Desk) -> second_factor.Offer | None:
    """The secret that waits to be confirmed; None where none does, or none any more."""
    row = _oneself(desk)
    account = looked_at(desk, row.id)
    if account is None or account.totp_secret is not None:
        return None
    if not second_factor.is_offered(account, desk.now):
        return None
    return _offer(desk, row, account.totp_offered)


def confirm_totp(desk: Desk, *, code: str) -> tuple[Receipt, tuple[str, ...]]:
    """Turn the second factor on; returns the recovery codes, which are nowhere else.

    Raises `Refused` where none was begun or one is on, `Unusable` for a wrong code.
    """
    row, account = _own(desk)
    if account.totp_secret is not None:
        raise Refused.one("account.second_factor_on")
    if account.totp_offered is None:
        raise Refused.one("account.second_factor_not_begun")
    if not second_factor.is_offered(account, desk.now):
        minutes = int(second_factor.OFFERED.total_seconds()) // 60
        raise Refused.one("account.second_factor_offer_over", minutes=minutes)
    step = second_factor.step_of(account.totp_offered, code, after=None, now=desk.now)
    if step is None:
        raise Unusable.one("account.code_wrong")
    codes = second_factor.new_recovery_codes()
    receipt = note(desk, row, "person.second_factor_on")
    values = {
        "totp_secret": account.totp_offered,
        "totp_offered": None,
        "totp_offered_at": None,
        "totp_counter": step,
        "recovery": [second_factor.recovery_digest(account.id, one) for one in codes],
    }
    put(desk, account, values)
    return receipt, codes


def new_recovery_codes(
    desk: Desk, *, password: str, looked: Looked | None = None
) -> tuple[Receipt, tuple[str, ...]] | None:
    """New recovery codes in place of the old. Raises `Refused` without a second factor."""
    row, account = _own(desk)
    if account.totp_secret is None:
        raise Refused.one("account.second_factor_off")
    if not _knows(desk, account, password, looked):
        return None
    codes = second_factor.new_recovery_codes()
    receipt = note(desk, row, "person.recovery_codes_made")
    kept = [second_factor.recovery_digest(account.id, one) for one in codes]
    put(desk, account, {"recovery": kept})
    return receipt, codes


def end_totp(desk: Desk, *, password: str, looked: Looked | None = None) -> Receipt | None:
    """Turn the second factor off. Raises `Refused` where it is off."""
    row, account = _own(desk)
    if account.totp_secret is None:
        raise Refused.one("account.second_factor_off")
    if not _knows(desk, account, password, looked):
        return None
    receipt = note(desk, row, "person.second_factor_off")
    put(desk, account, second_factor.NONE)
    return receipt


def _oneself(desk: Desk) -> Any:
    if desk.actor.person_id is None:
        raise Refused.one("account.not_a_person", actor=desk.actor.name)
    return desk.row("person", desk.actor.name)


def _own(desk: Desk) -> tuple[Any, Any]:
    row = _oneself(desk)
    account = account_of(desk, row.id)
    if account is None:
        raise Refused.one("account.none", person=row.key)
    return row, account


def _still(looked: Looked | None, account: Any) -> Looked | None:
    """What was found ahead, if it is of this account and that is as it was."""
    same = looked is not None and (looked.person_id, looked.version) == (
        account.id,
        account.version,
    )
    return looked if same else None


def _knows(desk: Desk, account: Any, password: str, looked: Looked | None) -> bool:
    """Whether this is the account's password; a wrong one is counted, and refused at the end."""
    what = limits.counted_own(desk.partnership.key, desk.actor.name)
    if (until := limits.count(desk.writer, what, now=desk.now)) is not None:
        minutes = limits.minutes_left(until, desk.now)
        raise Refused.one("account.password_guessed", minutes=minutes)
    found = _still(looked, account)
    right = passwords.is_right(password, account.password) if found is None else found.right
    if right:
        limits.give_back(desk.writer, what, all_of=("both",))
        return True
    desk.verdict = Refused.one("account.password_wrong")
    return False


def _offer(desk: Desk, person: Any, secret: str) -> second_factor.Offer:
    return second_factor.offer(secret, name=f"{person.key}@{desk.partnership.key}", issuer="Vires")
