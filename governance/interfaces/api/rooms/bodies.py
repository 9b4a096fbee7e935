"""Bodies, their seats and chairs, offices, and days on which nobody works."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.bodies import acts, chairs, offices
from governance.application.bodies.listing import holdings
from governance.application.bodies.queries import show_body
from governance.application.bodies.writing_terms import write_terms
from governance.application.change import Receipt
from governance.application.cover.checking import body_check
from governance.application.desk import Desk
from governance.application.rulebook.closed_days import close_day
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.operations import Act, Look, Resource, Room
from governance.interfaces.api.rooms.counting import Count, count

_BODY, _CHAIR, _OFFICE = "/bodies/{body}", "/chairs/{appointment}", "/offices/{office}"


def _seats(desk: Desk, ref: str) -> dict[str, Any]:
    """The seats of a body with who sits in them, its chairs, and its quorum."""
    view = show_body(desk, body=ref)
    return {
        "seats": [
            {
                "seat": seat.key,
                "title": seat.title,
                "category": seat.category,
                "voting": seat.voting,
                "person": seat.appointment.person.key if seat.appointment else None,
            }
            for seat in view.seats
        ],
        "chairs": [one.key for one in view.facts.chairs],
    }


def _holdings(desk: Desk, ref: str) -> dict[str, Any]:
    """Who holds an office and who is a deputy, each from when until when."""
    return {
        "holdings": [
            {"person": o.person, "deputy": o.deputy, "from": o.start, "to": o.end}
            for o in holdings(desk, desk.row("office", ref).id)
        ]
    }


def begin_terms(
    desk: Desk, *, body: str, title: str, appointed_by: str, seat: str | None = None
) -> Receipt:
    """Begin a draft of a body's terms of reference, with a first seat."""
    return write_terms(desk, body=body, title=title, appointed_by=appointed_by, seat=seat)


def check(desk: Desk, body: str, *, on: dt.date | None = None) -> Any:
    """Whether a body could be quorate on a day: vacancies, and who could still decide."""
    return body_check(desk, body, on=on)


ROOM = Room(
    name="Bodies and offices",
    resources=(
        Resource(
            table="body",
            path="/bodies",
            fields=("ref", "key", "name", "standing", "terms_key", "organisation_id", "parent_id"),
            details=_seats,
        ),
        Resource(
            table="office",
            path="/offices",
            fields=("ref", "key", "title", "organisation_id"),
            details=_holdings,
        ),
        Resource(
            table="chair_appointment",
            path="/chairs",
            fields=("ref", "body_id", "person_id", "role", "state", "from_day", "to_day"),
        ),
    ),
    looks=(
        Look(key="bodies.check", path=f"{_BODY}/check", ask=check),
        Look(key="days.count", path="/working-days/count", ask=count, gives=Count),
    ),
    acts=(
        Act(key="bodies.add", path="/bodies", do=acts.add_body, new="/bodies/{ref}",
            scope=Scope.RULES),
        Act(key="bodies.appoint", path=f"{_BODY}/seats/{{seat}}/appoint", do=acts.appoint,
            scope=Scope.RULES),
        Act(key="bodies.substitutes", path=f"{_BODY}/seats/{{seat}}/substitutes",
            do=acts.name_substitutes, scope=Scope.RULES),
        Act(key="bodies.end", path=f"{_BODY}/seats/{{seat}}/end", do=acts.end_appointment,
            scope=Scope.RULES),
        Act(key="bodies.write_terms", path=f"{_BODY}/terms", do=begin_terms, scope=Scope.RULES),
        Act(key="bodies.consult", path=f"{_BODY}/chairs/consult", do=chairs.consult,
            new="/chairs/{ref}", scope=Scope.RULES),
        Act(key="bodies.record_chair", path=f"{_BODY}/chairs", do=chairs.record_chair,
            new="/chairs/{ref}", scope=Scope.RULES),
        Act(key="bodies.view", path=f"{_CHAIR}/view", do=chairs.record_view, scope=Scope.DECIDE),
        Act(key="bodies.close_consultation", path=f"{_CHAIR}/close",
            do=chairs.close_consultation, scope=Scope.RULES),
        Act(key="bodies.appoint_chair", path=f"{_CHAIR}/appoint", do=chairs.appoint_chair,
            scope=Scope.RULES),
        Act(key="bodies.pass_over", path=f"{_CHAIR}/pass-over", do=chairs.pass_over,
            scope=Scope.RULES),
        Act(key="bodies.end_chair", path=f"{_CHAIR}/end", do=chairs.end_chair,
            scope=Scope.RULES),
        Act(key="offices.add", path="/offices", do=offices.add_office, new="/offices/{ref}",
            scope=Scope.RULES),
        Act(key="offices.hold", path=f"{_OFFICE}/hold", do=offices.hold_office,
            scope=Scope.RULES),
        Act(key="offices.end", path=f"{_OFFICE}/end", do=offices.end_holding,
            scope=Scope.RULES),
        Act(key="days.close", path="/working-days/close", do=close_day, scope=Scope.RULES),
    ),
)  # fmt: skip
