"""A worker of ours: Prefect's process worker as a child that is started again when it dies.

While Prefect's server does not answer there is nothing to take, and no child: the server is asked
every few seconds, and the clock beside us does what is due.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from flows.probing import answers

COMMAND: Final = (sys.executable, "-m", "flows.worker_child")
ASKED_EVERY: Final = 5.0
"""Seconds between questions to a server that does not answer."""
ANSWER_SECONDS: Final = 3.0
"""How long an answer of the server is waited for."""
STOP_SECONDS: Final = 7.0
"""How long its runs may take to end."""
LONGEST_PAUSE: Final = 60.0
PATIENCE: Final[Mapping[str, str]] = {
    "PREFECT_CLIENT_MAX_RETRIES": "4",
    "PREFECT_API_REQUEST_TIMEOUT": "30",
}
"""A worker can wait for a busy server, as the clock cannot: every quarter of an hour all flows
start at once, and a server on SQLite then takes seconds to answer."""

_log = structlog.get_logger()


class Worker:
    """Keeps one process worker going on a pool of the server at `api_url`.

    `environment` is the child's; `command` is what it runs, given our process's number and the
    pool.
    """

    def __init__(
        self,
        pool: str,
        *,
        api_url: str,
        environment: Mapping[str, str],
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._pool = pool
        self._api_url = api_url
        self._command = command
        self._complained = False
        self._environment = {**environment, **PATIENCE}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.pid: int | None = None
        """The child's number while there is one."""

    def start(self) -> None:
        """Begin to work, in the background."""
        self._thread = threading.Thread(target=self._supervise, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, with the batches at hand; a few seconds at most."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=STOP_SECONDS + 1)

    def _supervise(self) -> None:
        """Run one child after the other. Each dies with this thread, which outlives them."""
        pause = 1.0
        while not self._stopping.is_set():
            if not self._server_answers():
                self._stopping.wait(ASKED_EVERY)
                continue
            began = time.monotonic()
            ended = self._one_child()
            if self._stopping.is_set():
                return
            pause = 1.0 if time.monotonic() - began > LONGEST_PAUSE else pause
            _log.error("the worker ended; it is started again", because=ended, after=pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _server_answers(self) -> bool:
        """Whether there is a server to take runs from; says once that there is none."""
        if answers(self._api_url, seconds=ANSWER_SECONDS):
            if self._complained:
                _log.info("prefect server answers; runs are taken", address=self._api_url)
            self._complained = False
            return True
        if not self._complained:
            _log.warning(
                "prefect server does not answer; no runs are taken until it does, and the clock "
                "does what is due",
                address=self._api_url,
            )
        self._complained = True
        return False

    def _one_child(self) -> str:
        try:
            child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [*self._command, str(os.getpid()), self._pool],
                stdin=subprocess.PIPE,
                env=self._environment,
                start_new_session=True,
            )
        except OSError as error:
            return f"it could not be started: {error}"
        self.pid = child.pid
        try:
            while child.poll() is None and not self._stopping.wait(0.2):
                pass
            return f"it ended with {child.returncode}"
        finally:
            _end(child)
            self.pid = None


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a child: it sees its standard input close; what is left of its group is killed."""
    assert child.stdin is not None
    with contextlib.suppress(OSError):
        child.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
