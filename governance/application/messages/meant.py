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

_CAME_OF = select(_message).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.subject_id == bindparam("subject"),
    _message.c.origin_id == bindparam("origin"),
)
_BY_PROMPT = select(_message).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.subject_id == bindparam("subject"),
    _message.c.prompt_id == bindparam("prompt"),
    _message.c.template == bindparam("template"),
)


def address(desk: Desk, row: Any, state: str, designation: str) -> bool:
    """Make a message for each person a designation leads to today who has none of it yet.

    Of what one level of an escalation says, a person gets one message, in however many roles.
    Where nobody can be told at all, the message is parked and the answer is no.
    """
    found = led_to(desk, row, designation)
    if found.missing is not None:
        park(desk, row, state, found.missing)
        return False
    root = _root(desk, row)
    told = _told(desk, row, root)
    for to in found.people:
        if to.person.id not in told:
            params = {**root.params, "because": because_params(to.because)}
            new_message(desk, root, template=row.template, params=params, person_id=to.person.id)
    write(desk, row, ended(desk, state, "address"))
    return True


def _told(desk: Desk, row: Any, root: Any) -> set[str]:
    """The ids of those who have a message of it already, apart from `row` itself."""
    rows = desk.all(_CAME_OF, subject=root.subject_id, origin=root.id)
    return {
        one.person_id
        for one in (*rows, *_of_prompt(desk, root))
        if one.person_id is not None and one.id != row.id and one.state != "addressed"
    }


def led_to(desk: Desk, row: Any, designation: str) -> Reached:
    """Whom a designation of a message leads to today."""
    subject = (row.subject_table, row.subject_id)
    return reached(desk, designation, subject=subject, on=desk.today)


def meant_for_another(desk: Desk, row: Any) -> str | None:
    """The designation to address a person's message by anew; None while the person is right.

    Asked where a message was addressed on an earlier day: the office may have passed on.
    """
    root = _root(desk, row)
    if root.recipient is None or desk.day_of(row.created_at) >= desk.today:
        return None
    for one in (root, *_of_prompt(desk, root)):
        if one.recipient is not None:
            people = led_to(desk, root, one.recipient).people
            if any(to.person.id == row.person_id for to in people):
                return None
    designation: str = root.recipient
    return designation


def _of_prompt(desk: Desk, row: Any) -> list[Any]:
    """The messages of the same level of an escalation, of the same template."""
    if row.prompt_id is None:
        return []
    asked = {"subject": row.subject_id, "prompt": row.prompt_id, "template": row.template}
    return desk.all(_BY_PROMPT, **asked)


def _root(desk: Desk, row: Any) -> Any:
    """The message addressed to an office or body that this one came of; else itself."""
    origin = desk.by_id("message", row.origin_id)
    return origin if origin is not None and origin.template == row.template else row
