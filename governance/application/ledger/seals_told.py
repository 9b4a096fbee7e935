"""The seals over a partnership's record as people read them: each, the latest, and what waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.store import keys, sealing, seals
from governance.store.tables import TABLES

PAGE: Final = 25
"""Seals told at once."""
HIGHEST: Final = 2**31 - 1
"""No seal has a higher number."""

_entry = TABLES["ledger_entry"]
_seal = TABLES["seal"]
_queue = TABLES["unsealed_entry"]
_LATEST = (
    select(_seal)
    .where(_seal.c.partnership_id == bindparam("partnership"), _seal.c.number < bindparam("before"))
    .order_by(_seal.c.number.desc())
    .limit(PAGE + 1)
)
_WAITS = (
    select(func.count().label("entries"), func.min(_entry.c.at).label("since"))
    .select_from(
        _queue.join(
            _entry,
            (_entry.c.partnership_id == _queue.c.partnership_id) & (_entry.c.id == _queue.c.id),
        )
    )
    .where(_queue.c.partnership_id == bindparam("partnership"))
)


@dataclass(frozen=True, slots=True)
class SealView:
    """A seal. `at` is by the clock on the partnership's wall; `key` the key's fingerprint.

    `total` counts the entries under this seal and all before it. `hash` is SHA-256 of the signed
    bytes, `previous` that of the seal before (None for the first), `body` the bytes as text.
    """

    number: int
    at: dt.datetime
    entries: int
    total: int
    hash: str
    previous: str | None
    root: str
    key: str
    signature: str
    body: str


@dataclass(frozen=True, slots=True)
class Waits:
    """How many entries of the partnership wait for a seal, and since when."""

    entries: int
    since: dt.datetime | None


def latest_seals(desk: Desk, *, before: int | None = None) -> tuple[list[SealView], bool]:
    """The latest seals, the last first, with a number under `before`; and whether more are."""
    rows = desk.all(_LATEST, before=HIGHEST if before is None else before)
    zone = ZoneInfo(desk.partnership.timezone)
    return [_view(row, zone) for row in rows[:PAGE]], len(rows) > PAGE


def seal_told(desk: Desk, number: int) -> SealView:
    """One seal. Raises `Unusable` where there is none with that number."""
    row = seals.seal_at(desk.tx, desk.pid, number) if 0 < number < HIGHEST else None
    if row is None:
        raise Unusable.one("seal.no_such", number=number)
    return _view(row, ZoneInfo(desk.partnership.timezone))


def waits(desk: Desk) -> Waits:
    """What of the partnership's record waits for a seal."""
    row = desk.first(_WAITS)
    if row is None or not row.entries:
        return Waits(0, None)
    return Waits(row.entries, row.since.astimezone(ZoneInfo(desk.partnership.timezone)))


def public_key(desk: Desk) -> tuple[str, str] | None:
    """The public key of the latest seal: its fingerprint, and itself as PEM.

    None where nothing is sealed yet.
    """
    row = sealing.last_seal(desk.tx, desk.pid)
    if row is None:
        return None
    return row.key, keys.public_pem(bytes.fromhex(row.public_key))


def _view(row: Any, zone: ZoneInfo) -> SealView:
    return SealView(
        number=row.number,
        at=row.at.astimezone(zone),
        entries=row.entries,
        total=row.total,
        hash=row.hash,
        previous=row.previous,
        root=row.root,
        key=row.key,
        signature=row.signature,
        body=bytes(row.body).decode(),
    )
