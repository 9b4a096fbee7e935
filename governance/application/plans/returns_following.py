"""What a plan in use asks of its partners: returns by its rhythm, an annual report each year.

`follow` sets whatever should be there by today and is not, and lets go of what nobody owes any
more. It is asked when a plan is published or changed, when a period or a year is over (by the
clock), and by the night's check; asked again, it does nothing. A clock that comes late sets every
period in between.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from governance.application.change import Change, Receipt, Update
from governance.application.deadlines.rows import deadline, start_of
from governance.application.deadlines.settling import live, superseded
from governance.application.desk import Desk
from governance.application.plans import returns_setting as setting
from governance.application.plans.finding import IN_USE
from governance.application.plans.returns_finding import (
    OPEN,
    PERIOD,
    of_plan,
    reports_of,
    who_promised,
)
from governance.domain.monitoring import Period, Span

OVER: Final = ("renewed", "ended")
"""States of a plan that nobody reports on any more."""

_DAY: Final = dt.timedelta(days=1)
_MATTERS: Final = frozenset({"state", "from_day", "to_day", "rhythm", "published_on"})
"""Columns of a plan on which it depends what is owed."""


def follow_changes(desk: Desk) -> None:
    """Follow every plan that was changed at this desk in what its partners owe."""
    touched = [
        receipt.id
        for change, receipt in desk.changes
        if change.table == "plan"
        and (change.values.keys() & _MATTERS or any(w.table == "commitment" for w in change.writes))
    ]
    for plan_id in dict.fromkeys(touched):
        follow(desk, plan_id)


def period_over(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `plan_period`: ask for what the next period, or year, owes."""
    return follow(desk, due.subject_id, firing=due.id)


def follow(desk: Desk, plan_id: str, *, firing: str | None = None) -> list[Receipt]:
    """Set what a plan owes by today, and let go of what it does not owe any more.

    `firing` is the deadline that is being settled just now.
    """
    plan = desk.row("plan", plan_id)
    if plan.state in OVER:
        return [*_over(desk, plan), *_no_more_periods(desk, plan_id, firing)]
    if plan.state not in IN_USE or plan.published_on is None:
        return []
    span = Span(plan.from_day, plan.to_day, plan.rhythm)
    done = [*_returns(desk, plan, span), *_reports(desk, plan, span)]
    return [*done, *_next_period(desk, plan_id, span, firing)]


def owes_more(desk: Desk, plan_id: str) -> bool:
    """Whether a plan in use lacks a return, an annual report or its next period by today."""
    plan = desk.by_id("plan", plan_id)
    if plan.state not in IN_USE or plan.published_on is None:
        return False
    span = Span(plan.from_day, plan.to_day, plan.rhythm)
    there = {row.period_end for row in reports_of(desk, plan_id)}
    if any(year.end not in there for year in _years(desk, plan, span)):
        return True
    by_partner = _by_partner(of_plan(desk, plan_id))
    whoever = who_promised(desk, plan_id)
    if any(_lacking(desk, plan, span, by_partner.get(who, ()), by_partner) for who in whoever):
        return True
    wanted = _boundary(desk, plan_id, span)
    return wanted is not None and not live(desk, plan_id, kind=PERIOD)


def set_again(desk: Desk, plan_id: str) -> Receipt | None:
    """Set what a plan in use owes by today and lacks; None where nothing can be."""
    return next(iter(follow(desk, plan_id)), None)


# --- what partners owe


