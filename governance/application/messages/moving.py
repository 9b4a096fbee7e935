"""Moves of a message by the clock: each gives the columns that change, by its lifecycle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.plain import plain_params
from governance.domain.bodies.because import Because
from governance.domain.errors import Problem
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.message import MESSAGE, MessageFacts
from statemachines.permissions import Permission

BACKOFF: Final = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 360))
"""How long a message waits after its first failed attempt, its second, and so on."""

MOST_ATTEMPTS: Final = len(BACKOFF) + 1
"""Attempts made by themselves; after the last a message is parked."""

CHUNK: Final = 10
"""Messages claimed at once by one deliverer."""

LEASE: Final = dt.timedelta(minutes=10)
"""How long a claim holds: longer than `CHUNK` attempts last, each as long as a carrier may take.

An attempt without an outcome after that was cut off, and nobody knows whether it went out.
"""

_message = TABLES["message"]
_CLOCK: Final = frozenset({Permission.CLOCK.value})
_FACTS: Final = MessageFacts(permissions=_CLOCK, reason="by itself", tries_left=(), unconfirmed=())
"""Facts of a move that was found to be right: the caller has looked."""


def moved(state: str, move: str) -> str:
    """The state a move of the clock's leads to. Raises `NoSuchMove`."""
    return step(MESSAGE, state, move, _FACTS)


def wait_after(attempts: int, *, at_least: dt.timedelta | None = None) -> dt.timedelta:
    """How long to wait after so many attempts; never shorter than a carrier asked for."""
    usual = BACKOFF[min(attempts, len(BACKOFF)) - 1]
    return max(usual, at_least or usual)


def ended(desk: Desk, state: str, move: str) -> dict[str, Any]:
    """The columns of a message that needs nothing any more."""
    return {
        "state": moved(state, move),
        "settled_at": desk.now,
        "not_before": None,
        "trouble": None,
    }


def parked(state: str, problem: Problem) -> dict[str, Any]:
    """The columns of a message that the secretary has to look at."""
    return {"state": moved(state, "park"), "not_before": None, "trouble": as_trouble(problem)}


def as_trouble(problem: Problem) -> dict[str, Any]:
    """A problem as a row keeps it."""
    return {"code": problem.code, "params": plain_params(problem.params)}


def new_message(
    desk: Desk,
    origin: Any,
    *,
    template: str,
    params: Mapping[str, Any],
    person_id: str | None = None,
    recipient: str | None = None,
) -> str:
    """Write a message that comes of another one, about the same subject; its id."""
    row_id = desk.new_id()
    values = {
        "partnership_id": desk.pid,
        "id": row_id,
        "template": template,
        "person_id": person_id,
        "recipient": recipient,
        "subject_table": origin.subject_table,
        "subject_id": origin.subject_id,
        "params": dict(params),
        "state": "queued",
        "created_at": desk.now,
        "not_before": desk.now,
        "prompt_id": origin.prompt_id,
        "origin_id": origin.id,
    }
    desk.writer.insert(_message, values)
    return row_id


def because_params(because: Because) -> dict[str, Any]:
    """Why somebody is told, as the message's parameters keep it."""
    return {"code": because.code, "params": plain_params(because.params)}


def write(desk: Desk, row: Any, values: Mapping[str, Any]) -> None:
    """Change a message that was locked."""
    desk.writer.update(
        _message,
        partnership_id=row.partnership_id,
        id=row.id,
        expected_version=row.version,
        values=dict(values),
    )
