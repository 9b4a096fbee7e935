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

MOST: Final = 24
"""Worlds kept in one process."""

_kept: OrderedDict[Hashable, Any] = OrderedDict()


def once(store: Store, key: Hashable, build: Callable[[], None]) -> None:
    """Fill a store as `build` does, from what it made the last time for the same key.

    A store that is not fresh is built up as it is, and nothing is kept of it.
    """
    if not _fresh(store):
        build()
        return
    place = (store.dialect, key)
    if place in _kept:
        _kept.move_to_end(place)
        _put(store, _kept[place])
        return
    build()
    _kept[place] = _taken(store)
    if len(_kept) > MOST:
        _kept.popitem(last=False)


def _fresh(store: Store) -> bool:
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM partnership")
        found = cursor.fetchone()
        connection.rollback()
    finally:
        connection.close()
    return bool(found is not None and found[0] == 0)


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
