"""Who leads the clock: one process of all that share a database, on its word of honour and ours.

On PostgreSQL the leader holds an advisory lock on a connection of its own: it ends with the
process, and the server ends it where a process that is held up stops showing that it lives. On
SQLite the leader keeps a row: others take it over once the holder is gone, or once they have
themselves watched the row unchanged for `LEASE`. Nobody compares clocks of the day to judge a
process that can be seen, so that a clock put forward makes no second leader and one put back
leaves nobody waiting. Either way each new leader gets a higher fence (see `fencing`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import psycopg
from sqlalchemy import bindparam, select

from governance.domain.errors import Unusable
from governance.store.engine import AlreadyThere, StaleRow, Store, Transaction, WriteTransaction
from governance.store.processes import can_be_seen, is_gone
from governance.store.tables import TABLES

INSTALLATION: Final = "installation"
"""What stands in `partnership_id` of rows that belong to the installation as a whole."""
CLOCK: Final = "clock"
"""The id of the one row there is."""
LEASE: Final = dt.timedelta(seconds=60)
"""How long a row unchanged is waited for, where its holder cannot be seen to be gone."""
RENEWED: Final = LEASE / 3
"""How often a leader shows that it lives; a tick with nothing due writes nothing in between."""
IDLE_SECONDS: Final = 60
"""After how long PostgreSQL ends the session of a leader that shows nothing."""
LOCK: Final = 0x5649524553
"""The number of the advisory lock."""

_lease = TABLES["clock_lease"]
_ROW = select(_lease).where(
    _lease.c.partnership_id == bindparam("partnership"), _lease.c.id == bindparam("id")
)
_ROW_HELD = _ROW.with_for_update()

Elapsed = Callable[[], float]
"""Seconds on a clock that nobody puts forward or back."""


@dataclass(frozen=True, slots=True)
class Fence:
    """The right to act as the leader, until somebody has a higher number."""

    number: int

    def check(self, transaction: Transaction) -> None:
        """Raise `Unusable` (`store.not_leading`) where somebody else has begun to lead."""
        latest = transaction.first(_ROW, partnership=INSTALLATION, id=CLOCK)
        if latest is None or latest.fence != self.number:
            raise Unusable.one("store.not_leading")


class Leadership(Protocol):
    """A process's wish to lead."""

    @property
    def leader(self) -> str:
        """Who leads as far as this process knows; empty where nobody does."""

    def lead(self, now: dt.datetime) -> Fence | None:
        """Begin to lead, go on leading, or None while somebody else does. Ask on each tick."""

    def release(self, now: dt.datetime) -> None:
        """Lead no more, so that the next can begin at once."""


def leadership(store: Store, *, holder: str, elapsed: Elapsed) -> Leadership:
    """How this process (`holder`, see `processes.this_process`) leads on this database."""
    if store.dialect == "postgresql":
        return LockLeadership(store, holder=holder)
    return RowLeadership(store, holder=holder, elapsed=elapsed)


class RowLeadership:
    """Leading by a row that is kept fresh; for SQLite."""

    def __init__(self, store: Store, *, holder: str, elapsed: Elapsed) -> None:
        self._store = store
        self._holder = holder
        self._elapsed = elapsed
        self._fence: Fence | None = None
        self._renewed = 0.0
        self._seen: tuple[Any, float] | None = None
        self.leader = ""

    def lead(self, now: dt.datetime) -> Fence | None:
        """See `Leadership.lead`. Raises `Unusable` where the store fails."""
        row = self._read()
        if self._fence is not None and self._is_ours(row):
            if self._elapsed() - self._renewed >= RENEWED.total_seconds():
                self._fence = self._taken(row, fence=row.fence, now=now)
            return self._fence
        self._fence = None
        self.leader = row.holder if row is not None else ""
        if row is None or self._may_take(row, now):
            self._fence = self._taken(row, fence=row.fence + 1 if row else 1, now=now)
        return self._fence

    def release(self, now: dt.datetime) -> None:
        """See `Leadership.release`."""
        row = self._read()
        if self._fence is not None and self._is_ours(row):
            with self._store.write() as tx:
                _put(tx, row, holder="", fence=row.fence, until=now)
        self._fence = None
        self.leader = ""

    def _read(self) -> Any:
        with self._store.read() as tx:
            return tx.first(_ROW, partnership=INSTALLATION, id=CLOCK)

    def _is_ours(self, row: Any) -> bool:
        return row is not None and self._fence == Fence(row.fence) and row.holder == self._holder

    def _may_take(self, row: Any, now: dt.datetime) -> bool:
        """Whether the holder released it, is gone, or has shown nothing for the whole lease."""
        if row.holder == "" or is_gone(row.holder):
            return True
        if not can_be_seen(row.holder) and row.until <= now:
            return True
        state = (row.fence, row.version)
        if self._seen is None or self._seen[0] != state:
            self._seen = (state, self._elapsed())
        return self._elapsed() - self._seen[1] >= LEASE.total_seconds()

    def _taken(self, row: Any, *, fence: int, now: dt.datetime) -> Fence | None:
        """The fence, once the row says so; None where somebody was quicker."""
        started = self._elapsed()
        try:
            with self._store.write() as tx:
                _put(tx, row, holder=self._holder, fence=fence, until=now + LEASE)
        except (AlreadyThere, StaleRow):
            return None
        self._renewed, self._seen, self.leader = started, None, self._holder
        return Fence(fence)


