"""Service tokens: what a program shows to act as a person, for some purposes and until a day.

A token is made by the person it acts as, or by the operator for them; nobody else, or an
administrator could decide in somebody's name. It gives no power its person has not: scopes only
narrow. It ends on its day, when it is taken back, and when the last way for its person to sign in
ends; while its person may not come in it is good for nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.actors import OPERATOR
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.people.acts import must_stay
from governance.application.permissions import must_administer
from governance.application.signing_in.accounts import note
from governance.application.signing_in.secrets import digest, new_token
from governance.application.signing_in.standing import kept_out, with_standing
from governance.domain.errors import Problem, Refused, Unusable, of_the_store
from governance.domain.suggest import nearest
from governance.store.engine import Store
from governance.store.tables import TABLES


class Scope(StrEnum):
    """What a token may be used for."""

    READ = "read"
    """Look at whatever its person may look at."""
    WORK = "work"
    """Keep commissions, reports, meetings, measures, plans, funds and cases."""
    DECIDE = "decide"
    """Decide, vote, consent, declare interests, and what else a person answers for."""
    RULES = "rules"
    """Write rulebooks and adopt them, bodies, seats, offices and working days."""
    ADMINISTER = "administer"
    """Keep people, roles, organisations and messages."""


PREFIX: Final = "vires_"
"""How a token begins, so that one left lying about is known for what it is."""
LONGEST: Final = dt.timedelta(days=366)
USUAL: Final = dt.timedelta(days=90)
NOTED: Final = dt.timedelta(minutes=5)
"""How long a token may be used before it is written down that it is."""
LONGEST_NAME: Final = 120
MOST: Final = 20
"""Tokens of one person that are good at the same time."""
PAGE: Final = 50
"""Tokens that are over, on one page."""

_token = TABLES["service_token"]

_KNOWN = with_standing(_token, _token.c.person_id, _token).where(
    _token.c.digest == bindparam("digest")
)
_OF_PERSON = select(_token).where(
    _token.c.partnership_id == bindparam("partnership"),
    _token.c.person_id == bindparam("person"),
)
_IS_GOOD = _token.c.revoked_at.is_(None) & (_token.c.expires_at > bindparam("now"))
_GOOD = _OF_PERSON.where(_IS_GOOD).order_by(_token.c.id.desc())
_after: Any = bindparam("after", type_=_token.c.id.type)
_OVER = (
    _OF_PERSON.where(~_IS_GOOD, _after.is_(None) | (_token.c.id < _after))
    .order_by(_token.c.id.desc())
    .limit(bindparam("most"))
)
_ONE = _OF_PERSON.where(_token.c.id == bindparam("token"))
_SEEN = (
    _token.update()
    .where(_token.c.id == bindparam("key"))
    .values(seen_at=bindparam("now"), version=_token.c.version + 1)
)
_REVOKED = (
    _token.update()
    .where(_token.c.id == bindparam("key"))
    .values(revoked_at=bindparam("now"), version=_token.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token acts as, where, and for what. `person` and `partnership` are keys."""

    id: str
    person: str
    partnership: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token: the only time that it is shown."""

    receipt: Receipt
    id: str
    token: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as its person sees it afterwards. `state` is `good`, `expired` or `revoked`."""

    id: str
    name: str
    scopes: tuple[str, ...]
    state: str
    made_at: dt.datetime
    expires_at: dt.datetime
    seen_at: dt.datetime | None

    def plain(self) -> dict[str, Any]:
        """The token for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of tokens; `after` is where the next begins, None at the end."""

    rows: list[TokenView]
    after: str | None


def make_token(
    desk: Desk,
    *,
    name: str,
    scopes: Collection[str],
    expires_on: dt.date | None = None,
    person: str | None = None,
) -> Issued:
    """Make a token that acts as oneself; the operator makes one for a `person`.

    It is good until the end of `expires_on` at the latest, 90 days unless given. Raises `Unusable`
    for a name, scopes or a day that cannot be, `Refused` to anybody but its person and the
    operator, and where they have left.
    """
    row = _whose(desk, person)
    must_stay(row, desk.today)
    until = expires_on or desk.today + USUAL
    known = [one.value for one in Scope]
    problems = [
        Problem("token.scope_unknown", {"scope": one[:40], "known": known,
                                        "nearest": nearest(one, known)})
        for one in scopes
        if one not in known
    ]  # fmt: skip
    if not scopes:
        problems.append(Problem("token.no_scope", {"known": known}))
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        problems.append(Problem("token.name_unusable", {"most": LONGEST_NAME}))
    if not desk.today <= until <= desk.today + LONGEST:
        last = desk.today + LONGEST
        problems.append(Problem("token.day_unusable", {"first": desk.today, "last": last}))
    if problems:
        raise Unusable(problems)
    if len(_good(desk, row.id)) >= MOST:
        raise Refused.one("token.too_many", most=MOST)
    token, token_id = PREFIX + new_token(), desk.new_id()
    wanted = sorted(set(scopes))
    expires = _end_of(desk, until)
    receipt = note(
        desk, row, "person.token_made", token=token_id, scopes=wanted, until=until.isoformat()
    )
    values = {
        "partnership_id": desk.pid,
        "id": token_id,
        "version": 1,
        "person_id": row.id,
        "name": name,
        "digest": digest(token),
        "scopes": wanted,
        "made_at": desk.now,
        "expires_at": expires,
    }
    desk.writer.insert(_token, values)
    return Issued(receipt, token_id, token, expires)


