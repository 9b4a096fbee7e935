"""Where a report stands on an agenda."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Update
from governance.application.desk import Desk
from governance.domain.errors import Refusal
from governance.store.tables import TABLES

_item = TABLES["agenda_item"]
_LISTED = select(_item).where(
    _item.c.partnership_id == bindparam("partnership"),
    _item.c.proposal_id == bindparam("proposal"),
    _item.c.state == "listed",
)


def listed_item(desk: Desk, proposal_id: str) -> Any | None:
    """The agenda item that lists a report now, or None."""
    return desk.first(_LISTED, proposal=proposal_id)


def not_listed(desk: Desk, row: Any, *, at: Any | None = None) -> tuple[Refusal, ...]:
    """That a report is on no agenda, or not on that of the meeting given."""
    item = listed_item(desk, row.id)
    if item is not None and at is None:
        return ()
    if item is not None and at is not None and item.meeting_id == at.id:
        return ()
    if at is None:
        return (Refusal("agenda.not_listed", {"ref": row.ref}),)
    return (Refusal("agenda.not_on_this", {"ref": row.ref, "meeting": at.ref}),)


def off_the_agenda(desk: Desk, row: Any, *, state: str = "carried over") -> tuple[Update, ...]:
    """The item that lists a report, in the state it is left in; nothing where none does."""
    item = listed_item(desk, row.id)
    return () if item is None else (Update("agenda_item", item, {"state": state}),)
