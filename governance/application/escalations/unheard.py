"""Bodies that are to be told of missed deadlines and have no meeting planned: told each week.

The first time comes with the escalation itself; this is a part of the night's check, for the
weeks in which nothing more is escalated.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, exists, select

from governance.application.desk import CLOCK, Desk, looking
from governance.application.escalations.reports import lines_for, nowhere_to_tell, to_secretary
from governance.application.nightcheck.finding import Slice, Telling
from governance.store.engine import Store
from governance.store.tables import TABLES

_line = TABLES["exception_line"]
_body = TABLES["body"]
_NEXT = (
    select(_line.c.partnership_id)
    .where(_line.c.partnership_id > bindparam("after"), _line.c.meeting_id.is_(None))
    .distinct()
    .order_by(_line.c.partnership_id)
    .limit(2)
)
_WAITING = (
    select(_body)
    .where(
        _body.c.partnership_id == bindparam("partnership"),
        exists().where(
            _line.c.partnership_id == _body.c.partnership_id,
            _line.c.body_id == _body.c.id,
            _line.c.meeting_id.is_(None),
        ),
    )
    .order_by(_body.c.id)
)


def remind(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:  # noqa: ARG001  # one shape for all parts
    """Remind the secretary of the next partnership in which lines wait."""
    with store.read() as tx:
        found = tx.all(_NEXT, after=after[0] if after else "")
    if not found:
        return Slice(0)
    here = found[0].partnership_id
    with looking(store, now=now, partnership=here, actor=CLOCK) as desk:
        bodies = desk.all(_WAITING)
        tellings = [_note(desk, body) for body in bodies if nowhere_to_tell(desk, body)]
    return Slice(len(bodies), last=[here] if len(found) > 1 else None, tellings=tellings)


def _note(desk: Desk, body: Any) -> Telling:
    new = [line for line in lines_for(desk, body.id).plain if line["new"]]
    last = new[-1]
    queued = to_secretary(desk, body, number=len(new), ref=last["ref"], what=last["what"])
    return Telling(desk.pid, queued)
