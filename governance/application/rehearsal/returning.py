"""Returns in a rehearsal: partners' monitoring returns, and what a fund's host reports.

Each is made in the last weeks before its day, unless the seed lets it slip. What it says is the
least that can be said: a rehearsal is about whether it comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import and_, bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.application.funds.finding import fund_year, report_rows
from governance.application.funds.periodic import latest, spent_in
from governance.application.funds.reporting import report as report_fund
from governance.application.plans.returns import report as make_return
from governance.application.plans.returns_finding import OPEN, promised
from governance.application.plans.returns_said import Said
from governance.application.rehearsal.year import Year
from governance.domain.rehearsal.supposing import WEEKS_AHEAD, ready_on
from governance.store.lists import in_list
from governance.store.tables import TABLES

MONITORING, FUND = "monitoring_return", "fund_report"
"""The kinds of deadline that are met here."""

_return = TABLES["monitoring_return"]
_plan = TABLES["plan"]
_organisation = TABLES["organisation"]
_fund = TABLES["fund"]
_report = TABLES["fund_report"]
_here: Any = bindparam("partnership")


def _joined(rows: Any, column: Any, other: Any) -> Any:
    return and_(other.c.partnership_id == rows.c.partnership_id, other.c.id == column)


_RETURNS = (
    select(
        _return,
        _plan.c.ref.label("plan"),
        _organisation.c.key.label("partner"),
        _organisation.c.name.label("partner_name"),
    )
    .select_from(
        _return.join(_plan, _joined(_return, _return.c.plan_id, _plan)).join(
            _organisation, _joined(_return, _return.c.organisation_id, _organisation)
        )
    )
    .where(_return.c.partnership_id == _here, _return.c.due_day <= bindparam("until"))
    .order_by(_return.c.due_day, _return.c.ref)
)
_OPEN_RETURNS = _RETURNS.where(in_list(_return.c.state, "states"))
_REPORTS = (
    select(_report, _fund.c.ref.label("fund"), _fund.c.key.label("fund_key"), _fund.c.title)
    .select_from(_report.join(_fund, _joined(_report, _report.c.fund_id, _fund)))
    .where(_report.c.partnership_id == _here, _report.c.due_day <= bindparam("until"))
    .order_by(_report.c.due_day, _fund.c.ref, _report.c.kind, _report.c.number)
)


def make_returns(year: Year) -> None:
    """Let partners and hosts make what can be made this week."""
    today = year.today
    until = today + dt.timedelta(weeks=WEEKS_AHEAD)
    with year.looking() as desk:
        returns = [
            row
            for row in desk.all(_OPEN_RETURNS, states=list(OPEN), until=until)
            if row.period_end < today and _ready(year, f"{row.plan} {row.partner}", row)
        ]
        reports = [
            row
            for row in _reports(desk, until)
            if row.reported_on is None
            and row.period_end < today
            and _ready(year, f"{row.fund} {row.kind}", row)
        ]
    for row in returns:
        year.attempt("return", row.ref, partial(_return_made, row=row))
    for row in reports:
        year.attempt("fund_report", row.fund, partial(_fund_reported, row=row))


def _ready(year: Year, about: str, row: Any) -> bool:
    due = row.due_day
    ready = ready_on(year.supposed, year.seed, about=about, due=due, load=(due,))
    return ready is None or ready <= year.today


def _reports(desk: Desk, until: dt.date) -> list[Any]:
    """What funds owe by a day, each report once, as it stands after every correction."""
    by_fund: dict[str, list[Any]] = {}
    for row in desk.all(_REPORTS, until=until):
        by_fund.setdefault(row.fund_id, []).append(row)
    return [row for rows in by_fund.values() for row in latest(rows)]


def _return_made(desk: Desk, *, row: Any) -> Any:
    because = words.say("rehearsal.because", {})
    owed = promised(desk, row.plan_id, row.organisation_id)
    lines = [Said(one.number, "under_way", because, f"--line {one.number}") for one in owed]
    return make_return(desk, row.ref, lines=lines, said=because)


def _fund_reported(desk: Desk, *, row: Any) -> Any:
    """Report that nothing more was spent than is known, and that nothing more will be."""
    fund = desk.by_id("fund", row.fund_id)
    spent = spent_in(report_rows(desk, row.fund_id), fund_year(fund, row.period_start))
    whole = row.kind == "year"
    return report_fund(
        desk,
        fund.ref,
        kind=row.kind,
        day=row.period_start,
        spent=spent if whole else 0,
        forecast=None if whole else spent,
        said=words.say("rehearsal.because", {}),
    )


def returned(desk: Desk, year: Year) -> list[dict[str, Any]]:
    """Every return and report that was due in the period: whose, by when, and when it came."""
    found = [*_due(desk, year)]
    return sorted(found, key=lambda one: (one["due"], one["kind"], one["of"], one["who"]))


def _due(desk: Desk, year: Year) -> Iterator[dict[str, Any]]:
    for row in desk.all(_RETURNS, until=year.end):
        if row.due_day >= year.start and row.state != "lapsed":
            yield _told(year, MONITORING, row, row.ref, row.partner, row.returned_on)
    for row in _reports(desk, year.end):
        if row.due_day >= year.start:
            yield _told(year, FUND, row, row.fund, row.fund_key, row.reported_on)


def _told(
    year: Year, kind: str, row: Any, of: str, who: str, came_on: dt.date | None
) -> dict[str, Any]:
    late = ((came_on or year.end) - row.due_day).days
    return {
        "kind": kind,
        "of": of,
        "who": who,
        "due": row.due_day,
        "came_on": came_on,
        "missed": late > 0,
        "late_by": max(late, 0),
    }