class LockLeadership:
    """Leading by an advisory lock; for PostgreSQL."""

    def __init__(self, store: Store, *, holder: str) -> None:
        self._store = store
        self._holder = holder
        self._fence: Fence | None = None
        self._session: psycopg.Connection[Any] | None = None
        self.leader = ""

    def lead(self, now: dt.datetime) -> Fence | None:
        """See `Leadership.lead`. Raises `Unusable` where the store fails."""
        with self._store.errors_told():
            if self._fence is not None and not self._holds():
                self._end()
            if self._fence is None and self._locks():
                try:
                    self._fence = self._numbered(now)
                except BaseException:
                    self._end()
                    raise
        if self._fence is None:
            self.leader = who_leads(self._store)
        return self._fence

    def release(self, now: dt.datetime) -> None:
        """See `Leadership.release`; the server gives the lock to whoever asks next.

        The lock is given back before the session is closed: the server notices that a session
        was closed only after a while, in which nobody would lead.
        """
        if self._fence is not None:
            with self._store.write() as tx:
                row = tx.first(_ROW_HELD, partnership=INSTALLATION, id=CLOCK)
                if row is not None and row.fence == self._fence.number:
                    _put(tx, row, holder="", fence=row.fence, until=now)
        if self._session is not None and not self._session.closed:
            with contextlib.suppress(psycopg.Error):
                self._session.execute("SELECT pg_advisory_unlock_all()")
        self._end()
        self.leader = ""

    def _holds(self) -> bool:
        """Whether the session that holds the lock still stands; shows the server that we live."""
        try:
            assert self._session is not None
            self._session.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def _locks(self) -> bool:
        """Whether the lock could be had; the session stays open for the next attempt."""
        if self._session is None or self._session.closed:
            self._session = self._connected()
        try:
            answer = self._session.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        except psycopg.Error:
            self._end()
            raise
        return bool(answer and answer[0])

    def _connected(self) -> psycopg.Connection[Any]:
        address = self._store.url.set(drivername="postgresql")
        session = psycopg.connect(
            address.render_as_string(hide_password=False),
            autocommit=True,
            connect_timeout=5,
            tcp_user_timeout=10_000,
            application_name="vires clock",
        )
        session.execute(f"SET idle_session_timeout = '{IDLE_SECONDS}s'")
        return session

    def _numbered(self, now: dt.datetime) -> Fence:
        with self._store.write() as tx:
            row = tx.first(_ROW_HELD, partnership=INSTALLATION, id=CLOCK)
            number = row.fence + 1 if row is not None else 1
            _put(tx, row, holder=self._holder, fence=number, until=now + LEASE)
        self.leader = self._holder
        return Fence(number)

    def _end(self) -> None:
        self._fence = None
        if self._session is not None:
            self._session.close()
            self._session = None


def _put(tx: WriteTransaction, row: Any, *, holder: str, fence: int, until: dt.datetime) -> None:
    values = {"holder": holder, "fence": fence, "until": until}
    if row is None:
        tx.insert(_lease, {"partnership_id": INSTALLATION, "id": CLOCK, **values})
        return
    tx.update(
        _lease, partnership_id=INSTALLATION, id=CLOCK, expected_version=row.version, values=values
    )


def who_leads(store: Store) -> str:
    """Who was the last to lead, by its name; empty where it let go or nobody ever did.

    Raises `Unusable` where the store fails.
    """
    with store.read() as tx:
        row = tx.first(_ROW, partnership=INSTALLATION, id=CLOCK)
    return row.holder if row is not None else ""
