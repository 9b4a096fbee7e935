"""Pages as the register grows, and fifty people at once.

Each main page is asked of the application itself, in this process, at each size of the register,
in turns; how many statements it sends is counted, and must not grow. On PostgreSQL fifty people
then ask pages of one server for two minutes; the same pages' statements by the bare driver, as
many at once, stand beside them. `VIRES_BENCH_COMMISSIONS` names other sizes ("100,10000"),
`VIRES_BENCH_SECONDS` another time.
"""

import datetime as dt
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import world
from browsing import Browser, Site

from bench.databases import Databases, Statement, know
from bench.figures import Figure, middle, seconds
from bench.web_register import fill
from governance.application.desk import acting
from governance.store.engine import Store, open_store
from governance.store.postgresql import PostgresReading
from governance.store.sqlite import SqliteReading

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
WHO = "example-commissioner"
SIZES, QUICK_SIZES = (100, 10_000, 100_000), (20, 60)
TURNS, QUICK_TURNS, WARMING = 20, 2, 2
USERS, QUICK_USERS = 50, 4
LASTS, QUICK_LASTS = 120.0, 1.0
PAUSE = 1.0
"""Seconds that somebody reads a page before asking for the next."""

PAGES = {
    "home": "/",
    "register": "/commissions",
    "register by value": "/commissions?sort=value&order=down",
    "register by next date": "/commissions?sort=next",
    "register searched": "/commissions?q=mentoring",
    "register filtered": "/commissions?state=paused",
    "commission": "/commissions/{ref}",
    "agreements": "/agreements",
    "reports": "/reports",
    "deadlines": "/deadlines",
    "reviews": "/reviews",
}

READS: tuple[Any, ...] = (SqliteReading, PostgresReading)
"""What reads for a page; what is written by it (that a session was used) is not counted."""


