"""Whether an agenda takes an item now: for reports and for items without one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.domain.errors import Refusal

TAKES_ITEMS = ("planned", "called")
"""States of a meeting whose agenda is not yet published."""
TAKES_URGENT_ITEMS = ("published", "supplement_published", "held", "resumed")
"""States in which an item needs the chair's ruling that it is urgent."""


def agenda_takes(meeting: Any, *, today: dt.date, late_reason: str | None) -> tuple[Refusal, ...]:
    """Why an agenda takes no item now.

    Once it is published the chair must have taken the item as urgent, by reason of special
    circumstances that are minuted (Local Government Act 1972 s.100B(4)(b)).
    """
    found = []
    if meeting.state in TAKES_URGENT_ITEMS:
        if not (late_reason or "").strip():
            found.append(Refusal("agenda.published", {"meeting": meeting.ref}))
    elif meeting.state not in TAKES_ITEMS:
        state = meeting.state.replace("_", " ")
        found.append(Refusal("agenda.closed", {"meeting": meeting.ref, "state": state}))
    if meeting.on_day < today:
        found.append(Refusal("agenda.past", {"meeting": meeting.ref, "on": meeting.on_day}))
    return tuple(found)
