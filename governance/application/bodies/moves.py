"""What can be done with bodies, their seats and chairs, and offices, and what is against the rest.

The guards of the use cases are asked, for there is no second copy of them. What a form asks for,
such as a reason, is not held against anybody yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from governance.application.bodies.chairs import (
    CONSULTED,
    appointing,
    chair_permissions,
    must_record_view,
)
from governance.application.bodies.facts import BodyFacts, people_values
from governance.application.desk import Desk
from governance.application.permissions import (
    must_keep_members,
    must_keep_register,
    permissions,
    why_not,
)
from governance.domain.errors import Refusal, Refused
from statemachines.chair import CHAIR, ChairFacts
from statemachines.table import NEW, Move

Moves = dict[str, tuple[Refusal, ...]]
"""Acts by their names, each with every reason against it as things stand."""


def register_moves(desk: Desk) -> Moves:
    """Adding a body, or an office."""
    return {"add": why_not(must_keep_register, desk)}


def body_moves(desk: Desk, body: BodyFacts) -> Moves:
    """What can be done with a body's seats, and towards its chair."""
    keep = why_not(must_keep_members, desk)
    asks = ChairFacts(permissions=chair_permissions(desk, body), reason="asked for")
    found = ChairFacts(permissions=permissions(desk, body=body.row), reason="asked for")
    seated = bool(body.current)
    nobody = () if seated else (Refusal("bodies.nobody_to_consult", {"body": body.title}),)
    told = {"body": body.title, "on": body.on}
    unwritten = () if body.terms is not None else (Refusal("bodies.no_seats_yet", told),)
    return {
        "appoint": (*keep, *unwritten),
        "substitutes": keep,
        "end": keep,
        "consult": (*_entering("consult", asks), *nobody),
        "record_chair": _entering("record_as_found", found),
    }


def _entering(move: str, facts: ChairFacts) -> tuple[Refusal, ...]:
    return CHAIR.from_state[NEW][move].refusals(facts)


def chair_moves(desk: Desk, body: BodyFacts, rows: Sequence[Any]) -> Mapping[str, Moves]:
    """What can be done with each appointment of a body's chair, by its reference."""
    open_ones = [row.person_id for row in rows if "appoint" in _after_consulting(row)]
    proposed = people_values(desk, open_ones) if open_ones else {}
    facts = ChairFacts(permissions=chair_permissions(desk, body), reason="asked for")

    def appoints(row: Any) -> ChairFacts:
        return appointing(desk, row, body, proposed[row.person_id])

    return {row.ref: dict(_chair_moves(desk, row, facts, appoints)) for row in rows}


def _after_consulting(row: Any) -> Mapping[str, Move[ChairFacts]]:
    return CHAIR.from_state[CONSULTED.get(row.state, row.state)]


def _chair_moves(
    desk: Desk, row: Any, facts: ChairFacts, appoints: Callable[[Any], ChairFacts]
) -> Iterable[tuple[str, tuple[Refusal, ...]]]:
    known = CHAIR.from_state[row.state]
    if row.state == "consulting":
        asked = {view["person_id"] for view in row.views}
        member = desk.actor.person_id if desk.actor.person_id in asked else ""
        yield "view", why_not(must_record_view, desk, member)
    appoint = _after_consulting(row).get("appoint")
    if appoint is not None:
        try:
            yield "appoint_chair", appoint.refusals(appoints(row))
        except Refused as refused:
            yield "appoint_chair", refused.refusals
    if "pass_over" in known:
        yield "pass_over", known["pass_over"].refusals(facts)
    if "end" in known:
        yield "end_chair", known["end"].refusals(facts)


def office_moves(desk: Desk) -> Moves:
    """Recording who holds an office, and ending it."""
    keep = why_not(must_keep_members, desk)
    return {"hold": keep, "end": keep}
