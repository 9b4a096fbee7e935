"""Improvement plans as lists and pages show them: plain values, read in one picture."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.improvement.acts import falling_short
from governance.application.improvement.finding import (
    LIVE,
    actions_of,
    is_open,
    of_commission,
    wants,
)
from governance.domain.errors import Refusal
from governance.store.lists import by_reference, in_list
from governance.store.tables import TABLES

MOST = 500
"""Plans on one page at the most."""

_plan = TABLES["improvement_plan"]
_commission = TABLES["commission"]
_case = TABLES["decommissioning_case"]
_person = TABLES["person"]
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
    lines = [_line(desk, row) for row in rows]
    return [one for one in lines if one["overdue"]] if overdue else lines


def show(desk: Desk, name: str) -> dict[str, Any]:
    """A plan with its actions, its finding, and what it still lacks to be agreed."""
    row = desk.first(_ONE, id=desk.row("improvement_plan", name).id)
    review = desk.by_id("review", row.review_id)
    judge = desk.by_id("person", row.settled_by_id)
    actions = actions_of(desk, row.id)
    return {
        **_line(desk, row),
        "wanted": row.wanted,
        "review": None if review is None else {"ref": review.ref, "found": falling_short(review)},
        "raised_on": row.raised_on,
        "agreed_on": row.agreed_on,
        "settled_on": row.settled_on,
        "settled_by": None if judge is None else judge.key,
        "finding": row.finding,
        "actions": [_action(desk, number, one) for number, one in enumerate(actions, 1)],
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
    return [_line(desk, row) for row in rows if row.state in LIVE]


def said(line: dict[str, Any]) -> Refusal:
    """The sentence that says what is due of an open plan, and its remedy."""
    if line["state"] == "raised":
        return Refusal("improvement.waits", {"ref": line["ref"]})
    told = {name: line[name] for name in ("ref", "due", "officer", "open")}
    return Refusal("improvement.overdue" if line["overdue"] else "improvement.under_way", told)


def _wants(desk: Desk, row: Any) -> list[Refusal]:
    return list(wants(row, actions_of(desk, row.id))) if row.state == "raised" else []


def _line(desk: Desk, row: Any) -> dict[str, Any]:
    actions = actions_of(desk, row.id)
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


def _action(desk: Desk, number: int, one: Any) -> dict[str, Any]:
    return {
        "number": number,
        "what": one.what,
        "officer": desk.by_id("person", one.officer_id).key,
        "due": one.due_on,
        "done_on": one.done_on,
        "given_up": one.given_up,
        "outcome": one.outcome,
    }
