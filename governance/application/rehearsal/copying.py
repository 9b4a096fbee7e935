"""One partnership's rows in a database in memory, for trying things on.

Read in one transaction, so what is copied is one consistent picture however much is written
meanwhile, from either kind of database. The original is only read. Nothing of the copy lies in
a file: whatever ends the process ends the copy.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import find_partnership
from governance.store import migrations
from governance.store.engine import Store, Transaction
from governance.store.scratch import filling, scratch_store
from governance.store.tables import TABLES
from governance.store.tables.accounts import OF_SIGNING_IN

BATCH = 1000
"""Rows written at once."""
OF_THE_INSTALLATION = frozenset({"clock_lease", "example_clock", "flow_run", "job"})
"""Tables that tell of the running of an installation, and of no partnership's affairs."""
OF_WEBHOOKS = frozenset({"webhook", "webhook_attempt", "webhook_delivery", "webhook_place"})
"""Tables of what leaves Vires: nothing leaves a copy."""

_OF_PARTNERSHIP = {
    name: select(table).where(table.c.partnership_id == bindparam("partnership"))
    for name, table in TABLES.items()
    if name not in OF_THE_INSTALLATION | OF_SIGNING_IN | OF_WEBHOOKS
}


@contextmanager
def copied(store: Store, partnership: str | None) -> Iterator[Store]:
    """A copy of a partnership, gone when the block ends. Raises `Unusable` as a desk does."""
    copy = scratch_store()
    try:
        migrations.upgrade(copy)
        with store.read() as tx:
            found = find_partnership(tx, partnership)
            with filling(copy) as into:
                for name, statement in _OF_PARTNERSHIP.items():
                    with closing(_rows(tx, statement, found.id)) as rows:
                        while some := list(islice(rows, BATCH)):
                            into.insert_many(TABLES[name], some)
        yield copy
    finally:
        copy.close()


def _rows(tx: Transaction, statement: Any, partnership_id: str) -> Generator[dict[str, Any]]:
    for row in tx.stream(statement, partnership=partnership_id):
        yield row._asdict()
