"""A meeting on its day: who is there, who presides, breaking off, going on, minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from governance import words
from governance.application.change import Receipt
from governance.application.commissions.evidence import PARAGRAPHS
from governance.application.desk import Desk
from governance.application.meetings import acts
from governance.application.meetings.meeting_page import meeting_page
from governance.application.meetings.minutes import SIGNED_AT
from governance.application.meetings.noting import against_minuting, takes_note
from governance.application.meetings.private import CONFIDENTIAL
from governance.application.meetings.queries import TO_COME
from governance.application.people.queries import names, people
from governance.domain.errors import GuardRefused, Refusal
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Said
from governance.interfaces.web.fields import Area, Day, Field, Many, Option, Pick
from governance.interfaces.web.rooms.meetings.common import about, act, none_planned
from governance.interfaces.web.rooms.meetings.convening import PERHAPS, REASON
from governance.interfaces.web.visit import Visit
from governance.words.format import weekday

_SEAT: Final = "seat."


def _found(visit: Visit) -> dict[str, Any]:
    return meeting_page(visit.desk, visit.path["ref"])


# --- who is there


def _present_fields(visit: Visit) -> list[Field]:
    """For each seat its member and named substitutes, to be ticked while they are there."""
    found = _found(visit)
    fields: list[Field] = []
    for seat in found["seats"]:
        stand_ins = [
            Option(one["key"], words.say("web.meeting.substitute", {"name": one["name"]}))
            for one in seat["substitutes"]
        ]
        member = Option(seat["person"], seat["name"])
        fields.append(
            Many(
                name=f"{_SEAT}{seat['seat']}",
                text=seat["title"][:1].upper() + seat["title"][1:],
                hint="" if seat["voting"] else words.say("web.meeting.no_vote", {}),
                options=[member, *stand_ins],
                quiet=True,
            )
        )
    members = [Option(seat["person"], seat["name"]) for seat in found["seats"]]
    return [*fields, Many(name="apologies", options=list(dict.fromkeys(members)), quiet=True)]


def _about_present(visit: Visit) -> About:
    found = _found(visit)
    values: dict[str, Any] = {
        f"{_SEAT}{seat['seat']}": [one["key"] for one in seat["there"]] for seat in found["seats"]
    }
    values["apologies"] = [seat["person"] for seat in found["seats"] if seat["apologies"]]
    return about(visit, values=values)


def _present(desk: Desk, said: Said) -> Receipt | None:
    """Record whoever came and whoever left since, seat by seat; what is as it was stays."""
    found = meeting_page(desk, said.ref)
    desk.row("meeting", said.ref, seen=said.seen)
    _not_both(found["seats"], said)
    receipt: Receipt | None = None
    for seat in found["seats"]:
        there = {one["key"] for one in seat["there"]}
        ticked = said.get(f"{_SEAT}{seat['seat']}", ())
        for person in sorted(there - set(ticked)):
            receipt = acts.leave_meeting(desk, said.ref, person=person)
        for person in ticked:
            if person not in there:
                receipt = _comes(desk, said.ref, seat, person)
    excused = {seat["person"] for seat in found["seats"] if seat["apologies"]}
    for person in said.get("apologies", ()):
        if person not in excused:
            receipt = acts.send_apologies(desk, said.ref, person=person)
    return receipt


def _not_both(seats: Sequence[Mapping[str, Any]], said: Said) -> None:
    """Nobody is said to be here and to have sent apologies. Raises `GuardRefused` for each."""
    here = {person for seat in seats for person in said.get(f"{_SEAT}{seat['seat']}", ())}
    both = here & set(said.get("apologies", ()))
    called = {seat["person"]: seat["name"] for seat in seats if seat["person"] in both}
    if called:
        raise GuardRefused(
            [Refusal("web.meeting.here_and_away", {"name": name}) for name in called.values()]
        )


def _comes(desk: Desk, ref: str, seat: Mapping[str, Any], person: str) -> Receipt:
    if person == seat["person"]:
        return acts.attend(desk, ref, person=person, seat=seat["seat"])
    return acts.attend(desk, ref, person=person, substitute_for=seat["seat"])


def _everybody(visit: Visit) -> list[Option]:
    found = people(visit.desk, gone=False)
    return [Option(one.key, one.name) for one in sorted(found, key=lambda one: one.name)]


def _observe(desk: Desk, said: Said) -> Receipt:
    return acts.in_attendance(desk, said.ref, person=said["person"], seen=said.seen)


def _leave(desk: Desk, said: Said) -> Receipt:
    return acts.leave_meeting(desk, said.ref, person=said["person"], seen=said.seen)


def _there_fields(visit: Visit) -> list[Field]:
    """Everybody who is there now, in a seat or without one."""
    return [Pick(name="person", options=_there(_found(visit)))]


def _there(found: Mapping[str, Any]) -> list[Option]:
    seated = {one["key"]: one["name"] for seat in found["seats"] for one in seat["there"]}
    others = {one["key"]: one["name"] for one in found["attending"] if one["left_at"] is None}
    return [Option(key, name) for key, name in {**seated, **others}.items()]


def _seated(found: Mapping[str, Any]) -> list[Option]:
    there = {one["key"]: one["name"] for seat in found["seats"] for one in seat["there"]}
    return [Option(key, name) for key, name in there.items()]


def _name_of(desk: Desk, said: Said) -> dict[str, Any]:
    row = desk.row("person", said["person"])
    return {"person": names(desk, [row.id])[row.id]}


# --- opening it, going on


def _open_fields(visit: Visit) -> list[Field]:
    return [Pick(name="presiding", options=_seated(_found(visit)), required=False)]


def _about_open(visit: Visit) -> About:
    """It begins with the chair who is there, else a vice chair."""
    found = _found(visit)
    there = {option.value for option in _seated(found)}
    entitled = [one["key"] for one in (*found["chairs"], *found["vices"]) if one["key"] in there]
    return about(visit, values={"presiding": entitled[0]} if entitled else {})


def _open(desk: Desk, said: Said) -> Receipt:
    return acts.hold(desk, said.ref, presiding=said.get("presiding"), seen=said.seen)


def _preside_fields(visit: Visit) -> list[Field]:
    return [Pick(name="person", options=_seated(_found(visit)))]


def _preside(desk: Desk, said: Said) -> Receipt:
    return acts.preside(desk, said.ref, person=said["person"], seen=said.seen)


def _presides(desk: Desk, said: Said) -> dict[str, Any]:
    row = desk.row("meeting", said.ref)
    return {"name": names(desk, [row.presiding_id])[row.presiding_id]}


def _adjourn(desk: Desk, said: Said) -> Receipt:
    return acts.adjourn(desk, said.ref, reason=said["reason"], to=said["to"], seen=said.seen)


def _resume(desk: Desk, said: Said) -> Receipt:
    return acts.resume(desk, said.ref, seen=said.seen)


def _inquorate(desk: Desk, said: Said) -> Receipt:
    return acts.find_inquorate(desk, said.ref, seen=said.seen)


def _informal(desk: Desk, said: Said) -> Receipt:
    return acts.go_on_informally(desk, said.ref, reason=said.get("reason", ""), seen=said.seen)


def _private_fields(visit: Visit) -> list[Field]:
    items = [
        Option(str(one["place"]), f"{one['place']}. {one['title']}")
        for one in _found(visit)["items"]
        if one["state"] == "listed"
    ]
    grounds = [
        Option(one, words.say("web.meeting.paragraph", {"number": one})) for one in PARAGRAPHS
    ]
    confidential = Option(CONFIDENTIAL, words.say("web.meeting.confidential", {}))
    return [
        Many(name="items", options=items, required=True),
        Pick(name="ground", options=[*grounds, confidential]),
        REASON,
    ]


def _private(desk: Desk, said: Said) -> Receipt:
    return acts.exclude_public(
        desk,
        said.ref,
        items=[int(one) for one in said["items"]],
        ground=said["ground"],
        reason=said["reason"],
        seen=said.seen,
    )


# --- minutes


def without_report(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The items that are minuted by their own text."""
    return [
        one
        for one in found["items"]
        if takes_note(
            meeting=str(found["state"]),
            item=one["state"],
            report=one["report"] or None,
            noted=one["note"] is not None,
        )
    ]


