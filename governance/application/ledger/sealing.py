"""Sealing what waits, and what there is to say about it: the latest seal, what waits and why.

The leader of the clock seals every second while entries wait; the sweep `seal_ledger` catches up
with whatever was left for longer. Where the key is missing, open to others or somebody else's,
sealing stops and says so, and nothing else does. An installation in one file makes its key itself
where nothing was ever sealed; one on PostgreSQL has several places a key could lie in, so that
somebody has to choose (`vires key create`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from governance.application.desk import Desk
from governance.application.sweeping import BATCH, Swept
from governance.domain.errors import Problem, Unusable
from governance.store import keys, sealing
from governance.store.engine import Store, Transaction
from governance.store.keys import SealKey
from governance.store.sealing import MOST, Waiting
from governance.store.settings import settings
from governance.store.tables import TABLES

LEFT: Final = dt.timedelta(minutes=1)
"""How long an entry waits before the sweep takes it up: the clock has not."""

_entry = TABLES["ledger_entry"]
_queue = TABLES["unsealed_entry"]
_first = (
    select(_queue.c.partnership_id, func.min(_queue.c.id).label("id"))
    .group_by(_queue.c.partnership_id)
    .subquery()
)
_OLDEST = select(func.min(_entry.c.at, type_=_entry.c.at.type)).select_from(
    _first.join(
        _entry,
        (_entry.c.partnership_id == _first.c.partnership_id) & (_entry.c.id == _first.c.id),
    )
)
"""When the first in line of any partnership was written: none hides behind another."""


@dataclass(frozen=True, slots=True)
class LatestSeal:
    """A seal as receipts, minutes and notices name it; `hash` is SHA-256 of its signed bytes."""

    number: int
    hash: str
    at: dt.datetime

    def plain(self) -> dict[str, Any]:
        """The seal for JSON and for facts of an act."""
        return {"number": self.number, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Standing:
    """How sealing stands: what waits, whether anything was ever sealed, and what is in the way.

    `waiting` is each partnership's; `trouble` what keeps the key here from sealing, None where
    nothing does. `key` is its fingerprint, None where there is none that can be used.
    """

    waiting: tuple[Waiting, ...]
    sealed: bool
    key: str | None
    trouble: Problem | None

    @property
    def entries(self) -> int:
        """How many entries wait."""
        return sum(one.entries for one in self.waiting)

    @property
    def since(self) -> dt.datetime | None:
        """When the first of them was written."""
        return min((one.since for one in self.waiting), default=None)


def latest_seal(desk: Desk) -> LatestSeal | None:
    """The latest seal over the partnership's record; None where nothing is sealed yet."""
    row = sealing.last_seal(desk.tx, desk.pid)
    return None if row is None else LatestSeal(row.number, row.hash, row.at)


