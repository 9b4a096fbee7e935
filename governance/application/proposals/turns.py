"""Whose turn it is on a decision path: pure questions about a report's steps.

Steps stand in groups (`place`), one after the other; the steps of a group run at once (`lane`).
A consulted view or a clearance is a step like a decision; the deciding turn is the first group
with a decision, recommendation, endorsement or consent that is not done.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from governance.application.change import Insert, Update
from governance.application.desk import Desk
from governance.domain.authority.model import Path
from governance.domain.errors import Refusal
from statemachines.machine import enter, step
from statemachines.permissions import Permission
from statemachines.step import STEP, StepFacts

DECIDING = frozenset({"decide", "recommend", "endorse", "consent"})
"""Kinds of step that are a turn of whoever decides or advises."""

OVER = frozenset({"done", "skipped"})
"""States of a step that nobody waits for."""

_BY_VIRES = frozenset({Permission.VIRES.value})


def groups(steps: Sequence[Any]) -> list[list[Any]]:
    """The steps of a path, group by group."""
    ordered = sorted(steps, key=lambda s: (s.place, s.lane))
    return [list(group) for _, group in groupby(ordered, key=lambda s: s.place)]


def deciding_turn(steps: Sequence[Any], partners: frozenset[str] = frozenset()) -> list[Any]:
    """The steps of those whose turn it is to decide or advise; empty once all have.

    `partners` are deciders' keys that mean each partner; theirs is no turn of a body.
    """
    for group in groups(steps):
        turn = [
            s
            for s in group
            if s.kind in DECIDING and s.state not in OVER and s.decider not in partners
        ]
        if turn:
            return turn
    return []


def before(steps: Sequence[Any], turn: Sequence[Any]) -> list[Any]:
    """Steps that come before a turn, or beside it to be heard, and are not done."""
    if not turn:
        return []
    place = turn[0].place
    own = {s.id for s in turn}
    return [
        s
        for s in steps
        if s.state not in OVER
        and s.id not in own
        and (s.place < place or (s.place == place and s.kind not in DECIDING))
    ]


def not_done_before(
    steps: Sequence[Any], turn: Sequence[Any], titles: dict[str, str]
) -> tuple[Refusal, ...]:
    """A refusal for each step that must be done before a turn."""
    return tuple(
        Refusal(f"step.{s.kind}_wanted", {"who": titles.get(s.decider, s.decider)})
        for s in before(steps, turn)
    )


def after(steps: Sequence[Any], done: Sequence[Any]) -> list[Any]:
    """What is left of the path once some steps are done."""
    own = {s.id for s in done}
    return [s for s in steps if s.state not in OVER and s.id not in own]


def drawn(desk: Desk, proposal_id: str, path: Path, *, draw: int) -> list[Insert]:
    """The steps of a path as rows: the first group open, the others waiting."""
    facts = StepFacts(permissions=_BY_VIRES, before_it=())
    waiting = enter(STEP, "draw", facts)
    opened = step(STEP, waiting, "open", facts)
    return [
        Insert(
            "step",
            {
                "id": desk.new_id(),
                "proposal_id": proposal_id,
                "draw": draw,
                "place": place,
                "lane": lane,
                "kind": one.kind,
                "decider": one.decider,
                "method": one.method,
                "state": opened if place == 0 else waiting,
            },
        )
        for place, group in enumerate(path)
        for lane, one in enumerate(group)
    ]


def opened_by(steps: Sequence[Any], finished: Sequence[Any]) -> list[Update]:
    """The steps whose turn comes once others are finished."""
    over = {s.id for s in finished} | {s.id for s in steps if s.state in OVER}
    for group in groups(steps):
        if all(s.id in over for s in group):
            continue
        facts = StepFacts(permissions=_BY_VIRES, before_it=())
        return [
            Update("step", s, {"state": step(STEP, s.state, "open", facts)})
            for s in group
            if s.state == "waiting" and s.id not in over
        ]
    return []


def skipped(steps: Sequence[Any], reason: str) -> list[Update]:
    """The steps that are let go when a path is drawn anew or a report withdrawn."""
    facts = StepFacts(permissions=_BY_VIRES, reason=reason)
    return [
        Update("step", s, {"state": step(STEP, s.state, "skip", facts)})
        for s in steps
        if s.state not in OVER
    ]


def finished(one: Any, *, permissions: frozenset[str], desk: Desk, **values: Any) -> Update:
    """A step as done by whoever acts now, once its lifecycle lets it."""
    state = one.state
    if state == "waiting":
        state = step(STEP, state, "open", StepFacts(permissions=_BY_VIRES, before_it=()))
    facts = StepFacts(
        permissions=permissions,
        before_it=(),
        not_entitled=(),
        not_separate=(),
        record_wants=(),
    )
    done = {
        "state": step(STEP, state, "finish", facts),
        "done_on": desk.today,
        "done_by_id": desk.actor.person_id,
        **values,
    }
    return Update("step", one, done)
