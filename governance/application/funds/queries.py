"""Funds as lists and pages show them: plain values, read in one picture. Sums are pence."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.funds import picture
from governance.application.funds.agreements import wanting
from governance.application.funds.finding import (
    LIVE,
    agreed_by_partner,
    agreements,
    allocations,
    ask_of_all,
    contributions,
    fund_year,
    known_organisations,
    paid_by_partner,
    parties,
    remedial_plans,
    report_rows,
    set_aside,
    standing_agreement,
)
from governance.application.funds.periodic import spent_in
from governance.application.people.queries import names
from governance.domain.funds.periods import Period
from governance.store.lists import by_reference
from governance.store.tables import TABLES

_fund = TABLES["fund"]
_allocation = TABLES["allocation"]
_here: Any = bindparam("partnership")
_ALL = select(_fund).where(_fund.c.partnership_id == _here).order_by(*by_reference(_fund.c.ref))
_TO_COMMISSION = (
    select(
        _allocation,
        _fund.c.ref.label("fund"),
        _fund.c.title.label("title"),
        _fund.c.kind.label("fund_kind"),
    )
    .join(
        _fund,
        (_fund.c.partnership_id == _allocation.c.partnership_id)
        & (_fund.c.id == _allocation.c.fund_id),
    )
    .where(
        _allocation.c.partnership_id == _here,
        _allocation.c.commission_id == bindparam("commission"),
        _allocation.c.state.in_(LIVE),
    )
    .order_by(*by_reference(_fund.c.ref), _allocation.c.number)
)


def listing(desk: Desk, *, closed: bool = False) -> list[dict[str, Any]]:
    """The funds, in the order they were opened; those that are closed only where asked for."""
    rows = [row for row in desk.all(_ALL) if closed or row.closed_on is None]
    ask_of_all(desk, rows)
    return [_line(desk, row, fund_year(row, desk.today)) for row in rows]


def show(desk: Desk, name: str, *, day: dt.date | None = None) -> dict[str, Any]:
    """A fund in one of its years: this one, unless a day of another is given."""
    row = desk.row("fund", name)
    year = fund_year(row, day or desk.today)
    people = names(desk, [row.manager_id] if row.manager_id else [])
    agreement = _shown_agreement(desk, row)
    reports = report_rows(desk, row.id)
    sharing = picture.sharing(desk, row, year, agreement)
    found = {
        **_line(desk, row, year),
        "key": row.key,
        "version": row.version,
        "manager": people.get(row.manager_id or ""),
        "year": {"start": year.start, "end": year.end},
        "partners": picture.partners(desk, row, year),
        "agreement": None if agreement is None else told_of(desk, agreement, row),
        "allocations": picture.allocated(desk, row, year),
        "reports": picture.reports(desk, reports, year),
        "remedial_plans": [
            {
                "over": one.over,
                "due": one.due_day,
                "given_on": one.given_on,
                "what": one.what,
                "settled_on": one.settled_on,
                "outcome": one.outcome,
                "overdue": one.given_on is None
                and one.settled_on is None
                and desk.today > one.due_day,
            }
            for one in remedial_plans(desk, row.id)
        ],
        "sharing": sharing,
    }
    found["warnings"] = list(picture.warnings(desk, row, year, found))
    return found


def show_agreement(desk: Desk, name: str) -> dict[str, Any]:
    """An agreement whole: its clauses, what it lacks, its days."""
    row = desk.row("pooled_agreement", name)
    fund = desk.by_id("fund", row.fund_id)
    return {**told_of(desk, row, fund), "fund": fund.ref, "fund_title": fund.title}


def told_of(desk: Desk, row: Any, fund: Any) -> dict[str, Any]:
    """An agreement as pages tell it; what it lacks stands as refusals."""
    report = desk.by_id("proposal", row.proposal_id)
    named = {one.key: one.name for one in known_organisations(desk).values()}
    return {
        "ref": row.ref,
        "title": row.title,
        "partners": [named.get(key, key) for key in row.partners],
        "state": row.state,
        "version": row.version,
        "number": row.number,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "executed_on": row.executed_on,
        "ended_on": row.ended_on,
        "clauses": row.clauses,
        "permitted": row.permitted,
        "limits": row.limits,
        "overspend": row.overspend,
        "underspend": row.underspend,
        "remedial_days": row.remedial_days,
        "quarter_days": row.quarter_days,
        "year_days": row.year_days,
        "report": None if report is None else report.ref,
        "lacks": list(wanting(desk, row, fund)),
        "flags": row.flags,
    }


def funds_of(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """Which fund pays how much for a commission, allocation by allocation."""
    return [
        {
            "fund": row.fund,
            "title": row.title,
            "number": row.number,
            "amount": row.amount,
            "state": row.state,
            "start": row.period_start,
            "end": row.period_end,
        }
        for row in desk.all(_TO_COMMISSION, commission=commission_id)
    ]


def _shown_agreement(desk: Desk, row: Any) -> Any | None:
    found = agreements(desk, row.id)
    return standing_agreement(desk, row.id) or (found[-1] if found else None)


def _line(desk: Desk, row: Any, year: Period) -> dict[str, Any]:
    """A fund in a line: what is put in, set aside, spent and left in a year."""
    put = contributions(desk, row.id)
    agreed = sum(agreed_by_partner(put, year).values())
    aside = set_aside(allocations(desk, row.id), year)
    agreement = _shown_agreement(desk, row)
    known = known_organisations(desk)
    return {
        "ref": row.ref,
        "title": row.title,
        "kind": row.kind,
        "host": known[row.host_id].key,
        "host_name": known[row.host_id].name,
        "agreement_state": None if agreement is None else agreement.state,
        "partners_in": len(parties(desk, row.id)),
        "agreed": agreed,
        "paid": sum(paid_by_partner(put, year).values()),
        "allocated": aside,
        "devolved": sum(
            one.amount
            for one in allocations(desk, row.id)
            if one.body_id is not None
            and one.under_id is None
            and one.state in LIVE
            and year.has(Period(one.period_start, one.period_end))
        ),
        "spent": spent_in(report_rows(desk, row.id), year),
        "headroom": agreed - aside,
        "closed_on": row.closed_on,
    }
