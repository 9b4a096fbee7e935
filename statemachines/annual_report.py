"""The annual report on a plan: assembled from returns, put to the board, decided, published.

Whether it is late follows from its day and is never stored. What was put to the board is frozen:
it changes only once the board, or whoever put it, has sent it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import NEW, Facts, Findings, Lifecycle, Move, State, established


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReportFacts(Facts):
    """What the guards of an annual report ask.

    `year_runs`: that its year is not over on the day it is assembled for. `undecided`: why no
    decision accepts it or sends it back. `still_wanted`: that the plan still owes it.
    """

    year_runs: Findings = None
    undecided: Findings = None
    still_wanted: Findings = None


def year_over(facts: AnnualReportFacts) -> Iterable[Refusal]:
    """The year it reports on is over."""
    return established(facts.year_runs, "year_runs")


def decided(facts: AnnualReportFacts) -> Iterable[Refusal]:
    """Whoever the scheme says has decided so."""
    return established(facts.undecided, "undecided")


def owed_no_more(facts: AnnualReportFacts) -> Iterable[Refusal]:
    """The plan ended before its year did."""
    return established(facts.still_wanted, "still_wanted")


_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})
_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.COMMISSIONER})
_SECRETARY: Final = frozenset({Permission.SECRETARY})
_OPEN: Final = ("due", "assembled", "proposed", "referred_back")

ANNUAL_REPORT: Final[Lifecycle[AnnualReportFacts]] = Lifecycle(
    name="annual_report",
    title="annual report",
    meaning="How far each partner kept its commitments in one year of a plan.",
    states=(
        State(
            "due",
            "It is to be published by its day; nothing is assembled yet.",
            "The secretary or a commissioner, by assembling it.",
            "It stays due; its reminders come when the clock next runs.",
        ),
        State(
            "assembled",
            "What the returns say is put together; it can be assembled anew.",
            "The secretary or a commissioner, by putting it to the board.",
            "It stays as it was assembled.",
        ),
        State(
            "proposed",
            "It was put to the board and is frozen.",
            "Whoever the scheme says decides on annual reports.",
            "It stays frozen; the decision that was taken is found.",
        ),
        State(
            "referred_back",
            "It was not approved as it is; it may be assembled and put again.",
            "The secretary or a commissioner.",
            "It stays referred back.",
        ),
        State(
            "approved",
            "The board has approved it; it is to be published.",
            "The secretary, by publishing it.",
            "It stays approved.",
        ),
        State(
            "published",
            "It is published, with the decision on it.",
            "Nobody.",
            "It stays published.",
            final=True,
        ),
        State(
            "lapsed",
            "Nobody owes it any more: the plan ended before its year did.",
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
            meaning="Note that the report on a year of the plan is owed.",
        ),
        Move(
            name="assemble",
            sources=("due", "assembled", "referred_back"),
            target="assembled",
            who=_KEEPERS,
            meaning="Put together what the returns say, as at a day.",
            guards=(year_over,),
        ),
        Move(
            name="propose",
            sources=("assembled",),
            target="proposed",
            who=_KEEPERS,
            meaning="Put it to the board by a report; its contents are frozen.",
        ),
        Move(
            name="approve",
            sources=("proposed",),
            target="approved",
            who=_ENGINE,
            meaning="Approve it, by a decision under the scheme.",
            guards=(decided,),
        ),
        Move(
            name="refer_back",
            sources=("proposed",),
            target="referred_back",
            who=_ENGINE,
            meaning="Send it back, by a decision under the scheme.",
            guards=(decided,),
        ),
        Move(
            name="take_back",
            sources=("proposed",),
            target="referred_back",
            who=_ENGINE,
            meaning="Take it back with its report, before anybody has decided on it.",
        ),
        Move(
            name="publish",
            sources=("approved",),
            target="published",
            who=_SECRETARY,
            meaning="Publish it, with the decision word for word.",
        ),
        Move(
            name="lapse",
            sources=_OPEN,
            target="lapsed",
            who=_ENGINE,
            meaning="Let it go with its cause.",
            guards=(owed_no_more,),
        ),
    ),
)
