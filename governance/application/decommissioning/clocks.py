"""The clocks that stand still while a transition is not safe, and run on when it is.

They are the end of the notice and the ends of the agreements under notice: nothing may end by
itself while children cannot be moved safely.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from governance.application.change import Change
from governance.application.commissions.agreement_facts import ENDS
from governance.application.deadlines.moving import at_same_hour, ran_on
from governance.application.deadlines.pausing import stopped, was_overdue
from governance.application.deadlines.planning import STOOD_STILL
from governance.application.deadlines.settling import live
from governance.application.decommissioning.finding import NOTICE_ENDS, TABLE
from governance.application.decommissioning.wants import CaseFile
from governance.application.desk import Desk
from statemachines.deadline import DEADLINE, DeadlineFacts
from statemachines.machine import step
from statemachines.permissions import Permission

_HELD: Final = frozenset({Permission.VIRES.value})


def _theirs(desk: Desk, file: CaseFile) -> list[tuple[str, Any]]:
    """The deadlines that a transition's clocks are: each with the table of its subject."""
    found = [(TABLE, due) for due in live(desk, file.row.id, kind=NOTICE_ENDS)]
    for one in file.agreements:
        if one.state == "notice":
            found += [("agreement", due) for due in live(desk, one.id, kind=ENDS)]
    return found


def stand_still(desk: Desk, file: CaseFile, *, reason: str) -> None:
    """Stop the clocks of a transition."""
    for table, due in _theirs(desk, file):
        if due.state != "running":
            continue
        facts = DeadlineFacts(permissions=_HELD, reason=reason)
        working = stopped(
            due.working,
            now=desk.local(desk.now),
            reason=reason.strip(),
            overdue=due.due_at <= desk.now,
        )
        values = {
            **STOOD_STILL,
            "state": step(DEADLINE, due.state, "pause", facts),
            "paused_at": desk.now,
            "working": working,
        }
        _written(desk, table, due, "deadline.paused", values, {"reason": reason.strip()})


def run_on(desk: Desk, file: CaseFile, *, reason: str) -> dt.date | None:
    """Let the clocks of a transition run on; the new end of the notice, or None without one."""
    ends: dt.date | None = None
    for table, due in _theirs(desk, file):
        if due.state != "paused":
            continue
        day, moment = _after(desk, due)
        state = step(DEADLINE, due.state, "resume", DeadlineFacts(permissions=_HELD, reason=reason))
        values = {
            "state": state,
            "paused_at": None,
            **ran_on(desk, due, day=day, moment=moment),
        }
        told = {"reason": reason.strip(), "due_before": due.due_day, "due": day}
        _written(desk, table, due, "deadline.resumed", values, told)
        if table == TABLE:
            ends = day
        else:
            _runs_until(desk, due.subject_id, day - dt.timedelta(days=1))
    return ends


def _runs_until(desk: Desk, agreement_id: str, last: dt.date) -> None:
    """Let an agreement under notice run until its clock says."""
    row = desk.row("agreement", agreement_id)
    desk.apply(
        Change(
            kind="agreement.end_moved",
            table="agreement",
            subject=row,
            values={"ends_on": last},
            facts={"ends_before": row.ends_on, "ends": last},
        )
    )


def _after(desk: Desk, due: Any) -> tuple[dt.date, dt.datetime]:
    """The day and moment of a clock that runs on: later by the days it stood still."""
    if was_overdue(due):
        return due.due_day, due.due_at
    zone = ZoneInfo(desk.partnership.timezone)
    day = due.due_day + (desk.today - due.paused_at.astimezone(zone).date())
    return day, at_same_hour(desk, due, day) or due.due_at + (desk.now - due.paused_at)


def _written(
    desk: Desk, table: str, due: Any, kind: str, values: dict[str, Any], told: dict[str, Any]
) -> None:
    from governance.application.deadlines.acts import applied  # noqa: PLC0415  # it reads sweeps

    applied(desk, desk.row(table, due.subject_id), due, kind, values, told)
