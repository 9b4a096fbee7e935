"""SQLite's plans: what is asked of one row never walks its whole partnership."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table, UniqueConstraint, bindparam, select

from governance.store.engine import Store, open_store
from governance.store.lists import in_list
from governance.store.planner import estimate
from governance.store.sqlite import DIALECT
from governance.store.statements import prepared
from governance.store.tables import TABLES


def indexed(table: Table) -> Iterator[str]:
    """The column after the partnership in each index of a table."""
    unique = [one.columns for one in table.constraints if isinstance(one, UniqueConstraint)]
    for columns in (*(index.columns for index in table.indexes), *unique):
        yield next(column.name for column in columns if column.name != "partnership_id")


NARROW = sorted(
    {
        (table.name, column)
        for table in TABLES.values()
        for column in indexed(table)
        if column.endswith("_id")
    }
)


@pytest.fixture
def opened(sqlite_url: str) -> Iterator[Store]:
    store = open_store(sqlite_url)
    yield store
    store.close()


@pytest.mark.parametrize(("table", "column"), NARROW)
def test_what_belongs_to_a_row_is_found_by_it(opened: Store, table: str, column: str) -> None:
    rows = TABLES[table]
    statement = (
        select(rows)
        .where(rows.c.partnership_id == bindparam("partnership"), rows.c[column] == bindparam("of"))
        .order_by(rows.c.ref if "ref" in rows.c else rows.c.id)
    )
    text = prepared(statement, DIALECT).text
    with opened.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", ("p", "x")).fetchall()
    assert f"{column}=?" in plan[0][-1]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_rows_are_found_by_a_list_of_their_ids(opened: Store, table: str) -> None:
    rows = TABLES[table]
    here = rows.c.partnership_id == bindparam("partnership")
    text = prepared(select(rows).where(here, in_list(rows.c.id, "ids")), DIALECT).text
    with opened.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", ("p", "[]")).fetchall()
    assert "(partnership_id=? AND id=?)" in plan[0][-1]


def test_a_partnership_narrows_nothing_and_a_whole_key_everything() -> None:
    assert estimate(["partnership_id", "id"], unique=True) == "100000 100000 1"
    assert estimate(["partnership_id", "state"], unique=False) == "100000 100000 5000"
    assert (
        estimate(["partnership_id", "commission_id", "round", "stage"], unique=True)
        == "100000 100000 10 1 1"
    )


def test_every_index_is_told_of(opened: Store) -> None:
    with opened.engine.connect() as connection:
        told = {r[0] for r in connection.exec_driver_sql("SELECT idx FROM sqlite_stat1").fetchall()}
        there = connection.exec_driver_sql(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE '%alembic%'"
        ).fetchall()
    assert {r[0] for r in there} <= told
