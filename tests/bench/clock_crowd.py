"""Very many prompts due at once: several processes sweep them while another decides reports.

For PostgreSQL, where several processes can write at once. Each number of workers gets a window
of the same length from the same stock. At the end as many prompts stand on record, each on a
deadline of its own, as the workers say they fired: none is missing and none came twice.
"""

from __future__ import annotations

import datetime as dt
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from sqlalchemy import func, select

from bench import ready
from bench.clock_register import FLOW, Register, register
from bench.databases import Databases, disk
from bench.figures import Figure
from governance.application.deadlines.tick import work
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

WORKERS, QUICK_WORKERS = (0, 1, 2, 4), (1,)
SIZE, DUE, REPORTS, WINDOW = 300_000, 100_000, 2_400, 10.0
QUICK_SIZE, QUICK_DUE, QUICK_REPORTS, QUICK_WINDOW = 24, 8, 4, 0.1

_SPAWN = get_context("spawn")
_prompt = TABLES["prompt"]
_COUNTED = select(func.count(), func.count(_prompt.c.deadline_id.distinct()))
_GROWING = ("prompt", "message", "ledger_entry", "deadline", "commission")


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Prompts and decisions a second, and what a prompt takes on the disk."""
    if databases.kind != "postgresql":
        return []
    size, due, reports, window = (
        (QUICK_SIZE, QUICK_DUE, QUICK_REPORTS, QUICK_WINDOW)
        if quick
        else (SIZE, DUE, REPORTS, WINDOW)
    )
    prepared: list[str] = []

    def before(store: Store) -> None:
        prepared.extend(_hastily(store, reports))

    stock = register(databases, size=size, rounds=1, due=due, before=before)
    started = disk(stock.url, *_GROWING)
    workers = QUICK_WORKERS if quick else WORKERS
    share = len(prepared) // len(workers)
    figures, fired = [], 0
    for place, number in enumerate(workers):
        refs = prepared[place * share : (place + 1) * share]
        found, swept = _window(databases, stock, number, refs, window)
        figures += found
        fired += swept
    return [*figures, _afterwards(databases, stock, fired, started)]


def _hastily(store: Store, reports: int) -> Sequence[str]:
    """Prepare reports without waiting for the disk at each commit."""
    address = store.url.update_query_dict({"options": "-c synchronous_commit=off"})
    quick = open_store(address.render_as_string(hide_password=False))
    refs = ready.with_officer(quick, reports).refs
    quick.close()
    return refs


def _window(
    databases: Databases, stock: Register, number: int, refs: Sequence[str], window: float
) -> tuple[list[Figure], int]:
    works: list[Work] = [(_decide, (stock.url, refs, window))]
    works += [(_sweep, (stock.url, stock.rounds[0], window))] * number
    decided, *swept = _together(works)
    name = f"{number} worker" if number == 1 else f"{number} workers"
    figures = [Figure(f"clock: decisions beside {name}", databases.kind, decided.rate, "a second")]
    if number:
        rate = sum(one.rate for one in swept)
        memory = max(one.memory for one in swept) / 1024**2
        each = f"{rate / number:,.0f} each, {memory:.0f} MB; {stock.due:,} were due at once"
        what = f"clock: prompts by {name} beside decisions"
        figures.append(Figure(what, databases.kind, rate, "a second", each))
    return figures, sum(one.done + one.before for one in swept)


@dataclass(frozen=True, slots=True)
class Worked:
    """How many a process did, in how many seconds, and how many before they were counted."""

    done: int
    took: float
    before: int
    memory: float
    """The most memory it ever had, in bytes."""

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.done / self.took


Work = tuple[Callable[..., None], tuple[Any, ...]]


def _together(works: Sequence[Work]) -> list[Worked]:
    """What each process answers; they begin together, once each has its store open."""
    barrier = _SPAWN.Barrier(len(works))
    answers = [_SPAWN.SimpleQueue() for _ in works]
    processes = [
        _SPAWN.Process(target=work, args=(barrier, answer, *given))
        for (work, given), answer in zip(works, answers, strict=True)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0, "a process of the benchmark failed"
    return [answer.get() for answer in answers]


def _sweep(barrier: Any, answer: Any, url: str, now: dt.datetime, window: float) -> None:
    """Sweep batch after batch for a while; answers with the prompts fired.

    One is fired before the others are waited for: with it the policy is read.
    """
    store = open_store(url)
    before = work(store, flow=FLOW, now=now, limit=1).done
    barrier.wait()
    began, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < window:
        part = work(store, flow=FLOW, now=now)
        assert not part.failed
        done += part.done
    answer.put(Worked(done, spent, before, _memory()))
    store.close()


def _decide(barrier: Any, answer: Any, url: str, refs: Sequence[str], window: float) -> None:
    """Decide reports for a while, once the first is decided; answers with the decisions taken."""
    store = open_store(url)
    first, *others = refs
    ready.decided_by_director(store, first)
    barrier.wait()
    began, done = time.perf_counter(), 0
    for ref in others:
        if time.perf_counter() - began >= window:
            break
        ready.decided_by_director(store, ref)
        done += 1
    answer.put(Worked(done, time.perf_counter() - began, 1, _memory()))
    store.close()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def _afterwards(
    databases: Databases, stock: Register, fired: int, started: tuple[float, float]
) -> Figure:
    """Every prompt stands on record once; what they take on the disk."""
    store = open_store(stock.url)
    with store.read() as tx:
        prompts, deadlines = tx.one(_COUNTED)
    store.close()
    assert (prompts, deadlines) == (fired, fired), (prompts, deadlines, fired)
    size, written = disk(stock.url, *_GROWING)
    kept, journal = (size - started[0]) / fired, (written - started[1]) / fired
    note = f"its journal {journal / 1024:.1f} KB, decisions beside it included; {fired:,} fired"
    return Figure("clock: a prompt on the disk", databases.kind, kept / 1024, "KB", note)
