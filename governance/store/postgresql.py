"""PostgreSQL through psycopg 3: read-only snapshots for reading, row locks for writing.

A write transaction is READ COMMITTED with explicit locks: what is read after `lock` is what
stands. Its writes travel in a pipeline: they are sent without waiting for each answer, and a
write that hit nothing or failed is noticed at the next read, or at the end, before the commit.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any

import psycopg
from psycopg import errors, pq
from sqlalchemy import URL, Engine, Table, bindparam, create_engine, event, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import TimeoutError as PoolTimeout

from governance.domain.errors import Unusable
from governance.store.lists import in_list
from governance.store.signals import AlreadyThere, Inconsistent, StaleRow
from governance.store.statements import Prepared, prepared
from governance.store.transactions import STREAM_BATCH, Transaction, WriteTransaction

# What psycopg ignores while an error unwinds is not for people, who are told the error itself.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

OLDEST_SERVER = 15
"""The oldest major version of PostgreSQL that Vires is tested on."""
CONNECTIONS = 16
"""Connections kept; as many again may be opened for a burst."""

STATEMENTS_PREPARED = 512
"""Statements a connection keeps prepared on the server."""

DIALECT = PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]  # SQLAlchemy's own
"""What statements are compiled for; one for all stores, so that each is compiled once."""

_BEGIN_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_BEGIN_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"

Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]


def _execute(connection: Connection, text: str, values: tuple[Any, ...]) -> Cursor:
    return connection.execute(text, values, prepare=True)


class PostgresReading(Transaction):
    """A read transaction on PostgreSQL."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(DIALECT)
        self._connection = connection

    def _fetch(self, text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        cursor = _execute(self._connection, text, values)
        return cursor.fetchall()

    def _batches(self, found: Prepared, values: tuple[Any, ...]) -> Iterator[list[Any]]:
        with self._connection.cursor(name="vires_stream") as cursor:
            cursor.execute(found.text.encode(), values)
            while rows := cursor.fetchmany(STREAM_BATCH):
                yield rows


class PostgresWriting(WriteTransaction):
    """A write transaction on PostgreSQL, inside a pipeline."""

    pipeline: psycopg.Pipeline

    def __init__(self, connection: Connection) -> None:
        super().__init__(DIALECT)
        self._connection = connection
        self._unchecked: list[tuple[Cursor, tuple[str, str, str, int]]] = []

    def _fetch(self, text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self.explained():
            rows = _execute(self._connection, text, values).fetchall()
        self.check()
        return rows

    def _batches(self, found: Prepared, values: tuple[Any, ...]) -> Iterator[list[Any]]:
        yield self._fetch(found.text, values)

    def _send(self, text: str, values: tuple[Any, ...]) -> None:
        _execute(self._connection, text, values)

    def _send_many(self, text: str, values: list[tuple[Any, ...]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(text.encode(), values)

    def _send_expecting_one(
        self, text: str, values: tuple[Any, ...], row: tuple[str, str, str, int]
    ) -> None:
        cursor = _execute(self._connection, text, values)
        self._unchecked.append((cursor, row))

    def _send_counted(self, text: str, values: tuple[Any, ...]) -> int:
        cursor = _execute(self._connection, text, values)
        self.settle()
        return cursor.rowcount

    def settle(self) -> None:
        """Wait for everything sent; raise what failed or was stale."""
        with self.explained():
            self.pipeline.sync()
        self.check()

    def check(self) -> None:
        """Raise `StaleRow` for an update, already answered, that hit nothing."""
        unchecked, self._unchecked = self._unchecked, []
        for cursor, row in unchecked:
            if cursor.rowcount == 0:
                table, partnership_id, row_id, expected = row
                raise StaleRow(
                    table=table, partnership_id=partnership_id, row_id=row_id, expected=expected
                )

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Give what failed in the pipeline its reason.

        An update that hit nothing comes first: what was sent after it, believing it done, fails
        because of it. Then a broken uniqueness, as `AlreadyThere` with the constraint's name.
        """
        try:
            yield
        except errors.UniqueViolation as error:
            self.check()
            table, what = error.diag.table_name or "", error.diag.constraint_name or ""
            raise AlreadyThere(table=table, what=what) from error
        except psycopg.Error:
            self.check()
            raise

    def lock(self, table: Table, *, partnership_id: str, ids: Iterable[str]) -> None:
        found = prepared(_locking(table), self._dialect)
        wanted = {"partnership_id": partnership_id, "ids": sorted(set(ids))}
        self._send(found.text, found.bind(wanted))

    def defer_references(self) -> None:
        self._send("SET CONSTRAINTS ALL DEFERRED", ())

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self.settle()
        self._connection.execute("SAVEPOINT inner_act")
        try:
            yield
            self.settle()
        except BaseException:
            self._unchecked.clear()
            self._drain()
            self._connection.execute("ROLLBACK TO inner_act")
            self._connection.execute("RELEASE inner_act")
            raise
        self._connection.execute("RELEASE inner_act")

    def savepoint(self) -> AbstractContextManager[None]:
        return self._savepoint()

    def _drain(self) -> None:
        """Take the answers still under way, whose errors no longer matter."""
        try:
            self.pipeline.sync()
        except psycopg.OperationalError:
            if self._connection.closed:
                raise
        except psycopg.Error:
            return


@cache
def _locking(table: Table) -> Any:
    return (
        select(table.c.id)
        .where(table.c.partnership_id == bindparam("partnership_id"), in_list(table.c.id, "ids"))
        .order_by(table.c.id)
        .with_for_update()
    )


class PostgresDoors:
    """Opens the two doors of a PostgreSQL database."""

    name = "postgresql"

    def __init__(self, url: URL, *, busy_seconds: float) -> None:
        options = f"-c timezone=UTC -c lock_timeout={int(busy_seconds * 1000)}"
        options = f"{url.query.get('options', '')} {options}".strip()
        self.where = f"{url.host or 'the local socket'}/{url.database or ''}"
        self.writer: Engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            paramstyle="format",
            pool_size=CONNECTIONS,
            max_overflow=CONNECTIONS,
            pool_timeout=busy_seconds,
            connect_args={
                "autocommit": True,
                "connect_timeout": 10,
                "client_encoding": "utf8",
                "options": options,
            },
        )

        @event.listens_for(self.writer, "connect")
        def _prepare(connection: Connection, _record: Any) -> None:
            server = connection.info.server_version // 10_000
            if server < OLDEST_SERVER:
                raise Unusable.one("store.server_too_old", version=server, oldest=OLDEST_SERVER)
            connection.prepared_max = STATEMENTS_PREPARED
            if connection.info.parameter_status("server_encoding") != "UTF8":
                raise Unusable.one("store.not_utf8", where=self.where)

        @event.listens_for(self.writer, "begin")
        def _begin(connection: Any) -> None:
            connection.exec_driver_sql(_BEGIN_WRITE)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A read-only snapshot."""
        with self._begun(_BEGIN_READ) as connection:
            try:
                yield PostgresReading(connection)
            finally:
                if not connection.closed:
                    connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        """READ COMMITTED in a pipeline; commits at the end, rolls back on any error."""
        with self._begun(_BEGIN_WRITE) as connection, self._written(connection) as transaction:
            yield transaction

    @contextmanager
    def write_at_once(self) -> Iterator[WriteTransaction]:
        """The same, which waits for nobody's lock."""
        with self._begun(_BEGIN_WRITE) as connection:
            connection.execute("SET LOCAL lock_timeout = 1")  # milliseconds; 0 would be for ever
            with self._written(connection) as transaction:
                yield transaction

    @contextmanager
    def _written(self, connection: Connection) -> Iterator[WriteTransaction]:
        try:
            transaction = PostgresWriting(connection)
            with transaction.explained(), connection.pipeline() as transaction.pipeline:
                yield transaction
            transaction.check()
            connection.execute("COMMIT")
        except BaseException:
            if not connection.closed:
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _begun(self, begin: str) -> Iterator[Connection]:
        """A connection in a transaction.

        Where it died while it was idle, so have those that wait beside it: all are replaced.
        """
        raw = self.writer.raw_connection()
        try:
            raw.driver_connection.execute(begin)  # type: ignore[union-attr]  # it is connected
        except psycopg.OperationalError:
            raw.invalidate()
            self.writer.dispose()
            raw = self.writer.raw_connection()
            try:
                raw.driver_connection.execute(begin)  # type: ignore[union-attr]  # it is connected
            except psycopg.OperationalError:
                raw.invalidate()
                raise
        connection: Any = raw.driver_connection
        try:
            yield connection
        finally:
            if connection.closed or connection.info.transaction_status != pq.TransactionStatus.IDLE:
                raw.invalidate()
            else:
                raw.close()

    def close(self) -> None:
        """Close every connection."""
        self.writer.dispose()

    def translated(self, error: BaseException) -> BaseException:
        """The error as Vires says it; the same error where it is nobody's but ours."""
        return translated(error, where=self.where)


_CODES: list[tuple[tuple[type[Exception], ...], str]] = [
    ((errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege), "store.read_only"),
    ((errors.DiskFull,), "store.full"),
    ((errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure), "store.busy"),
    ((errors.DataCorrupted, errors.IndexCorrupted), "store.corrupt"),
    ((errors.NumericValueOutOfRange,), "store.unstorable_number"),
    ((errors.OperationalError,), "store.unreachable"),
]


def translated(error: BaseException, *, where: str) -> BaseException:
    """A driver's error as `Unusable`, by its class; others come back unchanged."""
    original = getattr(error, "orig", None) or error
    if isinstance(original, PoolTimeout):
        return Unusable.one("store.busy", where=where, detail="")
    if isinstance(original, UnicodeEncodeError):
        return Unusable.one("store.unstorable_text", column=where)
    if isinstance(original, errors.IntegrityError):
        return Inconsistent(str(original))
    for kinds, code in _CODES:
        if isinstance(original, kinds):
            detail = str(original).strip().partition("\n")[0]
            return Unusable.one(code, where=where, detail=detail)
    return error
