"""The approval machine: a lifecycle built from a rule's decision path.

A path is groups in order; the steps of one group run at once, and the next group opens when
all of them are done. Each step is opened by the permission of its own office or body
(`holder`), so nobody acts in another's place; whoever records a body's decision is given that
body's. A person consulted is heard and cannot block; a decider, or a partner whose consent is
needed, can refuse.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from governance.domain.errors import Problem, Refusal, Unusable
from statemachines.permissions import Permission, holder
from statemachines.table import (
    NEW,
    Chosen,
    Facts,
    Findings,
    Guard,
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)

KINDS: Final = {
    "clear": "Clear the report.",
    "consult": "Be heard; what was said goes on the record and does not block.",
    "recommend": "Recommend what should be decided.",
    "endorse": "Endorse it, without power to decide.",
    "consent": "Consent, as a partner whose consent is needed.",
    "decide": "Decide it.",
}
"""What a step can be, and what whoever acts in it does. The move has the same name."""

_REFUSING: Final = frozenset({"endorse", "consent", "decide"})


class PathStep(Protocol):
    """A step as a rule states it."""

    @property
    def kind(self) -> str:
        """What whoever acts does: one of `KINDS`."""

    @property
    def decider(self) -> str:
        """The key of the office or body that acts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFacts(Facts):
    """What the guards of a decision path ask.

    `lane`: which of the group's steps is acted in, counted from nought. `done_lanes`: those of
    the group that are done. `not_entitled`: why whoever acts may not, on this day and item
    (quorum and interests among it). `not_separate`: duties that the scheme keeps apart.
    `record_wants`: what is missing of the record.
    """

    lane: int | None = None
    done_lanes: frozenset[int] = frozenset()
    not_entitled: Findings = None
    not_separate: Findings = None
    record_wants: Findings = None


@dataclass(frozen=True, slots=True)
class _Step:
    kind: str
    decider: str


_Group = tuple[_Step, ...]
_ENDS: Final = (
    State(
        "complete",
        "Every step of the path is done.",
        "Nobody: the proposal goes on.",
        "It stays complete.",
        final=True,
    ),
    State(
        "refused",
        "A decider, or a partner whose consent is needed, refused.",
        "Nobody.",
        "It stays refused.",
        final=True,
    ),
    State(
        "sent_back",
        "Given back with what is wanted.",
        "The author, by answering; the path begins again.",
        "It stays sent back.",
    ),
    State(
        "referred_up",
        "Left to a higher decider, for whom a path is drawn anew.",
        "Nobody: the new path goes on.",
        "It stays referred up.",
        final=True,
    ),
)


def approval(path: Sequence[Sequence[PathStep]]) -> Lifecycle[ApprovalFacts]:
    """Build the lifecycle of a decision path, or return the one already built for its like.

    Raises `Unusable` where the path or a group is empty or a step is of no known kind.
    """
    groups = tuple(tuple(_Step(s.kind, s.decider) for s in group) for group in path)
    problems = list(_problems(groups))
    if problems:
        raise Unusable(problems)
    return _built(groups)


def example() -> Lifecycle[ApprovalFacts]:
    """Build the machine of a path that shows every kind of step, for documentation."""
    return approval(
        (
            (_Step("clear", "s151"), _Step("consult", "lead-member")),
            (_Step("recommend", "executive-board"),),
            (_Step("endorse", "locality-board"), _Step("consent", "health-partner")),
            (_Step("decide", "trust-board"),),
        )
    )


def group_state(place: int) -> str:
    """Name the state in which the group at a place, counted from nought, is open."""
    return f"group_{place + 1}"


def standing(path: Sequence[Sequence[PathStep]], done: Collection[tuple[int, int]]) -> str:
    """Return the state a path is in, given the (place, lane) of each step that is done.

    Places and lanes count from nought.
    """
    for place, group in enumerate(path):
        if any((place, lane) not in done for lane in range(len(group))):
            return group_state(place)
    return "complete"


def _problems(groups: tuple[_Group, ...]) -> Iterable[Problem]:
    if not groups or not all(groups):
        yield Problem("approval.path_empty")
    for kind in sorted({step.kind for group in groups for step in group} - KINDS.keys()):
        yield Problem("approval.unknown_kind", {"kind": kind, "known": list(KINDS)})


@lru_cache(maxsize=512)
def _built(groups: tuple[_Group, ...]) -> Lifecycle[ApprovalFacts]:
    states = [_state(place, group) for place, group in enumerate(groups)]
    moves: list[Move[ApprovalFacts]] = [
        Move(
            name="draw",
            sources=(NEW,),
            target=group_state(0),
            who=frozenset({Permission.VIRES}),
            meaning="Begin the path.",
        )
    ]
    for place, group in enumerate(groups):
        after = group_state(place + 1) if place + 1 < len(groups) else "complete"
        moves += _acts(place, group, after)
        moves += _ways_out(place, group)
    moves += _around(groups)
    return Lifecycle(
        name="approval",
        title="decision path",
        meaning="A rule's decision path: who acts, in which order, on one proposal.",
        states=(*states, *_ends(moves)),
        moves=tuple(moves),
    )


