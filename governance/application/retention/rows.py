"""Rows that are not of the record and can be deleted once their time is over, kind by kind.

Of messages, only those go that no act wrote: what came of another message, and daily digests. An
act's own messages stand in its entry, and stay with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select

from governance.application.messages.times import DIGEST
from governance.store.leading import INSTALLATION
from governance.store.tables import TABLES
from governance.store.types import Instant

_run, _job = TABLES["flow_run"], TABLES["job"]
_message, _attempt = TABLES["message"], TABLES["message_attempt"]
_event, _sent = TABLES["webhook_delivery"], TABLES["webhook_attempt"]
_here: Any = bindparam("partnership")
_before: Any = bindparam("before", type_=Instant)

_later = _message.alias("later")

_COPIES: Final = (
    (_message.c.partnership_id == _here)
    & or_(_message.c.origin_id.is_not(None), _message.c.template == DIGEST)
    & _message.c.not_before.is_(None)
    & _message.c.state.in_(("addressed", "gathered", "needless", "sent", "settled"))
    & (_message.c.settled_at < _before)
    & _message.c.id.not_in(
        select(_later.c.origin_id).where(
            _later.c.partnership_id == _here, _later.c.origin_id.is_not(None)
        )
    )
)
"""None that another message came of and is still there: that one's text may tell of it."""
_TRIED: Final = (
    (_attempt.c.partnership_id == _here)
    & _attempt.c.ended_at.is_not(None)
    & (_attempt.c.ended_at < _before)
)
_RAN: Final = (
    (_run.c.partnership_id == INSTALLATION)
    & (_run.c.state != "running")
    & (_run.c.ended_at < _before)
)
_WORKED: Final = (_job.c.partnership_id == _here) & (_job.c.ended_at < _before)

_TOLD: Final = (
    (_event.c.partnership_id == _here)
    & _event.c.not_before.is_(None)
    & (_event.c.created_at < _before)
)
"""Events for webhooks that want nothing any more: taken, or given up."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of a table past their time: how many and since when, and what deletes them.

    `of_all` says that they are the whole installation's, not one partnership's.
    """

    name: str
    table: str
    count: Any
    delete: tuple[Any, ...]
    of_all: bool = False


def _kind(name: str, table: Any, past: Any, event: Any, *first: Any, of_all: bool = False) -> Kind:
    count = select(func.count().label("rows"), func.min(event, type_=Instant).label("oldest"))
    delete = (*first, table.delete().where(past))
    return Kind(name, table.name, count.select_from(table).where(past), delete, of_all)


_COPY_IDS = select(_message.c.id).where(_COPIES)
_ATTEMPTS_OF_COPIES = _attempt.delete().where(
    _attempt.c.partnership_id == _here, _attempt.c.message_id.in_(_COPY_IDS)
)
_ATTEMPTS_AT_EVENTS = _sent.delete().where(
    _sent.c.partnership_id == _here,
    _sent.c.delivery_id.in_(select(_event.c.id).where(_TOLD)),
)

KINDS: Final = {
    one.name: one
    for one in (
        _kind("runs", _run, _RAN, _run.c.ended_at, of_all=True),
        _kind("jobs", _job, _WORKED, _job.c.ended_at),
        _kind("attempts", _attempt, _TRIED, _attempt.c.ended_at),
        _kind("copies", _message, _COPIES, _message.c.settled_at, _ATTEMPTS_OF_COPIES),
        _kind("events", _event, _TOLD, _event.c.created_at, _ATTEMPTS_AT_EVENTS),
    )
}
"""Every kind by its name."""

__all__ = ["KINDS", "Kind"]
