"""The states of a partnership, rebuilt from the entries of its ledger and from nothing else.

Entries are taken as they were sealed, and what is not sealed yet by its time and id. One that
comes before what it builds on (the entry before it on its subject, the version of a row before
the one it made) is held back until that has been applied: clocks of two processes differ, and
whoever looked at the clock first may have written last.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from governance.application.desk import REFERENCES
from governance.application.ledger.of_record import BESIDE_IT, JUMPS
from governance.domain.errors import Problem
from governance.store.engine import Transaction
from governance.store.ledger import SUBJECTS
from governance.store.spilling import SpillingRows, Values
from governance.store.tables import TABLES
from governance.store.types import Instant

_entry, _sealed = TABLES["ledger_entry"], TABLES["sealed_entry"]
_SEALED_AS = _entry.outerjoin(
    _sealed, (_sealed.c.partnership_id == _entry.c.partnership_id) & (_sealed.c.id == _entry.c.id)
)
_IN_ORDER = (
    select(
        _entry.c.id,
        _entry.c.subject_table,
        _entry.c.subject_id,
        _entry.c.number,
        _entry.c.kind,
        _entry.c.hash,
        _entry.c.body,
    )
    .select_from(_SEALED_AS)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        or_(bindparam("no_end"), _entry.c.at <= bindparam("at", type_=Instant)),
    )
    .order_by(
        _sealed.c.seal.is_(None), _sealed.c.seal, _sealed.c.position, _entry.c.at, _entry.c.id
    )
)
_TEXTS: Final = "text of a rulebook"
"""What the texts are kept under beside the tables' rows, by their digests."""
_LATER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)

Place = tuple[str, str]
"""A row by its table and id."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as a replay needs it."""

    id: str
    place: int
    """Which of the partnership's entries it is, in the order in which they are taken."""
    subject: Place
    number: int
    kind: str
    hash: str
    writes: list[list[Any]]
    text: str | None = None
    """The whole text of a rulebook, where the act brought one."""

    @property
    def touched(self) -> set[Place]:
        """The rows that it writes, its subject's among them."""
        return {self.subject, *((table, row_id) for _, table, row_id, _ in self.writes)}


@dataclass(slots=True)
class Replay:
    """The rows that entries lead to, and what was wrong with the entries themselves.

    `held` are entries, by what they wait for.
    """

    rows: SpillingRows = field(default_factory=SpillingRows)
    entries: int = 0
    problems: list[Problem] = field(default_factory=list)
    held: dict[Place, list[Written]] = field(default_factory=dict)

    def take(self, entry: Written) -> None:
        """Apply an entry, and what waited for it; or hold it back."""
        ready = deque([entry])
        while ready:
            one = ready.popleft()
            waits_for = self._missing(one)
            if waits_for is not None:
                self.held.setdefault(waits_for, []).append(one)
                continue
            self._apply(one)
            for place in one.touched & self.held.keys():
                ready.extend(self.held.pop(place))
        self.rows.settle()

    def give_up_waiting(self) -> None:
        """Apply what is still held back: what it waits for is not in the ledger."""
        left = sorted(
            (one for held in self.held.values() for one in held), key=lambda one: one.place
        )
        self.held.clear()
        for one in left:
            self._note("replay.gap", one.subject, number=one.number, kind=one.kind)
            self._apply(one)
            self.rows.settle()

    def set_counters(self) -> None:
        """Add the counters of references: each stands where the last reference was given."""
        for table, letter in REFERENCES.items():
            numbers = [_number(values.get("ref")) for _, values in self.rows.of_table(table)]
            if last := max(numbers, default=0):
                counter = {"last": last, "version": last}
                self.rows.put("reference_counter", letter, counter)

    def _missing(self, entry: Written) -> Place | None:
        """What an entry builds on and is not there yet."""
        if entry.subject[0] in SUBJECTS:
            subject = self.rows.get(*entry.subject)
            if entry.number > (subject.get("entries", 0) if subject else 0) + 1:
                return entry.subject
        for how, table, row_id, values in entry.writes:
            if how != "update" or table in BESIDE_IT:
                continue
            row = self.rows.get(table, row_id)
            if row is None:
                return table, row_id
            if table not in JUMPS and row["version"] < values.get("version", 0) - 1:
                return table, row_id
        return None

    def text(self, digest: str) -> bytes | None:
        """The text of a rulebook with this SHA-256, where an entry holds it."""
        found = self.rows.get(_TEXTS, digest)
        return None if found is None else str(found["text"]).encode()

    def _apply(self, entry: Written) -> None:
        if entry.text is not None:
            digest = hashlib.sha256(entry.text.encode()).hexdigest()
            self.rows.put(_TEXTS, digest, {"text": entry.text})
        for how, table, row_id, values in entry.writes:
            row = self.rows.get(table, row_id)
            if how == "insert":
                if row is not None:
                    self._note("replay.twice", entry.subject, of=table, row=row_id)
                self.rows.put(table, row_id, {**values, "version": 1})
            elif row is not None:
                version = row["version"] + 1
                row.update(values)
                row["version"] = max(version, row["version"])
            elif table not in BESIDE_IT:
                self._note("replay.nothing_there", entry.subject, of=table, row=row_id)
        subject = self.rows.get(*entry.subject)
        if subject is None:
            self._note("replay.no_subject", entry.subject, number=entry.number)
            return
        if entry.subject not in {(table, row_id) for _, table, row_id, _ in entry.writes}:
            subject["version"] += 1  # the note of a restored backup writes nothing but the head
        subject["head"], subject["entries"] = entry.hash, entry.number
        self.entries += 1

    def _note(self, code: str, subject: Place, **params: Any) -> None:
        self.problems.append(Problem(code, {"table": subject[0], "id": subject[1], **params}))


