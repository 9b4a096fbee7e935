"""`vires serve` in a process of its own, with bells to ring: deadlines whose effect is an entry."""

import datetime as dt
import json
import sys
import time
from collections import Counter
from typing import Any

from sqlalchemy import select
from world import World, empty_world

from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines import effects as brought_about
from governance.application.deadlines.rows import deadline
from governance.application.desk import Desk
from governance.store.engine import Store
from governance.store.tables import TABLES

SECONDS = 0.005
"""How long a bell takes to ring."""


def ring(desk: Desk, due: Any) -> list[Receipt]:
    """Leave an entry on the subject."""
    time.sleep(SECONDS)
    subject = desk.by_id(due.subject_table, due.subject_id)
    facts = {"cause": due.cause}
    return [
        desk.apply(
            Change(kind="bell.rung", table="organisation", subject=subject, values={}, facts=facts)
        )
    ]


def hang(store: Store, *, number: int, now: dt.datetime, after: int = 0) -> None:
    """Hang bells that all are due, a few to a tower; `after` so many that hang already."""
    world = World(store, now) if after else empty_world(store, now)
    with world.acting() as desk:
        for tower in range(after, after + number, 5):
            row_id = desk.new_id()
            writes: list[Insert] = [
                deadline(
                    desk,
                    kind="bell",
                    cause=f"bell-{bell}",
                    subject=("organisation", row_id),
                    due_day=desk.today - dt.timedelta(days=1),
                    effect="ring",
                )
                for bell in range(tower, min(tower + 5, after + number))
            ]
            key = f"tower-{tower}"
            values = {"id": row_id, "ref": desk.next_ref("organisation"), "key": key, "name": key}
            desk.apply(
                Change(
                    kind="organisation.added",
                    table="organisation",
                    subject=None,
                    values=values,
                    writes=tuple(writes),
                )
            )


def rung(store: Store) -> Counter[str]:
    """How often each bell has rung."""
    entry = TABLES["ledger_entry"]
    with store.read() as tx:
        rows = tx.all(select(entry.c.body).where(entry.c.kind == "bell.rung"))
    return Counter(json.loads(row.body)["facts"]["cause"] for row in rows)


def main() -> None:
    from governance.interfaces.cli.main import main as vires

    brought_about.EFFECTS = {**brought_about.EFFECTS, "ring": "bells:ring"}  # type: ignore[misc]  # for this process
    vires(sys.argv[1:])


if __name__ == "__main__":
    main()
