"""Meetings: planned, called, published, held and minuted; and items that escalations propose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.escalations import items
from governance.application.meetings import acts, convening
from governance.application.meetings.meeting_page import meeting_page
from governance.application.meetings.queries import quorum_now
from governance.application.proposals import placing
from governance.application.proposals.ready import ready_for
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.operations import Act, Look, Resource, Room
from governance.interfaces.api.told import Minutes, Quorum

_AT = "/meetings/{meeting}"
_NEW = "/meetings/{ref}"


def add_report(desk: Desk, *, meeting: str, report: str, late_reason: str | None = None) -> Receipt:
    """Put a report on the agenda; `late_reason` says why it is urgent once that is published."""
    return placing.place_on_agenda(desk, report, meeting=meeting, late_reason=late_reason)


def record_meeting_held(desk: Desk, *, meeting: str, reason: str) -> Receipt:
    """Record that a planned meeting was held without Vires."""
    return convening.record_held(desk, meeting=meeting, reason=reason)


def minutes(desk: Desk, meeting: str) -> dict[str, Any]:
    """The minutes of a meeting, as they were drafted or signed."""
    row = desk.row("meeting", meeting)
    return {"ref": row.ref, "state": row.state, "minutes": row.minutes}


def quorum(desk: Desk, meeting: str) -> dict[str, Any]:
    """Whether those who are there now are a quorum, and what would restore it."""
    found = quorum_now(desk, desk.row("meeting", meeting))
    if found is None:
        return {"met": None}
    return {
        "met": found.met,
        "counted": len(found.counted),
        "needed": found.needed,
        "shortfalls": list(found.shortfalls),
    }


def reports_ready(desk: Desk, body: str) -> list[Any]:
    """The reports that could be put on an agenda of a body now."""
    row = desk.row("body", body)
    return list(ready_for(desk, row.key))


def proposed_items(desk: Desk, *, body: str | None = None) -> Sequence[Any]:
    """Items that escalations propose, which wait for an agenda."""
    return [one.plain() for one in items.proposed(desk, body=body)]


_SIMPLE = (
    ("move", acts.change_day),
    ("call", acts.call),
    ("publish", acts.publish),
    ("supplement", acts.supplement),
    ("cancel", acts.cancel),
    ("item", acts.add_item),
    ("carry-over", acts.carry_over),
    ("attend", acts.attend),
    ("apologies", acts.send_apologies),
    ("observe", acts.in_attendance),
    ("leave", acts.leave_meeting),
    ("open", acts.hold),
    ("preside", acts.preside),
    ("adjourn", acts.adjourn),
    ("resume", acts.resume),
    ("inquorate", acts.find_inquorate),
    ("informal", acts.go_on_informally),
    ("private", acts.exclude_public),
    ("note", acts.minute_item),
    ("draft-minutes", acts.draft_minutes),
)
"""Acts whose use case takes the meeting and what its signature says."""

ROOM = Room(
    name="Meetings",
    resources=(
        Resource(
            table="meeting",
            path="/meetings",
            fields=("ref", "body_id", "on_day", "starts_at", "place", "state",
                    "agenda_published_on", "presiding_id", "ordinary", "flags"),
            filters=("body_id", "state", "from_day"),
            details=meeting_page,
        ),
    ),
    looks=(
        Look(key="meeting.minutes", path=f"{_AT}/minutes", ask=minutes, gives=Minutes),
        Look(key="meeting.quorum", path=f"{_AT}/quorum", ask=quorum, gives=Quorum),
        Look(key="meeting.ready", path="/bodies/{body}/reports-ready", ask=reports_ready),
        Look(key="proposed.list", path="/proposed-items", ask=proposed_items),
    ),
    acts=(
        Act(key="meeting.plan", path="/meetings", do=acts.plan, new=_NEW),
        Act(key="meeting.record", path="/meetings/record", do=acts.record_held,
            fixed={"meeting": None}, new=_NEW),
        Act(key="meeting.record-held", path=f"{_AT}/record-held", do=record_meeting_held),
        Act(key="meeting.report", path=f"{_AT}/report", do=add_report),
        *(Act(key=f"meeting.{name}", path=f"{_AT}/{name}", do=do) for name, do in _SIMPLE),
        Act(key="meeting.sign", path=f"{_AT}/sign", do=acts.sign_minutes, scope=Scope.DECIDE),
        Act(key="proposed.take", path="/proposed-items/{item}/take", do=items.take),
        Act(key="proposed.decline", path="/proposed-items/{item}/decline", do=items.decline),
    ),
)  # fmt: skip
