"""SQLite: one file in WAL mode, two pools of connections, one writer at a time.

Readers open with `query_only` and a plain BEGIN, so they never wait for the writer. The writer
opens with BEGIN IMMEDIATE: taking the lock at the first write instead loses updates, and taking
it for reads as well cut readers beside a writer to a thirtieth. `synchronous=FULL` makes a
commit last through a power cut.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from governance.domain.errors import Unusable
from governance.store.private import keep_from_others, make_private
from governance.store.signals import AlreadyThere, Inconsistent, StaleRow
from governance.store.statements import Prepared
from governance.store.transactions import STREAM_BATCH, Transaction, WriteTransaction
from governance.store.turns import Turns

READERS = 32
"""Connections that may read at once; further ones wait."""

STATEMENTS_PREPARED = 512
"""Statements a connection keeps prepared; the driver's own 128 are fewer than Vires has."""

DIALECT = SQLiteDialect_pysqlite(paramstyle="qmark")
"""What statements are compiled for; one for all stores, so that each is compiled once."""


class _SqliteCalls:
    """How both kinds of transaction reach the driver."""

    _connection: sqlite3.Connection

    def _fetch(self, text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return self._connection.execute(text, values).fetchall()

    def _batches(self, found: Prepared, values: tuple[Any, ...]) -> Iterator[list[Any]]:
        cursor = self._connection.execute(found.text, values)
        while rows := cursor.fetchmany(STREAM_BATCH):
            yield rows


class SqliteReading(_SqliteCalls, Transaction):
    """A read transaction on SQLite."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(DIALECT)
        self._connection = connection


class SqliteWriting(_SqliteCalls, WriteTransaction):
    """A write transaction on SQLite; every write's outcome is known at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(DIALECT)
        self._connection = connection

    def _send(self, text: str, values: tuple[Any, ...]) -> None:
        try:
            self._connection.execute(text, values)
        except sqlite3.IntegrityError as error:
            raise _clash(error) from error

    def _send_many(self, text: str, values: list[tuple[Any, ...]]) -> None:
        try:
            self._connection.executemany(text, values)
        except sqlite3.IntegrityError as error:
            raise _clash(error) from error

    def _send_expecting_one(
        self, text: str, values: tuple[Any, ...], row: tuple[str, str, str, int]
    ) -> None:
        if self._send_counted(text, values) != 1:
            table, partnership_id, row_id, expected = row
            raise StaleRow(
                table=table, partnership_id=partnership_id, row_id=row_id, expected=expected
            )

    def _send_counted(self, text: str, values: tuple[Any, ...]) -> int:
        try:
            return self._connection.execute(text, values).rowcount
        except sqlite3.IntegrityError as error:
            raise _clash(error) from error

    def lock(self, table: Table, *, partnership_id: str, ids: Iterable[str]) -> None:
        """Nothing to do: BEGIN IMMEDIATE holds the whole file."""

    def defer_references(self) -> None:
        self._connection.execute("PRAGMA defer_foreign_keys = ON")

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self._connection.execute("SAVEPOINT inner_act")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO inner_act")
            self._connection.execute("RELEASE inner_act")
            raise
        self._connection.execute("RELEASE inner_act")

    def savepoint(self) -> AbstractContextManager[None]:
        return self._savepoint()


class SqliteDoors:
    """Opens the two doors of a SQLite database."""

    name = "sqlite"

    def __init__(self, url: URL, *, busy_seconds: float) -> None:
        self._busy_seconds = busy_seconds
        self._alone = threading.Lock()
        self._turns = Turns()
        self.path = None if url.database in (None, "", ":memory:") else Path(str(url.database))
        if self.path is None:
            self.writer = self.reader = self._hasty = self._engine(url, query_only=False)
        else:
            _make_room(self.path)
            self.writer = self._engine(url, query_only=False)
            self.reader = self._engine(url, query_only=True)
            self._hasty = self._engine(url, query_only=False, waits=False)

    def _engine(self, url: URL, *, query_only: bool, waits: bool = True) -> Engine:
        options: dict[str, Any] = {"poolclass": StaticPool}
        if not waits:
            options = {"poolclass": NullPool}
        elif self.path is not None:
            size = READERS if query_only else 1
            options = {
                "poolclass": QueuePool,
                "pool_size": size,
                "max_overflow": 0,
                "pool_timeout": self._busy_seconds,
            }
        engine = create_engine(
            url.set(drivername="sqlite"),
            connect_args={
                "check_same_thread": False,
                "timeout": self._busy_seconds if waits else 0,
                "cached_statements": STATEMENTS_PREPARED,
            },
            **options,
        )

        @event.listens_for(engine, "connect")
        def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys = ON")
            if query_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                _use_wal(connection, self.path)
                connection.execute("PRAGMA synchronous = FULL")

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN" if query_only else "BEGIN IMMEDIATE")

        return engine

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A plain BEGIN on a connection that cannot write."""
        with self._checked_out(self.reader, query_only=True) as connection:
            connection.execute("BEGIN")
            try:
                yield self._reading(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        """BEGIN IMMEDIATE; commits at the end, rolls back on any error."""
        with (
            self._turn(),
            self._checked_out(self.writer, query_only=False) as connection,
            self._written(connection) as transaction,
        ):
            yield transaction

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Be the one of this process who writes to the file."""
        if self.path is None:  # where whoever reads waits, too
            yield
            return
        with ExitStack() as until:
            try:
                until.enter_context(self._turns.taken(seconds=self._busy_seconds))
            except TimeoutError:
                raise Unusable.one("store.busy", where=str(self.path), detail="") from None
            yield

    @contextmanager
    def write_at_once(self) -> Iterator[WriteTransaction]:
        """The same on a connection of its own that waits for no other writer."""
        if self.path is None:
            if self._alone.locked():
                raise Unusable.one("store.busy", where="memory", detail="")
            with self.write() as transaction:
                yield transaction
            return
        with self._taken(self._hasty) as connection, self._written(connection) as transaction:
            yield transaction

    @contextmanager
    def _written(self, connection: sqlite3.Connection) -> Iterator[WriteTransaction]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._writing(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _reading(self, connection: sqlite3.Connection) -> Transaction:
        return SqliteReading(connection)

    def _writing(self, connection: sqlite3.Connection) -> WriteTransaction:
        return SqliteWriting(connection)

    @contextmanager
    def _checked_out(self, engine: Engine, *, query_only: bool) -> Iterator[sqlite3.Connection]:
        if self.path is not None:
            with self._taken(engine) as connection:
                yield connection
            return
        if not self._alone.acquire(timeout=self._busy_seconds):
            raise Unusable.one("store.busy", where="memory", detail="")
        try:
            with self._taken(engine) as connection:
                connection.execute(f"PRAGMA query_only = {query_only}")
                try:
                    yield connection
                finally:
                    connection.execute("PRAGMA query_only = OFF")
        finally:
            self._alone.release()

    @contextmanager
    def _taken(self, engine: Engine) -> Iterator[sqlite3.Connection]:
        raw = engine.raw_connection()
        try:
            assert isinstance(raw.driver_connection, sqlite3.Connection)
            yield raw.driver_connection
        finally:
            raw.close()

    def close(self) -> None:
        """Close every connection."""
        self.reader.dispose()
        self.writer.dispose()
        self._hasty.dispose()

    def translated(self, error: BaseException) -> BaseException:
        """The error as Vires says it; the same error where it is nobody's but ours."""
        return translated(error, where=str(self.path or "memory"))


def _use_wal(connection: sqlite3.Connection, path: Path | None) -> None:
    """Switch the file to WAL, once in its life; whoever finds it switched has nothing to do.

    Nothing is in a new file yet: everybody else is kept out of it, and of what SQLite puts beside.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        if path is not None:
            keep_from_others(path)
        connection.execute("PRAGMA journal_mode = WAL")


def _make_room(path: Path) -> None:
    try:
        make_private(path.parent)
    except OSError as error:
        raise Unusable.one(
            "store.cannot_create", path=str(path), detail=error.strerror or str(error)
        ) from error


def _clash(error: sqlite3.IntegrityError) -> Exception:
    """A broken uniqueness as `AlreadyThere` with the columns concerned; else `Inconsistent`."""
    if error.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        what = str(error).partition(": ")[2]
        return AlreadyThere(table=what.partition(".")[0], what=what)
    return Inconsistent(str(error))


_CODES = {
    "SQLITE_BUSY": "store.busy",
    "SQLITE_LOCKED": "store.busy",
    "SQLITE_READONLY": "store.read_only",
    "SQLITE_FULL": "store.full",
    "SQLITE_CORRUPT": "store.corrupt",
    "SQLITE_NOTADB": "store.corrupt",
    "SQLITE_CANTOPEN": "store.cannot_open",
    "SQLITE_PERM": "store.cannot_open",
    "SQLITE_IOERR": "store.failing",
}


def translated(error: BaseException, *, where: str) -> BaseException:
    """A driver's error as `Unusable`, by its result code; others come back unchanged."""
    original = getattr(error, "orig", None) or error
    if isinstance(original, PoolTimeout):
        return Unusable.one("store.busy", where=where, detail="")
    if isinstance(original, OverflowError):
        return Unusable.one("store.unstorable_number", where=where, detail=str(original))
    if isinstance(original, UnicodeEncodeError):
        return Unusable.one("store.unstorable_text", column=where)
    if isinstance(original, sqlite3.IntegrityError):
        return Inconsistent(str(original))
    if not isinstance(original, sqlite3.Error):
        return error
    name = getattr(original, "sqlite_errorname", "") or ""
    for prefix, code in _CODES.items():
        if name == prefix or name.startswith(f"{prefix}_"):
            return Unusable.one(code, where=where, detail=str(original))
    return error
