"""What stood before a notice: the last day that a commission or an agreement goes back to.

A notice moves the end; the entry that gives it says which day it took the place of, so that
taking the notice back can put that day back.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.store.tables import TABLES

BEFORE: Final = "ends_before"
"""The fact of a notice's entry that says the last day there was before it."""

GIVEN: Final = "agreement.moved.give_notice"
"""The entry of a notice on an agreement that rests on a decision to end it."""

_KINDS: Final = (GIVEN, "agreement.moved.record_notice", "commission.notice_given")

_entry = TABLES["ledger_entry"]
_NOTICE = (
    select(_entry.c.kind, _entry.c.body)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("subject"),
        _entry.c.kind.in_(_KINDS),
    )
    .order_by(_entry.c.number.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Notice:
    """The last notice on something: whether a decision gave it, and the end it put off."""

    decided: bool
    known: bool
    """Whether the entry says the end there was before; those of early versions do not."""
    ends_before: dt.date | None


def notice_of(desk: Desk, subject_id: str) -> Notice | None:
    """The last notice that was given on a commission or an agreement; None without one."""
    row = desk.first(_NOTICE, subject=subject_id)
    if row is None:
        return None
    facts: dict[str, Any] = json.loads(row.body)["facts"]
    day = facts.get(BEFORE)
    return Notice(
        decided=row.kind == GIVEN,
        known=BEFORE in facts,
        ends_before=None if day is None else dt.date.fromisoformat(day),
    )


def end_again(desk: Desk, subject_id: str, ends: dt.date | None) -> dt.date | None:
    """The last day once a notice is taken back; `ends` is the one it has now.

    It is the one there was before. Where that day is past and the notice ran for longer, because
    its clock stood still, what still runs is not ended by it.
    """
    notice = notice_of(desk, subject_id)
    if notice is None or not notice.known:
        return ends
    before = notice.ends_before
    if before is None or ends is None or before >= desk.today:
        return before
    return max(before, ends)
