"""The ledger's writer, and the check that every chain is whole.

An entry's body is canonical JSON: sorted keys, no spaces, UTF-8, whole numbers only. Its hash is
SHA-256 of the previous hash's bytes and the body's. Each subject has a chain of its own; the
subject's row holds the head and the number of entries, so an entry changed, moved, left out or
cut off at the end shows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Table, bindparam, select, tuple_

from governance.domain.errors import Problem
from governance.store.lists import in_list
from governance.store.statements import Record
from governance.store.tables import ROWS, TABLES, Subject
from governance.store.transactions import Transaction, WriteTransaction
from governance.store.types import instant_text

BODY_VERSION = 1
"""The shape of an entry's body; readers of older shapes bring them up to it."""

SUBJECTS: dict[str, Table] = {
    name: TABLES[name] for name, model in ROWS.items() if issubclass(model, Subject)
}
"""Tables whose rows have a chain."""

_ENTRY = TABLES["ledger_entry"]
_WAITING = TABLES["unsealed_entry"]
_SEALED = TABLES["sealed_entry"]


def canonical(value: Any) -> bytes:
    """The one way these plain values are written as bytes.

    Days and instants are text, bytes are their SHA-256. Raises `TypeError` for a float (money is
    pence, shares are fractions) and for whatever else has no one form.
    """
    return _COMPACT(_plain(value)).encode()


_COMPACT = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is list or kind is tuple:
        return [one if type(one) in _AS_IT_IS else _plain(one) for one in value]
    if kind is dict and all(type(key) is str for key in value):
        return {key: one if type(one) in _AS_IT_IS else _plain(one) for key, one in value.items()}
    return _plain_of_its_kind(value)


def _plain_of_its_kind(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        wrong = [key for key in value if not isinstance(key, str)]
        if wrong:
            raise TypeError(f"a key in the ledger that is not text: {wrong[0]!r}")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, dt.datetime):
        return instant_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest()}
    raise TypeError(f"the ledger does not take {type(value).__name__}: {value!r}")


def chained(*, previous: str | None, body: bytes) -> str:
    """The hash, in hexadecimal, of a body that follows `previous` (None begins a chain)."""
    return hashlib.sha256(bytes.fromhex(previous or "") + body).hexdigest()


def entry(
    *,
    partnership_id: str,
    id: str,  # noqa: A002  # the column's name
    subject_table: str,
    subject_id: str,
    number: int,
    previous: str | None,
    kind: str,
    at: dt.datetime,
    actor: str,
    authority: Any = None,
    facts: Any = None,
    writes: Sequence[Any] = (),
) -> dict[str, Any]:
    """The row of `ledger_entry` for one act on one subject, hashed.

    `number` counts the subject's entries from 1; `previous` is the head before it. The body
    repeats every column, so that none can be changed on its own.
    """
    body = canonical(
        {
            "v": BODY_VERSION,
            "partnership": partnership_id,
            "subject": [subject_table, subject_id],
            "number": number,
            "kind": kind,
            "at": at,
            "actor": actor,
            "authority": authority,
            "facts": facts,
            "writes": writes,
        }
    )
    return {
        "partnership_id": partnership_id,
        "id": id,
        "subject_table": subject_table,
        "subject_id": subject_id,
        "number": number,
        "kind": kind,
        "at": at,
        "actor": actor,
        "body": body,
        "previous": previous,
        "hash": chained(previous=previous, body=body),
    }


def put(tx: WriteTransaction, row: Mapping[str, Any]) -> None:
    """Write an entry, as `entry` made it, and queue it to be sealed: both or neither."""
    tx.insert(_ENTRY, row)
    tx.insert(_WAITING, {"partnership_id": row["partnership_id"], "id": row["id"]})


def append(
    tx: WriteTransaction,
    *,
    subject: Record,
    subject_table: str,
    id: str,  # noqa: A002  # the column's name
    kind: str,
    at: dt.datetime,
    actor: str,
    authority: Any = None,
    facts: Any = None,
    writes: Sequence[Any] = (),
) -> str:
    """Write an entry on a subject as it was read, and move its head; returns the entry's hash.

    Raises `StaleRow` where the subject moved on after it was read.
    """
    row = entry(
        partnership_id=subject.partnership_id,
        id=id,
        subject_table=subject_table,
        subject_id=subject.id,
        number=subject.entries + 1,
        previous=subject.head,
        kind=kind,
        at=at,
        actor=actor,
        authority=authority,
        facts=facts,
        writes=writes,
    )
    tx.update(
        SUBJECTS[subject_table],
        partnership_id=subject.partnership_id,
        id=subject.id,
        expected_version=subject.version,
        values={"head": row["hash"], "entries": row["number"]},
    )
    put(tx, row)
    return str(row["hash"])


