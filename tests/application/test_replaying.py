"""The whole ledger replayed: it ends where the tables do, and whatever was changed by hand shows."""

import datetime as dt
import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import plans
import pools
import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from reports import Life, life
from sqlalchemy import Boolean, Date, Integer, LargeBinary
from world import World, world

import governance
from governance.application.change import Change, Update
from governance.application.ledger import differing
from governance.application.ledger.differing import differences
from governance.application.ledger.of_record import (
    APART_FROM_IT,
    BESIDE_IT,
    ITSELF,
    record_tables,
    unseen,
)
from governance.domain.errors import Problem
from governance.store.engine import Store, open_store
from governance.store.spilling import SpillingRows
from governance.store.tables import TABLES
from governance.store.types import Instant, Json

KEY: Final = ("partnership_id", "id")
ROUNDS: Final = 2
CELLS: Final = 4
"""Cells that are changed in every row of the year that some entry wrote, in each round."""


@contextmanager
def tampering(example_year: ExampleYear, folder: Path) -> Iterator[tuple[Store, Any]]:
    """A copy of the year's database, and a connection that nothing holds back."""
    path = folder / "tampered.db"
    kept = sqlite3.connect(example_year.folder / "vires.db")
    with closing(kept) as there, closing(sqlite3.connect(path)) as here:
        there.backup(here)
    store = open_store(f"sqlite:///{path}")
    with closing(sqlite3.connect(path, isolation_level=None)) as by_hand:
        yield store, by_hand
    store.close()


def told(store: Store) -> list[tuple[str, Any, Any]]:
    return [
        (one.code, one.params.get("table"), one.params.get("column")) for one in differences(store)
    ]


# --- the same states


@pytest.mark.heavy
@IN_ONE_WORKER
def test_the_ledger_of_a_year_ends_where_its_tables_do(example_year: ExampleYear) -> None:
    store = open_store(example_year.url)
    assert differences(store) == ()
    store.close()


@pytest.mark.parametrize("every_event", [plans.every_event, pools.every_event])
def test_the_ledger_ends_where_the_tables_do(
    store: Store, now: dt.datetime, every_event: Callable[[Life], None]
) -> None:
    lived = life(store, now)
    every_event(lived)
    assert differences(store) == ()


# --- whatever is changed by hand


def another(column: Any, value: Any, dice: random.Random) -> Any:
    """Something else that the column holds, as SQLite keeps it."""
    if value is not None and column.nullable and dice.random() < 0.2:
        return None
    kind = column.type
    if isinstance(kind, Json):
        return dice.choice(['{"a":1}', "[]", '["x"]', "7", "true", '""'])
    if isinstance(kind, Boolean):
        return 0 if value else 1
    if isinstance(kind, Integer):
        return (value or 0) + dice.choice([-1, 1, 1000])
    if isinstance(kind, Date):
        day = dt.date.fromisoformat(value) if value else dt.date(2025, 1, 1)
        return (day + dt.timedelta(days=dice.choice([-1, 1, 365]))).isoformat()
    if isinstance(kind, Instant):
        return dice.choice(["2025-02-20T17:30:00.000000Z", "2031-01-01T00:00:00.000001Z"])
    if isinstance(kind, LargeBinary):
        return bytes(value or b"") + b" "
    text = value or ""
    return dice.choice([text + " ", text[:-1] + "\u00e9", text.swapcase() + "x", "another"])


@pytest.mark.heavy
@IN_ONE_WORKER
def test_no_cell_of_the_record_is_changed_by_hand_without_showing(
    example_year: ExampleYear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differing, "MOST_PROBLEMS", 100_000)
    dice, changed = random.Random(7), 0
    for _ in range(ROUNDS):
        with tampering(example_year, tmp_path) as (store, by_hand):
            done = _change_cells_of_each_row(by_hand, dice)
            found = {_cell(one) for one in differences(store)}
        unnoticed = {cell for cell in done if cell not in found and cell[:2] not in found}
        assert not unnoticed
        changed += len(done)
    assert changed > 4_000