def key_file() -> Path:
    """Where the key of this process is; see `VIRES_SEAL_KEY`."""
    return settings().seal_key_file


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many entries were sealed, and what kept others from it."""

    entries: int = 0
    problems: tuple[Problem, ...] = ()


def seal_all(
    store: Store,
    *,
    now: dt.datetime,
    path: Path | None = None,
    makes_key: bool = False,
    goes_on: Callable[[], bool] = lambda: True,
    most: int = MOST,
) -> int:
    """Seal everything that waits now, batch after batch; how many entries were sealed.

    `makes_key` makes the first key wherever it is to lie. `goes_on` is asked before each further
    batch. Raises `Unusable` where there is no key that may seal, or the store fails; what was
    sealed by then is.
    """
    found = seal_what_can_be(
        store, now=now, path=path, makes_key=makes_key, goes_on=goes_on, most=most
    )
    if found.problems:
        raise Unusable(found.problems)
    return found.entries


def seal_what_can_be(
    store: Store,
    *,
    now: dt.datetime,
    path: Path | None = None,
    makes_key: bool = False,
    goes_on: Callable[[], bool] = lambda: True,
    most: int = MOST,
) -> Sealed:
    """Seal as `seal_all` does, and tell what is in the way beside what was sealed.

    What comes while it seals waits for the next time: beside one who writes without a break it
    would never end, and make a seal of every few entries. Raises `Unusable` where the store fails.
    """
    with store.read() as tx:
        wanted = sealing.how_many_wait(tx)
    if not wanted:
        return Sealed()
    entries = 0
    troubles: list[Problem] = []
    try:
        key = usable_key(store, path or key_file(), makes_key=makes_key)
        while made := sealing.seal_waiting(store, key=key, now=now, most=most, troubles=troubles):
            entries += sum(one.entries for one in made)
            if not goes_on():
                break
            if entries >= wanted:
                return Sealed(entries, tuple(troubles))
    except Unusable as error:
        if not error.problems[0].code.startswith("seal."):
            raise
        return Sealed(entries, tuple(error.problems))
    return Sealed(entries)


def usable_key(store: Store, path: Path, *, makes_key: bool = False) -> SealKey:
    """The key to seal with; made where an installation in one file never had one.

    Raises `Unusable` where it is missing, open to others, or no key.
    """
    key = keys.read(path)
    if key is not None:
        return key
    with store.read() as tx:
        first = not sealing.any_seal(tx)
    if not first or not (makes_key or _makes_its_own(store)):
        raise Unusable.one("seal.key_missing" if not first else "seal.key_none_yet", path=str(path))
    try:
        return keys.create(path)
    except Unusable as error:
        key = keys.read(path)  # another process was faster
        if key is None:
            raise error from None
        return key


def _makes_its_own(store: Store) -> bool:
    return store.dialect == "sqlite" and settings().seal_key_named is None


def standing(store: Store, *, path: Path | None = None) -> Standing:
    """How sealing stands on this machine, for people and programs. Never raises for the key."""
    place = path or key_file()
    with store.read() as tx:
        waits = tuple(sealing.waiting(tx))
        sealed = sealing.any_seal(tx)
        differs = None
        key, trouble = _key_or_trouble(place)
        if key is None and trouble is None and (sealed or not _makes_its_own(store)):
            code = "seal.key_missing" if sealed else "seal.key_none_yet"
            trouble = Problem(code, {"path": str(place)})
        if key is not None:
            differs = _differs(tx, key)
    return Standing(waits, sealed, None if key is None else key.fingerprint, trouble or differs)


def _key_or_trouble(path: Path) -> tuple[SealKey | None, Problem | None]:
    try:
        return keys.read(path), None
    except Unusable as error:
        return None, error.problems[0]


_PARTNERSHIPS = select(TABLES["partnership"].c.id).order_by(TABLES["partnership"].c.id)


def _differs(tx: Transaction, key: SealKey) -> Problem | None:
    """What says that this key is another's: a latest seal that it does not follow."""
    for (partnership_id,) in tx.all(_PARTNERSHIPS):
        last = sealing.last_seal(tx, partnership_id)
        try:
            sealing.certificate(last, key)
        except Unusable as error:
            return error.problems[0]
    return None


# --- the sweep


def due(store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:  # noqa: ARG001  # one shape for all sweeps
    """Since when entries wait that the clock has not sealed; None where it keeps up."""
    with store.read() as tx:
        first = tx.scalar(_OLDEST)
    if first is None:
        return None
    since: dt.datetime = first + LEFT
    return since if since <= now else None


def work(store: Store, *, flow: str, now: dt.datetime, limit: int = BATCH) -> Swept:  # noqa: ARG001  # one shape for all sweeps
    """Seal the next batch. What cannot be sealed is told, and holds up no other flow."""
    try:
        key = usable_key(store, key_file())
        made = sealing.seal_waiting(store, key=key, now=now)
    except Unusable as error:
        if not error.problems[0].code.startswith("seal."):
            raise
        return Swept(failed=1, lines=[_line(one) for one in error.problems])
    with store.read() as tx:
        return Swept(
            done=sum(one.entries for one in made), more=bool(made) and sealing.anything_waits(tx)
        )


def _line(problem: Problem) -> dict[str, Any]:
    params = {name: str(value) for name, value in problem.params.items()}
    return {
        "ref": "",
        "what": "seal_ledger",
        "outcome": "failed",
        "problem": {"code": problem.code, "params": params},
    }
