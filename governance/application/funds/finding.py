"""Finding what belongs to a fund: its agreements, partners, contributions, allocations, reports."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select, union_all

from governance import words
from governance.application.at_once import ask_at_once
from governance.application.desk import Desk
from governance.application.people.organisations import organisations
from governance.application.permissions import permissions
from governance.application.proposals.queries import OPEN
from governance.domain.errors import GuardRefused, Refusal
from governance.domain.funds.periods import Period, year_of
from governance.domain.funds.terms import COLUMNS, MANAGER
from governance.store.tables import TABLES
from statemachines.permissions import Permission, titles
from statemachines.pooled_agreement import PooledAgreementFacts

AGREE: Final = "agree"
"""What a report asks where it asks the partners to agree to a draft."""

POOLED: Final = "pooled"
ALIGNED: Final = "aligned"
KINDS: Final = (POOLED, ALIGNED)

STANDING: Final = ("in_force", "varied", "on_extension")
"""States of an agreement under which money is pooled."""

LIVE: Final = ("set_aside", "awaiting_consent")
"""States of an allocation that money is kept for."""

KEEPERS: Final = frozenset({Permission.SECRETARY.value, Permission.COMMISSIONER.value})

BY_VIRES: Final = PooledAgreementFacts(
    permissions=frozenset({Permission.VIRES.value}), undecided=(), before_start=(), before_end=()
)
"""What the guards are told where Vires itself moves an agreement on, as part of another act."""


def _of_fund(table: str, *order: str) -> Any:
    rows = TABLES[table]
    return (
        select(rows)
        .where(
            rows.c.partnership_id == bindparam("partnership"),
            rows.c.fund_id == bindparam("fund"),
        )
        .order_by(*(rows.c[column] for column in order), rows.c.id)
    )


_AGREEMENTS = _of_fund("pooled_agreement", "number")
_PARTNERS = _of_fund("fund_partner", "from_day")
_CONTRIBUTIONS = _of_fund("contribution", "period_start", "period_end", "on_day")
_ALLOCATIONS = _of_fund("allocation", "number")
_REPORTS = _of_fund("fund_report", "period_end", "kind", "number")
_PLANS = _of_fund("remedial_plan", "due_day")
_IN_A_LINE = (_AGREEMENTS, _PARTNERS, _CONTRIBUTIONS, _ALLOCATIONS, _REPORTS)
"""What is asked of each fund to say it in a line."""
_office = TABLES["office"]
_OFFICES = select(_office.c.key).where(
    _office.c.partnership_id == bindparam("partnership"),
    _office.c.organisation_id == bindparam("organisation"),
)


_proposal = TABLES["proposal"]
_ON_ITS_WAY = (
    select(_proposal)
    .where(
        _proposal.c.partnership_id == bindparam("partnership"),
        _proposal.c.kind == "pool",
        _proposal.c.state.in_([one for one in OPEN if one not in ("draft", "on_forward_plan")]),
    )
    .order_by(_proposal.c.ref)
)


def _named(table: str) -> Any:
    rows = TABLES[table]
    called = (rows.c.ref == bindparam("ref")) | (rows.c.id == bindparam("id"))
    if "key" in rows.c:
        called |= rows.c.key == bindparam("id")
    return select(rows).where(rows.c.partnership_id == bindparam("partnership"), called)


_NAMED = {table: _named(table) for table in ("fund", "pooled_agreement", "commission")}
_DECIDERS = union_all(
    *(
        select(TABLES[name].c.key).where(TABLES[name].c.partnership_id == bindparam("partnership"))
        for name in ("body", "office")
    )
)

FINANCE_OFFICES: Final = frozenset({"s151", "chief-finance-officer"})
"""Keys of the office that answers for a host's money where a fund has no pool manager."""


def ask_of_all(desk: Desk, funds: Iterable[Any]) -> None:
    """Ask at once what a line about each of these funds (rows) will ask."""
    ids = [row.id for row in funds]
    for statement in _IN_A_LINE:
        ask_at_once(desk, statement, "fund", ids)


def by_name(desk: Desk, table: str, name: str) -> Any | None:
    """The fund, agreement or commission of that name, not locked; None where there is none."""
    return desk.first(_NAMED[table], ref=name.upper(), id=name)


def agreements(desk: Desk, fund_id: str) -> list[Any]:
    """The agreements behind a fund, the first one first."""
    return desk.all(_AGREEMENTS, fund=fund_id)


def on_its_way(desk: Desk, agreement: Any) -> Any | None:
    """The report that asks the partners to agree to a draft and lies before somebody now."""
    for report in desk.all(_ON_ITS_WAY):
        if report.details.get("agreement") == agreement.ref and report.details.get("ask") == AGREE:
            return report
    return None


