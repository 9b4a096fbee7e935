"""Beginning a plan, and setting what it says of itself: period, vision, needs, outcomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.naming import (
    days_problems,
    key_problems,
    must_be_free,
    name_problems,
)
from governance.application.permissions import permissions
from governance.application.plans.changing import NO_GROUND, Ground, allowed, applied
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.plans.basis import BASES, REVOKED, VOLUNTARY, can_begin
from governance.domain.suggest import nearest
from statemachines.machine import enter
from statemachines.plan import PLAN, PlanFacts

LEAST_RHYTHM, MOST_RHYTHM = 1, 12
"""Months between the returns of a partner."""


def create(
    desk: Desk,
    *,
    key: str,
    title: str,
    board: str,
    from_day: dt.date,
    to_day: dt.date,
    basis: str = VOLUNTARY,
    vision: str = "",
    needs: str = "",
    rhythm: int = 3,
) -> Receipt:
    """Begin a plan of a board for a period. `rhythm` is the months between partners' returns.

    Raises `Unusable` with everything that cannot be used; `Refused` for a key in use, and for a
    statutory plan that would begin after its regulations were revoked (SI 2010/591).
    """
    facts = PlanFacts(permissions=permissions(desk))
    state = enter(PLAN, "begin", facts)
    problems = [
        *key_problems(key),
        *name_problems(title),
        *days_problems(from_day, to_day),
        *_basis_problems(basis),
        *_rhythm_problems(rhythm),
    ]
    if problems:
        raise Unusable(problems)
    body = desk.row("body", board)
    must_be_free(desk, table="plan", key=key)
    _must_begin(basis, from_day)
    values = {
        "id": desk.new_id(),
        "ref": desk.next_ref("plan"),
        "key": key,
        "title": title.strip(),
        "state": state,
        "basis": basis,
        "body_id": body.id,
        "from_day": from_day,
        "to_day": to_day,
        "vision": vision.strip(),
        "needs": needs.strip(),
        "rhythm": rhythm,
    }
    told = {"title": title.strip(), "board": body.key, "basis": basis}
    told |= {"from": from_day, "to": to_day}
    return desk.apply(
        Change(kind="plan.begun", table="plan", subject=None, values=values, facts=told)
    )


def set_plan(
    desk: Desk,
    name: str,
    *,
    title: str | None = None,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
    basis: str | None = None,
    vision: str | None = None,
    needs: str | None = None,
    rhythm: int | None = None,
    outcomes: Mapping[str, str] | None = None,
    ground: Ground = NO_GROUND,
    seen: int | None = None,
) -> Receipt:
    """Change what a plan says of itself; what is left out stays.

    `outcomes` are local ones to add, key to title. Raises `GuardRefused` where it may not be
    changed now (see `changing`), `Unusable`, and `Refused` where nothing would change.
    """
    plan = desk.row("plan", name, seen=seen)
    given = {
        "title": title and title.strip(),
        "from_day": from_day,
        "to_day": to_day,
        "basis": basis,
        "vision": vision if vision is None else vision.strip(),
        "needs": needs if needs is None else needs.strip(),
        "rhythm": rhythm,
        "outcomes": _with_outcomes(plan, outcomes) if outcomes else None,
    }
    problems = [
        *(name_problems(title) if title is not None else ()),
        *days_problems(from_day or plan.from_day, to_day or plan.to_day),
        *(_basis_problems(basis) if basis is not None else ()),
        *(_rhythm_problems(rhythm) if rhythm is not None else ()),
        *(p for key in outcomes or () for p in key_problems(key)),
        *(p for text in (outcomes or {}).values() for p in name_problems(text)),
    ]
    if problems:
        raise Unusable(problems)
    values: dict[str, Any] = {
        column: value
        for column, value in given.items()
        if value is not None and value != getattr(plan, column)
    }
    if not values:
        raise Refused.one("plan.nothing_changed", ref=plan.ref)
    _must_begin(values.get("basis", plan.basis), values.get("from_day", plan.from_day))
    told = {"changed": sorted(values)}
    return applied(
        desk, plan, "plan.changed", allowed(desk, plan, ground), facts=told, values=values
    )


def _with_outcomes(plan: Any, outcomes: Mapping[str, str]) -> list[dict[str, Any]]:
    """The plan's local outcomes with these among them."""
    kept = [one for one in plan.outcomes if one["key"] not in outcomes]
    return [*kept, *({"key": key, "title": text.strip()} for key, text in outcomes.items())]


def _must_begin(basis: str, from_day: dt.date) -> None:
    if not can_begin(basis, from_day):
        raise Refused.one("plan.statute_revoked", begins=from_day, revoked=REVOKED)


def _basis_problems(basis: str) -> list[Problem]:
    if basis in BASES:
        return []
    told = {"name": basis[:40], "nearest": nearest(basis, BASES), "known": list(BASES)}
    return [Problem("plan.basis_unknown", told)]


def _rhythm_problems(rhythm: int) -> list[Problem]:
    if LEAST_RHYTHM <= rhythm <= MOST_RHYTHM:
        return []
    told = {"months": rhythm, "least": LEAST_RHYTHM, "most": MOST_RHYTHM}
    return [Problem("plan.rhythm_out_of_range", told)]
