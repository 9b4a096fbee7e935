"""Whether the tables say what the record says: what `vires db check --replay` asks, once a week.

A replay begins with nothing and cannot be cut into slices, so a slice is a partnership, and one
whose record is longer than a slice may last is left to that command.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import bindparam, func, literal, select

from governance.application.ledger.differing import of_nobody, of_partnership
from governance.application.nightcheck.finding import Finding, Slice
from governance.application.nightcheck.place import night_of
from governance.domain.errors import Problem
from governance.logs import VIRES
from governance.store.engine import Store
from governance.store.tables import TABLES

SUNDAY: Final = 6
"""The day, by the clock's UTC, whose night has the replay."""
EVERY: Final = 7
"""Checks that lie between two replays at the most: there is one a night."""
MOST: Final = 20_000
"""Entries of a record that is replayed at night: some two to five seconds' work."""
TOLD: Final = 10
"""Differences told of a partnership at the most."""

_partnership = TABLES["partnership"]
_entry = TABLES["ledger_entry"]
_NEXT = (
    select(_partnership)
    .where(_partnership.c.id > bindparam("after", type_=_partnership.c.id.type))
    .order_by(_partnership.c.id)
    .limit(2)
)
_EVERYBODY = select(_partnership).order_by(_partnership.c.id)
_MORE_THAN_MOST = select(func.count()).select_from(
    select(literal(1))
    .where(_entry.c.partnership_id == bindparam("partnership"))
    .limit(MOST + 1)
    .subquery()
)


def compared(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:
    """One partnership's tables against its record, in the night of a Sunday; else nothing."""
    del limit
    if after is None and night_of(now).weekday() != SUNDAY:
        return Slice(0)
    with store.read() as tx:
        coming = tx.all(_NEXT, after=after[0] if after is not None else "")
        if not coming:
            return Slice(0)
        here = coming[0]
        findings: list[Finding] = []
        if after is None:
            everybody = tx.all(_EVERYBODY)
            for problem in of_nobody(tx):
                findings += [_finding(one.id, problem) for one in everybody]
        if tx.scalar(_MORE_THAN_MOST, partnership=here.id) > MOST:
            VIRES.warning("the record of %s is too long to be replayed at night", here.key)
        else:
            findings += _told(here.id, of_partnership(tx, here.id))
    return Slice(1, last=[here.id] if len(coming) > 1 else None, findings=findings)


def _told(partnership: str, problems: list[Problem]) -> Iterator[Finding]:
    """The first of what differs, each once, and that there is more."""
    found: dict[tuple[str, str], Finding] = {}
    for problem in problems:
        one = _finding(partnership, problem)
        if len(found) == TOLD and (one.ref, one.code) not in found:
            yield from found.values()
            yield _finding(partnership, Problem("replay.more", {"most": TOLD}))
            return
        found.setdefault((one.ref, one.code), one)
    yield from found.values()


def _finding(partnership: str, problem: Problem) -> Finding:
    """What differs is told at the partnership: a row may be of nothing that people know."""
    return Finding(
        partnership,
        "partnership",
        partnership,
        _called(problem.params),
        problem.code,
        problem.params,
        integrity=True,
        every=EVERY,
    )


def _called(params: Any) -> str:
    name = str(params.get("ref") or params.get("row") or params.get("id") or params.get("table"))
    column = params.get("column")
    return f"{name} ({column})" if column else name
