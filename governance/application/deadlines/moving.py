"""Moving a deadline to another day: its moment, and when the clock wakes for it from now on.

More time passes over the reminders whose time has gone by. A pause passes over nothing: what was
still to come when the clock stopped comes when it runs on.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.deadlines.firing import prompts_handled
from governance.application.deadlines.pausing import ran_again
from governance.application.deadlines.planning import (
    first_wake,
    moments_of,
    remaining,
    reminders_gone,
    wake_after_pause,
)
from governance.application.deadlines.policies import policies
from governance.application.deadlines.rows import start_of
from governance.application.desk import Desk


def at_same_hour(desk: Desk, due: Any, day: dt.date) -> dt.datetime | None:
    """The moment on another day of a deadline that falls due as a day begins or ends.

    None for one that falls due at another hour.
    """
    for offset in (dt.timedelta(), dt.timedelta(days=1)):
        if due.due_at == start_of(desk, due.due_day + offset):
            return start_of(desk, day + offset)
    return None


def moved(
    desk: Desk, due: Any, *, day: dt.date, moment: dt.datetime, extended: int | None
) -> dict[str, Any]:
    """The columns of a deadline that runs towards another day.

    `extended` is how often it was extended by then; after an extension every prompt may come
    once more. Reminders whose time has passed do not: whoever moved the day knows of it.
    """
    known = policies(desk)
    there: dict[str, Any] = {
        "kind": due.kind,
        "due_day": day,
        "due_at": moment,
        "effect": due.effect,
        "extended": extended,
        "working": due.working,
    }
    reminders = reminders_gone(moments_of(known, **there), by=desk.now)
    handled = reminders | prompts_handled(desk, [due.id]).get(due.id, set())
    return {
        "due_day": day,
        "due_at": moment,
        "extended": extended,
        "trouble": None,
        **first_wake(known, **there, now=desk.now, handled=handled),
    }


def ran_on(desk: Desk, due: Any, *, day: dt.date, moment: dt.datetime) -> dict[str, Any]:
    """The columns of a deadline whose clock runs on after a pause, with all that remained."""
    known = policies(desk)
    working = ran_again(due.working, paused_at=desk.local(due.paused_at), now=desk.local(desk.now))
    handled = prompts_handled(desk, [due.id]).get(due.id, set())
    wakes = wake_after_pause(
        known,
        due,
        due_day=day,
        due_at=moment,
        working=working,
        left=remaining(known, due, handled=handled),
        handled=handled,
        now=desk.now,
    )
    return {"due_day": day, "due_at": moment, "working": working, "trouble": None, **wakes}
