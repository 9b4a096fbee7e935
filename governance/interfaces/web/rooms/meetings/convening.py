"""Bringing a meeting about: planned, called, published, moved, called off; and what is on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from governance import words
from governance.application.bodies.queries import list_bodies
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.escalations import items
from governance.application.meetings import acts
from governance.application.meetings.queries import meetings
from governance.application.meetings.taking import TAKES_ITEMS, TAKES_URGENT_ITEMS
from governance.application.proposals import placing
from governance.application.proposals.ready import ready_for
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Day, Field, Hour, Option, Pick, Text, YesNo
from governance.interfaces.web.rooms.meetings.common import about, act, none_planned
from governance.interfaces.web.visit import Visit
from governance.words.format import weekday

REASON = Area(name="reason", rows=3)
PERHAPS = Area(name="reason", rows=3, required=False)
TAKING = (*TAKES_ITEMS, *TAKES_URGENT_ITEMS)
"""States of a meeting whose agenda takes items, or urgent ones."""


# --- planned, or recorded as held


def _bodies(visit: Visit) -> list[Option]:
    return [Option(one.key, one.title) for one in list_bodies(visit.desk) if one.terms is not None]


def _plan_fields(visit: Visit) -> list[Field]:
    return [
        Pick(name="body", options=_bodies(visit)),
        Day(name="on"),
        Hour(name="starts", required=False),
        Text(name="place", required=False),
        YesNo(name="ordinary"),
    ]


def _about_plan(visit: Visit) -> About:
    values: dict[str, Any] = {"ordinary": True}
    if body := visit.query.get("body"):
        values["body"] = body
    return About(values=values, back=visit.url("/meetings"))


def _plan(desk: Desk, said: Said) -> Done:
    receipt = acts.plan(
        desk,
        body=said["body"],
        on=said["on"],
        starts=said["starts"],
        place=said.get("place", ""),
        ordinary=said["ordinary"],
    )
    body = desk.row("body", said["body"])
    return Done(receipt=receipt, params={"body": body.name})


def _record_fields(visit: Visit) -> list[Field]:
    return [Pick(name="body", options=_bodies(visit)), Day(name="on"), REASON]


def _record(desk: Desk, said: Said) -> Done:
    receipt = acts.record_held(desk, reason=said["reason"], body=said["body"], on=said["on"])
    return Done(receipt=receipt)


def _record_planned(desk: Desk, said: Said) -> Receipt:
    return acts.record_held(desk, reason=said["reason"], meeting=said.ref)


# --- a meeting


def _when_and_where(visit: Visit) -> dict[str, Any]:
    row = visit.desk.row("meeting", visit.path["ref"])
    zone = ZoneInfo(visit.partnership.timezone)
    starts = row.starts_at.astimezone(zone).time() if row.starts_at is not None else None
    values = {"on": row.on_day, "starts": starts, "place": row.place}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _about_when(visit: Visit) -> About:
    return about(visit, values=_when_and_where(visit))


def _move(desk: Desk, said: Said) -> Receipt:
    return acts.change_day(
        desk,
        said.ref,
        on=said["on"],
        reason=said["reason"],
        starts=said["starts"],
        place=said.get("place"),
        seen=said.seen,
    )


def _call(desk: Desk, said: Said) -> Receipt:
    return acts.call(
        desk,
        said.ref,
        starts=said["starts"],
        place=said.get("place"),
        reason=said.get("reason", ""),
        seen=said.seen,
    )


def _about_today(visit: Visit) -> About:
    return about(visit, values={"on": visit.today})


def _publish(desk: Desk, said: Said) -> Receipt:
    return acts.publish(
        desk, said.ref, on=said["on"], reason=said.get("reason", ""), seen=said.seen
    )


def _published(desk: Desk, said: Said) -> dict[str, Any]:
    return {"on": said["on"] or desk.today}


def _supplement(desk: Desk, said: Said) -> Receipt:
    return acts.supplement(desk, said.ref, reason=said.get("reason", ""), seen=said.seen)


def _cancel(desk: Desk, said: Said) -> Receipt:
    return acts.cancel(desk, said.ref, reason=said["reason"], seen=said.seen)


# --- what is on it


def _item(desk: Desk, said: Said) -> Receipt:
    return acts.add_item(
        desk, said.ref, title=said["title"], late_reason=said.get("urgent"), seen=said.seen
    )


def _titled(desk: Desk, said: Said) -> dict[str, Any]:
    del desk
    return {"title": said["title"]}


def _to_come(visit: Visit, *, body_id: str | None = None, apart_from: str = "") -> list[Option]:
    """Meetings whose agenda takes items, of one body or of all."""
    return [
        Option(row.ref, f"{row.body_name}, {weekday(row.on_day)} ({row.ref})")
        for row in meetings(visit.desk, from_day=visit.desk.today)
        if row.state in TAKING and row.ref != apart_from and body_id in (None, row.body_id)
    ]


# --- a report


def _ready(visit: Visit) -> list[Option]:
    row = visit.desk.row("meeting", visit.path["ref"])
    body = visit.desk.by_id("body", row.body_id)
    return [Option(one.ref, f"{one.ref} {one.title}") for one in ready_for(visit.desk, body.key)]


def _report_fields(visit: Visit) -> list[Field]:
    return [
        Pick(name="report", options=_ready(visit)),
        Area(name="urgent", rows=3, required=False),
    ]


def _about_report(visit: Visit) -> About:
    found = about(visit)
    if _ready(visit):
        return found
    return replace(found, closed=[reason("web.meeting.no_report_ready", found.params)])


def _report(desk: Desk, said: Said) -> Receipt:
    return placing.place_on_agenda(
        desk, said["report"], meeting=said.ref, late_reason=said.get("urgent")
    )


def _reported(desk: Desk, said: Said) -> dict[str, Any]:
    return {"report": said["report"], "title": desk.row("proposal", said["report"]).title}


# --- what is not taken


def _carry_fields(visit: Visit) -> list[Field]:
    row = visit.desk.row("meeting", visit.path["ref"])
    others = _to_come(visit, body_id=row.body_id, apart_from=row.ref)
    body = visit.desk.by_id("body", row.body_id)
    hint = "" if others else words.say("web.meeting.carry_to_none", {"body": body.name})
    return [Pick(name="to", options=others, required=False, hint=hint), REASON]


def _carry(desk: Desk, said: Said) -> Receipt:
    return acts.carry_over(
        desk, said.ref, reason=said["reason"], to=said.get("to"), seen=said.seen
    )[-1]


def _proposed(visit: Visit) -> items.Proposed:
    return items.item_named(visit.desk, visit.path["item"])


def _about_item(visit: Visit) -> About:
    found = _proposed(visit)
    meeting = visit.query.get("at")
    back = f"/meetings/{meeting}" if meeting else "/proposed-items"
    params = {"title": found.row.title, "body": found.row.body_name}
    return About(
        params=params, values={"meeting": meeting} if meeting else {}, back=visit.url(back)
    )


def _about_take(visit: Visit) -> About:
    """The same; where no meeting could take it, what to do first."""
    found, row = _about_item(visit), _proposed(visit).row
    if _to_come(visit, body_id=row.body_id):
        return found
    return replace(found, closed=[none_planned(visit, row.body, row.body_name)])


def _take_fields(visit: Visit) -> list[Field]:
    others = _to_come(visit, body_id=_proposed(visit).row.body_id)
    return [Pick(name="meeting", options=others), Area(name="urgent", rows=3, required=False)]


def _take(desk: Desk, said: Said) -> Done:
    receipt = items.take(
        desk, said.path["item"], meeting=said["meeting"], late_reason=said.get("urgent")
    )
    return Done(receipt=receipt, to=f"/meetings/{desk.row('meeting', said['meeting']).ref}")


def _decline(desk: Desk, said: Said) -> Done:
    receipt = items.decline(desk, said.path["item"], reason=said["reason"])
    return Done(receipt=receipt)


ACTS: tuple[Act, ...] = (
    Act(
        key="meeting.plan",
        path="/new/meeting",
        do=_plan,
        to="/meetings/{new}",
        fields=_plan_fields,
        about=_about_plan,
        done="done.meeting_planned",
    ),
    Act(
        key="meeting.record",
        path="/new/meeting-held",
        do=_record,
        to="/meetings/{new}",
        fields=_record_fields,
        about=lambda visit: About(back=visit.url("/meetings")),
        done="done.meeting_recorded",
    ),
    act("record-held", _record_planned, "done.meeting_recorded", fields=(REASON,)),
    act(
        "move",
        _move,
        "done.meeting_moved",
        fields=(Day(name="on"), Hour(name="starts", required=False), Text(name="place"), REASON),
        known=_about_when,
    ),
    act(
        "call",
        _call,
        "done.meeting_called",
        fields=(
            Hour(name="starts"),
            Text(name="place"),
            PERHAPS,
        ),
        known=_about_when,
    ),
    act(
        "publish",
        _publish,
        "done.meeting_published",
        fields=(Day(name="on", required=False), PERHAPS),
        known=_about_today,
        params=_published,
    ),
    act("supplement", _supplement, "done.meeting_supplemented", fields=(PERHAPS,)),
    act("cancel", _cancel, "done.meeting_cancelled", fields=(REASON,), check=True),
    act(
        "item",
        _item,
        "done.meeting_item_added",
        fields=(Text(name="title"), Area(name="urgent", rows=3, required=False)),
        params=_titled,
    ),
    act(
        "report",
        _report,
        "done.meeting_report_added",
        fields=_report_fields,
        known=_about_report,
        params=_reported,
    ),
    act("carry-over", _carry, "done.meeting_carried_over", fields=_carry_fields),
    Act(
        key="proposed.take",
        path="/proposed-items/{item}/take",
        do=_take,
        to="/proposed-items",
        fields=_take_fields,
        about=_about_take,
        done="done.item_taken",
    ),
    Act(
        key="proposed.decline",
        path="/proposed-items/{item}/decline",
        do=_decline,
        to="/proposed-items",
        fields=(REASON,),
        about=_about_item,
        done="done.item_declined",
    ),
)
