"""`vires worker`: it takes runs while there is a server, and the clock goes on without one."""

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from bells import hang, rung
from processes import eventually, lives, needs_proc
from structlog.testing import capture_logs

from flows import working as module
from flows.sidecar import free_port
from flows.working import Worker
from governance.store.engine import Store

TESTS = Path(__file__).parent.parent
BELLS = str(Path(__file__).parent / "bells.py")
NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
UNTIL_INPUT_ENDS = (sys.executable, "-c", "import sys; sys.stdin.read()")


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def worker(port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.setattr(module, "ASKED_EVERY", 0.05)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.1)
    made = Worker(
        "vires",
        api_url=f"http://127.0.0.1:{port}/api",
        environment=os.environ,
        command=UNTIL_INPUT_ENDS,
    )
    yield made
    made.stop()


@needs_proc
def test_it_waits_for_a_server_says_so_once_and_then_works(worker: Worker, port: int) -> None:
    asked: list[bool] = []
    with capture_logs() as said:
        worker.start()
        eventually(lambda: len(said) == 1, what="the warning")
        for _ in range(5):
            asked.append(worker.pid is None)
            threading.Event().wait(0.1)
        server = HTTPServer(("127.0.0.1", port), Ready)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            eventually(lambda: worker.pid is not None, what="the child")
            pid = worker.pid
            assert pid is not None
            assert lives(pid)
            worker.stop()
            assert not lives(pid)
        finally:
            server.shutdown()
            server.server_close()
    assert all(asked)
    assert [one["log_level"] for one in said] == ["warning", "info"]
    assert "does not answer" in said[0]["event"]


def test_the_clock_of_a_worker_goes_on_without_prefects_server(
    store: Store, store_url: str, port: int, tmp_path: Path
) -> None:
    hang(store, number=20, now=NOW)
    names = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "VIRES_"))}
    url = f"http://127.0.0.1:{port}/api"
    log = tmp_path / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, BELLS, "worker", "--json"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={
                **names,
                "VIRES_DATABASE_URL": store_url,
                "VIRES_DATA_DIR": str(tmp_path / "data"),
                "VIRES_TICK_SECONDS": "0.2",
                "PREFECT_API_URL": url,
                "PYTHONPATH": str(TESTS),
            },
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, log.read_text()
        status = json.loads(line)
        assert (status["prefect"], status["prefect_answers"]) == (url, False)
        eventually(lambda: len(rung(store)) == 20, what="the ringing")
        process.terminate()
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]  # it is a pipe
    assert set(rung(store).values()) == {1}
    assert log.read_text().count("prefect server does not answer") == 1
    assert "Traceback" not in log.read_text()
