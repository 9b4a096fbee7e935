"""The documents that a report rests on: its own, and those on its commission's file.

Of a decided report those that were there at the instant of the decision, as the ledger has it:
what came later is not behind it, and what was taken off later is still told.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.store.lists import in_list
from governance.store.tables import TABLES

_evidence = TABLES["evidence"]
_entry = TABLES["ledger_entry"]
_here: Any = bindparam("partnership")

DECIDED: Final = ("proposal.decided", "proposal.decided_again", "proposal.decided_outside")
"""Acts by which a report comes to be decided."""

_TAKEN_OFF: Final = ("commission.evidence_withdrawn", "proposal.evidence_withdrawn")
_OF_REPORT = select(_evidence).where(
    _evidence.c.partnership_id == _here, _evidence.c.proposal_id == bindparam("proposal")
)
_OF_COMMISSION = select(_evidence).where(
    _evidence.c.partnership_id == _here, _evidence.c.commission_id == bindparam("commission")
)
_ACTS = (
    select(_entry.c.kind, _entry.c.subject_id, _entry.c.at, _entry.c.body)
    .where(
        _entry.c.partnership_id == _here,
        in_list(_entry.c.subject_id, "subjects"),
        in_list(_entry.c.kind, "kinds"),
    )
    .order_by(_entry.c.at, _entry.c.number)
)


@dataclass(frozen=True, slots=True)
class OnFile:
    """The documents behind a report that still stand, and those taken off since its decision."""

    standing: tuple[Any, ...]
    taken_off: tuple[Any, ...] = ()
    off_on: Mapping[str, dt.date] | None = None
    """By a document's id the partnership's day on which it was taken off."""


def on_file(desk: Desk, row: Any) -> OnFile:
    """What a report (its row) rests on; of a decided one, what was there when it was decided.

    The ledger is asked only where days do not tell.
    """
    rows = desk.all(_OF_REPORT, proposal=row.id)
    if row.commission_id is not None:
        rows += desk.all(_OF_COMMISSION, commission=row.commission_id)
    if row.decided_on is None:
        return OnFile(tuple(one for one in rows if not one.withdrawn))
    rows = [one for one in rows if desk.day_of(one.added_at) <= row.decided_on]
    unclear = any(one.withdrawn or desk.day_of(one.added_at) == row.decided_on for one in rows)
    return _at_decision(desk, row, rows) if unclear else OnFile(tuple(rows))


def _at_decision(desk: Desk, row: Any, rows: Sequence[Any]) -> OnFile:
    subjects = [one for one in (row.id, row.commission_id) if one is not None]
    acts = happened(desk, subjects, (*DECIDED, *_TAKEN_OFF))
    decided = max((act.at for act in acts if act.kind in DECIDED), default=None)
    if decided is not None:
        rows = [one for one in rows if one.added_at <= decided]
    off = {
        facts_in(act)["evidence"]: act.at
        for act in acts
        if act.kind in _TAKEN_OFF and _after(desk, act.at, row.decided_on, decided)
    }
    gone = [one for one in rows if one.withdrawn and one.id in off]
    return OnFile(
        tuple(one for one in rows if not one.withdrawn),
        tuple(gone),
        {one.id: desk.day_of(off[one.id]) for one in gone},
    )


def _after(desk: Desk, at: dt.datetime, day: dt.date, decided: dt.datetime | None) -> bool:
    """Whether something was done after a decision, which may have been recorded only later."""
    return desk.day_of(at) > day or (decided is not None and at > decided)


def happened(desk: Desk, subjects: Iterable[str], kinds: Iterable[str]) -> Sequence[Any]:
    """The ledger's entries of some kinds on some subjects (ids), the first first."""
    return desk.all(_ACTS, subjects=sorted(subjects), kinds=sorted(kinds))


def facts_in(entry: Any) -> Mapping[str, Any]:
    """The facts that an entry of the ledger told."""
    return json.loads(entry.body)["facts"] or {}
