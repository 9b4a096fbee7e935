"""Whether the tables say what the ledger's entries lead to, row by row and column by column.

Whatever was written past the acts shows here: a row that was changed by hand, put in or taken
out. What cannot show is listed in `of_record`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.ledger.of_record import (
    BESIDE_IT,
    digested,
    record_tables,
    unseen,
)
from governance.application.ledger.replaying import replay, whole_row
from governance.domain.errors import Problem
from governance.store.engine import Store, Transaction
from governance.store.spilling import SpillingRows, Values
from governance.store.tables import TABLES
from governance.store.types import instant_text

BATCH: Final = 500
"""Rows compared at once."""
MOST_PROBLEMS: Final = 1000
"""Differences told of a partnership at the most: whoever finds so many needs a backup."""

_UNREADABLE: Final = (ValueError, TypeError, AttributeError)
"""What reading a value that is none of its column's kind can raise."""

_here: Any = bindparam("partnership")
_PARTNERSHIPS = select(TABLES["partnership"].c.id).union(
    select(TABLES["ledger_entry"].c.partnership_id)
)
_RECORD: Final = record_tables()


def _next_of(name: str, *columns: Any) -> Any:
    key = TABLES[name].c.id
    return (
        select(*columns)
        .where(TABLES[name].c.partnership_id == _here, key > bindparam("after", type_=key.type))
        .order_by(key)
        .limit(BATCH)
    )


_BATCH = {name: _next_of(name, TABLES[name]) for name in _RECORD}
_IDS = {name: _next_of(name, TABLES[name].c.id) for name in _RECORD}
_OWNERS = {name: select(TABLES[name].c.partnership_id).distinct() for name in _RECORD}
"""Whose rows a table holds: some may be of a partnership that is none."""


def differences(store: Store) -> tuple[Problem, ...]:
    """Everything in which the tables of every partnership differ from what its entries say.

    At most `MOST_PROBLEMS` for a partnership; the last then says that there are more.
    """
    found: list[Problem] = []
    with store.read() as tx:
        known = sorted(row[0] for row in tx.all(_PARTNERSHIPS))
        for partnership in known:
            found += of_partnership(tx, partnership)
        found += of_nobody(tx)
    return tuple(found)


def of_nobody(tx: Transaction) -> list[Problem]:
    """Rows of a partnership that there is none of."""
    known = {row[0] for row in tx.all(_PARTNERSHIPS)}
    return [
        Problem("replay.of_nobody", {"table": name, "partnership": str(row[0])})
        for name, statement in _OWNERS.items()
        for row in tx.all(statement)
        if row[0] not in known
    ]


def of_partnership(tx: Transaction, partnership: str) -> list[Problem]:
    """In what a partnership's tables, by its id, differ from its entries; see `differences`."""
    done = replay(tx, partnership)
    try:
        found = done.problems[:MOST_PROBLEMS]
        for name in _RECORD:
            for problem in _of_table(tx, partnership, name, done.rows):
                found.append(problem)
                if len(found) > MOST_PROBLEMS:
                    return [*found[:MOST_PROBLEMS], Problem("replay.more", {"most": MOST_PROBLEMS})]
        return found
    finally:
        done.rows.close()


def _of_table(
    tx: Transaction, partnership: str, name: str, rows: SpillingRows
) -> Iterator[Problem]:
    """What differs in one table. What was compared is dropped: what is left stands nowhere."""
    after = ""
    while batch := _batch(tx, partnership, name, after):
        for row_id, row in batch:
            said = rows.get(name, row_id)
            if row is None:
                yield Problem("replay.unreadable", {"table": name, "row": row_id})
            elif said is not None:
                yield from _of_row(name, row, said)
            elif name not in BESIDE_IT:
                yield Problem("replay.in_no_entry", _named(name, row_id, row))
            rows.drop(name, row_id)
        rows.settle()
        after = batch[-1][0]
    for row_id, said in rows.of_table(name):
        yield Problem("replay.not_there", _named(name, row_id, said))


def _batch(tx: Transaction, partnership: str, name: str, after: str) -> list[tuple[str, Any]]:
    """The next rows by their ids; None for one that holds what its columns cannot hold."""
    try:
        return [(row.id, row) for row in tx.all(_BATCH[name], partnership=partnership, after=after)]
    except _UNREADABLE:
        ids = [row.id for row in tx.all(_IDS[name], partnership=partnership, after=after)]
        return [(row_id, _one(tx, partnership, name, row_id)) for row_id in ids]


def _one(tx: Transaction, partnership: str, name: str, row_id: str) -> Any:
    try:
        return tx.get(TABLES[name], partnership_id=partnership, id=row_id)
    except _UNREADABLE:
        return None


def _named(name: str, row_id: str, row: Any) -> dict[str, Any]:
    """A row as people can find it."""
    ref = row.get("ref") if isinstance(row, dict) else getattr(row, "ref", None)
    return {"table": name, "row": row_id, "ref": ref or row_id}


def _of_row(name: str, row: Any, said: Values) -> Iterator[Problem]:
    """The columns in which a row is not what its entries say."""
    if name == "private_text":
        yield from _of_text(row, said)
        said = {**said, "salt": row.salt, "text": row.text}
    want = whole_row(name, said)
    apart, left_out = digested(name), unseen(name)
    for column in TABLES[name].c.keys():  # noqa: SIM118  # the collection yields columns, not names
        if column in left_out or column in ("partnership_id", "id"):
            continue
        value = getattr(row, column)
        if column in apart and value is not None:
            value = value.encode() if isinstance(value, str) else value
        if not same(value, want.get(column)):
            yield Problem("replay.differs", {**_named(name, row.id, row), "column": column})
    if name == "deadline" and _trouble(row.trouble) != _trouble(said.get("trouble")):
        yield Problem("replay.differs", {**_named(name, row.id, row), "column": "trouble"})


def _trouble(trouble: Any) -> Any:
    """What a deadline failed of, without how often: the clock counts that without an act."""
    if isinstance(trouble, dict):
        return canonical_text({key: trouble[key] for key in trouble if key != "times"})
    return canonical_text(trouble)


def _of_text(row: Any, said: Values) -> Iterator[Problem]:
    """Whether personal text is the one that was written, or was erased by an act."""
    if row.text is None and row.salt is None:
        if said["version"] == 1:
            yield Problem("replay.text_gone", _named("private_text", row.id, row))
        return
    if not text_is(row, said.get("digest")):
        yield Problem("replay.text_differs", _named("private_text", row.id, row))


def text_is(row: Any, digest: Any) -> bool:
    """Whether a row of personal text holds the one that has this digest."""
    try:
        salt, text = bytes.fromhex(row.salt), row.text.encode()
    except _UNREADABLE:
        return False
    if salt.hex() != row.salt:  # with blanks between its digits it would read the same
        return False
    return bool(hashlib.sha256(salt + text).hexdigest() == digest)


def same(value: Any, said: Any) -> bool:
    """Whether a column's value is what an entry said: in value and in kind."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return kind is type(said) and bool(value == said)
    if isinstance(value, dt.datetime):
        return isinstance(said, str) and instant_text(value) == said
    if isinstance(value, dt.date):
        return isinstance(said, str) and value.isoformat() == said
    if isinstance(value, bytes):
        return isinstance(said, dict) and said == {"sha256": hashlib.sha256(value).hexdigest()}
    return canonical_text(value) == canonical_text(said)


def canonical_text(value: Any) -> str:
    """Structured facts as text that is the same for the same facts."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
