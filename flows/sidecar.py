"""The sidecar: a Prefect server of our own, started with us, watched, and gone when we are.

It runs as a child on loopback with its own file (see `sidecar_child`). A child that dies is
started again, after a growing pause; so is one that answers nothing three times, and one whose
database was deleted under it. Nothing waits for it: until it answers, flows run directly.

The socket it listens on is opened here and handed down. So nobody else can listen on its port,
before a child does or between two of them: whoever answers there has it from us.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Final

import structlog

from flows.probing import answers
from flows.settings import LOOPBACK, database, prefect_home, server_environment

COMMAND: Final = (sys.executable, "-m", "flows.sidecar_child")
START_SECONDS: Final = 180.0
"""How long a child may take until it answers for the first time; the first start makes tables."""
STOP_SECONDS: Final = 4.0
"""How long a child may take to end before it is killed."""
PROBE_SECONDS: Final = 2.0
"""How often it is asked whether it answers."""
PROBES_FAILED: Final = 3
"""So many unanswered in a row mean that it hangs."""
LONGEST_PAUSE: Final = 60.0
_LINES_KEPT: Final = 15

_log = structlog.get_logger()


class Sidecar:
    """A supervised Prefect server. `start` and `stop` return at once, or nearly so."""

    def __init__(
        self, data_dir: Path, *, port: int | None = None, command: Sequence[str] = COMMAND
    ) -> None:
        """`command` is what the child runs, given our process's number and that of a socket."""
        self._command = command
        self._data_dir = data_dir
        self._fixed = port
        self._port = port or free_port()
        self._socket: socket.socket | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._said: deque[str] = deque(maxlen=_LINES_KEPT)
        self._complained = False
        self.up = False
        """Whether it answered when it was last asked."""
        self.pid: int | None = None
        """The child's number while there is one."""

    @property
    def api_url(self) -> str:
        """Where its API is."""
        return f"http://{LOOPBACK}:{self._port}/api"

    @property
    def address(self) -> str:
        """Where people find its pages."""
        return f"http://{LOOPBACK}:{self._port}"

    def start(self) -> None:
        """Begin to run the server, in the background; does nothing where it runs."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._stopping.clear()
        self._thread = threading.Thread(target=self._supervise, name="sidecar", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the server and wait until it is gone, a few seconds at most."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=STOP_SECONDS + 2)
            self._thread = None

    def _supervise(self) -> None:
        """Run one child after the other until told to stop.

        The child dies with the thread that started it, so this thread outlives each of them.
        """
        pause = 1.0
        while not self._stopping.is_set():
            began = time.monotonic()
            ended = self._one_child()
            if self._stopping.is_set():
                break
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = 1.0
            self._tell(ended)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _listening(self) -> socket.socket:
        """Our socket, opened at the first need and kept until we stop. Raises `OSError`."""
        if self._socket is None:
            if self._fixed is None and not _is_free(self._port):
                self._port = free_port()
            self._socket = _opened(self._port)
        return self._socket

    def _one_child(self) -> str:
        """Start a child, attend to it, and see it gone; says why it ended."""
        self._said.clear()
        try:
            listening = self._listening()
        except OSError as error:
            return f"its port {self._port} cannot be had: {error.strerror}"
        try:
            child = self._spawned(listening)
        except OSError as error:
            return f"it could not be started: {error}"
        self.pid = child.pid
        threading.Thread(
            target=self._listen, args=(child.stdout,), name="sidecar-said", daemon=True
        ).start()
        try:
            return self._attend(child)
        finally:
            self.up = False
            _end(child)
            self.pid = None

    def _spawned(self, listening: socket.socket) -> subprocess.Popen[str]:
        home = prefect_home(self._data_dir)
        environment = server_environment(self._data_dir, port=self._port)
        return subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [*self._command, str(os.getpid()), str(listening.fileno())],
            pass_fds=[listening.fileno()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
            cwd=home,
            start_new_session=True,
        )

    def _attend(self, child: subprocess.Popen[str]) -> str:
        """Ask the child again and again until something is wrong with it, or we stop."""
        began = time.monotonic()
        failed, file = 0, None
        while not self._stopping.wait(PROBE_SECONDS if self.up else PROBE_SECONDS / 4):
            if child.poll() is not None:
                return f"it ended with {child.returncode}"
            if answers(self.api_url):
                if file is None:
                    _log.info("prefect server answers", address=self.address)
                    file = _file_at(database(self._data_dir))
                self.up, self._complained, failed = True, False, 0
                if _file_at(database(self._data_dir)) != file:
                    return "its database was deleted or replaced"
                continue
            failed += 1
            if file is None and time.monotonic() - began < START_SECONDS:
                continue
            self.up = False
            if failed >= PROBES_FAILED:
                return "it does not answer"
        return "we stop"

    def _listen(self, said: Iterable[str] | None) -> None:
        """Keep the last lines the child says, for when it cannot go on."""
        with contextlib.suppress(ValueError):
            for line in said or ():
                if text := line.rstrip():
                    self._said.append(text)
                    _log.debug("prefect server says", line=text)

    def _tell(self, ended: str) -> None:
        """Say that it is down: loudly the first time, quietly until it has been up again."""
        if self._complained:
            _log.info("prefect server is still down", because=ended)
            return
        self._complained = True
        _log.error(
            "prefect server is down; flows run directly until it answers again",
            because=ended,
            last_words=list(self._said)[-_LINES_KEPT:],
        )


def free_port() -> int:
    """A port of loopback that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    try:
        _opened(port).close()
    except OSError:
        return False
    return True


def _opened(port: int) -> socket.socket:
    """A socket that listens on a port of loopback, as nobody else can then. Raises `OSError`."""
    opened = socket.socket()
    try:
        # Conversations with an earlier server of ours may still be dying down there.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((LOOPBACK, port))
        opened.listen()
    except OSError:
        opened.close()
        raise
    return opened


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file lies there: another one of the same name is another file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _end(child: subprocess.Popen[str]) -> None:
    """End a child: it sees its standard input close; what is left of its group is killed."""
    _close(child.stdin)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    _close(child.stdout)


def _close(stream: IO[str] | None) -> None:
    if stream is not None:
        with contextlib.suppress(OSError):
            stream.close()
