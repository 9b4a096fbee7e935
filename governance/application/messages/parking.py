"""Giving a message up for the secretary to see.

A person who cannot be reached is no reason for a message to vanish: the secretary is told what
the person was to be told, once.
"""

from __future__ import annotations

from typing import Any, Final

from governance.application.desk import Desk
from governance.application.messages.moving import as_trouble, new_message, parked, write
from governance.domain.errors import Problem

INSTEAD: Final = "message_parked"
"""The template by which the secretary is told in somebody's place."""

SECRETARY: Final = "secretary"


def park(desk: Desk, row: Any, state: str, problem: Problem, *, instead: bool = False) -> None:
    """Park a locked message that is in `state`. With `instead`, tell the secretary what it said."""
    write(desk, row, parked(state, problem))
    if instead:
        tell_secretary(desk, row, problem)


def tell_secretary(desk: Desk, row: Any, problem: Problem) -> None:
    """Queue what a person was to be told for the secretary; never about such a message itself."""
    if row.template == INSTEAD:
        return
    told = {"message": row.id, "who": row.person_id, **as_trouble(problem)}
    new_message(desk, row, template=INSTEAD, params=told, recipient=SECRETARY)
