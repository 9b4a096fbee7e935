"""The meetings of a year, month by month, with how much is on each agenda."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from sqlalchemy import bindparam, func, select

from governance.application.desk import Desk
from governance.application.meetings.queries import meetings, stands
from governance.store.lists import in_list
from governance.store.tables import TABLES

_item = TABLES["agenda_item"]
_COUNTED = (
    select(_item.c.meeting_id, func.count().label("items"))
    .where(
        _item.c.partnership_id == bindparam("partnership"),
        in_list(_item.c.meeting_id, "meetings"),
        _item.c.state != "carried over",
    )
    .group_by(_item.c.meeting_id)
)


def year_of_meetings(
    desk: Desk, year: int, *, body: str | None = None
) -> list[tuple[dt.date, list[dict[str, Any]]]]:
    """Each month of a year (its first day) with its meetings by day; of one body, or of all.

    Each meeting is `ref, body, body_name, on, starts_at, place, state, stands, ordinary, items`,
    the last a number. Two statements, whatever the year holds. Raises `Unusable` for a body nobody
    knows.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    rows = meetings(desk, body=body, from_day=first, to_day=last)
    counted = desk.all(_COUNTED, meetings=sorted(row.id for row in rows)) if rows else []
    items = {one.meeting_id: one.items for one in counted}
    return [
        (
            dt.date(year, month, 1),
            [
                _plain(row, items.get(row.id, 0), desk.today)
                for row in rows
                if row.on_day.month == month
            ],
        )
        for month in range(1, 13)
    ]


def weeks_of(month: dt.date) -> list[list[dt.date]]:
    """The weeks of a month from Monday on; the first and the last may reach beyond it."""
    return calendar.Calendar().monthdatescalendar(month.year, month.month)


def _plain(row: Any, items: int, today: dt.date) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "body": row.body,
        "body_name": row.body_name,
        "on": row.on_day,
        "starts_at": row.starts_at,
        "place": row.place,
        "state": row.state,
        "stands": stands(row, today),
        "ordinary": row.ordinary,
        "items": items,
    }
