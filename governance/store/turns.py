"""Whose turn it is to write, where one thread of a process writes at a time.

Whoever comes while nobody writes goes first, even past others that are just waking up: handing
over costs the time it takes to wake somebody. But nobody is passed for longer than `PATIENCE`.
Without that, one who writes without a break keeps everybody else out for as long as they go on,
and wakes them each time for nothing.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

PATIENCE: Final = 0.005
"""Seconds after which one who waits is next, whoever comes."""


@dataclass(eq=False, slots=True)
class _Waiting:
    """Somebody who waits since a moment; `given` says that the turn is theirs."""

    since: float
    given: bool = False
    woken: threading.Event = field(default_factory=threading.Event)


class Turns:
    """One turn that is taken, given back, and handed on."""

    def __init__(self, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._mutex = threading.Lock()
        self._taken = False
        self._waiting: deque[_Waiting] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @contextmanager
    def taken(self, *, seconds: float) -> Iterator[None]:
        """Have the turn. Raises `TimeoutError` where it does not come within so many seconds."""
        if not self._take():
            self._wait(seconds)
        try:
            yield
        finally:
            self._give()

    def _take(self) -> bool:
        with self._mutex:
            free = not self._taken
            self._taken = True
            return free

    def _wait(self, seconds: float) -> None:
        me = _Waiting(time.monotonic())
        with self._mutex:
            self._waiting.append(me)
            if self._comes(me):
                return
        try:
            self._until_it_comes(me, seconds)
        except BaseException:  # an interruption, too: nobody else would ever get the turn
            with self._mutex:
                if me in self._waiting:
                    self._waiting.remove(me)
            if me.given:
                self._give()
            raise

    def _until_it_comes(self, me: _Waiting, seconds: float) -> None:
        while True:
            left = me.since + seconds - time.monotonic()
            me.woken.wait(max(left, 0.0))
            with self._mutex:
                if self._comes(me):
                    return
                if left <= 0:
                    raise TimeoutError
                me.woken.clear()

    def _comes(self, me: _Waiting) -> bool:
        """Whether the turn is somebody's who waits; within the mutex."""
        if not me.given and not self._taken:
            self._waiting.remove(me)
            self._taken = me.given = True
        return me.given

    def _give(self) -> None:
        with self._mutex:
            if not self._waiting:
                self._taken = False
                return
            first = self._waiting[0]
            if time.monotonic() - first.since >= self._patience:
                self._waiting.popleft()
                first.given = True
            else:
                self._taken = False
            first.woken.set()
