"""Finding monitoring returns and what they say: by name, by plan, line by line."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.settling import live, superseded
from governance.application.desk import Desk
from governance.store.tables import TABLES
from statemachines.annual_report import AnnualReportFacts
from statemachines.monitoring_return import MONITORING_RETURN, ReturnFacts
from statemachines.permissions import Permission

KIND: Final = "monitoring_return"
"""The kind of deadline by which a partner returns."""

ANNUAL: Final = "annual_report"
"""The kind of deadline by which the annual report is published."""

PERIOD: Final = "plan_period"
"""The kind of deadline at which a period, or a year, of a plan is over."""

PARTNER: Final = "partner"
"""Whose a return is: whoever speaks for the partner on the day."""

OPEN: Final = tuple(state.name for state in MONITORING_RETURN.states if not state.final)
"""States of a return that somebody still has to make."""

RETURNED: Final = ("returned", "returned_late")
"""States of a return that was made."""

BY_VIRES: Final = ReturnFacts(
    permissions=frozenset({Permission.VIRES.value}), not_yet_due=(), still_wanted=()
)
"""What the guards are told where Vires itself moves a return, as part of another act."""

REPORT_BY_VIRES: Final = AnnualReportFacts(
    permissions=frozenset({Permission.VIRES.value}), undecided=(), still_wanted=()
)
"""The same for an annual report."""

_here: Any = bindparam("partnership")
_return = TABLES["monitoring_return"]
_line = TABLES["return_line"]
_commitment = TABLES["commitment"]
_report = TABLES["annual_report"]

_OF_PLAN = (
    select(_return)
    .where(_return.c.partnership_id == _here, _return.c.plan_id == bindparam("plan"))
    .order_by(_return.c.period_end, _return.c.id)
)
_REPORTS = (
    select(_report)
    .where(_report.c.partnership_id == _here, _report.c.plan_id == bindparam("plan"))
    .order_by(_report.c.period_end)
)
_PROMISED = (
    select(_commitment)
    .where(
        _commitment.c.partnership_id == _here,
        _commitment.c.plan_id == bindparam("plan"),
        _commitment.c.organisation_id == bindparam("organisation"),
        _commitment.c.dropped_on.is_(None),
    )
    .order_by(_commitment.c.number)
)
_WHO_PROMISED = (
    select(_commitment.c.organisation_id)
    .distinct()
    .where(
        _commitment.c.partnership_id == _here,
        _commitment.c.plan_id == bindparam("plan"),
        _commitment.c.dropped_on.is_(None),
    )
)
_LINES = (
    select(_line)
    .where(_line.c.partnership_id == _here, _line.c.return_id == bindparam("return_id"))
    .order_by(_line.c.commitment_id, _line.c.number)
)


def of_plan(desk: Desk, plan_id: str) -> list[Any]:
    """Every return on a plan, the earliest period first."""
    return desk.all(_OF_PLAN, plan=plan_id)


def reports_of(desk: Desk, plan_id: str) -> list[Any]:
    """Every annual report on a plan, the first year first."""
    return desk.all(_REPORTS, plan=plan_id)


def promised(desk: Desk, plan_id: str, organisation_id: str) -> list[Any]:
    """What a partner has promised in a plan and was not dropped, by number."""
    return desk.all(_PROMISED, plan=plan_id, organisation=organisation_id)


def who_promised(desk: Desk, plan_id: str) -> list[str]:
    """The ids of partners with a live commitment in a plan, in their order."""
    return sorted(row.organisation_id for row in desk.all(_WHO_PROMISED, plan=plan_id))


def lines_of(desk: Desk, return_id: str) -> dict[str, list[Any]]:
    """What a return says and said of each commitment (its id); the last one stands."""
    found: dict[str, list[Any]] = {}
    for row in desk.all(_LINES, return_id=return_id):
        found.setdefault(row.commitment_id, []).append(row)
    return found


def deadlines_dropped(desk: Desk, subject_id: str) -> list[Any]:
    """The deadlines of a return or an annual report that still matter, as superseded."""
    return [superseded(desk, due) for due in live(desk, subject_id)]
