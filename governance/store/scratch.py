"""A database in memory for one thread's trials, quicker than one that several threads share.

A database in memory has a single connection for both doors, and telling it at each transaction
whether it may write makes SQLite prepare every statement anew: two thirds of the time of a
statement. Here it may always write; the read door has no methods that do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, make_url

from governance.store.engine import BUSY_SECONDS, Store
from governance.store.sqlite import SqliteDoors

_MEMORY = make_url("sqlite://")


class ScratchDoors(SqliteDoors):
    """Both doors of a database in memory that is nobody else's."""

    @contextmanager
    def _checked_out(self, engine: Engine, *, query_only: bool) -> Iterator[sqlite3.Connection]:
        del query_only
        with self._taken(engine) as connection:
            yield connection


def scratch_store() -> Store:
    """An empty database in memory, for one thread. Gone once it is closed."""
    return Store(_MEMORY, ScratchDoors(_MEMORY, busy_seconds=BUSY_SECONDS))
