"""One stage of one round of a commission, and the gate at its end.

Several stages may be open at once where the framework allows it, so each has a row of its own.
A gate is certified by the lead, or needs a decision; the framework says which.
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
class StageFacts(Facts):
    """What the guards of a stage ask.

    `may_not_open`: what the framework wants first. `gate_wants`: evidence, answers and fields
    the gate asks for and does not have. `decision_wanted`: the kind of decision the gate needs;
    None where the lead certifies it. `undecided`: what is missing of that decision.
    `may_not_reopen`: what the framework says against going back to this stage. `blocked`: what
    an escalation closes the gates of the commission for.
    """

    may_not_open: Findings = None
    gate_wants: Findings = None
    decision_wanted: str | None = None
    undecided: Findings = None
    may_not_reopen: Findings = None
    blocked: Findings = None


def may_open(facts: StageFacts) -> Iterable[Refusal]:
    """The stages it comes after are complete."""
    return established(facts.may_not_open, "may_not_open")


def gate_satisfied(facts: StageFacts) -> Iterable[Refusal]:
    """The gate has the evidence and the answers it asks for."""
    return established(facts.gate_wants, "gate_wants")


def lead_certifies(facts: StageFacts) -> Iterable[Refusal]:
    """The gate is one that the lead certifies."""
    if facts.decision_wanted is not None:
        yield Refusal("stage.needs_decision", {"decision": facts.decision_wanted})


def decision_in_effect(facts: StageFacts) -> Iterable[Refusal]:
    """The decision that the gate needs is in effect."""
    if facts.decision_wanted is None:
        yield Refusal("stage.needs_no_decision")
    else:
        yield from established(facts.undecided, "undecided")


def gates_open(facts: StageFacts) -> Iterable[Refusal]:
    """No escalation closes the gates of the commission."""
    return established(facts.blocked, "blocked")


def may_reopen(facts: StageFacts) -> Iterable[Refusal]:
    """The framework lets the work go back to this stage."""
    return established(facts.may_not_reopen, "may_not_reopen")


_LEADS: Final = frozenset({Permission.COMMISSION_LEAD, Permission.SECRETARY})

STAGE: Final[Lifecycle[StageFacts]] = Lifecycle(
    name="stage",
    title="stage",
    meaning="One stage of one round of a commission, and the gate at its end.",
    states=(
        State(
            "not_started",
            "Its turn has not come.",
            "The lead, by opening it.",
            "It stays not started.",
        ),
        State(
            "open",
            "Work is going on.",
            "The lead, by bringing it to its gate.",
            "It stays open; its deadlines go on.",
        ),
        State(
            "at_gate",
            "The work is done and the gate is asked to let it pass.",
            "The lead, by certifying it, or the decision taking effect.",
            "It stays at its gate.",
        ),
        State(
            "complete",
            "The gate is passed.",
            "The lead, if the work has to go back to it.",
            "It stays complete.",
            final=True,
        ),
        State(
            "reopened",
            "The work has come back to it, for example from doing to planning after no bids.",
            "The lead, by bringing it to its gate again.",
            "It stays reopened; the gate is to be passed again.",
        ),
    ),
    moves=(
        Move(
            name="set_up",
            sources=(NEW,),
            target="not_started",
            who=frozenset({Permission.VIRES}),
            meaning="Comes with the round it belongs to.",
        ),
        Move(
            name="open",
            sources=("not_started",),
            target="open",
            who=_LEADS,
            meaning="Start work on it.",
            guards=(may_open,),
        ),
        Move(
            name="bring_to_gate",
            sources=("open", "reopened"),
            target="at_gate",
            who=_LEADS,
            meaning="Say that the work is done and ask the gate.",
            guards=(gate_satisfied,),
        ),
        Move(
            name="return_from_gate",
            sources=("at_gate",),
            target="open",
            who=frozenset({Permission.COMMISSION_LEAD, Permission.SECRETARY, Permission.DECIDER}),
            meaning="Go back to work: the gate wants more.",
            guards=(reason_given,),
        ),
        Move(
            name="certify",
            sources=("at_gate",),
            target="complete",
            who=frozenset({Permission.COMMISSION_LEAD}),
            meaning="Pass a gate that needs no decision.",
            guards=(gate_satisfied, lead_certifies, gates_open),
        ),
        Move(
            name="pass_by_decision",
            sources=("at_gate",),
            target="complete",
            who=frozenset(
                {
                    Permission.VIRES,
                    Permission.CLOCK,
                    Permission.COMMISSION_LEAD,
                    Permission.SECRETARY,
                }
            ),
            meaning="Pass a gate whose decision is in effect.",
            guards=(gate_satisfied, decision_in_effect, gates_open),
        ),
        Move(
            name="record_passed",
            sources=("not_started", "open", "at_gate", "reopened"),
            target="complete",
            who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER}),
            meaning="Record that it was passed outside Vires; flagged as irregular.",
            guards=(reason_given,),
        ),
        Move(
            name="reopen",
            sources=("complete",),
            target="reopened",
            who=_LEADS,
            meaning="Send the work back to this stage.",
            guards=(may_reopen, reason_given),
        ),
    ),
)
