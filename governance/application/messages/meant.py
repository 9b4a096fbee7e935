"""Addressing a message: one for each person it is meant for on the day it is sent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.messages.addressing import Reached, reached
from governance.application.messages.moving import because_params, ended, new_message, write
from governance.application.messages.parking import park
from governance.store.tables import TABLES

_message = TABLES["message"]
_prompt = TABLES["prompt"]
_deadline = TABLES["deadline"]

_CAME_OF = select(_message).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.subject_id == bindparam("subject"),
    _message.c.origin_id == bindparam("origin"),
)
_OWNER = (
    select(_deadline.c.owner)
    .select_from(
        _prompt.join(
            _deadline,
            (_deadline.c.partnership_id == _prompt.c.partnership_id)
            & (_deadline.c.id == _prompt.c.deadline_id),
        )
    )
    .where(
        _prompt.c.partnership_id == bindparam("partnership"),
        _prompt.c.id == bindparam("prompt"),
    )
)


def address(desk: Desk, row: Any, state: str, designation: str) -> bool:
    """Make a message for each person a designation leads to today who has none of it yet.

    Where nobody can be told at all, the message is parked and the answer is no.
    """
    found = led_to(desk, row, designation)
    if found.missing is not None:
        park(desk, row, state, found.missing)
        return False
    root = _root(desk, row)
    told = {
        one.person_id
        for one in desk.all(_CAME_OF, subject=root.subject_id, origin=root.id)
        if one.id != row.id and one.state != "addressed"
    }
    for to in found.people:
        if to.person.id not in told:
            params = {**root.params, "because": because_params(to.because)}
            new_message(desk, root, template=row.template, params=params, person_id=to.person.id)
    write(desk, row, ended(desk, state, "address"))
    return True


def led_to(desk: Desk, row: Any, designation: str) -> Reached:
    """Whom a designation of a message leads to today."""
    subject = (row.subject_table, row.subject_id)
    owner = None
    if "owner" in designation and row.prompt_id is not None:
        found = desk.first(_OWNER, prompt=row.prompt_id)
        owner = found.owner if found is not None else None
    return reached(desk, designation, subject=subject, owner=owner, on=desk.today)


def meant_for_another(desk: Desk, row: Any) -> str | None:
    """The designation to address a person's message by anew; None while the person is right.

    Asked where a message was addressed on an earlier day: the office may have passed on.
    """
    root = _root(desk, row)
    if root.recipient is None or desk.day_of(row.created_at) >= desk.today:
        return None
    people = led_to(desk, root, root.recipient).people
    return None if any(to.person.id == row.person_id for to in people) else root.recipient


def _root(desk: Desk, row: Any) -> Any:
    """The message addressed to an office or body that this one came of; else itself."""
    origin = desk.by_id("message", row.origin_id)
    return origin if origin is not None and origin.template == row.template else row
