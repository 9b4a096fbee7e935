"""A proposal, which people call the report: a request for a decision, from draft to effect.

Every decision goes through here. Which people and bodies act in which order is the approval
machine's (see `approval`); the outcome is kept beside the state. What was decided outside
Vires has moves of its own, because lawful reality is recorded and never refused.
"""

from __future__ import annotations

from typing import Final

from statemachines import proposal_facts as g
from statemachines.permissions import Permission
from statemachines.proposal_facts import ProposalFacts
from statemachines.proposal_states import STATES
from statemachines.table import NEW, Chosen, Lifecycle, Move, reason_given

_Moves = tuple[Move[ProposalFacts], ...]

_AUTHORS: Final = frozenset(
    {Permission.AUTHOR, Permission.COMMISSION_LEAD, Permission.SECRETARY},
)
_SECRETARY: Final = frozenset({Permission.SECRETARY})
_DECIDES: Final = frozenset({Permission.DECIDER, Permission.SECRETARY})
_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER})
_CLOCKED: Final = frozenset({Permission.CLOCK, Permission.VIRES, Permission.SECRETARY})

_EARLY: Final = ("draft", "on_forward_plan", "in_clearance", "cleared")
_WITH_DECIDER: Final = ("on_agenda", "with_officer", "before_decider", "sent_to_higher")
_CALLED_IN: Final = ("called_in", "before_scrutiny", "reconsidered", "referred_to_council")
_DECIDED: Final = ("decided", "awaiting_partners", "call_in_window", *_CALLED_IN, "released")


def _by_clearances(facts: ProposalFacts) -> str | None:
    """Where a report goes back to: to be cleared, or on to its new decider."""
    if facts.clearances_missing is None:
        return None
    return "in_clearance" if facts.clearances_missing else "cleared"


_TO_THE_DECIDER: Final[_Moves] = (
    Move(
        name="start",
        sources=(NEW,),
        target="draft",
        who=_AUTHORS | {Permission.COMMISSIONER, Permission.VIRES},
        meaning="Begin a report that asks for a decision.",
    ),
    Move(
        name="put_on_forward_plan",
        sources=("draft",),
        target="on_forward_plan",
        who=_AUTHORS | {Permission.PROPER_OFFICER},
        meaning="Give notice that the decision is coming; the paper may follow weeks later.",
        guards=(g.notice_complete,),
    ),
    Move(
        name="take_off_forward_plan",
        sources=("on_forward_plan",),
        target="draft",
        who=_AUTHORS | {Permission.PROPER_OFFICER},
        meaning="Take the notice back.",
        guards=(reason_given,),
    ),
    Move(
        name="submit",
        sources=("draft", "on_forward_plan"),
        target="in_clearance",
        who=_AUTHORS,
        meaning="Freeze the facts and ask finance, legal and procurement to clear the report.",
        guards=(g.paper_complete, g.unblocked),
    ),
    Move(
        name="return_to_author",
        sources=("in_clearance", "cleared"),
        target="draft",
        who=_AUTHORS | {Permission.CLEARER},
        meaning="Give the report back for more work.",
        guards=(reason_given,),
    ),
    Move(
        name="clear",
        sources=("in_clearance",),
        target="cleared",
        who=frozenset({Permission.CLEARER, Permission.SECRETARY, Permission.VIRES}),
        meaning="Note that everybody who has to clear it has.",
        guards=(g.all_cleared,),
    ),
    Move(
        name="place_on_agenda",
        sources=("cleared", "sent_to_higher"),
        target="on_agenda",
        who=_SECRETARY,
        meaning="Put it on the agenda of a meeting of the body that decides.",
        guards=(g.decided_by_body, g.unblocked, g.agenda_takes_it),
    ),
    Move(
        name="take_off_agenda",
        sources=("on_agenda",),
        target="cleared",
        who=_SECRETARY | {Permission.CHAIR},
        meaning="Take it off, or carry it over to another meeting.",
        guards=(reason_given,),
    ),
    Move(
        name="hand_to_officer",
        sources=("cleared", "sent_to_higher"),
        target="with_officer",
        who=_AUTHORS,
        meaning="Hand it to the officer who decides.",
        guards=(g.decided_by_office, g.unblocked),
    ),
    Move(
        name="take_back_from_officer",
        sources=("with_officer",),
        target="cleared",
        who=_AUTHORS,
        meaning="Take it back before the officer has looked at it.",
        guards=(reason_given,),
    ),
    Move(
        name="bring_before_decider",
        sources=("on_agenda", "with_officer"),
        target="before_decider",
        who=_DECIDES | {Permission.CHAIR},
        meaning="Open the item: whoever decides now has it before them.",
        guards=(g.unblocked, g.path_stands, g.notices_regular, g.evidence_before_decider),
    ),
    Move(
        name="act_between_meetings",
        sources=("cleared", "sent_to_higher", "on_agenda"),
        target="before_decider",
        who=_SECRETARY | {Permission.CHAIR},
        meaning="Open it without a meeting: the chair acts, or members agree in writing.",
        guards=(
            g.between_allowed,
            g.unblocked,
            g.path_stands,
            g.notices_regular,
            g.evidence_before_decider,
        ),
    ),
    Move(
        name="return_unheard",
        sources=("before_decider",),
        target="cleared",
        who=_DECIDES | {Permission.CHAIR},
        meaning="Carry it over: it was not reached, or too few could decide it.",
        guards=(reason_given,),
    ),
    Move(
        name="draw_anew",
        sources=("cleared", *_WITH_DECIDER),
        target=Chosen(("in_clearance", "cleared"), _by_clearances),
        who=frozenset({Permission.CLOCK, Permission.VIRES}),
        meaning="Go back to where a path that another scheme gives begins.",
        guards=(g.stage_left,),
    ),
)

