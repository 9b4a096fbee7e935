"""What seals cost: acts a second while somebody seals and while nobody does, and a whole check.

Acts are made in short turns, without a sealer and with one as the clock has it. Each turn with
one is compared with the turns beside it, and the middle of those ratios counts, so that a slow
moment of the machine moves one or two of them. What is made in a turn without a sealer is left
for the next one with: so as much is sealed in a turn as is made. The act is the least there is,
one row renamed, by somebody who never pauses: nothing bears a sealer less well. How much of one
core the sealer takes is told beside it: others on the machine take no part in that.

`VIRES_BENCH_ENTRIES` says how many entries the check is over. They are made in bulk, by what acts
make them with: real bodies, hashes, chains and heads.
"""

import datetime as dt
import os
import sys
import threading
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from time import perf_counter, thread_time
from typing import Any

from bench.databases import Databases, know
from bench.figures import Figure, middle, seconds
from governance.application.change import Change
from governance.application.desk import acting
from governance.application.ledger.verifying import verify
from governance.application.people.partnerships import create_partnership
from governance.store import ledger, sealing
from governance.store.engine import Store, open_store
from governance.store.ids import new_id
from governance.store.keys import new_key
from governance.store.tables import TABLES

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
EVERY = 1.0
"""Seconds between looks of the sealer, as the clock has it."""
SPAN, ROUNDS = EVERY, 60
"""Seconds of a turn, and turns of each kind."""
QUICK_SPAN, QUICK_ROUNDS = 0.02, 1
ENTRIES = int(os.environ.get("VIRES_BENCH_ENTRIES", "50000"))
QUICK_ENTRIES = 60
CHAIN = 20
"""Entries of each thing that is checked."""
KEY = new_key()
FACTS = {"on": "2025-02-20", "ordinary": True, "value": 3_000_000, "because": "an example"}


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Acts a second with sealing on and off, entries sealed and checked a second."""
    span, rounds = (QUICK_SPAN, QUICK_ROUNDS) if quick else (SPAN, ROUNDS)
    entries = QUICK_ENTRIES if quick else ENTRIES
    return [_acts(databases, span, rounds), *_checked(databases, entries)]


@dataclass(frozen=True, slots=True)
class Turn:
    """Acts a second, and how much of one core the sealer beside them took."""

    rate: float
    sealer: float = 0.0


def _acts(databases: Databases, span: float, rounds: int) -> Figure:
    store = open_store(databases.fresh())
    create_partnership(store, key="exampleshire", name="Exampleshire", now=NOW)
    off, on = [], []
    _act(store, span)
    for _ in range(rounds):
        sealing_rest(store)
        off.append(_act(store, span))
        on.append(_beside_a_sealer(store, span))
    sealing_rest(store)
    off.append(_act(store, span))
    store.close()
    ratios = sorted(_ratios([one.rate for one in on], [one.rate for one in off]))
    low, high = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
    without = f"without a sealer {middle([one.rate for one in off]):,.0f} a second"
    told = f"ratio {middle(ratios):.3f} (half between {low:.2f} and {high:.2f})"
    return Figure(
        "seals: acts beside a sealer",
        databases.kind,
        middle([one.rate for one in on]),
        "a second",
        f"{without}, {told}, the sealer takes {middle([one.sealer for one in on]):.1%} of a core",
    )


def _ratios(on: list[float], off: list[float]) -> list[float]:
    """Each turn with a sealer against the turns without on both sides of it."""
    return [
        one * 2 / (before + after) for one, (before, after) in zip(on, pairwise(off), strict=True)
    ]


def _act(store: Store, span: float) -> Turn:
    """Make acts for so many seconds."""
    made = 0
    begun = ended = perf_counter()
    while ended - begun < span:
        with acting(store, now=NOW + dt.timedelta(seconds=made)) as desk:
            row = desk.row("partnership", "exampleshire")
            values = {"name": f"Name {made}"}
            desk.apply(Change("partnership.renamed", "partnership", row, values, facts=FACTS))
        made += 1
        ended = perf_counter()
    return Turn(made / (ended - begun))


def _beside_a_sealer(store: Store, span: float) -> Turn:
    """The same beside somebody who seals at once, and then as often as the clock does."""
    stop = threading.Event()
    worked: list[float] = []

    def seal() -> None:
        begun, looks = perf_counter(), 0
        while looks * EVERY < span and not stop.is_set():
            sealing.seal_waiting(store, key=KEY, now=NOW)  # what waits, as one look of the clock
            looks += 1
            stop.wait(max(begun + looks * EVERY - perf_counter(), 0))
        worked.append(thread_time())

    sealer = threading.Thread(target=seal)
    sealer.start()
    turn = _act(store, span)
    stop.set()
    sealer.join()
    return replace(turn, sealer=worked[0] / span)


def sealing_rest(store: Store) -> int:
    """Seal everything that waits; how many entries."""
    sealed = 0
    while made := sealing.seal_waiting(store, key=KEY, now=NOW):
        sealed += sum(one.entries for one in made)
    return sealed


def _checked(databases: Databases, entries: int) -> list[Figure]:
    """Seals over so many entries made from nothing, and the whole record checked."""
    store = open_store(databases.fresh())
    create_partnership(store, key="exampleshire", name="Exampleshire", now=NOW)
    _fill(store, entries)
    know(store)
    sealed = 0

    def seal() -> None:
        nonlocal sealed
        sealed = sealing_rest(store)

    took = seconds(seal)
    told: dict[str, Any] = {}
    checked = seconds(lambda: told.update(found=verify(store)))
    assert told["found"].ok
    assert sealed == told["found"].sealed
    seals = f"{sealed:,} entries in {told['found'].seals:,} seals"
    store.close()
    return [
        Figure("seals: a backlog sealed", databases.kind, sealed / took, "a second", seals),
        Figure(
            "seals: the record checked",
            databases.kind,
            told["found"].entries / checked,
            "a second",
            f"{told['found'].entries:,} entries in {checked:,.1f} s, {_memory():,} MB at most",
        ),
    ]


def _fill(store: Store, entries: int) -> None:
    """Things with `CHAIN` entries each, as acts write them."""
    with store.read() as tx:
        area = tx.one(TABLES["partnership"].select()).id
    made = _entries(area, max(entries // CHAIN, 1))
    while batch := list(islice(made, 200)):
        with store.write() as tx:
            tx.insert_many(TABLES["organisation"], [subject for subject, _ in batch])
            rows = [row for _, chain in batch for row in chain]
            tx.insert_many(TABLES["ledger_entry"], rows)
            waits = [{"partnership_id": area, "id": row["id"]} for row in rows]
            tx.insert_many(TABLES["unsealed_entry"], waits)


def _entries(area: str, things: int) -> Any:
    for thing in range(things):
        at = NOW + dt.timedelta(seconds=thing)
        row_id, head, chain = new_id(at), None, []
        for number in range(1, CHAIN + 1):
            row = ledger.entry(
                partnership_id=area, id=new_id(at), subject_table="organisation",
                subject_id=row_id, number=number, previous=head, kind="organisation.changed",
                at=at, actor="operator", facts=FACTS,
                writes=[["update", "organisation", row_id, {"name": f"Example {number}"}]],
            )  # fmt: skip
            head = row["hash"]
            chain.append(row)
        subject = {
            "partnership_id": area, "id": row_id, "ref": f"G-{thing:06}", "key": f"g{thing}",
            "name": "Example", "head": head, "entries": CHAIN,
        }  # fmt: skip
        yield subject, chain


def _memory() -> int:
    """The most megabytes that this process has held so far."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 if sys.platform == "linux" else 1024 * 1024)
