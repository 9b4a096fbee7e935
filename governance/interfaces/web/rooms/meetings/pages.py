"""Meetings to look at: the year, one meeting, the meeting while it sits, its agenda and minutes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.bodies.queries import list_bodies
from governance.application.escalations.items import proposed
from governance.application.ledger.path import path
from governance.application.meetings.attending import TAKES_ATTENDANCE
from governance.application.meetings.calendar_page import weeks_of, year_of_meetings
from governance.application.meetings.meeting_page import meeting_page
from governance.application.meetings.noting import TAKES_NOTES
from governance.domain.messages.rendering import level
from governance.interfaces.web.fields import FIRST_YEAR, LAST_YEAR
from governance.interfaces.web.pictures.lifecycle import Life, Step, lifecycle
from governance.interfaces.web.pictures.picture import Picture
from governance.interfaces.web.rooms.meetings.common import PATHS
from governance.interfaces.web.rooms.meetings.convening import TAKING
from governance.interfaces.web.rooms.meetings.day import without_report
from governance.interfaces.web.visit import Visit
from statemachines.meeting import MEETING

SITS: Final = ("held", "resumed")
IN_THE_ROOM: Final = TAKES_ATTENDANCE
"""States in which people can be recorded as there."""


def year(visit: Visit) -> Response:
    """The meetings of a year, as a list or as a calendar."""
    asked = visit.query.get("year", "")
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    if not FIRST_YEAR <= shown <= LAST_YEAR:
        shown = visit.today.year
    body = visit.query.get("body") or None
    months = year_of_meetings(visit.desk, shown, body=body)
    bodies = list_bodies(visit.desk)
    calendar = visit.query.get("show") == "calendar"
    return visit.render(
        "meetings/year.html",
        year=shown,
        calendar=calendar,
        months=[(first, rows, _weeks(first, rows)) for first, rows in months],
        total=sum(len(rows) for _, rows in months),
        body=body,
        body_name=next((one.title for one in bodies if one.key == body), None),
        bodies=[
            {"value": "", "text": words.say("web.meetings.every_body", {})},
            *({"value": one.key, "text": one.title} for one in bodies),
        ],
        proposed=len(proposed(visit.desk)),
    )


def _weeks(first: Any, rows: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The days of a month by weeks, each with its meetings; None where another month's."""
    on: dict[Any, list[Mapping[str, Any]]] = {}
    for row in rows:
        on.setdefault(row["on"], []).append(row)
    return [
        [
            {"day": day, "inside": day.month == first.month, "meetings": on.get(day, [])}
            for day in week
        ]
        for week in weeks_of(first)
    ]


def page(visit: Visit) -> Response:
    """The page of one meeting."""
    found = meeting_page(visit.desk, visit.path["ref"])
    return visit.render(
        "meetings/meeting.html",
        meeting=found,
        moves_offered=moves(visit, found),
        also=_also(visit, found),
        level=level,
        drawn=_life(visit, found),
        takes_items=found["state"] in TAKING,
        noting=[one["place"] for one in without_report(found)]
        if found["state"] in TAKES_NOTES
        else [],
        in_the_room=found["state"] in IN_THE_ROOM and found["on"] <= visit.today,
    )


def _life(visit: Visit, found: Mapping[str, Any]) -> Picture:
    """The lifecycle of a meeting with its path so far."""
    steps = tuple(Step(one.state, one.on) for one in path(visit.desk, found["id"]))
    return lifecycle(MEETING, Life(found["ref"], steps))


def moves(visit: Visit, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What can be done now, and what cannot with why. Publishing late is how one publishes late."""
    by_move = {one["move"]: one for one in found["moves"]}
    late = by_move.pop("publish_late", None)
    if late is not None and late["open"] and not by_move["publish"]["open"]:
        by_move["publish"] = {**late, "move": "publish"}
    return [
        {
            "words": words.say(f"web.meeting.move.{name}", {}),
            "href": visit.url(f"/meetings/{found['ref']}/{PATHS[name]}"),
            "open": one["open"],
            "closed_because": one["closed_because"],
        }
        for name, one in by_move.items()
    ]


def _also(visit: Visit, found: Mapping[str, Any]) -> list[dict[str, str]]:
    names = []
    if found["state"] in ("planned", "called", *IN_THE_ROOM):
        names += ["report", "item"]
    if any(item["state"] == "listed" for item in found["items"]):
        names.append("carry-over")
    if found["state"] in SITS:
        names += ["preside", "private"]
    return [
        {
            "text": words.say(f"web.meeting.also.{name}", {}),
            "href": visit.url(f"/meetings/{found['ref']}/{name}"),
        }
        for name in names
    ]


def now(visit: Visit) -> Response:
    """The meeting while it sits: the room, the quorum, and each item to be taken."""
    found = meeting_page(visit.desk, visit.path["ref"])
    return visit.render(
        "meetings/now.html",
        meeting=found,
        moves_offered=[one for one in moves(visit, found) if one["open"]],
        also=_also(visit, found),
        once=lambda: secrets.token_urlsafe(18),
        sits=found["state"] in SITS,
        noting=[one["place"] for one in without_report(found)]
        if found["state"] in TAKES_NOTES
        else [],
        at={"at": found["ref"]},
    )


def agenda(visit: Visit) -> Response:
    """The agenda, to be printed."""
    found = meeting_page(visit.desk, visit.path["ref"])
    return visit.render("meetings/agenda.html", meeting=found)


def minutes(visit: Visit) -> Response:
    """The minutes as they were drafted, to be printed."""
    found = meeting_page(visit.desk, visit.path["ref"])
    return visit.render("meetings/minutes.html", meeting=found)


def proposed_items(visit: Visit) -> Response:
    """The items that escalations propose for agendas and that wait for an answer."""
    return visit.render(
        "meetings/proposed.html",
        items=[one.plain() for one in proposed(visit.desk)],
        level=level,
    )
