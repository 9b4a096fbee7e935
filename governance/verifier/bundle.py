"""A record's file: its chains, seals and texts, and the rows that come about by its entries."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from governance.verifier.texts import UnreadableError

FORMAT, VERSION = "vires-record", 1
LONGEST = 500_000_000
"""Bytes of a file that are read, at the most."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """One act: its hash as the file says it, the bytes that were hashed, and what they say."""

    id: str
    hash: str
    bytes: bytes
    body: Mapping[str, Any]
    sealed: Mapping[str, Any] | None

    @property
    def at(self) -> dt.datetime:
        """When it was done."""
        return instant(self.body["at"])

    @property
    def about(self) -> tuple[str, str]:
        """The table and id of what it was done to."""
        table, row_id = self.body["subject"]
        return table, row_id

    @property
    def order(self) -> tuple[Any, ...]:
        """As it was sealed; what waits for its seal comes last, by its time (see `order`)."""
        if self.sealed is None:
            return (1, self.at, self.id)
        return (0, self.sealed["seal"], self.sealed["position"])


@dataclass(frozen=True)
class Chain:
    """The history of one thing."""

    table: str
    id: str
    entries: tuple[Entry, ...]


@dataclass
class Rows:
    """What the tables held at a moment: rows by table and id, as entries made them."""

    tables: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def write(self, entry: Entry) -> None:
        """Apply what an entry wrote."""
        for what, table, row_id, values in entry.body["writes"]:
            rows = self.tables.setdefault(table, {})
            if what == "insert":
                rows[row_id] = {"id": row_id, **values}
            else:
                rows.setdefault(row_id, {"id": row_id}).update(values)

    def get(self, table: str, row_id: str | None) -> Row | None:
        """The row of that id, if there is one."""
        return None if row_id is None else self.tables.get(table, {}).get(row_id)

    def where(self, table: str, **values: Any) -> list[Row]:
        """The rows with these values, in the order in which they came about."""
        return [
            row
            for row in self.tables.get(table, {}).values()
            if all(row.get(name) == value for name, value in values.items())
        ]

    def one(self, table: str, **values: Any) -> Row | None:
        """The row with these values, if there is one."""
        return next(iter(self.where(table, **values)), None)


@dataclass(frozen=True)
class Bundle:
    """A record, read."""

    partnership: str
    report: str
    """The id of the report."""
    ref: str
    made_at: dt.datetime
    chains: tuple[Chain, ...]
    seals: tuple[Mapping[str, Any], ...]
    rulebooks: Mapping[str, str]
    names: tuple[Mapping[str, Any], ...]

    def chain(self, table: str, row_id: str) -> Chain | None:
        """The history of a thing."""
        found = (c for c in self.chains if (c.table, c.id) == (table, row_id))
        return next(found, None)


def read_bundle(content: bytes) -> Bundle:
    """Read a file. Raises `UnreadableError` where it is no record, or one of another version."""
    if len(content) > LONGEST:
        raise UnreadableError("the file is longer than any record")
    try:
        said = _DECODER.decode(content.decode())
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the file is not JSON: {error}") from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise UnreadableError("the file is no decision record")
    if said.get("version") != VERSION:
        raise UnreadableError(f"the record is of version {said.get('version')}, not {VERSION}")
    try:
        return Bundle(
            partnership=_text(said["partnership"]),
            report=_text(said["report"]["id"]),
            ref=_text(said["report"]["ref"]),
            made_at=instant(said["made_at"]),
            chains=tuple(_chain(one) for one in said["chains"]),
            seals=tuple({k: one[k] for k in _SEAL} for one in said["seals"]),
            rulebooks={_text(one["id"]): _text(one["text"]) for one in said["rulebooks"]},
            names=tuple(map(_name, said["names"])),
        )
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise UnreadableError(f"the record lacks something or has it wrong: {error!r}") from error


def _name(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A person's name with its salt; both are None once it was erased."""
    found = {"id": _text(said["id"]), "person": _text(said["person"])}
    if said["text"] is None and said["salt"] is None:
        return {**found, "salt": None, "text": None}
    return {**found, "salt": _text(said["salt"]), "text": _text(said["text"])}


_SEAL = ("number", "body", "hash", "signature", "public_key", "certificate")


def _chain(said: Mapping[str, Any]) -> Chain:
    return Chain(_text(said["table"]), _text(said["id"]), tuple(map(_entry, said["entries"])))


def _entry(said: Mapping[str, Any]) -> Entry:
    content = _text(said["body"])
    body = _DECODER.decode(content)
    for what, table, row_id, values in body["writes"]:
        if what not in ("insert", "update") or not isinstance(values, dict):
            raise UnreadableError("an entry whose writes cannot be read")
        _text(table), _text(row_id)
    instant(body["at"])
    facts = body.get("facts")
    if not (facts is None or isinstance(facts, dict)) or body.get("v") != 1:
        raise UnreadableError("an entry of another version")
    return Entry(
        _text(said["id"]), _text(said["hash"]), content.encode(), body, _place(said["sealed"])
    )


def _place(said: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Where an entry is sealed: the seal's number, the place in it, the path to its root."""
    if said is None:
        return None
    if type(said["seal"]) is not int or type(said["position"]) is not int:
        raise UnreadableError("an entry whose place in its seal cannot be read")
    return {**said, "path": [_text(one) for one in said["path"]]}


def instant(text: str) -> dt.datetime:
    """An instant in UTC. Raises `ValueError`."""
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {text}")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise UnreadableError(f"text is wanted, and there is {value!r:.40}")
    return value


def _no_fraction(text: str) -> Any:
    raise UnreadableError(f"a number that is not whole: {text}")


_DECODER = json.JSONDecoder(parse_float=_no_fraction, parse_constant=_no_fraction)
"""Reads JSON in which every number is whole."""


def from_hex(text: Any) -> bytes:
    """The bytes of a text in hexadecimal, small letters only. Raises `UnreadableError`."""
    try:
        found = bytes.fromhex(_text(text))
    except ValueError:
        found = None
    if found is None or found.hex() != text:
        raise UnreadableError("something that should be hexadecimal is not")
    return found


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
