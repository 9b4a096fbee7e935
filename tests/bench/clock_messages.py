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
from bench.databases import Databases
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
        store = open_store(databases.copy(register.url))
        statements = 0
        for number, now in enumerate(register.rounds):
            name = list(carriers)[number % len(carriers)]
            sweep(store, now)
            with tapped(store, reads=True) as acts:
                spent = seconds(partial(_deliver, store, now, carriers[name], register.due))
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
    ]


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
    assert (whole.done, whole.failed, whole.parked) == (2 * letters, 0, 0), whole.counts()
