"""Deadlines as pages tell them: of what, of which commission, by when, whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.deadlines.effects import by_the_clock
from governance.application.deadlines.queries import is_overdue
from governance.application.desk import Desk
from governance.application.escalations.queries import called
from governance.application.subjects import about
from governance.store.ledger import SUBJECTS
from governance.store.lists import in_list

_ROWS = {
    name: select(table).where(
        table.c.partnership_id == bindparam("partnership"), in_list(table.c.id, "ids")
    )
    for name, table in SUBJECTS.items()
}


@dataclass(frozen=True, slots=True)
class Told:
    """A deadline with what people call everything it is about.

    `what` is what falls due, `title` that of its subject; `commission` a reference and a title,
    where it concerns one. `by_clock` means that nobody has to do anything. `name` is what acts
    take for it.
    """

    id: str
    name: str
    ref: str
    what: str
    title: str
    commission: tuple[str, str] | None
    kind: str
    due: dt.date
    state: str
    overdue: bool
    in_trouble: bool
    owner: str | None
    by_clock: bool
    subject: tuple[str, str]
    """The table and the id of what it is about."""
    lead_id: str | None
    """Who leads the commission that it concerns; None where nobody does, or it concerns none."""


def told(desk: Desk, rows: Sequence[Any]) -> list[Told]:
    """Rows of deadlines as pages tell them: a statement for each kind of subject among them."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row.subject_table, set()).add(row.subject_id)
    subjects = [
        (table, subject)
        for table, ids in sorted(wanted.items())
        for subject in desk.all(_ROWS[table], ids=sorted(ids))
    ]
    known = about(desk, subjects) if subjects else {}
    titles = {kind: called(desk, kind) for kind in {row.kind for row in rows}}
    found = []
    for row in rows:
        of = known[row.subject_id]
        found.append(
            Told(
                id=row.id,
                name="/".join(part for part in (of.ref, row.kind, row.cause) if part),
                ref=of.ref,
                what=titles[row.kind],
                title=of.title,
                commission=(of.commission.ref, of.commission.title) if of.commission else None,
                kind=row.kind,
                due=row.due_day,
                state=row.state,
                overdue=is_overdue(row, desk.now),
                in_trouble=row.trouble is not None,
                owner=row.owner,
                by_clock=by_the_clock(row.effect),
                subject=(row.subject_table, row.subject_id),
                lead_id=of.commission.lead_id if of.commission else None,
            )
        )
    return found
