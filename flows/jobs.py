"""Doing jobs beside the pages: each in a process of its own, watched, and never left behind.

Every `serve` has a runner; any number of them share the jobs, and each job is begun by one. A
child that dies without a word has its job begun again, or noted as lost; one whose job was
stopped is ended. A runner that is itself killed takes its children with it, and the next look
of any other finds what they leave.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from flows.lanes import last_line
from governance.application.jobs import working
from governance.application.jobs.working import Begun
from governance.store.engine import Store
from governance.store.processes import this_process

AT_ONCE: Final = 2
"""Jobs that one process does at once: a long rehearsal does not hold up a quick import."""
LOOKS_EVERY: Final = 0.5
"""Seconds between looks at what waits, and at children."""
BEATS_EVERY: Final = 5.0
"""Seconds between showing that a job lives, and asking whether it is still wanted."""
TIDIED_EVERY: Final = 3600.0
"""Seconds between looks for files that nothing refers to; the first comes as it starts."""
LOOKED_OVER: Final = 30.0
"""Seconds between looks at jobs whose process is gone."""
ENDS_WITHIN: Final = 3.0
"""Seconds that a child may take to end before it is killed."""

_log = structlog.get_logger()


@dataclass(slots=True)
class _Child:
    begun: Begun
    process: subprocess.Popen[bytes]
    beat: float


class Runner:
    """Begins jobs and watches over them. `start` and `stop` return at once, or nearly so.

    `command` is what a child runs, given our process's number, the job's partnership, its id and
    which time it is begun. `tidy` deletes files that nothing refers to, written before the moment
    it is given, and says how many there were.
    """

    def __init__(
        self,
        store: Store,
        *,
        command: Sequence[str],
        now: Callable[[], dt.datetime],
        at_once: int = AT_ONCE,
        tidy: Callable[..., int] | None = None,
    ) -> None:
        self._store = store
        self._command = command
        self._now = now
        self._at_once = at_once
        self._tidy = tidy
        self._tidied = float("-inf")
        self._children: list[_Child] = []
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._looked_over = float("-inf")
        self._told = ""

    @property
    def pids(self) -> list[int]:
        """The numbers of the children there are."""
        return [child.process.pid for child in self._children]

    def start(self) -> None:
        """Begin to do jobs in the background.

        Children die with the thread that started them, which is why it is one that goes on.
        """
        self._thread = threading.Thread(target=self._watch, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, *, seconds: float = ENDS_WITHIN + 2) -> None:
        """End what is under way, to be begun again by whoever runs next."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=seconds)

    def _watch(self) -> None:
        while not self._stopping.wait(LOOKS_EVERY):
            try:
                self._look()
                self._told = ""
            except Exception as error:  # noqa: BLE001  # the runner goes on whatever happens
                self._tell(error)
        for child in self._children:
            _close(child.process)
        for child in self._children:
            _end(child.process)
            with contextlib.suppress(Exception):  # it is found again by its process, which is gone
                working.give_back(self._store, child.begun)

    def _look(self) -> None:
        self._children = [child for child in self._children if self._goes_on(child)]
        if time.monotonic() - self._looked_over >= LOOKED_OVER:
            for job, state in working.look_over(self._store, now=self._now()):
                _log.warning("the process of a job is gone", job=job, now=state)
            self._looked_over = time.monotonic()
        if self._tidy is not None and time.monotonic() - self._tidied >= TIDIED_EVERY:
            self._tidied = time.monotonic()
            # The day it is on this machine, which the files have as well: never the example's.
            if deleted := self._tidy(now=dt.datetime.now(dt.UTC)):
                _log.info("files that nothing refers to are deleted", files=deleted)
        while len(self._children) < self._at_once and working.waits(self._store):
            begun = working.begin(self._store, process=this_process(), now=self._now())
            if begun is None:
                return
            self._begin(begun)

    def _begin(self, begun: Begun) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [
                    *self._command,
                    str(os.getpid()),
                    begun.partnership_id,
                    begun.id,
                    str(begun.attempt),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            working.gone(self._store, begun, now=self._now())
            raise
        _log.info("a job begins", job=begun.id, kind=begun.kind, attempt=begun.attempt)
        self._children.append(_Child(begun, process, time.monotonic()))

    def _goes_on(self, child: _Child) -> bool:
        """Attend to a child; whether it is still there."""
        code = child.process.poll()
        if code is not None:
            _end(child.process)
            state = working.gone(self._store, child.begun, now=self._now())
            if state is not None:
                _log.error("a job's process died", job=child.begun.id, code=code, now=state)
            return False
        if time.monotonic() - child.beat >= BEATS_EVERY:
            child.beat = time.monotonic()
            if not working.beat(self._store, child.begun, now=self._now()):
                _log.info("a job is given up", job=child.begun.id)
                _close(child.process)
                _end(child.process)
                return False
        return True

    def _tell(self, error: Exception) -> None:
        """Say what is wrong; once, however long it goes on."""
        said = f"{type(error).__name__}: {error}"
        if said != self._told:
            _log.error("looking after jobs went wrong", because=said, at=last_line(error))
        self._told = said


def _close(process: subprocess.Popen[bytes]) -> None:
    """Ask a child to end: it sees its standard input close."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """See a child gone, killed if need be."""
    _close(process)
    try:
        process.wait(timeout=ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
