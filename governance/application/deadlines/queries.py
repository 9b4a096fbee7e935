"""Which deadlines there are, whose they are, and which are overdue on a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.firing import effects_of
from governance.application.deadlines.pausing import pause_of, stood_still, was_overdue
from governance.application.deadlines.planning import in_round, is_of_round, level, remaining
from governance.application.deadlines.policies import policies
from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.application.escalations.queries import called
from governance.application.subjects import find_subject, refs
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.deadline import DEADLINE

STATES: Final = DEADLINE.state_names
MOST: Final = 200
"""Deadlines listed unless said."""

_deadline = TABLES["deadline"]
_here = _deadline.c.partnership_id == bindparam("partnership")
_IN_STATES = (
    select(_deadline)
    .where(
        _here,
        in_list(_deadline.c.state, "states"),
        _deadline.c.due_at <= bindparam("before"),
        _deadline.c.due_day <= bindparam("until"),
    )
    .order_by(_deadline.c.due_at, _deadline.c.kind, _deadline.c.cause, _deadline.c.id)
    .limit(bindparam("most"))
)
_FAR: Final = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
_OF_SUBJECT = (
    select(_deadline)
    .where(_here, _deadline.c.subject_id == bindparam("subject"))
    .order_by(_deadline.c.due_at, _deadline.c.kind, _deadline.c.cause, _deadline.c.id)
)
_prompt = TABLES["prompt"]
_PROMPTS = (
    select(_prompt)
    .where(
        _prompt.c.partnership_id == bindparam("partnership"),
        _prompt.c.deadline_id == bindparam("deadline"),
    )
    .order_by(_prompt.c.wanted_at, _prompt.c.done_at, _prompt.c.key)
)
_BY_ID = select(_deadline).where(_here, _deadline.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline with its subject's reference. `name` is what commands take for it.

    `overdue` holds at the moment asked about; it is stored nowhere.
    """

    row: Any
    ref: str
    overdue: bool
    title: str

    @property
    def name(self) -> str:
        """Subject, kind and, where there is one, cause: R-0007/call_in_window/2026-03-02."""
        return "/".join(part for part in (self.ref, self.row.kind, self.row.cause) if part)

    @property
    def pause(self) -> Mapping[str, Any] | None:
        """Since when its clock stands still, and why; None while it runs."""
        return pause_of(self.row)

    def plain(self) -> dict[str, Any]:
        """The deadline for JSON."""
        row = self.row
        return {
            "name": self.name,
            "id": row.id,
            "subject": self.ref,
            "kind": row.kind,
            "title": self.title,
            "due": row.due_day,
            "due_at": row.due_at.isoformat(),
            "state": row.state,
            "overdue": self.overdue,
            "owner": row.owner,
            "effect": row.effect,
            "wakes_at": row.wake_at.isoformat() if row.wake_at else None,
            "wakes_for": row.wake,
            "extended": row.extended or 0,
            "paused_at": row.paused_at.isoformat() if row.paused_at else None,
            "pause": self.pause,
            "trouble": row.trouble,
            "settled_at": row.settled_at.isoformat() if row.settled_at else None,
            "working": row.working,
        }


def deadlines(
    desk: Desk,
    *,
    subject: str | None = None,
    state: str | None = None,
    overdue: bool = False,
    until: dt.date | None = None,
    most: int = MOST,
) -> list[DeadlineView]:
    """Deadlines, the first due first; those that still matter unless a state, or `all`, is said.

    `subject` is a reference, key or id; `until` the last day asked about; `most` how many are
    given. Raises `Unusable` for names nobody knows.
    """
    if state is not None and state not in ("all", *STATES):
        near = nearest(state, ("all", *STATES))
        raise Unusable.one("name.unknown", what="state", name=state[:80], nearest=near)
    states = LIVE if state is None else STATES if state == "all" else (state,)
    if subject is not None:
        _, row = find_subject(desk, subject)
        rows = [d for d in desk.all(_OF_SUBJECT, subject=row.id) if d.state in states]
    else:
        rows = desk.all(
            _IN_STATES,
            states=list(states),
            before=desk.now if overdue else _FAR,
            until=until or _FAR.date(),
            most=most,
        )
    found = _views(desk, rows)
    return [
        view
        for view in found
        if (view.overdue or not overdue) and (until is None or view.row.due_day <= until)
    ][:most]


