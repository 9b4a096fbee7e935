"""One leads the clock, whatever happens to processes and to the clock on the wall."""

import datetime as dt
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from governance.domain.errors import Unusable
from governance.store.engine import Store, open_store
from governance.store.fencing import under
from governance.store.leading import (
    INSTALLATION,
    LEASE,
    RENEWED,
    Fence,
    Leadership,
    LockLeadership,
    RowLeadership,
    leadership,
    who_leads,
)
from governance.store.processes import can_be_seen, is_gone, name_of, spoken, this_process
from governance.store.tables import TABLES

NOON = dt.datetime(2025, 3, 30, 0, 30, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class Watch:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def passes(self, span: dt.timedelta) -> None:
        self.seconds += span.total_seconds()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Store]:
    opened = open_store(postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def sleeper() -> Iterator["subprocess.Popen[bytes]"]:
    """Another process of this machine, which lives until it is killed."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def write_something(store: Store) -> None:
    """Any write at all."""
    run = {"flow": "deadlines_due", "state": "done", "started_by": "clock", "through": "direct"}
    with store.write() as tx:
        tx.insert(
            TABLES["flow_run"],
            {
                "partnership_id": INSTALLATION,
                "id": f"run-{time.monotonic_ns()}",
                "process": "p",
                "started_at": NOON,
                "beat_at": NOON,
                **run,
            },
        )


def written(store: Store) -> int:
    from sqlalchemy import func, select

    with store.read() as tx:
        number: int = tx.scalar(select(func.count()).select_from(TABLES["flow_run"]))
    return number


def wish(store: Store, holder: str, watch: Watch) -> Leadership:
    return leadership(store, holder=holder, elapsed=watch)


def test_each_database_has_its_own_way(sqlite: Store, postgres: Store, watch: Watch) -> None:
    assert isinstance(wish(sqlite, "a", watch), RowLeadership)
    assert isinstance(wish(postgres, "a", watch), LockLeadership)


def test_one_leads_and_the_next_begins_when_it_lets_go(store: Store, watch: Watch) -> None:
    first, second = wish(store, this_process(), watch), wish(store, "elsewhere/b/1/2/3", watch)
    began = first.lead(NOON)
    assert began is not None
    assert second.lead(NOON) is None
    assert (first.leader, second.leader, who_leads(store)) == (this_process(),) * 3
    assert first.lead(NOON) == began
    first.release(NOON)
    assert who_leads(store) == ""
    then = second.lead(NOON)
    assert then == Fence(began.number + 1)
    assert first.lead(NOON) is None
    second.release(NOON)
    first.release(NOON)


def test_what_a_former_leader_writes_is_refused(store: Store, watch: Watch) -> None:
    first, second = wish(store, "m/b/1/1/1", watch), wish(store, "m/b/1/2/2", watch)
    old = first.lead(NOON)
    with under(old):
        write_something(store)
    first.release(NOON)
    new = second.lead(NOON)
    with under(old), pytest.raises(Unusable, match=r"store\.not_leading"):
        write_something(store)
    with under(new):
        write_something(store)
    write_something(store)
    assert written(store) == 3
    second.release(NOON)


def test_two_who_ask_at_once_do_not_both_lead(store: Store, watch: Watch) -> None:
    wishes = [wish(store, f"m/b/1/{n}/1", watch) for n in range(6)]
    together = threading.Barrier(len(wishes))
    got: list[Fence | None] = []

    def ask(one: Leadership) -> None:
        together.wait()
        got.append(one.lead(NOON))

    threads = [threading.Thread(target=ask, args=(one,)) for one in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 6
    assert [fence for fence in got if fence is not None] == [Fence(1)]
    for one in wishes:
        one.release(NOON)


def test_the_fence_reaches_threads_that_tasks_start(sqlite: Store, watch: Watch) -> None:
    import asyncio

    first, second = wish(sqlite, "m/b/1/1/1", watch), wish(sqlite, "m/b/1/2/2", watch)
    old = first.lead(NOON)
    first.release(NOON)
    second.lead(NOON)

    async def flow() -> None:
        await asyncio.to_thread(write_something, sqlite)

    with under(old), pytest.raises(Unusable, match=r"store\.not_leading"):
        asyncio.run(flow())
    assert written(sqlite) == 0


# SQLite: a row.


def test_a_leader_that_shows_itself_is_not_taken_over(sqlite: Store, watch: Watch) -> None:
    first, second = wish(sqlite, "far/b/1/1/1", watch), wish(sqlite, "far/b/1/2/2", watch)
    now = NOON
    began = first.lead(now)
    for _ in range(20):
        watch.passes(RENEWED)
        now += RENEWED
        assert first.lead(now) == began
        assert second.lead(now) is None


def test_a_leader_that_shows_nothing_is_taken_over_and_then_refused(
    sqlite: Store, watch: Watch, sleeper: "subprocess.Popen[bytes]"
) -> None:
    """Stopped, or asleep, for longer than its lease."""
    first, second = wish(sqlite, name_of(sleeper.pid), watch), wish(sqlite, this_process(), watch)
    old = first.lead(NOON)
    assert second.lead(NOON) is None
    watch.passes(LEASE)
    new = second.lead(NOON + LEASE)
    assert new == Fence(2)
    with under(old), pytest.raises(Unusable, match=r"store\.not_leading"):
        write_something(sqlite)
    assert first.lead(NOON + LEASE) is None
    assert written(sqlite) == 0


def test_a_leader_that_was_killed_is_followed_at_once(
    sqlite: Store, watch: Watch, sleeper: "subprocess.Popen[bytes]"
) -> None:
    first, second = wish(sqlite, name_of(sleeper.pid), watch), wish(sqlite, this_process(), watch)
    first.lead(NOON)
    assert second.lead(NOON) is None
    sleeper.kill()
    sleeper.wait()
    assert second.lead(NOON) == Fence(2)


@pytest.mark.parametrize("jump", [DAY, -HOUR, HOUR, -DAY])
def test_a_clock_that_jumps_changes_no_leader(
    sqlite: Store, watch: Watch, sleeper: "subprocess.Popen[bytes]", jump: dt.timedelta
) -> None:
    first, second = wish(sqlite, name_of(sleeper.pid), watch), wish(sqlite, this_process(), watch)
    began = first.lead(NOON)
    second.lead(NOON)
    for number in range(10):
        now = NOON + jump + number * RENEWED / 2
        assert second.lead(now) is None
        assert first.lead(now) == began
        watch.passes(RENEWED / 2)


def test_a_clock_put_back_leaves_nobody_waiting_for_a_leader_that_is_gone(
    sqlite: Store, watch: Watch, sleeper: "subprocess.Popen[bytes]"
) -> None:
    first, second = wish(sqlite, name_of(sleeper.pid), watch), wish(sqlite, this_process(), watch)
    first.lead(NOON)
    sleeper.kill()
    sleeper.wait()
    assert second.lead(NOON - HOUR) == Fence(2)


def test_a_leader_out_of_sight_is_waited_for_by_the_watch_where_the_clock_was_put_back(
    sqlite: Store, watch: Watch
) -> None:
    """Another container's: nobody can see whether it lives."""
    first, second = wish(sqlite, "other/b/1/1/1", watch), wish(sqlite, this_process(), watch)
    first.lead(NOON)
    assert second.lead(NOON - HOUR) is None
    watch.passes(LEASE / 2)
    assert second.lead(NOON - HOUR + LEASE / 2) is None
    watch.passes(LEASE / 2)
    assert second.lead(NOON - HOUR + LEASE) == Fence(2)


def test_two_who_take_each_other_for_gone_never_both_write(sqlite: Store, watch: Watch) -> None:
    """The clock of one of two containers is a day ahead: the fence decides, not the clock."""
    first, second = wish(sqlite, "one/b/1/1/1", watch), wish(sqlite, "two/b/1/1/1", watch)
    old = first.lead(NOON)
    new = second.lead(NOON + DAY)
    assert (old, new) == (Fence(1), Fence(2))
    with under(old), pytest.raises(Unusable):
        write_something(sqlite)
    with under(new):
        write_something(sqlite)
    assert first.lead(NOON) is None


def test_leading_with_nothing_to_renew_writes_nothing(sqlite: Store, watch: Watch) -> None:
    first = wish(sqlite, this_process(), watch)
    first.lead(NOON)
    with sqlite.read() as tx:
        before = tx.get(TABLES["clock_lease"], partnership_id=INSTALLATION, id="clock")
    watch.passes(RENEWED / 2)
    first.lead(NOON + RENEWED / 2)
    with sqlite.read() as tx:
        assert tx.get(TABLES["clock_lease"], partnership_id=INSTALLATION, id="clock") == before


def test_a_forced_second_leader_ends_the_first(sqlite: Store, watch: Watch) -> None:
    """Whatever puts a higher fence into the row: a restored backup, somebody's hand."""
    first = wish(sqlite, this_process(), watch)
    first.lead(NOON)
    row = TABLES["clock_lease"]
    with sqlite.write() as tx:
        held = tx.get(row, partnership_id=INSTALLATION, id="clock")
        assert held is not None
        tx.update(
            row,
            partnership_id=INSTALLATION,
            id="clock",
            expected_version=held.version,
            values={"fence": 7, "holder": "far/b/1/1/1", "until": NOON + DAY},
        )
    assert first.lead(NOON) is None
    assert first.leader == "far/b/1/1/1"
    first.release(NOON)
    assert who_leads(sqlite) == "far/b/1/1/1"


# PostgreSQL: an advisory lock.


def test_a_leader_whose_session_ended_leads_no_more(postgres: Store, watch: Watch) -> None:
    """The server was restarted, or ended the session of a leader that was held up."""
    first, second = wish(postgres, "m/b/1/1/1", watch), wish(postgres, "m/b/1/2/2", watch)
    old = first.lead(NOON)
    # In this database alone: another worker's tests have leaders of their own on the server.
    end = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'vires clock' AND datname = current_database()"
    )
    with postgres.engine.connect() as connection:
        assert connection.exec_driver_sql(end).scalar() == 1
    new, patience = None, time.monotonic() + 20
    while (new := second.lead(NOON)) is None and time.monotonic() < patience:
        time.sleep(0.05)
    assert new == Fence(2)
    with under(old), pytest.raises(Unusable, match=r"store\.not_leading"):
        write_something(postgres)
    assert first.lead(NOON) is None
    second.release(NOON)
    assert first.lead(NOON) == Fence(3)
    first.release(NOON)


