"""Reviews as lists and pages show them: plain values, read in one picture."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, exists, select

from governance.application.deadlines.planning import is_own
from governance.application.deadlines.queries import deadlines
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.reviews.finding import AHEAD, KIND, LIVE, open_review
from governance.application.reviews.reporting import TESTS
from governance.store.lists import by_reference, in_list
from governance.store.tables import TABLES
from statemachines.machine import look
from statemachines.permissions import Permission
from statemachines.review import REVIEW, ReviewFacts

MOST = 500
"""Reviews on one page at the most."""

_review = TABLES["review"]
_commission = TABLES["commission"]
_proposal = TABLES["proposal"]
_prompt = TABLES["prompt"]
_deadline = TABLES["deadline"]
_here: Any = bindparam("partnership")
_STANDS_STILL = exists().where(
    _deadline.c.partnership_id == _review.c.partnership_id,
    _deadline.c.subject_id == _review.c.id,
    _deadline.c.kind == KIND,
    _deadline.c.state == "paused",
    _deadline.c.due_at > _deadline.c.paused_at,
)
"""That the clock of a review was stopped before its day."""
_COLUMNS = (
    select(
        _review,
        _STANDS_STILL.label("stands_still"),
        _commission.c.ref.label("commission"),
        _commission.c.title.label("title"),
        _proposal.c.ref.label("report"),
    )
    .join(
        _commission,
        (_commission.c.partnership_id == _review.c.partnership_id)
        & (_commission.c.id == _review.c.commission_id),
    )
    .outerjoin(
        _proposal,
        (_proposal.c.partnership_id == _review.c.partnership_id)
        & (_proposal.c.id == _review.c.proposal_id),
    )
    .where(_review.c.partnership_id == _here)
)
_FIRST_IN_STATES = (
    select(_review.c.id)
    .where(
        _review.c.partnership_id == _here,
        in_list(_review.c.state, "states"),
        _review.c.due_day < bindparam("before"),
    )
    .order_by(_review.c.due_day, _review.c.id)
    .limit(MOST)
)
"""Which reviews come first; what is said of each is read for those alone."""
_IN_STATES = _COLUMNS.where(_review.c.id.in_(_FIRST_IN_STATES)).order_by(
    _review.c.due_day, *by_reference(_review.c.ref)
)
_OF_COMMISSION = _COLUMNS.where(_review.c.commission_id == bindparam("commission")).order_by(
    _review.c.number
)
_ONE = _COLUMNS.where(_review.c.id == bindparam("id"))
_PROMPTS = (
    select(_prompt)
    .where(_prompt.c.partnership_id == _here, in_list(_prompt.c.deadline_id, "ids"))
    .order_by(_prompt.c.wanted_at, _prompt.c.id)
)


def listing(
    desk: Desk,
    *,
    missed: bool = False,
    due_before: dt.date | None = None,
    commission: str | None = None,
) -> list[dict[str, Any]]:
    """Reviews, the first due first: those that are open, or all of one commission.

    `missed` are those whose day passed without a report; `due_before` leaves out that day.
    """
    if commission is not None:
        rows = desk.all(_OF_COMMISSION, commission=desk.row("commission", commission).id)
    else:
        before = due_before or dt.date.max
        rows = desk.all(_IN_STATES, states=list(LIVE), before=before)
    return [
        _line(desk, row)
        for row in rows
        if (not missed or is_missed(desk, row)) and (due_before is None or row.due_day < due_before)
    ]


def show(desk: Desk, name: str) -> dict[str, Any]:
    """A review with what it found, its deadlines and what came of them."""
    row = desk.first(_ONE, id=desk.row("review", name).id)
    found = [d for s in ("running", "paused", "met", "waived") for d in _due(desk, row.ref, s)]
    fired = desk.all(_PROMPTS, ids=[view.row.id for view in found])
    person = desk.by_id("person", row.reported_by_id)
    return {
        **_line(desk, row),
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
    return None if there is None else _line(desk, desk.first(_ONE, id=there.id))


def is_missed(desk: Desk, row: Any) -> bool:
    """Whether a review's day has passed without a report, noted by the clock or not.

    One whose clock was stopped before its day is not missed.
    """
    ahead = row.state in AHEAD and not row.stands_still
    return row.state == "missed" or (ahead and desk.today > row.due_day)


def _due(desk: Desk, ref: str, state: str) -> list[Any]:
    return deadlines(desk, subject=ref, state=state)


def _line(desk: Desk, row: Any) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "commission": row.commission,
        "title": row.title,
        "number": row.number,
        "tier": row.tier,
        "due": row.due_day,
        "state": row.state,
        "missed": is_missed(desk, row),
        "report": row.report,
    }
