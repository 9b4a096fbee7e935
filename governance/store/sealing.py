"""The sealer: takes what waits into seals, a bounded batch at a time.

Everything is read and worked out before the write door opens, so that no act waits for it. A
seal's number stands once in a partnership: of two sealers at once the second finds it taken and
leaves its work, for the first has done it. A seal, what it holds, and the end of the waiting are
one transaction, so that a sealer may die anywhere. An entry that is sealed already is only taken
out of the queue.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, func, literal, select

from governance.domain.errors import Problem, Unusable
from governance.store.engine import AlreadyThere, Record, Store, Transaction
from governance.store.keys import SealKey, certified_by
from governance.store.ledger import canonical
from governance.store.lists import in_list, numbered, one_text
from governance.store.merkle import root
from governance.store.tables import TABLES
from governance.store.types import instant_from_text

SEAL_VERSION: Final = 1
"""The shape of a seal's body."""
MOST: Final = 10_000
"""Entries that one seal holds at the most."""

_entry = TABLES["ledger_entry"]
_waiting = TABLES["unsealed_entry"]
_seal = TABLES["seal"]
_sealed = TABLES["sealed_entry"]

_NEXT_PARTNERSHIP = (
    select(_waiting.c.partnership_id)
    .where(_waiting.c.partnership_id > bindparam("after"))
    .order_by(_waiting.c.partnership_id)
    .limit(1)
)
_ANY = select(_waiting.c.id).limit(1)
_LAST = (
    select(_seal)
    .where(_seal.c.partnership_id == bindparam("partnership"))
    .order_by(_seal.c.number.desc())
    .limit(1)
)
_ALL = select(func.count()).select_from(_waiting)
_ANY_SEAL = select(_seal.c.id).limit(1)
_HOW_MANY = (
    select(
        _waiting.c.partnership_id,
        func.count().label("entries"),
        func.min(_entry.c.at, type_=_entry.c.at.type).label("since"),
    )
    .select_from(
        _waiting.join(
            _entry,
            (_entry.c.partnership_id == _waiting.c.partnership_id) & (_entry.c.id == _waiting.c.id),
        )
    )
    .group_by(_waiting.c.partnership_id)
    .order_by(_waiting.c.partnership_id)
)


def _waits(*conditions: Any) -> Any:
    """What waits in a partnership, as a seal takes it; `sealed` where it need not wait."""
    at_entry = (_entry.c.partnership_id == _waiting.c.partnership_id) & (
        _entry.c.id == _waiting.c.id
    )
    at_sealed = (_sealed.c.partnership_id == _waiting.c.partnership_id) & (
        _sealed.c.id == _waiting.c.id
    )
    return (
        select(
            _waiting.c.id,
            _entry.c.at,
            _entry.c.subject_id,
            _entry.c.number,
            _entry.c.hash,
            _sealed.c.seal.label("sealed"),
        )
        .select_from(_waiting.join(_entry, at_entry).outerjoin(_sealed, at_sealed))
        .where(_waiting.c.partnership_id == bindparam("partnership"), *conditions)
        .order_by(_waiting.c.id)
    )


_FIRST = one_text(_waits().limit(bindparam("most")).subquery())
_BEHIND = one_text(
    _waits(_waiting.c.id > bindparam("after"), in_list(_entry.c.subject_id, "subjects")).subquery()
)
_given = numbered(_sealed.c.id.type, "ids")
_PLACES = _sealed.insert().from_select(
    ["partnership_id", "id", "version", "seal", "position"],
    select(
        bindparam("partnership", type_=_sealed.c.partnership_id.type),
        _given.c.value,
        literal(1),
        bindparam("seal", type_=_sealed.c.seal.type),
        _given.c.place,
    ),
)
"""That entries are in a seal, in their order: one statement, so that it is quickly written."""
_NO_MORE = _waiting.delete().where(
    _waiting.c.partnership_id == bindparam("partnership"), in_list(_waiting.c.id, "ids")
)


class Queued(NamedTuple):
    """An entry that waits; `sealed` is the number of its seal where it need not wait any more."""

    id: str
    at: dt.datetime
    subject_id: str
    number: int
    hash: str
    sealed: int | None


def _queued(tx: Transaction, statement: Any, **params: Any) -> list[Queued]:
    found = tx.scalar(statement, **params) or ()
    return [
        Queued(id_, instant_from_text(at), subject, number, hash_, sealed)
        for id_, at, subject, number, hash_, sealed in found
    ]


