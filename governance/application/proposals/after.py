"""What follows a decision: publication, the call-in window, effect, undoing.

The clock runs `call_in_closed` and `take_effect_due` when their deadlines are due; people run
the rest. What a decision brings about when it takes effect stands in `effects`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.rows import deadline, message
from governance.application.deadlines.settling import superseded
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.proposals import effects, findings, partners
from governance.application.proposals.powers import BY_VIRES
from governance.application.proposals.reading import Report, as_it_stands, read_report
from governance.domain.calendar import Window, read_cutoff
from governance.domain.errors import GuardRefused, Refusal
from governance.domain.procedure import CallIn, call_in_window
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import POSITIVE, ProposalFacts

_deadline = TABLES["deadline"]


_RUNNING = select(_deadline).where(
    _deadline.c.partnership_id == bindparam("partnership"),
    _deadline.c.subject_id == bindparam("subject"),
    _deadline.c.state.in_(("running", "paused")),
)


def follow_on(desk: Desk, proposal_id: str, *, known: Report | None = None) -> list[Receipt]:
    """Take a positive decision as far as it goes today: partners, call-in window, effect.

    `known` is the report as the act that decided it just now read it.
    """
    row = desk.row("proposal", proposal_id)
    if known is not None:
        report = as_it_stands(desk, known, row)
    else:
        report = read_report(desk, row, on=row.decided_on or desk.today)
    if row.outcome not in POSITIVE or row.state not in ("decided", "awaiting_partners"):
        return []
    made = partners.put_to_partners(desk, report)
    if made:
        return made
    if row.state == "awaiting_partners" and partners.outstanding(desk, row):
        return []
    if findings.unpublished(report):
        return []
    call_in = report.procedure.call_in
    if call_in is not None and not _decided_by_council_itself(report):
        return [_open_call_in(desk, report, call_in)]
    return effect_on_its_day(desk, row, known=report)


def _decided_by_council_itself(report: Report) -> bool:
    return bool(report.row.details.get("budget_and_policy_framework"))


def effect_on_its_day(desk: Desk, row: Any, *, known: Report | None = None) -> list[Receipt]:
    """Let a decision take effect today, or write the deadline of the day it says."""
    day = _day_said(row) or desk.today
    if day <= desk.today:
        return take_effect(desk, row.id, known=known)
    due = deadline(
        desk,
        kind="decision_effective",
        subject=("proposal", row.id),
        due_day=day,
        effect="decision_effective",
    )
    return [
        desk.apply(
            Change(
                kind="proposal.effect_dated",
                table="proposal",
                subject=row,
                values={"effective_on": day},
                facts={"effective_on": day},
                writes=(due,),
            )
        )
    ]


def _day_said(row: Any) -> dt.date | None:
    """The day from which a report asks its decision to hold.

    A version that is adopted has a first day of its own: the decision to adopt it does not wait.
    """
    said = row.details.get("effective_from") if row.kind != "adopt" else None
    return dt.date.fromisoformat(said) if said else None


def publish(desk: Desk, ref: str, *, on: dt.date | None = None, seen: int | None = None) -> Receipt:
    """Publish a decision; the call-in window begins."""
    row = desk.row("proposal", ref, seen=seen)
    if against := against_publishing(desk, row):
        raise GuardRefused(against)
    day = on or desk.today
    if not row.decided_on <= day <= desk.today:
        raise GuardRefused.one("decision.not_to_publish", ref=row.ref)
    receipt = desk.apply(
        Change(
            kind="proposal.decision_published",
            table="proposal",
            subject=row,
            values={"published_on": day},
            facts={"published_on": day},
        )
    )
    follow_on(desk, row.id)
    return receipt


def against_publishing(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    """What is against it that the actor publishes the decision on a report today."""
    held = permissions(desk, proposal=row)
    if "secretary" not in held and "proper_officer" not in held:
        return (Refusal("decision.publish_not_permitted"),)
    if row.published_on is not None:
        return (Refusal("decision.published_already", {"ref": row.ref}),)
    if row.decided_on is None:
        return (Refusal("decision.not_to_publish", {"ref": row.ref}),)
    return ()


def upon_publishing(desk: Desk, row: Any) -> Refusal | None:
    """What publishing a decision brings about, as a code with what it says; None where nothing.

    The window for call-in begins, or the decision takes effect: at once, or on a day to come.
    """
    if row.outcome not in POSITIVE or row.state not in ("decided", "awaiting_partners"):
        return None
    report = read_report(desk, row, on=row.decided_on or desk.today)
    if partners.asks_each(report) or partners.outstanding(desk, row):
        return Refusal("decision.then_partners")
    if report.procedure.call_in is not None and not _decided_by_council_itself(report):
        return Refusal("decision.then_call_in")
    day = _day_said(row)
    if day is not None and day > desk.today:
        return Refusal("decision.then_on_its_day", {"on": day})
    return Refusal("decision.then_at_once")


def _open_call_in(desk: Desk, report: Report, call_in: CallIn) -> Receipt:
    row = report.row
    counted = call_in_window(call_in=call_in, published=row.published_on, calendar=report.calendar)
    facts = ProposalFacts(
        permissions=BY_VIRES,
        outcome=row.outcome,
        call_in_applies=True,
        unpublished=findings.unpublished(report),
        partners_outstanding=partners.outstanding(desk, row),
    )
    effective = counted.effective
    if (said := _day_said(row)) is not None:
        effective = max(effective, said)
    due = _window(desk, row, counted, cause=str(row.published_on))
    values = {
        "state": step(PROPOSAL, row.state, "open_call_in", facts),
        "effective_on": effective,
    }
    return desk.apply(
        Change(
            kind="proposal.call_in_opened",
            table="proposal",
            subject=row,
            values=values,
            facts={"last_day": counted.last_day, "effective": effective},
            writes=(due,),
        )
    )


def _window(desk: Desk, row: Any, counted: Window, *, cause: str) -> Insert:
    """The deadline on which the window for call-in closes."""
    return deadline(
        desk,
        kind="call_in_window",
        subject=("proposal", row.id),
        cause=cause,
        due_day=counted.effective,
        effect="call_in_closed",
        working=[
            {"day": d.day.isoformat(), "counted": d.counted, "why": d.why.code}
            for d in counted.trace
        ],
    )


def set_window_again(desk: Desk, proposal_id: str) -> Receipt | None:
    """Set the deadline of an open call-in window that has none; None where it cannot be counted.

    Without it the decision would wait for ever.
    """
    row = desk.row("proposal", proposal_id)
    report = read_report(desk, row, on=row.decided_on or desk.today)
    call_in = report.procedure.call_in
    if row.state != "call_in_window" or call_in is None or row.published_on is None:
        return None
    counted = call_in_window(call_in=call_in, published=row.published_on, calendar=report.calendar)
    due = _window(desk, row, counted, cause=f"{row.published_on} ({row.version + 1})")
    return desk.apply(
        Change(
            kind="proposal.deadline_set_again",
            table="proposal",
            subject=row,
            values={},
            facts={"kind": "call_in_window", "due": counted.effective},
            writes=(due,),
        )
    )


def call_in_closed(desk: Desk, due: Any) -> list[Receipt]:
    """What the clock does when a call-in window is over and nobody called in."""
    row = desk.row("proposal", due.subject_id)
    if row.state != "call_in_window":
        return []
    if row.effective_on is not None and row.effective_on > desk.today:
        return effect_on_its_day(desk, row)
    return take_effect(desk, row.id)


def take_effect_due(desk: Desk, due: Any) -> list[Receipt]:
    """What the clock does on the day from which a decision takes effect."""
    row = desk.row("proposal", due.subject_id)
    if row.state not in ("decided", "awaiting_partners", "call_in_window", "released"):
        return []
    return take_effect(desk, row.id)


def take_effect(desk: Desk, proposal_id: str, *, known: Report | None = None) -> list[Receipt]:
    """Let a decision take effect, and bring about what it decided.

    `known` is the report as it stands, where the act has read it already.
    """
    report = known
    if report is None:
        row = desk.row("proposal", proposal_id)
        report = read_report(desk, row, on=row.decided_on or desk.today)
    row = report.row
    facts = ProposalFacts(
        permissions=BY_VIRES,
        outcome=row.outcome,
        call_in_applies=report.procedure.call_in is not None,
        call_in_open=call_in_open(desk, row),
        unpublished=findings.unpublished(report),
        partners_outstanding=partners.outstanding(desk, row),
        not_yet=findings.not_yet(row, desk.today),
    )
    state = step(PROPOSAL, row.state, "take_effect", facts)
    receipt = desk.apply(
        Change(
            kind="proposal.took_effect",
            table="proposal",
            subject=row,
            values={
                "state": state,
                "live": False,
                "effective_on": row.effective_on or desk.today,
            },
            facts={"outcome": row.outcome, "kind": row.kind},
            writes=_told_of_effect(desk, row),
        )
    )
    made = [receipt, *effects.bring_about(desk, desk.by_id("proposal", row.id))]
    if row.parent_id is not None:
        made += follow_on(desk, row.parent_id)
    return made


def _told_of_effect(desk: Desk, row: Any) -> tuple[Insert, ...]:
    if row.author_id is None:
        return ()
    return (
        message(
            desk,
            template="decision_effective",
            subject=("proposal", row.id),
            person_id=row.author_id,
            params={"ref": row.ref, "title": row.title, "outcome": row.outcome},
        ),
    )


def call_in_open(desk: Desk, row: Any, *, cutoff: str | None = None) -> tuple[Refusal, ...]:
    """That a call-in window is still open: its deadline has not passed.

    `cutoff` is the hour (HH:MM) on the last day until which it can be called in; what was not
    called in takes effect on the next day all the same. A window whose clock is paused is open.
    """
    for due in desk.all(_RUNNING, subject=row.id):
        last = due.due_day - dt.timedelta(days=1)
        closes = due.due_at
        if cutoff is not None:
            closes = dt.datetime.combine(
                last, read_cutoff(cutoff), ZoneInfo(desk.partnership.timezone)
            )
        if due.kind == "call_in_window" and (due.state == "paused" or closes > desk.now):
            return (Refusal("call_in.open", {"until": last}),)
    return ()


def settled(desk: Desk, subject_id: str) -> list[Update]:
    """Deadlines of a subject that no longer matter."""
    return [superseded(desk, due) for due in desk.all(_RUNNING, subject=subject_id)]


def quash(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Note that a court has quashed a decision."""
    row = desk.row("proposal", ref, seen=seen)
    facts = ProposalFacts(permissions=permissions(desk, proposal=row), reason=reason)
    values = {"state": step(PROPOSAL, row.state, "quash", facts), "live": False}
    receipt = desk.apply(
        Change(
            kind="proposal.quashed",
            table="proposal",
            subject=row,
            values=values,
            facts={"reason": reason},
            writes=tuple(settled(desk, row.id)),
        )
    )
    effects.undone(desk, row)
    return receipt


