"""What a fund's host tells the partners: spent, forecast, in words; and the remedial plan.

A correction is a further row with its reason. Where a report forecasts more than partners put
in, the agreement's clause, if it has one, says by when a remedial plan is due; without a clause
it is only warned of. Such a clause is the agreement's and no law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.rows import deadline, start_of
from governance.application.deadlines.settling import live, met, superseded
from governance.application.desk import Desk
from governance.application.funds.consenting import settle
from governance.application.funds.finding import (
    agreed_by_partner,
    allow_keeper,
    contributions,
    fund_year,
    owner_of,
    remedial_plans,
    report_rows,
    standing_agreement,
)
from governance.application.funds.periodic import (
    DAYS,
    KIND,
    latest,
    new_row,
    set_next,
    spent_in,
)
from governance.domain.errors import Problem, Refusal, Refused, Unusable
from governance.domain.funds.periods import Period, period_of
from governance.domain.money import MOST
from governance.domain.suggest import nearest

REMEDY: Final = "remedial_plan"


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report brought: by how much it forecasts too much, and by when a plan is due."""

    receipt: Receipt
    over: int = 0
    plan_due: dt.date | None = None


def report(
    desk: Desk,
    fund: str,
    *,
    kind: str,
    day: dt.date,
    spent: int,
    forecast: int | None = None,
    said: str = "",
    correct: bool = False,
    reason: str = "",
    seen: int | None = None,
) -> Reported:
    """Report a quarter or a year of a fund: the one that `day` lies in. Sums are pence.

    `forecast` is what will have been spent by the year's end; of a year, what was spent. A
    report that is there already is corrected, with a reason, and stays. Raises `Unusable`,
    `Refused`.
    """
    row = desk.row("fund", fund, seen=seen)
    allow_keeper(desk, row)
    if kind not in DAYS:
        near = nearest(kind, DAYS)
        raise Unusable.one("name.unknown", what="kind of period", name=kind[:40], nearest=near)
    span = period_of(kind, day, row.year_starts)
    rows = report_rows(desk, row.id)
    there = next((r for r in latest(rows) if r.kind == kind and r.period_end == span.end), None)
    expected = spent if kind == "year" and forecast is None else forecast
    if problems := list(_unusable(spent, expected)):
        raise Unusable(problems)
    assert expected is not None
    if against := list(_against(desk, row, span, there, correct=correct, reason=reason)):
        raise Refused(against)
    before = _spent_besides(rows, there, kind, fund_year(row, span.start))
    if expected < before + spent:
        told = {"forecast": expected, "spent": before + spent}
        raise Refused.one("fund.forecast_below_spent", **told)
    figures = {
        "spent": spent,
        "forecast": expected,
        "said": said.strip(),
        "reason": reason.strip(),
        "reported_on": desk.today,
        "reported_by_id": desk.actor.person_id,
    }
    again = there is not None and there.reported_on is not None
    if again or there is None:
        added = new_row(desk, row, kind, span)
        number = there.number + 1 if there is not None else 1
        due = {"due_day": there.due_day} if there is not None else {}
        write: Insert | Update = Insert(
            "fund_report", {**added.values, **figures, **due, "number": number}
        )
        report_id = str(added.values["id"])
    else:
        assert there is not None
        write, report_id = Update("fund_report", there, figures), there.id
    receipt = desk.apply(
        Change(
            kind="fund.report_corrected" if again else "fund.reported",
            table="fund",
            subject=row,
            values={},
            facts={"kind": kind, "end": span.end, **figures, "reported_by_id": desk.actor.name},
            writes=(write, *_met(desk, row.id, kind, span)),
        )
    )
    if there is not None and not again:
        set_next(desk, row.id, kind, after=there)
    over, plan_due = _remedy_wanted(desk, row.id, report_id, span)
    settle(desk, row.id)
    return Reported(receipt, over, plan_due)


def plan_remedy(desk: Desk, fund: str, *, what: str, seen: int | None = None) -> Receipt:
    """Record the remedial plan that is waited for; again, to change it."""
    row, plan = _open_plan(desk, fund, seen)
    if not what.strip():
        raise Unusable.one("fund.plan_empty")
    late = plan.given_on is None and desk.today > plan.due_day
    return desk.apply(
        Change(
            kind="fund.remedy_planned",
            table="fund",
            subject=row,
            values={},
            facts={"over": plan.over, "due": plan.due_day, "late": late, "what": what.strip()},
            writes=(
                Update(
                    "remedial_plan",
                    plan,
                    {"given_on": plan.given_on or desk.today, "what": what.strip()},
                ),
                *(met(desk, due) for due in live(desk, row.id, kind=REMEDY)),
            ),
        )
    )


def settle_remedy(desk: Desk, fund: str, *, outcome: str, seen: int | None = None) -> Receipt:
    """Record what came of a remedial plan; with that it is over."""
    row, plan = _open_plan(desk, fund, seen)
    if not outcome.strip():
        raise Unusable.one("fund.outcome_empty")
    return desk.apply(
        Change(
            kind="fund.remedy_settled",
            table="fund",
            subject=row,
            values={},
            facts={"over": plan.over, "outcome": outcome.strip()},
            writes=(
                Update(
                    "remedial_plan",
                    plan,
                    {"settled_on": desk.today, "outcome": outcome.strip()},
                ),
                *(superseded(desk, due) for due in live(desk, row.id, kind=REMEDY)),
            ),
        )
    )


