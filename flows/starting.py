"""Starting a flow in this process: through Prefect where that answers, else directly.

Chosen once, before the run begins, and never changed in the middle of it: what is due stands in
our own tables, so a run that Prefect breaks is made up for by the next one. After such a failure
Prefect is left alone for a while, for it may answer every question and still run nothing.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
import threading
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from flows.probing import answers
from flows.stopping import STOP
from governance.application.running import run_sweep
from governance.store.engine import Store

TRUSTED_FOR: Final = 2.0
"""Seconds for which an answer of Prefect’s is believed."""
LEFT_ALONE_FOR: Final = 60.0
"""Seconds for which Prefect is not asked again after a run through it broke."""


class BrokeInPrefect(RuntimeError):
    """A run through Prefect broke: the next goes directly, so nothing is held up.

    Where it was the work itself that broke, its run has said so in the log already.
    """


class PrefectApi:
    """A Prefect server, ours or somebody's, and whether to run flows through it just now."""

    def __init__(
        self,
        where: Callable[[], str],
        *,
        password: str | None = None,
        up: Callable[[], bool] = lambda: True,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`up` says of a server that somebody watches whether to ask it at all."""
        self._where = where
        self._up = up
        self.password = password
        self._elapsed = elapsed
        self._asked_at = float("-inf")
        self._answered = False
        self._left_alone_until = float("-inf")

    @property
    def url(self) -> str:
        """Where its API is just now."""
        return self._where()

    def answers(self) -> bool:
        """Whether it is up and answered within a second, just now or a moment ago."""
        now = self._elapsed()
        if now < self._left_alone_until or not self._up():
            return False
        if now - self._asked_at > TRUSTED_FOR:
            self._answered = answers(self.url)
            self._asked_at = self._elapsed()
        return self._answered

    def leave_alone(self) -> None:
        """Run nothing through it for a while."""
        self._left_alone_until = self._elapsed() + LEFT_ALONE_FOR


class Starter:
    """Starts flows for the clock."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], dt.datetime],
        prefect: PrefectApi | None = None,
        stop: threading.Event = STOP,
    ) -> None:
        self._stopping = stop
        self._store = store
        self._clock = clock
        self.prefect = prefect

    def start(self, name: str, *, started_by: str) -> Mapping[str, Any]:
        """Run a flow to its end in this thread; says how much was `done`, and if `more` is left.

        Raises `BrokeInPrefect`, or whatever broke it where it ran directly.
        """
        prefect = self.prefect
        if prefect is None or not prefect.answers():
            return self.directly(name, started_by=started_by)
        try:
            return through(prefect, name, started_by=started_by)
        except Exception as error:
            prefect.leave_alone()
            raise BrokeInPrefect(f"{type(error).__name__}: {error}") from error

    def directly(self, name: str, *, started_by: str) -> Mapping[str, Any]:
        """Run a flow without Prefect."""
        report = run_sweep(
            self._store,
            name,
            clock=self._clock,
            started_by=started_by,
            through="direct",
            on_batch=lambda _: not self._stopping.is_set(),
        )
        return {**report.swept.counts(), "more": report.swept.more}


def through(prefect: PrefectApi, name: str, *, started_by: str) -> Mapping[str, Any]:
    """Run a flow as a run of that Prefect server, in this thread on an event loop of its own."""
    from prefect.settings import (  # noqa: PLC0415  # nearly two seconds, once something is due
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        temporary_settings,
    )

    flow = getattr(import_module(f"flows.{name}"), name)
    with temporary_settings(
        {PREFECT_API_URL: prefect.url, PREFECT_API_AUTH_STRING: prefect.password}
    ):
        told: Mapping[str, Any] = asyncio.run(flow(started_by=started_by))
    return told


def send_what_was_logged(*, seconds: float = 2.0) -> None:
    """Let Prefect have the last lines of runs before its server goes; at most so long."""
    if "prefect" in sys.modules:
        from prefect.logging.handlers import APILogWorker  # noqa: PLC0415  # it is there by now

        APILogWorker.drain_all(timeout=seconds)