def rescind(desk: Desk, ref: str, *, by: str, seen: int | None = None) -> Receipt:
    """Undo a decision by a later one (its reference) that is in effect."""
    row = desk.row("proposal", ref, seen=seen)
    later = desk.row("proposal", by)
    wants = []
    if later.state != "effective" or later.decided_on is None or later.id == row.id:
        wants.append(Refusal("decision.later_not_effective", {"ref": later.ref}))
    elif row.decided_on is not None and later.decided_on < row.decided_on:
        wants.append(Refusal("decision.later_is_earlier", {"ref": later.ref}))
    facts = ProposalFacts(permissions=permissions(desk, proposal=row), undone_by=tuple(wants))
    values = {"state": step(PROPOSAL, row.state, "rescind", facts)}
    receipt = desk.apply(
        Change(
            kind="proposal.rescinded",
            table="proposal",
            subject=row,
            values=values,
            facts={"by": later.ref},
        )
    )
    effects.undone(desk, row)
    return receipt


def bring_again(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Bring a deferred report again."""
    row = desk.row("proposal", ref, seen=seen)
    commission = desk.by_id("commission", row.commission_id)
    facts = ProposalFacts(
        permissions=permissions(desk, commission=commission, proposal=row), outcome=row.outcome
    )
    values = {
        "state": step(PROPOSAL, row.state, "bring_back", facts),
        "outcome": None,
        "decided_on": None,
        "published_on": None,
    }
    return desk.apply(
        Change(kind="proposal.brought_again", table="proposal", subject=row, values=values)
    )
