"""A lifecycle as a table: states, moves, who may make them, and the guards that close them.

Every state says what it means, who moves it on, and what a crash there means. A lifecycle is
checked when it is built, so that a mistake in a table stops the import and not a secretary.
Guards return refusals, all of them; a fact that nobody established refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from governance.domain.errors import Refusal
from statemachines import permissions

NEW: Final = "new"
"""Where an item stands before it exists: the source of every move by which one comes in."""

NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


Findings = tuple[Refusal, ...] | None
"""What a caller found against a move: nothing (), reasons, or None where nobody looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What guards are told: what the actor is towards the item, and the reason given.

    Every lifecycle has its own kind of facts with more. All defaults are closed.
    """

    permissions: frozenset[str] = frozenset()
    reason: str = ""


F = TypeVar("F", bound=Facts)
Guard = Callable[[F], Iterable[Refusal]]


@dataclass(frozen=True, slots=True)
class State:
    """A state an item can rest in. `final`: the item may stay here for good."""

    name: str
    meaning: str
    moved_by: str
    crash: str
    final: bool = False

    @property
    def title(self) -> str:
        """The state in a sentence."""
        return spoken(self.name)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[F]):
    """A target that the facts choose from a few; None where they do not say."""

    among: tuple[str, ...]
    by: Callable[[F], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Generic[F]):
    """A move from any of some states to one. `who` names the permissions that open it."""

    name: str
    sources: tuple[str, ...]
    target: str | Chosen[F]
    who: frozenset[str]
    meaning: str
    guards: tuple[Guard[F], ...] = ()

    @property
    def title(self) -> str:
        """The move in a sentence."""
        return spoken(self.name)

    @property
    def targets(self) -> tuple[str, ...]:
        """Every state the move can lead to."""
        return self.target.among if isinstance(self.target, Chosen) else (self.target,)

    def target_for(self, facts: F) -> str | None:
        """The state the move leads to on these facts; None where they choose none it can."""
        if not isinstance(self.target, Chosen):
            return self.target
        chosen = self.target.by(facts)
        return chosen if chosen in self.target.among else None

    def refusals(self, facts: F) -> tuple[Refusal, ...]:
        """Every reason against the move, the permission's first. Empty means it is open."""
        found: list[Refusal] = []
        if self.who != permissions.ANYONE and not self.who & facts.permissions:
            people = self.who - permissions.NOBODY or self.who
            params = {"move": self.title, "who": permissions.titles(people)}
            found.append(Refusal("lifecycle.not_permitted", params))
        for guard in self.guards:
            found.extend(guard(facts))
        if self.target_for(facts) is None:
            to = [spoken(name) for name in self.targets]
            found.append(Refusal("lifecycle.target_unknown", {"move": self.title, "to": to}))
        return tuple(found)


class TableError(ValueError):
    """A lifecycle's table does not hold together; says everything that is wrong with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Lifecycle(Generic[F]):
    """A checked table. `name` is its key, `title` what one such item is called."""

    name: str
    title: str
    meaning: str
    states: tuple[State, ...]
    moves: tuple[Move[F], ...]
    from_state: Mapping[str, Mapping[str, Move[F]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        wrong = list(_wrong(self))
        if wrong:
            raise TableError(f"{self.name}: {'; '.join(wrong)}")
        index: dict[str, dict[str, Move[F]]] = {name: {} for name in (NEW, *self.state_names)}
        for move in self.moves:
            for source in move.sources:
                index[source][move.name] = move
        object.__setattr__(self, "from_state", index)

    @property
    def initial(self) -> str:
        """The state an item ordinarily comes in by: the first entry's target."""
        return next(m.targets[0] for m in self.moves if NEW in m.sources)

    @property
    def state_names(self) -> tuple[str, ...]:
        """Every state that a stored item can be in."""
        return tuple(state.name for state in self.states)

    @property
    def move_names(self) -> tuple[str, ...]:
        """Every move's name, once, in the order of the table."""
        return tuple(dict.fromkeys(move.name for move in self.moves))

    def state(self, name: str) -> State:
        """The state of that name. Raises `KeyError` where there is none."""
        for state in self.states:
            if state.name == name:
                return state
        raise KeyError(name)


def spoken(name: str) -> str:
    """A state's or a move's name as words."""
    return name.replace("_", " ")


def established(findings: Findings, about: str) -> tuple[Refusal, ...]:
    """Pass on what was found; refuse where nobody looked. `about` names the fact."""
    if findings is None:
        return (Refusal("lifecycle.not_established", {"about": spoken(about)}),)
    return findings


def reason_given(facts: Facts) -> Iterable[Refusal]:
    """A reason is given."""
    if not facts.reason.strip():
        yield Refusal("lifecycle.reason_missing")


def _wrong(lifecycle: Lifecycle[Any]) -> Iterable[str]:
    """Everything that does not hold together, in words for whoever wrote the table."""
    names = [state.name for state in lifecycle.states]
    yield from _wrong_names(names, lifecycle.moves)
    yield from _wrong_moves(set(names), lifecycle.moves)
    yield from _wrong_shape(lifecycle)


def _wrong_names(names: list[str], moves: tuple[Move[Any], ...]) -> Iterable[str]:
    for name in dict.fromkeys([*names, *(move.name for move in moves)]):
        if not NAME.fullmatch(name):
            yield f"{name!r} is not a name in snake_case"
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"the state {name} stands twice"
    if NEW in names:
        yield f"{NEW} is no state of an item that exists"


def _wrong_moves(names: set[str], moves: tuple[Move[Any], ...]) -> Iterable[str]:
    seen: set[tuple[str, str]] = set()
    for move in moves:
        if not move.sources:
            yield f"{move.name} starts from nowhere"
        for source in move.sources:
            if source not in names | {NEW}:
                yield f"{move.name} starts from {source}, which is no state"
            if (move.name, source) in seen:
                yield f"{move.name} stands twice from {source}"
            seen.add((move.name, source))
        for target in move.targets:
            if target not in names:
                yield f"{move.name} leads to {target}, which is no state"
        yield from _wrong_closing(move)


def _wrong_closing(move: Move[Any]) -> Iterable[str]:
    if not move.who:
        yield f"{move.name} does not say who may make it"
    for permission in sorted(move.who):
        if not permissions.known(permission):
            yield f"{move.name} is open to {permission}, whom nobody knows"
    for guard in move.guards:
        if not guard.__doc__:
            yield f"a guard of {move.name} does not say what it asks"


def _wrong_shape(lifecycle: Lifecycle[Any]) -> Iterable[str]:
    onward: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    for move in lifecycle.moves:
        for source in move.sources:
            for target in move.targets:
                onward.setdefault(source, set()).add(target)
                back.setdefault(target, set()).add(source)
    reachable = _closure({NEW}, onward)
    ends = {state.name for state in lifecycle.states if state.final}
    ending = _closure(ends, back)
    if not ends:
        yield "no state is final"
    for state in lifecycle.states:
        if state.name not in reachable:
            yield f"nothing leads to {state.name}"
        if ends and state.name not in ending:
            yield f"no end can be reached from {state.name}"


def _closure(start: set[str], steps: Mapping[str, set[str]]) -> set[str]:
    """Everything that can be reached from `start`."""
    reached: set[str] = set()
    waiting = set(start)
    while waiting:
        here = waiting.pop()
        reached.add(here)
        waiting |= steps.get(here, set()) - reached
    return reached
