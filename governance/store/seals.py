"""Reading seals, and the check that they hold: numbers, chain, signatures, keys, trees, counts.

Seals are read in pages and what they hold is streamed, so that the check takes no more room for a
million entries than for a thousand. What each entry's chain says about where it is sealed is
looked at with the chains, in `ledger`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, func, select, tuple_

from governance.domain.errors import Problem
from governance.store.engine import Record, Transaction
from governance.store.keys import certified_by, fingerprint, signed_by
from governance.store.ledger import UNREADABLE
from governance.store.merkle import Tree, path
from governance.store.sealing import SEAL_VERSION, seal_id
from governance.store.tables import TABLES
from governance.store.types import instant_text

PAGE: Final = 500
"""Seals read at once."""
HELD: Final = 50_000
"""Entries of the seals that are checked at once, or those of one seal."""

_entry = TABLES["ledger_entry"]
_seal = TABLES["seal"]
_sealed = TABLES["sealed_entry"]
_waiting = TABLES["unsealed_entry"]

SealsKey = tuple[str, int]
"""A seal by its partnership and its number."""

_KEY = (_seal.c.partnership_id, _seal.c.number)
_NEXT = (
    select(_seal)
    .where(
        tuple_(*_KEY)
        > tuple_(
            bindparam("partnership", type_=_KEY[0].type), bindparam("number", type_=_KEY[1].type)
        )
    )
    .order_by(*_KEY)
    .limit(bindparam("most"))
)
_ONE = select(_seal).where(
    _seal.c.partnership_id == bindparam("partnership"), _seal.c.number == bindparam("number")
)
_BEFORE = (
    select(_seal)
    .where(_seal.c.partnership_id == bindparam("partnership"), _seal.c.number < bindparam("number"))
    .order_by(_seal.c.number.desc())
    .limit(1)
)
_HOLDS = (
    select(_sealed, _entry.c.hash)
    .select_from(
        _sealed.outerjoin(
            _entry,
            (_entry.c.partnership_id == _sealed.c.partnership_id) & (_entry.c.id == _sealed.c.id),
        )
    )
    .where(
        _sealed.c.partnership_id == bindparam("partnership"),
        _sealed.c.seal >= bindparam("low"),
        _sealed.c.seal <= bindparam("high"),
    )
    .order_by(_sealed.c.seal, _sealed.c.position)
)
_WHERE = select(_sealed).where(
    _sealed.c.partnership_id == bindparam("partnership"), _sealed.c.id == bindparam("entry")
)
_OF_NO_SEAL = (
    select(_sealed.c.partnership_id, _sealed.c.seal, func.count().label("entries"))
    .where(
        ~select(_seal.c.id)
        .where(_seal.c.partnership_id == _sealed.c.partnership_id, _seal.c.number == _sealed.c.seal)
        .exists()
    )
    .group_by(_sealed.c.partnership_id, _sealed.c.seal)
    .order_by(_sealed.c.partnership_id, _sealed.c.seal)
    .limit(100)
)
_FOR_NOTHING = (
    select(_waiting.c.partnership_id, func.count().label("entries"))
    .where(
        ~select(_entry.c.id)
        .where(_entry.c.partnership_id == _waiting.c.partnership_id, _entry.c.id == _waiting.c.id)
        .exists()
    )
    .group_by(_waiting.c.partnership_id)
    .order_by(_waiting.c.partnership_id)
)


@dataclass(frozen=True, slots=True)
class Reign:
    """Seals, one after another, that have the same key.

    `certified`: the key before said that this one follows it; so it is with the first.
    """

    partnership_id: str
    key: str
    since: int
    certified: bool


@dataclass(slots=True)
class SealsChecked:
    """What a check of seals found; the reigns of keys stand in the order of the seals."""

    seals: int = 0
    entries: int = 0
    problems: list[Problem] = field(default_factory=list)
    reigns: list[Reign] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry is sealed: the seal's row, the position in its tree, and the way up."""

    seal: Record
    position: int
    path: list[str]


def seal_at(tx: Transaction, partnership_id: str, number: int) -> Record | None:
    """The row of the seal with that number."""
    return tx.first(_ONE, partnership=partnership_id, number=number)


