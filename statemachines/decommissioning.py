"""A decommissioning case: stopping a service, or a significant part of one, to improve things.

One cause opens one case. It is averted by support and challenge, or goes through options,
consultation and a decision under the scheme to notice, transition, closure and, a year later, an
evaluation (DOMAIN.md section 7; NAO, "Successful commissioning", on decommissioning). What
happened outside Vires comes in as it stands and is flagged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.decommissioning_states import STATES
from statemachines.permissions import Permission
from statemachines.table import (
    NEW,
    Chosen,
    Facts,
    Findings,
    Lifecycle,
    Move,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts(Facts):
    """What the guards of a decommissioning case ask.

    `found_state`: the state of one that was under way before Vires knew of it. `plan_unmet` and
    `plan_unfailed`: why its improvement plan does not settle it. `continuity_wants`,
    `options_wants`, `consultation_wants`, `report_wants`, `notice_wants`, `transition_wants`,
    `closing_wants`, `evaluation_wants`: what the next part of its file still lacks. `undecided`:
    why no decision is in effect that moves it. `decision_stands`: that the decision has not been
    rescinded or quashed. `report_live`: the report that is still on its way.
    """

    found_state: str | None = None
    plan_unmet: Findings = None
    plan_unfailed: Findings = None
    continuity_wants: Findings = None
    options_wants: Findings = None
    consultation_wants: Findings = None
    report_wants: Findings = None
    report_live: Findings = None
    undecided: Findings = None
    decision_stands: Findings = None
    notice_wants: Findings = None
    transition_wants: Findings = None
    closing_wants: Findings = None
    evaluation_wants: Findings = None


def plan_met(facts: CaseFacts) -> Iterable[Refusal]:
    """Its improvement plan is met, and none is open."""
    return established(facts.plan_unmet, "plan_unmet")


def plan_failed(facts: CaseFacts) -> Iterable[Refusal]:
    """An improvement plan of it has failed."""
    return established(facts.plan_unfailed, "plan_unfailed")


def continuity_arranged(facts: CaseFacts) -> Iterable[Refusal]:
    """It is said what is arranged at once, who provides, and until when."""
    return established(facts.continuity_wants, "continuity_wants")


def options_written(facts: CaseFacts) -> Iterable[Refusal]:
    """Scope, options and impact are written down."""
    return established(facts.options_wants, "options_wants")


def consultation_settled(facts: CaseFacts) -> Iterable[Refusal]:
    """It is said whom is consulted, from when and until when."""
    return established(facts.consultation_wants, "consultation_wants")


def ready_for_report(facts: CaseFacts) -> Iterable[Refusal]:
    """Options, savings and what consultation changed are known, or why none was held."""
    return established(facts.report_wants, "report_wants")


def no_live_report(facts: CaseFacts) -> Iterable[Refusal]:
    """No report that asks for its decision is on its way."""
    return established(facts.report_live, "report_live")


def decided(facts: CaseFacts) -> Iterable[Refusal]:
    """Whoever the scheme says has decided so."""
    return established(facts.undecided, "undecided")


def decision_gone(facts: CaseFacts) -> Iterable[Refusal]:
    """The decision was rescinded or quashed."""
    return established(facts.decision_stands, "decision_stands")


def notice_lawful(facts: CaseFacts) -> Iterable[Refusal]:
    """The notice is long enough, or it is said why it is shorter."""
    return established(facts.notice_wants, "notice_wants")


def transition_planned(facts: CaseFacts) -> Iterable[Refusal]:
    """Staff, premises and contingency are said, and how many children's cases move."""
    return established(facts.transition_wants, "transition_wants")


def all_moved(facts: CaseFacts) -> Iterable[Refusal]:
    """Every child's case is moved, agreements have ended, what follows is said."""
    return established(facts.closing_wants, "closing_wants")


def evaluated_fully(facts: CaseFacts) -> Iterable[Refusal]:
    """The evaluation says what came of it, for children and for the money."""
    return established(facts.evaluation_wants, "evaluation_wants")


_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})
_LEADS: Final = frozenset({Permission.COMMISSION_LEAD, Permission.SECRETARY})
_OPENERS: Final = _LEADS | {Permission.COMMISSIONER}
_WATCHERS: Final = _OPENERS | {Permission.PROPER_OFFICER}

BEFORE_DECISION: Final = (
    "triggered",
    "support_and_challenge",
    "case_for_change",
    "emergency_continuity",
    "options",
    "consultation",
    "before_decider",
    "refused",
)
"""States in which nobody has decided to end the service."""

AFTER_DECISION: Final = ("decided", "notice", "transition", "halted")
"""States between the decision and the end of the service."""

FOUND: Final = (
    "support_and_challenge",
    "case_for_change",
    "emergency_continuity",
    "options",
    "consultation",
    *AFTER_DECISION,
    "closed",
    "averted",
)
"""States in which one that was under way before Vires knew of it can be entered."""

