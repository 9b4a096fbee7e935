"""What people can do with a deadline, and why what is closed is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.acts import facts_of
from governance.application.deadlines.effects import EFFECTS, by_the_clock
from governance.application.deadlines.extending import against
from governance.application.deadlines.firing import retry_facts
from governance.application.deadlines.policies import policies
from governance.application.deadlines.queries import DeadlineView
from governance.application.deadlines.time_givers import extension_rule
from governance.application.desk import Desk
from governance.domain.errors import Refusal
from governance.store.tables import TABLES
from statemachines.deadline import DEADLINE
from statemachines.machine import look
from statemachines.prompt import PROMPT

PEOPLES: Final = ("meet", "pause", "resume", "extend", "waive")
"""Moves that people make, in the order in which they are offered."""

_prompt = TABLES["prompt"]
_PARKED = (
    select(_prompt)
    .where(
        _prompt.c.partnership_id == bindparam("partnership"),
        _prompt.c.deadline_id == bindparam("deadline"),
        _prompt.c.state == "parked",
    )
    .order_by(_prompt.c.wanted_at, _prompt.c.key)
)


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """A move and everything against it; `level` is that of a prompt to be done after all."""

    move: str
    refusals: tuple[Refusal, ...]
    level: str | None = None


def moves(desk: Desk, view: DeadlineView) -> list[DeadlineMove]:
    """The moves from where a deadline stands. A reason that a form asks for is not missed yet."""
    row = view.row
    subject = desk.by_id(row.subject_table, row.subject_id)
    facts = facts_of(desk, row, subject, "asked for")
    facts = replace(facts, beyond_bounds=tuple(_beyond(desk, row, subject)))
    found = {one.move: one for one in look(DEADLINE, row.state, facts)}
    said = [
        DeadlineMove(name, (*found[name].refusals, *_of_the_clock(row, name)))
        for name in PEOPLES
        if name in found
    ]
    return said + [_retry(desk, row, one) for one in desk.all(_PARKED, deadline=row.id)]


def _beyond(desk: Desk, row: Any, subject: Any) -> Iterator[Refusal]:
    if row.kind == "review" and row.subject_table == "review":
        yield Refusal("deadline.extend_as_review", {"ref": subject.ref})
        return
    known = policies(desk)
    later = row.due_day + dt.timedelta(days=1)
    yield from against(known, row, extension_rule(known, row.kind), later)


def _of_the_clock(row: Any, move: str) -> Iterator[Refusal]:
    """That what the clock brings about is not let go, unless it has failed."""
    if move == "waive" and by_the_clock(row.effect) and row.effect in EFFECTS and not row.trouble:
        yield Refusal("deadline.would_never_come", {"on": row.due_day})


def _retry(desk: Desk, row: Any, prompt: Any) -> DeadlineMove:
    looks = {one.move: one for one in look(PROMPT, prompt.state, retry_facts(desk, row))}
    return DeadlineMove("retry", looks["retry"].refusals, prompt.key)
