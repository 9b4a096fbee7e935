"""The agreement behind a pooled fund: drafted, agreed by each partner, executed, in force.

Agreements run late in practice: one that runs past its last day operates on extension. That is
recorded and warned of, never refused, until a variation covers it or it is ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import (
    NEW,
    Chosen,
    Facts,
    Findings,
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledAgreementFacts(Facts):
    """What the guards of a pooled agreement ask.

    `undecided`: why no decision in effect agrees, varies or ends it. `lacking`: what it does not
    say and has to (SI 2000/617 regulation 7). `before_start`, `before_end`: that its first or
    its last day has not come. `runs_on`: whether its last day, as it is to be, is past already.
    """

    undecided: Findings = None
    lacking: Findings = None
    before_start: Findings = None
    before_end: Findings = None
    runs_on: bool = False


def decided(facts: PooledAgreementFacts) -> Iterable[Refusal]:
    """Each partner's own decision is in effect."""
    return established(facts.undecided, "undecided")


def complete(facts: PooledAgreementFacts) -> Iterable[Refusal]:
    """It says everything that the regulations ask of it."""
    return established(facts.lacking, "lacking")


def started(facts: PooledAgreementFacts) -> Iterable[Refusal]:
    """Its first day has come."""
    return established(facts.before_start, "before_start")


def run_out(facts: PooledAgreementFacts) -> Iterable[Refusal]:
    """Its last day is past."""
    return established(facts.before_end, "before_end")


_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.COMMISSIONER})
_SECRETARY: Final = frozenset({Permission.SECRETARY})
_OFFICERS: Final = frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER})
_VIRES: Final = frozenset({Permission.VIRES})
_RUNNING: Final = ("in_force", "varied")
_STANDING: Final = (*_RUNNING, "on_extension")
_VARIED: Final[Chosen[PooledAgreementFacts]] = Chosen(
    ("varied", "on_extension"), lambda facts: "on_extension" if facts.runs_on else "varied"
)
"""A variation that does not cover what runs past its last day leaves it operating on extension."""

POOLED_AGREEMENT: Final[Lifecycle[PooledAgreementFacts]] = Lifecycle(
    name="pooled_agreement",
    title="pooled agreement",
    meaning="The written agreement by which partners pool money (section 75, section 10).",
    states=(
        State(
            "draft",
            "It is being written; it may be incomplete.",
            "The secretary or a commissioner, by a report to each partner.",
            "It stays a draft.",
        ),
        State(
            "agreed",
            "Each partner has agreed to it under its own scheme; nobody has signed.",
            "The secretary, by recording that it was executed.",
            "It stays agreed.",
        ),
        State(
            "executed",
            "It is signed or sealed; its first day has not come.",
            "The clock, on its first day.",
            "It stays executed; it begins when the clock next runs.",
        ),
        State(
            "in_force",
            "Money is pooled under it.",
            "Each partner, by a variation; the clock, after its last day.",
            "It stays in force; its end still falls due.",
        ),
        State(
            "on_extension",
            "Its last day is past and the fund goes on: expired, operating on extension.",
            "Each partner, by a variation that covers it; the secretary, by ending it.",
            "It stays so and is warned of.",
        ),
        State(
            "varied",
            "It is in force as it was varied.",
            "Each partner, by a further variation; the clock, after its last day.",
            "It stays in force; its end still falls due.",
        ),
        State(
            "ended",
            "Nothing is pooled under it any more.",
            "Nobody.",
            "It stays ended.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="start",
            sources=(NEW,),
            target="draft",
            who=_KEEPERS,
            meaning="Begin to write it.",
        ),
        Move(
            name="agree",
            sources=("draft",),
            target="agreed",
            who=_VIRES,
            meaning="Note that each partner has agreed, by a decision in effect.",
            guards=(decided,),
        ),
        Move(
            name="record_agreed",
            sources=("draft",),
            target="agreed",
            who=_OFFICERS,
            meaning="Record that the partners agreed outside Vires; flagged.",
            guards=(reason_given,),
        ),
        Move(
            name="reopen",
            sources=("agreed",),
            target="draft",
            who=_SECRETARY,
            meaning="Write on what was agreed; each partner has to agree again.",
            guards=(reason_given,),
        ),
        Move(
            name="execute",
            sources=("agreed",),
            target="executed",
            who=_SECRETARY,
            meaning="Record that it was signed or sealed, once it is complete.",
            guards=(complete,),
        ),
        Move(
            name="record_executed",
            sources=("draft", "agreed"),
            target="executed",
            who=_OFFICERS,
            meaning="Record that it was executed although it was not agreed or complete; flagged.",
            guards=(reason_given,),
        ),
        Move(
            name="begin",
            sources=("executed",),
            target="in_force",
            who=_VIRES | {Permission.CLOCK},
            meaning="Begin on its first day.",
            guards=(started,),
        ),
        Move(
            name="vary",
            sources=_STANDING,
            target=_VARIED,
            who=_VIRES,
            meaning="Change what it says, by each partner's decision in effect.",
            guards=(decided,),
        ),
        Move(
            name="record_varied",
            sources=_STANDING,
            target=_VARIED,
            who=_OFFICERS,
            meaning="Record that the partners varied it outside Vires; flagged.",
            guards=(reason_given,),
        ),
        Move(
            name="expire",
            sources=_RUNNING,
            target="on_extension",
            who=_VIRES | {Permission.CLOCK},
            meaning="Note that its last day is past and the fund goes on.",
            guards=(run_out,),
        ),
        Move(
            name="end",
            sources=_STANDING,
            target="ended",
            who=_SECRETARY | _VIRES,
            meaning="End it, or let the agreement that follows take its place.",
            guards=(reason_given,),
        ),
        Move(
            name="set_aside",
            sources=("draft", "agreed", "executed"),
            target="ended",
            who=_SECRETARY,
            meaning="Give it up before it has begun.",
            guards=(reason_given,),
        ),
    ),
)
