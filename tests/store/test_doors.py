"""The two doors behave alike on both databases."""

# ruff: noqa: PT012  # what is tested is that the whole block comes to nothing

import datetime as dt

import pytest
from conftest import waiting_for_the_disk
from sqlalchemy import bindparam, func, select
from store_rows import BODY, DEADLINE, NOW, PARTNERSHIP, body, deadline, partnership

from governance.domain.errors import Unusable
from governance.store.engine import AlreadyThere, Inconsistent, StaleRow, Store, open_store
from governance.store.lists import in_list

BY_IDS = (
    select(DEADLINE.c.id, DEADLINE.c.due_at, DEADLINE.c.working)
    .where(in_list(DEADLINE.c.id, "ids"), DEADLINE.c.state.in_(("running", "paused")))
    .order_by(DEADLINE.c.id)
)
COUNT = select(func.count()).select_from(DEADLINE)


@pytest.fixture
def area(store: Store) -> str:
    with store.write() as tx:
        return partnership(tx)


def test_what_is_written_is_read_as_it_was(store: Store, area: str) -> None:
    summer = dt.datetime(2025, 7, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    working = [{"day": "2025-02-20", "why": "é £ ✓"}, {"b": 1, "a": [True, None]}]
    with store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "1", due_at=summer, working=working))
    with store.read() as tx:
        row = tx.get(DEADLINE, partnership_id=area, id="1")
    assert row is not None
    assert row.due_at == summer
    assert row.due_at.tzinfo is dt.UTC
    assert row.due_day == NOW.date()
    assert row.working == working
    assert list(row.working[1]) == ["b", "a"]
    assert (row.version, row.state, row.owner, row.settled_at) == (1, "running", None, None)


def test_what_need_not_be_written_now_waits_for_no_other_writer(store: Store, area: str) -> None:
    change = DEADLINE.update().where(DEADLINE.c.id == "1").values(owner=bindparam("who"))
    with store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "1"))
    with store.write() as tx:
        tx.run(change, who="first")
        with pytest.raises(Unusable) as caught, store.write_at_once() as other:
            other.run(change, who="second")
    assert [one.code for one in caught.value.problems] == ["store.busy"]
    with store.write_at_once() as other:
        other.run(change, who="third")
    with store.read() as tx:
        row = tx.get(DEADLINE, partnership_id=area, id="1")
    assert row is not None
    assert row.owner == "third"


def test_instants_sort_as_time_on_both(store: Store, area: str) -> None:
    hours = [dt.timedelta(hours=h, microseconds=m) for h in (-30, 0, 5) for m in (0, 1)]
    with store.write() as tx:
        for place, ahead in enumerate(hours):
            tx.insert(DEADLINE, deadline(area, str(place), due_at=NOW + ahead))
    due = select(DEADLINE.c.id).where(DEADLINE.c.due_at <= bindparam("now")).order_by("due_at")
    with store.read() as tx:
        assert [r.id for r in tx.all(due, now=NOW)] == ["0", "1", "2"]


def test_a_naive_instant_is_refused(store: Store, area: str) -> None:
    naive = dt.datetime(2025, 7, 1, 12)  # noqa: DTZ001  # the point of the test
    with pytest.raises(ValueError, match="time zone"), store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "1", due_at=naive))


def test_an_error_undoes_everything(store: Store, area: str) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "1"))
        assert tx.scalar(COUNT) == 1
        raise ZeroDivisionError
    with store.read() as tx:
        assert tx.scalar(COUNT) == 0


def test_the_read_door_cannot_write(store: Store, area: str) -> None:
    counter = "INSERT INTO reference_counter VALUES ('p', 'X', 1, 1) RETURNING last"
    with pytest.raises(Unusable) as caught, store.read() as tx:
        tx._fetch(counter, ())
    assert caught.value.problems[0].code == "store.read_only"


def test_a_reader_keeps_its_picture_while_others_write(store: Store, area: str) -> None:
    with store.read() as before:
        assert before.scalar(COUNT) == 0
        with store.write() as tx:
            tx.insert(DEADLINE, deadline(area, "1"))
        assert before.scalar(COUNT) == 0
    with store.read() as after:
        assert after.scalar(COUNT) == 1


