"""Receipts: what lets anybody show later that an entry stood on the record, in which seal.

A receipt is plain JSON that whoever did something keeps. It carries the entry's hash, the way
from it to the root of the seal it is in, and the latest seal, each with its signed bytes. So a
record that was cut or written anew is shown by any receipt from before, whoever changed it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.subjects import find_subject
from governance.domain.errors import Problem, Refused, Unusable
from governance.store import seals
from governance.store.engine import Record, Transaction
from governance.store.keys import fingerprint, signed_by
from governance.store.ledger import SUBJECTS
from governance.store.merkle import root_by
from governance.store.sealing import last_seal
from governance.store.tables import TABLES
from governance.store.types import instant_text

FORMAT: Final = "vires-receipt"
VERSION: Final = 1
LONGEST: Final = 1_000_000
"""Bytes of a receipt's file at the most."""

_entry = TABLES["ledger_entry"]
_sealed = TABLES["sealed_entry"]
_ENTRY = select(_entry).where(
    _entry.c.partnership_id == bindparam("partnership"),
    _entry.c.subject_id == bindparam("subject"),
    _entry.c.number == bindparam("number"),
)
_REF = {
    name: select(table.c.ref).where(
        table.c.partnership_id == bindparam("partnership"), table.c.id == bindparam("subject")
    )
    for name, table in SUBJECTS.items()
}
_PLACE = select(_sealed).where(
    _sealed.c.partnership_id == bindparam("partnership"), _sealed.c.id == bindparam("entry")
)


def receipt(desk: Desk, name: str, *, number: int | None = None) -> dict[str, Any]:
    """The receipt of an entry on whatever has that reference, key or id; the latest by default.

    Raises `Unusable` where there is no such thing, `Refused` where it has no such entry.
    """
    table, row = find_subject(desk, name)
    wanted = row.entries if number is None else number
    entry = None if wanted > row.entries else desk.first(_ENTRY, subject=row.id, number=wanted)
    if entry is None:
        raise Refused.one("receipt.no_entry", ref=row.ref, number=wanted, entries=row.entries)
    place = seals.place_of(desk.tx, desk.pid, entry.id)
    latest = last_seal(desk.tx, desk.pid)
    return {
        "format": FORMAT,
        "version": VERSION,
        "partnership": desk.pid,
        "subject": [table, row.id],
        "ref": row.ref,
        "number": entry.number,
        "kind": entry.kind,
        "at": instant_text(entry.at),
        "hash": entry.hash,
        "sealed": None
        if place is None
        else {"seal": shown(place.seal), "position": place.position, "path": place.path},
        "latest": None if latest is None else {"number": latest.number, **shown(latest)},
    }


def shown(seal: Record) -> dict[str, Any]:
    """A seal as a receipt carries it: the signed bytes as text, and all that checks them."""
    return {
        "body": seal.body.decode(),
        "signature": seal.signature,
        "public_key": seal.public_key,
        "hash": seal.hash,
    }


def encoded(told: Mapping[str, Any]) -> str:
    """A receipt as its file holds it."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """A seal as a receipt carries it. `body` is what its signed bytes say, None for no JSON."""

    content: bytes
    body: Mapping[str, Any]
    signature: str
    public_key: str
    hash: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt that was read: what it says of its entry, and the seals it carries."""

    partnership: str
    table: str
    subject: str
    ref: str
    number: int
    kind: str
    at: str
    hash: str
    seal: ShownSeal | None
    position: int
    path: tuple[str, ...]
    latest: ShownSeal | None


def read(path: Path) -> Shown:
    """The receipt in a file. Raises `Unusable` where there is none."""
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except OSError as error:
        detail = error.strerror or str(error)
        raise Unusable.one("receipt.unreadable", path=str(path), detail=detail) from error
    return read_content(content, name=str(path))


