"""Through Prefect or directly: chosen by whether it answers, before a run and never during it."""

import datetime as dt
import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from flows import starting
from flows.registry import entrypoint
from flows.schedules import Schedules
from flows.starting import PrefectApi, Starter
from governance.application import running
from governance.application.sweeping import SWEEPS, Swept
from governance.domain.errors import Unusable
from governance.store.engine import Store

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)


class Watch:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Server(HTTPServer):
    """Answers as Prefect would, and counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[tuple[str, str | None]] = []
        self.ready = 200
        self.deployments: Any = []

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Authorization"]))
        self.send_response(self.server.ready)
        self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers["Authorization"]))
        self.send_response(self.server.ready)
        self.end_headers()
        self.wfile.write(json.dumps(self.server.deployments).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_an_answer_is_believed_for_a_moment(server: Server) -> None:
    watch = Watch()
    api = PrefectApi(lambda: server.api, elapsed=watch)
    assert api.answers()
    server.ready = 503
    assert api.answers()
    assert len(server.asked) == 1
    watch.seconds += starting.TRUSTED_FOR + 1
    assert not api.answers()
    server.ready = 200
    watch.seconds += starting.TRUSTED_FOR + 1
    assert api.answers()
    assert {path for path, _ in server.asked} == {"/api/ready"}


def test_after_a_run_it_broke_prefect_is_left_alone_for_a_while(server: Server) -> None:
    watch = Watch()
    api = PrefectApi(lambda: server.api, elapsed=watch)
    api.leave_alone()
    assert not api.answers()
    watch.seconds += starting.LEFT_ALONE_FOR - 1
    assert not api.answers()
    assert server.asked == []
    watch.seconds += 1
    assert api.answers()


def test_a_server_that_is_watched_is_not_asked_before_it_is_up(server: Server) -> None:
    watch, up = Watch(), [False]
    api = PrefectApi(lambda: server.api, up=lambda: up[0], elapsed=watch)
    assert not api.answers()
    assert server.asked == []
    up[0] = True
    assert api.answers()
    up[0] = False
    assert not api.answers()


class Chosen:
    """Says whether Prefect answers, and what a run through it does."""

    def __init__(self, *, answers: bool, breaks: bool = False) -> None:
        self.yes, self.breaks = answers, breaks
        self.left_alone = 0

    def answers(self) -> bool:
        return self.yes

    def leave_alone(self) -> None:
        self.left_alone += 1


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Every run there was: which way, which flow, who started it."""
    went: list[tuple[str, str, str]] = []

    def through(prefect: Chosen, name: str, *, started_by: str) -> Mapping[str, Any]:
        went.append(("prefect", name, started_by))
        prefect.yes = False
        if prefect.breaks:
            raise RuntimeError("it answers every question and runs nothing")
        return {"done": 2}

    def direct(_store: Store, name: str, **how: Any) -> running.RunReport:
        went.append((how["through"], name, how["started_by"]))
        assert how["on_batch"](Swept()) is True
        assert how["clock"]() == NOW
        return running.RunReport(name, "run", Swept(done=3, late=1))

    monkeypatch.setattr(starting, "through", through)
    monkeypatch.setattr(starting, "run_sweep", direct)
    return went


def starter(store: Store, prefect: Any = None) -> Starter:
    return Starter(store, clock=lambda: NOW, prefect=prefect, stop=threading.Event())


def test_without_prefect_a_flow_runs_directly(
    quick_store: Store, ways: list[tuple[str, str, str]]
) -> None:
    told = starter(quick_store).start("deadlines_due", started_by="clock")
    assert told == {
        "done": 3,
        "failed": 0,
        "uncertain": 0,
        "parked": 0,
        "late": 1,
        "found": 0,
        "more": False,
    }
    starter(quick_store, Chosen(answers=False)).start("deadlines_due", started_by="stand-in")
    assert ways == [("direct", "deadlines_due", "clock"), ("direct", "deadlines_due", "stand-in")]


def test_a_run_begun_through_prefect_is_not_changed_when_prefect_goes(
    quick_store: Store, ways: list[tuple[str, str, str]]
) -> None:
    prefect = Chosen(answers=True)
    assert starter(quick_store, prefect).start("deadlines_due", started_by="clock") == {"done": 2}
    assert ways == [("prefect", "deadlines_due", "clock")]
    assert prefect.left_alone == 0


def test_a_run_that_prefect_breaks_is_made_up_for_by_the_next(
    quick_store: Store, ways: list[tuple[str, str, str]]
) -> None:
    prefect = Chosen(answers=True, breaks=True)
    starts = starter(quick_store, prefect)
    with pytest.raises(starting.BrokeInPrefect, match="it answers every question"):
        starts.start("deadlines_due", started_by="clock")
    assert (ways, prefect.left_alone) == ([("prefect", "deadlines_due", "clock")], 1)
    starts.start("deadlines_due", started_by="clock")
    assert ways[1:] == [("direct", "deadlines_due", "clock")]


def test_a_flow_that_nobody_knows_is_refused(quick_store: Store) -> None:
    with pytest.raises(Unusable, match=r"name\.unknown"):
        starter(quick_store).start("no_such_flow", started_by="clock")


# Whose schedules there are.


def deployment(flow: str, *, active: bool = True, paused: bool = False) -> dict[str, Any]:
    return {
        "name": "anything",
        "entrypoint": entrypoint(flow),
        "paused": paused,
        "schedules": [{"active": active}],
    }


def test_said_by_the_environment_nobody_is_asked(server: Server) -> None:
    assert set(Schedules(mode="embedded", api_url=server.api)()) == set()
    assert set(Schedules(mode="deployments", api_url=server.api)()) == set(SWEEPS)
    assert set(Schedules(mode=None, api_url=None)()) == set()
    assert server.asked == []


def test_else_the_deployments_are_looked_at_once_a_minute(server: Server) -> None:
    watch = Watch()
    server.deployments = [
        deployment("deadlines_due"),
        deployment("review_reminders", active=False),
        deployment("fund_reporting", paused=True),
        {**deployment("deadlines_due"), "entrypoint": "flows/somebody_elses.py:somebody_elses"},
        {"entrypoint": None},
    ]
    schedules = Schedules(mode=None, api_url=server.api, password="user:word", elapsed=watch)
    assert set(schedules()) == {"deadlines_due"}
    server.deployments = []
    assert set(schedules()) == {"deadlines_due"}
    watch.seconds += 60
    assert set(schedules()) == set()
    assert server.asked == [("/api/deployments/filter", "Basic dXNlcjp3b3Jk")] * 2


@pytest.mark.parametrize("answer", [{"not": "a list"}, "text"])
def test_the_last_answer_holds_while_there_is_none(server: Server, answer: object) -> None:
    watch = Watch()
    server.deployments = [deployment("deadlines_due")]
    schedules = Schedules(mode=None, api_url=server.api, elapsed=watch)
    schedules()
    watch.seconds += 60
    server.ready = 500
    assert set(schedules()) == {"deadlines_due"}
    watch.seconds += 60
    server.ready, server.deployments = 200, answer
    assert set(schedules()) == {"deadlines_due"}
