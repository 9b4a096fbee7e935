"""Who was at a meeting, and what an interest came to there: only what was so is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.store.lists import in_list
from governance.store.tables import TABLES

NOT_THERE: Final = "not_there"
"""In place of an outcome: whoever declared the interest was not at the meeting."""

NO_MEETING: Final = "no_meeting"
"""In place of an outcome: it was decided without a meeting, by somebody else."""

_attendance = TABLES["attendance"]
_THERE = select(_attendance.c.meeting_id, _attendance.c.person_id).where(
    _attendance.c.partnership_id == bindparam("partnership"),
    in_list(_attendance.c.meeting_id, "meetings"),
    _attendance.c.present.is_(True),
)


def people_there(desk: Desk, meetings: Iterable[str | None]) -> frozenset[tuple[str, str]]:
    """Who was at some meetings (ids): each meeting with each person's id; left early or not."""
    wanted = sorted({one for one in meetings if one is not None})
    rows = desk.all(_THERE, meetings=wanted) if wanted else ()
    return frozenset((row.meeting_id, row.person_id) for row in rows)


def came_to(
    conflict: dict[str, Any], decision: Any, there: frozenset[tuple[str, str]]
) -> str | None:
    """What an interest on a decision's row came to: its outcome, or that it could not arise."""
    outcome: str | None = conflict.get("outcome")
    person = conflict.get("person_id")
    if person is None:
        return outcome
    if decision.meeting_id is not None:
        return outcome if (decision.meeting_id, person) in there else NOT_THERE
    return outcome if person == decision.taken_by_id else NO_MEETING
