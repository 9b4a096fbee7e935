"""What is asked about meetings: which there are, what is on them, who is there, the quorum now."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import bindparam, or_, select, tuple_

from governance.application.bodies.facts import people_values, terms_of
from governance.application.desk import Desk
from governance.application.escalations.queries import exceptions_on
from governance.application.escalations.told import report_of, with_words
from governance.application.meetings.sitting import read_sitting
from governance.domain.bodies.quorum import Quorum
from governance.store.tables import TABLES

TO_COME: Final = ("planned", "called", "published", "supplement_published")
"""States of a meeting that is still to be held."""

IN_SESSION: Final = ("held", "resumed")
"""States in which a meeting sits, or has sat, with a quorum."""

MAY_SIGN: Final = ("held", "adjourned", "resumed")
"""States of an opened meeting at which earlier minutes are still to be signed."""

IN_PROGRESS: Final = "in_progress"
"""How a meeting stands that was opened and goes on: no state of its lifecycle, but what is so."""

_meeting = TABLES["meeting"]
_body = TABLES["body"]
_attendance = TABLES["attendance"]
_appointment = TABLES["appointment"]
_item = TABLES["agenda_item"]
_proposal = TABLES["proposal"]
_here: Any = bindparam("partnership")

_NEXT = (
    select(_meeting)
    .where(
        _meeting.c.partnership_id == _here,
        _meeting.c.body_id == bindparam("body"),
        _meeting.c.on_day >= bindparam("day"),
        _meeting.c.state.in_(TO_COME),
    )
    .order_by(_meeting.c.on_day, _meeting.c.starts_at, _meeting.c.ref)
)
_ALL = (
    select(_meeting, _body.c.key.label("body"), _body.c.name.label("body_name"))
    .join(
        _body,
        (_body.c.partnership_id == _meeting.c.partnership_id) & (_body.c.id == _meeting.c.body_id),
    )
    .where(
        _meeting.c.partnership_id == _here,
        or_(bindparam("any_body"), _meeting.c.body_id == bindparam("body")),
        _meeting.c.on_day >= bindparam("first"),
        _meeting.c.on_day <= bindparam("last"),
    )
    .order_by(_meeting.c.on_day, _meeting.c.starts_at, _meeting.c.ref)
)
_TO_SIGN = (
    select(_meeting.c.ref, _meeting.c.on_day)
    .where(
        _meeting.c.partnership_id == _here,
        _meeting.c.body_id == bindparam("body"),
        _meeting.c.state == "minutes_drafted",
        tuple_(_meeting.c.on_day, _meeting.c.ref) < tuple_(bindparam("day"), bindparam("ref")),
    )
    .order_by(_meeting.c.on_day, _meeting.c.ref)
    .limit(24)
)
_PEOPLE = (
    select(
        _attendance,
        _appointment.c.seat,
        _appointment.c.person_id.label("member_id"),
    )
    .select_from(
        _attendance.outerjoin(
            _appointment,
            (_appointment.c.partnership_id == _attendance.c.partnership_id)
            & (_appointment.c.id == _attendance.c.appointment_id),
        )
    )
    .where(
        _attendance.c.partnership_id == _here,
        _attendance.c.meeting_id == bindparam("meeting"),
    )
    .order_by(_attendance.c.id)
)
_ITEMS = (
    select(
        _item,
        _proposal.c.ref.label("report"),
        _proposal.c.kind.label("report_kind"),
        _proposal.c.state.label("report_state"),
        _proposal.c.commission_id.label("about"),
    )
    .select_from(
        _item.outerjoin(
            _proposal,
            (_proposal.c.partnership_id == _item.c.partnership_id)
            & (_proposal.c.id == _item.c.proposal_id),
        )
    )
    .where(_item.c.partnership_id == _here, _item.c.meeting_id == bindparam("meeting"))
    .order_by(_item.c.place, _item.c.id)
)


def next_meetings(desk: Desk, body_id: str, from_day: dt.date) -> list[Any]:
    """The rows of a body's meetings on or after a day that are still to be held, by day."""
    return desk.all(_NEXT, body=body_id, day=from_day)


def agenda(desk: Desk, meeting_id: str) -> list[Any]:
    """Every item that is or was on an agenda, in its order.

    Each row has its report's reference, kind and state as `report`, `report_kind` and
    `report_state`, and the id of its commission as `about`; None where it has no report.
    """
    return desk.all(_ITEMS, meeting=meeting_id)


