"""Closing a case with its commission, and evaluating it a year later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from governance.application.change import Insert, Receipt, Update
from governance.application.commissions import lifecycle as commissions
from governance.application.commissions.flags import flag
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.decommissioning.closing import closed_values, evaluation_due
from governance.application.decommissioning.finding import EVALUATION, NOTICE_ENDS, held
from governance.application.decommissioning.moving import drop, meet, moved
from governance.application.decommissioning.noticing import take_back_undecided
from governance.application.decommissioning.wants import CaseFile, case_file
from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.domain.money import amount_problems

CHILDREN: Final = ("settled", "moved_again", "left", "unknown")
"""What became of the children, as counts: settled, moved again, left services, not known."""


def close(desk: Desk, name: str, *, seen: int | None = None) -> Receipt:
    """Close a case when nothing is provided any more; its commission closes with it.

    A part of a service that ends leaves the commission as it is. Raises `GuardRefused` with all
    that still stands in the way, of the case and of the commission.
    """
    row = held(desk, name, seen=seen)
    file = case_file(desk, row)
    writes: list[Insert | Update] = [
        *meet(desk, row.id, NOTICE_ENDS),
        evaluation_due(desk, row, desk.today),
    ]
    values = closed_values(file, desk.today)
    told = {"children": file.counts[-1].cases if file.counts else 0}
    receipt = moved(desk, file, "close", told=told, writes=writes, values=values)
    if not row.partial and file.commission.state == "under_notice":
        commissions.close(desk, commission=file.commission.ref)
    return receipt


def record_closure(
    desk: Desk,
    name: str,
    *,
    reason: str,
    on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Record that what a case is about ended outside Vires, on a day; flagged.

    Its commission is recorded as closed with it, unless only a part of the service ended.
    """
    row = held(desk, name, seen=seen)
    day = on or desk.today
    if day > desk.today:
        raise Unusable.one("decommissioning.day_in_future", on=day)
    file = case_file(desk, row)
    known = flag("decommissioning.closed_outside", on=day, reason=reason.strip())
    file = file.saying(flags=[*row.flags, known])
    writes: list[Insert | Update] = [*drop(desk, row.id), evaluation_due(desk, row, day)]
    receipt = moved(
        desk,
        file,
        "record_closure",
        reason=reason,
        told={"on": day},
        writes=writes,
        values=closed_values(file, day),
    )
    if not row.partial and file.commission.state not in COMMISSION_OVER:
        commissions.record_closure(desk, commission=file.commission.ref, reason=reason, on=day)
    return receipt


def evaluate(
    desk: Desk,
    name: str,
    *,
    improvement: str,
    saved: int | None,
    learned: str,
    children: Mapping[str, int] | None,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Say what came of it: the improvement, pence saved a year, the children, what was learned.

    `children` counts those that were moved by what became of them. Before a year has passed
    `reason` says why it is evaluated now.
    """
    row = held(desk, name, seen=seen)
    if children is not None and any(number < 0 for number in children.values()):
        raise Unusable.one("decommissioning.children_negative")
    if wrong := amount_problems(saved, what="saved"):
        raise Unusable(wrong)
    said: dict[str, Any] = {
        "improvement": improvement.strip(),
        "saved": saved,
        "promised": (row.savings or {}).get("saving"),
        "children": None if children is None else {k: children.get(k, 0) for k in CHILDREN},
        "learned": learned.strip(),
    }
    if reason.strip():
        said["early_because"] = reason.strip()
    file = case_file(desk, row).saying(evaluation=said, evaluated_on=desk.today)
    return moved(
        desk, file, "evaluate", reason=reason, told=said, writes=meet(desk, row.id, EVALUATION)
    )


def undo(desk: Desk, name: str, *, seen: int | None = None) -> Receipt:
    """Go back to the options where the decision no longer stands and nobody has noted it."""
    file: CaseFile = case_file(desk, held(desk, name, seen=seen))
    file = file.saying(notice_on=None, notice_ends_on=None)
    writes = drop(desk, file.row.id, NOTICE_ENDS)
    receipt = moved(desk, file, "decision_undone", writes=writes)
    take_back_undecided(desk, file.report)
    return receipt
