"""A database in memory that is nobody else's: what it remembers is what stands."""

# ruff: noqa: PT012  # what is tested is that the whole block comes to nothing

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select, update
from store_rows import partnership

from governance.store import migrations
from governance.store import scratch as scratches
from governance.store.engine import Store
from governance.store.lists import in_list
from governance.store.scratch import scratch_store
from governance.store.tables import TABLES

COUNTER = TABLES["reference_counter"]
LAST = select(COUNTER.c.last).where(COUNTER.c.id == bindparam("letter"))
SOME = select(COUNTER.c.id, COUNTER.c.last).where(in_list(COUNTER.c.id, "ids"))
SUM = select(select(func.sum(COUNTER.c.last)).scalar_subquery().label("sum"))
RAISE = update(COUNTER).values(last=COUNTER.c.last + 10, version=COUNTER.c.version + 1)


@pytest.fixture
def scratch() -> Iterator[Store]:
    """A scratch database with a partnership and one counter, at 1."""
    store = scratch_store()
    migrations.upgrade(store)
    with store.write() as tx:
        here = partnership(tx)
        tx.insert(COUNTER, {"partnership_id": here, "id": "C", "version": 1, "last": 1})
    yield store
    store.close()


def told(store: Store) -> tuple[Any, ...]:
    """What three statements say of the counters, each asked twice."""
    with store.read() as tx:
        found = []
        for _ in range(2):
            some = [tuple(row) for row in tx.all(SOME, ids=["C", "D"])]
            found.append((tx.scalar(LAST, letter="C"), some, tx.scalar(SUM)))
    assert found[0] == found[1]
    return found[0]


def raised(tx: Any, by: int) -> None:
    row = tx.all(select(COUNTER).where(COUNTER.c.id == "C"))[0]
    tx.update(
        COUNTER,
        partnership_id=row.partnership_id,
        id="C",
        expected_version=row.version,
        values={"last": row.last + by},
    )


def test_what_is_written_is_read(scratch: Store) -> None:
    assert told(scratch) == (1, [("C", 1)], 1)
    with scratch.write() as tx:
        raised(tx, 1)
        assert tx.scalar(LAST, letter="C") == 2
    assert told(scratch) == (2, [("C", 2)], 2)
    with scratch.write() as tx:
        tx.run(RAISE)
    assert told(scratch) == (12, [("C", 12)], 12)
    with scratch.write() as tx:
        here = tx.all(select(COUNTER.c.partnership_id))[0][0]
        tx.insert_many(COUNTER, [{"partnership_id": here, "id": "D", "version": 1, "last": 3}])
    assert told(scratch) == (12, [("C", 12), ("D", 3)], 15)


def test_what_is_taken_back_is_not_remembered(scratch: Store) -> None:
    with pytest.raises(RuntimeError), scratch.write() as tx:
        raised(tx, 1)
        assert tx.scalar(LAST, letter="C") == 2
        raise RuntimeError
    assert told(scratch) == (1, [("C", 1)], 1)
    with scratch.write() as tx:
        with pytest.raises(RuntimeError), tx.savepoint():
            raised(tx, 5)
            assert tx.scalar(SUM) == 6
            raise RuntimeError
        assert tx.scalar(SUM) == 1
        raised(tx, 1)
    assert told(scratch) == (2, [("C", 2)], 2)


def test_an_answer_is_the_askers_own(scratch: Store) -> None:
    with scratch.read() as tx:
        tx.all(LAST, letter="C").clear()
        assert tx.scalar(LAST, letter="C") == 1


def test_more_answers_than_are_remembered(scratch: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratches, "ANSWERS", 8)
    with scratch.read() as tx:
        for number in range(20):
            assert tx.scalar(LAST, letter=f"C{number}") is None
        assert tx.scalar(LAST, letter="C") == 1
