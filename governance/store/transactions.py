"""What a door of the store yields: reading, and in a write transaction also writing.

Statements are SQLAlchemy Core, built once at module level with `bindparam`, and run on the
driver's cursor (see `statements`). A row comes back as a named tuple. `SqliteWriting` and
`PostgresWriting` differ only in how a batch reaches the database: PostgreSQL's writes travel in
a pipeline, so what a write did is known at the next read or when the door closes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Dialect, Table, bindparam, select

from governance.store.statements import Prepared, Record, inserting, prepared, updating

STREAM_BATCH = 1000
"""Rows fetched at once where a result is streamed."""


class Transaction:
    """One consistent picture of the database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def all(self, statement: Any, /, **params: Any) -> list[Record]:
        """Every row."""
        found = prepared(statement, self._dialect)
        return found.records(self._fetch(found.text, found.bind(params)))

    def first(self, statement: Any, /, **params: Any) -> Record | None:
        """The first row, or None."""
        rows = self.all(statement, **params)
        return rows[0] if rows else None

    def one(self, statement: Any, /, **params: Any) -> Record:
        """The only row. Raises `LookupError` where there is none or more than one."""
        rows = self.all(statement, **params)
        if len(rows) != 1:
            raise LookupError(f"want one row, found {len(rows)}")
        return rows[0]

    def scalar(self, statement: Any, /, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.first(statement, **params)
        return None if row is None else row[0]

    def get(self, table: Table, *, partnership_id: str, id: str) -> Record | None:  # noqa: A002  # the column's name
        """The row of a table with this key, or None."""
        return self.first(by_key(table), partnership_id=partnership_id, id=id)

    def stream(self, statement: Any, /, **params: Any) -> Generator[Record]:
        """Rows one by one, without holding them all; for what grows with the years."""
        found = prepared(statement, self._dialect)
        for batch in self._batches(found, found.bind(params)):
            yield from found.records(batch)

    def _fetch(self, text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def _batches(self, found: Prepared, values: tuple[Any, ...]) -> Iterator[list[tuple[Any, ...]]]:
        raise NotImplementedError


class WriteTransaction(Transaction):
    """A transaction that may write; it commits when its door closes without an error."""

    def insert(self, table: Table, values: Mapping[str, Any]) -> None:
        """Insert a row; columns with a default, or that may be empty, need not be given.

        Raises `AlreadyThere` (on PostgreSQL by the time the door closes), `Unusable` for text
        that no column takes, `TypeError` for a column missing or unknown.
        """
        writing = inserting(table, self._dialect)
        self._send(writing.text, writing.bind(table.name, values))

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert many rows of one table; raises as `insert` does."""
        writing = inserting(table, self._dialect)
        bound = [writing.bind(table.name, row) for row in rows]
        if bound:
            self._send_many(writing.text, bound)

    def update(
        self,
        table: Table,
        *,
        partnership_id: str,
        id: str,  # noqa: A002  # the column's name
        expected_version: int,
        values: Mapping[str, Any],
    ) -> None:
        """Change a row that is still at the version it was read at; its version goes up by one.

        Raises `StaleRow` where it is not: at once on SQLite, by the next read or the door's
        closing on PostgreSQL, and always before anything is committed.
        """
        writing = updating(table, tuple(sorted(values)), self._dialect)
        named = {f"new_{name}": value for name, value in values.items()}
        named["old_partnership_id"] = partnership_id
        named["old_id"] = id
        named["old_version"] = expected_version
        self._send_expecting_one(
            writing.text,
            writing.bind(table.name, named),
            (table.name, partnership_id, id, expected_version),
        )

    def run(self, statement: Any, /, **params: Any) -> int:
        """Run an update that concerns many rows; returns how many. Raise `version` in it."""
        found = prepared(statement, self._dialect)
        return self._send_counted(found.text, found.bind(params))

    def lock(self, table: Table, *, partnership_id: str, ids: Iterable[str]) -> None:
        """Hold these rows until the end, in the order of their ids, so that no two wait crosswise.

        What is read after it is what stands. SQLite's write door holds everything already.
        """
        raise NotImplementedError

    def defer_references(self) -> None:
        """Check references when the transaction ends: rows may then come in any order."""
        raise NotImplementedError

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what happens inside if it raises, and only that; the error goes on."""
        raise NotImplementedError

    def _send(self, text: str, values: tuple[Any, ...]) -> None:
        raise NotImplementedError

    def _send_many(self, text: str, values: list[tuple[Any, ...]]) -> None:
        raise NotImplementedError

    def _send_expecting_one(
        self, text: str, values: tuple[Any, ...], row: tuple[str, str, str, int]
    ) -> None:
        raise NotImplementedError

    def _send_counted(self, text: str, values: tuple[Any, ...]) -> int:
        raise NotImplementedError


_BY_KEY: dict[Table, Any] = {}


def by_key(table: Table) -> Any:
    """The statement that reads a whole row by `partnership_id` and `id`."""
    statement = _BY_KEY.get(table)
    if statement is None:
        statement = select(table).where(
            table.c.partnership_id == bindparam("partnership_id"),
            table.c.id == bindparam("id"),
        )
        _BY_KEY[table] = statement
    return statement
