"""Deadlines that still follow older rules: whatever was held by somebody when new ones came in.

It also takes up what no version tells, such as another time zone of the partnership's.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select

from governance.application.deadlines.replanning import plan_anew
from governance.application.desk import CLOCK, acting
from governance.application.nightcheck.finding import Slice
from governance.store.engine import Store
from governance.store.tables import TABLES

_partnership = TABLES["partnership"]
_NEXT = (
    select(_partnership.c.id)
    .where(_partnership.c.id > bindparam("after"))
    .order_by(_partnership.c.id)
    .limit(1)
)


def follow_the_rules(
    store: Store, *, after: list[str] | None, now: dt.datetime, limit: int
) -> Slice:
    """Plan anew what the next partnership has left to plan; all of it before the one after."""
    del limit
    with store.read() as tx:
        found = tx.first(_NEXT, after=after[0] if after else "")
    if found is None:
        return Slice(0)
    with acting(store, now=now, partnership=found.id, actor=CLOCK) as desk:
        left = plan_anew(desk, None) is not None
    return Slice(1, after or [""] if left else [found.id])