def test_a_row_that_moved_on_is_stale_and_nothing_is_written(store: Store, area: str) -> None:
    def rename(name: str) -> None:
        with store.write() as tx:
            tx.insert(DEADLINE, deadline(area, name))
            tx.update(
                PARTNERSHIP, partnership_id=area, id=area, expected_version=1, values={"name": name}
            )

    rename("first")
    with pytest.raises(StaleRow) as caught:
        rename("second")
    stale = caught.value
    assert (stale.table, stale.row_id, stale.expected) == ("partnership", area, 1)
    with store.read() as tx:
        row = tx.get(PARTNERSHIP, partnership_id=area, id=area)
        assert row is not None
        assert (row.name, row.version) == ("first", 2)
        assert tx.scalar(COUNT) == 1


def test_what_fails_because_a_row_moved_on_says_so(store: Store, area: str) -> None:
    """Whoever is second would write the same number: being second is the reason, not the number."""

    def act_on_what_was_seen() -> None:
        with store.write() as tx:
            tx.update(
                PARTNERSHIP, partnership_id=area, id=area, expected_version=1, values={"name": "x"}
            )
            tx.insert(DEADLINE, deadline(area, "1"))

    act_on_what_was_seen()
    with pytest.raises(StaleRow):
        act_on_what_was_seen()


def test_a_value_that_stands_once_is_already_there(store: Store, area: str) -> None:
    with store.write() as tx:
        body(tx, area, "board")
    with pytest.raises(AlreadyThere) as caught, store.write() as tx:
        body(tx, area, "board")
        tx.all(BY_IDS, ids=[])
    assert caught.value.table == "body"
    assert "key" in caught.value.what or "ref" in caught.value.what


def test_a_reference_into_another_partnership_is_refused(store: Store, area: str) -> None:
    with store.write() as tx:
        other = partnership(tx, "other")
        theirs = body(tx, other, "theirs")
    with pytest.raises(Inconsistent), store.write() as tx:
        tx.insert(
            BODY,
            {
                "partnership_id": area,
                "id": "1",
                "ref": "B-1",
                "key": "ours",
                "name": "Ours",
                "standing": "executive",
                "parent_id": theirs,
            },
        )


def test_references_can_wait_for_the_end(store: Store, area: str) -> None:
    values = {"partnership_id": area, "name": "x", "standing": "executive"}
    with store.write() as tx:
        tx.defer_references()
        tx.insert(BODY, values | {"id": "1", "ref": "B-1", "key": "a", "parent_id": "2"})
        tx.insert(BODY, values | {"id": "2", "ref": "B-2", "key": "b"})
    with pytest.raises(Inconsistent), store.write() as tx:
        tx.defer_references()
        tx.insert(BODY, values | {"id": "3", "ref": "B-3", "key": "c", "parent_id": "9"})
    with store.read() as tx:
        assert [r.id for r in tx.all(select(BODY.c.id).order_by(BODY.c.id))] == ["1", "2"]


def test_a_savepoint_undoes_only_what_is_inside_it(store: Store, area: str) -> None:
    with store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "1"))
        with pytest.raises(AlreadyThere), tx.savepoint():
            tx.insert(DEADLINE, deadline(area, "2"))
            tx.insert(DEADLINE, deadline(area, "1"))
        with pytest.raises(StaleRow), tx.savepoint():
            tx.insert(DEADLINE, deadline(area, "3"))
            tx.update(
                PARTNERSHIP, partnership_id=area, id=area, expected_version=9, values={"name": "x"}
            )
        with pytest.raises(ZeroDivisionError), tx.savepoint():
            tx.insert(DEADLINE, deadline(area, "4"))
            raise ZeroDivisionError
        with tx.savepoint():
            tx.insert(DEADLINE, deadline(area, "5"))
    with store.read() as tx:
        assert [r.id for r in tx.all(select(DEADLINE.c.id).order_by(DEADLINE.c.id))] == ["1", "5"]


def test_a_store_goes_on_after_every_kind_of_failure(store: Store, area: str) -> None:
    for turn in range(3):
        for expected, values in (
            (AlreadyThere, deadline(area, "0")),
            (Inconsistent, {**deadline(area, f"x{turn}"), "kind": None}),
        ):
            with store.write() as tx:
                tx.run(DEADLINE.delete())
                tx.insert(DEADLINE, deadline(area, "0"))
            with pytest.raises(expected), store.write() as tx:
                tx.insert(DEADLINE, values)
                tx.get(PARTNERSHIP, partnership_id=area, id=area)
            with store.read() as tx:
                assert tx.scalar(COUNT) == 1


