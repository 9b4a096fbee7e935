"""What people do with a deadline: stop its clock, let it run on, let it go, note it is met.

A deadline belongs to a subject, and what is done to it stands in the subject's entries. Pausing
keeps what remains: on resuming, the day moves by the days the clock stood still.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt, Update
from governance.application.deadlines.effects import EFFECTS
from governance.application.deadlines.planning import ASLEEP
from governance.application.deadlines.queries import deadline_named
from governance.application.deadlines.rows import start_of
from governance.application.deadlines.settling import settled_values
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.domain.errors import GuardRefused, Refusal
from governance.store.tables import TABLES
from statemachines.deadline import DEADLINE, DeadlineFacts
from statemachines.machine import step

_deadline = TABLES["deadline"]
_LOCKED = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.id == bindparam("id"),
    )
    .with_for_update()
)


def pause(desk: Desk, name: str, *, reason: str) -> Receipt:
    """Stop the clock of a deadline and keep what remains. Raises `GuardRefused`, `NoSuchMove`."""
    subject, due = _locked(desk, name)
    state = step(DEADLINE, due.state, "pause", _facts(desk, due, subject, reason))
    values = {**ASLEEP, "state": state, "paused_at": desk.now}
    return _applied(desk, subject, due, "deadline.paused", values, {"reason": reason.strip()})


def resume(desk: Desk, name: str, *, reason: str = "") -> Receipt:
    """Let the clock run on: the day moves by as much as the clock stood still."""
    subject, due = _locked(desk, name)
    state = step(DEADLINE, due.state, "resume", _facts(desk, due, subject, reason))
    day, moment = _after_pause(desk, due)
    stood = {"paused": due.paused_at.isoformat(), "resumed": desk.now.isoformat()}
    values = {
        "state": state,
        "paused_at": None,
        "due_day": day,
        "due_at": moment,
        "working": [*due.working, stood],
    }
    told = {"reason": reason.strip(), "due_before": due.due_day, "due": day}
    return _applied(desk, subject, due, "deadline.resumed", values, told)


def waive(desk: Desk, name: str, *, reason: str) -> Receipt:
    """Let a deadline go, for a reason that goes on the record.

    What the clock brings about would then never come: a decision would wait for ever, with its
    call-in shut and nobody's consent to that. Raises `GuardRefused` for it, unless it has failed.
    """
    subject, due = _locked(desk, name)
    state = step(DEADLINE, due.state, "waive", _facts(desk, due, subject, reason))
    if due.effect in EFFECTS and due.trouble is None:
        raise GuardRefused.one("deadline.would_never_come", on=due.due_day)
    values = settled_values(state, desk.now)
    return _applied(desk, subject, due, "deadline.waived", values, {"reason": reason.strip()})


def meet(desk: Desk, name: str, *, note: str = "") -> Receipt:
    """Note that what a deadline waited for is done. What the clock does, the clock notes."""
    subject, due = _locked(desk, name)
    state = step(DEADLINE, due.state, "meet", _facts(desk, due, subject, note))
    values = settled_values(state, desk.now)
    return _applied(desk, subject, due, "deadline.met", values, {"note": note.strip()})


def _locked(desk: Desk, name: str) -> tuple[Any, Any]:
    """The subject and then its deadline, held until the act is written."""
    found = deadline_named(desk, name).row
    subject = desk.row(found.subject_table, found.subject_id)
    return subject, desk.first(_LOCKED, id=found.id)


def _facts(desk: Desk, due: Any, subject: Any, reason: str) -> DeadlineFacts:
    commission = proposal = body = None
    match due.subject_table:
        case "commission":
            commission = subject
        case "proposal":
            proposal = subject
            commission = desk.by_id("commission", subject.commission_id)
        case "meeting":
            body = desk.by_id("body", subject.body_id)
    unmet = () if due.effect is None else (Refusal("deadline.by_the_clock", {"on": due.due_day}),)
    return DeadlineFacts(
        permissions=permissions(desk, commission=commission, proposal=proposal, body=body),
        reason=reason,
        unmet=unmet,
    )


def _after_pause(desk: Desk, due: Any) -> tuple[dt.date, dt.datetime]:
    """The day and moment a paused deadline falls due now.

    One that falls due as a day begins moves by whole days, another by as long as it stood.
    """
    zone = ZoneInfo(desk.partnership.timezone)
    days = desk.today - due.paused_at.astimezone(zone).date()
    for offset in (dt.timedelta(), dt.timedelta(days=1)):
        if due.due_at == start_of(desk, due.due_day + offset):
            return due.due_day + days, start_of(desk, due.due_day + days + offset)
    moment = due.due_at + (desk.now - due.paused_at)
    return moment.astimezone(zone).date(), moment


def _applied(
    desk: Desk,
    subject: Any,
    due: Any,
    kind: str,
    values: Mapping[str, Any],
    told: Mapping[str, Any],
) -> Receipt:
    facts = {"kind": due.kind, "cause": due.cause, "due": due.due_day, **told}
    return desk.apply(
        Change(
            kind=kind,
            table=due.subject_table,
            subject=subject,
            values={},
            facts=facts,
            writes=(Update("deadline", due, values),),
        )
    )