def deadline_named(desk: Desk, name: str) -> DeadlineView:
    """The deadline of that name: its id, or its subject with as much more as tells it apart.

    A deadline that still matters comes before one that is settled. Raises `Unusable`.
    """
    row = desk.first(_BY_ID, id=name)
    if row is not None:
        return _views(desk, [row])[0]
    subject, _, rest = name.partition("/")
    _, about = find_subject(desk, subject)
    found = _views(desk, desk.all(_OF_SUBJECT, subject=about.id))
    fitting = [v for v in found if not rest or f"{v.name}/".startswith(f"{about.ref}/{rest}/")]
    alive = [v for v in fitting if v.row.state in LIVE] or fitting
    if len(alive) == 1:
        return alive[0]
    names = [v.name for v in alive or found]
    if alive:
        raise Unusable.one("deadline.which", name=name[:80], known=names)
    raise Unusable.one(
        "name.unknown", what="deadline", name=name[:80], nearest=nearest(name, names)
    )


@dataclass(frozen=True, slots=True)
class PromptView:
    """A level of a deadline's escalation: what was done at it, or when it is to come.

    `state` is `fired`, `parked`, `to_come`, or `passed_over` for one whose day had gone by when
    the deadline was set, got more time, or its policy came into force. `stands_still` waits until
    the clock runs on. `day` is the day it was, or is, wanted on; None where no one can know it.
    """

    key: str
    state: str
    day: dt.date | None
    done_at: dt.datetime | None
    late: bool
    effects: list[dict[str, Any]]
    waits: tuple[str, ...] = ()
    working: tuple[dict[str, Any], ...] = ()
    trouble: dict[str, Any] | None = None
    row: Any = None
    """What the clock did, as it is stored; None for a level that is ahead."""
    done_on: dt.date | None = None
    """The partnership's day on which it was done."""

    def plain(self) -> dict[str, Any]:
        """The level for JSON."""
        return {
            "level": self.key,
            "state": self.state,
            "day": self.day,
            "done_at": self.done_at.isoformat() if self.done_at else None,
            "late": self.late,
            "effects": self.effects,
            "waits": list(self.waits),
            "working": list(self.working),
            "trouble": self.trouble,
        }


def prompts(desk: Desk, view: DeadlineView) -> list[PromptView]:
    """Every level of a deadline: what the clock did, then what the policy in force has ahead."""
    row = view.row
    known = policies(desk)
    stood = stood_still(row.working, due_day=row.due_day, timezone=known.timezone)
    ahead_of = known.wakes(row.kind, row.due_day, stood)
    order = {wake.key: place for place, wake in enumerate(ahead_of)}
    rows = sorted(
        desk.all(_PROMPTS, deadline=row.id),
        key=lambda one: (one.wanted_at, order.get(level(one.key), -1)),
    )
    done = [
        PromptView(
            one.key,
            one.state,
            desk.day_of(one.wanted_at),
            one.done_at,
            one.late,
            one.effects,
            trouble=one.trouble,
            row=one,
            done_on=desk.day_of(one.done_at) if one.done_at is not None else None,
        )
        for one in rows
    ]
    if row.state not in LIVE:
        return done
    handled = {one.key for one in rows}
    ruled = known.of_kind.get(row.kind)
    left = remaining(known, row, handled=handled) if row.wake_at or row.paused_at else []
    still = row.state == "paused"
    ahead_is = "stands_still" if still else "to_come"
    ahead = []
    for wake in ahead_of:
        key = in_round(wake.key, row.extended)
        if key in handled:
            continue
        assert ruled is not None
        ahead.append(
            PromptView(
                key,
                ahead_is if key in left else "passed_over",
                None if still and key in left else wake.day,
                None,
                late=False,
                effects=list(effects_of(ruled.prompts[wake.key])),
                waits=wake.waits,
                working=wake.working,
            )
        )
    return _in_ladder(done, ahead, order, extended=row.extended)


def _in_ladder(
    done: list[PromptView],
    ahead: list[PromptView],
    order: Mapping[str, int],
    *,
    extended: int | None,
) -> list[PromptView]:
    """Levels done and ahead in the order of the ladder: one passed over stands at its place.

    `order` is the place of each level; what was done before an extension comes before all.
    """
    found = list(done)
    for one in ahead:
        place = order[level(one.key)]
        at = (
            number
            for number, other in enumerate(found)
            if is_of_round(other.key, extended) and order.get(level(other.key), -1) > place
        )
        found.insert(next(at, len(found)), one)
    return found


def is_overdue(row: Any, now: dt.datetime) -> bool:
    """Whether a deadline's clock runs past its moment, or did when it was stopped."""
    if row.state == "paused":
        return was_overdue(row)
    return bool(row.state == "running" and row.due_at <= now)


def _views(desk: Desk, rows: list[Any]) -> list[DeadlineView]:
    known = refs(desk, [(row.subject_table, row.subject_id) for row in rows])
    titles = {kind: called(desk, kind) for kind in {row.kind for row in rows}}
    return [
        DeadlineView(
            row,
            known.get(row.subject_id, row.subject_id),
            is_overdue(row, desk.now),
            titles[row.kind],
        )
        for row in rows
    ]