def meetings(
    desk: Desk,
    *,
    body: str | None = None,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> list[Any]:
    """Meetings by day, each row with its body's key and name; days given are included."""
    wanted = desk.row("body", body).id if body is not None else ""
    return desk.all(
        _ALL,
        body=wanted,
        any_body=body is None,
        first=from_day or dt.date.min,
        last=to_day or dt.date.max,
    )


def to_sign(desk: Desk, meeting: Any) -> list[dict[str, Any]]:
    """The earlier minutes that whoever presides over an opened meeting (its row) can sign there.

    Local Government Act 1972, Schedule 12, paragraph 41: at an ordinary meeting. The earliest
    first, at most 24.
    """
    if not meeting.ordinary or meeting.state not in MAY_SIGN:
        return []
    rows = desk.all(_TO_SIGN, body=meeting.body_id, day=meeting.on_day, ref=meeting.ref)
    return [{"ref": row.ref, "on": row.on_day} for row in rows]


def attendance(desk: Desk, meeting: Any) -> list[dict[str, Any]]:
    """Everybody recorded at a meeting (its row), in the order of the seats, others after them.

    For each: key, name, seat, for whom they sit, and whether they are there.
    """
    rows = _by_seat(desk, meeting, desk.all(_PEOPLE, meeting=meeting.id))
    ids = [*(r.person_id for r in rows), *(r.member_id for r in rows if r.member_id)]
    people = people_values(desk, ids)
    return [
        {
            "person": people[row.person_id].key,
            "name": people[row.person_id].name,
            "seat": row.seat,
            "substitute_for": people[row.member_id].name if row.substitute else None,
            "apologies": not row.present,
            "there": row.present and row.left_at is None,
            "left_at": row.left_at,
        }
        for row in rows
    ]


def _by_seat(desk: Desk, meeting: Any, rows: list[Any]) -> list[Any]:
    terms = terms_of(desk, desk.by_id("body", meeting.body_id), meeting.on_day)
    order = {seat.key: at for at, seat in enumerate(terms.seats)} if terms is not None else {}
    last = len(order)
    return sorted(rows, key=lambda r: (order.get(r.seat, last), r.seat or "~", r.substitute, r.id))


def stands(meeting: Any, today: dt.date) -> str:
    """How a meeting (its row) stands: its state, or that it is in progress.

    It is from when somebody opened it until its minutes are drafted or its day is over; one that
    was recorded as held was opened by nobody here.
    """
    opened = meeting.state in IN_SESSION and meeting.presiding_id is not None
    return IN_PROGRESS if opened and meeting.on_day == today else str(meeting.state)


def quorum_now(desk: Desk, meeting: Any) -> Quorum | None:
    """Whether those there are a quorum; None where no terms of reference say."""
    sitting = read_sitting(desk, meeting)
    return None if sitting.body.terms is None else sitting.quorum()


def meeting_view(desk: Desk, name: str) -> dict[str, Any]:
    """A meeting with its body, agenda, attendance and quorum, as plain values."""
    row = desk.row("meeting", name)
    body = desk.by_id("body", row.body_id)
    presiding = people_values(desk, [row.presiding_id]) if row.presiding_id else {}
    found = quorum_now(desk, row)
    items = agenda(desk, row.id)
    mentioned = exceptions_on(desk, [item.about for item in items if item.about is not None])
    return {
        "ref": row.ref,
        "id": row.id,
        "version": row.version,
        "body": body.key,
        "body_name": body.name,
        "on": row.on_day,
        "starts_at": row.starts_at,
        "place": row.place,
        "state": row.state,
        "ordinary": row.ordinary,
        "agenda_published_on": row.agenda_published_on,
        "presiding": next((person.name for person in presiding.values()), None),
        "flags": row.flags,
        "agenda": [
            {
                "place": item.place,
                "title": item.title,
                "report": item.report,
                "state": item.state,
                "late_reason": item.late_reason,
                "exceptions": [
                    hold.plain()
                    for hold in mentioned.get(item.about, ())
                    if row.state in TO_COME or hold.since <= row.on_day
                ],
            }
            for item in items
        ],
        "exceptions": with_words(desk, report_of(desk, row.id)),
        "attendance": attendance(desk, row),
        "quorum": None
        if found is None
        else {
            "met": found.met,
            "needed": found.needed,
            "counted": len(found.counted),
            "missing": [{"code": r.code, "params": dict(r.params)} for r in found.shortfalls],
        },
        "minutes": row.minutes,
    }
