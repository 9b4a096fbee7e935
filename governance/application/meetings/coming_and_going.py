"""When people came to a meeting and left it, as its own entries say.

An attendance row says how it stands at the end; who came late, or was away for a while, is in
the entries of the acts that recorded it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.store.tables import TABLES

_CAME: Final = ("meeting.attended", "meeting.observed")
_WENT: Final = ("meeting.left", "meeting.excused")
_OPENED: Final = ("meeting.held", "meeting.resumed", "meeting.found_inquorate")
_BROKEN_OFF: Final = "meeting.adjourned"

_entry = TABLES["ledger_entry"]
_ENTRIES = (
    select(_entry.c.kind, _entry.c.at, _entry.c.body)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("meeting"),
        _entry.c.kind.in_((*_CAME, *_WENT, *_OPENED, _BROKEN_OFF)),
    )
    .order_by(_entry.c.number)
)


@dataclass(frozen=True, slots=True)
class Stay:
    """A time that somebody was there: `since` where they came late, `until` where they left.

    Both are None for somebody who was there from its opening to its end.
    """

    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(slots=True)
class _Room:
    """A meeting's room while its entries are gone through.

    `there` says since when each is there, None from the opening; `waiting` the same of whoever is
    to be recorded anew on another day, with when it was broken off.
    """

    opened: bool = False
    sits: bool = False
    there: dict[str, dt.datetime | None] = field(default_factory=dict)
    waiting: dict[str, Stay] = field(default_factory=dict)
    found: dict[str, list[Stay]] = field(default_factory=dict)

    def came(self, person: str, at: dt.datetime) -> None:
        if person in self.there:
            return
        before = self.waiting.pop(person, None)
        if before is not None and self.sits:
            self.found.setdefault(person, []).append(before)
        if before is not None and not self.sits:
            self.there[person] = before.since
        else:
            self.there[person] = at if self.opened else None

    def went(self, person: str, at: dt.datetime) -> None:
        if (before := self.waiting.pop(person, None)) is not None:
            self.found.setdefault(person, []).append(before)
        if person in self.there:
            since = self.there.pop(person)
            if self.opened:
                self.found.setdefault(person, []).append(Stay(since, at))

    def broken_off(self, at: dt.datetime, *, to_another_day: bool) -> None:
        self.sits = False
        if to_another_day:
            self.waiting |= {person: Stay(since, at) for person, since in self.there.items()}
            self.there = {}

    def end(self) -> Mapping[str, Sequence[Stay]]:
        for person, stay in self.waiting.items():
            self.found.setdefault(person, []).append(stay)
        for person, since in self.there.items():
            self.found.setdefault(person, []).append(Stay(since))
        return self.found


def stays(desk: Desk, meeting_id: str) -> Mapping[str, Sequence[Stay]]:
    """When each person (by key) was at a meeting while it sat; nothing of who left before that.

    Of a meeting that nobody opened, such as one recorded as held, it is not known who came late.
    """
    room = _Room()
    for entry in desk.all(_ENTRIES, meeting=meeting_id):
        facts = json.loads(entry.body)["facts"]
        if entry.kind in _OPENED:
            room.opened = room.sits = True
        elif entry.kind == _BROKEN_OFF:
            later = facts["to"] > desk.day_of(entry.at).isoformat()
            room.broken_off(entry.at, to_another_day=later)
        elif entry.kind in _CAME:
            room.came(facts["person"], entry.at)
        else:
            room.went(facts["person"], entry.at)
    return room.end()
