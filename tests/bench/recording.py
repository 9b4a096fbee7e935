"""The record of a decision: written from the database, and verified by itself.

The decision is a middling award, cleared, recommended and decided at a meeting, everything sealed.
Beside it stand as many other commissions as the register has, which must make no difference.
"""

import datetime as dt
from functools import partial

from reports import life

from bench.databases import Databases, know
from bench.figures import Figure, middle, seconds
from governance.application.desk import looking
from governance.application.record.exporting import record_of, written
from governance.store.engine import Store, open_store
from governance.store.keys import new_key
from governance.store.sealing import seal_waiting
from governance.verifier.__main__ import verify

NOW = dt.datetime(2025, 2, 20, 9, tzinfo=dt.UTC)
OTHERS, QUICK_OTHERS = 300, 2
ROUNDS, QUICK_ROUNDS = 15, 1


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Milliseconds to export a record, and to verify it."""
    store = open_store(databases.fresh())
    built = life(store, NOW)
    ref = built.middling(built.commission())
    built.executive(ref)
    built.decide(ref)
    for number in range(QUICK_OTHERS if quick else OTHERS):
        built.commission(f"Another service, {number}")
    key = new_key()
    while seal_waiting(store, key=key, now=built.now):
        pass
    know(store)
    rounds = QUICK_ROUNDS if quick else ROUNDS
    content = _exported(store, ref, built.now)
    took = [seconds(partial(_exported, store, ref, built.now)) * 1000 for _ in range(rounds)]
    checked = [seconds(partial(verify, content, key.public)) * 1000 for _ in range(rounds)]
    assert not verify(content, key.public)[1].failed
    store.close()
    note = f"{len(content) // 1024} KB, one decision"
    return [
        Figure("record: exported", databases.kind, middle(took), "ms", note),
        Figure("record: verified", databases.kind, middle(checked), "ms", note),
    ]


def _exported(store: Store, ref: str, now: dt.datetime) -> bytes:
    with looking(store, now=now) as desk:
        return written(record_of(desk, ref))