def read_content(content: bytes, *, name: str) -> Shown:
    """The receipt that the bytes of a file of that name hold. Raises `Unusable` for none."""
    try:
        if len(content) > LONGEST:
            raise ValueError("too long")
        return _read(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unusable.one("receipt.none", path=name) from error


def _read(told: Any) -> Shown:
    if (told["format"], told["version"]) != (FORMAT, VERSION):
        raise ValueError("another format")
    sealed = told["sealed"]
    return Shown(
        partnership=_text(told["partnership"]),
        table=_text(told["subject"][0]),
        subject=_text(told["subject"][1]),
        ref=_text(told["ref"]),
        number=_whole(told["number"]),
        kind=_text(told["kind"]),
        at=_text(told["at"]),
        hash=_text(told["hash"]),
        seal=None if sealed is None else _seal(sealed["seal"]),
        position=0 if sealed is None else _whole(sealed["position"]),
        path=() if sealed is None else tuple(_text(one) for one in sealed["path"]),
        latest=None if told["latest"] is None else _seal(told["latest"]),
    )


def _seal(told: Any) -> ShownSeal:
    content = _text(told["body"]).encode()
    body = json.loads(content)
    _whole(body["number"])
    _whole(body["entries"])
    for name in ("partnership", "root", "key"):
        _text(body[name])
    signature, key = _text(told["signature"]), _text(told["public_key"])
    return ShownSeal(content, body, signature, key, _text(told["hash"]))


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"want text, got {type(value).__name__}")
    if "\0" in value:
        raise ValueError("a character that no text of ours has")
    value.encode()  # a half of a pair is no text
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise ValueError(f"want a whole number, got {str(value)[:40]!r}")
    return value


def check(tx: Transaction, one: Shown) -> Iterator[Problem]:
    """What of the record is not as a receipt says, and what of the receipt does not hold."""
    where = {"ref": one.ref, "number": one.number}
    broken = _broken(one)
    if broken is not None:
        yield Problem(broken, where)
        return
    entry = tx.first(_ENTRY, partnership=one.partnership, subject=one.subject, number=one.number)
    if entry is None:
        yield Problem("receipt.entry_gone", where)
    elif not _same(tx, one, entry):
        yield Problem("receipt.entry_differs", where)
    if one.seal is not None:
        yield from _against(tx, one, one.seal)
        if entry is not None and not _stands(tx, one, one.seal, entry):
            yield Problem("receipt.place_differs", where | {"seal": one.seal.body["number"]})
    if one.latest is not None and (one.seal is None or one.latest.hash != one.seal.hash):
        yield from _against(tx, one, one.latest)


def _same(tx: Transaction, one: Shown, entry: Record) -> bool:
    """Whether an entry is what a receipt says: its hash, and what people read beside that."""
    told = (one.hash, one.kind, one.at, one.table)
    if (entry.hash, entry.kind, instant_text(entry.at), entry.subject_table) != told:
        return False
    ref = tx.scalar(_REF[one.table], partnership=one.partnership, subject=one.subject)
    return bool(ref == one.ref)


def _against(tx: Transaction, one: Shown, seal: ShownSeal) -> Iterator[Problem]:
    """A seal that a receipt carries, against the one with its number."""
    row = seals.seal_at(tx, one.partnership, seal.body["number"])
    where = {"ref": one.ref, "number": one.number, "seal": seal.body["number"]}
    if row is None:
        yield Problem("receipt.seal_gone", where)
    elif (row.hash, row.body) != (seal.hash, seal.content):
        yield Problem("receipt.seal_differs", where)


def _stands(tx: Transaction, one: Shown, seal: ShownSeal, entry: Record) -> bool:
    place = tx.first(_PLACE, partnership=one.partnership, entry=entry.id)
    return place is not None and (place.seal, place.position) == (
        seal.body["number"],
        one.position,
    )


def _broken(one: Shown) -> str | None:
    """What does not hold of a receipt by itself."""
    for seal in (one.seal, one.latest):
        if seal is None:
            continue
        public, signature = _bytes(seal.public_key), _bytes(seal.signature)
        if seal.body["partnership"] != one.partnership or fingerprint(public) != seal.body["key"]:
            return "receipt.seal_broken"
        if hashlib.sha256(seal.content).hexdigest() != seal.hash:
            return "receipt.seal_broken"
        if not signed_by(public, signature=signature, content=seal.content):
            return "receipt.seal_broken"
    if one.seal is None:
        return None
    try:
        size = one.seal.body["entries"]
        reached = root_by(one.hash, position=one.position, size=size, beside=one.path)
    except ValueError:
        reached = None
    return None if reached == one.seal.body["root"] else "receipt.not_inside"


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
