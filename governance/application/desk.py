"""The desk an act is done at: one transaction, one partnership, one actor, one moment.

`acting` opens it for a use case and commits at the end; `looking` opens it for a question. What
is changed goes through `apply` alone: it writes the subject's row, everything that belongs to
it, and the ledger's entry. Where somebody else changed the subject first, the answer says who,
when and what.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.actors import (
    CLOCK,
    OPERATOR,
    PUBLIC,
    Actor,
    find_actor,
    find_partnership,
)
from governance.application.acts_log import acts_done
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.moved_first import called, moved_first
from governance.domain.errors import MovedFirst, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store import ledger
from governance.store.engine import AlreadyThere, StaleRow, Store, Transaction, WriteTransaction
from governance.store.ids import new_id
from governance.store.tables import TABLES

REFERENCES = {
    "agreement": "A",
    "annual_report": "Y",
    "body": "B",
    "chair_appointment": "K",
    "commission": "C",
    "decommissioning_case": "X",
    "delegation": "D",
    "fund": "F",
    "improvement_plan": "I",
    "measure": "Q",
    "meeting": "M",
    "monitoring_return": "U",
    "office": "O",
    "organisation": "G",
    "person": "P",
    "plan": "L",
    "pooled_agreement": "J",
    "proposal": "R",
    "review": "W",
    "rulebook_version": "V",
    "webhook": "H",
}
"""The letter that begins each subject's reference. A proposal is a report, hence R."""

_counter = TABLES["reference_counter"]

_COUNTER = (
    select(_counter)
    .where(
        _counter.c.partnership_id == bindparam("partnership"),
        _counter.c.id == bindparam("letter"),
    )
    .with_for_update()
)


def _by(column: str, table: str) -> Any:
    """Select a row of a table by one column."""
    rows = TABLES[table]
    return select(rows).where(
        rows.c.partnership_id == bindparam("partnership"), rows.c[column] == bindparam("value")
    )


_NAMED = [(t, c) for t in TABLES for c in ("id", "ref", "key") if c in TABLES[t].c]
PLAIN = {(table, column): _by(column, table) for table, column in _NAMED}
_LOCKED = {at: statement.with_for_update() for at, statement in PLAIN.items()}
_KNOWN = {
    t: select(TABLES[t].c.key if "key" in TABLES[t].c else TABLES[t].c.ref)
    .where(TABLES[t].c.partnership_id == bindparam("partnership"))
    .order_by(TABLES[t].c.ref)
    .limit(2000)
    for t in REFERENCES
}


