"""The list of reviews, a page at a time: by their day, filtered as people look for them.

A page is read by an index, a statement for each state asked for, whatever the register holds.
Pages follow one another by the last review shown, so none is passed over while others are settled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, exists, or_, select, tuple_

from governance.application.desk import Desk
from governance.application.reviews.finding import AHEAD, KIND, LIVE
from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest
from governance.store.lists import by_reference, contains
from governance.store.tables import TABLES
from statemachines.review import REVIEW

SIZE: Final = 50
"""Reviews on a page unless said."""
MOST: Final = 500
"""Reviews on one page at the most."""

_review = TABLES["review"]
_commission = TABLES["commission"]
_proposal = TABLES["proposal"]
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
COLUMNS: Final = (
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
"""A review, with its commission and its report."""
_OF_COMMISSION = COLUMNS.where(_review.c.commission_id == bindparam("commission")).order_by(
    _review.c.number
)
_ORDER = (_review.c.due_day, *by_reference(_review.c.ref))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of the reviews.

    Without `states` those that are open. `text` is looked for in the commission's title and
    reference; `lead` is the commission's lead (a person's name), `tier` the review's risk tier.
    `due_before` leaves out that day. `missed` are those whose day passed without a report.
    `after` is the reference that the page follows.
    """

    text: str = ""
    states: tuple[str, ...] = ()
    tier: str = ""
    lead: str = ""
    due_before: dt.date | None = None
    missed: bool = False
    after: str = ""
    size: int = SIZE


@dataclass(frozen=True, slots=True)
class Page:
    """Some reviews, the first due first; `after` begins the next page, where there is one."""

    lines: list[dict[str, Any]]
    after: str | None


def page(desk: Desk, asked: Asked) -> Page:
    """The page that was asked for. Raises `Unusable` with every name or state nobody knows."""
    given = _given(desk, asked)
    before = asked.due_before or dt.date.max
    if asked.missed:
        before = min(before, desk.today)
    if asked.after:
        at = desk.row("review", asked.after)
        given |= {"day": at.due_day, "length": len(at.ref), "ref": at.ref}
    size = max(1, min(asked.size, MOST))
    rows: list[Any] = []
    for state in _states(asked):
        statement = _page(frozenset(given), still=not asked.missed or state not in AHEAD)
        # One that was noted as missed stays so, whatever its day.
        until = before if state in AHEAD or not asked.missed else asked.due_before or dt.date.max
        rows += desk.all(statement, state=state, before=until, most=size + 1, **given)
    rows.sort(key=lambda row: (row.due_day, len(row.ref), row.ref))
    shown = rows[:size]
    return Page(
        lines=[line(desk, row) for row in shown],
        after=shown[-1].ref if len(rows) > size else None,
    )


def every(desk: Desk, asked: Asked) -> Iterator[dict[str, Any]]:
    """Every review that was asked for, page by page."""
    place = asked.after
    while True:
        found = page(desk, replace(asked, after=place, size=MOST))
        yield from found.lines
        if found.after is None:
            return
        place = found.after


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
    if commission is None:
        return list(every(desk, Asked(missed=missed, due_before=due_before)))
    rows = desk.all(_OF_COMMISSION, commission=desk.row("commission", commission).id)
    return [
        line(desk, row)
        for row in rows
        if (not missed or is_missed(desk, row)) and (due_before is None or row.due_day < due_before)
    ]


def line(desk: Desk, row: Any) -> dict[str, Any]:
    """A review (a row of `COLUMNS`) in a line."""
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


def is_missed(desk: Desk, row: Any) -> bool:
    """Whether a review's day has passed without a report, noted by the clock or not.

    One whose clock was stopped before its day is not missed.
    """
    ahead = row.state in AHEAD and not row.stands_still
    return row.state == "missed" or (ahead and desk.today > row.due_day)


def _states(asked: Asked) -> Sequence[str]:
    states = asked.states or LIVE
    return [one for one in states if not asked.missed or one in ("missed", *AHEAD)]


def _given(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The parameters of the filters that are set, names as ids."""
    problems: list[Problem] = []
    for state in asked.states:
        if state not in REVIEW.state_names:
            near = nearest(state, REVIEW.state_names)
            params = {"what": "state", "name": state[:40], "nearest": near}
            problems.append(Problem("name.unknown", params))
    found: dict[str, Any] = {}
    if asked.text.strip():
        found["text"] = asked.text.strip()[:100]
    if asked.tier:
        found["tier"] = asked.tier
    if asked.lead:
        try:
            found["lead"] = desk.row("person", asked.lead).id
        except Unusable as error:
            problems += error.problems
    if problems:
        raise Unusable(problems)
    return found


@cache
def _page(given: frozenset[str], *, still: bool) -> Any:
    """The reviews of one state that fit what is given; `still` where a stopped clock counts."""
    where: dict[str, Any] = {
        "text": or_(contains(_commission.c.title, "text"), contains(_commission.c.ref, "text")),
        "tier": _review.c.tier == bindparam("tier"),
        "lead": _commission.c.lead_id == bindparam("lead"),
    }
    found = [where[name] for name in sorted(given & where.keys())]
    if "ref" in given:
        day: Any = bindparam("day", type_=_review.c.due_day.type)
        found += [
            # Said twice, for databases that find only the day of it in an index.
            _review.c.due_day >= day,
            tuple_(*_ORDER) > tuple_(day, bindparam("length"), bindparam("ref")),
        ]
    if not still:
        found.append(~_STANDS_STILL)
    return (
        COLUMNS.where(
            _review.c.state == bindparam("state"),
            _review.c.due_day < bindparam("before", type_=_review.c.due_day.type),
            *found,
        )
        .order_by(*_ORDER)
        .limit(bindparam("most"))
    )
