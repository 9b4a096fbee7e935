"""What people do about a message that did not go: try it again, or tell the person otherwise.

Sending is no entry of the record; what a person does about it is, on whatever it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt, Update
from governance.application.desk import Desk
from governance.application.messages.queries import message_named
from governance.application.permissions import permissions
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.message import MESSAGE, MessageFacts

_message = TABLES["message"]
_LOCKED = (
    select(_message)
    .where(_message.c.partnership_id == bindparam("partnership"), _message.c.id == bindparam("id"))
    .with_for_update()
)
_PARKED = (
    select(_message.c.id)
    .where(_message.c.partnership_id == bindparam("partnership"), _message.c.state == "parked")
    .order_by(_message.c.created_at, _message.c.id)
    .limit(bindparam("most"))
)

MOST: Final = 500
"""Parked messages tried again in one act."""


def retry(desk: Desk, message_id: str) -> Receipt:
    """Have a message that was parked, failed or is uncertain tried again at the next sweep.

    One that was parked begins anew with its attempts; one that is uncertain stays so until its
    carrier was asked. Raises `Unusable`, `GuardRefused`, `NoSuchMove`.
    """
    subject, row = _locked(desk, message_id)
    move = "release" if row.state == "parked" else "retry"
    state = step(MESSAGE, row.state, move, MessageFacts(permissions=permissions(desk)))
    values: dict[str, Any] = {"not_before": desk.now}
    if row.state != "uncertain":
        values["state"] = state
    if move == "release":
        values |= {"attempts": 0, "trouble": None}
    return _applied(desk, subject, row, "message.retried", values, {})


def retry_all_parked(desk: Desk) -> list[Receipt]:
    """Have every parked message tried again, five hundred at a time at most."""
    return [retry(desk, row.id) for row in desk.all(_PARKED, most=MOST)]


def settle(desk: Desk, message_id: str, *, reason: str) -> Receipt:
    """Note that the person of a parked message was told in another way.

    Raises `Unusable`, `GuardRefused` without a reason, `NoSuchMove`.
    """
    subject, row = _locked(desk, message_id)
    facts = MessageFacts(permissions=permissions(desk), reason=reason)
    state = step(MESSAGE, row.state, "settle", facts)
    values = {"state": state, "settled_at": desk.now, "not_before": None}
    return _applied(desk, subject, row, "message.settled", values, {"reason": reason.strip()})


def _locked(desk: Desk, message_id: str) -> tuple[Any, Any]:
    """What a message is about, and then the message, held until the act is written."""
    found = message_named(desk, message_id)
    subject = desk.row(found.subject_table, found.subject_id)
    return subject, desk.first(_LOCKED, id=found.id)


def _applied(
    desk: Desk,
    subject: Any,
    row: Any,
    kind: str,
    values: Mapping[str, Any],
    told: Mapping[str, Any],
) -> Receipt:
    return desk.apply(
        Change(
            kind=kind,
            table=row.subject_table,
            subject=subject,
            values={},
            facts={"message": row.id, "template": row.template, "was": row.state, **told},
            writes=(Update("message", row, values),),
        )
    )
