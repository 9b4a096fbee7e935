"""Whose turn it is on a decision path: pure questions about a report's steps.

Steps stand in groups (`place`), one after the other; the steps of a group run at once (`lane`).
A consulted view or a clearance is a step like a decision; the deciding turn is the first group
with a decision, recommendation, endorsement or consent that is not done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

HEARD = frozenset({"clear", "consult"})
"""Kinds of step in which somebody says something that counts whatever came before it."""

NOT_ON_RECORD = "not_on_record"
"""How a step is shown that nobody took, as the decision was taken outside."""

ADVISES = frozenset({"recommended", "endorsed"})
"""Outcomes that advise whoever decides, and decide nothing."""

OVER = frozenset({"done", "skipped"})
"""States of a step that nobody waits for."""

_BY_VIRES = frozenset({Permission.VIRES.value})


def groups(steps: Sequence[Any]) -> list[list[Any]]:
    """The steps of a path, group by group."""
    ordered = sorted(steps, key=lambda s: (s.place, s.lane))
    return [list(group) for _, group in groupby(ordered, key=lambda s: s.place)]


def not_on_record(steps: Sequence[Any], decisions: Sequence[Any]) -> frozenset[str]:
    """The ids of steps that nobody took as far as is known: the decision was taken outside Vires.

    `decisions` are the report's own, the latest last. What earlier releases recorded as done
    with a decision taken outside names nobody who did it.
    """
    if not decisions or not any(one.outside for one in decisions):
        return frozenset()
    taken = {one.step_id for one in decisions}
    # Before a decision kept its step, the last to decide was the decision itself.
    if None in taken:
        taken |= {s.id for s in [s for s in steps if s.kind == "decide"][-1:]}
    return frozenset(
        s.id
        for s in steps
        if s.id not in taken
        and (s.state == "skipped" or (s.state == "done" and s.done_by_id is None))
    )


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


Kept = Mapping[tuple[int, int], Any]
"""Steps done before a path was drawn anew that still count, by their place and lane in it."""


def still_done(steps: Sequence[Any], path: Path) -> Kept:
    """Which steps done on an earlier drawing a new path asks for as well, and so keeps.

    A clearance and a view that was heard count wherever they stand. Whoever advises or decides
    has before them what came first: theirs counts only where all that comes first is kept too,
    and the last word is never taken as said.
    """
    done = {(s.kind, s.decider): s for s in steps if s.state == "done"}
    kept: dict[tuple[int, int], Any] = {}
    whole = True
    for place, group in enumerate(path):
        for lane, one in enumerate(group):
            found = done.get((one.kind, one.decider))
            on_the_way = whole and place < len(path) - 1
            if found is not None and (on_the_way or one.kind in HEARD):
                kept[place, lane] = found
        whole = whole and all((place, lane) in kept for lane in range(len(group)))
    return kept


def first_open(path: Path, kept: Kept) -> int:
    """The place of the first group of a path that is not done; its length where all are."""
    for place, group in enumerate(path):
        if any((place, lane) not in kept for lane in range(len(group))):
            return place
    return len(path)


def drawn(
    desk: Desk, proposal_id: str, path: Path, *, draw: int, kept: Kept | None = None
) -> list[Insert]:
    """The steps of a path as rows: what is kept done, the first group open, others waiting."""
    facts = StepFacts(permissions=_BY_VIRES, before_it=())
    waiting = enter(STEP, "draw", facts)
    opened = step(STEP, waiting, "open", facts)
    have = kept or {}
    here = first_open(path, have)
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
                "state": opened if place == here else waiting,
                **_as_done(have.get((place, lane))),
            },
        )
        for place, group in enumerate(path)
        for lane, one in enumerate(group)
    ]


def _as_done(one: Any | None) -> dict[str, Any]:
    """What a step that is kept brings with it: that it is done, when, by whom, and the view."""
    if one is None:
        return {}
    return {name: getattr(one, name) for name in _DONE}


_DONE = ("state", "view", "supports", "done_on", "done_by_id")


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
