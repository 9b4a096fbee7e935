"""Who is at a meeting, in which seat: members, their named substitutes, and others there.

A member must hold the seat on the day of the meeting, and a substitute must have been named for
it in advance. Whoever cannot sit can still be in attendance, without a seat.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import BodyFacts, person_value
from governance.application.change import Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.meetings.reading import Convened, applied, read_meeting
from governance.application.people.organisations import partners
from governance.domain.bodies.attendance import seated
from governance.domain.errors import GuardRefused, Refusal, Refused
from governance.store.tables import TABLES
from statemachines.permissions import Permission, titles

TAKES_ATTENDANCE: Final = (
    "published",
    "supplement_published",
    "held",
    "adjourned",
    "resumed",
    "inquorate",
    "informal",
)
"""States of a meeting at which people can be recorded as there."""

_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.CHAIR})
_attendance = TABLES["attendance"]
_THERE = select(_attendance).where(
    _attendance.c.partnership_id == bindparam("partnership"),
    _attendance.c.meeting_id == bindparam("meeting"),
    _attendance.c.person_id == bindparam("person"),
)


def attend(
    desk: Desk,
    meeting: str,
    *,
    person: str,
    substitute_for: str | None = None,
    seat: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Record that a person is there: as a member, or as the named substitute of one.

    `substitute_for` is the member (a key) or the seat; `seat` is needed of a member appointed to
    several. Raises `GuardRefused` with every reason: not appointed on that day and who appoints,
    not named as substitute, there already.
    """
    at = read_meeting(desk, meeting, seen=seen)
    who = desk.row("person", person)
    found = [*_not_now(desk, at)]
    row = _appointment(at.body, who, substitute_for, seat)
    there = desk.first(_THERE, meeting=at.row.id, person=who.id)
    if row is None:
        found += _why_not(desk, at.body, who, substitute_for, seat)
    else:
        found += _why_no_seat(desk, at.body, who, row)
        if _is_there(there) and there.appointment_id == row.id:
            found.append(Refusal("meeting.there_now", {"person": who.key}))
    if found or row is None:
        raise GuardRefused(found)
    values = {
        "appointment_id": row.id,
        "substitute": row.person_id != who.id,
        "present": True,
        "left_at": None,
    }
    facts = {"person": who.key, "seat": row.seat, "substitute": values["substitute"]}
    return _recorded(desk, at, who, there, values, "meeting.attended", facts)


def in_attendance(desk: Desk, meeting: str, *, person: str, seen: int | None = None) -> Receipt:
    """Record that somebody is there without a seat: an officer who presents, an observer."""
    return _without_seat(desk, meeting, person, present=True, kind="meeting.observed", seen=seen)


def send_apologies(desk: Desk, meeting: str, *, person: str, seen: int | None = None) -> Receipt:
    """Record that somebody sent apologies for absence."""
    return _without_seat(desk, meeting, person, present=False, kind="meeting.excused", seen=seen)


def leave_meeting(desk: Desk, meeting: str, *, person: str, seen: int | None = None) -> Receipt:
    """Record that somebody left; they can come back. Raises `GuardRefused` where they are away."""
    at = read_meeting(desk, meeting, seen=seen)
    who = desk.row("person", person)
    there = desk.first(_THERE, meeting=at.row.id, person=who.id)
    found = [*_not_now(desk, at)]
    if not _is_there(there):
        found.append(Refusal("meeting.not_there", {"person": who.key, "meeting": at.row.ref}))
    if found:
        raise GuardRefused(found)
    return applied(
        desk,
        at.row,
        "meeting.left",
        values={},
        facts={"person": who.key},
        writes=[Update("attendance", there, {"left_at": desk.now})],
    )


def _without_seat(
    desk: Desk, meeting: str, person: str, *, present: bool, kind: str, seen: int | None
) -> Receipt:
    at = read_meeting(desk, meeting, seen=seen)
    who = desk.row("person", person)
    there = desk.first(_THERE, meeting=at.row.id, person=who.id)
    found = [*_not_now(desk, at)]
    if _is_there(there):
        found.append(Refusal("meeting.there_now", {"person": who.key}))
    if found:
        raise GuardRefused(found)
    values = {"appointment_id": None, "substitute": False, "present": present, "left_at": None}
    return _recorded(desk, at, who, there, values, kind, {"person": who.key})


def _recorded(
    desk: Desk,
    at: Convened,
    who: Any,
    there: Any | None,
    values: dict[str, Any],
    kind: str,
    facts: dict[str, Any],
) -> Receipt:
    write: Insert | Update
    if there is None:
        ids = {"id": desk.new_id(), "meeting_id": at.row.id, "person_id": who.id}
        write = Insert("attendance", ids | values)
    else:
        write = Update("attendance", there, values)
    return applied(desk, at.row, kind, values={}, facts=facts, writes=[write])