def open_plan(desk: Desk, fund_id: str) -> Any | None:
    """The remedial plan that is waited for or not settled; None where there is none."""
    found = [one for one in remedial_plans(desk, fund_id) if one.settled_on is None]
    return found[-1] if found else None


def _open_plan(desk: Desk, fund: str, seen: int | None) -> tuple[Any, Any]:
    row = desk.row("fund", fund, seen=seen)
    allow_keeper(desk, row)
    plan = open_plan(desk, row.id)
    if plan is None:
        raise Refused.one("fund.no_plan_wanted", ref=row.ref)
    return row, plan


def _unusable(spent: int, forecast: int | None) -> Iterator[Problem]:
    if forecast is None:
        yield Problem("fund.forecast_missing")
    for amount in (spent, forecast or 0):
        if amount < 0:
            yield Problem("fund.sum_below_nothing")
        elif amount > MOST:
            yield Problem("money.too_large", {"text": str(amount), "most": MOST})


def _against(
    desk: Desk, fund: Any, span: Period, there: Any | None, *, correct: bool, reason: str
) -> Iterator[Refusal]:
    told = {"ref": fund.ref, "start": span.start, "end": span.end}
    if span.start > desk.today:
        yield Refusal("fund.period_ahead", told)
    elif span.end > desk.today:
        yield Refusal("fund.period_running", told)
    done = there is not None and there.reported_on is not None
    if done and not correct:
        yield Refusal("fund.reported_already", told)
    if done and correct and not reason.strip():
        yield Refusal("lifecycle.reason_missing")
    if correct and not done:
        yield Refusal("fund.nothing_to_correct", told)


def _spent_besides(rows: list[Any], there: Any | None, kind: str, year: Period) -> int:
    """What was spent in the year besides a quarter that is reported now, in pence."""
    if kind == "year":
        return 0
    others = [r for r in rows if r.kind == "quarter" and r.period_end != _end(there)]
    return spent_in(others, year)


def _end(row: Any | None) -> dt.date | None:
    return None if row is None else row.period_end


def _met(desk: Desk, fund_id: str, kind: str, span: Period) -> list[Update]:
    cause = f"{kind}-{span.end.isoformat()}"
    return [
        met(desk, due)
        for due in live(desk, fund_id, kind=KIND)
        if due.cause == cause or due.cause.startswith(f"{cause} ")
    ]


def _remedy_wanted(
    desk: Desk, fund_id: str, report_id: str, span: Period
) -> tuple[int, dt.date | None]:
    """What a report forecasts beyond contributions, and by when a plan is due; it is asked for.

    A plan that is waited for already stays the one; it goes where a later report or a correction
    forecasts no overspend any more and nobody has given one.
    """
    fund = desk.row("fund", fund_id)
    year = fund_year(fund, span.start)
    over = forecast_over(desk, fund, year)
    plan = open_plan(desk, fund_id)
    if plan is not None:
        if over <= 0 and plan.given_on is None:
            _plan_dropped(desk, fund, plan)
            return 0, None
        return max(over, 0), plan.due_day
    agreement = standing_agreement(desk, fund_id)
    if over <= 0 or agreement is None or agreement.remedial_days is None:
        return max(over, 0), None
    due = desk.today + dt.timedelta(days=agreement.remedial_days)
    desk.apply(
        Change(
            kind="fund.remedy_wanted",
            table="fund",
            subject=fund,
            values={},
            facts={"over": over, "due": due, "days": agreement.remedial_days},
            writes=(
                Insert(
                    "remedial_plan",
                    {
                        "id": desk.new_id(),
                        "fund_id": fund_id,
                        "report_id": report_id,
                        "over": over,
                        "due_day": due,
                        "what": "",
                        "outcome": "",
                    },
                ),
                deadline(
                    desk,
                    kind=REMEDY,
                    subject=("fund", fund_id),
                    cause=report_id,
                    due_day=due,
                    due_at=start_of(desk, due + dt.timedelta(days=1)),
                    owner=owner_of(desk, fund),
                ),
            ),
        )
    )
    return over, due


def forecast_over(desk: Desk, fund: Any, year: Period) -> int:
    """What the last report of a year forecasts beyond contributions (pence); below 0 under."""
    told = [
        one
        for one in latest(report_rows(desk, fund.id))
        if one.forecast is not None and year.has(Period(one.period_start, one.period_end))
    ]
    if not told:
        return 0
    last = max(told, key=lambda one: (one.period_end, one.kind == "year"))
    return int(last.forecast) - sum(agreed_by_partner(contributions(desk, fund.id), year).values())


def _plan_dropped(desk: Desk, fund: Any, plan: Any) -> None:
    from governance import words  # noqa: PLC0415  # what came of it is a sentence

    outcome = words.say("fund.plan_needless", {})
    desk.apply(
        Change(
            kind="fund.remedy_dropped",
            table="fund",
            subject=fund,
            values={},
            facts={"over": plan.over},
            writes=(
                Update("remedial_plan", plan, {"settled_on": desk.today, "outcome": outcome}),
                *(superseded(desk, due) for due in live(desk, fund.id, kind=REMEDY)),
            ),
        )
    )