@dataclass(frozen=True, slots=True)
class Made:
    """A seal that was made: whose, its number, over how many entries, and its hash."""

    partnership_id: str
    number: int
    entries: int
    hash: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a partnership: how many entries, and when the first of them was written."""

    partnership_id: str
    entries: int
    since: dt.datetime


def anything_waits(tx: Transaction) -> bool:
    """Whether any entry waits to be sealed."""
    return tx.first(_ANY) is not None


def how_many_wait(tx: Transaction) -> int:
    """How many entries wait, of all partnerships together."""
    return int(tx.scalar(_ALL) or 0)


def waiting(tx: Transaction) -> list[Waiting]:
    """What waits, by partnership."""
    return [Waiting(*row) for row in tx.all(_HOW_MANY)]


def last_seal(tx: Transaction, partnership_id: str) -> Record | None:
    """The row of a partnership's latest seal."""
    return tx.first(_LAST, partnership=partnership_id)


def any_seal(tx: Transaction) -> bool:
    """Whether anything was ever sealed here."""
    return tx.first(_ANY_SEAL) is not None


_OTHERS = select(func.max(_seal.c.number)).where(
    _seal.c.partnership_id == bindparam("partnership"), _seal.c.key != bindparam("key")
)


def since(tx: Transaction, last: Record) -> int:
    """From which seal on all have the key of a partnership's latest seal."""
    other = tx.scalar(_OTHERS, partnership=last.partnership_id, key=last.key)
    return 1 if other is None else int(other) + 1


def seal_waiting(
    store: Store,
    *,
    key: SealKey,
    now: dt.datetime,
    most: int = MOST,
    troubles: list[Problem] | None = None,
) -> tuple[Made, ...]:
    """Seal the next batch of each partnership that has entries waiting; the seals made.

    What another sealer took meanwhile is left to it. Call it again until it makes none: whatever
    does not fit into `most` entries waits. Raises `Unusable` where the latest seal has another
    key that this one does not follow (`seal.key_differs`) or never vouched for it
    (`seal.certificate_unfit`), and where what is sealed contradicts itself (`seal.contradicts`);
    other partnerships are sealed first. Where some were, what is wrong with others is put into
    `troubles`.
    """
    made: list[Made] = []
    problems: list[Problem] = []
    for partnership_id in list(_partnerships(store)):
        try:
            one = _seal_one(store, partnership_id, key=key, now=now, most=most)
        except Unusable as error:
            if error.problems[0].code not in OF_ONE:
                raise
            problems += error.problems
        else:
            made += [one] if one is not None else []
    if problems and not made:
        raise Unusable(problems)
    if troubles is not None:
        troubles[:] = problems
    return tuple(made)


OF_ONE: Final = frozenset({"seal.key_differs", "seal.certificate_unfit", "seal.contradicts"})
"""What is wrong with the seals of one partnership and holds up no other."""


def _partnerships(store: Store) -> Iterator[str]:
    with store.read() as tx:
        found = tx.first(_NEXT_PARTNERSHIP, after="")
        while found is not None:
            yield found.partnership_id
            found = tx.first(_NEXT_PARTNERSHIP, after=found.partnership_id)


def _seal_one(
    store: Store, partnership_id: str, *, key: SealKey, now: dt.datetime, most: int
) -> Made | None:
    with store.read() as tx:
        last = last_seal(tx, partnership_id)
        vouched = certificate(last, key)
        batch, settled = _batch(tx, partnership_id, most)
    if not batch and not settled:
        return None
    seal = None
    if batch:
        seal = _made(partnership_id, last, batch, key=key, vouched=vouched, now=now)
    ids = [row.id for row in batch]
    try:
        with store.write() as tx:
            if seal is not None:
                tx.insert(_seal, seal)
                tx.run(_PLACES, partnership=partnership_id, seal=seal["number"], ids=ids)
            tx.run(_NO_MORE, partnership=partnership_id, ids=[*settled, *ids])
    except AlreadyThere as taken:
        _left(store, partnership_id, last, taken)
        return None
    if seal is None:
        return None
    return Made(partnership_id, seal["number"], seal["entries"], seal["hash"])


def _batch(tx: Transaction, partnership_id: str, most: int) -> tuple[list[Queued], list[str]]:
    """What goes into the next seal, in its order, and the ids of what need not wait any more."""
    rows = _queued(tx, _FIRST, partnership=partnership_id, most=most)
    full = len(rows) == most
    settled = [row.id for row in rows if row.sealed is not None]
    rows = [row for row in rows if row.sealed is None]
    if full and rows:
        rows += _before(tx, partnership_id, rows)
    return in_order(rows)[:most], settled


def _before(tx: Transaction, partnership_id: str, rows: Sequence[Queued]) -> list[Queued]:
    """Entries behind in the queue that come before one at hand in its subject's history.

    A clock that went back leaves such. However few are taken, none then goes before its time.
    """
    highest: dict[str, int] = {}
    for row in rows:
        highest[row.subject_id] = max(row.number, highest.get(row.subject_id, 0))
    after = max(row.id for row in rows)
    behind = _queued(tx, _BEHIND, partnership=partnership_id, after=after, subjects=list(highest))
    return [r for r in behind if r.sealed is None and r.number < highest[r.subject_id]]


