"""A commission as a whole: paused and resumed, under notice, closed, followed by another.

Where it is in its cycle is kept stage by stage (see `stages`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Unpack

from governance.application.change import Change, Receipt
from governance.application.commissions.allowed import KEEPERS, allow
from governance.application.commissions.details import Details, columns, said
from governance.application.commissions.facts import commission_facts, framework_of
from governance.application.commissions.flags import flag
from governance.application.commissions.gates import lifecycle_facts
from governance.application.commissions.noticed import BEFORE, end_again
from governance.application.commissions.opening import open_commission
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.decommissioning import following as cases
from governance.application.desk import Desk
from governance.application.improvement.lapsing import lapse_plans
from governance.application.performance.lapsing import lapse_measures
from governance.application.reviews.lapsing import lapse_reviews
from governance.domain.errors import Refused
from statemachines.commission import COMMISSION, CommissionFacts
from statemachines.machine import step
from statemachines.permissions import Permission


def set_facts(
    desk: Desk,
    *,
    commission: str,
    title: str | None = None,
    lead: str | None = None,
    end_date: dt.date | None = None,
    seen: int | None = None,
    **details: Unpack[Details],
) -> Receipt:
    """Say more of a commission, or correct what was said; what is not given stands.

    Raises `Unusable` with everything that cannot be, `Refused` for one that has ended.
    """
    row = desk.row("commission", commission, seen=seen)
    allow(desk, row, KEEPERS)
    if row.state in COMMISSION_OVER:
        params = {"ref": row.ref, "state": row.state.replace("_", " ")}
        raise Refused.one("commission.over", **params)
    given = {**details, **said(title=title, lead=lead, end_date=end_date)}
    values = columns(desk, given, framework=framework_of(desk, row, desk.today), row=row)
    changed = {name: new for name, new in values.items() if getattr(row, name) != new}
    if not changed:
        raise Refused.one("commission.nothing_changed", ref=row.ref)
    return desk.apply(
        Change(
            kind="commission.facts_set",
            table="commission",
            subject=row,
            values=changed,
            facts={
                "changed": sorted(changed),
                "before": {name: getattr(row, name) for name in sorted(changed)},
            },
        )
    )


def pause(desk: Desk, *, commission: str, reason: str, seen: int | None = None) -> Receipt:
    """Set a commission aside; it will go on where it was."""
    row = desk.row("commission", commission, seen=seen)
    more = {"state_before_pause": row.state}
    return _moved(desk, row, "pause", "commission.paused", reason=reason, more=more)


def resume(desk: Desk, *, commission: str, seen: int | None = None) -> Receipt:
    """Let a paused commission go on where it was."""
    row = desk.row("commission", commission, seen=seen)
    return _moved(desk, row, "resume", "commission.resumed", more={"state_before_pause": None})


def withdraw(desk: Desk, *, commission: str, reason: str, seen: int | None = None) -> Receipt:
    """Give a commission up. Raises `GuardRefused` while an agreement under it still runs."""
    row = desk.row("commission", commission, seen=seen)
    return _moved(desk, row, "withdraw", "commission.withdrawn", reason=reason)


def give_notice(
    desk: Desk, *, commission: str, end_date: dt.date | None = None, seen: int | None = None
) -> Receipt:
    """Give notice that a commission will end, on a day where it is known.

    Raises `GuardRefused` unless a decision to end it is in effect.
    """
    row = desk.row("commission", commission, seen=seen)
    more = columns(desk, said(end_date=end_date), framework=None)
    told = {BEFORE: row.end_date}
    return _moved(desk, row, "give_notice", "commission.notice_given", more=more, told=told)


def withdraw_notice(
    desk: Desk,
    *,
    commission: str,
    reason: str,
    end_date: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Take the notice back; the commission goes on.

    It ends on the day it ended on before, or on another where one is given.
    """
    row = desk.row("commission", commission, seen=seen)
    return _notice_back(desk, row, reason=reason, end_date=end_date)


def take_back_notice(desk: Desk, commission: str, *, reason: str) -> Receipt:
    """Take back, as part of another act, a notice that no decision stands behind any more."""
    by = CommissionFacts(permissions=frozenset({Permission.VIRES.value}), reason=reason)
    return _notice_back(desk, desk.row("commission", commission), reason=reason, by=by)


