"""`next` for one commission, as the register around it grows: the answer must stay as quick."""

import datetime as dt
from functools import partial
from random import Random

import world

from bench.databases import Databases
from bench.figures import Figure, middle, seconds
from bench.register import fill
from governance.application.desk import acting, looking
from governance.application.next_steps import next_steps
from governance.store.engine import Store, open_store

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
SIZES = (100, 10_000, 100_000)
QUICK_SIZES = (20, 60)


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Milliseconds an answer, and how they grow with the register."""
    store = open_store(databases.fresh())
    world.world(store, NOW)
    figures: list[Figure] = []
    for size in QUICK_SIZES if quick else SIZES:
        with acting(store, now=NOW, partnership=world.KEY) as desk:
            fill(desk, size)
        _know(store)
        took = _answers(store, size, 5 if quick else 200)
        first = figures[0].value if figures else took
        note = f"{took / first:.2f} times the first" if figures else ""
        figures.append(Figure(f"next among {size:,} commissions", databases.kind, took, "ms", note))
    store.close()
    return figures


def _know(store: Store) -> None:
    """Let PostgreSQL take stock and write out, as it does by itself with time."""
    if store.dialect == "postgresql":
        import psycopg

        address = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


def _answers(store: Store, size: int, asked: int) -> float:
    """The median answer in milliseconds, for commissions drawn from the whole register."""
    random = Random(size)  # the same commissions every time, nothing secret
    refs = [f"C-{random.randint(1, size):04}" for _ in range(asked)]

    def ask(ref: str) -> None:
        with looking(store, now=NOW, partnership=world.KEY, actor="example-commissioner") as desk:
            next_steps(desk, ref)

    for ref in refs[:3]:
        ask(ref)
    return middle([seconds(partial(ask, ref)) for ref in refs]) * 1000