DECOMMISSIONING: Final[Lifecycle[CaseFacts]] = Lifecycle(
    name="decommissioning",
    title="decommissioning case",
    meaning="A case for ending a service or a significant part of one, or for not ending it.",
    states=STATES,
    moves=(
        Move(
            name="trigger",
            sources=(NEW,),
            target="triggered",
            who=_ENGINE | _OPENERS,
            meaning="Open it for a cause, with what the cause rests on.",
        ),
        Move(
            name="record_as_found",
            sources=(NEW,),
            target=Chosen(FOUND, lambda facts: facts.found_state),
            who=_OPENERS,
            meaning="Enter one that was under way, or over, before Vires knew of it; flagged.",
            guards=(reason_given,),
        ),
        Move(
            name="support",
            sources=("triggered", "case_for_change", "refused"),
            target="support_and_challenge",
            who=_LEADS,
            meaning="Help the service to improve, by a plan with days and names.",
            guards=(reason_given,),
        ),
        Move(
            name="make_case",
            sources=(
                "triggered",
                "support_and_challenge",
                "emergency_continuity",
                "options",
                "consultation",
                "refused",
            ),
            target="case_for_change",
            who=_LEADS,
            meaning="Say why the service, or a part of it, should end; or say it anew.",
            guards=(reason_given,),
        ),
        Move(
            name="improvement_failed",
            sources=("support_and_challenge",),
            target="case_for_change",
            who=_ENGINE,
            meaning="Make the case because the improvement plan failed.",
            guards=(plan_failed,),
        ),
        Move(
            name="improvement_met",
            sources=("support_and_challenge",),
            target="averted",
            who=_ENGINE,
            meaning="Avert it because the improvement plan was met.",
            guards=(plan_met,),
        ),
        Move(
            name="ensure_continuity",
            sources=(
                "triggered",
                "support_and_challenge",
                "case_for_change",
                "options",
                "consultation",
                "refused",
            ),
            target="emergency_continuity",
            who=_WATCHERS,
            meaning="Keep children safe at once: insolvency, hand-back, danger.",
            guards=(reason_given, continuity_arranged),
        ),
        Move(
            name="appraise",
            sources=("case_for_change", "emergency_continuity"),
            target="options",
            who=_LEADS,
            meaning="Begin to write down the options and what each would mean.",
        ),
        Move(
            name="consult",
            sources=("options",),
            target="consultation",
            who=_LEADS,
            meaning="Ask those whom it would touch.",
            guards=(options_written, consultation_settled),
        ),
        Move(
            name="propose",
            sources=("options", "consultation"),
            target="before_decider",
            who=_LEADS,
            meaning="Draft the report that asks to end it.",
            guards=(options_written, ready_for_report, no_live_report),
        ),
        Move(
            name="take_back",
            sources=("before_decider",),
            target="options",
            who=_ENGINE,
            meaning="Take it back to its options: the report was referred back, or withdrawn.",
        ),
        Move(
            name="decide",
            sources=BEFORE_DECISION,
            target="decided",
            who=_ENGINE,
            meaning="Note that a decision to end it is in effect.",
            guards=(decided,),
        ),
        Move(
            name="refuse",
            sources=("before_decider",),
            target="refused",
            who=_ENGINE,
            meaning="Note that it was decided not to end it so.",
            guards=(decided,),
        ),
        Move(
            name="decision_undone",
            sources=AFTER_DECISION,
            target="options",
            who=_ENGINE | _LEADS,
            meaning="Go back to the options because the decision was rescinded or quashed.",
            guards=(decision_gone,),
        ),
        Move(
            name="give_notice",
            sources=("decided",),
            target="notice",
            who=_LEADS | _ENGINE,
            meaning="Tell providers, partners and families when it ends.",
            guards=(notice_lawful,),
        ),
        Move(
            name="withdraw_notice",
            sources=("notice", "transition", "halted"),
            target="decided",
            who=_LEADS | _ENGINE,
            meaning="Take the notice back.",
            guards=(reason_given,),
        ),
        Move(
            name="begin_transition",
            sources=("decided", "notice"),
            target="transition",
            who=_LEADS,
            meaning="Begin to move children, staff and premises.",
            guards=(transition_planned,),
        ),
        Move(
            name="halt",
            sources=("transition",),
            target="halted",
            who=_WATCHERS,
            meaning="Stop the transition because it is not safe.",
            guards=(reason_given,),
        ),
        Move(
            name="resume",
            sources=("halted",),
            target="transition",
            who=_LEADS,
            meaning="Go on, and say what makes it safe again.",
            guards=(reason_given,),
        ),
        Move(
            name="close",
            sources=("transition",),
            target="closed",
            who=_LEADS | _ENGINE,
            meaning="Close it when nothing is provided any more and every child's case is moved.",
            guards=(all_moved,),
        ),
        Move(
            name="record_closure",
            sources=(*BEFORE_DECISION, *AFTER_DECISION),
            target="closed",
            who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER, Permission.VIRES}),
            meaning="Record that the service ended outside Vires; flagged as irregular.",
            guards=(reason_given,),
        ),
        Move(
            name="evaluate",
            sources=("closed",),
            target="evaluated",
            who=_LEADS | {Permission.COMMISSIONER},
            meaning="Say, about a year later, what came of it.",
            guards=(evaluated_fully,),
        ),
        Move(
            name="avert",
            sources=BEFORE_DECISION,
            target="averted",
            who=_LEADS | _ENGINE,
            meaning="Decide not to go on with it; the service goes on.",
            guards=(reason_given, no_live_report),
        ),
    ),
)
