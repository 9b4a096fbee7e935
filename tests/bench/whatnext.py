"""`next` for one commission, as the register around it grows: the answer must stay as quick."""

import datetime as dt
from functools import partial
from random import Random

import world

from bench.databases import Databases, know
from bench.figures import Figure, middle, seconds
from bench.register import fill
from governance.application.desk import acting, looking
from governance.application.next_steps import next_steps
from governance.store.engine import Store, open_store

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
SIZES = (100, 10_000, 100_000)
QUICK_SIZES = (20, 60)
TURNS, QUICK_TURNS, WARMING = 300, 3, 10


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Milliseconds an answer, and how they grow with the register.

    Each size has a database of its own, and they are asked in turns.
    """
    sizes = QUICK_SIZES if quick else SIZES
    stores = {size: _register(databases, size) for size in sizes}
    took: dict[int, list[float]] = {size: [] for size in sizes}
    random = Random(7)  # the same commissions every time, nothing secret
    for turn in range(-WARMING, QUICK_TURNS if quick else TURNS):
        for size, store in stores.items():
            asked = seconds(partial(_ask, store, f"C-{random.randint(1, size):04}"))
            if turn >= 0:
                took[size].append(asked * 1000)
    for store in stores.values():
        store.close()
    first = middle(took[sizes[0]])
    return [
        Figure(
            f"next among {size:,} commissions",
            databases.kind,
            middle(took[size]),
            "ms",
            "" if size == sizes[0] else f"{middle(took[size]) / first:.2f} times the first",
        )
        for size in sizes
    ]


def _register(databases: Databases, size: int) -> Store:
    store = open_store(databases.fresh())
    world.world(store, NOW)
    with acting(store, now=NOW, partnership=world.KEY) as desk:
        fill(desk, size)
    know(store)
    return store


def _ask(store: Store, ref: str) -> None:
    with looking(store, now=NOW, partnership=world.KEY, actor="example-commissioner") as desk:
        next_steps(desk, ref)