def test_lists_are_one_parameter(store: Store, area: str) -> None:
    with store.write() as tx:
        tx.insert_many(DEADLINE, [deadline(area, str(n)) for n in range(5)])
        tx.insert_many(DEADLINE, [])
        tx.insert(DEADLINE, deadline(area, "9", state="met"))
    odd = 'it\'s; -- "odd"'
    with store.read() as tx:
        assert [r.id for r in tx.all(BY_IDS, ids=["3", "1", odd, "9"])] == ["1", "3"]
        assert tx.all(BY_IDS, ids=[]) == []


def test_rows_are_streamed_whole(store: Store, area: str) -> None:
    with store.write() as tx:
        tx.insert_many(DEADLINE, [deadline(area, f"{n:05}") for n in range(2345)])
        assert sum(1 for _ in tx.stream(select(DEADLINE.c.id))) == 2345
    with store.read() as tx:
        ids = [row.id for row in tx.stream(select(DEADLINE.c.id).order_by(DEADLINE.c.id))]
    assert ids == [f"{n:05}" for n in range(2345)]


def test_run_says_how_many_rows(store: Store, area: str) -> None:
    met = (
        DEADLINE.update()
        .where(DEADLINE.c.state == bindparam("was"))
        .values(state="met", version=DEADLINE.c.version + 1)
    )
    with store.write() as tx:
        tx.insert_many(DEADLINE, [deadline(area, str(n)) for n in range(3)])
        assert tx.run(met, was="running") == 3
        assert tx.run(met, was="running") == 0


@pytest.mark.parametrize("wrong", [{"parties": "1"}, {}])
def test_parameters_must_be_those_of_the_statement(store: Store, wrong: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="ids"), store.read() as tx:
        tx.all(BY_IDS, **wrong)


def test_columns_must_be_those_of_the_table(store: Store, area: str) -> None:
    row = deadline(area, "1")
    for given in (row | {"title": "x"}, {k: v for k, v in row.items() if k != "id"}):
        with pytest.raises(TypeError, match="deadline"), store.write() as tx:
            tx.insert(DEADLINE, given)
    wrong: list[dict[str, object]] = [{"title": "x"}, {"version": 7}, {"id": "2"}]
    for values in wrong:
        with pytest.raises(TypeError, match="partnership"), store.write() as tx:
            tx.update(PARTNERSHIP, partnership_id=area, id=area, expected_version=1, values=values)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("x" * 41, "store.too_long"),
        ("x" * 10_000_000, "store.too_long"),
        ("nul \0", "store.unstorable_text"),
        ("half \ud800", "store.unstorable_text"),
    ],
)
def test_text_that_no_column_takes_is_refused_alike(
    store: Store, area: str, kind: str, code: str
) -> None:
    with pytest.raises(Unusable) as caught, store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "1", kind=kind))
    assert caught.value.problems[0].code == code


def test_a_number_too_large_is_refused_alike(store: Store, area: str) -> None:
    with pytest.raises(Unusable) as caught, store.write() as tx:
        tx.insert(
            PARTNERSHIP,
            {
                "partnership_id": "1",
                "id": "1",
                "ref": "r",
                "key": "k",
                "name": "n",
                "entries": 2**70,
            },
        )
    assert caught.value.problems[0].code == "store.unstorable_number"


def test_one_and_first_and_scalar(store: Store, area: str) -> None:
    nothing = select(PARTNERSHIP.c.id).where(PARTNERSHIP.c.key == "nobody")
    with store.read() as tx:
        assert tx.first(nothing) is None
        assert tx.scalar(nothing) is None
        assert tx.one(select(PARTNERSHIP.c.key)).key == "example"
        with pytest.raises(LookupError):
            tx.one(nothing)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://x", "store.address_unknown"),
        ("", "store.address_unknown"),
        ("postgresql://host:notaport/x", "store.address_unreadable"),
    ],
)
def test_an_address_that_cannot_be_read(url: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        open_store(url)
    assert caught.value.problems[0].code == code


def test_the_quick_store_behaves_as_the_others(quick_store: Store) -> None:
    with quick_store.write() as tx:
        area = partnership(tx)
        tx.insert(DEADLINE, deadline(area, "1"))
    with pytest.raises(Unusable), quick_store.read() as tx:
        tx._fetch("DELETE FROM deadline", ())
    with quick_store.read() as tx:
        assert tx.scalar(COUNT) == 1


def test_a_commit_to_sqlite_is_on_the_disk_when_it_returns(sqlite_url: str) -> None:
    def waits() -> int:
        opened = open_store(sqlite_url)
        with opened.engine.connect() as connection:
            found: int = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        opened.close()
        return found

    full, off = 2, 0
    with waiting_for_the_disk():
        assert waits() == full
    assert waits() == off, "tests need not wait"
