"""A meeting on its day: opening it, breaking off, going on, or finding that too few have come."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.application.change import Receipt, Update
from governance.application.desk import Desk
from governance.application.escalations.reports import made_for
from governance.application.meetings.agenda import listed, others_off, reports_off, shown
from governance.application.meetings.attending import must_be_there
from governance.application.meetings.queries import IN_SESSION
from governance.application.meetings.reading import (
    applied,
    flags,
    moved,
    read_meeting,
    to_come,
)
from governance.application.meetings.sitting import Sitting, read_sitting
from governance.domain.bodies.people import Person
from governance.domain.errors import GuardRefused, Refusal, Refused
from governance.store.tables import TABLES
from statemachines.meeting import MEETING, MeetingFacts
from statemachines.permissions import Permission, titles

_attendance = TABLES["attendance"]
_PRESENT = select(_attendance).where(
    _attendance.c.partnership_id == bindparam("partnership"),
    _attendance.c.meeting_id == bindparam("meeting"),
    _attendance.c.present.is_(True),
    _attendance.c.left_at.is_(None),
)


def hold(
    desk: Desk, meeting: str, *, presiding: str | None = None, seen: int | None = None
) -> Receipt:
    """Open a meeting, or go on with one that was inquorate and is no longer.

    The chair presides, or a vice chair; where neither is there, `presiding` names the member
    whom those present elected. One who presides although the chair is there is flagged. Raises
    `GuardRefused` with whoever is missing for a quorum.
    """
    at = read_meeting(desk, meeting, seen=seen)
    row = at.row
    sitting = read_sitting(desk, row)
    person, manner, against = _who_presides(sitting, presiding)
    facts = MeetingFacts(
        permissions=at.permissions,
        day_to_come=to_come(row, desk.today),
        quorum_wants=sitting.quorum().shortfalls,
    )
    move = "become_quorate" if row.state == "inquorate" else "hold"
    state = moved(row.state, move, facts, also=against)
    assert person is not None
    irregular = flags(_passed_over(sitting, person, manner), reason="", today=desk.today)
    return applied(
        desk,
        row,
        "meeting.held",
        values={
            "state": state,
            "presiding_id": sitting.person_ids[person],
            "flags": [*row.flags, *irregular],
        },
        facts={"presiding": person, "as": manner, "irregular": irregular, **_room(sitting)},
        writes=made_for(desk, row, at.body.row),
    )


def preside(desk: Desk, meeting: str, *, person: str, seen: int | None = None) -> Receipt:
    """Let another member take the chair while the meeting sits. Raises `Refused`."""
    at = read_meeting(desk, meeting, seen=seen)
    keepers = frozenset({Permission.SECRETARY, Permission.CHAIR})
    if not at.permissions & keepers:
        params = {"actor": desk.actor.name, "who": titles(keepers)}
        raise GuardRefused([Refusal("permissions.not_theirs", params)])
    if at.row.state not in IN_SESSION:
        state = MEETING.state(at.row.state).title
        raise Refused.one("meeting.not_sitting", meeting=at.row.ref, state=state)
    who = must_be_there(desk, at, person)
    return applied(
        desk,
        at.row,
        "meeting.chair_taken",
        values={"presiding_id": who.id},
        facts={"presiding": who.key},
    )


def adjourn(
    desk: Desk,
    meeting: str,
    *,
    reason: str,
    to: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Break off, to go on later the same day or on another. What is listed stays listed.

    Going on another day, whoever was there is recorded anew then. Raises `GuardRefused` where
    that day has passed.
    """
    at = read_meeting(desk, meeting, seen=seen)
    row = at.row
    day = to or max(row.on_day, desk.today)
    also = [Refusal("meeting.day_past", {"on": day})] if day < desk.today else []
    facts = MeetingFacts(permissions=at.permissions, reason=reason)
    state = moved(row.state, "adjourn", facts, also=also)
    leaving: list[Update] = []
    if day > desk.today:
        there = desk.all(_PRESENT, meeting=row.id)
        leaving = [Update("attendance", one, {"left_at": desk.now}) for one in there]
    return applied(
        desk,
        row,
        "meeting.adjourned",
        values={"state": state, "on_day": day},
        facts={"from": row.on_day, "to": day, "reason": reason.strip()},
        writes=leaving,
    )


