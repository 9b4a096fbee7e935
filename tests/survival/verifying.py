"""The verifier beside the engine: thousands of decisions and of changes to a record, at random.

What was let through must follow, what was refused must not, and whatever is changed must show.
"""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path

from conftest import memory_store
from random_decisions import Told, decisions_at_random
from record_changes import bytes_unseen, entries_unseen, middling_award, values_unseen

from governance.store import migrations
from governance.store.engine import open_store

EACH = 24
"""Reports in one partnership: many linked sums, and records of a size that is read quickly."""


def survive(folder: Path, *, decisions: int, changes: int, seed: int = 0) -> str:
    """So many decisions are verified and so many changes made; the counts in a line."""
    template = _template(folder)
    told = Told()
    for number in itertools.count(seed * 100_000):
        if told.follow + told.caught >= decisions:
            break
        store = memory_store(template)
        decisions_at_random(store, number, told, reports=EACH)
        store.close()
    assert told.wrong == [], "\n".join([str(told), *told.wrong])
    assert told.caught > 0
    store = memory_store(template)
    record, key = middling_award(store)
    store.close()
    kinds = {values_unseen: 0.5, bytes_unseen: 0.3, entries_unseen: 0.2}
    made = 0
    for unseen, share in kinds.items():
        number = round(changes * share)
        missed = list(unseen(record, key, number=number, seed=seed))
        assert missed == [], missed
        made += number
    return f"{told}; {made} changes to a record, none missed"


def _template(folder: Path) -> bytes:
    path = folder / "template.db"
    store = open_store(f"sqlite:///{path}")
    migrations.upgrade(store)
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    return path.read_bytes()
