"""Words for lifecycles: no such move, a guard refused, an unknown state."""

WORDS: dict[str, tuple[str, str]] = {
    "lifecycle.unknown": (
        "There is no lifecycle called “{name}”.",
        "{nearest:maybe}There are {known:and}.",
    ),
    "lifecycle.unknown_state": (
        "This {item} is stored as “{state}”, which is no state of a {item}.",
        "Run “vires db check”, which lists every such row. The states are {known:and}.",
    ),
    "lifecycle.no_such_move": (
        "This {item} is “{where}”, so it has no move “{move}”.",
        "{nearest:maybe}From here it can: {available:or}.",
    ),
    "lifecycle.no_moves_left": (
        "This {item} is “{where}” and cannot change any more, so it has no move “{move}”.",
        "Start a new {item} if one is needed.",
    ),
    "lifecycle.not_permitted": (
        "You cannot make the move “{move}”.",
        "It can be made by {who:or}.",
    ),
    "lifecycle.not_established": (
        "Vires has not looked into “{about}”, so the move stays closed.",
        "Try again; if this goes on, report it as a fault of Vires.",
    ),
    "lifecycle.target_unknown": (
        "It is not known where the move “{move}” should lead.",
        "Say which it is: {to:or}.",
    ),
    "lifecycle.reason_missing": ("A reason is missing.", "Give the reason; it goes on the record."),
    "commission.successor_missing": (
        "The commission that follows this one is not named.",
        "Open the new commission first, then name it.",
    ),
    "stage.needs_decision": (
        "This gate needs a decision ({decision}); the lead cannot certify it.",
        "Write a report that asks for the decision.",
    ),
    "stage.needs_no_decision": (
        "This gate needs no decision.",
        "The lead of the commission can certify it.",
    ),
    "rulebook.recorded_scheme": (
        "This records another body’s scheme, so it is not adopted here.",
        "Cite the resolution by which that body adopted it: vires rulebook cite.",
    ),
    "rulebook.own_scheme": (
        "This is a rulebook of the partnership’s own, so no other body’s resolution brings it in.",
        "Have its owner decide to adopt it.",
    ),
    "rulebook.needs_decision": (
        "This rulebook alters who decides, so a recorded act is not enough.",
        "Have its owner decide to adopt it.",
    ),
    "rulebook.constituted_already": (
        "The partnership is already constituted, so no rulebook can enter that way.",
        "Have its owner decide to adopt it.",
    ),
    "meeting.quorate": ("A quorum is present.", "Hold the meeting."),
    "proposal.not_for_agenda": (
        "An officer decides this report, so it does not go on an agenda.",
        "Hand it to the officer.",
    ),
    "proposal.not_for_officer": (
        "A body decides this report, so it is not handed to an officer.",
        "Put it on the agenda of one of the body’s meetings.",
    ),
    "proposal.outcome_unknown": (
        "“{outcome}” is not an outcome of a decision.",
        "It can be {known:or}.",
    ),
    "proposal.outcome_not_positive": (
        "Nothing takes effect by a decision with the outcome “{outcome}”.",
        "If it was referred back or deferred, bring the report again.",
    ),
    "proposal.path_complete": (
        "Nobody else comes after this decider.",
        "Decide it.",
    ),
    "proposal.no_partner_wanted": (
        "No partner still has to decide this for itself.",
        "Go on to call-in, or let it take effect.",
    ),
    "proposal.not_referred_back": (
        "The report was not referred back, and no partner refused it.",
        "Start a new report if something else is to be decided.",
    ),
    "proposal.not_deferred": (
        "The report was not deferred.",
        "Start a new report if something else is to be decided.",
    ),
    "proposal.not_callable": (
        "A decision like this one cannot be called in.",
        "It takes effect without: once it is published, or on the day that the report says.",
    ),
    "approval.path_empty": (
        "The decision path has a group without steps, or no group at all.",
        "Name at least one step in each group of the rule’s path.",
    ),
    "approval.unknown_kind": (
        "“{kind}” is no kind of step on a decision path.",
        "It can be {known:or}.",
    ),
    "approval.not_that_step": (
        "It is not said in which step this is done.",
        "Say for whom: {deciders:or}.",
    ),
    "approval.done_already": (
        "The step of {decider} is done already.",
        "Nothing is left to do in it.",
    ),
    "approval.not_theirs": (
        "This step is for {decider} and nobody else.",
        "Ask {decider} to act, or whoever records their decisions.",
    ),
}
