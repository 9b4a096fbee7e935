"""Threads and processes on one row: one wins, nothing is lost, and a kill leaves it whole."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from store_rows import BODY, DEADLINE, PARTNERSHIP, body, deadline, partnership

from governance.store import ledger, migrations
from governance.store.engine import StaleRow, Store, open_store

COUNT = select(func.count()).select_from(DEADLINE)


@pytest.fixture
def area(store: Store) -> str:
    with store.write() as tx:
        return partnership(tx)


def test_of_two_who_read_the_same_row_one_wins(store: Store, area: str) -> None:
    """Both read before either writes, as two people at two screens do."""
    read = threading.Barrier(4)

    def decide(number: int) -> bool:
        with store.read() as tx:
            seen = tx.get(PARTNERSHIP, partnership_id=area, id=area)
        assert seen is not None
        read.wait()
        try:
            with store.write() as tx:
                tx.insert(DEADLINE, deadline(area, str(number)))
                tx.update(
                    PARTNERSHIP,
                    partnership_id=area,
                    id=area,
                    expected_version=seen.version,
                    values={"name": f"name {number}"},
                )
        except StaleRow:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(decide, range(4)))
    assert won.count(True) == 1
    with store.read() as tx:
        row = tx.get(PARTNERSHIP, partnership_id=area, id=area)
        assert row is not None
        assert (row.version, row.name) == (2, f"name {won.index(True)}")
        assert tx.scalar(COUNT) == 1


def test_a_lock_makes_the_second_wait_and_see_the_first(store: Store, area: str) -> None:
    """What is summed under a lock is summed once: two cannot both pass under a limit."""

    def add(_: int) -> None:
        for _turn in range(5):
            with store.write() as tx:
                tx.lock(PARTNERSHIP, partnership_id=area, ids=[area])
                used = tx.scalar(COUNT)
                row = tx.get(PARTNERSHIP, partnership_id=area, id=area)
                assert row is not None
                tx.insert(DEADLINE, deadline(area, f"{used:04}"))
                tx.update(
                    PARTNERSHIP,
                    partnership_id=area,
                    id=area,
                    expected_version=row.version,
                    values={"name": f"used {used}"},
                )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    with store.read() as tx:
        row = tx.get(PARTNERSHIP, partnership_id=area, id=area)
        assert row is not None
        assert (tx.scalar(COUNT), row.version, row.name) == (20, 21, "used 19")


def test_locks_taken_crosswise_do_not_wait_for_each_other(store: Store, area: str) -> None:
    with store.write() as tx:
        ids = [body(tx, area, f"body-{n}") for n in range(6)]

    def hold(turn: int) -> None:
        order = ids if turn % 2 else list(reversed(ids))
        for _ in range(5):
            with store.write() as tx:
                tx.lock(BODY, partnership_id=area, ids=order)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(hold, range(4)))


def test_readers_do_not_wait_for_a_writer(store: Store, area: str) -> None:
    with store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "1"))
        tx.scalar(COUNT)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_count, store).result(timeout=5) == 0


def _count(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(COUNT))


IN_ANOTHER_PROCESS = """
import sys, time
sys.path[:0] = {path!r}
from governance.store.engine import StaleRow, open_store
from store_rows import *
store = open_store({url!r}, busy_seconds=60)
area = {area!r}
{body}
store.close()
"""


@pytest.fixture
def in_process(store_url: str, area: str) -> Callable[[str], "subprocess.Popen[str]"]:
    def start(body: str) -> "subprocess.Popen[str]":
        code = IN_ANOTHER_PROCESS.format(path=sys.path, url=store_url, area=area, body=body)
        return subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=os.environ.copy()
        )

    return start


ACTS = """
done = 0
while done < 15:
    try:
        act(store, area, "act")
        done += 1
    except StaleRow:
        pass
"""


def test_processes_extend_one_chain_without_a_gap(
    store: Store, area: str, in_process: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    running = [in_process(ACTS) for _ in range(3)]
    for process in running:
        process.communicate(timeout=60)
        assert process.returncode == 0
    with store.read() as tx:
        found = ledger.verify(tx)
        assert (found.problems, found.entries) == ([], 46)


KILLED = """
number = 0
while True:
    with store.write() as tx:
        row = tx.get(PARTNERSHIP, partnership_id=area, id=area)
        tx.insert_many(DEADLINE, [deadline(area, f"{number}-{n}") for n in range(50)])
        ledger.append(tx, subject=row, subject_table="partnership", id=new_id(NOW),
                      kind="act", at=NOW, actor="operator")
    number += 1
    print(number, flush=True)
"""


def test_a_kill_in_the_middle_leaves_whole_transactions(
    store: Store, area: str, in_process: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    process = in_process(KILLED)
    assert process.stdout is not None
    for _ in range(12):
        said = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with store.write() as tx:
        tx.insert(DEADLINE, deadline(area, "afterwards"))
    with store.read() as tx:
        found = ledger.verify(tx)
        acts = found.entries - 1
        assert found.ok
        assert acts >= said
        assert tx.scalar(COUNT) == acts * 50 + 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_that_all_find_it_empty_make_it_once(
    kind: str, request: pytest.FixtureRequest, tmp_path: object
) -> None:
    url = f"sqlite:///{tmp_path}/new/vires.db"
    if kind == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    code = (
        "from governance.store.engine import open_store\n"
        "from governance.store.migrations import require_current\n"
        f"store = open_store({url!r}, busy_seconds=60)\n"
        "require_current(store)\n"
        "store.close()"
    )
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [process.wait(timeout=60) for process in running] == [0] * 4
    store = open_store(url)
    assert migrations.revision(store) == (migrations.Schema.CURRENT, migrations.head())
    store.close()