def _note_fields(visit: Visit) -> list[Field]:
    items = [
        Option(str(one["place"]), f"{one['place']}. {one['title']}")
        for one in without_report(_found(visit))
    ]
    return [Pick(name="item", options=items), Area(name="text", rows=8)]


def _about_note(visit: Visit) -> About:
    found = _found(visit)
    asked = visit.query.get("item", "")
    values: dict[str, Any] = {}
    for one in without_report(found):
        if asked == str(one["place"]):
            values = {"item": asked, "text": one["note"].text if one["note"] else None}
    known = about(visit, values={name: one for name, one in values.items() if one is not None})
    against = against_minuting(visit.desk, found["ref"])
    return replace(known, closed=[reason(one.code, one.params) for one in against])


def _note(desk: Desk, said: Said) -> Receipt:
    place = int(said["item"])
    return acts.minute_item(desk, said.ref, place=place, text=said["text"], seen=said.seen)


def _noted(desk: Desk, said: Said) -> dict[str, Any]:
    del desk
    return {"place": said["item"]}


def _draft(desk: Desk, said: Said) -> Receipt:
    return acts.draft_minutes(desk, said.ref, note=said.get("note", ""), seen=said.seen)


def _signing(found: Mapping[str, Any], states: Sequence[str]) -> list[Mapping[str, Any]]:
    """Later ordinary meetings of the body that are in some states."""
    return [one for one in found["later"] if one["state"] in states and one["ordinary"]]