def place_of(tx: Transaction, partnership_id: str, entry_id: str) -> Place | None:
    """Where an entry is sealed, with its inclusion path; None where it is not."""
    sealed = tx.first(_WHERE, partnership=partnership_id, entry=entry_id)
    seal = None if sealed is None else seal_at(tx, partnership_id, sealed.seal)
    if sealed is None or seal is None:
        return None
    rows = tx.all(_HOLDS, partnership=partnership_id, low=seal.number, high=seal.number)
    hashes = [row.hash for row in rows]
    if None in hashes or not sealed.position < len(hashes):
        return None
    return Place(seal, sealed.position, path(hashes, sealed.position))


def check_seals(tx: Transaction) -> SealsChecked:
    """Check every seal, and that nothing is said to be sealed or to wait that is not there."""
    whole = SealsChecked()
    whole.problems += strays(tx)
    after: SealsKey | None = ("", 0)
    while after is not None:
        found, after = check_seals_slice(tx, after=after, most=PAGE)
        whole.seals += found.seals
        whole.entries += found.entries
        whole.problems += found.problems
        whole.reigns += _joined(whole.reigns, found.reigns)
    return whole


def strays(tx: Transaction) -> Iterator[Problem]:
    """Places in seals that are not there, and entries that wait and are not there."""
    for row in tx.all(_OF_NO_SEAL):
        yield _problem("seal.holds_without", row.partnership_id, row.seal, entries=row.entries)
    for row in tx.all(_FOR_NOTHING):
        params = {"partnership": row.partnership_id, "entries": row.entries}
        yield Problem("seal.waits_for_nothing", params)


def check_seals_slice(
    tx: Transaction, *, after: SealsKey, most: int
) -> tuple[SealsChecked, SealsKey | None]:
    """Check at most `most` seals that come after one, and say which was the last.

    Fewer, where they hold many entries. `("", 0)` comes before all; None says that no seal is
    left. The first reign of a slice may go on from the slice before.
    """
    found = SealsChecked()
    partnership, number = after
    try:
        page = tx.all(_NEXT, partnership=partnership, number=number, most=most)
        rows = _not_too_many(page)
        for partnership_id, group in groupby(rows, key=lambda row: row.partnership_id):
            partnership, number = partnership_id, 0 if partnership_id != after[0] else after[1]
            _check(tx, partnership_id, list(group), found)
    except UNREADABLE:
        found.problems.append(_problem("seal.unreadable", partnership, number))
        return found, None
    last = rows[-1] if len(page) == most or len(rows) < len(page) else None
    return found, None if last is None else (last.partnership_id, last.number)


def _not_too_many(page: list[Record]) -> list[Record]:
    """The first seals of a page, as many as hold no more than `HELD` entries; at least one."""
    held = 0
    for place, row in enumerate(page):
        held += max(row.entries, 0)
        if held > HELD and place:
            return page[:place]
    return page


def _joined(before: Sequence[Reign], reigns: Sequence[Reign]) -> Sequence[Reign]:
    """What reigns add to those before: the first may be the last one's going on."""
    if before and reigns:
        last, first = before[-1], reigns[0]
        if (last.partnership_id, last.key) == (first.partnership_id, first.key):
            return reigns[1:]
    return reigns


def _check(
    tx: Transaction, partnership_id: str, rows: Sequence[Record], found: SealsChecked
) -> None:
    """Check the seals of a page that are one partnership's; at most one problem a seal."""
    low, high = rows[0].number, rows[-1].number
    before = tx.first(_BEFORE, partnership=partnership_id, number=low)
    held = tx.stream(_HOLDS, partnership=partnership_id, low=low, high=high)
    trees = _Trees(held)
    for row in rows:
        number = 1 if before is None else before.number + 1
        tree, amiss = trees.of(row.number)
        if row.number != number:
            found.problems.append(_problem("seal.missing", partnership_id, number))
        problem = _wrong(row, before) or amiss or _tree_wrong(row, tree)
        if problem is not None:
            found.problems.append(_problem(problem, partnership_id, row.number))
        _note_key(found, row, before)
        found.seals += 1
        found.entries += tree.size
        before = row