class Desk:
    """One transaction, one partnership, one actor, one moment."""

    def __init__(
        self, tx: Transaction, partnership: Any, actor: Actor, now: dt.datetime, *, write: bool
    ) -> None:
        self.tx = tx
        self.partnership = partnership
        self.pid = str(partnership.id)
        """The partnership's id: the first part of every key."""
        self.actor = actor
        self.now = now
        self.today = self.day_of(now)
        self.verdict: Refused | None = None
        self.changes: list[tuple[Change, Receipt]] = []
        self.request: str | None = None
        """The id of the request that asked for it: it joins the entry's facts."""
        self._write = write
        self._read: dict[Any, list[Any]] = {}

    def day_of(self, instant: dt.datetime) -> dt.date:
        """The partnership's day at an instant."""
        return self.local(instant).date()

    def local(self, instant: dt.datetime) -> dt.datetime:
        """An instant as the partnership's clocks show it."""
        return instant.astimezone(ZoneInfo(self.partnership.timezone))

    # --- reading

    def row(self, table: str, name: str, *, seen: int | None = None) -> Any:
        """The subject of that reference, key or id; locked at an acting desk.

        `seen` is the version the caller last saw. Raises `Unusable` where there is none such,
        with the nearest name; `MovedFirst` where the row has changed since it was seen.
        """
        statements = _LOCKED if self._write else PLAIN
        if self._write:
            self._read.clear()
        for column in ("key", "ref", "id"):
            if (table, column) in statements:
                value = name.upper() if column == "ref" else name
                found = self.tx.first(statements[table, column], partnership=self.pid, value=value)
                if found is not None:
                    if seen is not None and found.version != seen:
                        raise moved_first(self.tx, self.pid, found.id, found.ref)
                    return found
        known = [r[0] for r in self.tx.all(_KNOWN[table], partnership=self.pid)]
        what = "report" if table == "proposal" else table.replace("_", " ")
        raise Unusable.one("name.unknown", what=what, name=name, nearest=nearest(name, known))

    def by_id(self, table: str, row_id: str | None) -> Any:
        """The row of that id, not locked; None for None."""
        if row_id is None:
            return None
        return self.first(PLAIN[table, "id"], value=row_id)

    def all(self, statement: Any, **params: Any) -> list[Any]:
        """The rows of a statement whose `partnership` parameter is this partnership.

        Asked again, it answers from memory until something is locked or written.
        """
        asked = _asked(statement, params)
        rows = self._read.get(asked)
        if rows is None:
            rows = self._read[asked] = self.tx.all(statement, partnership=self.pid, **params)
        return rows.copy()

    def remember(self, statement: Any, rows: list[Any], **params: Any) -> None:
        """Know the answer of a statement that was asked with others: see `at_once`."""
        self._read[_asked(statement, params)] = rows

    def first(self, statement: Any, **params: Any) -> Any:
        """The first row of a statement, or None; asked again, as `all`."""
        return next(iter(self.all(statement, **params)), None)

    # --- writing

    @property
    def receipts(self) -> list[Receipt]:
        """The receipts of what was done at this desk."""
        return [receipt for _, receipt in self.changes]

    @property
    def writer(self) -> WriteTransaction:
        """The transaction, at an acting desk; what was read before is forgotten."""
        assert isinstance(self.tx, WriteTransaction)
        self._read.clear()
        return self.tx

    @contextmanager
    def undone_if_refused(self) -> Iterator[None]:
        """Do something that is as if it had never been where it raises; the error goes on."""
        before = len(self.changes)
        try:
            with self.writer.savepoint():
                yield
        except BaseException:
            del self.changes[before:]
            self._read.clear()
            raise

    def new_id(self) -> str:
        """A new id whose order is that of time."""
        return new_id(self.now)

    def next_ref(self, table: str) -> str:
        """The next reference of a kind of subject, such as C-0042."""
        letter = REFERENCES[table]
        counter = self.tx.first(_COUNTER, partnership=self.pid, letter=letter)
        if counter is None:
            values = {"partnership_id": self.pid, "id": letter, "version": 1, "last": 1}
            self.writer.insert(_counter, values)
            return f"{letter}-0001"
        self.writer.update(
            _counter,
            partnership_id=self.pid,
            id=letter,
            expected_version=counter.version,
            values={"last": counter.last + 1},
        )
        return f"{letter}-{counter.last + 1:04}"

    def private(self, text: str) -> Insert:
        """A row for personal text: its id goes into the record, the text stays apart."""
        salt = secrets.token_hex(16)
        digest = hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()
        values = {"id": self.new_id(), "salt": salt, "text": text, "digest": digest}
        return Insert("private_text", values)

    def apply(self, change: Change) -> Receipt:
        """Write a change: its rows, and the entry that says who did what, when and why."""
        subject = change.subject
        row_id = change.values["id"] if subject is None else subject.id
        entry = ledger.entry(
            partnership_id=self.pid,
            id=self.new_id(),
            subject_table=change.table,
            subject_id=row_id,
            number=1 if subject is None else subject.entries + 1,
            previous=None if subject is None else subject.head,
            kind=change.kind,
            at=self.now,
            actor=self.actor.name,
            authority=change.authority,
            facts=change.facts
            if self.request is None
            else {**change.facts, "request": self.request},
            writes=[_as_recorded(w) for w in (_subject_write(change), *change.writes)],
        )
        values = {**change.values, "head": entry["hash"], "entries": entry["number"]}
        first = [w for w in change.writes if isinstance(w, Insert) and w.table in _BEFORE]
        for private in first:
            self._put(private)
        self._put(replace_values(_subject_write(change), values))
        for write in change.writes:
            if write not in first:
                self._put(write)
        ledger.put(self.writer, entry)
        ref = values.get("ref") or (subject.ref if subject is not None else row_id)
        receipt = Receipt(
            kind=change.kind,
            table=change.table,
            id=row_id,
            ref=ref,
            number=entry["number"],
            hash=entry["hash"],
            at=self.now,
        )
        self.changes.append((change, receipt))
        return receipt

    def _put(self, write: Insert | Update) -> None:
        table = TABLES[write.table]
        if isinstance(write, Insert):
            values = {"partnership_id": self.pid, "version": 1, **write.values}
            self.writer.insert(table, values)
        else:
            self.writer.update(
                table,
                partnership_id=self.pid,
                id=write.row.id,
                expected_version=write.row.version,
                values=dict(write.values),
            )


_BEFORE = frozenset({"private_text"})
"""Tables whose rows a subject refers to, so they are written before it."""


