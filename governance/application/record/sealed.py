"""Which seals hold some entries, where in them, and the path from each entry to its seal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from governance.application.desk import Desk
from governance.store.lists import in_list
from governance.store.merkle import paths
from governance.store.tables import TABLES

_here: Any = bindparam("partnership")
_entry = TABLES["ledger_entry"]
_seal = TABLES["seal"]
_sealed = TABLES["sealed_entry"]
_PLACES = select(_sealed.c.id, _sealed.c.seal, _sealed.c.position).where(
    _sealed.c.partnership_id == _here, in_list(_sealed.c.id, "entries")
)
_LEAVES = (
    select(_sealed.c.seal, _entry.c.hash)
    .select_from(
        _sealed.join(
            _entry,
            (_entry.c.partnership_id == _sealed.c.partnership_id) & (_entry.c.id == _sealed.c.id),
        )
    )
    .where(_sealed.c.partnership_id == _here, in_list(_sealed.c.seal, "seals"))
    .order_by(_sealed.c.seal, _sealed.c.position)
)
_latest = select(func.max(_seal.c.number)).where(_seal.c.partnership_id == _here).scalar_subquery()
_SEALS = (
    select(_seal)
    .where(
        _seal.c.partnership_id == _here,
        or_(
            in_list(_seal.c.number, "seals"),
            _seal.c.number == _latest,
        ),
    )
    .order_by(_seal.c.number)
)
_LATEST = (
    select(_seal.c.number, _seal.c.key)
    .where(_seal.c.partnership_id == _here)
    .order_by(_seal.c.number.desc())
    .limit(1)
)
_WITH_ANOTHER_KEY = (
    select(_seal.c.number, _seal.c.key)
    .where(
        _seal.c.partnership_id == _here,
        _seal.c.number < bindparam("number"),
        _seal.c.key != bindparam("key"),
    )
    .order_by(_seal.c.number.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The seals, in the order of their numbers, and the place of each entry that is sealed."""

    seals: list[dict[str, Any]]
    places: Mapping[str, dict[str, Any]]


def sealed(desk: Desk, entries: Sequence[str]) -> Sealed:
    """The seals of these entries, the latest one, and both sides of each change of key."""
    places = {row.id: row for row in desk.all(_PLACES, entries=sorted(entries))}
    numbers = sorted({row.seal for row in places.values()})
    leaves: dict[int, list[str]] = {}
    for row in desk.all(_LEAVES, seals=numbers):
        leaves.setdefault(row.seal, []).append(row.hash)
    held: dict[int, list[Any]] = {}
    for row in places.values():
        held.setdefault(row.seal, []).append(row)
    found: dict[str, dict[str, Any]] = {}
    for number in numbers:
        ways = paths(leaves[number], [row.position for row in held[number]])
        for row, way in zip(held[number], ways, strict=True):
            found[row.id] = {"seal": number, "position": row.position, "path": way}
    shown = sorted({*numbers, *_changes(desk)})
    return Sealed([_plain(row) for row in desk.all(_SEALS, seals=shown)], found)


def _changes(desk: Desk) -> list[int]:
    """The numbers of the last seal by each earlier key, and of the first by the one after."""
    found: list[int] = []
    at = desk.first(_LATEST)
    while at is not None:
        at = desk.first(_WITH_ANOTHER_KEY, number=at.number, key=at.key)
        found += [] if at is None else [at.number, at.number + 1]
    return found


def _plain(seal: Any) -> dict[str, Any]:
    return {
        "number": seal.number,
        "body": bytes(seal.body).decode(),
        "hash": seal.hash,
        "signature": seal.signature,
        "public_key": seal.public_key,
        "certificate": seal.certificate,
    }
