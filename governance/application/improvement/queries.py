"""Improvement plans as lists and pages show them: plain values, read in one picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import and_, bindparam, func, or_, select

from governance.application.desk import Desk
from governance.application.improvement.acts import falling_short
from governance.application.improvement.finding import (
    LIVE,
    actions_of,
    facts_for,
    is_open,
    of_commission,
    wants,
)
from governance.application.permissions import permissions
from governance.domain.errors import Refusal
from governance.store.lists import after_reference, by_reference, contains, in_list
from governance.store.tables import TABLES
from statemachines.improvement_plan import IMPROVEMENT_PLAN, ImprovementFacts
from statemachines.machine import look
from statemachines.table import NEW

MOST = 500
"""Plans in one list at the most."""

PAGE = 50
"""Plans on a page of a list."""

_plan = TABLES["improvement_plan"]
_commission = TABLES["commission"]
_case = TABLES["decommissioning_case"]
_person = TABLES["person"]
_action = TABLES["action"]
_here: Any = bindparam("partnership")


def _same(rows: Any, column: str) -> Any:
    return (rows.c.partnership_id == _plan.c.partnership_id) & (rows.c.id == _plan.c[column])


_COLUMNS = (
    select(
        _plan,
        _commission.c.ref.label("commission"),
        _case.c.ref.label("case"),
        _person.c.key.label("officer"),
    )
    .join(_commission, _same(_commission, "commission_id"))
    .outerjoin(_case, _same(_case, "case_id"))
    .outerjoin(_person, _same(_person, "officer_id"))
    .where(_plan.c.partnership_id == _here)
)
_IN_STATES = (
    _COLUMNS.where(in_list(_plan.c.state, "states"))
    .order_by(_plan.c.due_on.is_(None), _plan.c.due_on, *by_reference(_plan.c.ref))
    .limit(MOST)
)
_OF_COMMISSION = _COLUMNS.where(_plan.c.commission_id == bindparam("commission")).order_by(
    *by_reference(_plan.c.ref)
)
_ONE = _COLUMNS.where(_plan.c.id == bindparam("id"))
_ACTIONS_OF = select(_action.c.improvement_plan_id, _action.c.done_on, _action.c.given_up).where(
    _action.c.partnership_id == _here, in_list(_action.c.improvement_plan_id, "plans")
)
_KEYS = select(_person.c.id, _person.c.key).where(
    _person.c.partnership_id == _here, in_list(_person.c.id, "ids")
)
_NEVER: Final = dt.date.max
"""Stands for the day of a plan that has none: it comes last."""
_ENGINE: Final = frozenset({"vires", "clock"})


def listing(
    desk: Desk, *, commission: str | None = None, overdue: bool = False
) -> list[dict[str, Any]]:
    """Plans, the first due first: those that are open, or all of one commission.

    `overdue` leaves only those whose day has passed.
    """
    if commission is not None:
        rows = desk.all(_OF_COMMISSION, commission=desk.row("commission", commission).id)
    else:
        rows = desk.all(_IN_STATES, states=list(LIVE))
    lines = _lines(desk, rows)
    return [one for one in lines if one["overdue"]] if overdue else lines


def page(
    desk: Desk,
    *,
    states: Sequence[str] = LIVE,
    overdue: bool = False,
    text: str = "",
    after: str | None = None,
    limit: int = PAGE,
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of plans in those states, the first due first, and the reference it goes on after.

    `overdue` leaves only those whose day has passed; `text` is looked for in titles and in the
    references of plans and commissions. Raises `Unusable` for an unknown `after`.
    """
    given: dict[str, Any] = {"states": list(states)}
    if overdue:
        given["today"] = desk.today
    if text.strip():
        given["text"] = text.strip()[:100]
    if after:
        mark = desk.row("improvement_plan", after)
        given |= {"mark": mark.due_on or _NEVER, "after": mark.ref}
    size = max(1, min(limit, PAGE))
    rows = desk.all(_page(frozenset(given)), size=size + 1, **given)
    lines = _lines(desk, rows[:size])
    return lines, lines[-1]["ref"] if len(rows) > size else None


@cache
def _page(given: frozenset[str]) -> Any:
    """The statement for a page, with the filters that are asked for."""
    due = func.coalesce(_plan.c.due_on, _NEVER)
    conditions = {
        "states": in_list(_plan.c.state, "states"),
        "today": and_(
            _plan.c.state == "agreed",
            _plan.c.due_on < bindparam("today", type_=_plan.c.due_on.type),
        ),
        "text": or_(
            contains(_plan.c.title, "text"),
            contains(_plan.c.ref, "text"),
            contains(_commission.c.ref, "text"),
        ),
        "after": or_(
            due > bindparam("mark", type_=_plan.c.due_on.type),
            and_(
                due == bindparam("mark", type_=_plan.c.due_on.type),
                after_reference(_plan.c.ref, "after"),
            ),
        ),
    }
    wanted = [conditions[name] for name in sorted(given - {"mark"})]
    return (
        _COLUMNS.where(*wanted).order_by(due, *by_reference(_plan.c.ref)).limit(bindparam("size"))
    )