def replace_values(write: Insert | Update, values: dict[str, Any]) -> Insert | Update:
    """The same write with other values."""
    return replace(write, values=values)


def _subject_write(change: Change) -> Insert | Update:
    if change.subject is None:
        return Insert(change.table, change.values)
    return Update(change.table, change.subject, change.values)


def _asked(statement: Any, params: dict[str, Any]) -> tuple[Any, ...]:
    given = sorted(params.items())
    return statement, *((name, tuple(v) if type(v) is list else v) for name, v in given)


def _as_recorded(write: Insert | Update) -> list[Any]:
    """A write as its entry says it: what was done, to which row, with which values.

    An update says the version it made: so what two chains wrote into one row has an order.
    """
    apart = APART.get(write.table, frozenset())
    unsaid = UNSAID.get(write.table, frozenset())
    values = {
        column: {"sha256": hashlib.sha256(_bytes(value)).hexdigest()}
        if column in apart and value is not None
        else value
        for column, value in write.values.items()
        if column not in unsaid
    }
    if isinstance(write, Insert):
        return ["insert", write.table, values.pop("id"), values]
    return ["update", write.table, write.row.id, {**values, "version": write.row.version + 1}]


APART = {
    "imported_release": frozenset({"body"}),
    "meeting": frozenset({"minutes"}),
}
"""Columns that the ledger holds only a digest of: they may hold what must be erasable."""

UNSAID = {
    "deadline": frozenset({"flow", "planned_by", "retry_at", "wake", "wake_at"}),
    "private_text": frozenset({"salt", "text"}),
}
"""Columns that no entry mentions.

For personal text the row's own salted digest stands: one without the salt could be guessed,
name by name, after the text is erased. When a deadline next wakes follows from its day, its
prompts and the policies, and is worked out anew without an act.
"""


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _desk(
    tx: Transaction, key: str | None, actor: str | None, now: dt.datetime, *, write: bool
) -> Desk:
    partnership = find_partnership(tx, key)
    today = now.astimezone(ZoneInfo(partnership.timezone)).date()
    return Desk(tx, partnership, find_actor(tx, partnership, actor, today), now, write=write)


@contextmanager
def acting(
    store: Store, *, now: dt.datetime, partnership: str | None = None, actor: str | None = None
) -> Iterator[Desk]:
    """A desk for one use case: all of it is written, or nothing.

    Raises `MovedFirst` where somebody else changed what was to be changed. A use case that must
    keep what it wrote and yet refuse sets `desk.verdict`; it is raised once that is safe.
    """
    partnership_id = ""
    try:
        with store.write() as tx:
            desk = _desk(tx, partnership, actor, now, write=True)
            partnership_id = desk.pid
            yield desk
            _followed(desk)
    except StaleRow as stale:
        with store.read() as tx:
            ref = called(tx, partnership_id, stale)
            raise moved_first(tx, partnership_id, stale.row_id, ref) from stale
    except AlreadyThere as taken:
        raise MovedFirst.one("moved_first_same", what=taken.what) from taken
    acts_done(desk)
    if desk.verdict is not None:
        raise desk.verdict


def _followed(desk: Desk) -> None:
    """What follows from what was done, in the same transaction.

    What a plan asks of its partners is set, the partnership's own deadlines are set and met, and
    the secretary is told of decisions that nobody could take any more.
    """
    if not desk.changes:
        return
    if any(change.table == "plan" for change, _ in desk.changes):
        from governance.application.plans import returns_following  # noqa: PLC0415  # at a desk

        returns_following.follow_changes(desk)
    from governance.application.cover.causes import DAYS  # noqa: PLC0415  # beside what it is for
    from governance.application.deadlines.own import follow  # noqa: PLC0415  # it acts at a desk
    from governance.application.triggers import asking  # noqa: PLC0415  # it writes at a desk

    follow(desk)
    asking.follow(desk)
    if any(change.kind in DAYS for change, _ in desk.changes):
        from governance.application.cover import watching  # noqa: PLC0415  # it is told at a desk

        watching.follow(desk)


@contextmanager
def looking(
    store: Store, *, now: dt.datetime, partnership: str | None = None, actor: str | None = None
) -> Iterator[Desk]:
    """A desk for a question; nothing can be written at it."""
    with store.read() as tx:
        yield _desk(tx, partnership, actor, now, write=False)


__all__ = [
    "CLOCK",
    "OPERATOR",
    "PUBLIC",
    "REFERENCES",
    "Actor",
    "Desk",
    "acting",
    "find_partnership",
    "looking",
    "moved_first",
]
