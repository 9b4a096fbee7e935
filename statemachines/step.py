"""One step of a proposal's decision path: somebody's turn to decide, consult, recommend or clear.

Which steps run at once and which wait is the approval machine's (see `approval`); this says
what one of them goes through. A path that changes is drawn anew, and the steps of the old
drawing that were not done are skipped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import (
    NEW,
    Facts,
    Findings,
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts(Facts):
    """What the guards of a step ask.

    `before_it`: steps that come first and are not done. `not_entitled`: why whoever acts may
    not act in this step, on this day, on this item. `not_separate`: duties that the scheme
    keeps apart. `record_wants`: what is missing of the record (a consulted view, the words of
    the decision).
    """

    before_it: Findings = None
    not_entitled: Findings = None
    not_separate: Findings = None
    record_wants: Findings = None


def turn_has_come(facts: StepFacts) -> Iterable[Refusal]:
    """The steps before it are done."""
    return established(facts.before_it, "before_it")


def entitled(facts: StepFacts) -> Iterable[Refusal]:
    """Whoever acts is entitled to, on that day and on that item."""
    return established(facts.not_entitled, "not_entitled")


def duties_separate(facts: StepFacts) -> Iterable[Refusal]:
    """The duties that the scheme keeps apart are in different hands."""
    return established(facts.not_separate, "not_separate")


def recorded(facts: StepFacts) -> Iterable[Refusal]:
    """What was said or decided is on the record."""
    return established(facts.record_wants, "record_wants")


_ACTS: Final = frozenset(
    {Permission.DECIDER, Permission.CLEARER, Permission.CHAIR, Permission.SECRETARY}
)

STEP: Final[Lifecycle[StepFacts]] = Lifecycle(
    name="step",
    title="step",
    meaning="Somebody's turn on a decision path.",
    states=(
        State(
            "waiting",
            "Steps before it are not done.",
            "Vires, when they are.",
            "It stays waiting; it opens when the steps before it are done.",
        ),
        State(
            "open",
            "It is somebody's turn.",
            "Whoever the path names.",
            "It stays open; nothing was decided.",
        ),
        State(
            "done",
            "What was asked of this step is on the record.",
            "Nobody: a later step goes on.",
            "It stays done; it is never done twice.",
            final=True,
        ),
        State(
            "sent_back",
            "Given back with what is wanted.",
            "The author, by answering.",
            "It stays sent back.",
        ),
        State(
            "skipped",
            "Not needed any more: the path was drawn anew or the report withdrawn.",
            "Nobody.",
            "It stays skipped.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="draw",
            sources=(NEW,),
            target="waiting",
            who=frozenset({Permission.VIRES}),
            meaning="Comes with the decision path it belongs to.",
        ),
        Move(
            name="open",
            sources=("waiting",),
            target="open",
            who=frozenset({Permission.VIRES, Permission.SECRETARY}),
            meaning="Its turn has come.",
            guards=(turn_has_come,),
        ),
        Move(
            name="finish",
            sources=("open",),
            target="done",
            who=_ACTS,
            meaning="Do what the step asks: decide, recommend, endorse, consent, clear, be heard.",
            guards=(entitled, duties_separate, recorded),
        ),
        Move(
            name="record_outside",
            sources=("waiting", "open", "sent_back"),
            target="done",
            who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER}),
            meaning="Record that it was done outside Vires; flagged as irregular.",
            guards=(recorded, reason_given),
        ),
        Move(
            name="send_back",
            sources=("open",),
            target="sent_back",
            who=_ACTS,
            meaning="Give the report back and say what is wanted.",
            guards=(entitled, reason_given),
        ),
        Move(
            name="open_again",
            sources=("sent_back",),
            target="open",
            who=frozenset({Permission.AUTHOR, Permission.SECRETARY, Permission.VIRES}),
            meaning="What was wanted is there.",
        ),
        Move(
            name="skip",
            sources=("waiting", "open", "sent_back"),
            target="skipped",
            who=frozenset({Permission.VIRES}),
            meaning="Let it go: the path was drawn anew or the report withdrawn.",
            guards=(reason_given,),
        ),
    ),
)
