"""The hour in an example that goes on from where its year ended.

The row says what time it was in the example at some real moment; ever after the two run alike,
for pages, clock, flows and command line, whatever is stopped and started. Only a database whose
partnership the example itself made has such a row; everywhere else it is what time it is.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import func, select

from governance.store.engine import AlreadyThere, Store
from governance.store.leading import INSTALLATION
from governance.store.tables import TABLES

ID: Final = "clock"
_row = TABLES["example_clock"]
_entry = TABLES["ledger_entry"]
_LATEST = select(func.max(_entry.c.at))


def ahead(store: Store) -> dt.timedelta | None:
    """By how much the example's clock is ahead of the real one; None where there is none.

    Less than nothing where it is behind. It does not change once it is there.
    """
    with store.read() as tx:
        row = tx.get(_row, partnership_id=INSTALLATION, id=ID)
    return None if row is None else row.at - row.since


def set_going(store: Store, *, ended: dt.datetime, real: dt.datetime) -> dt.timedelta:
    """Let the example's clock go on from where its year `ended`, at the real moment `real`.

    It begins after everything that is on record. One that goes already is left as it is. Gives
    back by how much it is ahead.
    """
    there = ahead(store)
    if there is not None:
        return there
    with store.read() as tx:
        latest = tx.scalar(_LATEST)
    begins = max(ended, latest or ended) + dt.timedelta(minutes=1)
    values = {"partnership_id": INSTALLATION, "id": ID, "at": begins, "since": real}
    try:
        with store.write() as tx:
            tx.insert(_row, values)
    except AlreadyThere:
        pass  # somebody else began it a moment ago
    found = ahead(store)
    assert found is not None
    return found
