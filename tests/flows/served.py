"""`vires serve` in a process of its own, started and ended by tests."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent.parent
GONE_WITHIN = 15
"""Seconds: ten are said, of which the process takes nine at most; a busy machine gets more."""
BELLS = str(Path(__file__).parent / "bells.py")


class Served:
    """A `vires serve` that runs, and what it said when it began."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self.process = process
        self.pid = process.pid
        self._log = log
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, self.log
        self.said: dict[str, Any] = json.loads(line)

    @property
    def log(self) -> str:
        return self._log.read_text()

    def told_to_stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """The exit code, and how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=60)
        return code, time.monotonic() - began

    def killed(self) -> None:
        self.process.kill()
        self.process.wait()


Serve = Callable[..., Served]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts one on a database; without pages unless a port is said."""
    started: list[subprocess.Popen[str]] = []

    def start(url: str, *options: str, **environment: str) -> Served:
        log = tmp_path / f"serve-{len(started)}.log"
        names = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "VIRES_"))}
        pages = () if "--port" in options else ("--no-web",)
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, BELLS, "serve", "--json", *options, *pages],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={
                    **names,
                    "VIRES_DATABASE_URL": url,
                    "VIRES_DATA_DIR": str(tmp_path / "data"),
                    "VIRES_TICK_SECONDS": "0.2",
                    "PYTHONPATH": str(TESTS),
                    **environment,
                },
            )
        started.append(process)
        return Served(process, log)

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
