"""Linking commissions whose values count together, so that none is split to stay under a limit.

Linked commissions share one `group_id`, and so do their reports. Linking merges whole groups.
Taking one out again is for the secretary or the proper officer, and never while a report of it
is live: that would be the splitting the links are there to catch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, or_, select

from governance.application.change import Change, Receipt, Update
from governance.application.commissions.allowed import KEEPERS, allow
from governance.application.desk import Desk
from governance.domain.errors import Refusal, Refused
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission

MAY_UNLINK = frozenset({Permission.SECRETARY.value, Permission.PROPER_OFFICER.value})

_commission = TABLES["commission"]
_proposal = TABLES["proposal"]
_here: Any = bindparam("partnership")
_FIND = select(_commission.c.id, _commission.c.group_id).where(
    _commission.c.partnership_id == _here,
    or_(_commission.c.ref == bindparam("ref"), _commission.c.id == bindparam("name")),
)
_IN_GROUPS = (
    select(_commission)
    .where(_commission.c.partnership_id == _here, in_list(_commission.c.group_id, "groups"))
    .order_by(_commission.c.id)
)
_REPORTS = (
    select(_proposal)
    .where(_proposal.c.partnership_id == _here, in_list(_proposal.c.commission_id, "commissions"))
    .order_by(_proposal.c.id)
)


def link(desk: Desk, *, commission: str, other: str, reason: str = "") -> Receipt:
    """Count the values of two commissions, and of all linked to either, together.

    Every commission whose group changes gets an entry; the receipt is of `commission`. Raises
    `Refused` where they are linked already.
    """
    names = [commission, other]
    _hold(desk, names)
    first, second = (desk.row("commission", name) for name in names)
    allow(desk, first, KEEPERS)
    allow(desk, second, KEEPERS)
    if first.group_id == second.group_id:
        raise Refused.one("commission.linked_already", ref=first.ref, other=second.ref)
    group = desk.new_id()
    rows = desk.all(_IN_GROUPS, groups=[first.group_id, second.group_id])
    told = {"linked": [row.ref for row in rows], "reason": reason}
    receipts = {row.id: _regroup(desk, row, group, "commission.linked", told) for row in rows}
    return receipts[first.id]


def unlink(desk: Desk, *, commission: str, reason: str) -> Receipt:
    """Let a commission count for itself again.

    Raises `Refused` without a reason, where it is not linked, or while a report of it is live.
    """
    _hold(desk, [commission])
    row = desk.row("commission", commission)
    allow(desk, row, MAY_UNLINK)
    others = [r.ref for r in desk.all(_IN_GROUPS, groups=[row.group_id]) if r.id != row.id]
    live = [report.ref for report in desk.all(_REPORTS, commissions=[row.id]) if report.live]
    found = []
    if not reason.strip():
        found.append(Refusal("lifecycle.reason_missing"))
    if not others:
        found.append(Refusal("commission.not_linked", {"ref": row.ref}))
    if live:
        found.append(Refusal("commission.live_reports", {"ref": row.ref, "reports": live}))
    if found:
        raise Refused(found)
    told = {"unlinked_from": others, "reason": reason}
    return _regroup(desk, row, row.id, "commission.unlinked", told)


def _regroup(desk: Desk, row: Any, group: str, kind: str, told: dict[str, Any]) -> Receipt:
    """Put one commission and its reports into a group."""
    reports = desk.all(_REPORTS, commissions=[row.id])
    return desk.apply(
        Change(
            kind=kind,
            table="commission",
            subject=row,
            values={"group_id": group},
            facts=told,
            writes=tuple(Update("proposal", report, {"group_id": group}) for report in reports),
        )
    )


def _hold(desk: Desk, names: Iterable[str]) -> None:
    """Lock the groups' reports, then their commissions, each in the order of their ids.

    A report that is being submitted holds itself and then its group: the same order, so that
    neither waits for the other for ever.
    """
    found = [desk.first(_FIND, ref=name.upper(), name=name) for name in names]
    groups = [row.group_id for row in found if row is not None]
    ids = [row.id for row in desk.all(_IN_GROUPS, groups=groups)]
    reports = [report.id for report in desk.all(_REPORTS, commissions=ids)]
    desk.writer.lock(_proposal, partnership_id=desk.pid, ids=reports)
    desk.writer.lock(_commission, partnership_id=desk.pid, ids=ids)
