"""Two sealers at once, killed again and again while people act: everything sealed, nothing twice."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
import time
from pathlib import Path

from governance.application.change import Change
from governance.application.desk import acting
from governance.application.ledger.sealing import seal_all
from governance.application.people.partnerships import create_partnership
from governance.store import keys
from governance.store.engine import Store, open_store
from governance.store.sealing import waiting
from survival import tally
from survival.hands import Watch, started
from survival.kills import ended

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
SEALERS = 2


def seal(store: Store, now: Watch, key: str) -> None:
    """Seal small batches, over and over, until killed."""
    while True:
        seal_all(store, now=now(), path=Path(key), most=3)


def act(store: Store, now: dt.datetime, name: str) -> None:
    """One entry more."""
    with acting(store, now=now) as desk:
        row = desk.row("partnership", "exampleshire")
        desk.apply(Change("partnership.renamed", "partnership", row, {"name": name}))


def survive(url: str, *, number: int, kills: int, seed: int = 0) -> str:
    """So many acts while sealers are killed; the counts in a line."""
    store = open_store(url, busy_seconds=60)
    create_partnership(store, key="exampleshire", name="Exampleshire", now=NOW)
    chance, killed = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "seal.pem"
        keys.create(key)
        crew = [started(seal, url, str(key), ahead=0.0) for _ in range(SEALERS)]
        for place in range(number):
            # The clock of whoever acts jumps to and fro.
            act(store, NOW + dt.timedelta(minutes=chance.randrange(-90, 90)), f"Name {place}")
            if killed < kills and chance.random() < 2 * kills / number:
                time.sleep(chance.uniform(0.0, 0.1))
                at = chance.randrange(SEALERS)
                crew[at].kill()
                killed += 1
                ended(crew[at], killed=True)
                crew[at] = started(seal, url, str(key), ahead=0.0)
        _until_sealed(store)
        for one in crew:
            one.kill()
            ended(one, killed=True)
    sealed = tally.number_of(store, "sealed_entry")
    assert sealed == tally.number_of(store, "ledger_entry") == number + 1
    tally.whole(store)
    seals = tally.number_of(store, "seal")
    store.close()
    return f"{killed} kills of {SEALERS} sealers: {sealed} entries in {seals} seals, each once"


def _until_sealed(store: Store) -> None:
    until = time.monotonic() + 60
    while True:
        with store.read() as tx:
            if not waiting(tx):
                return
        assert time.monotonic() < until, "entries wait and nobody seals them"
        time.sleep(0.05)
