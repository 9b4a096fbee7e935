"""What a body did between meetings is reported to its next meeting, for ratification.

The decision stands meanwhile: the item brings it before the body and undoes nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select

from governance.application.change import Change, Insert
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.meetings.reading import applied
from governance.application.meetings.taking import TAKES_ITEMS
from governance.domain.bodies.standing import Way
from governance.store.tables import TABLES
from statemachines.permissions import Permission

_meeting = TABLES["meeting"]
_item = TABLES["agenda_item"]
_here: Any = bindparam("partnership")
_NEXT = (
    select(_meeting)
    .where(
        _meeting.c.partnership_id == _here,
        _meeting.c.body_id == bindparam("body"),
        _meeting.c.state.in_(TAKES_ITEMS),
        _meeting.c.on_day >= bindparam("day"),
    )
    .order_by(_meeting.c.on_day, _meeting.c.ref)
    .limit(1)
)
_LAST_PLACE = select(func.max(_item.c.place)).where(
    _item.c.partnership_id == _here, _item.c.meeting_id == bindparam("meeting")
)
_SPOKEN = {Way.CHAIRS_ACTION: "chair's action", Way.WRITTEN_RESOLUTION: "written resolution"}


def report_to_next_meeting(desk: Desk, report: Any, body: Any, way: Way) -> None:
    """Put the decision on the agenda of the body's next meeting, or tell the secretary.

    `report` and `body` are rows. An agenda that is published already takes it no more.
    """
    coming = desk.first(_NEXT, body=body.id, day=desk.today)
    if coming is None:
        _tell_secretary(desk, report, body, way)
        return
    meeting = desk.row("meeting", coming.ref)
    place = (desk.first(_LAST_PLACE, meeting=meeting.id)[0] or 0) + 1
    title = f"For ratification: {report.ref}, {report.title} ({_SPOKEN[way]})"
    item = {
        "id": desk.new_id(),
        "meeting_id": meeting.id,
        "title": title,
        "place": place,
    }
    applied(
        desk,
        meeting,
        "meeting.item_added",
        values={},
        facts={"title": title, "place": place, "late_reason": None, "report": report.ref},
        writes=[Insert("agenda_item", item)],
    )


def _tell_secretary(desk: Desk, report: Any, body: Any, way: Way) -> None:
    told = message(
        desk,
        template="ratification_wanted",
        subject=("proposal", report.id),
        recipient=Permission.SECRETARY.value,
        params={"ref": report.ref, "title": report.title, "body": body.name, "way": way.value},
    )
    desk.apply(
        Change(
            kind="body.ratification_wanted",
            table="body",
            subject=desk.row("body", body.key),
            values={},
            facts={"report": report.ref, "way": way.value},
            writes=(told,),
        )
    )
