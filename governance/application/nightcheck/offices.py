"""Offices that nobody holds while a deadline, or the escalation policy, points to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, exists, or_, select

from governance.application.deadlines.policies import policies
from governance.application.desk import CLOCK, Desk, looking
from governance.application.nightcheck.finding import Finding, Slice
from governance.domain.escalation import office_or_body
from governance.store.engine import Store
from governance.store.lists import in_list
from governance.store.tables import TABLES

_partnership = TABLES["partnership"]
_office = TABLES["office"]
_holding = TABLES["office_holding"]
_deadline = TABLES["deadline"]
_NEXT = (
    select(_partnership.c.id)
    .where(_partnership.c.id > bindparam("after"))
    .order_by(_partnership.c.id)
    .limit(2)
)
_OWNERS = (
    select(_deadline.c.owner)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.state == "running",
        _deadline.c.owner.is_not(None),
    )
    .distinct()
)
_VACANT = (
    select(_office.c.id, _office.c.ref, _office.c.title)
    .where(
        _office.c.partnership_id == bindparam("partnership"),
        in_list(_office.c.key, "keys"),
        ~exists().where(
            _holding.c.partnership_id == _office.c.partnership_id,
            _holding.c.office_id == _office.c.id,
            _holding.c.from_day <= bindparam("today"),
            or_(_holding.c.to_day.is_(None), _holding.c.to_day >= bindparam("today")),
        ),
    )
    .order_by(_office.c.ref)
)


def vacant(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:  # noqa: ARG001  # one shape for all parts
    """The vacant offices of the next partnership that somebody is to be told at."""
    with store.read() as tx:
        found = tx.all(_NEXT, after=after[0] if after else "")
    if not found:
        return Slice(0)
    here = found[0].id
    with looking(store, now=now, partnership=here, actor=CLOCK) as desk:
        empty = desk.all(_VACANT, keys=sorted(_pointed_to(desk)), today=desk.today)
    findings = [
        Finding(here, "office", row.id, row.ref, "assurance.office_vacant", {"title": row.title})
        for row in empty
    ]
    return Slice(1, last=[here] if len(found) > 1 else None, findings=findings)


def _pointed_to(desk: Desk) -> set[str]:
    """The keys of offices and bodies that deadlines and policies name."""
    named: set[Any] = {row.owner for row in desk.all(_OWNERS)}
    for ruled in policies(desk).of_kind.values():
        named.update(ruled.rule.designations())
    return {key for one in named if (key := office_or_body(one)) is not None}
