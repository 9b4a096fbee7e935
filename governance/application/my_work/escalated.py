"""What was escalated to whoever asks, while it is still open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.firing import ESCALATION
from governance.application.deadlines.planning import is_of_round
from governance.application.deadlines.settling import LIVE
from governance.application.deadlines.telling import Told, told
from governance.application.desk import Desk
from governance.store.lists import belongs
from governance.store.tables import TABLES

MOST: Final = 100
"""Messages of escalations that are looked at, the latest first."""

_deadline = TABLES["deadline"]
_prompt = TABLES["prompt"]
_message = TABLES["message"]


_ESCALATED = (
    select(_deadline, _prompt.c.key.label("level"), _prompt.c.done_at.label("escalated_at"))
    .select_from(
        _message.join(_prompt, belongs(_message, "prompt_id", _prompt)).join(
            _deadline, belongs(_prompt, "deadline_id", _deadline)
        )
    )
    .where(
        _message.c.partnership_id == bindparam("partnership"),
        _message.c.person_id == bindparam("person"),
        _message.c.template == ESCALATION,
        _deadline.c.state.in_(LIVE),
    )
    .order_by(_message.c.id.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Escalated:
    """A deadline, the latest level at which somebody was told of it, and on which day."""

    deadline: Told
    level: str
    on: dt.date | None


def escalated_to_me(desk: Desk) -> list[Escalated]:
    """Open deadlines that were escalated to the actor, the first due first."""
    person = desk.actor.person_id
    if person is None:
        return []
    latest: dict[str, Any] = {}
    for row in desk.all(_ESCALATED, person=person):
        if is_of_round(row.level, row.extended):
            latest.setdefault(row.id, row)
    rows = sorted(latest.values(), key=lambda row: (row.due_at, row.id))
    return [
        Escalated(one, row.level, desk.day_of(row.escalated_at) if row.escalated_at else None)
        for one, row in zip(told(desk, rows), rows, strict=True)
    ]
