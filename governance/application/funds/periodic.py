"""The reports a fund owes its partners, quarter by quarter and for the year, and their deadlines.

One of each kind is ahead at any time. The next is set when one is reported, or when its day has
passed without it, whichever comes first; so the clock sets them all however far it jumps.
Where an agreement does not say by when, a quarter's report is due 30 days after the quarter and
a year's 90 days after the year: a default of Vires, not law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.rows import deadline, start_of
from governance.application.deadlines.settling import LIVE, live, superseded
from governance.application.desk import Desk
from governance.application.funds.finding import (
    POOLED,
    agreements,
    owner_of,
    report_rows,
    standing_agreement,
)
from governance.domain.funds.periods import Period, next_period, period_of
from governance.store.tables import TABLES

_deadline_table = TABLES["deadline"]
_DEADLINES = select(_deadline_table).where(
    _deadline_table.c.partnership_id == bindparam("partnership"),
    _deadline_table.c.subject_id == bindparam("subject"),
    _deadline_table.c.kind == bindparam("kind"),
)

KIND: Final = "fund_report"
REPORTS: Final = ("quarter", "year")
DAYS: Final = {"quarter": 30, "year": 90}
"""Days after its period by which a report is due where the agreement does not say."""


def begin_reports(desk: Desk, fund_id: str) -> Receipt | None:
    """Ask for the reports on the quarter and the year that run now; None where both are asked."""
    return _set(desk, fund_id, dict.fromkeys(REPORTS), by="fund.reports_begun")


def late_when_due(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `fund_report_late`: a report has not come; the next is asked for."""
    kind, _, end = due.cause.partition("-")
    known = {one.period_end.isoformat(): one for one in _of_kind(desk, due.subject_id, kind)}
    there = known.get(end.partition(" ")[0])
    if there is None:
        return []
    made = set_next(desk, due.subject_id, kind, after=there)
    return [] if made is None else [made]


def set_next(desk: Desk, fund_id: str, kind: str, *, after: Any) -> Receipt | None:
    """Ask for the report after one, unless it is asked for or nothing is pooled any more."""
    return _set(desk, fund_id, {kind: after}, by="fund.report_asked")


def set_again(desk: Desk, fund_id: str) -> Receipt | None:
    """Set what is missing: reports that nobody asked for, deadlines of those not reported."""
    fund = desk.row("fund", fund_id)
    there = {due.cause: due.state for due in desk.all(_DEADLINES, subject=fund.id, kind=KIND)}
    gone, let_go = [], []
    for one in latest(report_rows(desk, fund.id)):
        if one.reported_on is not None:
            continue
        states = {state for cause, state in there.items() if cause.startswith(_cause(one))}
        if "waived" in states:
            let_go.append(one)
        elif not states & set(LIVE):
            gone.append(one)
    writes = [_deadline(desk, fund, one, again=fund.version + 1) for one in gone]
    if not writes:
        made = [set_next(desk, fund.id, one.kind, after=one) for one in let_go]
        return next((one for one in made if one is not None), None) or _set_rest(desk, fund_id)
    return desk.apply(
        Change(
            kind="fund.deadline_set_again",
            table="fund",
            subject=fund,
            values={},
            facts={"kind": KIND},
            writes=tuple(writes),
        )
    )


def _set_rest(desk: Desk, fund_id: str) -> Receipt | None:
    """Ask for what comes after the last report of each kind, where nobody has."""
    last = {one.kind: one for one in sorted(latest(report_rows(desk, fund_id)), key=_end)}
    return _set(desk, fund_id, {kind: last.get(kind) for kind in REPORTS}, by="fund.report_asked")


def dropped(desk: Desk, fund_id: str, *, after: dt.date) -> list[Any]:
    """Deadlines of reports on what begins after a day: nothing is pooled then."""
    ahead = {
        _cause(one)
        for one in latest(report_rows(desk, fund_id))
        if one.reported_on is None and one.period_start > after
    }
    return [
        superseded(desk, due)
        for due in live(desk, fund_id, kind=KIND)
        if any(due.cause.startswith(cause) for cause in ahead)
    ]


def latest(rows: Iterable[Any]) -> list[Any]:
    """The last row of each period and kind: what counts after every correction."""
    found: dict[tuple[str, dt.date], Any] = {}
    for row in rows:
        known = found.get((row.kind, row.period_end))
        if known is None or row.number > known.number:
            found[row.kind, row.period_end] = row
    return list(found.values())


