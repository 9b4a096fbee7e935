"""A database in memory for one thread's trials, quicker than one that several threads share.

A database in memory has a single connection for both doors, and telling it at each transaction
whether it may write makes SQLite prepare every statement anew: two thirds of the time of a
statement. Here it may always write; the read door has no methods that do.

Nobody else writes to it, so what was read still stands until something is written to a table
it was read from: it is answered from memory until then.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Engine, Table, make_url

from governance.store.engine import BUSY_SECONDS, Inconsistent, Store
from governance.store.sqlite import DIALECT, SqliteDoors, SqliteReading, SqliteWriting
from governance.store.statements import STATEMENTS_KEPT, Record, prepared
from governance.store.tables import TABLES
from governance.store.transactions import Transaction, WriteTransaction

_MEMORY = make_url("sqlite://")

ANSWERS: Final = 16_384
"""Answers remembered at once; when there are more, all are forgotten."""
MOST_ROWS: Final = 1_000
"""Rows of the longest answer that is remembered."""


@lru_cache(maxsize=STATEMENTS_KEPT)
def _tables_in(text: str) -> frozenset[str]:
    """The tables that a statement may speak of: no name of one can be missing in its text."""
    return frozenset(TABLES.keys() & set(re.findall(r"\w+", text)))


class Remembered:
    """What was read, and when each table was last written to, by a count of the writes."""

    def __init__(self) -> None:
        self._answers: dict[Any, tuple[int, frozenset[str], list[Record]]] = {}
        self._written: dict[str, int] = {}
        self._writes = 0
        self._undoable: set[str] = set()

    def known(self, asked: Any) -> list[Record] | None:
        """The answer to a question as it was asked before, if it still stands."""
        found = self._answers.get(asked)
        if found is None:
            return None
        read_at, tables, rows = found
        written = self._written
        for table in tables:
            if written.get(table, 0) > read_at:
                return None
        return rows.copy()

    def keep(self, asked: Any, text: str, rows: list[Record]) -> None:
        """Remember an answer of the statement with this text."""
        tables = _tables_in(text)
        if not tables or len(rows) > MOST_ROWS:
            return
        if len(self._answers) >= ANSWERS:
            self._answers.clear()
        self._answers[asked] = (self._writes, tables, rows.copy())

    def begun(self) -> None:
        """A transaction begins that may write."""
        self._undoable.clear()

    def written(self, tables: Iterable[str]) -> None:
        """These tables are written to."""
        self._writes += 1
        for table in tables:
            self._written[table] = self._writes
            self._undoable.add(table)

    def undone(self) -> None:
        """What this transaction wrote, or some of it, is taken back."""
        self.written(tuple(self._undoable))


class _Remembering(Transaction):
    """A transaction that asks what is remembered before it asks the database."""

    _remembered: Remembered

    def all(self, statement: Any, /, **params: Any) -> list[Record]:
        asked: Any = (statement, *params.items())
        try:
            rows = self._remembered.known(asked)
        except TypeError:  # a list of ids cannot be looked up
            asked = (statement, *((name, _hashable(value)) for name, value in params.items()))
            rows = self._remembered.known(asked)
        if rows is None:
            rows = super().all(statement, **params)
            self._remembered.keep(asked, prepared(statement, DIALECT).text, rows)
        return rows


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | set) else value


class ScratchReading(_Remembering, SqliteReading):
    """A read transaction on a database in memory that is nobody else's."""

    def __init__(self, connection: sqlite3.Connection, remembered: Remembered) -> None:
        super().__init__(connection)
        self._remembered = remembered


class ScratchWriting(_Remembering, SqliteWriting):
    """A write transaction on one; it says which tables it writes to."""

    def __init__(self, connection: sqlite3.Connection, remembered: Remembered) -> None:
        super().__init__(connection)
        self._remembered = remembered
        remembered.begun()

    def insert(self, table: Table, values: Mapping[str, Any]) -> None:
        self._remembered.written((table.name,))
        super().insert(table, values)

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        self._remembered.written((table.name,))
        super().insert_many(table, rows)

    def update(
        self,
        table: Table,
        *,
        partnership_id: str,
        id: str,  # noqa: A002  # the column's name
        expected_version: int,
        values: Mapping[str, Any],
    ) -> None:
        self._remembered.written((table.name,))
        super().update(
            table,
            partnership_id=partnership_id,
            id=id,
            expected_version=expected_version,
            values=values,
        )

    def run(self, statement: Any, /, **params: Any) -> int:
        self._remembered.written(_tables_in(prepared(statement, DIALECT).text))
        return super().run(statement, **params)

    @contextmanager
    def _inside(self) -> Iterator[None]:
        try:
            with super().savepoint():
                yield
        except BaseException:
            self._remembered.undone()
            raise

    def savepoint(self) -> AbstractContextManager[None]:
        return self._inside()


class ScratchDoors(SqliteDoors):
    """Both doors of a database in memory that is nobody else's."""

    def __init__(self) -> None:
        super().__init__(_MEMORY, busy_seconds=BUSY_SECONDS)
        self._remembered = Remembered()
        self._only: sqlite3.Connection | None = None

    def _reading(self, connection: sqlite3.Connection) -> Transaction:
        return ScratchReading(connection, self._remembered)

    def _writing(self, connection: sqlite3.Connection) -> WriteTransaction:
        return ScratchWriting(connection, self._remembered)

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        try:
            with super().write() as transaction:
                yield transaction
        except BaseException:
            self._remembered.undone()
            raise

    @contextmanager
    def _checked_out(self, engine: Engine, *, query_only: bool) -> Iterator[sqlite3.Connection]:
        del query_only
        if self._only is None:
            with self._taken(engine) as connection:  # the pool of a memory holds this one alone
                self._only = connection
        yield self._only


@contextmanager
def filling(store: Store) -> Iterator[WriteTransaction]:
    """Write the rows of such a database in any order; what they refer to is checked at the end.

    While a reference leads to nothing yet, SQLite goes through whole tables for each row that is
    inserted: for tens of thousands that takes minutes. Raises `Inconsistent`.
    """
    connection = store.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with store.write() as transaction:
                yield transaction
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
        if (wrong := driver.execute("PRAGMA foreign_key_check").fetchone()) is not None:
            raise Inconsistent(f"a row of {wrong[0]} refers to none of {wrong[2]}")
    finally:
        connection.close()


def scratch_store() -> Store:
    """An empty database in memory, for one thread. Gone once it is closed."""
    return Store(_MEMORY, ScratchDoors())
