"""What somebody was told of that cover has lost, kept so that nobody is told of it twice.

Each cause has a row of its own. Whoever tells claims it first: of two acts at once that cost the
same, one claims and tells, and acts that change nothing about it wait for nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from governance.application.change import Insert
from governance.application.desk import Desk
from governance.application.nightcheck.finding import Telling
from governance.store.engine import WriteTransaction
from governance.store.ids import new_id
from governance.store.tables import TABLES

Kind = Literal["rule", "meeting"]

_cause = TABLES["cover_cause"]
_KEPT = select(_cause.c.kind, _cause.c.cause, _cause.c.able, _cause.c.told_from).where(
    _cause.c.partnership_id == bindparam("partnership"),
    or_(_cause.c.able.is_(True), _cause.c.told_from.is_not(None)),
)
_VALUES: Final = ("partnership_id", "id", "version", "kind", "cause", "able", "told_from")
_NEW: Final = (
    insert(_cause)
    .values({name: bindparam(name, type_=_cause.c[name].type) for name in _VALUES})
    .on_conflict_do_nothing()
)
_THIS: Final = (
    _cause.c.partnership_id == bindparam("here"),
    _cause.c.kind == bindparam("of_kind"),
    _cause.c.cause == bindparam("named"),
)
_TOLD_FROM: Final = {
    "told_from": bindparam("day", type_=_cause.c.told_from.type),
    "version": _cause.c.version + 1,
}
_CLAIMED: Final = update(_cause).where(*_THIS, _cause.c.told_from.is_(None)).values(_TOLD_FROM)
_MOVED: Final = update(_cause).where(*_THIS).values(_TOLD_FROM)
_ABLE: Final = (
    update(_cause)
    .where(*_THIS)
    .values(able=bindparam("can", type_=_cause.c.able.type), version=_cause.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of cover: rules that could be followed when last asked, and what was told.

    `rules` and `meetings` are causes somebody was told of, with the day from which they hold.
    """

    able: frozenset[str] = frozenset()
    rules: Mapping[str, dt.date] = field(default_factory=dict)
    meetings: Mapping[str, dt.date] = field(default_factory=dict)

    def told(self, kind: Kind) -> Mapping[str, dt.date]:
        """The causes of a kind that somebody was told of."""
        return self.rules if kind == "rule" else self.meetings


def read_kept(desk: Desk) -> Kept:
    """What is kept of a partnership's cover."""
    rows = desk.tx.all(_KEPT, partnership=desk.pid)
    told = [row for row in rows if row.told_from is not None]
    return Kept(
        frozenset(row.cause for row in rows if row.able),
        {row.cause: row.told_from for row in told if row.kind == "rule"},
        {row.cause: row.told_from for row in told if row.kind == "meeting"},
    )


@dataclass(frozen=True, slots=True)
class Note:
    """A message that tells of causes: a line for each. `number` in its parameters counts them."""

    kind: Kind
    queued: Insert
    lines: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Watched:
    """What looking at cover gave: what to keep in place of what was kept, and whom to tell.

    `anew` are causes of rules that are told although they were told before.
    """

    partnership: str
    now: dt.datetime
    before: Kept
    after: Kept
    notes: tuple[Note, ...]
    anew: frozenset[str] = frozenset()

    def put(self, tx: WriteTransaction) -> None:
        """Write it; of what another act has told of meanwhile nobody is told again."""
        for cause in sorted(self.anew & self.before.rules.keys()):
            tx.run(_MOVED, **self._named("rule", cause), day=None)
        claimed = [(note, self._claimed(tx, note)) for note in self.notes]
        kinds: tuple[Kind, ...] = ("rule", "meeting")
        for kind in kinds:
            self._moved(tx, kind)
        for cause in sorted(self.before.able ^ self.after.able):
            self._set_able(tx, cause, can=cause in self.after.able)
        for note, lines in claimed:
            if lines:
                params = {**note.queued.values["params"], "lines": lines}
                if "number" in params:
                    params["number"] = len(lines)
                values = {**note.queued.values, "params": params}
                Telling(self.partnership, replace(note.queued, values=values)).put(tx)

    def _claimed(self, tx: WriteTransaction, note: Note) -> list[str]:
        """The lines of a note about causes that nobody else has told of."""
        told = self.after.told(note.kind)
        return [
            said
            for cause, said in sorted(note.lines.items())
            if self._new(tx, note.kind, cause, able=False, told_from=told[cause])
            or tx.run(_CLAIMED, **self._named(note.kind, cause), day=told[cause])
        ]

    def _moved(self, tx: WriteTransaction, kind: Kind) -> None:
        """Forget what is put right, and note what holds from another day."""
        before, after = self.before.told(kind), self.after.told(kind)
        for cause in sorted(before):
            if before[cause] != after.get(cause):
                tx.run(_MOVED, **self._named(kind, cause), day=after.get(cause))

    def _set_able(self, tx: WriteTransaction, cause: str, *, can: bool) -> None:
        if not self._new(tx, "rule", cause, able=can, told_from=None):
            tx.run(_ABLE, **self._named("rule", cause), can=can)

    def _new(
        self, tx: WriteTransaction, kind: Kind, cause: str, *, able: bool, told_from: dt.date | None
    ) -> bool:
        row: dict[str, Any] = {"partnership_id": self.partnership, "id": new_id(self.now)}
        row |= {"version": 1, "kind": kind, "cause": cause, "able": able, "told_from": told_from}
        return tx.run(_NEW, **row) == 1

    def _named(self, kind: Kind, cause: str) -> dict[str, str]:
        return {"here": self.partnership, "of_kind": kind, "named": cause}
