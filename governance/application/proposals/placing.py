"""Bringing a ready report to whoever decides: onto an agenda, or to an officer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select

from governance.application.bodies.facts import OfficeFacts, decider
from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.meetings.taking import agenda_takes
from governance.application.proposals import findings
from governance.application.proposals.findings import Findings
from governance.application.proposals.interests import presides, sitting_of
from governance.application.proposals.listing import listed_item, not_listed, off_the_agenda
from governance.application.proposals.powers import (
    PROPER_OFFICER,
    Turn,
    decided_turn,
    may,
    read_turn,
)
from governance.application.proposals.reading import Report, read_report
from governance.application.proposals.redrawing import redraw
from governance.domain.bodies.powers import Basis
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts

_item = TABLES["agenda_item"]
_LAST_PLACE = select(func.max(_item.c.place)).where(
    _item.c.partnership_id == bindparam("partnership"),
    _item.c.meeting_id == bindparam("meeting"),
)


def agenda_refused(
    desk: Desk, report: Report, turn: Turn | None, meeting: Any, late_reason: str | None
) -> Findings:
    """Why a report cannot go on a meeting's agenda."""
    found: list[Refusal] = []
    body = desk.by_id("body", meeting.body_id)
    if turn is not None and body.key not in turn.could:
        could = [turn.titles.get(k, k) for k in turn.could]
        found.append(Refusal("agenda.other_body", {"body": body.name, "could": could}))
    found += agenda_takes(meeting, today=desk.today, late_reason=late_reason)
    found += listed_already(desk, report)
    found += findings.held_up(report, turn)
    return tuple(found)


def listed_already(desk: Desk, report: Report) -> Findings:
    """That a report is on an agenda, which its state does not say while it is reconsidered."""
    item = listed_item(desk, report.row.id)
    if item is None:
        return ()
    params = {"ref": report.row.ref, "meeting": desk.by_id("meeting", item.meeting_id).ref}
    return (Refusal("agenda.listed_already", params),)


def place_on_agenda(
    desk: Desk,
    ref: str,
    *,
    meeting: str,
    late_reason: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Put a report on the agenda of a meeting of a body that may decide it.

    After the agenda is published the chair must have taken it as urgent (Local Government Act
    1972 s.100B(4)(b)): `late_reason` says why. What is to be reconsidered goes to the body that
    decided it, and stays reconsidered until that body has decided again.
    """
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    at = desk.row("meeting", meeting)
    body = desk.by_id("body", at.body_id)
    if row.state == "reconsidered":
        turn = decided_turn(desk, report)
    else:
        turn = read_turn(desk, report, acting=frozenset({body.key}))
    facts = ProposalFacts(
        permissions=may(desk, report),
        decider_kind="body",
        blocked=findings.closed_by_escalation(report),
        agenda_refused=agenda_refused(desk, report, turn, at, late_reason),
    )
    state = step(PROPOSAL, row.state, "place_on_agenda", facts)
    place = (desk.first(_LAST_PLACE, meeting=at.id)[0] or 0) + 1
    item = {
        "id": desk.new_id(),
        "meeting_id": at.id,
        "proposal_id": row.id,
        "title": row.title,
        "place": place,
        "late_reason": late_reason,
    }
    return desk.apply(
        Change(
            kind="proposal.placed_on_agenda",
            table="proposal",
            subject=row,
            values={"state": state},
            facts={"meeting": at.ref, "place": place, "late_reason": late_reason},
            writes=(Insert("agenda_item", item),),
        )
    )


def officers(desk: Desk, turn: Turn | None) -> tuple[str, ...]:
    """The offices (keys) that a report can be handed to: the rule's own decider, then delegates.

    An office that stands above the rule's decider may take it too, where it is named.
    """
    if turn is None:
        return ()
    order = [Basis.RULE, Basis.DELEGATION, Basis.KEPT]
    could = sorted(turn.could.values(), key=lambda e: (order.index(e.basis), e.decider))
    return tuple(e.decider for e in could if is_office(desk, e.decider))


def is_office(desk: Desk, key: str) -> bool:
    """Whether a decider is an office; the proper officer is one."""
    if key == PROPER_OFFICER:
        return True
    try:
        return isinstance(decider(desk, key, desk.today), OfficeFacts)
    except Unusable:
        return False


def hand_to_officer(
    desk: Desk, ref: str, *, office: str | None = None, seen: int | None = None
) -> Receipt:
    """Hand a report to the officer who decides; whoever holds the office is told.

    `office` is a key: one to whom the power is delegated, or that stands above. Without it, it
    is the rule's own decider, else whoever the power is delegated to.
    """
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    turn = read_turn(desk, report, acting=frozenset({office} if office else ()))
    known = officers(desk, turn)
    if office is not None and office not in known:
        near = nearest(office, known)
        raise Unusable.one("proposal.not_an_officer", name=office[:80], nearest=near, known=known)
    facts = ProposalFacts(
        permissions=may(desk, report),
        decider_kind="office" if known else "body",
        blocked=findings.closed_by_escalation(report),
    )
    state = step(PROPOSAL, row.state, "hand_to_officer", facts)
    if missing := findings.held_up(report, turn):
        raise GuardRefused(missing)
    told = message(
        desk,
        template="decision_wanted",
        subject=("proposal", row.id),
        recipient=office or known[0],
        params={"ref": row.ref, "title": row.title},
    )
    return desk.apply(
        Change(
            kind="proposal.handed_to_officer",
            table="proposal",
            subject=row,
            values={"state": state},
            facts={"office": office or known[0]},
            writes=(told,),
        )
    )


def take_off(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Take a report off an agenda, back from an officer, or carry it over unheard."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    move = {
        "on_agenda": "take_off_agenda",
        "reconsidered": "take_off_agenda",
        "with_officer": "take_back_from_officer",
    }.get(row.state, "return_unheard")
    held = may(desk, report) | presides(desk, sitting_of(desk, report))
    missing = not_listed(desk, row) if row.state == "reconsidered" else ()
    try:
        state = step(PROPOSAL, row.state, move, ProposalFacts(permissions=held, reason=reason))
    except GuardRefused as refused:
        raise GuardRefused((*refused.refusals, *missing)) from None
    if missing:
        raise GuardRefused(missing)
    return desk.apply(
        Change(
            kind="proposal.taken_off",
            table="proposal",
            subject=row,
            values={"state": state},
            facts={"reason": reason},
            writes=off_the_agenda(desk, row),
        )
    )


def draw_again(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Draw a report's path anew where the facts or the scheme of the day give another rule.

    It goes back from whoever cannot decide it by the new path: an officer, or a meeting.
    """
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    changed = findings.path_changed(report)
    if not any(r.code == "proposal.path_changed" for r in changed):
        raise GuardRefused(changed or [Refusal("proposal.path_stands", {"ref": row.ref})])
    return redraw(desk, report, refit=True)
