"""The times at which the clock of a deadline stood still, as its working keeps them.

They are kept as the partnership's clocks showed them, so that their days are its days.

A pause before the day moves the day. A pause after it moves nothing that is past: the day it was
due stays, and what stands still is the clock of its escalation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from governance.domain.escalation.pauses import Stood

Working = Sequence[Mapping[str, Any]]


def stopped(working: Working, *, now: dt.datetime, reason: str, overdue: bool) -> list[Any]:
    """The working of a deadline whose clock is stopped."""
    step: dict[str, Any] = {"paused": now.isoformat(), "reason": reason}
    return [*working, {**step, "overdue": True} if overdue else step]


def ran_again(working: Working, *, paused_at: dt.datetime, now: dt.datetime) -> list[Any]:
    """The working of a deadline whose clock runs on, or that got a new day, after a pause."""
    *before, last = working or [{}]
    if not is_open(last):
        before, last = list(working), {"paused": paused_at.isoformat()}
    return [*before, {**last, "resumed": now.isoformat()}]


def is_open(step: Mapping[str, Any]) -> bool:
    """Whether a step is a pause that lasts."""
    return "paused" in step and "resumed" not in step


def pause_of(due: Any) -> Mapping[str, Any] | None:
    """The step of a pause that lasts: when it began, and why; None while the clock runs."""
    if due.paused_at is None:
        return None
    last = due.working[-1] if due.working else {}
    return last if is_open(last) else {"paused": due.paused_at.isoformat()}


def was_overdue(due: Any) -> bool:
    """Whether a paused deadline was overdue when its clock was stopped."""
    return bool(due.paused_at is not None and due.due_at <= due.paused_at)


def stood_still(working: Working, *, due_day: dt.date, timezone: str) -> tuple[Stood, ...]:
    """The days, since it was due, on which the clock of its escalation stood still."""
    if not any(step.get("overdue") for step in working):
        return ()
    from governance.domain.escalation.pauses import (  # noqa: PLC0415  # loaded with the policies
        Stood,
    )

    found = []
    for step in working:
        if step.get("overdue") and "resumed" in step:
            zone = ZoneInfo(timezone)
            first, after = (
                dt.datetime.fromisoformat(step[key]).astimezone(zone).date()
                for key in ("paused", "resumed")
            )
            if due_day <= first < after:
                found.append(Stood(first, after - dt.timedelta(days=1)))
    return tuple(found)
