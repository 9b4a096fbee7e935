"""What was done to a thing: who, by what right, what, when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.people.queries import names_by_key
from governance.application.subjects import find_subject
from governance.store.tables import TABLES

_entry = TABLES["ledger_entry"]
_OF_SUBJECT = (
    select(_entry)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("subject"),
    )
    .order_by(_entry.c.number)
)

_LATEST = (
    select(_entry)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("subject"),
        _entry.c.number < bindparam("before"),
    )
    .order_by(_entry.c.number.desc())
    .limit(bindparam("most"))
)
_NO_END = 2**31 - 1


@dataclass(frozen=True, slots=True)
class EntryView:
    """One act on one thing. `at` is by the clock on the partnership's wall.

    `who` is the actor's name, or the key where the name was erased; `wrote` says of each table
    how many rows the act made or changed.
    """

    number: int
    kind: str
    at: dt.datetime
    actor: str
    who: str
    authority: str | None
    facts: Mapping[str, Any]
    wrote: Mapping[str, int]
    hash: str

    def plain(self) -> dict[str, Any]:
        """The entry for JSON."""
        return {
            "number": self.number,
            "act": self.kind,
            "at": self.at.isoformat(),
            "actor": self.actor,
            "authority": self.authority,
            "facts": dict(self.facts),
            "wrote": dict(self.wrote),
            "hash": self.hash,
        }


@dataclass(frozen=True, slots=True)
class History:
    """A thing and every act on it, the first first."""

    table: str
    ref: str
    entries: tuple[EntryView, ...]


def history(desk: Desk, name: str) -> History:
    """What was done to whatever has that reference, key or id. Raises `Unusable`."""
    table, row = find_subject(desk, name)
    rows = desk.all(_OF_SUBJECT, subject=row.id)
    names = names_by_key(desk, {entry.actor for entry in rows})
    zone = ZoneInfo(desk.partnership.timezone)
    return History(table, row.ref, tuple(view(entry, names, zone) for entry in rows))


def latest_of(
    desk: Desk, subject_id: str, *, before: int | None = None, most: int = 20
) -> list[EntryView]:
    """The latest acts on a subject, the last first: those with a number under `before`."""
    end = _NO_END if before is None else before
    rows = desk.all(_LATEST, subject=subject_id, before=end, most=most)
    names = names_by_key(desk, {entry.actor for entry in rows})
    zone = ZoneInfo(desk.partnership.timezone)
    return [view(entry, names, zone) for entry in rows]


def view(entry: Any, names: Mapping[str, str], zone: ZoneInfo) -> EntryView:
    """An entry's row as people read it; `names` are those of actors by their keys."""
    body = json.loads(entry.body)
    wrote: dict[str, int] = {}
    for write in body["writes"]:
        wrote[write[1]] = wrote.get(write[1], 0) + 1
    return EntryView(
        number=entry.number,
        kind=entry.kind,
        at=entry.at.astimezone(zone),
        actor=entry.actor,
        who=names.get(entry.actor, entry.actor),
        authority=body["authority"],
        facts=body["facts"] or {},
        wrote=wrote,
        hash=entry.hash,
    )
