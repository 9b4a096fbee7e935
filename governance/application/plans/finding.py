"""Finding plans and what belongs to them: priorities, plans for groups, commitments, parts."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.suggest import nearest
from governance.store.lists import by_reference
from governance.store.tables import TABLES
from statemachines.permissions import Permission, titles
from statemachines.plan import PLAN, PlanFacts

KIND: Final = "plan_review"
"""The kind of deadline by which a plan in use is next to be reviewed."""

CONSULTED: Final = "plan_consultation"
"""The kind of deadline at which people have had their say on a plan; so is its effect called."""

WRITERS: Final = frozenset({Permission.SECRETARY.value, Permission.COMMISSIONER.value})
"""Who writes a plan, and places commissions in it."""

OPEN: Final = ("preparing", "consultation")
"""States in which a plan is still being made."""

IN_USE: Final = ("published", "monitored", "reported")
"""States of a plan that partners act on, and that is reviewed every year."""

GONE: Final = ("rescinded", "quashed")
"""States of a report whose decision was undone after it had been taken."""

LIVE: Final = tuple(state.name for state in PLAN.states if not state.final)
"""States of a plan that is not over."""

BY_VIRES: Final = PlanFacts(permissions=frozenset({Permission.VIRES.value}))
"""What the guards are told where Vires itself moves a plan on, as part of another act."""

_here: Any = bindparam("partnership")
_this: Any = bindparam("plan")
_plan = TABLES["plan"]
_entry = TABLES["ledger_entry"]


def _of_plan(table: str, *order: str) -> Any:
    """Select everything of one table that belongs to a plan."""
    rows = TABLES[table]
    return (
        select(rows)
        .where(rows.c.partnership_id == _here, rows.c.plan_id == _this)
        .order_by(*(rows.c[column] for column in order))
    )


_PRIORITIES = _of_plan("priority", "number", "id")
_GROUPS = _of_plan("commissioning_plan", "id")
_COMMITMENTS = _of_plan("commitment", "number")
_CONSULTEES = _of_plan("plan_consultee", "asked_on", "id")
_PARTS = _of_plan("plan_part", "id")
_ALL = select(_plan).where(_plan.c.partnership_id == _here).order_by(*by_reference(_plan.c.ref))
_PROMISES_WRITTEN = (
    select(_entry.c.body, _entry.c.at)
    .where(
        _entry.c.partnership_id == _here,
        _entry.c.subject_table == "plan",
        _entry.c.subject_id == _this,
        _entry.c.kind.in_(("plan.commitment_added", "plan.commitment_changed")),
    )
    .order_by(_entry.c.number)
)
_OF_REPORT = select(_plan.c.id).where(
    _plan.c.partnership_id == _here, _plan.c.proposal_id == bindparam("proposal")
)


def plans(desk: Desk) -> list[Any]:
    """Every plan, the first one first."""
    return desk.all(_ALL)


def priorities(desk: Desk, plan_id: str) -> list[Any]:
    """Every priority of a plan in its order, dropped ones too."""
    return desk.all(_PRIORITIES, plan=plan_id)


def groups(desk: Desk, plan_id: str) -> list[Any]:
    """Every commissioning plan for a group under a plan, dropped ones too."""
    return desk.all(_GROUPS, plan=plan_id)


def commitments(desk: Desk, plan_id: str) -> list[Any]:
    """Every commitment in a plan by its number, dropped ones too."""
    return desk.all(_COMMITMENTS, plan=plan_id)


def consultees(desk: Desk, plan_id: str) -> list[Any]:
    """Everybody who was asked about a plan, the first asked first."""
    return desk.all(_CONSULTEES, plan=plan_id)


def parts(desk: Desk, plan_id: str) -> list[Any]:
    """The part of each partner that ever committed itself in a plan."""
    return desk.all(_PARTS, plan=plan_id)


def of_report(desk: Desk, proposal_id: str) -> Any | None:
    """The plan that a report asks to agree, locked at an acting desk; None where it names none."""
    found = desk.first(_OF_REPORT, proposal=proposal_id)
    return None if found is None else desk.row("plan", found.id)


def last_written(desk: Desk, plan_id: str) -> dict[str, dt.date]:
    """The day on which what each partner promises in a plan was last written, by its key."""
    found: dict[str, dt.date] = {}
    for row in desk.all(_PROMISES_WRITTEN, plan=plan_id):
        found[json.loads(row.body)["facts"]["partner"]] = desk.day_of(row.at)
    return found


def decision_gone(desk: Desk, plan: Any) -> bool:
    """Whether the decision by which the board agreed a plan was undone since."""
    if plan.board_agreed_on is None:
        return False
    report = desk.by_id("proposal", plan.proposal_id)
    return report is not None and report.state in GONE


def priority_of(desk: Desk, plan: Any, key: str) -> Any:
    """The priority of that key, in a plan. Raises `Unusable` with the nearest."""
    return _keyed(priorities(desk, plan.id), plan, key, "plan.priority_unknown")


def group_of(desk: Desk, plan: Any, key: str) -> Any:
    """The commissioning plan of that key, under a plan. Raises `Unusable` with the nearest."""
    return _keyed(groups(desk, plan.id), plan, key, "plan.group_unknown")


def commitment_of(desk: Desk, plan: Any, number: int) -> Any:
    """The commitment of that number in a plan. Raises `Unusable` where there is none."""
    found = [row for row in commitments(desk, plan.id) if row.number == number]
    if not found:
        raise Unusable.one("plan.commitment_unknown", number=number, ref=plan.ref)
    return found[0]


def _keyed(rows: list[Any], plan: Any, key: str, code: str) -> Any:
    for row in rows:
        if row.key == key.strip().lower():
            return row
    known = [row.key for row in rows if row.dropped_on is None]
    raise Unusable.one(code, name=key[:80], ref=plan.ref, nearest=nearest(key, known))


def must_write(desk: Desk) -> None:
    """Raise `GuardRefused` unless the actor writes plans."""
    if against := no_writer(desk):
        raise GuardRefused(against)


def no_writer(desk: Desk) -> tuple[Refusal, ...]:
    """Why the actor does not write plans; nothing for somebody who does."""
    if permissions(desk).intersection(WRITERS):
        return ()
    params = {"actor": desk.actor.name, "who": titles(WRITERS)}
    return (Refusal("permissions.not_theirs", params),)