def _by_partner(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _returns(desk: Desk, plan: Any, span: Span) -> list[Receipt]:
    by_partner = _by_partner(of_plan(desk, plan.id))
    owing = who_promised(desk, plan.id)
    done: list[Receipt] = []
    lacking: list[tuple[Period, str]] = []
    for who, rows in by_partner.items():
        if who not in owing:
            done += [setting.lapse(desk, row.id, "no_commitment") for row in _open(rows)]
    for who in owing:
        theirs = by_partner.get(who, [])
        if theirs and (moved := _moved(desk, span, theirs[-1])) is not None:
            done.append(moved)
            theirs = [row for row in of_plan(desk, plan.id) if row.organisation_id == who]
        if theirs and theirs[-1].state == "lapsed" and theirs[-1].period_end >= desk.today:
            done.append(setting.revive(desk, theirs[-1].id))
        lacking += [(one, who) for one in _lacking(desk, plan, span, theirs, by_partner)]
    lacking.sort(key=lambda pair: pair[0].end)
    return done + [setting.set_return(desk, plan, who, period) for period, who in lacking]


def _open(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.state in OPEN]


def _lacking(
    desk: Desk, plan: Any, span: Span, theirs: Sequence[Any], all_of_plan: Mapping[str, list[Any]]
) -> list[Period]:
    """The periods by today that a partner has no return for.

    A partner's first is the one in which the plan was published, or that runs when it joins.
    """
    if theirs:
        period = span.after(theirs[-1].period_end) if theirs[-1].period_end < desk.today else None
    else:
        period = span.period_from(desk.today if all_of_plan else plan.published_on)
    found = []
    while period is not None:
        found.append(period)
        period = span.after(period.end) if period.end < desk.today else None
    return found


def _moved(desk: Desk, span: Span, row: Any) -> Receipt | None:
    """Give a period that still runs the end that the rhythm now gives it."""
    if row.state != "due" or row.period_end < desk.today:
        return None
    period = span.period_from(row.period_start)
    if period is not None and period.end < desk.today:
        # Its end by the new rhythm is past already: it ends with the period that runs.
        period = span.period_from(max(desk.today, row.period_start))
    if period is None or period.end == row.period_end:
        return None
    return setting.move(desk, row.id, end=period.end)


# --- what the board owes each year


def _years(desk: Desk, plan: Any, span: Span) -> list[Period]:
    """The years of a plan by today, from the one in which it was published."""
    year = span.year_of(plan.published_on)
    found = []
    while year is not None:
        found.append(year)
        year = span.year_of(year.end + _DAY) if year.end < desk.today else None
    return found


def _reports(desk: Desk, plan: Any, span: Span) -> list[Receipt]:
    there = {row.period_end for row in reports_of(desk, plan.id)}
    done = []
    years = _years(desk, plan, span)
    for row in reports_of(desk, plan.id):
        running = row.state == "due" and row.period_end >= desk.today
        if running and row.period_end not in {year.end for year in years}:
            done.append(setting.lapse_report(desk, row.id))
    for year in years:
        if year.end not in there:
            done.append(setting.set_report(desk, plan, year))
    return done


# --- the next period


def _boundary(desk: Desk, plan_id: str, span: Span) -> dt.date | None:
    """The last day of the period, or year, that ends next; None once the plan is over."""
    ends = [row.period_end for row in of_plan(desk, plan_id) if row.state != "lapsed"]
    running = span.period_from(desk.today)
    year = span.year_of(desk.today)
    ends += [one.end for one in (running, year) if one is not None and not ends]
    ends += [year.end] if year is not None else []
    ahead = [end for end in ends if end >= desk.today and end < span.last]
    return min(ahead, default=None)


def _next_period(desk: Desk, plan_id: str, span: Span, firing: str | None) -> list[Receipt]:
    end = _boundary(desk, plan_id, span)
    there = [due for due in live(desk, plan_id, kind=PERIOD) if due.id != firing]
    if end is None:
        return _no_more_periods(desk, plan_id, firing)
    begins = end + _DAY
    if len(there) == 1 and there[0].due_day == begins:
        return []
    plan = desk.row("plan", plan_id)
    new = deadline(
        desk,
        kind=PERIOD,
        subject=("plan", plan_id),
        cause=f"{begins.isoformat()}-{plan.entries + 1}",
        due_day=begins,
        due_at=start_of(desk, begins),
        effect=PERIOD,
    )
    dropped = [superseded(desk, due) for due in there]
    return [_noted(desk, plan, "plan.period_set", {"next": begins}, (*dropped, new))]


def _no_more_periods(desk: Desk, plan_id: str, firing: str | None) -> list[Receipt]:
    there = [due for due in live(desk, plan_id, kind=PERIOD) if due.id != firing]
    if not there:
        return []
    plan = desk.row("plan", plan_id)
    dropped: tuple[Update, ...] = tuple(superseded(desk, due) for due in there)
    return [_noted(desk, plan, "plan.periods_over", {}, dropped)]


def _noted(
    desk: Desk, plan: Any, kind: str, facts: dict[str, Any], writes: tuple[Any, ...]
) -> Receipt:
    return desk.apply(
        Change(kind=kind, table="plan", subject=plan, values={}, facts=facts, writes=writes)
    )


def _over(desk: Desk, plan: Any) -> list[Receipt]:
    """Let go of what a plan that is over would still have asked for.

    Of periods and years that were over before it, partners still answer.
    """
    last = plan.ended_on or desk.today
    rows = _open(of_plan(desk, plan.id))
    done = [setting.lapse(desk, row.id, "plan_over") for row in rows if row.period_end > last]
    reports = reports_of(desk, plan.id)
    done += [
        setting.lapse_report(desk, row.id)
        for row in reports
        if row.state == "due" and row.period_end > last
    ]
    return done
