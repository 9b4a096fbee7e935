"""What escalations hold a commission to: moves that are closed, exceptions a paper must mention.

Both hold while their deadline is not settled; one that was extended afterwards holds nobody to
anything until its levels come again. That is worked out here, whenever it is asked: nothing has to
lift them, so nothing can forget to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import String, bindparam, cast, literal, null, or_, select, union_all

from governance import words
from governance.application.deadlines.policies import rule_for
from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.application.subjects import refs
from governance.domain.errors import Refusal
from governance.store.lists import belongs, in_list
from governance.store.tables import TABLES

GATE: Final = "gate"
"""What a policy calls passing the gates of a commission's stages."""
CLOSE: Final = "close"
"""What a policy calls closing a commission."""

_deadline = TABLES["deadline"]
_prompt = TABLES["prompt"]
_block = TABLES["block"]
_exception = TABLES["assurance_exception"]
_trigger = TABLES["raised_trigger"]
_here: Any = bindparam("partnership")


_ROUND = "%/" + cast(_deadline.c.extended + 1, String)
_NOT_EXTENDED_SINCE = or_(
    _deadline.c.extended.is_(None),
    _prompt.c.key.like(_ROUND),
)
"""That the level belongs to the day that holds now, and not to one before an extension."""


def _held(
    table: Any,
    *,
    since: Any,
    moves: Any,
    name: Any = None,
    live: bool = False,
    many: bool = False,
) -> Any:
    """Rows of a kind of hold on a commission, with the deadline that called for each."""
    found = (
        select(
            literal(table.name).label("what"),
            table.c.id,
            table.c.commission_id,
            since.label("since"),
            moves.label("moves"),
            (literal("") if name is None else name).label("name"),
            _prompt.c.key.label("level"),
            _deadline.c.kind,
            _deadline.c.due_day,
            _deadline.c.owner,
            _deadline.c.state,
            _deadline.c.settled_at,
            _deadline.c.subject_table,
            _deadline.c.subject_id,
        )
        .join(_deadline, belongs(table, "deadline_id", _deadline))
        .join(_prompt, belongs(table, "prompt_id", _prompt))
        .where(
            table.c.partnership_id == _here,
            in_list(table.c.commission_id, "commissions")
            if many
            else table.c.commission_id == bindparam("commission"),
        )
    )
    return found.where(_deadline.c.state.in_(LIVE), _NOT_EXTENDED_SINCE) if live else found


def _holds(*, live: bool) -> tuple[Any, Any]:
    return (
        _held(_block, since=_block.c.set_at, moves=_block.c.moves, live=live),
        _held(_exception, since=_exception.c.opened_at, moves=null(), live=live),
    )


_OPEN = union_all(*_holds(live=True))
_EXCEPTIONS = _held(_exception, since=_exception.c.opened_at, moves=null(), live=True, many=True)
_EVER = union_all(
    *_holds(live=False),
    _held(_trigger, since=_trigger.c.raised_at, moves=null(), name=_trigger.c.name),
)


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing an escalation holds a commission to, and the deadline that called for it.

    `ref` is the deadline's subject, `kind` and `title` what was due on `due`; `level` the level
    of the policy. `since` is the day it began and `until` the day it ended, None while it holds.
    `moves` are what it closes, `name` the trigger it raised.
    """

    what: str
    ref: str
    kind: str
    title: str
    due: dt.date
    level: str
    owner: str | None
    since: dt.date
    until: dt.date | None
    moves: tuple[str, ...] = ()
    name: str = ""

    def plain(self) -> dict[str, Any]:
        """The hold for the record and for JSON."""
        found: dict[str, Any] = {
            "ref": self.ref,
            "kind": self.kind,
            "title": self.title,
            "due": self.due.isoformat(),
            "level": self.level,
            "owner": self.owner,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until is not None else None,
        }
        if self.what == _block.name:
            found["moves"] = list(self.moves)
        if self.what == _trigger.name:
            found["name"] = self.name
        return found


def holds(desk: Desk, commission_id: str | None) -> tuple[Hold, ...]:
    """Everything that holds a commission to something now: one statement where nothing does."""
    return _read(desk, _OPEN, commission_id)


def exceptions_on(desk: Desk, commission_ids: Iterable[str]) -> dict[str, list[Hold]]:
    """The open assurance exceptions of several commissions, by the commission's id."""
    wanted = sorted(set(commission_ids))
    rows = desk.all(_EXCEPTIONS, commissions=wanted) if wanted else []
    found: dict[str, list[Hold]] = {}
    for row, hold in _told(desk, rows):
        found.setdefault(row.commission_id, []).append(hold)
    return found


def history(desk: Desk, commission_id: str) -> tuple[Hold, ...]:
    """Every block, exception and trigger there ever was on a commission, the oldest first."""
    return _read(desk, _EVER, commission_id)


def blocks(found: Iterable[Hold]) -> tuple[Hold, ...]:
    """Of holds, those that close moves."""
    return tuple(hold for hold in found if hold.what == _block.name)


def exceptions(found: Iterable[Hold]) -> tuple[Hold, ...]:
    """Of holds, the assurance exceptions."""
    return tuple(hold for hold in found if hold.what == _exception.name)


def triggers(found: Iterable[Hold]) -> tuple[Hold, ...]:
    """Of holds, the triggers raised."""
    return tuple(hold for hold in found if hold.what == _trigger.name)


def blocked(found: Sequence[Hold], move: str, *, commission: str) -> tuple[Refusal, ...]:
    """Why a kind of decision, or a move of the commission's own, is closed now: each cause once."""
    closed = {(h.ref, h.kind, h.due): h for h in reversed(blocks(found)) if move in h.moves}
    return tuple(
        Refusal(
            "commission.blocked",
            {
                "commission": commission,
                "move": move,
                "ref": hold.ref,
                "kind": hold.kind,
                "what": hold.title,
                "due": hold.due,
                "since": hold.since,
            },
        )
        for hold in reversed(closed.values())
    )


def called(desk: Desk, kind: str) -> str:
    """What people call a kind of deadline: as the policy says, else in our own words."""
    ruled = rule_for(desk, kind)
    title = ruled.rule.title if ruled is not None else ""
    return title or words.term(kind, desk.partnership.language)


def _read(desk: Desk, statement: Any, commission_id: str | None) -> tuple[Hold, ...]:
    if commission_id is None:
        return ()
    rows = desk.all(statement, commission=commission_id)
    return tuple(hold for _, hold in _told(desk, rows))


def _told(desk: Desk, rows: Sequence[Any]) -> list[tuple[Any, Hold]]:
    """Each row as a hold, the oldest first; asks nothing more where there is none."""
    if not rows:
        return []
    known = refs(desk, [(row.subject_table, row.subject_id) for row in rows])
    titles = {kind: called(desk, kind) for kind in {row.kind for row in rows}}
    return [
        (row, _hold(desk, row, ref=known.get(row.subject_id, row.subject_id), titles=titles))
        for row in sorted(rows, key=lambda row: (row.since, row.id))
    ]


def _hold(desk: Desk, row: Any, *, ref: str, titles: Mapping[str, str]) -> Hold:
    return Hold(
        what=row.what,
        ref=ref,
        kind=row.kind,
        title=titles[row.kind],
        due=row.due_day,
        level=row.level,
        owner=row.owner,
        since=desk.day_of(row.since),
        until=desk.day_of(row.settled_at) if row.settled_at is not None else None,
        moves=tuple(row.moves or ()),
        name=row.name,
    )