@dataclass(slots=True)
class Verification:
    """What a check of the whole ledger found; at most one problem a chain."""

    entries: int = 0
    subjects: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every chain is whole."""
        return not self.problems


_CHAINS = (
    select(_ENTRY.c.partnership_id, _ENTRY.c.subject_table)
    .group_by(_ENTRY.c.partnership_id, _ENTRY.c.subject_table)
    .order_by(_ENTRY.c.partnership_id, _ENTRY.c.subject_table)
)


def _entries_with_heads(table: Table | None) -> Any:
    """Entries of a kind of subject, chain after chain, each beside its subject's head.

    With each, where it is sealed, or that it waits to be.
    """
    rows = _ENTRY.outerjoin(
        _SEALED,
        (_SEALED.c.partnership_id == _ENTRY.c.partnership_id) & (_SEALED.c.id == _ENTRY.c.id),
    ).outerjoin(
        _WAITING,
        (_WAITING.c.partnership_id == _ENTRY.c.partnership_id) & (_WAITING.c.id == _ENTRY.c.id),
    )
    statement = select(_ENTRY, _SEALED.c.seal, _SEALED.c.position, _WAITING.c.id.label("waits"))
    if table is not None:
        at_subject = (table.c.partnership_id == _ENTRY.c.partnership_id) & (
            table.c.id == _ENTRY.c.subject_id
        )
        statement = statement.add_columns(
            table.c.ref.label("subject_ref"),
            table.c.head.label("subject_head"),
            table.c.entries.label("subject_entries"),
        )
        rows = rows.outerjoin(table, at_subject)
    return (
        statement.select_from(rows)
        .where(
            _ENTRY.c.partnership_id == bindparam("partnership"),
            _ENTRY.c.subject_table == bindparam("subject_table"),
        )
        .order_by(_ENTRY.c.subject_id, _ENTRY.c.number)
    )


def _without_entries(table: Table) -> Any:
    has_entries = (
        select(_ENTRY.c.id)
        .where(
            _ENTRY.c.partnership_id == table.c.partnership_id,
            _ENTRY.c.subject_id == table.c.id,
            _ENTRY.c.subject_table == table.name,
        )
        .exists()
    )
    return select(table.c.partnership_id, table.c.id, table.c.ref, table.c.entries).where(
        ~has_entries
    )


_WITH_HEADS = {name: _entries_with_heads(table) for name, table in SUBJECTS.items()}
_UNKNOWN = _entries_with_heads(None)
_BARE = {name: _without_entries(table) for name, table in SUBJECTS.items()}


def verify(tx: Transaction) -> Verification:
    """Check every chain against its bytes and its subject's head, without holding them all."""
    found = Verification()
    for partnership_id, name in tx.all(_CHAINS):
        statement = _WITH_HEADS.get(name, _UNKNOWN)
        rows = tx.stream(statement, partnership=partnership_id, subject_table=name)
        _verified(rows, found, name)
    for name, statement in _BARE.items():
        for row in tx.stream(statement):
            params = {"table": name, "id": row.id, "ref": row.ref, "number": 1}
            found.problems.append(Problem("ledger.no_entries", params))
    return found


ChainKey = tuple[str, str, str]
"""A chain by its partnership, its subject's table and its subject's id."""

_KEY = (_ENTRY.c.partnership_id, _ENTRY.c.subject_table, _ENTRY.c.subject_id)
_NEXT_CHAINS = (
    select(*_KEY)
    .where(
        tuple_(*_KEY)
        > tuple_(
            bindparam("partnership", type_=_KEY[0].type),
            bindparam("subject_table", type_=_KEY[1].type),
            bindparam("subject", type_=_KEY[2].type),
        )
    )
    .distinct()
    .order_by(*_KEY)
    .limit(bindparam("most"))
)
_OF_THESE = {
    name: statement.where(in_list(_ENTRY.c.subject_id, "ids"))
    for name, statement in (*_WITH_HEADS.items(), ("", _UNKNOWN))
}