def _is_there(there: Any | None) -> bool:
    return there is not None and there.present and there.left_at is None


def _not_now(desk: Desk, at: Convened) -> Iterable[Refusal]:
    if not at.permissions & _KEEPERS:
        params = {"actor": desk.actor.name, "who": titles(_KEEPERS)}
        yield Refusal("permissions.not_theirs", params)
    if at.row.state not in TAKES_ATTENDANCE:
        params = {"meeting": at.row.ref, "state": at.row.state.replace("_", " ")}
        yield Refusal("meeting.takes_no_attendance", params)
    elif at.row.on_day > desk.today:
        yield Refusal("meeting.day_to_come", {"meeting": at.row.ref, "on": at.row.on_day})


def _appointment(
    body: BodyFacts, who: Any, substitute_for: str | None, seat: str | None
) -> Any | None:
    """The appointment on that day by which the person sits; None where there is none."""
    for row, held in zip(body.rows, body.appointments, strict=True):
        if not held.holds(body.on) or seat not in (None, row.seat):
            continue
        if substitute_for is None and row.person_id == who.id:
            return row
        if substitute_for in (held.person.key, row.seat) and who.id in row.substitute_ids:
            return row
    return None


def _why_no_seat(desk: Desk, body: BodyFacts, who: Any, row: Any) -> Iterable[Refusal]:
    """What speaks against a seat to which there is an appointment: left, or no substitutes."""
    if who.left_on is not None and who.left_on <= body.on:
        yield _left(desk, body, who.key, row.seat, who.left_on)
    elif body.terms is not None:
        room = seated(
            terms=body.terms,
            appointments=body.appointments,
            present={who.key: row.seat},
            on=body.on,
        )
        yield from room.others.values()


def _why_not(
    desk: Desk, body: BodyFacts, who: Any, substitute_for: str | None, seat: str | None
) -> Iterable[Refusal]:
    """Why somebody sits in no seat that day, and what would change it."""
    name = person_value(desk, who).name
    if substitute_for is not None:
        yield _not_a_substitute(body, name, substitute_for)
        return
    over = [
        held
        for row, held in zip(body.rows, body.appointments, strict=True)
        if row.person_id == who.id and seat in (None, row.seat)
    ]
    stands_in = [
        held.person.name
        for row, held in zip(body.rows, body.appointments, strict=True)
        if who.id in row.substitute_ids and held.holds(body.on)
    ]
    if over:
        last = max(over, key=lambda held: held.start)
        if last.end is not None and last.end < body.on:
            yield _left(desk, body, name, last.seat, last.end)
        else:
            params = {"name": name, "seat": _title(body, last.seat), "on": body.on}
            yield Refusal("attendance.not_that_day", params)
    elif stands_in:
        yield Refusal("meeting.substitute_for_whom", {"name": name, "members": stands_in})
    else:
        yield Refusal("meeting.not_a_member", {"name": name, "body": body.title, "on": body.on})


def _not_a_substitute(body: BodyFacts, name: str, substitute_for: str) -> Refusal:
    for row, held in zip(body.rows, body.appointments, strict=True):
        if held.holds(body.on) and substitute_for in (held.person.key, row.seat):
            params = {"name": name, "member": held.person.name}
            if held.substitutes:
                named = [person.name for person in held.substitutes]
                return Refusal("meeting.not_named", params | {"named": named})
            return Refusal("meeting.nobody_named", params)
    return Refusal("meeting.nobody_to_stand_for", {"who": substitute_for, "body": body.title})


def _left(desk: Desk, body: BodyFacts, name: str, seat: str, ended: Any) -> Refusal:
    """A member who left, with who appoints to the seat now."""
    known = body.terms.seat(seat) if body.terms is not None else None
    represented = known.represents if known is not None else ()
    appoints = [row.name for row in partners(desk) if row.key in represented]
    params = {"name": name, "seat": _title(body, seat), "ended": ended}
    if appoints:
        return Refusal("meeting.member_left", params | {"appoints": appoints})
    return Refusal("meeting.member_left_the_body", params | {"body": body.title})


def _title(body: BodyFacts, seat: str) -> str:
    known = body.terms.seat(seat) if body.terms is not None else None
    return known.title if known is not None else seat


def must_be_there(desk: Desk, at: Convened, person: str) -> Any:
    """The row of a person who is at a meeting in a seat. Raises `Refused`."""
    who = desk.row("person", person)
    there = desk.first(_THERE, meeting=at.row.id, person=who.id)
    if not _is_there(there) or there.appointment_id is None:
        raise Refused.one("meeting.presiding_absent", person=who.key, meeting=at.row.ref)
    return who
