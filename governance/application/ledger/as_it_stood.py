"""A partnership as it stood at a past instant, for the ordinary questions.

The states of that instant are rebuilt from the record into a database in memory; whoever asks
opens a looking desk there, at that instant, so that every answer comes by the rules that give
today's. What the entries hold only a digest of (names, minutes, notices as they came in) comes
from the present tables where it is still what it was; what was erased since stays erased.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import LargeBinary, bindparam, func, select
from sqlmodel import SQLModel

from governance import words
from governance.application.deadlines.effects import MORE
from governance.application.deadlines.replanning import plan_anew
from governance.application.desk import CLOCK, acting, find_partnership
from governance.application.ledger.differing import text_is
from governance.application.ledger.of_record import digested, record_tables
from governance.application.ledger.replaying import Replay, replay
from governance.domain.errors import Unusable
from governance.store.engine import (
    AlreadyThere,
    Inconsistent,
    Store,
    Transaction,
    WriteTransaction,
)
from governance.store.lists import in_list
from governance.store.portable import reader
from governance.store.scratch import filling, scratch_store
from governance.store.spilling import Values
from governance.store.tables import TABLES
from governance.store.types import Instant

BATCH: Final = 1000
"""Rows read or written at once."""

_entry = TABLES["ledger_entry"]
_here: Any = bindparam("partnership")
_FIRST = (
    select(_entry.c.at)
    .where(_entry.c.partnership_id == _here, _entry.c.subject_id == _here, _entry.c.number == 1)
    .limit(1)
)
_LAST = select(func.max(_entry.c.at)).where(_entry.c.partnership_id == _here)
_ENTRIES = select(_entry).where(
    _entry.c.partnership_id == _here, _entry.c.at <= bindparam("at", type_=Instant)
)
_DIGESTED: Final = {
    name: tuple(
        column.name
        for column in TABLES[name].columns
        if isinstance(column.type, LargeBinary) or column.name in digested(name)
    )
    for name in record_tables()
}
"""The columns that an entry holds a digest of, by table."""
_NOW: Final = {
    name: select(TABLES[name]).where(
        TABLES[name].c.partnership_id == _here, in_list(TABLES[name].c.id, "ids")
    )
    for name in (*(name for name, columns in _DIGESTED.items() if columns), "private_text")
}
"""The present rows of tables of which an entry does not hold everything."""


def end_of_day(day: dt.date, timezone: str) -> dt.datetime:
    """The last instant of a day of a partnership."""
    after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(timezone))
    return after.astimezone(dt.UTC) - dt.timedelta(microseconds=1)


@contextmanager
def as_it_stood(
    store: Store, *, partnership: str | None, at: dt.datetime, now: dt.datetime
) -> Iterator[Store]:
    """A store that holds the partnership as its record has it at `at`; gone with the block.

    For one thread. Entries made after `at` are no part of it, nor is what builds on them. `now` is
    the present; what is on record for a later instant has come as well. Raises `Unusable` for an
    instant that is still to come or before the partnership began, where the
    ledger is not whole, and where the text of a rulebook is not the one whose digest it holds.
    """
    then = scratch_store()
    try:
        SQLModel.metadata.create_all(then.engine)
        with store.read() as tx:
            found = find_partnership(tx, partnership)
            _must_be_past(tx, found, at, now)
            _fill_store(tx, then, found.id, at)
        _plan(then, at)
        yield then
    finally:
        then.close()


def _must_be_past(tx: Transaction, partnership: Any, at: dt.datetime, now: dt.datetime) -> None:
    zone = ZoneInfo(partnership.timezone)
    began = tx.scalar(_FIRST, partnership=partnership.id)
    if began is None:
        raise Unusable.one("as_it_stood.not_whole")
    if at < began:
        local = began.astimezone(zone)
        raise Unusable.one("as_it_stood.before", name=partnership.name, began=local)
    if at > now and at > tx.scalar(_LAST, partnership=partnership.id):
        raise Unusable.one("as_it_stood.to_come", at=at.astimezone(zone))


def _fill_store(tx: Transaction, then: Store, partnership: str, at: dt.datetime) -> None:
    done = replay(tx, partnership, until=at)
    try:
        if done.problems or (done.held and not _is_whole(tx, partnership)):
            raise Unusable.one("as_it_stood.not_whole")
        with filling(then) as into:
            _rebuild(tx, into, partnership, done)
            _copy_entries(tx, into, partnership, at, done)
    except (AlreadyThere, Inconsistent, KeyError, TypeError, ValueError) as error:
        raise Unusable.one("as_it_stood.not_whole") from error
    finally:
        done.rows.close()


def _is_whole(tx: Transaction, partnership: str) -> bool:
    """Whether what an entry waits for was made later, or is not in the ledger at all."""
    whole = replay(tx, partnership)
    whole.rows.close()
    return not whole.problems


def _rebuild(tx: Transaction, into: WriteTransaction, partnership: str, done: Replay) -> None:
    for name in record_tables():
        rows = done.rows.of_table(name)
        while some := dict(islice(rows, BATCH)):
            decoded = [_decoded(name, partnership, row_id, row) for row_id, row in some.items()]
            if name in _NOW:
                present = {
                    r.id: r for r in tx.all(_NOW[name], partnership=partnership, ids=[*some])
                }
                for row in decoded:
                    _fill(name, row, some[row["id"]], present.get(row["id"]), done)
            into.insert_many(TABLES[name], decoded)


@lru_cache
def _readers(table: str) -> Mapping[str, Callable[[Any], Any]]:
    return {column.name: reader(column) for column in TABLES[table].columns}


def _decoded(table: str, partnership: str, row_id: str, values: Values) -> dict[str, Any]:
    """A row as the database takes it; what is a digest in the entry stays to be filled in."""
    readers, apart = _readers(table), _DIGESTED[table]
    row = {
        name: value if value is None or name in apart else readers[name](value)
        for name, value in values.items()
    }
    if table == "deadline" and values.get("state") == "running":
        row["planned_by"] = ""  # by no policy yet: it is planned anew below
    return row | {"partnership_id": partnership, "id": row_id}


def _fill(table: str, row: dict[str, Any], said: Values, present: Any, done: Replay) -> None:
    """Put into a row what its entry's write holds only a digest of."""
    if table == "private_text":
        if present is not None and text_is(present, said.get("digest")):
            row |= {"salt": present.salt, "text": present.text}
        return
    for name in _DIGESTED[table]:
        if (digest := said.get(name)) is None:
            continue
        value = None if present is None else getattr(present, name)
        if not _is(value, digest):
            value = done.text(digest["sha256"]) if table == "rulebook_version" else None
        row[name] = value if _is(value, digest) else _instead(table, name, said)


