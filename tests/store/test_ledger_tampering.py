"""Thousands of ways to tamper with the record, at random: none is missed.

Whoever tampers has the database for themselves: the guards are gone, chains and heads are worked
out anew wherever that helps them. What no check of the record alone can show, a receipt or the
key shows; each such way says so.
"""

import datetime as dt
import hashlib
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Table, select, text
from store_rows import NOW, act, body, partnership

from governance.application.ledger import receipts
from governance.domain.errors import Problem
from governance.store import ledger, sealing, seals
from governance.store.engine import AlreadyThere, Inconsistent, Store, Transaction, WriteTransaction
from governance.store.keys import SealKey, Succession, fingerprint, new_key
from governance.store.tables import TABLES
from governance.store.triggers import LEDGER_TRIGGERS_OFF

HOW_MANY: Final = int(os.environ.get("VIRES_TAMPERINGS", "1000"))
"""Tamperings on a database in memory; on PostgreSQL a tenth of them."""

FIRST, SECOND = new_key(), new_key()
SECOND.succession = Succession(FIRST.fingerprint, FIRST.certify(SECOND.public))
ENTRY, SEAL, SEALED = (TABLES[name] for name in ("ledger_entry", "seal", "sealed_entry"))
QUEUE, PARTNERSHIP = TABLES["unsealed_entry"], TABLES["partnership"]


class _TakenBack(Exception):
    pass


@dataclass(slots=True)
class Record:
    """A record to tamper with, and what people hold of it."""

    store: Store
    area: str
    receipts: list[receipts.Shown]


def filled(store: Store) -> Record:
    """Two partnerships, three chains, seals by two keys, and what waits."""
    with store.write() as tx:
        area, other = partnership(tx), partnership(tx, "other")
        body(tx, area, "board")
        body(tx, area, "panel")
    for number in range(6):
        act(store, area, f"act_{number}")
        act(store, other, f"act_{number}")
        if number < 5:
            key = FIRST if number < 3 else SECOND
            sealing.seal_waiting(store, key=key, now=NOW + dt.timedelta(minutes=number))
    held = [held_of(store, area, number) for number in range(1, 8)]
    with store.write() as tx:
        for off in LEDGER_TRIGGERS_OFF[store.dialect]:
            tx.run(text(off))
    return Record(store, area, held)


def held_of(store: Store, area: str, number: int) -> receipts.Shown:
    """The receipt of an entry on the partnership, as whoever holds it shows it."""
    from governance.application.desk import looking

    with looking(store, now=NOW, partnership=area) as desk:
        return receipts._read(receipts.receipt(desk, area, number=number))


def found(tx: Transaction) -> list[Problem]:
    return [*ledger.verify(tx).problems, *seals.check_seals(tx).problems]


# --- ways


Chance = random.Random
Way = Callable[[WriteTransaction, Record, Chance], str | None]
"""Tampers; what was done, for the message of a failure, or None where there was nothing to do."""


_ALL: Final = {
    table: select(table).order_by(table.c.partnership_id, table.c.id)
    for table in (ENTRY, SEAL, SEALED, QUEUE)
}


def rows(tx: Transaction, table: Table) -> list[Any]:
    return tx.all(_ALL[table])


def at(table: Table, row: Any) -> tuple[Any, ...]:
    return (table.c.partnership_id == row.partnership_id, table.c.id == row.id)


def other_value(value: Any, column: Any, chance: Chance) -> Any:
    """Another value of a column, near the one it has."""
    if value is None:
        return "ab" * 32 if column.type.length == 64 else "ab" * 64
    if column.nullable and chance.random() < 0.2:
        return None
    if isinstance(value, bytes):
        place = chance.randrange(len(value))
        changed = bytes([value[place] ^ 1 << chance.randrange(8)])
        return (
            chance.choice(
                [value[:place] + changed + value[place + 1 :], value[:place], value + changed]
            )
            or b"{}"
        )
    if isinstance(value, dt.datetime):
        return value + dt.timedelta(microseconds=chance.choice([-1, 1, 10**9]))
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 1000])
    place = chance.randrange(len(value))
    letter = chance.choice([c for c in "0123456789abcdefX" if c != value[place]])
    changed_text = value[:place] + letter + value[place + 1 :]
    return chance.choice([changed_text, changed_text, value.upper(), value[:-1]])


def a_value(tx: WriteTransaction, record: Record, chance: Chance) -> str | None:
    table = chance.choice([ENTRY, ENTRY, SEAL, SEAL, SEALED])
    row = chance.choice(rows(tx, table))
    column = chance.choice(list(table.columns))
    before = getattr(row, column.name)
    after = other_value(before, column, chance)
    if after == before:
        return None
    tx.run(table.update().where(*at(table, row)).values({column.name: after}))
    return f"{table.name}.{column.name}: {before!r} became {after!r}"


