"""Bringing a meeting about: planning, calling, publishing its agenda, moving it.

A notice that is late does not stop a meeting that is lawful all the same: it wants a reason,
and what is irregular stays with the meeting.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import body_facts
from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.rows import deadline, message, start_of
from governance.application.deadlines.settling import live, met, superseded
from governance.application.desk import Desk
from governance.application.escalations.reports import made_for
from governance.application.meetings.agenda import listed, others_off, reports_off, shown
from governance.application.meetings.notice import AGENDA, SUMMONS
from governance.application.meetings.reading import (
    Convened,
    applied,
    fixed_on,
    flags,
    moved,
    notice_day,
    read_meeting,
    to_come,
)
from governance.application.meetings.recounting import AGENDA_DEADLINE
from governance.application.permissions import permissions
from governance.domain.errors import Refusal, Refused
from governance.store.tables import TABLES
from statemachines.machine import enter
from statemachines.meeting import MEETING, MeetingFacts

_meeting = TABLES["meeting"]
_THAT_DAY = select(_meeting).where(
    _meeting.c.partnership_id == bindparam("partnership"),
    _meeting.c.body_id == bindparam("body"),
    _meeting.c.on_day == bindparam("day"),
    _meeting.c.state != "cancelled",
)


def plan(
    desk: Desk,
    *,
    body: str,
    on: dt.date,
    starts: dt.time | None = None,
    place: str = "",
    ordinary: bool = True,
) -> Receipt:
    """Put a meeting into a body's calendar. `starts` is by the clock on the partnership's wall.

    An extraordinary meeting (`ordinary` no) signs no earlier minutes. The day by which the
    agenda must be published becomes a deadline. Raises `Refused` for a day that has passed or
    an hour at which the body meets already, `GuardRefused` where the actor may not.
    """
    row = desk.row("body", body)
    state = enter(MEETING, "plan", MeetingFacts(permissions=permissions(desk, body=row)))
    moment = _moment(desk, on, starts)
    _must_be_free(desk, row, on, moment)
    if on < desk.today:
        raise Refused.one("meeting.day_past", on=on)
    values = _new(desk, row, on) | {
        "starts_at": moment,
        "place": place.strip(),
        "state": state,
        "ordinary": ordinary,
    }
    facts = {"body": row.key, "on": on, "ordinary": ordinary}
    return desk.apply(
        Change(
            kind="meeting.planned",
            table="meeting",
            subject=None,
            values=values,
            facts=facts,
            writes=_agenda_due(desk, row, values["id"], on),
        )
    )


def record_held(
    desk: Desk,
    *,
    reason: str,
    meeting: str | None = None,
    body: str = "",
    on: dt.date | None = None,
    starts: dt.time | None = None,
    place: str = "",
) -> Receipt:
    """Record a meeting that was held without Vires: one that was planned, or a new one.

    Who was there is recorded afterwards. It is flagged, with the reason why it comes late. Hour
    and place are those of a new one.
    Raises `GuardRefused` where no reason is given or its day has not come.
    """
    if meeting is not None:
        return _planned_was_held(desk, read_meeting(desk, meeting), reason)
    row = desk.row("body", body)
    day = on or desk.today
    late = (
        ()
        if day <= desk.today
        else (Refusal("meeting.day_to_come", {"meeting": row.name, "on": day}),)
    )
    facts = MeetingFacts(permissions=permissions(desk, body=row), reason=reason, day_to_come=late)
    state = enter(MEETING, "record_as_held", facts)
    moment = _moment(desk, day, starts)
    _must_be_free(desk, row, day, moment)
    values = _new(desk, row, day) | {
        "starts_at": moment,
        "place": place.strip(),
        "state": state,
        "flags": _recorded(desk, reason),
    }
    return desk.apply(
        Change(
            kind="meeting.recorded",
            table="meeting",
            subject=None,
            values=values,
            facts={"body": row.key, "on": day, "reason": reason.strip()},
        )
    )


def _planned_was_held(desk: Desk, at: Convened, reason: str) -> Receipt:
    facts = MeetingFacts(
        permissions=at.permissions, reason=reason, day_to_come=to_come(at.row, desk.today)
    )
    state = moved(at.row.state, "record_as_held", facts)
    values = {"state": state, "flags": [*at.row.flags, *_recorded(desk, reason)]}
    return applied(
        desk,
        at.row,
        "meeting.recorded",
        values=values,
        facts={"on": at.row.on_day, "reason": reason.strip()},
        writes=[superseded(desk, due) for due in live(desk, at.row.id, kind=AGENDA_DEADLINE)],
    )


def _recorded(desk: Desk, reason: str) -> list[dict[str, Any]]:
    return flags([Refusal("meeting.recorded_afterwards")], reason=reason, today=desk.today)


def change_day(
    desk: Desk,
    meeting: str,
    *,
    on: dt.date,
    reason: str,
    starts: dt.time | None = None,
    place: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Move a meeting whose agenda is not yet published; it has to be called again."""
    at = read_meeting(desk, meeting, seen=seen)
    row, body = at.row, desk.row("body", at.body.row.id)
    clock = starts or (_local(desk, row.starts_at).time() if row.starts_at else None)
    moment = _moment(desk, on, clock)
    also = [Refusal("meeting.day_past", {"on": on})] if on < desk.today else []
    also += _taken(desk, body, on, moment, apart_from=row.id)
    facts = MeetingFacts(permissions=at.permissions, reason=reason)
    state = moved(row.state, "change_day", facts, also=also)
    values = {
        "state": state,
        "on_day": on,
        "starts_at": moment,
        "place": row.place if place is None else place.strip(),
    }
    told = () if row.state == "planned" else (_told(desk, at, "meeting_moved", on=on),)
    return applied(
        desk,
        row,
        "meeting.moved",
        values=values,
        facts={"from": row.on_day, "to": on, "reason": reason.strip()},
        writes=[
            *(superseded(desk, due) for due in live(desk, row.id, kind=AGENDA_DEADLINE)),
            *_agenda_due(desk, body, row.id, on, moved_as=row.version + 1),
            *told,
        ],
    )


