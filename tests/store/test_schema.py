"""The migrations make exactly the schema that the tables declare, on both databases."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select

from governance.store import migrations
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

METADATA = TABLES["partnership"].metadata

_POSTGRESQL = """
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef
FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', '', proname, prosrc
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'column', table_name, column_name,
  concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
"""


def schema_of(store: Store) -> set[tuple[str, ...]]:
    with store.engine.connect() as connection:
        if store.dialect == "postgresql":
            rows = connection.exec_driver_sql(_POSTGRESQL).fetchall()
        else:
            rows = connection.exec_driver_sql(
                "SELECT type, tbl_name, name, coalesce(sql, '') FROM sqlite_master"
                " WHERE name NOT LIKE 'sqlite_stat%'"
            ).fetchall()
    return {tuple(map(clauses, row)) for row in rows if "alembic" not in str(row)}


def clauses(text: object) -> str:
    """A statement with its top-level clauses in one order: SQLAlchemy writes them in any."""
    words = " ".join(str(text).split())
    return " , ".join(
        sorted(
            re.split(r", (?![^(]*\))", words.replace("TABLE ", "TABLE , ", 1).removesuffix(" )"))
        )
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def declared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'declared.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    store = open_store(url)
    with store.engine.begin() as connection:
        METADATA.create_all(connection)
    yield store
    store.close()


def test_migrations_make_what_the_tables_declare(
    declared: Store, request: pytest.FixtureRequest
) -> None:
    migrated = open_store(
        request.getfixturevalue("sqlite_url" if declared.dialect == "sqlite" else "postgres_url")
    )
    assert schema_of(migrated) == schema_of(declared)
    migrated.close()


def test_alembic_finds_nothing_to_add(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_every_table_has_a_retention_class_and_the_partnership_in_its_key() -> None:
    from governance.store.tables import ROWS, Retention

    for name, model in ROWS.items():
        assert isinstance(model.retention, Retention), name
        assert [c.name for c in TABLES[name].primary_key] == ["partnership_id", "id"], name


def test_every_table_declared_is_listed() -> None:
    assert set(METADATA.tables) == set(TABLES)


def test_versions_follow_one_another() -> None:
    assert list(migrations.known()) == [f"{n:04}" for n in range(1, len(migrations.known()) + 1)]
    assert migrations.head() == migrations.known()[-1]


def test_the_next_migration_would_be_empty() -> None:
    from governance.store.migrations.draft import draft

    assert draft("9999", "nothing").rstrip().endswith("pass")


def test_money_is_wide_enough_on_both(store: Store) -> None:
    names = {"value", "share", "ceiling", "used"}
    inspector = inspect(store.engine)
    for table in TABLES:
        for column in inspector.get_columns(table):
            if column["name"] in names:
                assert str(column["type"]) == "BIGINT", (table, column["name"])


def _made_since(what: str) -> list[str]:
    """The names of what (tables, indexes) version 0012 and those after it make."""
    later = [f for f in migrations.VERSIONS.glob("*.py") if f.name >= "0012"]
    made = re.compile(rf'create_{what}\(\s*"(\w+)"')
    return [name for f in later for name in made.findall(f.read_text())]


def _added_since() -> list[tuple[str, str]]:
    """The columns that version 0012 and those after it add to tables that were there before."""
    later = [f for f in migrations.VERSIONS.glob("*.py") if f.name >= "0012"]
    added = re.compile(r'add_column\(\s*"(\w+)",\s*sa\.Column\(\s*"(\w+)"')
    new = set(_made_since("table"))
    return [one for f in later for one in added.findall(f.read_text()) if one[0] not in new]


def test_what_was_kept_among_the_runs_is_carried_over(declared: Store) -> None:
    """Version 0012: what the watch over cover and the night check keep for themselves."""
    at = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)
    run = {
        "version": 4,
        "flow": "nightly_assurance",
        "state": "done",
        "process": "here/1/1",
        "started_by": "clock",
        "through": "direct",
        "started_at": at,
        "beat_at": at,
    }
    kept = {"able": ["s S1"], "rules": {"s S2": "2026-03-01"}, "meetings": {"m": "2026-04-01"}}
    place = {"part": "chains", "after": ["a", "b"], "slices": 3, "check": 7}
    with declared.write() as tx:
        for partnership, row, counts in (
            ("cover", "area", kept),
            ("assurance", "place", place),
            ("installation", "a-run", {"done": 1}),
        ):
            values = {"partnership_id": partnership, "id": row, "counts": counts}
            tx.insert(TABLES["flow_run"], {**run, **values})
    with declared.engine.begin() as connection:
        METADATA.drop_all(connection, tables=[TABLES[name] for name in _made_since("table")])
        for name in _made_since("index"):
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
        for table, column in _added_since():
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0011')")
    assert migrations.upgrade(declared)[0] == "0012"
    with declared.read() as tx:
        causes = {
            (row.partnership_id, row.kind, row.cause, row.able, row.told_from)
            for row in tx.all(select(TABLES["cover_cause"]))
        }
        (night,) = tx.all(select(TABLES["night_place"]))
        runs = [row.id for row in tx.all(select(TABLES["flow_run"]))]
    assert causes == {
        ("area", "rule", "s S1", True, None),
        ("area", "rule", "s S2", False, dt.date(2026, 3, 1)),
        ("area", "meeting", "m", False, dt.date(2026, 4, 1)),
    }
    assert (night.night, night.part, night.after) == (at, "chains", ["a", "b"])
    assert (night.slices, night.check_number) == (3, 7)
    assert runs == ["a-run"]
