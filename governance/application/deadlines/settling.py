"""Settling a deadline with the act that makes it needless: met, or superseded.

Both give an `Update` that stands among the act's own writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.at_once import ask_at_once
from governance.application.change import Update
from governance.application.deadlines.planning import SETTLED
from governance.application.desk import Desk
from governance.store.tables import TABLES
from statemachines.deadline import DEADLINE, DeadlineFacts
from statemachines.machine import step
from statemachines.permissions import Permission

LIVE: Final = ("running", "paused")
"""States of a deadline that still matters."""

_deadline = TABLES["deadline"]
_OF_SUBJECT = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.subject_id == bindparam("subject"),
        _deadline.c.state.in_(LIVE),
    )
    .order_by(_deadline.c.due_at, _deadline.c.id)
)
_FACTS = DeadlineFacts(permissions=frozenset({Permission.VIRES.value}), unmet=(), cause_stands=())


def live(desk: Desk, subject_id: str, *, kind: str | None = None) -> list[Any]:
    """The deadlines of a subject that still matter, the first due first; of one kind if named."""
    return [row for row in desk.all(_OF_SUBJECT, subject=subject_id) if kind in (None, row.kind)]


def live_of_all(desk: Desk, subjects: Iterable[str]) -> None:
    """Ask at once for the deadlines that `live` gives of each of these subjects (ids)."""
    ask_at_once(desk, _OF_SUBJECT, "subject", subjects)


def met(desk: Desk, due: Any) -> Update:
    """A deadline as met now. Raises `NoSuchMove` where it is settled already."""
    return _settled(desk, due, "meet")


def superseded(desk: Desk, due: Any) -> Update:
    """A deadline as superseded now. Raises `NoSuchMove` where it is settled already."""
    return _settled(desk, due, "supersede")


def _settled(desk: Desk, due: Any, move: str) -> Update:
    state = step(DEADLINE, due.state, move, _FACTS)
    return Update("deadline", due, settled_values(state, desk.now))


def settled_values(state: str, now: dt.datetime) -> dict[str, Any]:
    """The columns of a deadline that is settled in that state: the clock lets go of it."""
    return {**SETTLED, "state": state, "settled_at": now, "paused_at": None, "trouble": None}