def _cell(one: Problem) -> tuple[str, ...]:
    """The cell that a problem names; of personal text, and of what cannot be read, the row."""
    column = one.params.get("column")
    row = (str(one.params.get("table")), str(one.params.get("row")))
    return (*row, column) if column else row


def _change_cells_of_each_row(by_hand: Any, dice: random.Random) -> set[tuple[str, str, str]]:
    done = set()
    in_entries = _messages_in_entries(by_hand)
    for name in record_tables():
        left_out = unseen(name) | set(KEY)
        columns = [column for column in TABLES[name].columns if column.name not in left_out]
        for (row_id,) in by_hand.execute(f"SELECT id FROM {name}").fetchall():
            if name in BESIDE_IT and row_id not in in_entries:
                continue
            for column in dice.sample(columns, min(CELLS, len(columns))):
                if _changed(by_hand, name, row_id, column, dice):
                    done.add((name, row_id, column.name))
    return done


def _messages_in_entries(by_hand: Any) -> set[str]:
    return {
        write[2]
        for (body,) in by_hand.execute("SELECT body FROM ledger_entry")
        for write in json.loads(body)["writes"]
        if write[1] == "message"
    }


def _changed(by_hand: Any, name: str, row_id: str, column: Any, dice: random.Random) -> bool:
    """Change a cell to something that means something else; whether it could be."""
    at = f"FROM {name} WHERE id = ?"
    (value,) = by_hand.execute(f"SELECT {column.name} {at}", (row_id,)).fetchone()
    new = another(column, value, dice)
    if new == value:
        return False
    try:
        by_hand.execute(f"UPDATE {name} SET {column.name} = ? WHERE id = ?", (new, row_id))
    except sqlite3.IntegrityError:
        return False
    return True


@pytest.mark.heavy
@IN_ONE_WORKER
@pytest.mark.parametrize(
    ("by_hand", "shows"),
    [
        ("DELETE FROM ballot WHERE id = (SELECT min(id) FROM ballot)", "replay.not_there"),
        ("DELETE FROM step", "replay.not_there"),
        (
            "INSERT INTO reference_counter SELECT id, 'Ü', 1, 1 FROM partnership",
            "replay.in_no_entry",
        ),
        ("UPDATE role_grant SET person_id = (SELECT max(id) FROM person)", "replay.differs"),
        ("UPDATE decision SET partnership_id = 'nobody'", "replay.of_nobody"),
        ("UPDATE decision SET id = id || 'x'", "replay.in_no_entry"),
        ("UPDATE decision SET on_day = 'yesterday'", "replay.unreadable"),
        ("UPDATE decision SET conflicts = '{'", "replay.unreadable"),
        ("UPDATE private_text SET text = NULL, salt = NULL", "replay.text_gone"),
        ("UPDATE private_text SET text = 'Another Name'", "replay.text_differs"),
        ("UPDATE private_text SET salt = 'no salt'", "replay.text_differs"),
        ("UPDATE reference_counter SET last = last + 1", "replay.differs"),
        ('UPDATE deadline SET trouble = \'{"code":"x","params":{}}\'', "replay.differs"),
        ("UPDATE partnership SET name = 'Another'", "replay.differs"),
        ("DELETE FROM partnership", "replay.not_there"),
    ],
)
def test_rows_put_in_taken_out_or_made_unreadable_show(
    example_year: ExampleYear, tmp_path: Path, by_hand: str, shows: str
) -> None:
    with tampering(example_year, tmp_path) as (store, connection):
        connection.execute(by_hand)
        assert shows in {one.code for one in differences(store)}


