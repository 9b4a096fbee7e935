"""What a case follows: its improvement plan, its report's decision, its commission.

Whoever acts on one of these calls here within the same transaction, so that a case can neither
be walked round nor left behind.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.change import Insert, Receipt, Update
from governance.application.commissions.flags import flag
from governance.application.decommissioning.closing import closed_values, evaluation_due
from governance.application.decommissioning.finding import (
    BY_VIRES,
    CONSULTATION,
    CONTINUITY,
    LIVE,
    NOTICE_ENDS,
    TABLE,
    WAY,
    case_for_exit,
    of_commission,
    of_report,
)
from governance.application.decommissioning.moving import drop, due, meet, moved
from governance.application.decommissioning.safeguards import safeguards_missing
from governance.application.decommissioning.wants import case_file, closing_wants
from governance.application.desk import Desk
from statemachines.decommissioning import AFTER_DECISION, BEFORE_DECISION

_UNDER_WAY = ("notice", "transition", "halted")


def plan_settled(desk: Desk, plan: Any) -> Receipt | None:
    """Move on the case of an improvement plan that was just met or failed.

    `plan` is the plan's row as it stands now. None where it belongs to no case, its case has
    gone another way, or another plan of the case is still open.
    """
    if plan.case_id is None:
        return None
    row = desk.row(TABLE, plan.case_id)
    if row.state != "support_and_challenge":
        return None
    file = case_file(desk, row)
    told = {"plan": plan.ref, "finding": plan.finding}
    if plan.state == "failed":
        writes = meet(desk, row.id, WAY)
        return moved(desk, file, "improvement_failed", by=BY_VIRES, told=told, writes=writes)
    if plan.state == "met" and all(p.settled_on is not None for p in file.plans):
        return moved(
            desk, file, "improvement_met", by=BY_VIRES, told=told, writes=drop(desk, row.id)
        )
    return None


def decided(desk: Desk, report: Any) -> Receipt | None:
    """Move on the case whose end a report in effect decides; None where there is none to move.

    What the decision should have rested on and did not stays as a flag: it was taken all the same.
    The end of one agreement, decided beside the case for ending more, does not decide that case.
    """
    found = case_for_exit(desk, report)
    if found is None:
        return None
    row = desk.row(TABLE, found.id)
    if row.state not in BEFORE_DECISION:
        return None
    beside = row.proposal_id != report.id
    if beside and report.agreement_id not in (None, row.agreement_id):
        return None
    on = report.decided_on or desk.today
    lacking = safeguards_missing(desk, report, case=row, on=on)
    flags = [*row.flags]
    flags += [flag("decommissioning.decided_without", kind=r.params["kind"]) for r in lacking]
    if beside:
        flags.append(flag("decommissioning.decided_beside", report=report.ref))
    file = case_file(desk, row).saying(flags=flags, proposal_id=report.id)
    return moved(
        desk,
        file,
        "decide",
        by=BY_VIRES,
        told={"report": report.ref, "outcome": report.outcome},
        writes=meet(desk, row.id, WAY, CONSULTATION),
        authority=report.ref,
    )


def turned_down(desk: Desk, report: Any, *, outcome: str) -> Receipt | None:
    """The case of a report that was refused, or referred back to be worked on."""
    move = {"refused": "refuse", "referred_back": "take_back"}.get(outcome)
    return None if move is None else _back(desk, report, move, {"outcome": outcome})


def given_up(desk: Desk, report: Any, *, reason: str) -> Receipt | None:
    """The case of a report that was withdrawn, or lapsed undecided."""
    return _back(desk, report, "take_back", {"because": reason})


def _back(desk: Desk, report: Any, move: str, told: dict[str, Any]) -> Receipt | None:
    found = of_report(desk, report.id)
    if found is None:
        return None
    row = desk.row(TABLE, found.id)
    if row.state != "before_decider":
        return None
    said = {"report": report.ref, **told}
    return moved(desk, case_file(desk, row), move, by=BY_VIRES, told=said)


def undone(desk: Desk, report: Any) -> Receipt | None:
    """The case whose decision was rescinded or quashed goes back to its options."""
    found = of_report(desk, report.id)
    if found is None:
        return None
    desk.row("commission", found.commission_id)
    row = desk.row(TABLE, found.id)
    if row.state not in AFTER_DECISION:
        return None
    file = case_file(desk, row).saying(notice_on=None, notice_ends_on=None)
    told = {"report": report.ref, "notice_had_ended_on": row.notice_ends_on}
    return moved(
        desk,
        file,
        "decision_undone",
        by=BY_VIRES,
        told=told,
        writes=drop(desk, row.id, NOTICE_ENDS),
    )


def notice_given(desk: Desk, commission_id: str, *, ends: dt.date | None) -> list[Receipt]:
    """The decided cases of a commission that was given notice directly; they move with it.

    Notice that is shorter than voluntary providers should have is flagged, not refused.
    """
    return [
        _noticed(desk, one.id, ends)
        for one in of_commission(desk, commission_id)
        if one.state == "decided" and not one.partial
    ]


def _noticed(desk: Desk, case_id: str, ends: dt.date | None) -> Receipt:
    row = desk.row(TABLE, case_id)
    file = case_file(desk, row, since=desk.today)
    last = ends or file.commission.end_date
    flags = [*row.flags]
    if last is not None and last < file.least_end:
        flags.append(flag("decommissioning.short_notice", ends=last, least=file.least_end))
    file = file.saying(notice_on=desk.today, notice_ends_on=last, flags=flags)
    writes = [] if last is None else [due(desk, row.id, NOTICE_ENDS, last, cause=_cause(row))]
    told = {"ends": last, "by": "commission"}
    return moved(desk, file, "give_notice", by=BY_VIRES, told=told, writes=writes)


def _cause(row: Any) -> str:
    return f"notice ({row.version + 1})"


def notice_withdrawn(desk: Desk, commission_id: str, *, reason: str) -> list[Receipt]:
    """The cases of a commission whose notice was taken back directly; they move with it."""
    found = []
    for one in of_commission(desk, commission_id):
        if one.state in _UNDER_WAY and not one.partial:
            row = desk.row(TABLE, one.id)
            file = case_file(desk, row).saying(notice_on=None, notice_ends_on=None)
            writes = drop(desk, row.id, NOTICE_ENDS)
            told = {"because": reason}
            found.append(
                moved(desk, file, "withdraw_notice", by=BY_VIRES, told=told, writes=writes)
            )
    return found


def commission_over(desk: Desk, commission: Any, *, state: str, reason: str = "") -> list[Receipt]:
    """The live cases of a commission that has just come to `state`; they come to an end with it.

    Withdrawn before anybody decided, there is nothing left to end; else the service has ended,
    and what the case lacked is flagged.
    """
    return [
        _over(desk, one.id, commission, state, reason)
        for one in of_commission(desk, commission.id)
        if one.state in LIVE
    ]


def _over(desk: Desk, case_id: str, commission: Any, state: str, reason: str) -> Receipt:
    row = desk.row(TABLE, case_id)
    file = case_file(desk, row)
    told = {"commission": commission.ref, "commission_is": state, "because": reason}
    if state != "withdrawn" and row.state == "transition" and not closing_wants(file):
        done: list[Insert | Update] = [
            *meet(desk, row.id, NOTICE_ENDS),
            evaluation_due(desk, row, desk.today),
        ]
        at = closed_values(file, desk.today)
        return moved(desk, file, "close", by=BY_VIRES, told=told, writes=done, values=at)
    known = flag("decommissioning.ended_with_commission", commission=commission.ref, state=state)
    file = file.saying(flags=[*row.flags, known])
    if state == "withdrawn" and row.state in BEFORE_DECISION:
        return moved(desk, file, "avert", by=BY_VIRES, told=told, writes=drop(desk, row.id))
    values = closed_values(file, desk.today)
    if state == "recommissioned" and row.replacement_id is None:
        after = desk.by_id("commission", commission.id).recommissioned_as_id
        values["replacement_id"] = after
    writes: list[Insert | Update] = [
        *drop(desk, row.id, WAY, CONSULTATION, CONTINUITY, NOTICE_ENDS),
        evaluation_due(desk, row, desk.today),
    ]
    return moved(desk, file, "record_closure", by=BY_VIRES, told=told, writes=writes, values=values)
