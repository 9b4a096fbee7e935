"""The clock: every few seconds it asks whether anything is due, and starts the flows that are.

Every `serve` and every `worker` has one; the one that leads acts (see `governance.store.leading`).
A tick with nothing due reads a few rows and does nothing else. Each flow has a lane, a thread of
its own, so that one that takes long holds up no other and never meets itself. Where Prefect's
schedules start the flows, the clock steps in for one that has been silent for two periods.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import Any, Final, Protocol

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.background import BackgroundScheduler

from flows.lanes import Lane, Went, last_line
from flows.sealing import EVERY, Sealing
from flows.stopping import STOP
from governance.application.running import last_run, lost
from governance.application.runs import SILENT
from governance.application.sweeping import SWEEPS, Sweep
from governance.domain.errors import Unusable
from governance.store.engine import Store
from governance.store.leading import Fence, Leadership

LOOKED_OVER: Final = 60.0
"""Seconds between looks at runs that ended without a word."""

_log = structlog.get_logger()


class Starts(Protocol):
    """Whatever runs a flow to its end; see `flows.starting.Starter`."""

    def start(self, name: str, *, started_by: str) -> Mapping[str, Any]: ...


class Clock:
    """One process's clock. `start` begins to tick in the background; `stop` ends it."""

    def __init__(
        self,
        store: Store,
        *,
        leadership: Leadership,
        starter: Starts,
        now: Callable[[], dt.datetime],
        tick_seconds: float = 5.0,
        scheduled: Callable[[], Collection[str]] = tuple,
        sweeps: Mapping[str, Sweep] = SWEEPS,
        on_lead: Callable[[bool], None] = lambda _: None,
        sealing: Sealing | None = None,
        stop: threading.Event = STOP,
    ) -> None:
        """`scheduled` names the flows that Prefect's schedules start; `on_lead` hears of changes.

        Both are called in the clock's own thread. `sealing` seals the record while this clock
        leads. `stop` is what tells runs to end.
        """
        self._stopping = stop
        self._store = store
        self._leadership = leadership
        self._starter = starter
        self._now = now
        self._seconds = tick_seconds
        self._scheduled = scheduled
        self._sweeps = sweeps
        self._on_lead = on_lead
        self._sealing = sealing
        self._fence: Fence | None = None
        self._lanes = {name: Lane(name) for name in sweeps}
        self._ticking = threading.Lock()
        self._began = self._looked_over = float("-inf")
        self._troubles: set[str] = set()
        self._told: set[str] = set()
        self.leads = False
        """Whether this clock led at its last tick."""
        self.ticks = 0
        """How often it has ticked."""
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._scheduler = BackgroundScheduler(timezone=dt.UTC, daemon=True)

    @property
    def leader(self) -> str:
        """Who leads as far as this clock knows."""
        return self._leadership.leader

    def start(self) -> None:
        """Tick now, and from now on, in the background."""
        self._began = time.monotonic()
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=self._seconds,
            id="tick",
            next_run_time=dt.datetime.now(dt.UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        threading.Thread(target=self._watch, name="clock-watch", daemon=True).start()
        threading.Thread(target=self._seal_on, name="seals", daemon=True).start()

    def stop(self, *, seconds: float = 7.0) -> bool:
        """End: batches at hand are finished, no new ones begun. Whether all ended in time.

        One that did not is refused what it still writes as soon as the next clock leads.
        """
        until = time.monotonic() + seconds
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        ticked = self._ticking.acquire(timeout=seconds)
        ended = all(lane.ended(until - time.monotonic()) for lane in self._lanes.values())
        if self._sealing is not None:
            ended = self._sealing.ended(until - time.monotonic()) and ended
        try:
            self._leadership.release(self._now())
        except Unusable as error:
            _log.warning("could not say that this clock stops", because=str(error))
        self._lead(leads=False)
        if ticked:
            self._ticking.release()
        return ticked and ended

    def tick(self) -> None:
        """One tick: lead if nobody else does, and start what is due. Never raises."""
        if self._stopping.is_set() or not self._ticking.acquire(blocking=False):
            return
        self._began = time.monotonic()
        try:
            self._tick()
        except Exception as error:  # noqa: BLE001  # the clock goes on whatever happens
            self._tell(error)
        finally:
            self._told, self._troubles = self._troubles, set()
            self.ticks += 1
            self._ticking.release()

    def once(self) -> None:
        """Tick once and wait until everything it started has ended."""
        self.tick()
        for lane in self._lanes.values():
            lane.ended(None)
        self._seal()

    def _seal_on(self) -> None:
        """Seal what waits, every second: not by the scheduler, which waits for a clock put back."""
        while not self._stopping.wait(EVERY):
            self._seal()

    def _seal(self) -> None:
        fence = self._fence
        if self._sealing is not None and self.leads and fence is not None:
            self._sealing.look(fence)

    def _tick(self) -> None:
        now = self._now()
        try:
            fence = self._leadership.lead(now)
        except Exception:
            self._lead(leads=False)
            raise
        self._fence = fence
        self._lead(leads=fence is not None)
        if fence is None:
            return
        self._look_over(now)
        for name, since in self._due(now).items():
            lane = self._lanes[name]
            if lane.free and (started_by := self._started_by(name, since, now)):
                lane.run(self._work(name, started_by), fence=fence)

    def _due(self, now: dt.datetime) -> dict[str, dt.datetime]:
        """Which flows have something due, and since when; one question a module."""
        found: dict[str, dt.datetime] = {}
        places = (place for sweep in self._sweeps.values() for place in sweep.places)
        for place in dict.fromkeys(places):
            names = [name for name, sweep in self._sweeps.items() if place in sweep.places]
            try:
                for name, since in _due_in(self._store, place, names, now).items():
                    found[name] = min(since, found.get(name, since))
            except Unusable:
                raise
            except Exception as error:  # noqa: BLE001  # one broken room holds up no other
                self._tell(error)
        return {name: found[name] for name in self._sweeps if name in found}

    def _started_by(self, name: str, since: dt.datetime, now: dt.datetime) -> str | None:
        """As what the clock starts a flow that is due; None where that is left to a schedule."""
        if name not in self._scheduled():
            return "clock"
        silent_for = 2 * self._sweeps[name].period
        last = last_run(self._store, name)
        if last is not None and last.state == "running" and now - last.beat_at <= SILENT:
            return None
        quiet_since = since if last is None else max(since, last.beat_at)
        return "stand-in" if now - quiet_since >= silent_for else None

    def _work(self, name: str, started_by: str) -> Callable[[], Went]:
        """One run of a flow, for its lane."""

        def run() -> Went:
            told = self._starter.start(name, started_by=started_by)
            if self._stopping.is_set() or not told.get("done"):
                return "later" if told.get("done") or told.get("more") else "nothing"
            left = self._sweeps[name].due(self._store, now=self._now())
            return "later" if left is None else "again"

        return run

    def _look_over(self, now: dt.datetime) -> None:
        """Note as lost, now and then, the runs whose process ended without a word."""
        if time.monotonic() - self._looked_over < LOOKED_OVER:
            return
        for run in lost(self._store, now=now):
            _log.warning("a run ended without a word", flow=run.flow, run=run.id)
        self._looked_over = time.monotonic()

    def _lead(self, *, leads: bool) -> None:
        if leads is not self.leads:
            self.leads = leads
            what = "leads" if leads else "stops" if self._stopping.is_set() else "stands by"
            _log.info(f"this clock {what}", leader=self.leader)
            self._on_lead(leads)

    def _tell(self, error: Exception) -> None:
        """Say what is wrong; once, however many ticks in a row it goes on."""
        said = f"{type(error).__name__}: {error}"
        if said not in self._told:
            _log.error("a tick went wrong", because=said, at=last_line(error))
        self._troubles.add(said)

    def _watch(self) -> None:
        """Tick where the scheduler does not: it waits for an hour that was put back to pass."""
        while not self._stopping.wait(self._seconds):
            if time.monotonic() - self._began > 2 * self._seconds:
                self.tick()
                with contextlib.suppress(SchedulerNotRunningError, JobLookupError):
                    self._scheduler.modify_job("tick", next_run_time=dt.datetime.now(dt.UTC))


def _due_in(
    store: Store, where: str, names: Collection[str], now: dt.datetime
) -> dict[str, dt.datetime]:
    module = import_module(where)
    if hasattr(module, "due_flows"):
        together: dict[str, dt.datetime] = module.due_flows(store, now=now)
        return together
    each = {name: module.due(store, flow=name, now=now) for name in names}
    return {name: since for name, since in each.items() if since is not None}
