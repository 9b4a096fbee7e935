"""Sessions: opened, recognised by their token, ended.

The token goes to the browser; the database has its digest only. A session ends after eight hours
without a sign of life and after a day in any case, when it is revoked, and when its person may not
come in any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.actors import find_actor, find_partnership
from governance.application.signing_in.secrets import digest, new_token
from governance.application.signing_in.standing import kept_out, with_standing
from governance.application.signing_in.telling import told
from governance.domain.errors import Unusable, of_the_store
from governance.store.engine import Store, Transaction, WriteTransaction
from governance.store.tables import TABLES

IDLE: Final = dt.timedelta(hours=8)
ABSOLUTE: Final = dt.timedelta(hours=24)
NOTED: Final = dt.timedelta(minutes=5)
"""How long a session may go on before it is written down that it lives."""
FOR_A_CODE: Final = dt.timedelta(minutes=10)
"""How long somebody has to find the code of their second factor."""
_MOST_AGENT: Final = 200

_session = TABLES["web_session"]
_account = TABLES["account"]

_KNOWN = with_standing(
    _session,
    _session.c.person_id,
    _session,
    _account.c.must_change,
    join=_session.outerjoin(
        _account,
        (_account.c.partnership_id == _session.c.partnership_id)
        & (_account.c.id == _session.c.person_id),
    ),
).where(_session.c.id == bindparam("id"))
_OF_PERSON = (
    select(_session)
    .where(
        _session.c.partnership_id == bindparam("partnership"),
        _session.c.person_id == bindparam("person"),
        _session.c.revoked_at.is_(None),
        _session.c.expires_at > bindparam("now"),
        _session.c.seen_at > bindparam("alive_since"),
    )
    .order_by(_session.c.seen_at.desc(), _session.c.id)
)
_BY_FORM = select(_session.c.person_id).where(
    _session.c.partnership_id == bindparam("partnership"),
    _session.c.csrf == bindparam("csrf"),
    _session.c.waiting.is_(False),
)
_SEEN = (
    _session.update()
    .where(_session.c.id == bindparam("key"), _session.c.seen_at < bindparam("now"))
    .values(seen_at=bindparam("now"), version=_session.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, where, and what their forms must carry.

    `person` and `partnership` are keys. `must_change`: nothing is open to them but choosing a
    password of their own.
    """

    id: str
    person: str
    person_id: str
    partnership: str
    partnership_id: str
    csrf: str
    how: str
    must_change: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as its owner sees it."""

    id: str
    how: str
    agent: str
    made_at: dt.datetime
    seen_at: dt.datetime
    expires_at: dt.datetime

    def plain(self) -> dict[str, Any]:
        """The session for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def open_session(
    tx: WriteTransaction,
    *,
    partnership_id: str,
    person_id: str,
    how: str,
    now: dt.datetime,
    agent: str = "",
    waiting: bool = False,
) -> str:
    """Write a session; returns its token, which is nowhere else."""
    token = new_token()
    values = {
        "partnership_id": partnership_id,
        "id": digest(token),
        "version": 1,
        "person_id": person_id,
        "csrf": new_token(),
        "how": how,
        "waiting": waiting,
        "agent": agent.replace("\0", "")[:_MOST_AGENT],
        "made_at": now,
        "seen_at": now,
        "expires_at": now + (FOR_A_CODE if waiting else ABSOLUTE),
    }
    tx.insert(_session, values)
    return token


def start_session(
    store: Store, *, partnership: str, person: str, now: dt.datetime, agent: str = ""
) -> str:
    """Open a session for somebody who has proved elsewhere who they are; returns its token.

    Raises `Unusable` for a partnership or person there is none of, `Refused` for somebody who
    has left.
    """
    with store.write() as tx:
        row = find_partnership(tx, partnership)
        today = now.astimezone(ZoneInfo(row.timezone)).date()
        actor = find_actor(tx, row, person, today)
        if actor.person_id is None:
            raise Unusable.one("name.unknown", what="person", name=person[:80], nearest=None)
        token = open_session(
            tx,
            partnership_id=row.id,
            person_id=actor.person_id,
            how="trusted",
            now=now,
            agent=agent,
        )
    told("signed_in", partnership=row.key, person=actor.name, how="trusted")
    return token


