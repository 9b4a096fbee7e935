"""A monitoring return: what one partner reports on its commitments for one period of a plan.

It is set by the plan's rhythm. One that does not come by its day is missed, which the clock says
and escalates; returned after all, the record keeps that it came late. What was returned may be
corrected, and what it said before stays.
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
class ReturnFacts(Facts):
    """What the guards of a return ask.

    `not_yet_due`: that its day has not passed. `unanswered`: commitments it does not speak of,
    or not as it should. `period_ahead`: that its period has not begun. `still_wanted`: that the
    plan still asks for it.
    """

    not_yet_due: Findings = None
    unanswered: Findings = None
    period_ahead: Findings = None
    still_wanted: Findings = None


def day_passed(facts: ReturnFacts) -> Iterable[Refusal]:
    """Its day has passed."""
    return established(facts.not_yet_due, "not_yet_due")


def complete(facts: ReturnFacts) -> Iterable[Refusal]:
    """Every commitment of the partner is answered, with what the word rests on."""
    return established(facts.unanswered, "unanswered")


def begun(facts: ReturnFacts) -> Iterable[Refusal]:
    """Its period has begun."""
    return established(facts.period_ahead, "period_ahead")


def wanted_no_more(facts: ReturnFacts) -> Iterable[Refusal]:
    """The plan is over, or the partner has no commitment left."""
    return established(facts.still_wanted, "still_wanted")


_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})
_REPORTERS: Final = frozenset({Permission.PARTNER, Permission.SECRETARY})

MONITORING_RETURN: Final[Lifecycle[ReturnFacts]] = Lifecycle(
    name="monitoring_return",
    title="monitoring return",
    meaning="What one partner reports on its commitments for one period of a plan.",
    states=(
        State(
            "due",
            "It is to be returned by its day.",
            "Somebody of the partner, by returning it; the clock, when its day has passed.",
            "It stays due; its reminders come when the clock next runs.",
        ),
        State(
            "missed",
            "Its day has passed and nothing is on file; it escalates.",
            "Somebody of the partner, by returning it late; whoever may give it more time.",
            "It stays missed; it escalates when the clock next runs.",
        ),
        State(
            "returned",
            "It was returned by its day; the annual report rests on it.",
            "Somebody of the partner, by correcting it.",
            "It stays returned.",
            final=True,
        ),
        State(
            "returned_late",
            "It was returned after its day; the annual report rests on it.",
            "Somebody of the partner, by correcting it.",
            "It stays returned late.",
            final=True,
        ),
        State(
            "lapsed",
            "Nobody needs it: its plan ended first, or the partner had no commitment left.",
            "Nobody.",
            "It stays lapsed.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="set",
            sources=(NEW,),
            target="due",
            who=_ENGINE,
            meaning="Ask a partner for its return on a period.",
        ),
        Move(
            name="give_time",
            sources=("due", "missed"),
            target="due",
            who=_ENGINE,
            meaning="Let it be returned by a later day, as its deadline was extended.",
        ),
        Move(
            name="miss",
            sources=("due",),
            target="missed",
            who=_ENGINE,
            meaning="Note that its day has passed.",
            guards=(day_passed,),
        ),
        Move(
            name="report",
            sources=("due", "missed"),
            target="returned",
            who=_REPORTERS,
            meaning="Say of every commitment how far it was kept, by its day.",
            guards=(begun, complete),
        ),
        Move(
            name="report_late",
            sources=("due", "missed"),
            target="returned_late",
            who=_REPORTERS,
            meaning="Say so after its day.",
            guards=(begun, complete),
        ),
        Move(
            name="correct",
            sources=("returned",),
            target="returned",
            who=_REPORTERS,
            meaning="Say something else of a commitment; what was said before stays on record.",
            guards=(reason_given, complete),
        ),
        Move(
            name="correct_late",
            sources=("returned_late",),
            target="returned_late",
            who=_REPORTERS,
            meaning="Say something else in a return that came late.",
            guards=(reason_given, complete),
        ),
        Move(
            name="lapse",
            sources=("due", "missed"),
            target="lapsed",
            who=_ENGINE,
            meaning="Let it go with its cause.",
            guards=(wanted_no_more,),
        ),
        Move(
            name="revive",
            sources=("lapsed",),
            target="due",
            who=_ENGINE,
            meaning="Ask for it after all, because the partner has commitments again.",
        ),
    ),
)