class _Trees:
    """The trees over what seals hold, from one stream in the order of the seals."""

    def __init__(self, held: Iterator[Record]) -> None:
        self._groups = groupby(held, key=lambda row: row.seal)
        self._ahead: tuple[int, Iterator[Record]] | None = next(self._groups, None)

    def of(self, number: int) -> tuple[Tree, str | None]:
        """A seal's tree, and what is wrong with its places; seals are asked for in order."""
        while self._ahead is not None and self._ahead[0] < number:
            self._ahead = next(self._groups, None)
        tree = Tree()
        if self._ahead is None or self._ahead[0] != number:
            return tree, None
        amiss = _grown(tree, self._ahead[1])
        self._ahead = next(self._groups, None)
        return tree, amiss


def _grown(tree: Tree, rows: Iterable[Record]) -> str | None:
    """Add the entries of a seal to a tree; what is wrong with their places."""
    amiss = None
    for place, row in enumerate(rows):
        if row.hash is None:
            amiss = amiss or "seal.entry_gone"
        elif row.position != place or row.version != 1:
            amiss = amiss or "seal.places_wrong"
        else:
            try:
                tree.add(row.hash)
            except (TypeError, ValueError):
                amiss = amiss or "seal.root_differs"
    return amiss


def _tree_wrong(row: Record, tree: Tree) -> str | None:
    if tree.size != row.entries:
        return "seal.count_differs"
    return None if tree.root == row.root else "seal.root_differs"


def _wrong(row: Record, before: Record | None) -> str | None:
    """The first thing wrong with a seal itself, behind the one before it."""
    if type(row.body) is not bytes or hashlib.sha256(row.body).hexdigest() != row.hash:
        return "seal.bytes_changed"
    if not _repeats(row):
        return "seal.columns_changed"
    if row.previous != (None if before is None else before.hash):
        return "seal.out_of_order"
    if row.total != row.entries + (0 if before is None else before.total):
        return "seal.count_differs"
    public, signature = _bytes(row.public_key), _bytes(row.signature)
    if fingerprint(public) != row.key:
        return "seal.key_wrong"
    if not signed_by(public, signature=signature, content=row.body):
        return "seal.signature_wrong"
    return _succession_wrong(row, before)


def _succession_wrong(row: Record, before: Record | None) -> str | None:
    if before is None or before.key == row.key:
        return None if row.certificate is None else "seal.certificate_wrong"
    if row.certificate is None:
        return "seal.uncertified"
    return None if _certified(row, before) else "seal.certificate_wrong"


def _certified(row: Record, before: Record) -> bool:
    return certified_by(
        _bytes(before.public_key),
        signature=_bytes(row.certificate or ""),
        new=_bytes(row.public_key),
    )


def _note_key(found: SealsChecked, row: Record, before: Record | None) -> None:
    """Note where a key's reign begins: at the page's first seal, too."""
    if before is not None and before.key == row.key and found.reigns:
        last = found.reigns[-1]
        if (last.partnership_id, last.key) == (row.partnership_id, row.key):
            return
    certified = before is None or before.key == row.key or _certified(row, before)
    found.reigns.append(Reign(row.partnership_id, row.key, row.number, certified))


def _bytes(text: str) -> bytes:
    """The bytes of a hexadecimal text in its one form; none where it is not that."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return b""
    return found if found.hex() == text else b""


def _repeats(row: Record) -> bool:
    """Whether the columns say what the signed bytes say."""
    try:
        body: Any = json.loads(row.body)
    except ValueError:
        return False
    return (row.version, row.id) == (1, seal_id(row.number)) and body == {
        "v": SEAL_VERSION,
        "partnership": row.partnership_id,
        "number": row.number,
        "at": instant_text(row.at),
        "entries": row.entries,
        "total": row.total,
        "root": row.root,
        "previous": row.previous,
        "key": row.key,
    }


def _problem(code: str, partnership_id: str, number: int, **params: Any) -> Problem:
    return Problem(code, {"partnership": partnership_id, "number": number, **params})


def follows_from(reigns: Sequence[Reign], known: str) -> int | None:
    """The number of the seal from which on a key is vouched for by the one that is known.

    `reigns` are one partnership's. The latest key has to be the known one, or to follow from it
    by certificates; every older seal stands by the chain that the latest one signs. None where
    the known key vouches for nothing.
    """
    for reign in reversed(reigns):
        if reign.key == known:
            return reign.since
        if not reign.certified:
            return None
    return None