def content(agreement: Any) -> str:
    """A digest of everything an agreement says, so that a decision is on what lay before it."""
    said = {name: getattr(agreement, name) for name in sorted(COLUMNS.values())}
    text = json.dumps(said, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def standing_agreement(desk: Desk, fund_id: str) -> Any | None:
    """The agreement under which money is pooled now; None where none is."""
    found = [row for row in agreements(desk, fund_id) if row.state in STANDING]
    return found[-1] if found else None


def partner_rows(desk: Desk, fund_id: str) -> list[Any]:
    """Who is, was or will be in a fund."""
    return desk.all(_PARTNERS, fund=fund_id)


def parties(desk: Desk, fund_id: str, on: dt.date | None = None) -> list[str]:
    """The ids of the partners that are in a fund on a day."""
    day = on or desk.today
    return list(
        dict.fromkeys(
            row.organisation_id
            for row in partner_rows(desk, fund_id)
            if row.from_day <= day and (row.to_day is None or day <= row.to_day)
        )
    )


def parties_to(desk: Desk, agreement: Any) -> set[str]:
    """The ids of the partners to an agreement: in the fund on its first day, or named by it."""
    there = parties(desk, agreement.fund_id, max(desk.today, agreement.starts_on or desk.today))
    named = {row.id for row in known_organisations(desk).values() if row.key in agreement.partners}
    return named.union(there)


def contributions(desk: Desk, fund_id: str) -> list[Any]:
    """Everything agreed and paid in, period by period."""
    return desk.all(_CONTRIBUTIONS, fund=fund_id)


def allocations(desk: Desk, fund_id: str) -> list[Any]:
    """Every allocation, the first one first."""
    return desk.all(_ALLOCATIONS, fund=fund_id)


def report_rows(desk: Desk, fund_id: str) -> list[Any]:
    """What has been or is to be reported, with every correction after what it corrects."""
    return desk.all(_REPORTS, fund=fund_id)


def remedial_plans(desk: Desk, fund_id: str) -> list[Any]:
    """The remedial plans, the first due first."""
    return desk.all(_PLANS, fund=fund_id)


def fund_year(row: Any, day: dt.date) -> Period:
    """The fund's year a day lies in."""
    return year_of(day, row.year_starts)


def agreed_by_partner(rows: Iterable[Any], year: Period) -> dict[str, int]:
    """What each partner (by id) is to put in for a year, in pence."""
    return _by_partner(rows, year, paid=False)


def paid_by_partner(rows: Iterable[Any], year: Period) -> dict[str, int]:
    """What each partner (by id) has paid in for a year, in pence."""
    return _by_partner(rows, year, paid=True)


def _by_partner(rows: Iterable[Any], year: Period, *, paid: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        if row.paid == paid and year.has(Period(row.period_start, row.period_end)):
            found[row.organisation_id] = found.get(row.organisation_id, 0) + row.amount
    return found


def set_aside(rows: Iterable[Any], year: Period, *, part: str | None = None) -> int:
    """What is kept of a year's money (pence), straight out of the fund.

    `part` is the partner (id) whose part of an aligned fund is asked about.
    """
    return sum(
        row.amount
        for row in rows
        if row.state in LIVE
        and row.under_id is None
        and year.has(Period(row.period_start, row.period_end))
        and (part is None or row.organisation_id == part)
    )


def under(rows: Iterable[Any], allocation_id: str) -> int:
    """What a body has allocated out of an allocation to it, in pence."""
    return sum(row.amount for row in rows if row.under_id == allocation_id and row.state in LIVE)


def known_organisations(desk: Desk) -> Mapping[str, Any]:
    """Every organisation by id."""
    return {row.id: row for row in organisations(desk)}


def owner_of(desk: Desk, fund: Any) -> str:
    """Who answers for a fund's reports: its manager, else whoever has the host's money in hand."""
    manager = desk.by_id("person", fund.manager_id)
    if manager is not None:
        return f"person:{manager.key}"
    offices = {row.key for row in desk.all(_OFFICES, organisation=fund.host_id)}
    return min(offices & FINANCE_OFFICES, default=Permission.SECRETARY.value)


def is_manager(desk: Desk, fund: Any) -> bool:
    """Whether the actor is the fund's pool manager."""
    return fund.manager_id is not None and fund.manager_id == desk.actor.person_id


def allow_keeper(desk: Desk, fund: Any) -> None:
    """Raise `GuardRefused` unless the actor is its manager, secretary or a commissioner."""
    if against := no_keeper(desk, fund):
        raise GuardRefused(against)


def no_keeper(desk: Desk, fund: Any) -> tuple[Refusal, ...]:
    """Why the actor does not keep a fund; nothing for somebody who does."""
    if is_manager(desk, fund) or permissions(desk) & KEEPERS:
        return ()
    told = {"ref": fund.ref, "who": [words.term(MANAGER), *titles(KEEPERS)]}
    return (Refusal("fund.not_yours", told),)


def deciders(desk: Desk) -> list[str]:
    """The keys of every body and office."""
    return [row.key for row in desk.all(_DECIDERS)]
