"""Setting one return, or one annual report: its day, its deadline, whose it is, and letting it go.

How long after its period a return is due, the escalation policy in force says; where it says
nothing, 20 working days for a return and three months for an annual report.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.policies import policies, rule_for
from governance.application.deadlines.rows import deadline, start_of
from governance.application.desk import Desk
from governance.application.plans.returns_finding import (
    ANNUAL,
    BY_VIRES,
    KIND,
    PARTNER,
    REPORT_BY_VIRES,
    deadlines_dropped,
)
from governance.domain.monitoring import Period
from statemachines.annual_report import ANNUAL_REPORT
from statemachines.machine import enter, step
from statemachines.monitoring_return import MONITORING_RETURN
from statemachines.permissions import Permission

if TYPE_CHECKING:
    from governance.domain.escalation import Told


def due_after(desk: Desk, kind: str, end: dt.date) -> Told:
    """The day by which what reports on days up to `end` is due, with the working."""
    from governance.domain.escalation import KINDS, counted  # noqa: PLC0415  # with the policies
    from governance.domain.escalation.phrases import read_span  # noqa: PLC0415  # as above

    ruled = rule_for(desk, kind)
    said = ruled.rule.due if ruled is not None else None
    offset = said or read_span(KINDS[kind].due).after
    return counted(offset, day=end, calendar=policies(desk).calendar)


def set_return(desk: Desk, plan: Any, organisation_id: str, period: Period) -> Receipt:
    """Ask a partner for its return on a period of a plan."""
    row_id = desk.new_id()
    told = due_after(desk, KIND, period.end)
    partner = desk.by_id("organisation", organisation_id)
    return desk.apply(
        Change(
            kind="return.set",
            table="monitoring_return",
            subject=None,
            values={
                "id": row_id,
                "ref": desk.next_ref("monitoring_return"),
                "plan_id": plan.id,
                "organisation_id": organisation_id,
                "state": enter(MONITORING_RETURN, "set", BY_VIRES),
                "period_start": period.start,
                "period_end": period.end,
                "due_day": told.day,
            },
            facts={
                "plan": plan.ref,
                "partner": partner.key,
                "from": period.start,
                "to": period.end,
                "due": told.day,
            },
            writes=(_return_deadline(desk, row_id, told),),
        )
    )


def move(desk: Desk, return_id: str, *, end: dt.date) -> Receipt:
    """Let the period of a return end on another day, because the rhythm changed."""
    row = desk.row("monitoring_return", return_id)
    told = due_after(desk, KIND, end)
    new = _return_deadline(desk, row.id, told, cause=f"again-{row.version + 1}")
    return desk.apply(
        Change(
            kind="return.moved",
            table="monitoring_return",
            subject=row,
            values={"period_end": end, "due_day": told.day},
            facts={"before": row.period_end, "to": end, "due": told.day},
            writes=(*deadlines_dropped(desk, row.id), new),
        )
    )


def lapse(desk: Desk, return_id: str, because: str) -> Receipt:
    """Let a return go: `because` is `plan_over` or `no_commitment`."""
    row = desk.row("monitoring_return", return_id)
    return desk.apply(
        Change(
            kind="return.lapsed",
            table="monitoring_return",
            subject=row,
            values={"state": step(MONITORING_RETURN, row.state, "lapse", BY_VIRES)},
            facts={"because": because, "before": row.state},
            writes=tuple(deadlines_dropped(desk, row.id)),
        )
    )


def revive(desk: Desk, return_id: str) -> Receipt:
    """Ask for a return after all: the partner has commitments again while its period runs."""
    row = desk.row("monitoring_return", return_id)
    told = due_after(desk, KIND, row.period_end)
    state = step(MONITORING_RETURN, row.state, "revive", BY_VIRES)
    return desk.apply(
        Change(
            kind="return.revived",
            table="monitoring_return",
            subject=row,
            values={"state": state, "due_day": told.day},
            facts={"due": told.day},
            writes=(_return_deadline(desk, row.id, told, cause=f"again-{row.version + 1}"),),
        )
    )


def set_return_day_again(desk: Desk, return_id: str) -> Receipt:
    """Set the deadline of a return that waits for its partner and has none."""
    row = desk.row("monitoring_return", return_id)
    cause = f"again-{row.version + 1}"
    new = _deadline(
        desk,
        KIND,
        ("monitoring_return", row.id),
        row.due_day,
        _kept(row.due_day),
        owner=PARTNER,
        effect="return_missed",
        cause=cause,
    )
    return _again(desk, "monitoring_return", row, KIND, new)


def set_report(desk: Desk, plan: Any, year: Period) -> Receipt:
    """Note that the annual report on a year of a plan is owed."""
    row_id = desk.new_id()
    told = due_after(desk, ANNUAL, year.end)
    return desk.apply(
        Change(
            kind="annual_report.set",
            table="annual_report",
            subject=None,
            values={
                "id": row_id,
                "ref": desk.next_ref("annual_report"),
                "plan_id": plan.id,
                "state": enter(ANNUAL_REPORT, "set", REPORT_BY_VIRES),
                "period_start": year.start,
                "period_end": year.end,
                "due_day": told.day,
            },
            facts={"plan": plan.ref, "from": year.start, "to": year.end, "due": told.day},
            writes=(_report_deadline(desk, row_id, told.day, told.working),),
        )
    )


def lapse_report(desk: Desk, report_id: str) -> Receipt:
    """Let an annual report go whose year the plan does not see the end of."""
    row = desk.row("annual_report", report_id)
    return desk.apply(
        Change(
            kind="annual_report.lapsed",
            table="annual_report",
            subject=row,
            values={"state": step(ANNUAL_REPORT, row.state, "lapse", REPORT_BY_VIRES)},
            facts={"before": row.state},
            writes=tuple(deadlines_dropped(desk, row.id)),
        )
    )


def set_report_day_again(desk: Desk, report_id: str) -> Receipt:
    """Set the deadline of an annual report that is owed and has none."""
    row = desk.row("annual_report", report_id)
    cause = f"again-{row.version + 1}"
    new = _report_deadline(desk, row.id, row.due_day, _kept(row.due_day), cause=cause)
    return _again(desk, "annual_report", row, ANNUAL, new)


def _again(desk: Desk, table: str, row: Any, kind: str, new: Insert) -> Receipt:
    return desk.apply(
        Change(
            kind=f"{'return' if kind == KIND else kind}.deadline_set_again",
            table=table,
            subject=row,
            values={},
            facts={"kind": kind, "due": row.due_day},
            writes=(new,),
        )
    )


def _kept(day: dt.date) -> tuple[dict[str, Any], ...]:
    return ({"day": day.isoformat(), "counted": True, "why": "return.day_kept", "name": ""},)


def _return_deadline(desk: Desk, row_id: str, told: Told, *, cause: str = "") -> Insert:
    """The deadline of a return: it is missed when its day has ended."""
    about = ("monitoring_return", row_id)
    return _deadline(
        desk,
        KIND,
        about,
        told.day,
        told.working,
        owner=PARTNER,
        effect="return_missed",
        cause=cause,
    )


def _report_deadline(
    desk: Desk, row_id: str, day: dt.date, working: Any, *, cause: str = ""
) -> Insert:
    about = ("annual_report", row_id)
    owner = Permission.SECRETARY.value
    return _deadline(desk, ANNUAL, about, day, working, owner=owner, effect=None, cause=cause)


def _deadline(
    desk: Desk,
    kind: str,
    subject: tuple[str, str],
    day: dt.date,
    working: Any,
    *,
    owner: str,
    effect: str | None,
    cause: str,
) -> Insert:
    return deadline(
        desk,
        kind=kind,
        subject=subject,
        cause=cause,
        due_day=day,
        due_at=start_of(desk, day + dt.timedelta(days=1)),
        owner=owner,
        effect=effect,
        working=working,
    )
