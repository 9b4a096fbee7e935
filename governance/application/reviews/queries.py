"""A review as its page shows it: plain values, read in one picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.deadlines.planning import is_own
from governance.application.deadlines.queries import deadlines
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.reviews.finding import open_review
from governance.application.reviews.listing import COLUMNS, is_missed, line
from governance.application.reviews.reporting import TESTS
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.machine import look
from statemachines.permissions import Permission
from statemachines.review import REVIEW, ReviewFacts

_review = TABLES["review"]
_prompt = TABLES["prompt"]
_here: Any = bindparam("partnership")
_ONE = COLUMNS.where(_review.c.id == bindparam("id"))
_PROMPTS = (
    select(_prompt)
    .where(_prompt.c.partnership_id == _here, in_list(_prompt.c.deadline_id, "ids"))
    .order_by(_prompt.c.wanted_at, _prompt.c.id)
)


def show(desk: Desk, name: str) -> dict[str, Any]:
    """A review with what it found, its deadlines and what came of them."""
    row = desk.first(_ONE, id=desk.row("review", name).id)
    found = [d for s in ("running", "paused", "met", "waived") for d in _due(desk, row.ref, s)]
    fired = desk.all(_PROMPTS, ids=[view.row.id for view in found])
    person = desk.by_id("person", row.reported_by_id)
    return {
        **line(desk, row),
        "held_on": row.held_on,
        "missed_on": row.missed_on,
        "settled_on": row.settled_on,
        "tests": [
            {"test": test, **row.tests.get(test, {"finding": None, "text": ""})} for test in TESTS
        ],
        "views": row.views,
        "no_views": row.no_views,
        "reported_by": None if person is None else person.key,
        "deadlines": [view.plain() for view in found],
        "prompts": [
            {
                "level": one.key,
                "state": one.state,
                "day": desk.day_of(one.wanted_at),
                "on": None if one.done_at is None else desk.day_of(one.done_at),
                "late": one.late,
            }
            for one in fired
            if not is_own(one.key)
        ],
    }


def moves(desk: Desk, name: str) -> list[dict[str, Any]]:
    """What people can do with a review, and what is against it as things stand.

    What a form asks for (findings, the reason, the new day) is not held against anybody yet.
    """
    row = desk.row("review", name)
    commission = desk.by_id("commission", row.commission_id)
    asked = ReviewFacts(
        permissions=permissions(desk, commission=commission),
        reason="asked for",
        unanswered=(),
        beyond_bounds=(),
    )
    late = row.state == "missed" or is_missed(desk, desk.first(_ONE, id=row.id))
    given = replace(asked, permissions=asked.permissions | {Permission.TIME_GIVER.value})
    wanted = (
        ("report", "hold_late" if late else "report", asked),
        ("reschedule", "reschedule", given),
    )
    found = {
        move: {one.move: one for one in look(REVIEW, _stands(row, move, late=late), facts)}
        for _, move, facts in wanted
    }
    return [
        {"move": called, "refusals": found[move][move].refusals}
        for called, move, _ in wanted
        if move in found[move]
    ]


def _stands(row: Any, move: str, *, late: bool) -> str:
    """The state a move starts from: what is reported late is noted as missed first."""
    return "missed" if late and move == "hold_late" else str(row.state)


def ahead(desk: Desk, commission_id: str) -> dict[str, Any] | None:
    """The open review of a commission in a line: what is due by when; None where none is."""
    there = open_review(desk, commission_id)
    return None if there is None else line(desk, desk.first(_ONE, id=there.id))


def _due(desk: Desk, ref: str, state: str) -> list[Any]:
    return deadlines(desk, subject=ref, state=state)
