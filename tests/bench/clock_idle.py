"""A tick of the clock with nothing due: what it asks, how long that takes, what it writes."""

import datetime as dt
import threading
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from bench.clock_register import NOW, Register
from bench.databases import Databases
from bench.figures import Figure, middle, seconds
from bench.tapping import tapped
from flows.clock import Clock
from governance.store.engine import open_store
from governance.store.keys import new_key
from governance.store.leading import leadership
from governance.store.processes import this_process
from governance.store.sealing import seal_waiting

TICKS, QUICK_TICKS, WARMING = 100, 3, 10
KEY = new_key()
WRITING = ("INSERT", "UPDATE", "DELETE")


class Nobody:
    """Starts no flow, and notes that it was asked to."""

    def __init__(self) -> None:
        self.started: list[str] = []

    def start(self, name: str, *, started_by: str) -> Mapping[str, Any]:
        """Note the name."""
        del started_by
        self.started.append(name)
        return {}


def measure(databases: Databases, register: Register, *, quick: bool) -> list[Figure]:
    """Milliseconds a tick, the statements it sends, and the rows it writes."""
    store, starter = open_store(register.url), Nobody()
    while seal_waiting(store, key=KEY, now=NOW):
        pass  # a clock that runs leaves nothing waiting
    moments = (NOW + dt.timedelta(seconds=5 * tick) for tick in range(10_000))
    clock = Clock(
        store,
        leadership=leadership(store, holder=this_process(), elapsed=time.monotonic),
        starter=starter,
        now=partial(next, moments),
        stop=threading.Event(),
    )
    for _ in range(WARMING):
        clock.once()
    took = [seconds(clock.once) for _ in range(QUICK_TICKS if quick else TICKS)]
    with tapped(store, reads=True) as acts:
        clock.once()
    assert clock.leads
    assert starter.started == [], f"asked Prefect for {starter.started}"
    clock.stop()
    store.close()
    sent = [text for act in acts for text, _ in act]
    written = sum(text.startswith(WRITING) for text in sent)
    beside = ", and one to keep the lead" if databases.kind == "postgresql" else ""
    return [
        Figure(
            f"clock: a tick, nothing due among {register.size:,}",
            databases.kind,
            middle(took) * 1000,
            "ms",
            f"{len(sent)} statements{beside}; {written} rows written, no flow started",
        )
    ]