def show(desk: Desk, name: str) -> dict[str, Any]:
    """A plan with its actions, its finding, and what it still lacks to be agreed."""
    row = desk.first(_ONE, id=desk.row("improvement_plan", name).id)
    review = desk.by_id("review", row.review_id)
    judge = desk.by_id("person", row.settled_by_id)
    actions = actions_of(desk, row.id)
    return {
        **_line(desk, row, actions),
        "id": row.id,
        "version": row.version,
        "wanted": row.wanted,
        "review": None if review is None else {"ref": review.ref, "found": falling_short(review)},
        "raised_on": row.raised_on,
        "agreed_on": row.agreed_on,
        "settled_on": row.settled_on,
        "settled_by": None if judge is None else judge.key,
        "finding": row.finding,
        "actions": _actions(desk, actions),
        "wants": list(wants(row, actions)) if row.state == "raised" else [],
    }


def ahead(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The open plans of a commission, each with the sentence that says what is due (`said`)."""
    plans = {row.ref: row for row in of_commission(desk, commission_id)}
    return [
        {**line, "said": said(line), "wants": _wants(desk, plans[line["ref"]])}
        for line in open_lines(desk, commission_id)
    ]


def open_lines(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The open plans of a commission, a line each."""
    rows = desk.all(_OF_COMMISSION, commission=commission_id)
    return _lines(desk, [row for row in rows if row.state in LIVE])


def said(line: dict[str, Any]) -> Refusal:
    """The sentence that says what is due of an open plan, and its remedy."""
    if line["state"] == "raised":
        return Refusal("improvement.waits", {"ref": line["ref"]})
    told = {name: line[name] for name in ("ref", "due", "officer", "open")}
    return Refusal("improvement.overdue" if line["overdue"] else "improvement.under_way", told)


def _wants(desk: Desk, row: Any) -> list[Refusal]:
    return list(wants(row, actions_of(desk, row.id))) if row.state == "raised" else []


def offers(desk: Desk, name: str) -> list[dict[str, Any]]:
    """What people can do with a plan from where it stands: `act`, `refusals`.

    What a form asks for (the finding, the reason) is not held against anybody yet.
    """
    row = desk.row("improvement_plan", name)
    facts = facts_for(desk, row, reason="asked for", finding="asked for")
    people = {move.name for move in IMPROVEMENT_PLAN.moves if move.who - _ENGINE}
    found = [
        {"act": one.move, "refusals": list(one.refusals)}
        for one in look(IMPROVEMENT_PLAN, row.state, facts)
        if one.move in people
    ]
    if row.state in LIVE:
        (entry,) = (one for one in look(IMPROVEMENT_PLAN, NEW, facts) if one.move == "propose")
        found += [{"act": act, "refusals": list(entry.refusals)} for act in ("change", "action")]
    return found


def against_raising(desk: Desk, commission_id: str) -> list[Refusal]:
    """Why the actor may not raise a plan on a commission; nothing for who may."""
    commission = desk.by_id("commission", commission_id)
    facts = ImprovementFacts(permissions=permissions(desk, commission=commission))
    (entry,) = (one for one in look(IMPROVEMENT_PLAN, NEW, facts) if one.move == "propose")
    return list(entry.refusals)


def _lines(desk: Desk, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Plans, a line each, with their actions read for all at once."""
    known: dict[str, list[Any]] = {row.id: [] for row in rows}
    for one in desk.all(_ACTIONS_OF, plans=sorted(known)) if known else []:
        known[one.improvement_plan_id].append(one)
    return [_line(desk, row, known[row.id]) for row in rows]


def _line(desk: Desk, row: Any, actions: Sequence[Any]) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "commission": row.commission,
        "title": row.title,
        "state": row.state,
        "officer": row.officer,
        "due": row.due_on,
        "overdue": row.state == "agreed" and row.due_on is not None and row.due_on < desk.today,
        "open": sum(is_open(one) for one in actions),
        "case": row.case,
    }


def _actions(desk: Desk, rows: Sequence[Any]) -> list[dict[str, Any]]:
    people = {row.id: row.key for row in desk.all(_KEYS, ids=sorted({r.officer_id for r in rows}))}
    return [
        {
            "number": number,
            "what": one.what,
            "officer": people[one.officer_id],
            "due": one.due_on,
            "done_on": one.done_on,
            "given_up": one.given_up,
            "outcome": one.outcome,
        }
        for number, one in enumerate(rows, 1)
    ]
