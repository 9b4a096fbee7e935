"""What people do with a deadline: stop its clock, let it run on, let it go, note it is met.

A deadline belongs to a subject, and what is done to it stands in the subject's entries. Pausing
keeps what remains: on resuming, the day moves by the days the clock stood still.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt, Update
from governance.application.deadlines.effects import EFFECTS, by_the_clock
from governance.application.deadlines.moving import at_same_hour, ran_on
from governance.application.deadlines.pausing import stopped, was_overdue
from governance.application.deadlines.planning import STOOD_STILL
from governance.application.deadlines.queries import deadline_named
from governance.application.deadlines.settling import settled_values
from governance.application.deadlines.time_givers import gives_time
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.subjects import commission_of
from governance.application.sweeping import REVIEWS
from governance.domain.errors import GuardRefused, Refusal
from governance.store.tables import TABLES
from statemachines.deadline import DEADLINE, DeadlineFacts
from statemachines.machine import step
from statemachines.monitoring_return import MONITORING_RETURN, ReturnFacts
from statemachines.permissions import Permission

_deadline = TABLES["deadline"]
_LOCKED = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.id == bindparam("id"),
    )
    .with_for_update()
)


OWN_DAY: Final = frozenset({"annual_report", "monitoring_return", "review"})
"""Kinds of deadline whose subject has a day of its own, which goes with the deadline's."""


GIVEN_TIME: Final = ReturnFacts(permissions=frozenset({Permission.VIRES.value}))
"""What the guards of a return are told when its deadline was extended."""


def pause(desk: Desk, name: str, *, reason: str) -> Receipt:
    """Stop the clock of a deadline and keep what remains. Raises `GuardRefused`, `NoSuchMove`.

    Nothing remains of one that is overdue but its escalation: that stands still, and the day it
    was due stays.
    """
    subject, due = locked(desk, name)
    state = step(DEADLINE, due.state, "pause", facts_of(desk, due, subject, reason))
    overdue = due.due_at <= desk.now
    working = stopped(due.working, now=desk.local(desk.now), reason=reason.strip(), overdue=overdue)
    values = {**STOOD_STILL, "state": state, "paused_at": desk.now, "working": working}
    return applied(desk, subject, due, "deadline.paused", values, {"reason": reason.strip()})


def resume(desk: Desk, name: str, *, reason: str = "") -> Receipt:
    """Let the clock run on: the day moves by as much as the clock stood still, unless it was past.

    A reminder or an escalation that was still to come then comes on its new day, or at once where
    that has gone by meanwhile.
    """
    subject, due = locked(desk, name)
    state = step(DEADLINE, due.state, "resume", facts_of(desk, due, subject, reason))
    day, moment = _after_pause(desk, due)
    values = {
        "state": state,
        "paused_at": None,
        **ran_on(desk, due, day=day, moment=moment),
    }
    told = {"reason": reason.strip(), "due_before": due.due_day, "due": day}
    return applied(desk, subject, due, "deadline.resumed", values, told)


def waive(desk: Desk, name: str, *, reason: str) -> Receipt:
    """Let a deadline go, for a reason that goes on the record.

    What the clock brings about would then never come: a decision would wait for ever, with its
    call-in shut and nobody's consent to that. Raises `GuardRefused` for it, unless it has failed.
    """
    subject, due = locked(desk, name)
    state = step(DEADLINE, due.state, "waive", facts_of(desk, due, subject, reason))
    if by_the_clock(due.effect) and due.effect in EFFECTS and due.trouble is None:
        raise GuardRefused.one("deadline.would_never_come", on=due.due_day)
    values = settled_values(state, desk.now)
    return applied(desk, subject, due, "deadline.waived", values, {"reason": reason.strip()})


def meet(desk: Desk, name: str, *, note: str = "") -> Receipt:
    """Note that what a deadline waited for is done. What the clock does, the clock notes."""
    subject, due = locked(desk, name)
    state = step(DEADLINE, due.state, "meet", facts_of(desk, due, subject, note))
    values = settled_values(state, desk.now)
    return applied(desk, subject, due, "deadline.met", values, {"note": note.strip()})


def locked(desk: Desk, name: str) -> tuple[Any, Any]:
    """The subject and then its deadline, held until the act is written."""
    found = deadline_named(desk, name).row
    subject = desk.row(found.subject_table, found.subject_id)
    return subject, desk.first(_LOCKED, id=found.id)


def facts_of(desk: Desk, due: Any, subject: Any, reason: str) -> DeadlineFacts:
    """What the guards of a deadline's moves ask, whoever acts."""
    commission = proposal = body = None
    match due.subject_table:
        case "commission":
            commission = subject
        case "proposal":
            proposal = subject
            commission = desk.by_id("commission", subject.commission_id)
        case "meeting":
            body = desk.by_id("body", subject.body_id)
        case _:
            commission = commission_of(desk, due.subject_table, subject)
    held = permissions(desk, commission=commission, proposal=proposal, body=body)
    if gives_time(desk, due, held):
        held |= {Permission.TIME_GIVER.value}
    return DeadlineFacts(
        permissions=held,
        reason=reason,
        unmet=tuple(_unmet(due, subject)),
    )


def _unmet(due: Any, subject: Any) -> Iterator[Refusal]:
    """That nobody can note it as done: the clock does it, or a review has to be reported."""
    if by_the_clock(due.effect):
        yield Refusal("deadline.by_the_clock", {"on": due.due_day})
    elif due.subject_table == "review" and due.kind in REVIEWS:
        yield Refusal("deadline.meet_by_report", {"ref": subject.ref})
    elif due.subject_table == "decommissioning_case":
        yield Refusal("deadline.meet_by_case", {"ref": subject.ref})
    elif due.kind in ("monitoring_return", "annual_report"):
        yield Refusal(f"deadline.meet_by_{due.kind}", {"ref": subject.ref})


def _after_pause(desk: Desk, due: Any) -> tuple[dt.date, dt.datetime]:
    """The day and moment a paused deadline falls due now.

    One that falls due as a day begins moves by whole days, another by as long as it stood. One
    that was overdue already stays due on its day.
    """
    if was_overdue(due):
        return due.due_day, due.due_at
    zone = ZoneInfo(desk.partnership.timezone)
    day = due.due_day + (desk.today - due.paused_at.astimezone(zone).date())
    whole = at_same_hour(desk, due, day)
    if whole is not None:
        return day, whole
    moment = due.due_at + (desk.now - due.paused_at)
    return moment.astimezone(zone).date(), moment


def applied(
    desk: Desk,
    subject: Any,
    due: Any,
    kind: str,
    values: Mapping[str, Any],
    told: Mapping[str, Any],
) -> Receipt:
    """Write what was done to a deadline, in the chain of what it belongs to."""
    facts = {"kind": due.kind, "cause": due.cause, "due": due.due_day, **told}
    own_day = due.kind == due.subject_table and due.kind in OWN_DAY and "due_day" in values
    moved = {"due_day": values["due_day"]} if own_day else {}
    if kind == "deadline.extended" and due.kind == "monitoring_return":
        moved["state"] = step(MONITORING_RETURN, subject.state, "give_time", GIVEN_TIME)
    return desk.apply(
        Change(
            kind=kind,
            table=due.subject_table,
            subject=subject,
            values=moved,
            facts=facts,
            writes=(Update("deadline", due, values),),
        )
    )
