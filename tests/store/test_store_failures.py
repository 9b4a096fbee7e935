"""What goes wrong between Vires and a database is said in a sentence, and nothing is changed."""

# what is tested is that the whole block comes to nothing

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, make_url, select, text
from store_rows import DEADLINE, deadline, partnership

from governance import words
from governance.domain.errors import Unusable
from governance.store import migrations
from governance.store.engine import Store, open_store

COUNT = select(func.count()).select_from(DEADLINE)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Unusable) as caught:
        act()
    problem = caught.value.problems[0]
    assert words.say(problem.code, problem.params)
    assert words.remedy(problem.code, problem.params)
    assert "secret" not in str(caught.value)
    return problem.code


def write_one(store: Store) -> None:
    with store.write() as tx:
        partnership(tx)


def use(url: str) -> None:
    store = open_store(url, busy_seconds=0.2)
    try:
        migrations.require_current(store)
        write_one(store)
    finally:
        store.close()


def test_a_database_somebody_else_holds(sqlite_url: str) -> None:
    path = make_url(sqlite_url).database
    assert path is not None
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert refused(lambda: use(sqlite_url)) == "store.busy"
    holder.execute("ROLLBACK")
    holder.close()
    use(sqlite_url)


def test_a_writer_in_this_process_that_does_not_end(store_url: str) -> None:
    store = open_store(store_url, busy_seconds=0.2)
    with store.write() as tx:
        area = partnership(tx)
        if store.dialect == "sqlite":
            assert refused(lambda: write_one(store)) == "store.busy"
        tx.insert(DEADLINE, deadline(area, "1"))
    store.close()


def test_a_row_somebody_else_holds(postgres_url: str) -> None:
    first, second = open_store(postgres_url), open_store(postgres_url, busy_seconds=0.2)
    with first.write() as tx:
        area = partnership(tx)

    def hold(store: Store) -> None:
        with store.write() as tx:
            tx.run(text("LOCK TABLE partnership IN EXCLUSIVE MODE"))
            if store is first:
                assert refused(lambda: hold(second)) == "store.busy"
            assert tx.scalar(select(func.count()).select_from(DEADLINE)) == 0

    hold(first)
    hold(second)
    assert area
    first.close()
    second.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("minutes of the board, not a database, " * 100)
    assert refused(lambda: use(f"sqlite:///{tmp_path / 'notes'}")) == "store.corrupt"


def test_a_database_cut_in_half(sqlite_url: str) -> None:
    path = Path(str(make_url(sqlite_url).database))
    store = open_store(sqlite_url)
    with store.write() as tx:
        area = partnership(tx)
        tx.insert_many(DEADLINE, [deadline(area, str(n)) for n in range(2000)])
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    def read_all() -> None:
        again = open_store(sqlite_url)
        try:
            with again.read() as tx:
                sum(1 for _ in tx.stream(select(DEADLINE)))
        finally:
            again.close()

    assert refused(read_all) == "store.corrupt"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refused(lambda: use(f"sqlite:///{tmp_path}/file/vires.db")) == "store.cannot_create"


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    assert refused(lambda: use(f"sqlite:///{tmp_path}")) == "store.cannot_open"


AS_NOBODY = """
import os
from governance.domain.errors import Unusable
from governance.store.engine import open_store
warm = open_store("sqlite://")
with warm.write() as tx:
    tx._send("SELECT 1", ())
warm.close()
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
store = open_store({url!r})
try:
    with store.write() as tx:
        tx._send("DELETE FROM deadline", ())
except Unusable as error:
    print(error.problems[0].code)
store.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_file_that_may_only_be_read(sqlite_template: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vires.db"
        path.write_bytes(sqlite_template)
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        code = AS_NOBODY.format(url=f"sqlite:///{path}")
        said = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        Path(folder).chmod(0o755)
    assert said.stdout.split() == ["store.read_only"], said.stderr


def test_a_full_disk(sqlite_url: str) -> None:
    """SQLite reports a page limit as it reports a full disk."""
    store = open_store(sqlite_url)
    with store.write() as tx:
        area = partnership(tx)
        pages = tx._fetch("PRAGMA page_count", ())[0][0]
        tx._fetch(f"PRAGMA max_page_count = {pages + 2}", ())

    def fill() -> None:
        with store.write() as tx:
            tx.insert_many(DEADLINE, [deadline(area, str(n)) for n in range(5000)])

    assert refused(fill) == "store.full"
    with store.read() as reading:
        assert reading.scalar(COUNT) == 0
    with store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "1"))
    store.close()


def test_a_server_that_is_not_there() -> None:
    url = "postgresql://someone:secret@127.0.0.1:1/vires"
    assert refused(lambda: use(url)) == "store.unreachable"
    store = open_store(url)
    assert "secret" not in store.where
    store.close()


def test_a_database_that_is_not_there(postgres_server: str) -> None:
    url = make_url(postgres_server).set(database="nowhere").render_as_string(hide_password=False)
    assert refused(lambda: use(url)) == "store.unreachable"


def test_a_connection_that_was_cut_is_replaced(postgres_url: str) -> None:
    store = open_store(postgres_url)
    write_one(store)
    backend = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    other = open_store(postgres_url)
    with other.write() as tx:
        tx.all(backend)
    other.close()
    with store.read() as tx:
        assert tx.scalar(COUNT) == 0
    store.close()


def test_a_connection_cut_in_the_middle(postgres_url: str) -> None:
    store = open_store(postgres_url)

    def cut() -> None:
        with store.write() as tx:
            area = partnership(tx)
            tx.all(text("SELECT pg_terminate_backend(pg_backend_pid())"))
            tx.insert(DEADLINE, deadline(area, "1"))

    assert refused(cut) == "store.unreachable"
    with store.read() as tx:
        assert tx.scalar(COUNT) == 0
    store.close()


def test_text_that_is_not_utf8(postgres_server: str) -> None:
    import psycopg

    plain = make_url(postgres_server).render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS vires_ascii")
        connection.execute(
            "CREATE DATABASE vires_ascii ENCODING 'SQL_ASCII' TEMPLATE template0"
            " LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    url = make_url(postgres_server).set(database="vires_ascii")
    assert refused(lambda: use(url.render_as_string(hide_password=False))) == "store.not_utf8"


@pytest.mark.parametrize(
    ("version", "code"), [("9999", "newer"), ("0001", "older"), ("abcdef", "newer")]
)
def test_a_database_of_another_version(store: Store, version: str, code: str) -> None:
    with store.write() as tx:
        tx.run(text(f"UPDATE alembic_version SET version_num = '{version}'"))
    assert refused(lambda: migrations.require_current(store)) == f"store.schema_{code}"
    if code == "newer":
        assert refused(lambda: migrations.upgrade(store)) == "store.schema_newer"


def test_a_database_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE invoice (id)")
    connection.close()
    store = open_store(f"sqlite:///{path}")
    assert refused(lambda: migrations.require_current(store)) == "store.schema_foreign"
    assert refused(lambda: migrations.upgrade(store)) == "store.schema_foreign"
    store.close()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'vires.db'}")

    real = migrations._run

    def run_and_stop(connection: Connection) -> None:
        real(connection)
        raise ZeroDivisionError

    monkeypatch.setattr(migrations, "_run", run_and_stop)
    with pytest.raises(ZeroDivisionError):
        migrations.upgrade(store)
    assert migrations.revision(store) == (migrations.Schema.EMPTY, None)
    monkeypatch.undo()
    assert migrations.upgrade(store) == list(migrations.known())
    store.close()
