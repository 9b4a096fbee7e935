"""Planning deadlines anew when another escalation policy or calendar comes into force.

A bounded number is planned with the act that brings the version into force. What is left is a
deadline of its own: the clock plans as many again until all of the partnership's follow the
rules in force. A deadline that wakes before its turn is planned anew then.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from sqlalchemy import bindparam, or_, select

from governance.application.change import Change, Receipt
from governance.application.deadlines.claiming import Claimed
from governance.application.deadlines.effects import MORE
from governance.application.deadlines.firing import planned_anew
from governance.application.deadlines.own import drop_kinds
from governance.application.deadlines.policies import policies
from governance.application.deadlines.rows import deadline
from governance.application.desk import Desk
from governance.application.rulebook.in_force import LIGHT, meaning
from governance.store.tables import TABLES

AT_ONCE: Final = 2000
"""Deadlines planned in one transaction."""
CHANGES_PLANS: Final = frozenset({"calendar", "escalation"})
"""Kinds of rulebook from which it follows when a deadline's prompts come."""

_deadline = TABLES["deadline"]
_STALE = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        or_(
            _deadline.c.planned_by < bindparam("digest"),
            _deadline.c.planned_by > bindparam("digest"),
        ),
        _deadline.c.state == "running",
    )
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_version = TABLES["rulebook_version"]
_BEFORE = (
    select(*LIGHT)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == "escalation",
        _version.c.key == bindparam("key"),
        _version.c.number < bindparam("number"),
        _version.c.state == "superseded",
    )
    .order_by(_version.c.number.desc())
    .limit(1)
)


def plan_anew(desk: Desk, _due: Any) -> Literal["more"] | None:
    """Plan some of the deadlines that follow older rules; `MORE` while there are any left."""
    known = policies(desk)
    stale = desk.all(_STALE, digest=known.digest, most=AT_ONCE)
    planned_anew(desk, [Claimed(row, None) for row in stale], known)
    return MORE if len(stale) == AT_ONCE else None


def follow_rules(desk: Desk, version: Any) -> list[Receipt]:
    """Plan deadlines by what is in force now that a version is; the clock does what is left."""
    if version.kind == "escalation":
        drop_kinds(desk, _no_longer_said(desk, version))
    if version.kind not in CHANGES_PLANS or plan_anew(desk, None) is None:
        return []
    rest = deadline(
        desk,
        kind="plan_anew",
        cause=desk.today.isoformat(),
        subject=("rulebook_version", version.id),
        due_day=desk.today,
        due_at=desk.now,
        effect="plan_anew",
    )
    return [
        desk.apply(
            Change(
                kind="rulebook.deadlines_to_plan",
                table="rulebook_version",
                subject=desk.row("rulebook_version", version.id),
                values={},
                writes=(rest,),
            )
        )
    ]


def _no_longer_said(desk: Desk, version: Any) -> set[str]:
    """The partnership's own deadlines of the version before, of which no policy speaks now.

    Nobody would hear of what meets them, so they would run, and hold, for ever.
    """
    before = desk.first(_BEFORE, key=version.key, number=version.number)
    if before is None:
        return set()
    rules = meaning(desk, before).deadlines
    return {kind for kind, rule in rules.items() if rule.start is not None} - set(
        policies(desk).of_kind
    )
