"""Rebuilding a past day from the record, to say how a thing stood at its end.

`params`: `ref` names the thing, `day` the day. Whoever asks may read what is told today; that they
were not there yet that day is no reason against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from governance.application.desk import Desk, looking
from governance.application.jobs.kinds import Handed, Task
from governance.application.ledger.as_it_stood import as_it_stood, end_of_day
from governance.application.ledger.told_then import TELLS, told_then
from governance.application.subjects import find_subject
from governance.domain.errors import Unusable


def check(desk: Desk, params: Mapping[str, Any], files: Sequence[Handed]) -> None:
    """Raise `Unusable` for a thing that is not told of as it stood, and for a day to come."""
    del files
    table, row = find_subject(desk, params["ref"])
    if table not in TELLS:
        raise Unusable.one("as_it_stood.no_page", ref=row.ref)
    if dt.date.fromisoformat(params["day"]) > desk.today:
        raise Unusable.one("as_it_stood.day_to_come", day=params["day"])


def do(task: Task) -> dict[str, Any]:
    """How the thing stood at the end of the day; today, as it stands so far."""
    task.tell(0, None, "job.rebuilding")
    with looking(task.store, now=task.now, partnership=task.partnership) as desk:
        timezone = desk.partnership.timezone
    day = dt.date.fromisoformat(task.params["day"])
    at = min(end_of_day(day, timezone), task.now)
    with (
        as_it_stood(task.store, partnership=task.partnership, at=at, now=task.now) as then,
        looking(then, now=at, partnership=task.partnership) as desk,
    ):
        ref = task.params["ref"]
        if not _there(desk, ref):
            raise Unusable.one("as_it_stood.not_there", ref=ref, day=day.isoformat())
        return {"day": day.isoformat(), **told_then(desk, ref)}


def _there(desk: Desk, ref: str) -> bool:
    try:
        find_subject(desk, ref)
    except Unusable:
        return False
    return True
