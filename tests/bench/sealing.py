"""What seals cost: acts a second while somebody seals and while nobody does, and a whole check.

Acts are made in turns, with a sealer beside them as the clock has one and without, so that a slow
moment of the machine meets both. `VIRES_BENCH_ENTRIES` says how many entries the check is over.
"""

import datetime as dt
import os
import sys
import threading
from collections.abc import Callable
from itertools import islice
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
EACH, ROUNDS = 400, 10
QUICK_EACH, QUICK_ROUNDS = 5, 1
ENTRIES = int(os.environ.get("VIRES_BENCH_ENTRIES", "50000"))
QUICK_ENTRIES = 60
CHAIN = 20
"""Entries of each thing that is checked."""
EVERY = 1.0
"""Seconds between looks of the sealer, as the clock has it."""
KEY = new_key()
FACTS = {"on": "2025-02-20", "ordinary": True, "value": 3_000_000, "because": "an example"}


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Acts a second with sealing on and off, entries sealed and checked a second."""
    each, rounds = (QUICK_EACH, QUICK_ROUNDS) if quick else (EACH, ROUNDS)
    entries = QUICK_ENTRIES if quick else ENTRIES
    return [_acts(databases, each, rounds), *_checked(databases, entries)]


def _acts(databases: Databases, each: int, rounds: int) -> Figure:
    store = open_store(databases.fresh())
    create_partnership(store, key="exampleshire", name="Exampleshire", now=NOW)
    on: list[float] = []
    off: list[float] = []
    turns = 2 * (rounds + 1)
    for turn in range(turns):
        with_it = turn % 2 == 0
        took = _with_a_sealer(store, lambda: _act(store, each), on=with_it)
        sealing_rest(store)
        if turn > 1:  # in the first two, caches fill
            (on if with_it else off).append(took)
    ratio = middle([b / a for a, b in zip(on, off, strict=True)])
    store.close()
    note = f"without a sealer {each / middle(off):,.0f} a second, ratio {ratio:.3f}"
    return Figure(
        "seals: acts beside a sealer", databases.kind, each / middle(on), "a second", note
    )


def _act(store: Store, number: int) -> None:
    for place in range(number):
        with acting(store, now=NOW + dt.timedelta(seconds=place)) as desk:
            row = desk.row("partnership", "exampleshire")
            values = {"name": f"Name {place}"}
            desk.apply(Change("partnership.renamed", "partnership", row, values, facts=FACTS))


def _with_a_sealer(store: Store, work: Callable[[], None], *, on: bool) -> float:
    if not on:
        return seconds(work)
    stop = threading.Event()

    def seal() -> None:
        while not stop.wait(EVERY):
            sealing_rest(store)

    sealer = threading.Thread(target=seal)
    sealer.start()
    took = seconds(work)
    stop.set()
    sealer.join()
    return took


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