def test_the_server_ends_a_leader_that_shows_nothing(
    postgres: Store, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("governance.store.leading.IDLE_SECONDS", 1)
    first, second = wish(postgres, "m/b/1/1/1", watch), wish(postgres, "m/b/1/2/2", watch)
    first.lead(NOON)
    deadline = time.monotonic() + 10
    while second.lead(NOON) is None and time.monotonic() < deadline:
        time.sleep(0.2)
    assert second.leader == "m/b/1/2/2"
    assert first.lead(NOON) is None
    second.release(NOON)
    first.release(NOON)


# Names of processes.


def test_a_process_is_known_by_its_name() -> None:
    here = this_process()
    assert not is_gone(here)
    assert can_be_seen(here)
    assert len(here) <= 120
    assert spoken(here) == f"process {here.split('/')[3]} on {here.split('/')[0]}"


def test_a_number_used_again_is_another_process() -> None:
    place, number, start = this_process().rsplit("/", 2)
    assert is_gone(f"{place}/{number}/{int(start) + 1}")


@pytest.mark.parametrize("name", ["", "somebody", "other/b/1/1/1", "a/b/c"])
def test_a_process_that_cannot_be_seen_is_not_called_gone(name: str) -> None:
    assert not can_be_seen(name)
    assert not is_gone(name)


def test_a_dead_process_that_nobody_collected_is_gone(
    sleeper: "subprocess.Popen[bytes]",
) -> None:
    name = name_of(sleeper.pid)
    assert not is_gone(name)
    sleeper.kill()
    deadline = time.monotonic() + 5
    while not is_gone(name) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert is_gone(name)
