"""A world that was built once, put into the next fresh database as it was.

Building the example partnership takes a few hundred acts, each of which hundreds of tests would do
again. What is kept are the rows those acts wrote, so every test starts from exactly what the use
cases make; only its own acts are played for it.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final

from governance.store.engine import Store
from governance.store.tables import TABLES

MOST: Final = 24
"""Worlds kept in one process."""

_kept: OrderedDict[Hashable, Any] = OrderedDict()


def once(store: Store, key: Hashable, build: Callable[[], None]) -> None:
    """Fill a store as `build` does, from what it made the last time for the same key.

    A store that is not fresh is built up as it is, and nothing is kept of it; so is one whose
    schema a test has changed, unless that is how it was the last time.
    """
    schema = _schema_if_fresh(store)
    if schema is None:
        build()
        return
    place = (store.dialect, schema, key)
    if place in _kept:
        _kept.move_to_end(place)
        _put(store, _kept[place])
        return
    build()
    _kept[place] = _taken(store)
    if len(_kept) > MOST:
        _kept.popitem(last=False)


_ROOTS: Final = [table.name for table in TABLES.values() if not table.foreign_keys]
"""The tables that refer to no other: where these are empty, all are."""
_USED: Final = f"SELECT {' OR '.join(f'EXISTS (SELECT 1 FROM {name})' for name in _ROOTS)}"
_SCHEMA: Final = {
    "sqlite": "SELECT group_concat(sql, ';') FROM sqlite_schema",
    "postgresql": "SELECT ''",
}
"""SQLite is given the kept schema with the rows; rows do not fit into another in PostgreSQL."""


def _schema_if_fresh(store: Store) -> Hashable | None:
    """What tells a store's schema from another's, if nothing is in it yet."""
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(_USED)
        (used,) = cursor.fetchone() or (True,)
        cursor.execute(_SCHEMA[store.dialect])
        schema: Hashable = cursor.fetchone()
        connection.rollback()
    finally:
        connection.close()
    return None if used else schema


def _taken(store: Store) -> Any:
    connection = store.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            template = sqlite3.connect(":memory:", check_same_thread=False)
            driver.backup(template)
            content = template.serialize()
            template.close()
            # A database in memory has no write-ahead log: it opens only what says it has none.
            return content[:18] + b"\x01\x01" + content[20:]
        rows: dict[str, bytes] = {}
        with driver.transaction(), driver.cursor() as cursor:
            for name in _tables(cursor):
                with cursor.copy(f'COPY "{name}" TO STDOUT') as copied:
                    rows[name] = b"".join(bytes(part) for part in copied)
        return {name: content for name, content in rows.items() if content}
    finally:
        connection.close()


def _put(store: Store, kept: Any) -> None:
    connection = store.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            template = sqlite3.connect(":memory:", check_same_thread=False)
            template.deserialize(kept)
            template.backup(driver)
            template.close()
            return
        with driver.transaction(), driver.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name, content in kept.items():
                with cursor.copy(f'COPY "{name}" FROM STDIN') as copied:
                    copied.write(content)
    finally:
        connection.close()


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT tablename FROM pg_tables"
        " WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY tablename"
    )
    return [name for (name,) in cursor.fetchall()]