def resume(desk: Desk, meeting: str, *, seen: int | None = None) -> Receipt:
    """Go on as the same meeting. Members and quorum are those of today."""
    at = read_meeting(desk, meeting, seen=seen)
    day = max(at.row.on_day, desk.today)
    sitting = read_sitting(desk, at.row._replace(on_day=day))
    facts = MeetingFacts(
        permissions=at.permissions,
        day_to_come=to_come(at.row, desk.today),
        quorum_wants=sitting.quorum().shortfalls,
    )
    state = moved(at.row.state, "resume", facts)
    return applied(
        desk,
        at.row,
        "meeting.resumed",
        values={"state": state, "on_day": day},
        facts={"on": day, **_room(sitting)},
    )


def find_inquorate(desk: Desk, meeting: str, *, seen: int | None = None) -> Receipt:
    """Find that too few are there, at the start or later. Nothing can be decided from now on."""
    at = read_meeting(desk, meeting, seen=seen)
    sitting = read_sitting(desk, at.row)
    short = sitting.quorum().shortfalls
    facts = MeetingFacts(
        permissions=at.permissions,
        day_to_come=to_come(at.row, desk.today),
        quorum_wants=short,
    )
    state = moved(at.row.state, "find_inquorate", facts)
    return applied(
        desk,
        at.row,
        "meeting.found_inquorate",
        values={"state": state},
        facts={"missing": [one.code for one in short], **_room(sitting)},
    )


def go_on_informally(
    desk: Desk, meeting: str, *, reason: str = "", seen: int | None = None
) -> Receipt:
    """Talk without deciding. What is listed is carried over to another meeting."""
    at = read_meeting(desk, meeting, seen=seen)
    state = moved(at.row.state, "go_on_informally", MeetingFacts(permissions=at.permissions))
    rows = listed(desk, at.row.id)
    why = reason.strip() or words.say("meeting.no_quorum", {}, desk.partnership.language)
    reports_off(desk, rows, reason=why)
    return applied(
        desk,
        at.row,
        "meeting.went_on_informally",
        values={"state": state},
        facts={"reason": why, "carried_over": shown(rows)},
        writes=others_off(rows),
    )


def _who_presides(
    sitting: Sitting, wanted: str | None
) -> tuple[str | None, str, tuple[Refusal, ...]]:
    """The key of whoever presides, in what manner, and what speaks against."""
    chairs, vices = _there(sitting, sitting.body.chairs), _there(sitting, sitting.body.vices)
    if wanted is not None:
        if wanted not in sitting.present:
            params = {"person": wanted, "meeting": sitting.meeting.ref}
            return None, "", (Refusal("meeting.presiding_absent", params),)
        manner = "chair" if wanted in chairs else "vice" if wanted in vices else "elected"
        return wanted, manner, ()
    if chairs:
        return chairs[0], "chair", ()
    if vices:
        return vices[0], "vice", ()
    chairing = [person.name for person in (*sitting.body.chairs, *sitting.body.vices)]
    if chairing:
        return None, "", (Refusal("meeting.chair_absent", {"chairs": chairing}),)
    return None, "", (Refusal("meeting.nobody_in_chair", {"body": sitting.body.title}),)


def _passed_over(sitting: Sitting, person: str, manner: str) -> list[Refusal]:
    """That somebody presides although the chair, or for want of one a vice chair, is there."""
    body = sitting.body
    entitled = [] if manner == "chair" else [*body.chairs]
    entitled += [] if manner in ("chair", "vice") else [*body.vices]
    there = [one.name for one in entitled if one.key in sitting.present]
    return [Refusal("meeting.chair_passed_over", {"person": person, "chairs": there})] * bool(there)


def _there(sitting: Sitting, people: tuple[Person, ...]) -> list[str]:
    return [person.key for person in people if person.key in sitting.present]


def _room(sitting: Sitting) -> dict[str, Any]:
    """Who is there in which seat, by keys, and how many the quorum counted."""
    found = sitting.quorum()
    return {
        "present": dict(sorted(sitting.present.items())),
        "quorum": {"needed": found.needed, "counted": len(found.counted)},
    }
