"""Noting that a commission is to be looked at, in the transaction that changed it.

The note is a row of its own, so that two acts on one commission do not refuse each other for
it. Whatever a trigger rests on that changes with an act is noted here; what changes with the day
alone is found by the look at everything once a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.triggers.rules import any_in_force
from governance.store.lists import in_list
from governance.store.tables import TABLES

UNDER_COMMISSION: Final = frozenset({"agreement", "improvement_plan", "measure", "review"})
"""Tables on whose rows triggers rest; each row names its commission."""

OF_COMMISSION: Final = frozenset(
    {
        "commission.escalated",
        "commission.facts_set",
        "commission.recorded",
        "commission.resumed",
        "commission.tier_set",
    }
)
"""What is done to a commission itself that a trigger may rest on."""

OF_RULEBOOK: Final = frozenset(
    {
        "rulebook.adopted",
        "rulebook.came_into_force",
        "rulebook.cited",
        "rulebook.constituted",
        "rulebook.withdrawn",
    }
)
"""What brings other triggers into force: then everything is looked at anew."""

_look = TABLES["trigger_look"]
_VALUES: Final = ("partnership_id", "id", "version")
_NEW: Final = (
    insert(_look)
    .values({name: bindparam(name, type_=_look.c[name].type) for name in _VALUES})
    .on_conflict_do_nothing()
)
_ASK: Final = (
    update(_look)
    .where(_look.c.partnership_id == bindparam("here"), in_list(_look.c.id, "ids"))
    .values(
        asked_at=bindparam("at", type_=_look.c.asked_at.type),
        retry_at=None,
        version=_look.c.version + 1,
    )
)


def follow(desk: Desk) -> None:
    """Note whatever was done at this desk that a trigger may rest on."""
    ids = sorted({found for done in desk.changes for found in _touched(desk, *done)})
    if not ids or not any_in_force(desk):
        return
    ask(desk, ids)


def ask(desk: Desk, ids: list[str]) -> None:
    """Note commissions, or the partnership itself, as to be looked at."""
    writer = desk.writer
    for one in ids:
        writer.run(_NEW, partnership_id=desk.pid, id=one, version=1)
    writer.run(_ASK, here=desk.pid, ids=ids, at=desk.now)


def _touched(desk: Desk, change: Change, receipt: Receipt) -> Iterator[str]:
    if change.table in UNDER_COMMISSION:
        told = change.subject.commission_id if change.subject is not None else None
        found: Any = change.values.get("commission_id") or told
        if found is not None:
            yield str(found)
    elif change.table == "commission" and change.kind in OF_COMMISSION:
        yield receipt.id
    elif change.table == "rulebook_version" and change.kind in OF_RULEBOOK:
        yield desk.pid