def _ends(moves: Sequence[Move[ApprovalFacts]]) -> Iterable[State]:
    """The ends that a path can come to: one that decides nothing cannot be referred up."""
    reached = {target for move in moves for target in move.targets}
    return (state for state in _ENDS if state.name in reached)


def _state(place: int, group: _Group) -> State:
    acts = "; ".join(f"{step.kind}: {_spoken(step.decider)}" for step in group)
    return State(
        group_state(place),
        f"Open now: {acts}.",
        " and ".join(dict.fromkeys(_spoken(step.decider) for step in group)).capitalize() + ".",
        "The steps done stay done; the others stay open.",
    )


def _acts(place: int, group: _Group, after: str) -> Iterable[Move[ApprovalFacts]]:
    """One move for each kind of step in the group; the last step of all leads on."""
    here, lanes = group_state(place), frozenset(range(len(group)))
    target: str | Chosen[ApprovalFacts] = after
    if len(group) > 1:
        target = Chosen((here, after), lambda facts: _onward(facts, lanes, here, after))
    for kind in dict.fromkeys(step.kind for step in group):
        yield Move(
            name=kind,
            sources=(here,),
            target=target,
            who=_holders(group, {kind}),
            meaning=KINDS[kind],
            guards=(_own_lane(group, {kind}), entitled, duties_separate, recorded),
        )


def _onward(facts: ApprovalFacts, lanes: frozenset[int], here: str, after: str) -> str:
    return after if lanes <= facts.done_lanes | {facts.lane} else here


def _ways_out(place: int, group: _Group) -> Iterable[Move[ApprovalFacts]]:
    here = (group_state(place),)
    kinds = {step.kind for step in group}
    if kinds & _REFUSING:
        yield Move(
            name="refuse",
            sources=here,
            target="refused",
            who=_holders(group, _REFUSING),
            meaning="Refuse it.",
            guards=(_own_lane(group, _REFUSING), entitled, duties_separate, recorded),
        )
    if kinds - {"consult"}:
        yield Move(
            name="send_back",
            sources=here,
            target="sent_back",
            who=_holders(group, kinds - {"consult"}),
            meaning="Give it back and say what is wanted.",
            guards=(_own_lane(group, kinds - {"consult"}), entitled, reason_given),
        )
    if "decide" in kinds:
        yield Move(
            name="refer_up",
            sources=here,
            target="referred_up",
            who=_holders(group, {"decide"}),
            meaning="Leave it to a higher decider.",
            guards=(_own_lane(group, {"decide"}), entitled, reason_given),
        )


def _around(groups: tuple[_Group, ...]) -> Iterable[Move[ApprovalFacts]]:
    """Moves that belong to the path as a whole."""
    everywhere = tuple(group_state(place) for place in range(len(groups)))
    authors = frozenset({Permission.AUTHOR, Permission.SECRETARY})
    yield Move(
        name="call_back",
        sources=everywhere,
        target="sent_back",
        who=authors,
        meaning="Take it back to mend it, before it is decided.",
        guards=(reason_given,),
    )
    yield Move(
        name="answer",
        sources=("sent_back",),
        target=group_state(0),
        who=authors,
        meaning="Begin the path again with what was wanted.",
    )
    yield Move(
        name="record_outside",
        sources=(*everywhere, "sent_back"),
        target="complete",
        who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER}),
        meaning="Record that the steps were taken outside Vires; flagged as irregular.",
        guards=(recorded, reason_given),
    )


def _holders(group: _Group, kinds: Collection[str]) -> frozenset[str]:
    return frozenset(holder(step.decider) for step in group if step.kind in kinds)


def _own_lane(group: _Group, kinds: Collection[str]) -> Guard[ApprovalFacts]:
    """Build the guard that a step is acted in by its own decider, and once."""

    def own_lane(facts: ApprovalFacts) -> Iterable[Refusal]:
        """It is an open step of this group, and whoever acts is the one it names."""
        lane = facts.lane
        if lane is None or not 0 <= lane < len(group) or group[lane].kind not in kinds:
            names = [_spoken(step.decider) for step in group if step.kind in kinds]
            yield Refusal("approval.not_that_step", {"deciders": names})
            return
        step = group[lane]
        if lane in facts.done_lanes:
            yield Refusal("approval.done_already", {"decider": _spoken(step.decider)})
        if holder(step.decider) not in facts.permissions:
            yield Refusal("approval.not_theirs", {"decider": _spoken(step.decider)})

    return own_lane


def entitled(facts: ApprovalFacts) -> Iterable[Refusal]:
    """Whoever acts is entitled to, on that day and on that item."""
    return established(facts.not_entitled, "not_entitled")


def duties_separate(facts: ApprovalFacts) -> Iterable[Refusal]:
    """The duties that the scheme keeps apart are in different hands."""
    return established(facts.not_separate, "not_separate")


def recorded(facts: ApprovalFacts) -> Iterable[Refusal]:
    """What was said or decided is on the record."""
    return established(facts.record_wants, "record_wants")


def _spoken(decider: str) -> str:
    return decider.replace("-", " ")
