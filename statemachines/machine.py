"""Moving an item on: the only importer of `transitions`.

One machine a lifecycle, built once and shared; the item is a light object the machine never
registers, so a stored state is never overwritten and nothing is queued. Moves have no effects:
the caller gets the next state, or every reason why not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from transitions import Machine

from governance.domain.errors import GuardRefused, NoSuchMove, Problem, Refusal, Unusable
from governance.domain.suggest import nearest
from statemachines.table import NEW, F, Lifecycle, Move, spoken


class UnknownState(Unusable):
    """An item is stored in a state its lifecycle does not know."""


@dataclass(frozen=True, slots=True)
class Look:
    """A move that exists from here: where it leads, and every reason why it is closed now."""

    move: str
    target: str | None
    refusals: tuple[Refusal, ...]

    @property
    def open(self) -> bool:
        """Whether nothing speaks against the move."""
        return not self.refusals


def step(lifecycle: Lifecycle[F], state: str, move: str, facts: F) -> str:
    """Return the state that a move leads to from `state`, on these facts.

    Raises `NoSuchMove` where the lifecycle has no such move from here, `GuardRefused` with
    every reason where the move is closed, `UnknownState` where the state is none of its own.
    That somebody else moved first is for the store to notice.
    """
    if move not in moves_from(lifecycle, state):
        raise NoSuchMove([no_such_move(lifecycle, state, move)])
    item = _Item(state, facts)
    if not _machine(lifecycle).events[move].trigger(item, item):
        raise GuardRefused(item.refusals or ())
    return item.state


def enter(lifecycle: Lifecycle[F], move: str, facts: F) -> str:
    """Return the state in which an item comes into being by an entry move; raises as `step`."""
    return step(lifecycle, NEW, move, facts)


def moves_from(lifecycle: Lifecycle[F], state: str) -> tuple[str, ...]:
    """Name the moves that exist from a state, in the table's order. Raises `UnknownState`."""
    known = lifecycle.from_state
    if state not in known:
        names = list(lifecycle.state_names)
        params = {
            "lifecycle": lifecycle.name,
            "item": lifecycle.title,
            "state": state,
            "known": names,
            "nearest": nearest(state, names),
        }
        raise UnknownState([Problem("lifecycle.unknown_state", params)])
    return tuple(known[state])


def look(lifecycle: Lifecycle[F], state: str, facts: F) -> tuple[Look, ...]:
    """Say for each move from a state where it leads and why it is closed, if it is.

    Asks the guards that `step` asks. Raises `UnknownState`.
    """
    moves_from(lifecycle, state)
    return tuple(
        Look(move.name, move.target_for(facts), move.refusals(facts))
        for move in lifecycle.from_state[state].values()
    )


def edges(lifecycle: Lifecycle[Any]) -> tuple[tuple[str, str, str], ...]:
    """List every transition the machine itself holds: source, move, target."""
    return tuple(
        (transition.source, event.name, str(transition.dest))
        for event in _machine(lifecycle).events.values()
        for transitions in event.transitions.values()
        for transition in transitions
    )


class _Item:
    """What the machine moves: a state and the facts; notes the refusals on the way."""

    __slots__ = ("facts", "refusals", "state")

    def __init__(self, state: str, facts: Any) -> None:
        self.state = state
        self.facts = facts
        self.refusals: tuple[Refusal, ...] | None = None


@lru_cache(maxsize=1024)
def _machine(lifecycle: Lifecycle[Any]) -> Machine:
    """The one machine of a lifecycle. No model, no queue, no moves that the table lacks."""
    machine = Machine(
        model=None,
        states=[NEW, *lifecycle.state_names],
        initial=NEW,
        auto_transitions=False,
        name=lifecycle.name,
    )
    for move in lifecycle.moves:
        for source in move.sources:
            for target in move.targets:
                machine.add_transition(
                    move.name, source, target, conditions=[_condition(move, target)]
                )
    return machine


def _condition(move: Move[Any], target: str) -> Callable[[_Item], bool]:
    """The one condition of a transition: nothing refuses, and the facts choose this target."""

    def open_to(item: _Item) -> bool:
        if item.refusals is None:
            item.refusals = move.refusals(item.facts)
        return not item.refusals and move.target_for(item.facts) == target

    return open_to


def no_such_move(lifecycle: Lifecycle[Any], state: str, move: str) -> Refusal:
    """Why a move that a state does not have is refused there, and what there is instead."""
    available = [found.title for found in lifecycle.from_state[state].values()]
    params = {
        "lifecycle": lifecycle.name,
        "item": lifecycle.title,
        "state": state,
        "where": spoken(state),
        "move": spoken(move),
        "available": available,
        "named": move,
        "names": list(lifecycle.from_state[state]),
        "nearest": nearest(spoken(move), available),
    }
    code = "lifecycle.no_such_move" if available else "lifecycle.no_moves_left"
    return Refusal(code, params)
