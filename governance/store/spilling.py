"""Rows as plain values by their table and id, in memory while there are few.

What a replay of a whole ledger ends with is as large as the database itself. Beyond a number of
rows it goes to a file of SQLite's own that has no name and is gone with its connection, so that
the memory it takes stays the same however many there are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

MOST: Final = 50_000
"""Rows held in memory at once."""

Values = dict[str, Any]
"""A row's columns as an entry of the ledger says them."""

_TABLE = "CREATE TABLE row (name TEXT, id TEXT, said TEXT, PRIMARY KEY (name, id)) WITHOUT ROWID"
_PUT = "INSERT OR REPLACE INTO row VALUES (?, ?, ?)"
_GET = "SELECT said FROM row WHERE name = ? AND id = ?"
_DROP = "DELETE FROM row WHERE name = ? AND id = ?"
_OF_TABLE = "SELECT id, said FROM row WHERE name = ? ORDER BY id"


class SpillingRows:
    """A mapping of tables and ids to values. Close it: a file may be behind it."""

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._held: dict[tuple[str, str], Values] = {}
        self._file: sqlite3.Connection | None = None

    def get(self, table: str, row_id: str) -> Values | None:
        """The values of a row, to be changed in place until the next `settle`; None if unknown."""
        found = self._held.get((table, row_id))
        if found is None and self._file is not None:
            kept = self._file.execute(_GET, (table, row_id)).fetchone()
            if kept is not None:
                found = self._held[table, row_id] = json.loads(kept[0])
        return found

    def put(self, table: str, row_id: str, values: Values) -> None:
        """Keep the values of a row, whatever was there."""
        self._held[table, row_id] = values

    def drop(self, table: str, row_id: str) -> None:
        """Forget a row."""
        self._held.pop((table, row_id), None)
        if self._file is not None:
            self._file.execute(_DROP, (table, row_id))

    def settle(self) -> None:
        """Let what is too much for the memory go to the file; between two uses of `get`."""
        if len(self._held) >= self._most:
            self._spill()

    def of_table(self, table: str) -> Iterator[tuple[str, Values]]:
        """The rows of a table that were kept, with their ids. Nothing is to be kept meanwhile."""
        if self._file is None:
            yield from ((at[1], values) for at, values in self._held.items() if at[0] == table)
            return
        self._spill()
        for row_id, said in self._file.execute(_OF_TABLE, (table,)):
            yield row_id, json.loads(said)

    def close(self) -> None:
        """Give back what it holds."""
        self._held.clear()
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._file.close()

    def _spill(self) -> None:
        if self._file is None:
            self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = OFF")
            self._file.execute("PRAGMA synchronous = OFF")
            self._file.execute(_TABLE)
        said = [(*at, json.dumps(values)) for at, values in self._held.items()]
        self._file.executemany(_PUT, said)
        self._held.clear()
