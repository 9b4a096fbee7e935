"""What the processes that get killed do. Each begins at `start`, in a process of its own.

They are forked from a server that has Vires imported and nothing open, so that one can be had
every few milliseconds; each opens the database itself. `ahead` is by how many seconds its clock
goes before ours.
"""

from __future__ import annotations

import datetime as dt
import logging
import multiprocessing
import os
import random
import threading
import time
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from typing import Any, Final

import structlog
from bench.ready import WORDS
from world import KEY

from flows.clock import Clock
from flows.starting import Starter
from governance.application.desk import acting
from governance.application.proposals import deciding
from governance.application.running import run_sweep
from governance.application.sweeping import SWEEPS
from governance.domain.errors import Refused, Unusable
from governance.store.engine import Store, open_store
from governance.store.leading import leadership
from governance.store.processes import this_process

SWEPT: Final = {
    name: SWEEPS[name] for name in SWEEPS if name not in ("nightly_assurance", "seal_ledger")
}
PRELOADED: Final = [
    "flows.clock",
    "flows.starting",
    "governance.application.deadlines.tick",
    "governance.application.escalations.effects",
    "governance.application.messages.delivery",
    "governance.application.proposals.deciding",
    "governance.application.proposals.effects",
    "governance.application.triggers.looking",
    "governance.store.postgresql",
    "governance.store.sqlite",
    "smtplib",
    "aiosmtpd.controller",
]
_FORKS = multiprocessing.get_context("forkserver")


def started(
    hand: Any, url: str, *more: Any, ahead: float, mail: Mapping[str, str] | None = None
) -> BaseProcess:
    """A process that does `hand(url, *more)`, by a clock so many seconds ahead."""
    _FORKS.set_forkserver_preload(PRELOADED)
    process = _FORKS.Process(
        target=_begin, args=(hand, url, more, ahead, dict(mail or {})), daemon=True
    )
    process.start()
    return process


def _begin(
    hand: Any, url: str, more: tuple[Any, ...], ahead: float, mail: Mapping[str, str]
) -> None:
    os.environ.update(mail)
    quiet()
    store = open_store(url, busy_seconds=60)
    hand(store, Watch(ahead), *more)
    store.close()


def quiet() -> None:
    """Say nothing of what is going wrong here: there will be much, and it is counted."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.ERROR)


class Watch:
    """A clock that goes ahead of ours."""

    def __init__(self, seconds: float) -> None:
        self.ahead = dt.timedelta(seconds=seconds)

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.ahead


def keep_going(store: Store, now: Watch) -> None:
    """The clock as `vires serve` has it, until killed: it sweeps and delivers."""
    clock = Clock(
        store,
        leadership=leadership(store, holder=this_process(), elapsed=time.monotonic),
        starter=Starter(store, clock=now),
        now=now,
        tick_seconds=0.1,
        sweeps=SWEPT,
        stop=threading.Event(),
    )
    clock.start()
    _until_killed()


def _until_killed() -> None:
    """Wait; should our parent be killed instead, end with it."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)


class Unquestioned:
    """A fence that nobody takes away."""

    def check(self, _transaction: Any) -> None:
        """It holds."""


class Believes:
    """A leadership that believes it leads whatever others say."""

    leader = ""

    def lead(self, _now: dt.datetime) -> Any:
        return Unquestioned()

    def release(self, _now: dt.datetime) -> None:
        """Nothing was held."""


def believe_to_lead(store: Store, now: Watch) -> None:
    """A clock that no lease holds back, until killed."""
    clock = Clock(
        store,
        leadership=Believes(),
        starter=Starter(store, clock=now),
        now=now,
        tick_seconds=0.1,
        sweeps=SWEPT,
        stop=threading.Event(),
    )
    clock.start()
    _until_killed()


def sweep(store: Store, now: Watch, flows: Sequence[str]) -> None:
    """A worker: run these flows, over and over, until nothing of them is due."""
    while any(SWEEPS[name].due(store, now=now()) for name in flows):
        for name in flows:
            run_sweep(store, name, clock=now, started_by="schedule", through="direct")


def decide(store: Store, now: Watch, refs: Sequence[str]) -> None:
    """Decide all that nobody has decided, in an order of one's own."""
    for ref in random.sample(refs, len(refs)):
        try:
            approve(store, ref, now())
        except Refused:
            continue  # somebody else was first


def decide_stubbornly(store: Store, now: Watch, refs: Sequence[str]) -> None:
    """Decide all, and try again where the database could not be reached."""
    for ref in refs:
        until = time.monotonic() + 60
        while True:
            try:
                approve(store, ref, now())
            except Refused:
                break  # it was decided after all
            except Unusable as error:
                codes = {problem.code for problem in error.problems}
                if codes != {"store.unreachable"} or time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                break


def approve(store: Store, ref: str, now: dt.datetime) -> None:
    """The Director approves a report."""
    with acting(store, now=now, partnership=KEY, actor="example-director") as desk:
        deciding.decide(desk, ref, outcome="approved", words=WORDS)
