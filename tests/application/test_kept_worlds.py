"""Worlds that are kept: put back they are what was built, and what one test does stays its own."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

import kept_worlds
import pytest
from conftest import Databases
from sqlalchemy import select
from world import KEY, World, empty_world, world

from governance.application.people import acts as people
from governance.store import ledger
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

Another = Callable[[], Store]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_worlds, "_kept", OrderedDict())


@pytest.fixture
def another(
    store: Store, sqlite_template: bytes, request: pytest.FixtureRequest, tmp_path: Any
) -> Iterator[Another]:
    """Opens further fresh databases of the kind of the test's own."""
    opened: list[Store] = []
    taken: list[str] = []

    def fresh() -> Store:
        if store.dialect == "sqlite":
            file = tmp_path / f"{len(opened)}.db"
            file.write_bytes(sqlite_template)
            url = f"sqlite:///{file}"
        else:
            databases: Databases = request.getfixturevalue("postgres_databases")
            taken.append(databases.take())
            url = store.url.set(database=taken[-1]).render_as_string(hide_password=False)
        opened.append(open_store(url))
        return opened[-1]

    yield fresh
    for one in opened:
        one.close()
    for name in taken:
        request.getfixturevalue("postgres_databases").give_back(name)


def rows(store: Store) -> dict[str, list[str]]:
    """Everything in a store, by table."""
    with store.read() as tx:
        return {name: sorted(map(str, tx.all(select(table)))) for name, table in TABLES.items()}


def add(made: World) -> None:
    with made.acting() as desk:
        people.add_person(desk, key="example-newcomer", name="Nell Newcomer (example)")


def test_what_is_put_back_is_what_was_built(
    store: Store, another: Another, now: dt.datetime
) -> None:
    world(store, now)
    built = rows(store)
    assert len(built["person"]) > 20
    add(World(store, now))
    kept = world(another(), now)
    assert rows(kept.store) == built
    with kept.store.read() as tx:
        assert ledger.verify(tx).ok


def test_what_one_does_in_a_kept_world_is_not_in_the_next(
    store: Store, another: Another, now: dt.datetime
) -> None:
    world(store, now)
    built = rows(store)
    second = world(another(), now)
    add(second)
    assert len(rows(second.store)["person"]) == len(built["person"]) + 1
    assert rows(world(another(), now).store) == built
    assert rows(store) == built


def test_a_kept_world_is_held_to_its_schema_like_any_other(
    store: Store, another: Another, now: dt.datetime
) -> None:
    world(store, now)
    kept = world(another(), now).store
    for statement in ("DELETE FROM ledger_entry", "UPDATE person SET partnership_id = 'nobody'"):
        with (
            pytest.raises(Exception, match=r"ledger|FOREIGN KEY|foreign key"),
            kept.engine.begin() as connection,
        ):
            connection.exec_driver_sql(statement)


def test_another_moment_is_another_world(store: Store, another: Another, now: dt.datetime) -> None:
    world(store, now)
    later = world(another(), now + dt.timedelta(days=1))
    assert rows(later.store)["person"] != rows(store)["person"]


def test_a_store_in_use_is_built_up_as_it_is(
    store: Store, another: Another, now: dt.datetime
) -> None:
    world(store, now)
    used = another()
    empty_world(used, now)
    with pytest.raises(Exception, match=KEY):
        world(used, now)
    assert len(rows(used)["partnership"]) == 1


def test_a_changed_schema_is_not_put_back_as_it_was(
    quick_store: Store, sqlite_url: str, now: dt.datetime
) -> None:
    world(quick_store, now)
    changed = open_store(sqlite_url)
    with changed.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER ledger_entry_update")
    world(changed, now)
    with changed.engine.begin() as connection:
        found = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'ledger_entry_update'"
        )
        assert found.scalar() == 0
    changed.close()