def a_row_dropped(tx: WriteTransaction, record: Record, chance: Chance) -> str | None:
    table = chance.choice([ENTRY, SEAL, SEALED, QUEUE])
    row = chance.choice(rows(tx, table))
    tx.run(table.delete().where(*at(table, row)))
    return f"a row of {table.name} dropped: {row!r:.200}"


def two_change_places(tx: WriteTransaction, record: Record, chance: Chance) -> str | None:
    table, names = chance.choice(
        [
            (ENTRY, ("number",)),
            (ENTRY, ("body", "hash")),
            (SEAL, ("number", "id")),
            (SEAL, ("signature",)),
            (SEAL, ("body", "hash", "signature")),
            (SEALED, ("seal", "position")),
            (SEALED, ("position",)),
        ]
    )
    one, two = chance.sample(rows(tx, table), 2)
    first = {name: getattr(one, name) for name in names}
    second = {name: getattr(two, name) for name in names}
    if first == second or one.partnership_id != two.partnership_id:
        return None
    aside = {name: -7 if isinstance(first[name], int) else first[name] for name in names}
    if "id" in names:
        aside["id"] = "aside"
    where_aside = {"partnership_id": one.partnership_id, "id": aside.get("id", one.id)}
    tx.run(table.update().where(*at(table, one)).values(aside))
    tx.run(table.update().where(*at(table, two)).values(first))
    moved = [table.c[name] == value for name, value in where_aside.items()]
    tx.run(table.update().where(*moved).values(second))
    return f"{names} of two rows of {table.name} changed places"


def an_entry_put_in(tx: WriteTransaction, record: Record, chance: Chance) -> str | None:
    """At the end of a chain, its head moved; sealed nowhere, or put into a seal that is there."""
    row = tx.get(PARTNERSHIP, partnership_id=record.area, id=record.area)
    ledger.append(
        tx, subject=row, subject_table="partnership", id="put-in", kind="forged", at=NOW,
        actor="nobody",
    )  # fmt: skip
    tx.run(QUEUE.delete().where(QUEUE.c.id == "put-in"))
    if chance.random() < 0.5:
        seal = chance.choice([s for s in rows(tx, SEAL) if s.partnership_id == record.area])
        place = {"seal": seal.number, "position": seal.entries}
        tx.insert(SEALED, {"partnership_id": record.area, "id": "put-in", **place})
        return f"an entry put into seal {seal.number}"
    return "an entry put in and never queued"


def history_written_anew(tx: WriteTransaction, record: Record, chance: Chance) -> str | None:
    """A sealed entry's facts changed, and its whole chain worked out anew, up to the head."""
    chain = [r for r in rows(tx, ENTRY) if r.subject_id == record.area]
    chain.sort(key=lambda r: r.number)
    begin = chance.randrange(len(chain) - 1)
    previous = chain[begin].previous
    for row in chain[begin:]:
        content = row.body.replace(b"operator", b"somebody") if row is chain[begin] else row.body
        changed = ledger.chained(previous=previous, body=content)
        tx.run(
            ENTRY.update()
            .where(*at(ENTRY, row))
            .values(
                body=content,
                previous=previous,
                hash=changed,
                actor="somebody" if row is chain[begin] else row.actor,
            )
        )
        previous = changed
    tx.run(PARTNERSHIP.update().where(PARTNERSHIP.c.id == record.area).values(head=previous))
    return f"history from entry {begin + 1} on written anew"


def seals_by_another_key(tx: WriteTransaction, record: Record, chance: Chance) -> str | None:
    """From some seal on, all of them made anew with a key of their own; not from the first."""
    begin = chance.randrange(2, 6)
    _sealed_anew(tx, record, begin, new_key())
    return f"seals from {begin} on made anew with another key"


WAYS: Final[list[Way]] = [
    *[a_value] * 6,
    *[a_row_dropped] * 2,
    *[two_change_places] * 3,
    an_entry_put_in,
    history_written_anew,
    seals_by_another_key,
]


def _sealed_anew(tx: WriteTransaction, record: Record, begin: int, key: SealKey) -> None:
    own = [s for s in rows(tx, SEAL) if s.partnership_id == record.area]
    own.sort(key=lambda s: s.number)
    previous = own[begin - 2].hash if begin > 1 else None
    for row in own[begin - 1 :]:
        content = sealing.seal_body(
            partnership_id=record.area, number=row.number, at=row.at, entries=row.entries,
            total=row.total, tree_root=row.root, previous=previous, key=fingerprint(key.public),
        )  # fmt: skip
        made = hashlib.sha256(content).hexdigest()
        tx.run(
            SEAL.update()
            .where(*at(SEAL, row))
            .values(
                key=key.fingerprint,
                public_key=key.public.hex(),
                previous=previous,
                body=content,
                hash=made,
                signature=key.sign(content).hex(),
                certificate=None,
            )
        )
        previous = made


# --- none is missed


