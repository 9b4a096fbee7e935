"""Rows that tests of the store write: an example partnership, its subjects and deadlines."""

import datetime as dt
from typing import Any

from governance.store import ledger
from governance.store.engine import Store, WriteTransaction
from governance.store.ids import new_id
from governance.store.tables import TABLES

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
PARTNERSHIP = TABLES["partnership"]
DEADLINE = TABLES["deadline"]
BODY = TABLES["body"]


def subject_row(tx: WriteTransaction, table: str, values: dict[str, Any]) -> str:
    """Insert a subject with the first entry of its chain; returns its id."""
    row = {"id": new_id(NOW), **values}
    row.setdefault("partnership_id", row["id"])
    first = ledger.entry(
        partnership_id=row["partnership_id"],
        id=new_id(NOW),
        subject_table=table,
        subject_id=row["id"],
        number=1,
        previous=None,
        kind="made",
        at=NOW,
        actor="operator",
        facts={"name": row.get("name", "")},
    )
    tx.insert(TABLES[table], {**row, "head": first["hash"], "entries": 1})
    ledger.put(tx, first)
    return str(row["id"])


def partnership(tx: WriteTransaction, key: str = "example") -> str:
    """An example partnership; returns its id."""
    return subject_row(
        tx, "partnership", {"ref": f"Y-{key}", "key": key, "name": f"The {key} area"}
    )


def body(tx: WriteTransaction, partnership_id: str, key: str) -> str:
    """An example body; returns its id."""
    values = {"partnership_id": partnership_id, "ref": f"B-{key}", "key": key, "name": key.title()}
    return subject_row(tx, "body", values | {"standing": "partnership"})


def deadline(partnership_id: str, row_id: str, **values: Any) -> dict[str, Any]:
    """The values of a deadline on a partnership."""
    return {
        "partnership_id": partnership_id,
        "id": row_id,
        "kind": "call_in_ends",
        "cause": row_id,
        "subject_table": "partnership",
        "subject_id": partnership_id,
        "due_at": NOW,
        "due_day": NOW.date(),
        **values,
    }


def act(store: Store, partnership_id: str, kind: str) -> str:
    """Write one more entry on a partnership; returns its hash."""
    with store.write() as tx:
        row = tx.get(PARTNERSHIP, partnership_id=partnership_id, id=partnership_id)
        return ledger.append(
            tx,
            subject=row,
            subject_table="partnership",
            id=new_id(NOW),
            kind=kind,
            at=NOW,
            actor="operator",
        )
