"""Rows of reds that belong to a case which another measure opened, though it is over now.

A further measure that is red for long enough while a case is open belongs to that case. It was
weighed when the case was settled, so its row opens no case of its own afterwards.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, select

from governance.application.decommissioning.moving import ENDED
from governance.application.desk import Desk
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.decommissioning import DECOMMISSIONING
from statemachines.table import NEW

if TYPE_CHECKING:
    from governance.application.triggers.reds import Streak

_SETTLES: Final = tuple(
    f"decommissioning.{move.name}"
    for move in DECOMMISSIONING.moves
    if move.target in ENDED and NEW not in move.sources
)
"""The acts by which an open case comes to its end."""

_RATES: Final = (
    "measure.observed",
    "measure.corrected",
    "measure.red",
    "measure.rated_again",
)
"""The acts on a measure that say how many of its latest periods are red in a row."""

_entry = TABLES["ledger_entry"]
_observation = TABLES["observation"]
_here: Any = bindparam("partnership")
_day: Any = _observation.c.period_end.type
_OVER = select(func.max(_entry.c.at)).where(
    _entry.c.partnership_id == _here,
    in_list(_entry.c.subject_id, "cases"),
    _entry.c.kind.in_(_SETTLES),
)
_STOOD = (
    select(_entry.c.body)
    .where(
        _entry.c.partnership_id == _here,
        _entry.c.subject_id == bindparam("measure"),
        _entry.c.kind.in_(_RATES),
        _entry.c.at <= bindparam("by", type_=_entry.c.at.type),
    )
    .order_by(_entry.c.number.desc())
    .limit(1)
)
_KNOWN_BY = select(func.count(_observation.c.period_end.distinct())).where(
    _observation.c.partnership_id == _here,
    _observation.c.measure_id == bindparam("measure"),
    _observation.c.rating == "red",
    _observation.c.period_end >= bindparam("since", type_=_day),
    _observation.c.period_end <= bindparam("until", type_=_day),
    _observation.c.entered_at <= bindparam("by", type_=_observation.c.entered_at.type),
)


def joined(desk: Desk, streak: Streak, cases: Sequence[str], *, periods: int) -> bool:
    """Whether a row of reds was `periods` long already when the last of these cases was settled.

    `cases` are the ids of a commission's cases for reds that are over. What was entered or rated
    afterwards was not weighed with any of them, and does not count.
    """
    over: dt.datetime | None = None
    if cases:
        over = desk.tx.scalar(_OVER, partnership=desk.pid, cases=sorted(cases))
    if over is None:
        return False
    asked = {"partnership": desk.pid, "measure": streak.measure.id, "by": over}
    body = desk.tx.scalar(_STOOD, **asked)
    if body is None or json.loads(body)["facts"]["reds"] < periods:
        return False
    known = desk.tx.scalar(_KNOWN_BY, **asked, since=streak.since, until=streak.until)
    return int(known) >= periods
