"""How a meeting is shown: its agenda, who is there, whether it is quorate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from governance import words
from governance.interfaces import holds
from governance.interfaces.cli.output import say, table
from governance.words import format as formats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.domain.bodies.quorum import Quorum


def plain(view: Mapping[str, Any]) -> dict[str, Any]:
    """A meeting for JSON, with what is missing of a quorum in words."""
    shown = dict(view)
    shown["starts_at"] = view["starts_at"].isoformat() if view["starts_at"] else None
    shown["attendance"] = [
        one | {"left_at": one["left_at"].isoformat() if one["left_at"] else None}
        for one in view["attendance"]
    ]
    if (found := view["quorum"]) is not None:
        shown["quorum"] = found | {
            "missing": [
                {
                    "code": one["code"],
                    "words": words.say(one["code"], one["params"]),
                    "remedy": words.remedy(one["code"], one["params"]),
                }
                for one in found["missing"]
            ]
        }
    return shown


def print_meeting(view: Mapping[str, Any], zone: ZoneInfo) -> None:
    """Print a meeting as a secretary reads it."""
    when = formats.weekday(view["on"])
    if view["starts_at"] is not None:
        when += f", {view['starts_at'].astimezone(zone):%H:%M}"
    where = f", {view['place']}" if view["place"] else ""
    state = view["state"].replace("_", " ")
    print(f"{view['ref']}: {view['body_name']}, {when}{where}; {state}")
    if view["agenda_published_on"] is not None:
        say("meeting.shown_published", on=view["agenda_published_on"])
    for flag in view["flags"]:
        said = words.say(flag["code"], flag["params"])
        say("meeting.shown_flag", said=said, reason=flag["reason"])
    rows = [
        (one["place"], one["title"], one["report"], one["state"], one["late_reason"])
        for one in view["agenda"]
    ]
    table("Agenda", ("No.", "Item", "Report", "State", "Taken as urgent"), rows)
    _print_exceptions(view)
    if not view["attendance"]:
        return
    people = [
        (one["name"], one["seat"] or "", one["substitute_for"] or "", _there(one, zone))
        for one in view["attendance"]
    ]
    table("Attendance", ("Who", "Seat", "For", "There"), people)
    if view["presiding"] is not None:
        say("minutes.in_chair", name=view["presiding"])
    if (found := view["quorum"]) is not None:
        _print_quorum(found["counted"], found["needed"], found["missing"])


def _print_exceptions(view: Mapping[str, Any]) -> None:
    """What papers on the agenda have to mention, and what the meeting is told is overdue."""
    for one in view["agenda"]:
        for said in holds.exceptions(one["exceptions"]):
            say("hold.mentions", place=one["place"])
            print(f"  {said}")
    if view["exceptions"]:
        say("meeting.shown_exceptions")
    for one in view["exceptions"]:
        print(f"- {one['words']}")


def print_quorum(found: Quorum | None) -> None:
    """Say whether a meeting is quorate now, and who could put it right."""
    if found is not None:
        missing = [{"code": r.code, "params": r.params} for r in found.shortfalls]
        _print_quorum(len(found.counted), found.needed, missing)


def _print_quorum(counted: int, needed: int, missing: list[dict[str, Any]]) -> None:
    if not missing:
        say("meeting.quorate_now", counted=counted, needed=needed)
    for one in missing:
        print(words.say(one["code"], one["params"]))
        print(f"  {words.remedy(one['code'], one['params'])}")


def _there(one: Mapping[str, Any], zone: ZoneInfo) -> str:
    if one["apologies"]:
        return words.term("apologies")
    if one["left_at"] is not None:
        return words.say("meeting.shown_left", {"hour": f"{one['left_at'].astimezone(zone):%H:%M}"})
    return words.term("yes")