def spent_in(rows: Iterable[Any], year: Period) -> int:
    """What was spent in a fund's year (pence): by its own report, else by its quarters'."""
    counted = [one for one in latest(rows) if one.spent is not None]
    for one in counted:
        if one.kind == "year" and one.period_end == year.end:
            return int(one.spent)
    return sum(int(c.spent) for c in counted if c.kind == "quarter" and year.has(_period(c)))


def spent_ever(desk: Desk, fund_id: str) -> int:
    """What was spent out of a fund in all its years, in pence."""
    rows = report_rows(desk, fund_id)
    ends = {
        one.period_end: one.period_start
        for one in latest(rows)
        if one.kind == "year" and one.spent is not None
    }
    years = [Period(start, end) for end, start in ends.items()]
    quarters = [
        int(one.spent)
        for one in latest(rows)
        if one.kind == "quarter"
        and one.spent is not None
        and not any(year.has(_period(one)) for year in years)
    ]
    return sum(spent_in(rows, year) for year in years) + sum(quarters)


def due_day(desk: Desk, fund: Any, kind: str, period: Period) -> dt.date:
    """By when a period is to be reported: days after it, by the agreement or by default."""
    agreement = standing_agreement(desk, fund.id)
    said = getattr(agreement, f"{kind}_days", None)
    return period.end + dt.timedelta(days=said or DAYS[kind])


def new_row(desk: Desk, fund: Any, kind: str, period: Period) -> Insert:
    """The row of a report that is asked for."""
    return Insert(
        "fund_report",
        {
            "id": desk.new_id(),
            "fund_id": fund.id,
            "kind": kind,
            "number": 1,
            "period_start": period.start,
            "period_end": period.end,
            "due_day": due_day(desk, fund, kind, period),
            "said": "",
            "reason": "",
        },
    )


def _set(desk: Desk, fund_id: str, wanted: dict[str, Any], *, by: str) -> Receipt | None:
    fund = desk.row("fund", fund_id)
    writes: list[Insert] = []
    asked: dict[str, dt.date] = {}
    for kind, after in wanted.items():
        period = (
            period_of(kind, desk.today, fund.year_starts)
            if after is None
            else next_period(_period(after), kind=kind, starts=fund.year_starts)
        )
        if not _is_wanted(desk, fund, kind, period):
            continue
        row = new_row(desk, fund, kind, period)
        writes += [row, _deadline(desk, fund, _Asked(row))]
        asked[kind] = period.end
    if not writes:
        return None
    return desk.apply(
        Change(kind=by, table="fund", subject=fund, values={}, facts=asked, writes=tuple(writes))
    )


def _is_wanted(desk: Desk, fund: Any, kind: str, period: Period) -> bool:
    """Whether a period is still to be asked for: it is not, and money is pooled in it."""
    if fund.closed_on is not None:
        return False
    if any(one.period_end >= period.end for one in _of_kind(desk, fund.id, kind)):
        return False
    if fund.kind != POOLED or standing_agreement(desk, fund.id) is not None:
        return True
    ended = [row.ended_on for row in agreements(desk, fund.id) if row.ended_on is not None]
    return bool(ended) and period.start <= max(ended)


class _Asked:
    """A report's row that is about to be written, read like one that is there."""

    def __init__(self, row: Insert) -> None:
        self.kind: str = row.values["kind"]
        self.period_end: dt.date = row.values["period_end"]
        self.due_day: dt.date = row.values["due_day"]


def _deadline(desk: Desk, fund: Any, one: Any, *, again: int | None = None) -> Insert:
    days = (one.due_day - one.period_end).days
    return deadline(
        desk,
        kind=KIND,
        subject=("fund", fund.id),
        cause=_cause(one) + ("" if again is None else f" ({again})"),
        due_day=one.due_day,
        due_at=start_of(desk, one.due_day + dt.timedelta(days=1)),
        owner=owner_of(desk, fund),
        effect="fund_report_late",
        working=[
            {"day": one.period_end.isoformat(), "counted": False, "why": "fund.period_ends"},
            {"day": one.due_day.isoformat(), "counted": True, "why": "fund.days_after"}
            | {"name": str(days)},
        ],
    )


def _end(one: Any) -> dt.date:
    end: dt.date = one.period_end
    return end


def _cause(one: Any) -> str:
    return f"{one.kind}-{one.period_end.isoformat()}"


def _period(one: Any) -> Period:
    return Period(one.period_start, one.period_end)


def _of_kind(desk: Desk, fund_id: str, kind: str) -> list[Any]:
    return [one for one in latest(report_rows(desk, fund_id)) if one.kind == kind]