_DECISION: Final[_Moves] = (
    Move(
        name="decide",
        sources=("before_decider",),
        target="decided",
        who=_DECIDES | {Permission.CHAIR},
        meaning="Decide it, in any of the outcomes.",
        guards=(g.outcome_known, g.entitled, g.quorate, g.recorded, g.regular),
    ),
    Move(
        name="pass_on",
        sources=("before_decider",),
        target="cleared",
        who=_DECIDES | {Permission.CHAIR},
        meaning="Go on to the next on the path: this one's part is done.",
        guards=(g.step_finished, g.path_goes_on),
    ),
    Move(
        name="refer_up",
        sources=("before_decider",),
        target="sent_to_higher",
        who=_DECIDES | {Permission.CHAIR},
        meaning="Leave it to a higher decider.",
        guards=(g.entitled, g.higher_exists, reason_given),
    ),
    Move(
        name="record_decision_outside",
        sources=(NEW, *_EARLY, *_WITH_DECIDER),
        target="decided",
        who=_KEEPERS,
        meaning="Record a decision that was taken outside Vires; flagged with what is irregular.",
        guards=(g.outcome_known, g.recorded, reason_given),
    ),
    Move(
        name="rework",
        sources=("decided", "awaiting_partners", "reconsidered"),
        target="draft",
        who=_AUTHORS,
        meaning="Take it back to the desk after it was referred back.",
        guards=(g.goes_back,),
    ),
    Move(
        name="bring_back",
        sources=("decided",),
        target="cleared",
        who=_AUTHORS,
        meaning="Bring it again after it was deferred.",
        guards=(g.put_off,),
    ),
    Move(
        name="await_partners",
        sources=("decided",),
        target="awaiting_partners",
        who=_SECRETARY | {Permission.VIRES},
        meaning="Wait for each partner to decide for itself.",
        guards=(g.lets_happen, g.partners_wanted),
    ),
)

