"""Delivering what prompts told people: into a folder, and to a carrier that does nothing.

Each round's prompts are fired first, untimed. Delivering counts whole: finding out whom a
designation such as `lead` means, claiming, the attempt on record, and its end.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.clock_register import Nowhere, Register
from bench.clock_sweeping import sweep
from bench.databases import Databases, disk
from bench.figures import Figure, middle, seconds
from bench.tapping import tapped
from governance.adapters.carriers import Carrier
from governance.adapters.carriers.files import Files
from governance.application.messages import delivery
from governance.application.sweeping import Swept
from governance.store.engine import Store, open_store


def measure(databases: Databases, register: Register) -> list[Figure]:
    """Messages a second by carrier, in turns, and the statements of one."""
    with _carriers() as carriers:
        took: dict[str, list[float]] = {name: [] for name in carriers}
        url = databases.copy(register.url)
        store, taken = open_store(url), _Taken(databases, url)
        statements = 0
        for number, now in enumerate(register.rounds):
            name = list(carriers)[number % len(carriers)]
            sweep(store, now)
            taken.begin()
            with tapped(store, reads=True) as acts:
                spent = seconds(partial(_deliver, store, now, carriers[name], register.due))
            taken.end()
            statements = sum(len(act) for act in acts)
            if number > 0:
                took[name].append(spent)
        store.close()
    each = f"{statements / register.due:.1f} statements each"
    return [
        Figure(
            f"clock: messages {name}",
            databases.kind,
            register.due / middle(times),
            "a second",
            each,
        )
        for name, times in took.items()
        if times
    ] + taken.figures(register.due * len(register.rounds))


class _Taken:
    """What PostgreSQL needs on the disk for messages that are delivered."""

    def __init__(self, databases: Databases, url: str) -> None:
        self._databases = databases
        self._url = url
        self._kept = self._journal = 0.0

    def begin(self) -> None:
        """Count from here."""
        self._count(-1)

    def end(self) -> None:
        """Count up to here."""
        self._count(1)

    def figures(self, messages: int) -> list[Figure]:
        """Kilobytes of one message; nothing for SQLite."""
        if not self._journal:
            return []
        note = f"its journal {self._journal / messages / 1024:.1f} KB; beside the prompt's own row"
        kept = self._kept / messages / 1024
        what = "clock: a message delivered, on the disk"
        return [Figure(what, self._databases.kind, kept, "KB", note)]

    def _count(self, sign: int) -> None:
        if self._databases.kind == "postgresql":
            size, journal = disk(self._url, "message", "message_attempt")
            self._kept += sign * size
            self._journal += sign * journal


@contextmanager
def _carriers() -> Iterator[dict[str, Carrier]]:
    with tempfile.TemporaryDirectory(prefix="vires-bench-outbox-") as folder:
        yield {"to nowhere": Nowhere(), "into files": Files(Path(folder))}


def _deliver(store: Store, now: dt.datetime, carrier: Carrier, letters: int) -> None:
    whole = Swept()
    while True:
        whole.take(delivery.work(store, flow="deliver_messages", now=now, carrier=carrier))
        if not whole.more:
            break
    assert (whole.done, whole.failed, whole.parked) == (letters, 0, 0), whole.counts()