def verify_slice(
    tx: Transaction, *, after: ChainKey, most: int
) -> tuple[Verification, ChainKey | None]:
    """Check at most `most` chains that come after one, and say which was the last.

    `("", "", "")` comes before all; None says that no chain is left. A subject that has no
    entries at all has no chain: see `without_entries`.
    """
    found = Verification()
    partnership, table, subject = after
    keys = tx.all(
        _NEXT_CHAINS, partnership=partnership, subject_table=table, subject=subject, most=most
    )
    for (partnership_id, name), group in groupby(keys, key=lambda key: (key[0], key[1])):
        ids = [key.subject_id for key in group]
        statement = _OF_THESE[name if name in SUBJECTS else ""]
        rows = tx.stream(statement, partnership=partnership_id, subject_table=name, ids=ids)
        _verified(rows, found, name)
    last = keys[-1] if len(keys) == most else None
    return found, None if last is None else (last[0], last[1], last[2])


def without_entries(tx: Transaction, name: str) -> list[Record]:
    """Subjects of a table that stand in no entry: their partnership, id, reference, entries."""
    return tx.all(_BARE[name])


UNREADABLE = (TypeError, ValueError, AttributeError, RecursionError)
"""What reading a value that is none of its column's kind can raise: SQLite keeps any."""


def _verified(rows: Iterator[Record], found: Verification, name: str) -> None:
    """Note what is wrong with the chains of a kind of subject, one after the other."""
    try:
        _chains_verified(rows, found, name)
    except UNREADABLE:
        params = {"table": name, "id": "", "ref": name, "number": 0}
        found.problems.append(Problem("ledger.unreadable", params))


def _chains_verified(rows: Iterator[Record], found: Verification, name: str) -> None:
    for subject_id, chain in groupby(rows, key=lambda row: row.subject_id):
        found.subjects += 1
        problem = _broken(chain, found, known=name in SUBJECTS)
        if problem is not None:
            code, params = problem
            found.problems.append(Problem(code, {"table": name, "id": subject_id, **params}))


_Broken = tuple[str, dict[str, Any]]


def _broken(chain: Iterator[Record], found: Verification, *, known: bool) -> _Broken | None:
    """The first thing wrong with a chain, which is read to its end either way."""
    problem: _Broken | None = None
    previous, number, last, place = None, 0, None, (0, 0)
    for last in chain:
        found.entries += 1
        number += 1
        if problem is None:
            problem = _wrong(last, number=number, previous=previous, known=known)
        if problem is None:
            problem = _out_of_turn(last, place)
        previous = last.hash
        place = _AT_THE_END if last.seal is None else (last.seal, last.position)
    if problem is not None or last is None or not known:
        return problem
    ref = last.subject_ref
    if ref is None:
        return "ledger.no_subject", {"ref": last.subject_id, "number": number}
    if (last.subject_head, last.subject_entries) != (last.hash, number):
        lost = (last.subject_entries or 0) > number
        code = "ledger.cut" if lost else "ledger.head_differs"
        return code, {"ref": ref, "number": number, "entries": last.subject_entries}
    return None


def _wrong(row: Record, *, number: int, previous: str | None, known: bool) -> _Broken | None:
    where = {"ref": getattr(row, "subject_ref", None) or row.subject_id, "number": row.number}
    if not known:
        return "ledger.unknown_subject", where
    if row.number != number:
        return "ledger.missing", where | {"number": number}
    if row.previous != previous:
        return "ledger.out_of_order", where
    if type(row.body) is not bytes or chained(previous=previous, body=row.body) != row.hash:
        return "ledger.bytes_changed", where
    if not _repeats(row):
        return "ledger.columns_changed", where
    return None


_AT_THE_END = (2**31, 0)
"""Where an entry that waits stands among those that are sealed: behind all."""


def _out_of_turn(row: Record, before: tuple[int, int]) -> _Broken | None:
    """What is wrong with where an entry is sealed, behind the one before it in its chain."""
    where = {"ref": getattr(row, "subject_ref", None) or row.subject_id, "number": row.number}
    if row.seal is None:
        return None if row.waits is not None else ("ledger.not_sealed", where)
    if row.waits is not None:
        return "ledger.sealed_and_waits", where
    if (row.seal, row.position) <= before:
        return "ledger.sealed_out_of_turn", where
    return None


def _repeats(row: Record) -> bool:
    """Whether the columns say what the hashed bytes say."""
    if row.version != 1:
        return False
    try:
        body = json.loads(row.body.decode())
    except ValueError:
        return False
    return isinstance(body, dict) and (
        body.get("partnership") == row.partnership_id
        and body.get("subject") == [row.subject_table, row.subject_id]
        and body.get("number") == row.number
        and body.get("kind") == row.kind
        and body.get("at") == instant_text(row.at)
        and body.get("actor") == row.actor
    )
