"""One move of a case, with what else it sets: guards asked, row and record written, days set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from governance import words
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.rows import deadline, start_of
from governance.application.deadlines.settling import live, met, superseded
from governance.application.decommissioning.clocks import run_on
from governance.application.decommissioning.finding import LEAD, TABLE
from governance.application.decommissioning.wants import CaseFile, facts_for
from governance.application.desk import Desk
from governance.application.improvement.lapsing import lapse_of_case
from statemachines.decommissioning import DECOMMISSIONING, CaseFacts
from statemachines.machine import step

ENDED = ("averted", "closed")
"""States of a case in which its open improvement plans are needed no more."""

Writes = Iterable[Insert | Update]


def moved(
    desk: Desk,
    file: CaseFile,
    move: str,
    *,
    reason: str = "",
    told: Mapping[str, Any] | None = None,
    writes: Writes = (),
    by: CaseFacts | None = None,
    authority: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> Receipt:
    """Make a move with what the file is about to say; `by` are other facts than the actor's.

    Raises `NoSuchMove`, or `GuardRefused` with everything that is missing.
    """
    row = file.row
    state = step(DECOMMISSIONING, row.state, move, by or facts_for(file, reason=reason))
    facts: dict[str, Any] = {"move": move, "before": row.state, "state": state}
    facts |= {"reason": reason.strip()} if reason.strip() else {}
    receipt = desk.apply(
        Change(
            kind=f"decommissioning.{move}",
            table=TABLE,
            subject=row,
            values={**file.new, **(values or {}), "state": state},
            facts=facts | dict(told or {}),
            writes=tuple(writes),
            authority=authority,
        )
    )
    if row.state == "halted" and state != "transition":
        # A case that is resumed says itself how its clocks run on.
        run_on(desk, file, reason=words.say("decommissioning.halt_over", {"ref": row.ref}))
    if state in ENDED:
        lapse_of_case(desk, row.id, because=state)
    return receipt


def due(desk: Desk, case_id: str, kind: str, day: dt.date, *, cause: str) -> Insert:
    """A deadline of a case: it is due when the whole day has passed."""
    return deadline(
        desk,
        kind=kind,
        subject=(TABLE, case_id),
        cause=cause,
        due_day=day,
        due_at=start_of(desk, day + dt.timedelta(days=1)),
        owner=LEAD,
    )


def meet(desk: Desk, case_id: str, *kinds: str) -> list[Update]:
    """The deadlines of these kinds as met."""
    return [met(desk, one) for one in live(desk, case_id) if one.kind in kinds]


def drop(desk: Desk, case_id: str, *kinds: str) -> list[Update]:
    """The deadlines of these kinds as superseded; all of them where none is named."""
    return [superseded(desk, one) for one in live(desk, case_id) if not kinds or one.kind in kinds]