def _sign_fields(visit: Visit) -> list[Field]:
    later = [
        Option(one["ref"], f"{weekday(one['on_day'])} ({one['ref']})")
        for one in _signing(_found(visit), SIGNED_AT)
    ]
    return [Pick(name="meeting", options=later)]


def _about_sign(visit: Visit) -> About:
    """Where no later meeting was opened yet: which is to come, or that one is to be planned."""
    asked = visit.query.get("meeting")
    known, found = about(visit, {"meeting": asked} if asked else None), _found(visit)
    if found["state"] != "minutes_drafted" or _signing(found, SIGNED_AT):
        return known
    coming = _signing(found, TO_COME)
    if not coming:
        said = none_planned(visit, found["body"], found["body_name"])
        return replace(known, closed=[reason("web.meeting.sign_later", {}), said])
    nearest = {"ref": coming[0]["ref"], "on": coming[0]["on_day"]}
    return replace(known, closed=[reason("web.meeting.sign_at_next", nearest)])


def _sign(desk: Desk, said: Said) -> Receipt:
    return acts.sign_minutes(desk, said.ref, at=said["meeting"], seen=said.seen)


def _signed(desk: Desk, said: Said) -> dict[str, Any]:
    del desk
    return {"at": said["meeting"]}


ACTS: tuple[Act, ...] = (
    act(
        "present",
        _present,
        "web.meeting.present_kept",
        fields=_present_fields,
        known=_about_present,
        now=True,
    ),
    act(
        "observe",
        _observe,
        "done.meeting_observes",
        fields=lambda visit: [Pick(name="person", options=_everybody(visit))],
        now=True,
        params=_name_of,
    ),
    act(
        "leave",
        _leave,
        "done.meeting_left",
        fields=_there_fields,
        now=True,
        params=_name_of,
    ),
    act(
        "open",
        _open,
        "done.meeting_held",
        fields=_open_fields,
        known=_about_open,
        now=True,
        params=_presides,
    ),
    act(
        "preside",
        _preside,
        "done.meeting_presides",
        fields=_preside_fields,
        now=True,
        params=_presides,
    ),
    act(
        "adjourn",
        _adjourn,
        "done.meeting_adjourned",
        fields=(REASON, Day(name="to", required=False)),
    ),
    act("resume", _resume, "done.meeting_resumed", now=True),
    act("inquorate", _inquorate, "done.meeting_inquorate", now=True),
    act("informal", _informal, "done.meeting_informal", fields=(PERHAPS,), now=True),
    act("private", _private, "done.meeting_in_private", fields=_private_fields, now=True),
    act(
        "note",
        _note,
        "done.meeting_item_minuted",
        fields=_note_fields,
        known=_about_note,
        now=True,
        params=_noted,
    ),
    act(
        "draft-minutes",
        _draft,
        "done.meeting_minutes",
        fields=(Area(name="note", required=False),),
        check=True,
    ),
    act(
        "sign",
        _sign,
        "done.meeting_signed",
        fields=_sign_fields,
        known=_about_sign,
        check=True,
        params=_signed,
    ),
)
