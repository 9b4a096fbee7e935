"""What a process that keeps Vires going is made of: the clock, and Prefect's server beside it."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flows.clock import Clock
from flows.present import present_in
from flows.schedules import Schedules
from flows.sealing import Sealing
from flows.settings import AUTH, Told, auth_file, auth_string, set_up_prefect
from flows.sidecar import Sidecar
from flows.starting import PrefectApi, Starter, send_what_was_logged
from governance.store.engine import Store
from governance.store.leading import leadership
from governance.store.processes import spoken, this_process


@dataclass(frozen=True, slots=True)
class Serving:
    """The parts, put together and not yet started."""

    clock: Clock
    sidecar: Sidecar | None
    api_url: str | None
    """Prefect's API, where one is used at all."""
    password_file: Path | None
    present: Callable[[], dt.datetime]
    """What time it is here; see `flows.present`."""

    def status(self) -> dict[str, object]:
        """How things stand, for programs."""
        return {
            "process": os.getpid(),
            "clock": "leads" if self.clock.leads else "stands_by",
            "ticks": self.clock.ticks,
            "leader": spoken(self.clock.leader) if self.clock.leader else None,
            "prefect": self.sidecar.api_url if self.sidecar else self.api_url,
            "prefect_password_file": str(self.password_file) if self.password_file else None,
        }


def put_together(
    store: Store, *, told: Told, data_dir: Path, own_prefect: bool, with_prefect: bool = True
) -> Serving:
    """The parts as the environment has them.

    A Prefect server named there is used; else one of our own runs while this clock leads, unless
    `own_prefect` or `with_prefect` say no. Call it before anything imports `prefect`.
    """
    set_up_prefect(data_dir)
    present = present_in(store)
    sidecar = None
    prefect = None
    if with_prefect and told.api_url is not None:
        url = told.api_url
        prefect = PrefectApi(lambda: url, password=os.environ.get(AUTH) or None)
    elif with_prefect and own_prefect:
        sidecar = Sidecar(data_dir, port=told.port)
        ours = sidecar
        prefect = PrefectApi(
            lambda: ours.api_url, password=auth_string(data_dir), up=lambda: ours.up
        )
    clock = Clock(
        store,
        leadership=leadership(store, holder=this_process(), elapsed=time.monotonic),
        starter=Starter(store, clock=present, prefect=prefect),
        now=present,
        tick_seconds=told.tick_seconds,
        scheduled=Schedules(
            mode=told.mode,
            api_url=told.api_url if with_prefect else None,
            password=os.environ.get(AUTH) or None,
        ),
        on_lead=lambda leads: _follow(sidecar, leads=leads),
        sealing=Sealing(store, now=present),
    )
    return Serving(
        clock=clock,
        sidecar=sidecar,
        api_url=told.api_url if with_prefect else None,
        password_file=auth_file(data_dir) if sidecar is not None else None,
        present=present,
    )


def _follow(sidecar: Sidecar | None, *, leads: bool) -> None:
    """One server is enough: it runs where the clock leads."""
    if sidecar is None:
        return
    if leads:
        sidecar.start()
    else:
        if sidecar.up:
            send_what_was_logged()
        sidecar.stop()
