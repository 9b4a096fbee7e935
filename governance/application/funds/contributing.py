"""What partners agree to put into a fund, period by period, and what they have paid in.

A change is a further row with its reason: nothing is overwritten. A partner that puts in less
than is set aside already is recorded all the same, and shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from governance.application.change import Change, Insert, Receipt
from governance.application.desk import Desk
from governance.application.funds.finding import (
    allow_keeper,
    contributions,
    fund_year,
    partner_rows,
)
from governance.application.funds.setting_up import open_fund
from governance.domain.errors import Problem, Refusal, Refused, Unusable
from governance.domain.funds.periods import Period
from governance.domain.money import MOST


def contribute(
    desk: Desk,
    fund: str,
    *,
    partner: str,
    amount: int,
    period: Period | None = None,
    paid: bool = False,
    on: dt.date | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Record what a partner agreed to put in for a period, or what it paid in.

    `amount` is pence; below nothing it takes from what is there: money given back, or less than
    was agreed, with a reason. Without a period it is the fund's year. Raises `Unusable` for sums
    and days that cannot be, `Refused` for a partner that is not in the fund then.
    """
    row = desk.row("fund", fund, seen=seen)
    allow_keeper(desk, row)
    open_fund(row)
    organisation = desk.row("organisation", partner)
    span = period or fund_year(row, desk.today)
    day = on or desk.today
    if problems := list(_unusable(desk, row, amount, span, day)):
        raise Unusable(problems)
    there = [
        one
        for one in contributions(desk, row.id)
        if one.organisation_id == organisation.id and one.paid == paid
    ]
    same = [one for one in there if Period(one.period_start, one.period_end) == span]
    if against := list(_against(desk, row, organisation, span, amount, same, reason, paid=paid)):
        raise Refused(against)
    changed = bool(same) and not paid
    return desk.apply(
        Change(
            kind=_kind(paid=paid, changed=changed),
            table="fund",
            subject=row,
            values={},
            facts={
                "partner": organisation.key,
                "amount": amount,
                "start": span.start,
                "end": span.end,
                "reason": reason.strip(),
            },
            writes=(
                Insert(
                    "contribution",
                    {
                        "id": desk.new_id(),
                        "fund_id": row.id,
                        "organisation_id": organisation.id,
                        "period_start": span.start,
                        "period_end": span.end,
                        "amount": amount,
                        "paid": paid,
                        "on_day": day,
                        "reason": reason.strip(),
                    },
                ),
            ),
        )
    )


def _kind(*, paid: bool, changed: bool) -> str:
    if paid:
        return "fund.paid_in"
    return "fund.contribution_changed" if changed else "fund.contribution_agreed"


def _unusable(desk: Desk, fund: Any, amount: int, span: Period, day: dt.date) -> Iterator[Problem]:
    yield from period_problems(fund, span)
    if amount == 0:
        yield Problem("fund.sum_of_nothing")
    if abs(amount) > MOST:
        yield Problem("money.too_large", {"text": str(amount), "most": MOST})
    if day > desk.today:
        yield Problem("fund.day_ahead", {"on": day})


def period_problems(fund: Any, span: Period) -> Iterator[Problem]:
    """What is wrong with a period of a fund: it has to lie within one of the fund's years."""
    if span.end < span.start:
        yield Problem("name.days_reversed", {"from_day": span.start, "to_day": span.end})
        return
    year = fund_year(fund, span.start)
    if not year.has(span):
        told = {"start": span.start, "end": span.end}
        yield Problem("fund.across_years", {**told, "year_start": year.start, "year_end": year.end})


def _against(
    desk: Desk,
    fund: Any,
    organisation: Any,
    span: Period,
    amount: int,
    same: list[Any],
    reason: str,
    *,
    paid: bool,
) -> Iterator[Refusal]:
    told = {"ref": fund.ref, "name": organisation.name}
    places = [r for r in partner_rows(desk, fund.id) if r.organisation_id == organisation.id]
    inside = any(
        r.from_day <= span.end and (r.to_day is None or r.to_day >= span.start) for r in places
    )
    if not places:
        yield Refusal("fund.partner_not_in", told)
    elif not inside and not paid:
        yield Refusal("fund.partner_not_in_then", {**told, "start": span.start, "end": span.end})
    if (amount < 0 or (same and not paid)) and not reason.strip():
        yield Refusal("fund.change_without_reason", told)
    left = sum(one.amount for one in same) + amount
    if left < 0:
        yield Refusal("fund.below_nothing", {**told, "there": left - amount, "less": -amount})