def replay(tx: Transaction, partnership: str, *, until: dt.datetime | None = None) -> Replay:
    """Apply the entries of a partnership, by its id; those made after `until` are left out.

    What builds on an entry that is left out is left out as well. Close `rows` of what comes back.
    """
    found = Replay()
    try:
        for entry in _entries(tx, partnership, until, found):
            found.take(entry)
        if until is None:
            found.give_up_waiting()
        found.set_counters()
    except BaseException:
        found.rows.close()
        raise
    return found


def _entries(
    tx: Transaction, partnership: str, until: dt.datetime | None, found: Replay
) -> Iterator[Written]:
    rows = tx.stream(_IN_ORDER, partnership=partnership, no_end=until is None, at=until or _LATER)
    for place, row in enumerate(rows):
        subject = (row.subject_table, row.subject_id)
        writes, text = _said(row.body)
        if writes is None:
            told = {"table": subject[0], "id": subject[1], "number": row.number}
            found.problems.append(Problem("replay.unreadable_entry", told))
        yield Written(row.id, place, subject, row.number, row.kind, row.hash, writes or [], text)


def _said(body: bytes) -> tuple[list[list[Any]] | None, str | None]:
    """What an entry's bytes say that it wrote, and a rulebook's text; None where they do not."""
    try:
        said = json.loads(body)
        writes, text = said["writes"], None
        if any(table == "rulebook_version" for _, table, _, _ in writes):
            text = (said["facts"] or {}).get("text")
        whole = all(
            how in ("insert", "update")
            and table in TABLES
            and type(row_id) is str
            and type(values) is dict
            for how, table, row_id, values in writes
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, None
    if not whole or type(writes) is not list:
        return None, None
    return writes, text if type(text) is str else None


def _number(ref: Any) -> int:
    digits = str(ref or "").rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


@lru_cache
def _defaults(table: str) -> Values:
    return {
        column.name: column.default.arg  # type: ignore[attr-defined]  # a scalar
        for column in TABLES[table].columns
        if column.default is not None and column.default.is_scalar
    }


def whole_row(table: str, values: Values) -> Values:
    """The values of a row with the defaults of columns that the entry did not give."""
    return {**_defaults(table), **values}
