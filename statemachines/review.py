"""A review of a commission: due by its rhythm, reported, and accepted by whoever the scheme says.

One that is not reported by its day is missed; the clock says so and escalates. Reporting it
after all closes that, and the record keeps that it was held late.
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
class ReviewFacts(Facts):
    """What the guards of a review ask.

    `not_yet_due`: that its day has not passed. `unanswered`: tests without a finding, users
    whose views are missing. `undecided`: why no decision accepts it or refers it back.
    `still_wanted`: that the commission still has to be reviewed. `beyond_bounds`: why it cannot
    be put off so far.
    """

    not_yet_due: Findings = None
    unanswered: Findings = None
    undecided: Findings = None
    still_wanted: Findings = None
    beyond_bounds: Findings = None


def day_passed(facts: ReviewFacts) -> Iterable[Refusal]:
    """Its day has passed."""
    return established(facts.not_yet_due, "not_yet_due")


def complete(facts: ReviewFacts) -> Iterable[Refusal]:
    """Each of the four tests has a finding, and users' views are there."""
    return established(facts.unanswered, "unanswered")


def decided(facts: ReviewFacts) -> Iterable[Refusal]:
    """Whoever the scheme says has decided so."""
    return established(facts.undecided, "undecided")


def wanted_no_more(facts: ReviewFacts) -> Iterable[Refusal]:
    """The commission is over, or another review stands in its place."""
    return established(facts.still_wanted, "still_wanted")


def within_bounds(facts: ReviewFacts) -> Iterable[Refusal]:
    """It is put off no further than the policy allows, by whoever may."""
    return established(facts.beyond_bounds, "beyond_bounds")


_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})
_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.COMMISSION_LEAD})

REVIEW: Final[Lifecycle[ReviewFacts]] = Lifecycle(
    name="review",
    title="review",
    meaning="A review of what a commission delivers, on the four tests and users' views.",
    states=(
        State(
            "due",
            "It is to be held by its day.",
            "The lead, by reporting it; the clock, when its day has passed.",
            "It stays due; its reminders come when the clock next runs.",
        ),
        State(
            "rescheduled",
            "It is to be held by a later day, for a reason on the record.",
            "The lead, by reporting it; the clock, when that day has passed.",
            "It stays due on its later day.",
        ),
        State(
            "missed",
            "Its day has passed without a report; it escalates.",
            "The lead, by holding it late; whoever may give it more time, by putting it off.",
            "It stays missed; it escalates when the clock next runs.",
        ),
        State(
            "reported",
            "What was found is on file and waits to be accepted.",
            "Whoever the scheme says accepts reviews.",
            "It stays reported; the decision that was taken is found.",
        ),
        State(
            "held_late",
            "It was reported after its day and waits to be accepted.",
            "Whoever the scheme says accepts reviews.",
            "It stays reported; the decision that was taken is found.",
        ),
        State(
            "referred_back",
            "It was not accepted as it is; more is wanted.",
            "The lead, by reporting again.",
            "It stays referred back.",
        ),
        State(
            "accepted",
            "It is accepted; the next one is due by the rhythm.",
            "Nobody.",
            "It stays accepted.",
            final=True,
        ),
        State(
            "lapsed",
            "Nobody needs it any more: the commission is over, or was recommissioned.",
            "Nobody.",
            "It stays lapsed.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="schedule",
            sources=(NEW,),
            target="due",
            who=_ENGINE | _KEEPERS,
            meaning="Set its day, by the rhythm of the commission's risk tier.",
        ),
        Move(
            name="reschedule",
            sources=("due", "rescheduled", "missed"),
            target="rescheduled",
            who=frozenset({Permission.TIME_GIVER}),
            meaning="Put it off, within bounds.",
            guards=(reason_given, within_bounds),
        ),
        Move(
            name="miss",
            sources=("due", "rescheduled"),
            target="missed",
            who=_ENGINE,
            meaning="Note that its day has passed.",
            guards=(day_passed,),
        ),
        Move(
            name="report",
            sources=("due", "rescheduled", "referred_back"),
            target="reported",
            who=_KEEPERS,
            meaning="Put what was found on file.",
            guards=(complete,),
        ),
        Move(
            name="hold_late",
            sources=("missed",),
            target="held_late",
            who=_KEEPERS,
            meaning="Put what was found on file, after its day.",
            guards=(complete,),
        ),
        Move(
            name="accept",
            sources=("reported", "held_late"),
            target="accepted",
            who=_ENGINE,
            meaning="Accept it, by a decision under the scheme.",
            guards=(decided,),
        ),
        Move(
            name="refer_back",
            sources=("reported", "held_late"),
            target="referred_back",
            who=_ENGINE,
            meaning="Ask for more, by a decision under the scheme.",
            guards=(decided,),
        ),
        Move(
            name="take_back",
            sources=("reported", "held_late"),
            target="referred_back",
            who=_ENGINE,
            meaning="Take it back with its report, before anybody has decided on it.",
        ),
        Move(
            name="lapse",
            sources=("due", "rescheduled", "missed", "reported", "held_late", "referred_back"),
            target="lapsed",
            who=_ENGINE,
            meaning="Drop it with its cause.",
            guards=(wanted_no_more,),
        ),
    ),
)
