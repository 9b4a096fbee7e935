"""A lane: the one thread in which one flow runs at a time, and its pauses after doing nothing."""

from __future__ import annotations

import contextvars
import threading
import time
import traceback
from collections.abc import Callable
from typing import Final, Literal

import structlog

from flows.starting import BrokeInPrefect
from governance.domain.errors import Unusable
from governance.store.fencing import Fenced, under

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 60.0
Went = Literal["again", "later", "nothing"]
"""How a run went: it did some of it and more is to be done at once; it got on, and what is left
can wait for a tick; it did nothing."""
STUCK: Final = 600.0
"""Seconds after which a run that has not come back is taken for hung, and another may start."""

_log = structlog.get_logger()


class Lane:
    """Runs one flow at a time. Its thread never keeps the process from ending."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._thread: threading.Thread | None = None
        self._shown = 0.0
        self._pause = 0.0
        self._paused_until = float("-inf")

    @property
    def free(self) -> bool:
        """Whether a run may start: none is under way, and the pause after the last is over."""
        return not self._under_way and time.monotonic() >= self._paused_until

    @property
    def _under_way(self) -> bool:
        if self._thread is None or not self._thread.is_alive():
            return False
        if time.monotonic() - self._shown < STUCK:
            return True
        _log.error("a run has not come back; starting another", flow=self.name)
        return False

    def run(self, work: Callable[[], Went], *, fence: Fenced | None) -> None:
        """Start `work` in a thread, again and again while that gets on with what is to be done."""
        self._shown = time.monotonic()
        context = contextvars.copy_context()
        self._thread = threading.Thread(
            target=context.run, args=(self._body, work, fence), name=self.name, daemon=True
        )
        self._thread.start()

    def ended(self, seconds: float | None) -> bool:
        """Wait for the run under way, at most so long; whether none is under way any more."""
        if self._thread is None:
            return True
        self._thread.join(None if seconds is None else max(seconds, 0.0))
        return not self._thread.is_alive()

    def _body(self, work: Callable[[], Went], fence: Fenced | None) -> None:
        went: Went
        try:
            with under(fence):
                while (went := work()) == "again":
                    self._shown = time.monotonic()
        except BrokeInPrefect as error:
            went = "nothing"
            said = "a run through prefect broke; running directly for a while"
            _log.warning(said, flow=self.name, because=str(error))
        except Unusable as error:
            went = "nothing"
            _log.warning("a run was broken off", flow=self.name, because=str(error))
        except Exception as error:  # noqa: BLE001  # whatever broke one flow, the clock goes on
            went = "nothing"
            said = f"{type(error).__name__}: {error}"
            _log.error("a run broke", flow=self.name, because=said, at=last_line(error))
        self._rest(went)

    def _rest(self, went: Went) -> None:
        """After a run that did nothing wait, longer each time: something holds it up."""
        if went == "nothing":
            self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        else:
            self._pause = 0.0
        self._paused_until = time.monotonic() + self._pause


def last_line(error: BaseException) -> str:
    """Where an error was raised, for the log: no values, which may be about people."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
