"""A meeting as its acts need it: the row, its body on that day, and what the actor may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import BodyFacts, body_facts
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.meetings.notice import LastDay, last_day, too_late
from governance.application.permissions import permissions
from governance.application.plain import plain_params
from governance.application.rulebook import in_force
from governance.domain.bodies.standing import Standing
from governance.domain.errors import GuardRefused, Refusal
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.meeting import MEETING, MeetingFacts

_entry = TABLES["ledger_entry"]
_FIXED = (
    select(_entry.c.at)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_table == "meeting",
        _entry.c.subject_id == bindparam("meeting"),
        (_entry.c.number == 1) | (_entry.c.kind == "meeting.moved"),
    )
    .order_by(_entry.c.number.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Convened:
    """A meeting with its body as on the day of the meeting."""

    row: Any
    body: BodyFacts
    permissions: frozenset[str]

    def late(self, desk: Desk, kind: str, *, given: dt.date) -> tuple[Refusal, ...]:
        """That a notice of this meeting, given on a day, is too late; nothing where it is not."""
        return too_late(
            notice_day(desk, self.body, kind),
            given=given,
            meeting=self.row.on_day,
            calendar=in_force.calendar(desk, self.row.on_day),
        )


def fixed_on(desk: Desk, row: Any) -> dt.date:
    """The day on which a meeting got its day: it was planned for it, or moved to it.

    No notice of it can have been given before, whatever is said.
    """
    return desk.day_of(desk.first(_FIXED, meeting=row.id).at)


def notice_day(desk: Desk, body: BodyFacts, kind: str) -> LastDay | None:
    """The last day for a notice of the body's meeting on the day of the facts; None without one."""
    return last_day(
        kind,
        terms=body.terms,
        standing=Standing(body.row.standing),
        meeting=body.on,
        calendar=in_force.calendar(desk, body.on),
    )


def read_meeting(desk: Desk, name: str, *, seen: int | None = None) -> Convened:
    """The meeting of that reference, held at an acting desk; raises as `Desk.row`."""
    return convened(desk, desk.row("meeting", name, seen=seen))


def convened(desk: Desk, row: Any) -> Convened:
    """A meeting's row with what its acts need."""
    body = desk.by_id("body", row.body_id)
    return Convened(row, body_facts(desk, body, row.on_day), permissions(desk, body=body))


def moved(state: str, move: str, facts: MeetingFacts, *, also: Iterable[Refusal] = ()) -> str:
    """The state a move leads to. Raises `GuardRefused` with its reasons and those found besides."""
    besides = tuple(also)
    try:
        target = step(MEETING, state, move, facts)
    except GuardRefused as refused:
        raise GuardRefused((*refused.refusals, *besides)) from None
    if besides:
        raise GuardRefused(besides)
    return target


def to_come(row: Any, today: dt.date) -> tuple[Refusal, ...]:
    """That the day of a meeting has not come."""
    if row.on_day <= today:
        return ()
    return (Refusal("meeting.day_to_come", {"meeting": row.ref, "on": row.on_day}),)


def flags(found: Iterable[Refusal], *, reason: str, today: dt.date) -> list[dict[str, Any]]:
    """What is irregular about a meeting, and why it was done all the same, for its record."""
    return [
        {
            "code": one.code,
            "params": plain_params(one.params),
            "reason": reason.strip(),
            "on": today.isoformat(),
        }
        for one in found
    ]


def applied(
    desk: Desk,
    row: Any,
    kind: str,
    *,
    values: Mapping[str, Any],
    facts: Mapping[str, Any] | None = None,
    writes: Iterable[Insert | Update] = (),
) -> Receipt:
    """Write a change of a meeting."""
    return desk.apply(
        Change(
            kind=kind,
            table="meeting",
            subject=row,
            values=values,
            facts=facts or {},
            writes=tuple(writes),
        )
    )