def call(
    desk: Desk,
    meeting: str,
    *,
    starts: dt.time | None = None,
    place: str | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Summon the members; hour and place can be given now. Everybody is told.

    At shorter notice than the terms of reference ask for, a reason is wanted and stays with the
    meeting. Raises `GuardRefused` with everything the summons lacks.
    """
    at = read_meeting(desk, meeting, seen=seen)
    row = at.row
    moment = _moment(desk, row.on_day, starts) if starts is not None else row.starts_at
    where = row.place if place is None else place.strip()
    late = at.late(desk, SUMMONS, given=desk.today)
    wants = [] if reason.strip() else [*late]
    if moment is None:
        wants.append(Refusal("meeting.no_hour", {"meeting": row.ref}))
    if not where:
        wants.append(Refusal("meeting.no_place", {"meeting": row.ref}))
    if row.on_day < desk.today:
        wants.append(Refusal("meeting.day_past", {"on": row.on_day}))
    facts = MeetingFacts(permissions=at.permissions, reason=reason, summons_wants=tuple(wants))
    state = moved(row.state, "call", facts)
    irregular = flags(late, reason=reason, today=desk.today)
    return applied(
        desk,
        row,
        "meeting.called",
        values={
            "state": state,
            "starts_at": moment,
            "place": where,
            "flags": [*row.flags, *irregular],
        },
        facts={"on": row.on_day, "irregular": irregular},
        writes=[_told(desk, at, "meeting_called", on=row.on_day, starts=moment, place=where)],
    )


def publish(
    desk: Desk,
    meeting: str,
    *,
    on: dt.date | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Publish the agenda and its reports; `on` is the day it was done, today unless said.

    What was escalated to the body goes with it, as one report of missed deadlines.
    Later than law or terms of reference allow, the proper officer publishes it with a reason,
    and the meeting is flagged; so where it is said to have been out before the meeting had its
    day: clear days are counted from that. Raises `GuardRefused` with the last day there was.
    """
    at = read_meeting(desk, meeting, seen=seen)
    row = at.row
    said, known = on or desk.today, fixed_on(desk, row)
    day = max(said, known)
    late = at.late(desk, AGENDA, given=day)
    if said < known:
        late += (Refusal("meeting.published_before_planned", {"on": said, "planned": known}),)
    also = [Refusal("meeting.published_to_come", {"on": day})] if day > desk.today else []
    facts = MeetingFacts(permissions=at.permissions, reason=reason, agenda_wants=late)
    move = "publish_late" if late and reason.strip() else "publish"
    state = moved(row.state, move, facts, also=also)
    irregular = flags(late, reason=reason, today=desk.today)
    items = listed(desk, row.id)
    return applied(
        desk,
        row,
        "meeting.agenda_published",
        values={
            "state": state,
            "agenda_published_on": day,
            "flags": [*row.flags, *irregular],
        },
        facts={
            "on": day,
            **({"said_on": said} if said < day else {}),
            "items": shown(items),
            "irregular": irregular,
        },
        writes=[
            *(met(desk, due) for due in live(desk, row.id, kind=AGENDA_DEADLINE)),
            _told(desk, at, "agenda_published", on=row.on_day),
            *made_for(desk, row, at.body.row),
        ],
    )


def supplement(desk: Desk, meeting: str, *, reason: str = "", seen: int | None = None) -> Receipt:
    """Publish what was added after the agenda: the urgent items, or reports that `reason` names.

    Raises `GuardRefused` where nothing was added and no reason is given.
    """
    at = read_meeting(desk, meeting, seen=seen)
    urgent = [item for item in listed(desk, at.row.id) if item.late_reason]
    wants = () if urgent or reason.strip() else (Refusal("meeting.nothing_added"),)
    facts = MeetingFacts(permissions=at.permissions, reason=reason, urgency_wants=wants)
    state = moved(at.row.state, "publish_supplement", facts)
    return applied(
        desk,
        at.row,
        "meeting.supplement_published",
        values={"state": state},
        facts={"items": shown(urgent), "reason": reason.strip()},
        writes=[
            _told(desk, at, "supplement_published", on=at.row.on_day),
            *made_for(desk, at.row, at.body.row, again=True),
        ],
    )


def cancel(desk: Desk, meeting: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Call a meeting off. What is listed is carried over: its reports wait for another meeting."""
    at = read_meeting(desk, meeting, seen=seen)
    state = moved(at.row.state, "cancel", MeetingFacts(permissions=at.permissions, reason=reason))
    rows = listed(desk, at.row.id)
    reports_off(desk, rows, reason=reason)
    told = (
        ()
        if at.row.state == "planned"
        else (_told(desk, at, "meeting_cancelled", on=at.row.on_day),)
    )
    return applied(
        desk,
        at.row,
        "meeting.cancelled",
        values={"state": state},
        facts={"reason": reason.strip(), "carried_over": shown(rows)},
        writes=[
            *others_off(rows),
            *(superseded(desk, due) for due in live(desk, at.row.id, kind=AGENDA_DEADLINE)),
            *told,
        ],
    )


def _new(desk: Desk, body: Any, on: dt.date) -> dict[str, Any]:
    return {
        "id": desk.new_id(),
        "ref": desk.next_ref("meeting"),
        "body_id": body.id,
        "on_day": on,
    }


def _must_be_free(desk: Desk, body: Any, on: dt.date, moment: dt.datetime | None) -> None:
    if taken := _taken(desk, body, on, moment):
        raise Refused(taken)


def _taken(
    desk: Desk, body: Any, on: dt.date, moment: dt.datetime | None, *, apart_from: str | None = None
) -> list[Refusal]:
    """A body can meet twice on a day, but not twice at one hour."""
    return [
        Refusal("meeting.there_already", {"body": body.name, "on": on, "ref": other.ref})
        for other in desk.all(_THAT_DAY, body=body.id, day=on)
        if other.starts_at == moment and other.id != apart_from
    ]


def _moment(desk: Desk, on: dt.date, starts: dt.time | None) -> dt.datetime | None:
    if starts is None:
        return None
    zone = ZoneInfo(desk.partnership.timezone)
    return dt.datetime.combine(on, starts, tzinfo=zone).astimezone(dt.UTC)


def _local(desk: Desk, moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZoneInfo(desk.partnership.timezone))


def _agenda_due(
    desk: Desk, body: Any, meeting_id: str, on: dt.date, *, moved_as: int | None = None
) -> tuple[Insert, ...]:
    """The deadline for the agenda: the end of the last day on which it can be published.

    `moved_as` is the meeting's version after a move, which may bring it back to a day that had
    a deadline before.
    """
    last = notice_day(desk, body_facts(desk, body, on), AGENDA)
    if last is None:
        return ()
    return (
        deadline(
            desk,
            kind=AGENDA_DEADLINE,
            cause=on.isoformat() if moved_as is None else f"{on.isoformat()}-{moved_as}",
            subject=("meeting", meeting_id),
            due_day=last.day,
            due_at=start_of(desk, last.day + dt.timedelta(days=1)),
            owner="secretary",
            working=last.working(),
        ),
    )


def _told(
    desk: Desk,
    at: Convened,
    template: str,
    *,
    on: dt.date,
    starts: dt.datetime | None = None,
    place: str = "",
) -> Insert:
    """Members and named substitutes are told; in a summons of the hour and the place too."""
    return message(
        desk,
        template=template,
        subject=("meeting", at.row.id),
        recipient=at.body.key,
        params={
            "ref": at.row.ref,
            "body": at.body.title,
            "on": on.isoformat(),
            "starts": f"{_local(desk, starts):%H:%M}" if starts is not None else None,
            "place": place,
        },
    )
