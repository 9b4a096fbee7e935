"""Notice: the case, its commission and its agreements move together, and so do they back."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from governance import words
from governance.application.change import Receipt
from governance.application.commissions import agreement_moves
from governance.application.commissions import lifecycle as commissions
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.flags import flag
from governance.application.commissions.noticed import notice_of
from governance.application.decommissioning.finding import NOTICE_ENDS, held
from governance.application.decommissioning.moving import drop, due, moved
from governance.application.decommissioning.safeguards import ENDS_SERVICE
from governance.application.decommissioning.wants import CaseFile, case_file
from governance.application.desk import Desk

_RUNNING: Final = ("in_force", "continuing", "regularised")


def give_notice(
    desk: Desk,
    name: str,
    *,
    ends: dt.date | None,
    given_on: dt.date | None = None,
    short: str = "",
    terms: str = "",
    seen: int | None = None,
) -> Receipt:
    """Give notice that what the case is about ends on a day.

    `given_on` is the day on which providers were told, today unless said; `short` why notice is
    shorter than voluntary providers should have; `terms` what the agreements say of notice. The
    commission is under notice with it, unless only a part of the service ends, and the
    agreements that still run end on that day at the latest. Before the decision is in effect
    nobody has lawful notice: what was said sooner is flagged, and the time counts from then.
    """
    row = held(desk, name, seen=seen)
    day = given_on or desk.today
    decided = _in_effect(desk, row)
    file = case_file(desk, row, since=day if decided is None else max(day, decided))
    flags = [*row.flags]
    if decided is not None and day < decided:
        flags.append(flag("decommissioning.notice_before", on=day, decided=decided))
    if ends is not None and ends < file.least_end and short.strip():
        params: dict[str, Any] = {"ends": ends, "least": file.least_end, "reason": short.strip()}
        flags.append(flag("decommissioning.short_notice_reasoned", **params))
    file = file.saying(
        notice_on=day,
        notice_ends_on=ends,
        notice_short=short.strip(),
        notice_terms=terms.strip(),
        flags=flags,
    )
    told = {"given_on": day, "ends": ends, "least": file.least_end, "short": short.strip()}
    writes = []
    if ends is not None:
        writes = [due(desk, row.id, NOTICE_ENDS, ends, cause=f"notice ({row.version + 1})")]
    receipt = moved(desk, file, "give_notice", told=told, writes=writes)
    assert ends is not None
    if not row.partial and file.commission.state == "in_cycle":
        commissions.give_notice(desk, commission=file.commission.ref, end_date=ends)
    _agreements_noticed(desk, file, ends)
    return receipt


def _in_effect(desk: Desk, row: Any) -> dt.date | None:
    """The day since which a case's decision is in effect; None where it has no report."""
    report = desk.by_id("proposal", row.proposal_id)
    day: dt.date | None = None if report is None else report.effective_on
    return day


def _agreements_noticed(desk: Desk, file: CaseFile, ends: dt.date) -> None:
    """Give notice on every agreement that still runs; none is made to run longer by it."""
    for one in file.agreements:
        if one.state in _RUNNING:
            last = ends if one.ends_on is None else min(ends, one.ends_on)
            agreement_moves.move(desk, agreement=one.ref, move="give_notice", ends_on=last)


def withdraw_notice(desk: Desk, name: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Take the notice back; commission and agreements go on to the ends they had before.

    The decision stands, and so does a notice that a provider gave of itself.
    """
    row = held(desk, name, seen=seen)
    file = case_file(desk, row)
    receipt = moved(
        desk,
        file.saying(notice_on=None, notice_ends_on=None),
        "withdraw_notice",
        reason=reason,
        told={"would_have_ended": row.notice_ends_on},
        writes=drop(desk, row.id, NOTICE_ENDS),
    )
    for one in file.agreements:
        if _given_on(desk, one):
            agreement_moves.move(desk, agreement=one.ref, move="withdraw_notice", reason=reason)
    if not row.partial and file.commission.state == "under_notice":
        commissions.withdraw_notice(desk, commission=file.commission.ref, reason=reason)
    return receipt


def take_back_undecided(desk: Desk, report: Any) -> None:
    """Take back the notices that rested on a decision to end a service that no longer stands.

    `report` is what was rescinded or quashed. Commission and agreements go on to the ends they
    had before, unless another decision in effect ends them too; a notice that a provider gave of
    itself stands.
    """
    row = desk.row("commission", report.commission_id)
    file = commission_facts(desk, row, desk.today, held=False)
    exits = [d for d in file.decisions if d.kind == ENDS_SERVICE]
    if any(d.agreement_id is None for d in exits):
        return
    reason = words.say("decommissioning.decision_fell", {"report": report.ref})
    if row.state == "under_notice" and (report.agreement_id is None or not exits):
        commissions.take_back_notice(desk, row.ref, reason=reason)
    decided = {d.agreement_id for d in exits}
    for one in file.agreements:
        if one.id not in decided and _given_on(desk, one):
            agreement_moves.take_back_notice(desk, one.ref, reason=reason)


def _given_on(desk: Desk, agreement: Any) -> bool:
    """Whether an agreement is under notice by a decision, and not by its provider."""
    notice = notice_of(desk, agreement.id) if agreement.state == "notice" else None
    return notice is not None and notice.decided
