"""Whoever was locked before locks were of the person is locked afterwards."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from governance.store import migrations
from governance.store.engine import Store, open_store

BEFORE, AFTER = "0033", "0034"
AT = "2025-02-20 14:30:00.000000"


def bring_to(connection: Connection, version: str) -> None:
    script = ScriptDirectory(
        str(migrations.VERSIONS.parent), version_locations=[str(migrations.VERSIONS)]
    )
    with EnvironmentContext(
        Config(), script, fn=lambda at, _: script._upgrade_revs(version, at)
    ) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    store = open_store(url)
    yield store
    store.close()


def test_whoever_was_locked_stays_locked(old: Store) -> None:
    with old.engine.begin() as connection:
        bring_to(connection, BEFORE)
        if old.dialect == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for person, locked in (("one", AT), ("two", None)):
            connection.execute(
                text(
                    "INSERT INTO account (partnership_id, id, version, password, password_set_at,"
                    " must_change, recovery, locked_at)"
                    " VALUES ('p', :person, 1, 'x', :at, false, '[]', :locked)"
                ),
                {"person": person, "at": _instant(old, AT), "locked": _instant(old, locked)},
            )
        bring_to(connection, AFTER)
        found = connection.execute(text("SELECT id, version FROM person_lock")).fetchall()
        # No person is there, and no row without one is to be kept.
        connection.execute(text("DELETE FROM person_lock"))
        connection.execute(text("DELETE FROM account"))
    assert [tuple(one) for one in found] == [("one", 1)]


def _instant(store: Store, at: str | None) -> object:
    if at is None or store.dialect == "sqlite":
        return at
    return dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