def session_of(store: Store, *, token: str, now: dt.datetime) -> Session | None:
    """The session of a token; None where it has none, or none any more."""
    with store.read() as tx:
        row = row_of(tx, token)
    if row is None or row.waiting or not _lives(row, now):
        return None
    if now - row.seen_at >= NOTED:
        _note_seen(store, row.id, now)
    return Session(
        id=row.id,
        person=row.person,
        person_id=row.person_id,
        partnership=row.partnership,
        partnership_id=row.partnership_id,
        csrf=row.csrf,
        how=row.how,
        must_change=bool(row.must_change) and row.how in ("password", "code"),
    )


def _note_seen(store: Store, session_id: str, now: dt.datetime) -> None:
    """Write down that a session lives; where somebody else writes, the next page does it."""
    try:
        with store.write_at_once() as tx:
            tx.run(_SEEN, key=session_id, now=now)
    except Unusable as error:
        if not of_the_store(error):
            raise


def whose_form(store: Store, *, partnership_id: str, csrf: str) -> str | None:
    """The person whose session, over or not, gave a form its secret; None for nobody's."""
    if not csrf:
        return None
    with store.read() as tx:
        found: str | None = tx.scalar(_BY_FORM, partnership=partnership_id, csrf=csrf[:64])
    return found


def row_of(tx: Transaction, token: str) -> Any:
    """The session's row with its person and how they stand, whatever became of it."""
    return tx.first(_KNOWN, id=digest(token))


def _lives(row: Any, now: dt.datetime) -> bool:
    past = row.expires_at <= now or row.seen_at + IDLE <= now
    return row.revoked_at is None and not past and kept_out(row, now) is None


def waits_for_code(row: Any, now: dt.datetime) -> bool:
    """Whether a session's row is of somebody who may give a code now."""
    return row is not None and row.waiting and _lives(row, now)


def sign_out(store: Store, *, token: str, now: dt.datetime) -> None:
    """End the session of a token; without one nothing happens."""
    with store.write() as tx:
        row = row_of(tx, token)
        if row is None or row.revoked_at is not None:
            return
        end(tx, [row], now=now)
    told("signed_out", partnership=row.partnership, person=row.person)


def live_sessions(
    tx: Transaction, *, partnership_id: str, person_id: str, now: dt.datetime
) -> list[Any]:
    """The rows of a person's sessions that go on, the latest seen first."""
    return tx.all(
        _OF_PERSON,
        partnership=partnership_id,
        person=person_id,
        now=now,
        alive_since=now - IDLE,
    )


def view(row: Any) -> SessionView:
    """A session's row as its owner sees it."""
    names = SessionView.__slots__
    return SessionView(**{name: getattr(row, name) for name in names})


def revoke(
    store: Store,
    *,
    partnership_id: str,
    person_id: str,
    now: dt.datetime,
    sessions: Collection[str] | None = None,
) -> int:
    """End sessions of a person, all unless their ids are given; returns how many ended."""
    with store.write() as tx:
        count = end_of(
            tx, partnership_id=partnership_id, person_id=person_id, now=now, sessions=sessions
        )
    told("sessions_revoked", person=person_id, count=count)
    return count


def end_of(
    tx: WriteTransaction,
    *,
    partnership_id: str,
    person_id: str,
    now: dt.datetime,
    sessions: Collection[str] | None = None,
    but: str | None = None,
) -> int:
    """End a person's sessions: those whose ids begin so, else all `but` one."""
    rows = [
        row
        for row in live_sessions(tx, partnership_id=partnership_id, person_id=person_id, now=now)
        if (sessions is None or row.id.startswith(tuple(sessions))) and row.id != but
    ]
    return end(tx, rows, now=now)


def end(tx: WriteTransaction, rows: Collection[Any], *, now: dt.datetime) -> int:
    """Write that sessions have ended."""
    for row in rows:
        tx.run(_ENDED, key=row.id, now=now)
    return len(rows)


_ENDED = (
    _session.update()
    .where(_session.c.id == bindparam("key"), _session.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"), version=_session.c.version + 1)
)
