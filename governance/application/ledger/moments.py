"""When something was recorded, and of what: for whoever goes on with what was begun."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.subjects import refs
from governance.store.tables import TABLES

_entry = TABLES["ledger_entry"]
_here: Any = bindparam("partnership")
_MOMENTS = (
    select(_entry.c.at, _entry.c.subject_table, _entry.c.subject_id)
    .where(_entry.c.partnership_id == _here, _entry.c.at >= bindparam("since"))
    .order_by(_entry.c.at)
)

Moments = dict[dt.datetime, list[tuple[str, str]]]
"""For each instant, the table and the reference of what was written then."""


def moments(desk: Desk, *, since: dt.datetime) -> Moments:
    """Every instant from one on at which something was recorded, with what it was about."""
    rows = desk.all(_MOMENTS, since=since)
    known = refs(desk, {(row.subject_table, row.subject_id) for row in rows})
    found: Moments = {}
    for row in rows:
        about = (row.subject_table, known.get(row.subject_id, row.subject_id))
        found.setdefault(row.at, []).append(about)
    return {at: sorted(about) for at, about in found.items()}
