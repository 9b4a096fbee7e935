"""Keeping the key that seals: making it, letting another follow, saying what it seals.

The key lies in a file (see `store.keys`). A change of key is noted on each partnership that has
seals, and sealed at once, so that no chain of seals is left behind with an older key. Whoever
was interrupted calls the change again: what was done is found and the rest is done.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change
from governance.application.desk import acting
from governance.application.ledger.sealing import key_file, seal_all, standing
from governance.domain.errors import Problem, Refused, Unusable
from governance.store import keys, sealing
from governance.store.engine import Record, Store
from governance.store.keys import SealKey
from governance.store.tables import TABLES

ROTATED: Final = "key.rotated"
"""The kind of the entry that says another key seals from now on."""

_partnership = TABLES["partnership"]
_entry = TABLES["ledger_entry"]
_PARTNERSHIPS = select(_partnership.c.id, _partnership.c.key).order_by(_partnership.c.key)
_NOTED = (
    select(_entry.c.body)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("partnership"),
        _entry.c.kind == ROTATED,
    )
    .order_by(_entry.c.number.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class KeyMade:
    """A key that was made: where it lies, and the one it follows, kept in the file `aside`.

    `sealed` counts the entries that were sealed with it at once.
    """

    fingerprint: str
    file: Path
    after: str | None = None
    aside: Path | None = None
    sealed: int = 0


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a key seals of a partnership: from which seal on, the latest, and what waits.

    `since` is None where the latest seal is by another key.
    """

    partnership: str
    since: int | None
    latest: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class KeyTold:
    """The key here: where it lies, its fingerprint, what it seals, and what keeps it from it."""

    file: Path
    key: str | None
    trouble: Problem | None
    partnerships: tuple[Sealed, ...]

    def plain(
        self,
        say: Callable[[str, Mapping[str, Any]], str],
        remedy: Callable[[str, Mapping[str, Any]], str],
    ) -> dict[str, Any]:
        """What there is to say, for JSON."""
        one = self.trouble
        return {
            "file": str(self.file),
            "key": self.key,
            "trouble": one
            and {
                "code": one.code,
                "words": say(one.code, one.params),
                "remedy": remedy(one.code, one.params),
            },
            "partnerships": [
                {
                    "partnership": each.partnership,
                    "since_seal": each.since,
                    "latest_seal": each.latest,
                    "waiting": each.waiting,
                }
                for each in self.partnerships
            ],
        }


def key_here(path: Path | None = None) -> SealKey:
    """The key of this process. Raises `Unusable` where there is none that can be used."""
    place = path or key_file()
    key = keys.read(place)
    if key is None:
        raise Unusable.one("seal.key_missing", path=str(place))
    return key


def create_key(store: Store, *, lost: bool = False, path: Path | None = None) -> KeyMade:
    """Make the key. With `lost` it follows one that is gone, without that one's word.

    Raises `Unusable` where there is a file already or it cannot be written, `Refused` where
    seals are there and nobody says that their key is lost.
    """
    place = path or key_file()
    last = next((row for _, row in _latest(store) if row is not None), None)
    if last is not None and not lost and not place.exists():
        raise Refused.one("seal.sealed_by_another", path=str(place), wanted=last.key)
    after = None if last is None else last.key
    made = keys.create(place, lost=after)
    return KeyMade(made.fingerprint, place, after)


def rotate_key(store: Store, *, now: dt.datetime, path: Path | None = None) -> KeyMade:
    """Let a new key follow the one here, note it on the record, and seal with it.

    Raises `Unusable` where there is no key that can be used, `Refused` where the latest seals are
    another's, or never vouched for it.
    """
    place = path or key_file()
    key = key_here(place)
    unfinished = _unfinished(store, key)
    trouble = standing(store, path=place).trouble
    if trouble is not None and (not unfinished or trouble.code == "seal.certificate_unfit"):
        raise Refused.one(trouble.code, **trouble.params)
    if not unfinished:
        key, _ = keys.succeed(place)
    assert key.succession is not None
    sealed = _begin_with(store, key, now=now, path=place)
    after = key.succession.after
    return KeyMade(key.fingerprint, place, after, keys.aside_of(place, after), sealed)


def key_told(store: Store, *, path: Path | None = None) -> KeyTold:
    """What there is to say about the key here."""
    place = path or key_file()
    how = standing(store, path=place)
    waiting = {one.partnership_id: one.entries for one in how.waiting}
    told = []
    with store.read() as tx:
        for row in tx.all(_PARTNERSHIPS):
            last = sealing.last_seal(tx, row.id)
            since = None if last is None or last.key != how.key else sealing.since(tx, last)
            latest = None if last is None else last.number
            told.append(Sealed(row.key, since, latest, waiting.get(row.id, 0)))
    return KeyTold(place, how.key, how.trouble, tuple(told))


def _latest(store: Store) -> list[tuple[str, Record | None]]:
    with store.read() as tx:
        return [(row.id, sealing.last_seal(tx, row.id)) for row in tx.all(_PARTNERSHIPS)]


def _unfinished(store: Store, key: SealKey) -> bool:
    """Whether this key has followed another and some seals have not heard of it yet."""
    return key.succession is not None and any(
        last is not None and last.key == key.succession.after for _, last in _latest(store)
    )


def _begin_with(store: Store, key: SealKey, *, now: dt.datetime, path: Path) -> int:
    """Note a new key wherever an older one seals, and seal with it; how many entries were."""
    assert key.succession is not None
    facts = {"key": key.fingerprint, "after": key.succession.after}
    for partnership_id, last in _latest(store):
        if last is None or last.key == key.fingerprint or _noted(store, partnership_id, key):
            continue
        with acting(store, now=now, partnership=partnership_id) as desk:
            row = desk.row("partnership", partnership_id)
            desk.apply(Change(ROTATED, "partnership", row, {}, facts=facts))
    return seal_all(store, now=now, path=path)


def _noted(store: Store, partnership_id: str, key: SealKey) -> bool:
    with store.read() as tx:
        body = tx.scalar(_NOTED, partnership=partnership_id)
    return body is not None and json.loads(body)["facts"]["key"] == key.fingerprint