def in_order(rows: Sequence[Queued]) -> list[Queued]:
    """Entries by when they were made, those of one subject always by their numbers.

    An entry that claims to be older than the one before it on its subject stands right behind.
    """
    if _in_order_already(rows):
        return list(rows)
    latest: dict[str, tuple[dt.datetime, str]] = {}
    keyed = []
    for row in sorted(rows, key=lambda one: (one.subject_id, one.number)):
        moment = max((row.at, row.id), latest.get(row.subject_id, (row.at, row.id)))
        latest[row.subject_id] = moment
        keyed.append((moment, row.number, row))
    keyed.sort(key=lambda one: one[:2])
    return [row for _, _, row in keyed]


def _in_order_already(rows: Sequence[Queued]) -> bool:
    """Whether entries stand by when they were made and each subject's by their numbers.

    So they do as long as no clock goes back.
    """
    numbers: dict[str, int] = {}
    before: tuple[dt.datetime, str] | None = None
    for row in rows:
        moment = (row.at, row.id)
        if before is not None and moment < before:
            return False
        if row.number < numbers.get(row.subject_id, 0):
            return False
        numbers[row.subject_id] = row.number
        before = moment
    return True


def seal_id(number: int) -> str:
    """The id of the row of a partnership's seal: its number, so that it too can be checked."""
    return f"{number:010}"


def seal_body(
    *,
    partnership_id: str,
    number: int,
    at: dt.datetime,
    entries: int,
    total: int,
    tree_root: str,
    previous: str | None,
    key: str,
) -> bytes:
    """The bytes that are signed: canonical JSON of everything a seal says."""
    return canonical(
        {
            "v": SEAL_VERSION,
            "partnership": partnership_id,
            "number": number,
            "at": at,
            "entries": entries,
            "total": total,
            "root": tree_root,
            "previous": previous,
            "key": key,
        }
    )


def _made(
    partnership_id: str,
    last: Record | None,
    batch: Sequence[Queued],
    *,
    key: SealKey,
    vouched: str | None,
    now: dt.datetime,
) -> dict[str, Any]:
    """The row of the seal over a batch; `vouched` is its certificate."""
    number = 1 if last is None else last.number + 1
    total = len(batch) + (0 if last is None else last.total)
    tree_root = root(row.hash for row in batch)
    previous = None if last is None else last.hash
    body = seal_body(
        partnership_id=partnership_id,
        number=number,
        at=now,
        entries=len(batch),
        total=total,
        tree_root=tree_root,
        previous=previous,
        key=key.fingerprint,
    )
    return {
        "partnership_id": partnership_id,
        "id": seal_id(number),
        "version": 1,
        "number": number,
        "at": now,
        "entries": len(batch),
        "total": total,
        "root": tree_root,
        "previous": previous,
        "key": key.fingerprint,
        "public_key": key.public.hex(),
        "certificate": vouched,
        "body": body,
        "hash": hashlib.sha256(body).hexdigest(),
        "signature": key.sign(body).hex(),
    }


def certificate(last: Record | None, key: SealKey) -> str | None:
    """What lets this key follow the last seal's; None where nothing has to, or nobody vouched.

    Raises `Unusable` where nothing does, or where it is not the earlier key's word: a seal keeps
    its certificate for ever.
    """
    if last is None or last.key == key.fingerprint:
        return None
    if not key.follows(last.key):
        raise Unusable.one(
            "seal.key_differs", number=last.number, wanted=last.key, here=key.fingerprint
        )
    signature = None if key.succession is None else key.succession.signature
    if signature is not None and not _vouched(last, signature, key):
        raise Unusable.one(
            "seal.certificate_unfit", number=last.number, wanted=last.key, here=key.fingerprint
        )
    return signature


def _vouched(last: Record, signature: str, key: SealKey) -> bool:
    """Whether a certificate is the word of the last seal's key for this one."""
    try:
        public, signed = bytes.fromhex(last.public_key), bytes.fromhex(signature)
    except (TypeError, ValueError):
        return False
    written_so = signed.hex() == signature  # as whoever checks wants it
    return written_so and certified_by(public, signature=signed, new=key.public)


def _left(store: Store, partnership_id: str, last: Record | None, taken: AlreadyThere) -> None:
    """See that somebody else has sealed. Raises `Unusable` where nobody has."""
    with store.read() as tx:
        latest = last_seal(tx, partnership_id)
    before = 0 if last is None else last.number
    if latest is None or latest.number <= before:
        raise Unusable.one("seal.contradicts", number=before + 1) from taken