def tampered(
    tx: WriteTransaction, record: Record, chance: Chance
) -> tuple[str, list[Problem]] | None:
    """Tamper once and take it back: what was done, and what the check found."""
    way = chance.choice(WAYS)
    told = None
    try:
        with tx.savepoint():
            done = way(tx, record, chance)
            if done is not None:
                told = done, found(tx)
            raise _TakenBack
    except (_TakenBack, AlreadyThere, Inconsistent):
        return told


@pytest.fixture
def record(store: Store) -> Record:
    return filled(store)


def test_nothing_is_found_where_nothing_was_done(record: Record) -> None:
    with record.store.read() as tx:
        assert found(tx) == []
        for held in record.receipts:
            assert list(receipts.check(tx, held)) == []


def test_no_tampering_is_missed(quick_store: Store) -> None:
    _none_is_missed(filled(quick_store), HOW_MANY)


def test_none_is_missed_on_postgresql(record: Record) -> None:
    if record.store.dialect == "postgresql":
        _none_is_missed(record, HOW_MANY // 10)


def _none_is_missed(record: Record, number: int) -> None:
    seed = random.SystemRandom().randrange(10**9)
    chance, seen, tried = Chance(seed), 0, 0
    missed: list[str] = []
    with record.store.write() as tx:
        while seen < number:
            tried += 1
            assert tried < number * 4, "most of the ways do something"
            told = tampered(tx, record, chance)
            if told is not None:
                seen += 1
                missed += [told[0]] if not told[1] else []
        assert found(tx) == [], "each was taken back"
    assert missed == [], f"with the seed {seed}"


# --- what only a receipt or the key can show


def test_a_tail_cut_before_it_was_sealed(record: Record) -> None:
    """The latest entry, its place in the queue, and the head: as if it had never been."""
    with record.store.write() as tx:
        last = max((r for r in rows(tx, ENTRY) if r.subject_id == record.area), key=_number)
        tx.run(ENTRY.delete().where(*at(ENTRY, last)))
        tx.run(QUEUE.delete().where(*at(QUEUE, last)))
        assert {p.code for p in found(tx)} == {"ledger.cut"}, "the head shows it"
        head = {"head": last.previous, "entries": last.number - 1}
        tx.run(PARTNERSHIP.update().where(PARTNERSHIP.c.id == record.area).values(head))
    with record.store.read() as tx:
        assert found(tx) == []
        codes = [p.code for p in receipts.check(tx, record.receipts[-1])]
    assert codes == ["receipt.entry_gone"]


def test_a_tail_cut_after_it_was_sealed(record: Record) -> None:
    """The latest seal and what it holds: whoever has a receipt from after it sees it."""
    with record.store.write() as tx:
        tx.run(SEAL.delete().where(SEAL.c.number == 5))
        tx.run(SEALED.delete().where(SEALED.c.seal == 5))
        sealed = {r.id for r in rows(tx, SEALED)} | {r.id for r in rows(tx, QUEUE)}
        for row in rows(tx, ENTRY):
            if row.id not in sealed:
                tx.insert(QUEUE, {"partnership_id": row.partnership_id, "id": row.id})
    with record.store.read() as tx:
        assert found(tx) == []
        for held in record.receipts:
            assert "receipt.seal_gone" in [p.code for p in receipts.check(tx, held)]


def test_all_seals_made_anew_with_a_key_of_their_own(record: Record, tmp_path: Path) -> None:
    from governance.application.ledger.verifying import verify

    with record.store.write() as tx:
        _sealed_anew(tx, record, 1, new_key())
    with record.store.read() as tx:
        assert found(tx) == []
        for held in record.receipts:
            assert "receipt.seal_differs" in [p.code for p in receipts.check(tx, held)]
    told = verify(record.store, key=FIRST.public)
    assert [p.code for p in told.problems] == ["seal.key_not_that"]


def test_a_receipt_that_was_changed_is_no_receipt(record: Record) -> None:
    from dataclasses import replace

    held = record.receipts[0]
    assert held.seal is not None
    assert held.latest is not None
    body_of = {**held.seal.body, "root": "00" * 32}
    wrong = [
        replace(held, hash="00" * 32),
        replace(held, position=held.position + 1),
        replace(held, path=(*held.path, "00" * 32)),
        replace(held, path=("no hash",)),
        replace(held, seal=replace(held.seal, signature=held.latest.signature)),
        replace(held, seal=replace(held.seal, public_key=new_key().public.hex())),
        replace(held, seal=replace(held.seal, body=body_of)),
        replace(held, seal=replace(held.seal, content=held.seal.content + b" ")),
        replace(held, latest=replace(held.latest, hash="00" * 32)),
        replace(held, kind="another.kind"),
        replace(held, at="2025-02-20T14:30:00.000001Z"),
    ]
    with record.store.read() as tx:
        assert list(receipts.check(tx, held)) == []
        for number, one in enumerate(wrong):
            assert list(receipts.check(tx, one)), number


def _number(row: Any) -> int:
    number: int = row.number
    return number
