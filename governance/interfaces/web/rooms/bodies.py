"""Bodies: composition, quorum, cover, coming meetings, load; and who sits and chairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.bodies.chairs import chair_appointments, who_appoints
from governance.application.bodies.moves import body_moves, chair_moves, register_moves
from governance.application.bodies.turns import chair_turns
from governance.application.cover.checking import BodyCheck, body_check
from governance.application.cover.listing import bodies, load_by_month
from governance.application.people.queries import names
from governance.application.rulebook.in_force import version_in_force
from governance.domain.errors import Refusal, Unusable
from governance.interfaces.said import offered, reason
from governance.interfaces.web.fields import FIRST_YEAR, LAST_YEAR
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.pictures import load as drawing
from governance.interfaces.web.rooms import body_acts, body_chairs, body_terms
from governance.interfaces.web.rooms.body_words import covered, foreseen, quorum_rule
from governance.interfaces.web.visit import Visit

PATHS = {"record_chair": "chair"}
"""Where an act on a body has its page, where that is not called as the act is."""
MONTHS = 12


def _list(visit: Visit) -> Response:
    may_add = not register_moves(visit.desk)["add"]
    return visit.render("bodies/list.html", rows=bodies(visit.desk), may_add=may_add)


def _page(visit: Visit) -> Response:
    desk = visit.desk
    day = _asked_day(visit)
    check = body_check(desk, visit.path["ref"], on=day)
    facts = check.view.facts
    terms = (
        version_in_force(desk, kind="terms", key=facts.row.terms_key, on=facts.on)
        if facts.row.terms_key
        else None
    )
    chairs = chair_appointments(desk, facts.row)
    chair_open = chair_moves(desk, facts, chairs)
    moves = body_moves(desk, facts)
    parent = desk.by_id("body", facts.row.parent_id)
    owner = desk.by_id("organisation", facts.row.organisation_id)
    return visit.render(
        "bodies/body.html",
        body=facts,
        key=facts.key,
        view=check.view,
        check=check,
        terms_version=terms,
        parent=parent,
        owner=owner,
        rule=quorum_rule(check.view.quorum),
        said=covered(check),
        meetings=[foreseen(one) for one in check.forecast],
        findings=_findings(check),
        chairs=chairs,
        turns=chair_turns(facts),
        names=names(desk, [row.person_id for row in chairs]),
        may={name for name, against in moves.items() if not against},
        chair_may={
            ref: {name for name, against in found.items() if not against}
            for ref, found in chair_open.items()
        },
        consulted={
            ref
            for ref, found in chair_open.items()
            if "appoint_chair" in found and not _waiting(found["appoint_chair"])
        },
        appointed_by=who_appoints(desk, facts),
        moves_offered=[
            offered(
                words.say(f"web.bodies.move.{move}", {}),
                visit.url(f"/bodies/{facts.key}/{PATHS.get(move, move)}"),
                against,
            )
            for move, against in moves.items()
        ]
        + body_terms.ways(visit, facts.row, terms),
        on=facts.on,
        asked_on=day,
    )


def _waiting(against: Sequence[Refusal]) -> bool:
    """Whether a consultation is not complete yet, or nothing says whom it is of."""
    return any(one.code in _UNFINISHED for one in against)


_UNFINISHED = ("chair.not_asked", "chair.awaiting_answers", "bodies.no_terms_in_force")


def _asked_day(visit: Visit) -> dt.date | None:
    """The day that an address asks about. Raises `Unusable` where it is none."""
    typed = visit.query.get("on", "").strip()
    if not typed:
        return None
    try:
        found: dt.date | None = dt.date.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unusable.one("web.bodies.no_day", typed=typed[:40])
    return found


def _findings(check: BodyCheck) -> list[dict[str, Any]]:
    found = [
        {**reason(one.code, one.params), "serious": one.serious} for one in check.view.findings
    ]
    for one in check.runs_out:
        told = {"name": one.name, "seat": one.title, "last": one.last}
        found.append({**reason("cover.runs_out", told), "serious": False})
    return found


def _load(visit: Visit) -> Response:
    """How many items each body has on its agendas in each month of a year."""
    first = _first_month(visit)
    end = first + dt.timedelta(days=31 * MONTHS)
    last = end.replace(day=1) - dt.timedelta(days=1)
    months, counted = load_by_month(visit.desk, first, last)
    shown = drawing.Load(
        about=words.say("web.bodies.load_about", {}),
        months=tuple(months),
        bodies=tuple(drawing.Body(name, counts) for name, counts in counted.items()),
    )
    return visit.render(
        "bodies/load.html",
        drawn=drawing.load(shown),
        first=first,
        last=last,
        before=_moved(first, -MONTHS),
        following=_moved(first, MONTHS),
    )


def _first_month(visit: Visit) -> dt.date:
    typed = visit.query.get("from", "").strip()
    if not typed:
        return _moved(visit.today.replace(day=1), -MONTHS // 2)
    try:
        first = dt.date.fromisoformat(f"{typed}-01")
    except ValueError:
        raise Unusable.one("web.bodies.no_month", typed=typed[:40]) from None
    if not dt.date(1980, 1, 1) <= first <= dt.date(2099, 1, 1):
        raise Unusable.one("web.bodies.no_month", typed=typed[:40])
    return first


def _moved(first: dt.date, months: int) -> dt.date:
    number = first.year * 12 + first.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


ROOM = Room(
    name="bodies",
    pages=(
        Page(path="/bodies", show=_list),
        Page(path="/bodies/load", show=_load),
        Page(path="/bodies/{ref}", show=_page),
    ),
    acts=(*body_acts.ACTS, *body_chairs.ACTS, *body_terms.ACTS),
)
