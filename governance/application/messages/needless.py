"""Reminders and escalations that nobody needs any more when it is their turn to go out.

One waits for a quiet day or a digest, and meanwhile what it urges is done: it is dropped, for
meeting a deadline stops its prompts. Once an attempt was made it takes its course.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, select

from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.application.messages.moving import ended, write
from governance.store.tables import TABLES

_prompt = TABLES["prompt"]
_deadline = TABLES["deadline"]
_STATE = (
    select(_deadline.c.state)
    .join(
        _prompt,
        and_(
            _prompt.c.partnership_id == _deadline.c.partnership_id,
            _prompt.c.deadline_id == _deadline.c.id,
        ),
    )
    .where(
        _prompt.c.partnership_id == bindparam("partnership"), _prompt.c.id == bindparam("prompt")
    )
)


def dropped(desk: Desk, row: Any) -> bool:
    """Drop a message whose deadline is settled; whether it was."""
    if row.prompt_id is None or row.state != "queued" or row.attempts:
        return False
    found = desk.first(_STATE, prompt=row.prompt_id)
    if found is None or found.state in LIVE:
        return False
    write(desk, row, ended(desk, row.state, "drop"))
    return True