@pytest.mark.heavy
@IN_ONE_WORKER
def test_an_entry_that_is_lost_or_unreadable_shows(
    example_year: ExampleYear, tmp_path: Path
) -> None:
    with tampering(example_year, tmp_path) as (store, connection):
        connection.execute("DROP TRIGGER ledger_entry_delete")
        connection.execute("DROP TRIGGER ledger_entry_update")
        first = "(SELECT min(id) FROM ledger_entry WHERE kind = 'proposal.submitted')"
        connection.execute(f"DELETE FROM ledger_entry WHERE id = {first}")
        assert {"replay.gap", "replay.differs"} <= {one.code for one in differences(store)}
        connection.execute(f"UPDATE ledger_entry SET body = x'00' WHERE id = {first}")
        assert "replay.unreadable_entry" in {one.code for one in differences(store)}


@pytest.mark.heavy
@IN_ONE_WORKER
def test_whoever_wrote_everything_is_told_of_the_first_of_it(
    example_year: ExampleYear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differing, "MOST_PROBLEMS", 100)
    with tampering(example_year, tmp_path) as (store, connection):
        for name in record_tables():
            connection.execute(f"UPDATE {name} SET version = version + 1")
        found = differences(store)
    assert len(found) == 101
    assert found[-1] == Problem("replay.more", {"most": 100})


def test_every_table_is_of_the_record_or_said_not_to_be() -> None:
    listed = set(APART_FROM_IT) | ITSELF
    assert listed <= TABLES.keys()
    assert set(record_tables()) == TABLES.keys() - listed
    for name in record_tables():
        assert unseen(name) <= {column.name for column in TABLES[name].columns}, name


# --- the order of entries


def _touch(world: World, subject: str, office: str, title: str, at: dt.datetime) -> None:
    """An act on a body that writes an office as well."""
    with world.acting(None, now=at) as desk:
        row = desk.row("office", office)
        desk.apply(
            Change(
                kind="office.added",
                table="body",
                subject=desk.row("body", subject),
                values={},
                writes=(Update("office", row, {"title": title}),),
            )
        )


def test_what_was_written_last_stands_whatever_the_clocks_said(
    store: Store, now: dt.datetime
) -> None:
    built = world(store, now)
    later = now + dt.timedelta(hours=1)
    with built.looking(None, now=later) as desk:
        one, two = [row.key for row in desk.tx.all(TABLES["body"].select())][:2]
        office = desk.tx.all(TABLES["office"].select())[0].key
    _touch(built, one, office, "the first", later)
    _touch(built, two, office, "the last", later - dt.timedelta(minutes=10))
    _touch(built, one, office, "the very last", later - dt.timedelta(minutes=20))
    assert differences(store) == ()


def test_rows_that_do_not_fit_into_memory_go_to_a_file() -> None:
    rows = SpillingRows(most=2)
    for number in range(7):
        rows.put("office", f"o{number}", {"title": str(number)})
        rows.settle()
    rows.put("body", "o0", {"name": "x"})
    found = rows.get("office", "o3")
    assert found is not None
    found["title"] = "changed"
    rows.drop("office", "o6")
    rows.drop("office", "o1")
    assert rows.get("office", "o1") is None
    assert dict(rows.of_table("office")) == {
        "o0": {"title": "0"},
        "o2": {"title": "2"},
        "o3": {"title": "changed"},
        "o4": {"title": "4"},
        "o5": {"title": "5"},
    }
    rows.close()


@pytest.mark.heavy
@IN_ONE_WORKER
def test_a_replay_that_spills_ends_where_one_in_memory_does(
    example_year: ExampleYear, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SpillingRows.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(SpillingRows.__init__.__kwdefaults__, "most", 50)
    store = open_store(example_year.url)
    assert differences(store) == ()
    store.close()


def test_the_page_names_everything_that_a_replay_cannot_see() -> None:
    page = (Path(governance.__file__).parent / "docs" / "as-it-stood.md").read_text("utf-8")
    columns = {column for name in record_tables() for column in unseen(name)}
    for name in (*APART_FROM_IT, *ITSELF, *columns):
        assert f"`{name}`" in page, name
