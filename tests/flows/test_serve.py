"""`vires serve` as a process: what it does, how it ends, and what is left when it is killed."""

import datetime as dt
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from bells import hang, rung
from processes import eventually, kill, lives, needs_proc, offspring
from served import GONE_WITHIN, Serve, serve
from sqlalchemy import select

from flows.probing import answers, ask
from flows.settings import auth_string
from flows.starting import LEFT_ALONE_FOR
from governance.store.engine import Store, open_store
from governance.store.leading import who_leads
from governance.store.tables import TABLES

__all__ = ["serve"]
NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)


def runs(store: Store) -> list[Any]:
    """The runs in which bells were rung."""
    run = TABLES["flow_run"]
    with store.read() as tx:
        return tx.all(select(run).where(run.c.flow == "deadlines_due").order_by(run.c.started_at))


def test_it_does_what_is_due_says_how_things_stand_and_stops_when_told(
    store: Store, store_url: str, serve: Serve
) -> None:
    hang(store, number=20, now=NOW)
    served = serve(store_url, "--no-prefect")
    assert served.said["clock"] == "leads"
    assert served.said["prefect"] is None
    assert served.said["process"] == served.pid
    eventually(lambda: len(rung(store)) == 20, what="the ringing")
    eventually(lambda: [run.state for run in runs(store)] == ["done"], what="the record")
    (run,) = runs(store)
    assert (run.flow, run.started_by, run.through) == ("deadlines_due", "clock", "direct")
    assert run.counts["done"] == 20
    code, seconds = served.told_to_stop()
    assert code == 0
    assert seconds < GONE_WITHIN
    assert set(rung(store).values()) == {1}
    assert who_leads(store) == ""
    assert "Traceback" not in served.log


def test_when_the_leader_is_killed_the_next_goes_on_and_nothing_happens_twice(
    store: Store, store_url: str, serve: Serve
) -> None:
    first = serve(store_url, "--no-prefect")
    second = serve(store_url, "--no-prefect")
    hang(store, number=600, now=NOW)
    assert second.said["clock"] == "stands_by"
    assert str(first.pid) in second.said["leader"]
    eventually(lambda: rung(store), what="the first bell")
    first.killed()
    eventually(lambda: len(rung(store)) == 600, 60, what="the ringing")
    assert set(rung(store).values()) == {1}
    assert f"/{second.pid}/" in who_leads(store)
    eventually(lambda: "running" not in [run.state for run in runs(store)], what="the record")
    assert {run.process.split("/")[3] for run in runs(store)} == {str(first.pid), str(second.pid)}
    second.told_to_stop()


def test_told_to_stop_in_the_middle_it_finishes_the_batch_at_hand(
    sqlite_url: str, serve: Serve
) -> None:
    store = open_store(sqlite_url)
    hang(store, number=1000, now=NOW)
    served = serve(sqlite_url, "--no-prefect")
    eventually(lambda: rung(store), what="the first bell")
    code, seconds = served.told_to_stop(signal.SIGINT)
    assert (code, seconds < GONE_WITHIN) == (0, True)
    so_far = rung(store)
    assert set(so_far.values()) == {1}
    assert len(so_far) < 1000
    assert [run.state for run in runs(store)] == ["done"]
    store.close()


def test_once_does_what_is_due_and_ends(sqlite_url: str, serve: Serve) -> None:
    store = open_store(sqlite_url)
    hang(store, number=20, now=NOW)
    served = serve(sqlite_url, "--once")
    assert served.process.wait(timeout=60) == 0
    assert len(rung(store)) == 20
    assert who_leads(store) == ""
    store.close()


def test_what_the_environment_says_wrong_is_refused_at_once(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from governance.interfaces.cli.main import main

    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_TICK_SECONDS", "never")
    with pytest.raises(SystemExit) as ended:
        main(["serve"])
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "VIRES_TICK_SECONDS says how often the clock looks for what is due; it is “never”.\n"
        "  Give a number of seconds from 0.1 to 20, or leave it out: then it is 5.\n"
    )


@needs_proc
def test_with_prefect_beside_it_runs_show_there_and_nothing_is_left_behind(
    sqlite_url: str, serve: Serve, tmp_path: Path
) -> None:
    """The real server: it hangs, it is told to stop as it starts again, then it is killed."""
    store = open_store(sqlite_url)
    served = serve(sqlite_url)
    api = served.said["prefect"]
    eventually(lambda: "prefect server answers" in served.log, 150, what="Prefect")
    assert answers(api)
    (child,) = offspring(served.pid)
    hung = 0
    for _ in range(4):  # a busy machine's server may break a run off, and is then left alone
        hang(store, number=20, after=hung, now=NOW)
        hung += 20
        eventually(lambda: len(rung(store)) == hung, 60, what="a run")  # noqa: B023  # asked at once
        eventually(lambda: {run.state for run in runs(store)} == {"done"}, 60, what="its end")
        if runs(store)[-1].through == "prefect":
            break
        time.sleep(LEFT_ALONE_FOR)
    run = runs(store)[-1]
    assert (run.through, run.started_by) == ("prefect", "clock")

    without = ask(api, "/flow_runs/count", body="{}", seconds=3)
    assert without is not None
    assert without[0] == 401
    password = auth_string(tmp_path / "data")
    counted = ask(api, "/flow_runs/count", body="{}", password=password, seconds=3)
    assert counted is not None
    assert int(counted[1]) >= 1

    kill(child, signal.SIGSTOP)
    hang(store, number=20, after=hung, now=NOW)
    eventually(lambda: len(rung(store)) == hung + 20, 60, what="the ringing without Prefect")
    eventually(lambda: runs(store)[-1].through == "direct", what="a run without Prefect")
    eventually(lambda: child not in offspring(served.pid), what="the end of the one that hung")
    left = offspring(served.pid)
    code, seconds = served.told_to_stop()
    assert (code, seconds < GONE_WITHIN) == (0, True)
    eventually(lambda: not any(map(lives, {child, *left})), what="the end of the server")

    again = serve(sqlite_url)
    eventually(lambda: answers(again.said["prefect"]), 150, what="Prefect")
    left = offspring(again.pid)
    kill(again.pid)
    eventually(lambda: not any(map(lives, left)), what="the end of the server")
    store.close()
