"""Lists of the API as the register grows, and decisions over HTTP beside the use case alone.

Each list is asked of the application itself, in this process, at each size of the register, in
turns: its first page, one far on, and one that is narrowed. On PostgreSQL a server in a process of
its own then takes decisions of 1, 8 and 32 programs at once; as many threads that call the use
case, and nothing else, stand beside it. `VIRES_BENCH_COMMISSIONS` names other sizes.
"""

import base64
import datetime as dt
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx2 as httpx
import world
from browsing import HOST, Site
from fastapi.testclient import TestClient

from bench import ready
from bench.databases import Databases
from bench.figures import Figure, middle, seconds
from bench.web import NOW, WHO, filled, sizes_of
from governance.application.desk import acting
from governance.application.signing_in.service_tokens import Scope, make_token
from governance.interfaces.served import Served
from governance.interfaces.web.app import create_app
from governance.store.engine import Store, open_store

TURNS, QUICK_TURNS, WARMING = 20, 2, 2
CLIENTS, QUICK_CLIENTS = (1, 8, 32), (1, 2)
EACH, QUICK_EACH = 320, 4
"""Decisions that all programs take together in one round."""
UP_WITHIN = 60.0
SAID = {
    "outcome": "approved",
    "words": {
        "verbatim": ready.WORDS.verbatim,
        "reasons": ready.WORDS.reasons,
        "alternatives": ready.WORDS.alternatives,
    },
}


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Milliseconds of lists and their growth; on PostgreSQL decisions a second over HTTP."""
    stores = {size: filled(databases, size) for size in sizes_of(quick=quick)}
    figures = _grown(databases.kind, stores, quick=quick)
    for store in stores.values():
        store.close()
    if databases.kind == "postgresql":
        figures += _decided(databases, quick=quick)
    return figures


# --- lists


def lists_at(size: int) -> dict[str, str]:
    """The addresses that are asked of a register of a size."""
    far = base64.urlsafe_b64encode(f"C-{size * 9 // 10:04}".encode()).decode()
    return {
        "commissions": "/commissions",
        "commissions far on": f"/commissions?cursor={far}",
        "commissions narrowed": "/commissions?state=paused",
        "commissions of somebody": f"/commissions?lead={WHO}",
        "reports": "/reports",
        "reviews": "/reviews",
    }


def _grown(kind: str, stores: dict[int, Store], *, quick: bool) -> list[Figure]:
    clients = {size: _client(store) for size, store in stores.items()}
    took: dict[tuple[str, int], list[float]] = {}
    for turn in range(-WARMING, QUICK_TURNS if quick else TURNS):
        for size, client in clients.items():
            for name, path in lists_at(size).items():
                spent = seconds(partial(_ask, client, path)) * 1000
                if turn >= 0:
                    took.setdefault((name, size), []).append(spent)
    first = min(stores)
    return [
        Figure(
            f"api list {name} among {size:,} commissions",
            kind,
            middle(spent),
            "ms",
            ""
            if size == first
            else f"{middle(spent) / middle(took[name, first]):.2f} times the first",
        )
        for (name, size), spent in sorted(took.items())
    ]


def _client(store: Store) -> TestClient:
    app = Site(store, NOW, world.KEY, data_dir=Path("unused")).app
    token = _token(store, WHO, NOW)
    headers = {"Authorization": f"Bearer {token}"}
    return TestClient(app, base_url=f"http://{HOST}", client=(HOST, 50000), headers=headers)


def _token(store: Store, who: str, now: dt.datetime) -> str:
    with acting(store, now=now, partnership=world.KEY, actor=who) as desk:
        scopes = [one.value for one in Scope]
        return make_token(desk, name="bench", scopes=scopes, expires_on=desk.today).token


def _ask(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200, f"{path}: {answer.text[:200]}"


# --- decisions


def _decided(databases: Databases, *, quick: bool) -> list[Figure]:
    """Decisions a second over HTTP, and by the use case alone, with as many at once."""
    clients = QUICK_CLIENTS if quick else CLIENTS
    each = QUICK_EACH if quick else EACH
    figures = []
    for number in clients:
        url = databases.fresh()
        store = open_store(url)
        work = ready.with_officer(store, each)
        token = _token(store, "example-director", ready.FIRST)
        store.close()
        alone = open_store(databases.copy(url))
        direct = _rate(work.refs, number, partial(work.decide, alone))
        alone.close()
        with _served(url) as address:
            over = _over_http(address, token, work.refs, number)
        note = f"{number} at once; the use case alone {direct:,.0f} a second, ratio {over / direct:.2f}"
        name = f"api decisions over HTTP by {number} programs"
        figures.append(Figure(name, databases.kind, over, "a second", note))
    return figures


def _rate(refs: Sequence[str], number: int, decide: Callable[[str], None]) -> float:
    """Decisions a second, with so many threads; the first of each warms it up and counts none."""
    warming, counted = refs[:number], refs[number:]
    with ThreadPoolExecutor(number) as pool:
        list(pool.map(decide, warming))
        spent = seconds(lambda: list(pool.map(decide, counted)))
    return len(counted) / spent


def _over_http(address: str, token: str, refs: Sequence[str], number: int) -> float:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as client:

        def decide(ref: str) -> None:
            answer = client.post(f"/api/v1/reports/{ref}/decide", json=SAID)
            assert answer.status_code == 200, answer.text[:300]

        return _rate(refs, number, decide)


@contextmanager
def _served(url: str) -> Iterator[str]:
    """A server of this database in a process of its own, at the hour of the reports."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    child = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(url, port), daemon=True
    )
    child.start()
    try:
        ends = time.monotonic() + UP_WITHIN
        while time.monotonic() < ends:
            try:
                httpx.get(f"http://{HOST}:{port}/healthz")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield f"http://{HOST}:{port}"
    finally:
        child.terminate()
        child.join(10)


def _serve(url: str, port: int) -> None:
    import logging

    import structlog
    import uvicorn

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    store = open_store(url)
    served = Served(store=store, clock=lambda: ready.FIRST, data_dir=Path("unused"))
    uvicorn.run(create_app(served), host=HOST, port=port, log_level="error")