def revoke_token(desk: Desk, *, token: str, person: str | None = None) -> Receipt:
    """Take a token back, by its id: one's own, or a `person`'s as administrator.

    Raises `Unusable` where there is none such, `Refused` where it is over already.
    """
    row = _looked_for(desk, person)
    found = token_of(desk, token=token, person=row.key)
    if found.state != "good":
        raise Refused.one("token.over", name=found.name)
    receipt = note(desk, row, "person.token_revoked", token=found.id)
    desk.writer.run(_REVOKED, key=found.id, now=desk.now)
    return receipt


def tokens_of(
    desk: Desk, *, person: str | None = None, after: str | None = None, most: int = PAGE
) -> Listed:
    """The tokens of oneself, or of a `person` as administrator.

    First every one that is good, then those that are over, the newest first in both; `after` is
    the last page's `after`, and only those that are over go on on a further page.
    """
    row = _looked_for(desk, person)
    size = max(1, min(most, PAGE))
    after = (after or "").replace("\0", "")[:36] or None
    good = [] if after else _good(desk, row.id)
    over = desk.all(_OVER, person=row.id, now=desk.now, after=after, most=size + 1)
    rows = [_view(one, desk.now) for one in (*good, *over[:size])]
    return Listed(rows, over[size - 1].id if len(over) > size else None)


def token_of(desk: Desk, *, token: str, person: str | None = None) -> TokenView:
    """One token by its id, of oneself or of a `person` as administrator.

    Raises `Unusable` where there is none such.
    """
    row = _looked_for(desk, person)
    found = desk.first(_ONE, person=row.id, token=token[:36].replace("\0", ""))
    if found is None:
        raise Unusable.one("name.unknown", what="token", name=token[:60], nearest=None)
    return _view(found, desk.now)


def end_tokens_of(desk: Desk, person: Any) -> int:
    """Take back every token of a person's row that is good; returns how many.

    Each stands in the ledger as it does where it is taken back by itself.
    """
    good = _good(desk, person.id)
    for one in good:
        note(desk, desk.row("person", person.id), "person.token_revoked", token=one.id)
        desk.writer.run(_REVOKED, key=one.id, now=desk.now)
    return len(good)


def bearer_of(store: Store, *, token: str, now: dt.datetime) -> Bearer | None:
    """Whom a token acts as; None where it is not good, or not any more."""
    if not token.startswith(PREFIX):
        return None
    with store.read() as tx:
        row = tx.first(_KNOWN, digest=digest(token))
    if row is None or row.revoked_at is not None or row.expires_at <= now:
        return None
    if kept_out(row, now) is not None:
        return None
    if row.seen_at is None or now - row.seen_at >= NOTED:
        _note_seen(store, row.id, now)
    return Bearer(row.id, row.person, row.partnership, frozenset(row.scopes))


def _note_seen(store: Store, token_id: str, now: dt.datetime) -> None:
    """Write down that a token is used; where somebody else writes, the next use does it."""
    try:
        with store.write_at_once() as tx:
            tx.run(_SEEN, key=token_id, now=now)
    except Unusable as error:
        if not of_the_store(error):
            raise


def _whose(desk: Desk, person: str | None) -> Any:
    """The person a token is to act as: oneself, or anybody for the operator."""
    named = person or desk.actor.name
    if OPERATOR in desk.actor.roles:
        if person is None:
            raise Unusable.one("token.whose")
        return desk.row("person", named)
    if named != desk.actor.name or desk.actor.person_id is None:
        raise Refused.one("token.not_yours", person=named)
    return desk.row("person", named)


def _looked_for(desk: Desk, person: str | None) -> Any:
    row = desk.row("person", person or desk.actor.name)
    if row.id != desk.actor.person_id:
        must_administer(desk)
    return row


def _good(desk: Desk, person_id: str) -> list[Any]:
    return list(desk.all(_GOOD, person=person_id, now=desk.now))


def _view(row: Any, now: dt.datetime) -> TokenView:
    return TokenView(
        id=row.id,
        name=row.name,
        scopes=tuple(row.scopes),
        state=_state(row, now),
        made_at=row.made_at,
        expires_at=row.expires_at,
        seen_at=row.seen_at,
    )


def _state(row: Any, now: dt.datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.expires_at <= now else "good"


def _end_of(desk: Desk, day: dt.date) -> dt.datetime:
    """The first instant after a day of the partnership, in UTC."""
    zone = desk.local(desk.now).tzinfo
    after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    return after.astimezone(dt.UTC)