def _is(value: Any, digest: Any) -> bool:
    if value is None:
        return False
    content = value.encode() if isinstance(value, str) else value
    return bool({"sha256": hashlib.sha256(content).hexdigest()} == digest)


def _instead(table: str, column: str, said: Values) -> Any:
    """What stands for a text that is not kept in the wording it had."""
    if table == "rulebook_version":
        raise Unusable.one("as_it_stood.text_altered", ref=said.get("ref", ""))
    if isinstance(TABLES[table].c[column].type, LargeBinary):
        return b""
    return words.say("as_it_stood.wording_gone", {})


def _copy_entries(
    tx: Transaction, into: WriteTransaction, partnership: str, at: dt.datetime, done: Replay
) -> None:
    """The entries that the picture is made of: pages show what was done to a thing."""
    left_out = {one.id for held in done.held.values() for one in held}
    rows = tx.stream(_ENTRIES, partnership=partnership, at=at)
    kept = (row._asdict() for row in rows if row.id not in left_out)
    while some := list(islice(kept, BATCH)):
        into.insert_many(_entry, some)


def _plan(then: Store, at: dt.datetime) -> None:
    """Work out when each deadline wakes: that follows from the policies of the day."""
    with acting(then, now=at, actor=CLOCK) as desk:
        while plan_anew(desk, None) == MORE:
            pass
