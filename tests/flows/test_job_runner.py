"""The runner of jobs, with real processes: done once, begun again when killed, never left behind."""

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import digger
import pytest
from processes import eventually, kill, lives, needs_proc, offspring
from world import RULEBOOKS, World, world

import governance.interfaces.work  # noqa: F401  # makes its kinds known
from flows.jobs import Runner
from governance.application.jobs import acts, queries
from governance.application.jobs.kinds import KINDS
from governance.interfaces.cli.serve_beside import WORK
from governance.store.engine import Store

ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
NOW = dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)


def present() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def area(store: Store, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("VIRES_DATABASE_URL", store_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setitem(KINDS, "dig", digger.DIG)
    return world(store, NOW, rulebooks=RULEBOOKS)


@pytest.fixture
def runners(area: World) -> Iterator[list[Runner]]:
    started: list[Runner] = []
    yield started
    for runner in started:
        runner.stop()


def digging(area: World, folder: Path, name: str = "hole") -> tuple[str, Path]:
    """A job that digs until the file is there."""
    until = folder / name
    with area.acting() as desk:
        return acts.ask(desk, "dig", {"until": str(until)}).id, until


def job(area: World, name: str) -> queries.Job:
    with area.looking() as desk:
        return queries.job_of(desk, name)


def diggers(until: Path) -> list[int]:
    pids = until.with_suffix(".pids")
    return [int(line) for line in pids.read_text().split()] if pids.exists() else []


def run(area: World, runners: list[Runner], command: Any = digger.COMMAND) -> Runner:
    runner = Runner(area.store, command=command, now=present)
    runners.append(runner)
    runner.start()
    return runner


@ON_SQLITE
def test_a_job_is_done_in_a_process_of_its_own(area: World, runners: list[Runner]) -> None:
    with area.acting("example-auditor") as desk:
        name = acts.ask(desk, "check_record", {}).id
    run(area, runners, WORK)
    eventually(lambda: job(area, name).ended, what="the end of the job")
    done = job(area, name)
    assert (done.state, done.trouble) == ("done", [])
    assert done.result is not None
    assert done.result["ok"]


@ON_SQLITE
@needs_proc
def test_a_killed_job_is_begun_again_and_done(
    area: World, runners: list[Runner], tmp_path: Path
) -> None:
    runner = run(area, runners)
    name, until = digging(area, tmp_path)
    eventually(lambda: len(diggers(until)) == 1, what="the first attempt")
    eventually(lambda: job(area, name).percent == 50, what="its progress")
    (first,) = diggers(until)
    assert runner.pids == [first]
    kill(first)
    eventually(lambda: len(diggers(until)) == 2, what="the second attempt")
    until.write_text("4")
    eventually(lambda: job(area, name).ended, what="the end of the job")
    assert (job(area, name).state, job(area, name).attempt) == ("done", 2)
    assert job(area, name).result == {"dug": 4}


@ON_SQLITE
@needs_proc
def test_a_job_that_is_given_up_ends_soon_and_two_are_done_at_once(
    area: World, runners: list[Runner], tmp_path: Path
) -> None:
    run(area, runners)
    name, until = digging(area, tmp_path)
    other, beside = digging(area, tmp_path, "beside")
    eventually(lambda: diggers(until) and diggers(beside), what="both")
    with area.acting() as desk:
        acts.stop(desk, name)
    eventually(lambda: not lives(diggers(until)[0]), what="the end of its process")
    assert lives(diggers(beside)[0])
    beside.write_text("1")
    eventually(lambda: job(area, other).ended, what="the end of the other")
    assert job(area, name).state == "stopped"


@ON_SQLITE
@needs_proc
def test_when_the_runner_stops_its_jobs_wait_for_the_next(
    area: World, runners: list[Runner], tmp_path: Path
) -> None:
    runner = run(area, runners)
    name, until = digging(area, tmp_path)
    eventually(lambda: diggers(until), what="the first attempt")
    runner.stop()
    assert not lives(diggers(until)[0])
    assert job(area, name).state == "waiting"
    until.write_text("2")
    run(area, runners)
    eventually(lambda: job(area, name).state == "done", what="the end of the job")


RUNNING = """
    import datetime as dt, signal, sys
    from digger import COMMAND, DIG
    from flows.jobs import Runner
    from governance.application.jobs.kinds import add_kind
    from governance.store.engine import open_store
    add_kind(DIG)
    Runner(
        open_store(sys.argv[1]), command=COMMAND, now=lambda: dt.datetime.now(dt.UTC)
    ).start()
    signal.pause()
"""


@needs_proc
def test_killed_a_runner_leaves_no_process_and_the_next_does_its_jobs(
    area: World, store_url: str, runners: list[Runner], tmp_path: Path
) -> None:
    name, until = digging(area, tmp_path)
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(RUNNING), store_url]) as first:
        try:
            eventually(lambda: diggers(until), what="the first attempt")
            left = offspring(first.pid)
            assert left == set(diggers(until))
        finally:
            first.send_signal(signal.SIGKILL)
    eventually(lambda: not any(map(lives, left)), what="the end of its child")
    assert job(area, name).state == "running"
    until.write_text("3")
    run(area, runners)
    eventually(lambda: job(area, name).state == "done", what="the end of the job")
    assert job(area, name).attempt == 2


@ON_SQLITE
def test_it_tidies_by_the_time_of_the_machine_and_goes_on_where_that_fails(area: World) -> None:
    asked: list[dt.datetime] = []

    def tidy(*, now: dt.datetime) -> int:
        asked.append(now)
        raise OSError

    years = dt.timedelta(days=3650)
    runner = Runner(area.store, command=WORK, now=lambda: present() + years, tidy=tidy)
    runner.start()
    try:
        with area.acting("example-auditor") as desk:
            name = acts.ask(desk, "check_record", {}).id
        eventually(lambda: job(area, name).ended, what="the end of the job")
    finally:
        runner.stop()
    (once,) = asked
    assert once < present()