_CALL_IN: Final[_Moves] = (
    Move(
        name="open_call_in",
        sources=("decided", "awaiting_partners"),
        target="call_in_window",
        who=_SECRETARY | {Permission.VIRES, Permission.CLOCK},
        meaning="Publish it; from now until the window closes it can be called in.",
        guards=(g.lets_happen, g.callable_in, g.published, g.partners_decided),
    ),
    Move(
        name="waive_call_in",
        sources=("decided", "awaiting_partners", "call_in_window"),
        target="released",
        who=_KEEPERS | {Permission.SCRUTINY},
        meaning="Let an urgent decision go without call-in, by a consent of its own.",
        guards=(g.lets_happen, g.callable_in, g.urgency_agreed, reason_given),
    ),
    Move(
        name="call_in",
        sources=("call_in_window",),
        target="called_in",
        who=_KEEPERS | {Permission.SCRUTINY},
        meaning="Stop it: members want scrutiny to look at it first.",
        guards=(g.call_in_valid, reason_given),
    ),
    Move(
        name="bring_before_scrutiny",
        sources=("called_in",),
        target="before_scrutiny",
        who=_SECRETARY | {Permission.SCRUTINY},
        meaning="Put it before scrutiny.",
    ),
    Move(
        name="release_unheard",
        sources=("called_in",),
        target="released",
        who=_CLOCKED,
        meaning="Let it go: scrutiny did not hear it in time.",
        guards=(g.hearing_missed,),
    ),
    Move(
        name="release",
        sources=("called_in", "before_scrutiny", "referred_to_council"),
        target="released",
        who=_SECRETARY | {Permission.SCRUTINY},
        meaning="Let it go: the call-in is withdrawn, or nothing speaks against the decision.",
        guards=(reason_given,),
    ),
    Move(
        name="ask_to_reconsider",
        sources=("before_scrutiny", "referred_to_council"),
        target="reconsidered",
        who=_SECRETARY | {Permission.SCRUTINY},
        meaning="Send it to whoever decided, to think again.",
        guards=(reason_given,),
    ),
    Move(
        name="refer_to_council",
        sources=("before_scrutiny",),
        target="referred_to_council",
        who=_SECRETARY | {Permission.SCRUTINY},
        meaning="Send it to the full council.",
        guards=(reason_given,),
    ),
    Move(
        name="place_on_agenda",
        sources=("reconsidered",),
        target="reconsidered",
        who=_SECRETARY,
        meaning="Put it on the agenda of the body that is to think again.",
        guards=(g.decided_by_body, g.agenda_takes_it),
    ),
    Move(
        name="take_off_agenda",
        sources=("reconsidered",),
        target="reconsidered",
        who=_SECRETARY | {Permission.CHAIR},
        meaning="Take it off that agenda, or carry it over to another meeting.",
        guards=(reason_given,),
    ),
    Move(
        name="decide_again",
        sources=("reconsidered",),
        target="released",
        who=_DECIDES | {Permission.CHAIR},
        meaning="Confirm or amend it after thinking again; it cannot be called in twice.",
        guards=(g.outcome_known, g.lets_happen, g.entitled, g.quorate, g.recorded, g.regular),
    ),
)

_IN_EFFECT: Final = (g.lets_happen, g.published, g.partners_decided, g.day_has_come)

_EFFECT: Final[_Moves] = (
    Move(
        name="take_effect",
        sources=("decided", "awaiting_partners", "call_in_window"),
        target="effective",
        who=_CLOCKED,
        meaning="Take effect on its day, when nobody can call it in any more.",
        guards=(*_IN_EFFECT, g.call_in_over),
    ),
    Move(
        name="take_effect",
        sources=("released",),
        target="effective",
        who=_CLOCKED,
        meaning="Take effect on its day.",
        guards=_IN_EFFECT,
    ),
    Move(
        name="record_effect_outside",
        sources=_DECIDED,
        target="effective",
        who=_KEEPERS,
        meaning="Record that it was carried out before Vires let it; flagged as irregular.",
        guards=(reason_given,),
    ),
    Move(
        name="rescind",
        sources=("effective",),
        target="rescinded",
        who=_KEEPERS | {Permission.VIRES},
        meaning="Undo it by a later decision.",
        guards=(g.later_decision,),
    ),
    Move(
        name="quash",
        sources=(*_DECIDED, "effective"),
        target="quashed",
        who=frozenset({Permission.PROPER_OFFICER}),
        meaning="Note that a court has quashed it.",
        guards=(reason_given,),
    ),
    Move(
        name="withdraw",
        sources=(*_EARLY, *_WITH_DECIDER, "reconsidered"),
        target="withdrawn",
        who=_AUTHORS,
        meaning="Withdraw it before it is decided, or instead of deciding it again.",
        guards=(reason_given,),
    ),
    Move(
        name="lapse",
        sources=_EARLY,
        target="lapsed",
        who=_CLOCKED,
        meaning="Let it go: it can no longer be decided in time.",
        guards=(g.too_late,),
    ),
)

PROPOSAL: Final[Lifecycle[ProposalFacts]] = Lifecycle(
    name="proposal",
    title="proposal",
    meaning="A request for a decision, which people call the report: from draft to effect.",
    states=STATES,
    moves=(*_TO_THE_DECIDER, *_DECISION, *_CALL_IN, *_EFFECT),
)