@dataclass
class Counted:
    """How long a page took, in milliseconds, and the statements that it sent."""

    took: list[float] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Milliseconds and statements a page, their growth, and how many people bear it."""
    sizes = sizes_of(quick=quick)
    stores = {size: filled(databases, size) for size in sizes}
    figures = grown(databases.kind, stores, quick=quick)
    if databases.kind == "postgresql":
        figures += crowded(stores[sizes[-1]], sizes[-1], quick=quick)
    for store in stores.values():
        store.close()
    return figures


def sizes_of(*, quick: bool) -> tuple[int, ...]:
    """The sizes of the register to measure."""
    given = os.environ.get("VIRES_BENCH_COMMISSIONS", "")
    if quick:
        return QUICK_SIZES
    return tuple(int(one) for one in given.split(",")) if given else SIZES


def filled(databases: Databases, size: int) -> Store:
    """A register of a size, on a database of its own."""
    store = open_store(databases.fresh())
    world.world(store, NOW)
    with acting(store, now=NOW, partnership=world.KEY) as desk:
        fill(desk, size)
    know(store)
    return store


@contextmanager
def noting(sent: list[Statement]) -> Iterator[None]:
    """Note every statement that is sent to read."""
    with ExitStack() as stack:
        for reads in READS:
            noted = _noted(reads._fetch, sent)  # every statement that reads goes through it
            stack.enter_context(mock.patch.object(reads, "_fetch", noted))
        yield


def _noted(fetch: Any, sent: list[Statement]) -> Any:
    def noted(self: Any, text: str, values: tuple[Any, ...]) -> Any:
        sent.append((text, values))
        return fetch(self, text, values)

    return noted


def grown(kind: str, stores: dict[int, Store], *, quick: bool) -> list[Figure]:
    """Each page at each size, in turns."""
    browsers = {size: _site(store).as_(WHO) for size, store in stores.items()}
    found = {(name, size): Counted() for name in PAGES for size in stores}
    random = Random(7)  # the same commissions every time, nothing secret
    sent: list[Statement] = []
    with noting(sent):
        for turn in range(-WARMING, QUICK_TURNS if quick else TURNS):
            for (name, size), counted in found.items():
                sent.clear()
                path = PAGES[name].format(ref=f"C-{random.randint(1, size):04}")
                took = seconds(partial(_ask, browsers[size], path)) * 1000
                if turn >= 0:
                    counted.took.append(took)
                    counted.sent.append(len(sent))
    first = min(stores)
    return [
        Figure(
            f"page {name} among {size:,} commissions, at most {max(one.sent)} statements",
            kind,
            middle(one.took),
            "ms",
            ""
            if size == first
            else f"{middle(one.took) / middle(found[name, first].took):.2f} times the first",
        )
        for (name, size), one in found.items()
    ]


def _site(store: Store) -> Site:
    return Site(store, NOW, world.KEY, data_dir=Path("unused"))


def _ask(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"


# --- many at once


def crowded(store: Store, size: int, *, quick: bool) -> list[Figure]:
    """Many people for some time, each asking page after page; beside it the bare statements."""
    users = QUICK_USERS if quick else USERS
    lasts = QUICK_LASTS if quick else float(os.environ.get("VIRES_BENCH_SECONDS", LASTS))
    took, wrong = _visited(store, size, users, lasts)
    bare = _bare(store, size, users, min(lasts, 20.0))
    where = "postgresql"
    note = f"{users} people, {len(took):,} pages in {lasts:.0f} s among {size:,} commissions"
    return [
        Figure("page of many at once: half were quicker than", where, middle(took), "ms", note),
        Figure("page of many at once: 95 of 100 quicker than", where, _of(took, 0.95), "ms"),
        Figure("page of many at once: answered", where, 100.0 * (1 - wrong / len(took)), "%"),
        Figure("page by its statements alone, as many at once: half", where, middle(bare), "ms"),
        Figure("page by its statements alone: 95 of 100", where, _of(bare, 0.95), "ms"),
    ]


def _of(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _visited(store: Store, size: int, users: int, lasts: float) -> tuple[list[float], int]:
    site, took, wrong = _site(store), [], [0]
    lock = threading.Lock()
    ends = time.monotonic() + lasts

    def visit(number: int) -> None:
        browser, random = site.as_(WHO), Random(number)  # nothing secret
        time.sleep(random.random() * PAUSE)
        while time.monotonic() < ends:
            path = random.choice(list(PAGES.values()))
            path = path.format(ref=f"C-{random.randint(1, size):04}")
            started = time.perf_counter()
            try:
                _ask(browser, path)
                failed = 0
            except Exception:  # noqa: BLE001  # counted, whatever it was
                failed = 1
            with lock:
                took.append((time.perf_counter() - started) * 1000)
                wrong[0] += failed
            time.sleep(PAUSE)

    with ThreadPoolExecutor(users) as pool:
        list(pool.map(visit, range(users)))
    return took, wrong[0]


def _bare(store: Store, size: int, users: int, lasts: float) -> list[float]:
    """What the statements of the same pages take by the driver, as many people at once."""
    import psycopg

    browser, random, pages = _site(store).as_(WHO), Random(7), []
    sent: list[Statement] = []
    with noting(sent):
        for path in PAGES.values():
            sent.clear()
            _ask(browser, path.format(ref=f"C-{random.randint(1, size):04}"))
            pages.append(list(sent))
    address = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    took: list[float] = []
    lock = threading.Lock()
    ends = time.monotonic() + lasts

    def ask(number: int) -> None:
        chosen = Random(number)  # nothing secret
        time.sleep(chosen.random() * PAUSE)
        with psycopg.connect(address, autocommit=True) as connection:
            while time.monotonic() < ends:
                page = chosen.choice(pages)
                started = time.perf_counter()
                for text, values in page:
                    connection.execute(text, values, prepare=True).fetchall()
                with lock:
                    took.append((time.perf_counter() - started) * 1000)
                time.sleep(PAUSE)

    with ThreadPoolExecutor(users) as pool:
        list(pool.map(ask, range(users)))
    return took