def _notice_back(
    desk: Desk,
    row: Any,
    *,
    reason: str,
    end_date: dt.date | None = None,
    by: CommissionFacts | None = None,
) -> Receipt:
    more = columns(desk, said(end_date=end_date), framework=None)
    more = more or {"end_date": end_again(desk, row.id, row.end_date)}
    kind = "commission.notice_withdrawn"
    told = {"notice_had_ended_on": row.end_date}
    return _moved(desk, row, "withdraw_notice", kind, reason=reason, more=more, told=told, by=by)


def close(desk: Desk, *, commission: str, seen: int | None = None) -> Receipt:
    """Close a commission under notice once nothing is provided under it any more."""
    row = desk.row("commission", commission, seen=seen)
    return _moved(desk, row, "close", "commission.closed")


def record_closure(
    desk: Desk,
    *,
    commission: str,
    reason: str,
    on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Record that a commission ended outside Vires, on a day; flagged as irregular."""
    row = desk.row("commission", commission, seen=seen)
    day = on or desk.today
    if day > desk.today:
        raise Refused.one("commission.recorded_in_future", on=day)
    known = flag("commission.closed_outside", on=day, reason=reason)
    more = {"end_date": day, "flags": [*row.flags, known]}
    kind = "commission.closure_recorded"
    return _moved(desk, row, "record_closure", kind, reason=reason, more=more)


def recommission(
    desk: Desk,
    *,
    commission: str,
    title: str,
    lead: str,
    end_date: dt.date,
    framework: str | None = None,
    seen: int | None = None,
    **details: Unpack[Details],
) -> tuple[Receipt, Receipt]:
    """Open the commission that follows an ended one, and name it there.

    Gives the receipts of the new one and of the old. The two are not linked for the splitting
    guard: what has ended no longer counts. Raises `GuardRefused` while an agreement still runs.
    """
    row = desk.row("commission", commission, seen=seen)
    opened = open_commission(
        desk,
        title=title,
        lead=lead,
        end_date=end_date,
        framework=framework or row.framework_key,
        **details,
    )
    old = _moved(
        desk,
        row,
        "recommission",
        "commission.recommissioned",
        more={"recommissioned_as_id": opened.id},
        successor=opened.ref,
    )
    return opened, old


def _moved(
    desk: Desk,
    row: Any,
    move: str,
    kind: str,
    *,
    reason: str = "",
    more: Mapping[str, Any] | None = None,
    successor: str | None = None,
    told: Mapping[str, Any] | None = None,
    by: CommissionFacts | None = None,
) -> Receipt:
    """Make one move of the lifecycle, with what else it sets; `by` are other facts than theirs."""
    if by is None:
        file = commission_facts(desk, row, desk.today)
        by = lifecycle_facts(file, reason=reason, successor=successor)
    state = step(COMMISSION, row.state, move, by)
    facts: dict[str, Any] = {"before": row.state, "state": state}
    facts |= {"reason": reason} if reason else {}
    facts |= {"successor": successor} if successor else {}
    values = {**(more or {}), "state": state}
    receipt = desk.apply(
        Change(
            kind=kind,
            table="commission",
            subject=row,
            values=values,
            facts=facts | dict(told or {}),
        )
    )
    if state in COMMISSION_OVER:
        lapse_reviews(desk, row.id, because=state)
        lapse_measures(desk, row.id, because=state)
        lapse_plans(desk, row.id, because=state)
    _cases_follow(desk, row, move, values, state=state, reason=reason)
    return receipt


def _cases_follow(
    desk: Desk, row: Any, move: str, values: Mapping[str, Any], *, state: str, reason: str
) -> None:
    """Move the decommissioning cases of a commission on with it."""
    if move == "give_notice":
        cases.notice_given(desk, row.id, ends=values.get("end_date"))
    elif move == "withdraw_notice":
        cases.notice_withdrawn(desk, row.id, reason=reason)
    elif state in COMMISSION_OVER:
        cases.commission_over(desk, row, state=state, reason=reason)
