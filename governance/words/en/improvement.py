"""Words for improvement plans: support and challenge, its actions, and what came of it."""

WORDS: dict[str, tuple[str, str]] = {
    # What it lacks
    "improvement.no_officer": (
        "No officer is named who carries out {ref}.",
        "Name one with “vires improvement change {ref} --officer PERSON”.",
    ),
    "improvement.no_day": (
        "{ref} does not say by which day it is to be met.",
        "Say it with “vires improvement change {ref} --due DATE”.",
    ),
    "improvement.no_wanted": (
        "{ref} does not say what has to be so for it to be met.",
        "Say it with “vires improvement change {ref} --wanted TEXT”, so that people can tell later.",
    ),
    "improvement.no_action": (
        "{ref} has no action.",
        "Add one with “vires improvement action {ref} --what TEXT --officer PERSON --by DATE”.",
    ),
    "improvement.day_past": (
        "The day {on:day} is not ahead.",
        "Name a later day.",
    ),
    "improvement.officer_left": (
        "{person} left on {on:day} and cannot carry it out.",
        "Name somebody who is there.",
    ),
    "improvement.action_after_plan": (
        "The action is due on {on:day}, after {ref} itself ({due:day}).",
        "Name an earlier day, or move the plan’s day first.",
    ),
    "improvement.plan_before_action": (
        "An action of {ref} is due on {on:day}, after the new day.",
        "Name a day that is not before its actions’, or settle the action first.",
    ),
    "improvement.what_missing": ("It is not said what is to be done.", "Say it with --what."),
    "improvement.commission_over": (
        "{ref} is {state}, so nobody can improve it any more.",
        "Raise the plan for the commission that follows it, if there is one.",
    ),
    "improvement.open_already": (
        "The improvement plan {plan} of {ref} is open already ({state}).",
        "Add actions to it, or settle it first. To have another beside it, say --beside.",
    ),
    "improvement.review_found_none": (
        "The review {review} did not find the service wanting on any test.",
        "Raise the plan without it, or name the review that did.",
    ),
    "improvement.review_of_another": (
        "The review {review} is of another commission than {ref}.",
        "Name a review of this commission.",
    ),
    "improvement.case_of_another": (
        "The case {case} is about another commission than {ref}.",
        "Name a case of this commission.",
    ),
    "improvement.case_state": (
        "The case {case} is {state}, so no improvement plan can settle it.",
        "Raise the plan without it, or take the case to support and challenge first.",
    ),
    "improvement.nothing_changes": (
        "Nothing is said that changes {ref}.",
        "Name what is to change: --title, --wanted, --officer or --due.",
    ),
    "improvement.settled": (
        "{ref} is {state}, so it cannot be changed.",
        "Raise another plan, if one is wanted.",
    ),
    "improvement.reason_wanted": (
        "{ref} is agreed, so changing it takes a reason.",
        "Give it with --reason; it goes on the record.",
    ),
    "improvement.before_agreed": ("Before it can be agreed:", ""),
    # Actions
    "improvement.action_unknown": (
        "{ref} has no action {number}.",
        "It has {count:count(action,actions)}; “vires improvement show {ref}” lists them.",
    ),
    "improvement.action_settled": (
        "Action {number} of {ref} is settled already: {outcome}",
        "There is nothing left to do about it.",
    ),
    "improvement.outcome_missing": (
        "It is not said what came of the action.",
        "Say it with --outcome; where it is given up, say why.",
    ),
    "improvement.not_their_action": (
        "{actor} is neither the officer of this action nor one who keeps the plan.",
        "Have {who:or} record it.",
    ),
    "improvement.action_open": (
        "Action {number} of {ref} is neither done nor given up: {what}",
        "Record it with “vires improvement done {ref} {number} --outcome TEXT”, or give it up with --given-up and the reason.",
    ),
    "improvement.done_in_future": (
        "The action cannot have been done on {on:day}, which is still to come.",
        "Give the day it was done.",
    ),
    # Judging
    "improvement.judges_own_work": (
        "{actor} carries out {ref}, or an action of it, or did before, and so does not judge it.",
        "Have the lead, a commissioner or the secretary who had no part in it judge it.",
    ),
    "improvement.judged_by_provider": (
        "{actor} belongs to {provider}, whose service {ref} is to improve.",
        "Have somebody judge it who does not belong to the provider.",
    ),
    "improvement.no_finding": (
        "It is not said on what the finding rests.",
        "Say with --finding what is so now, and how you know.",
    ),
    # What comes of it
    "improvement.waits": (
        "Improvement plan {ref} is raised and waits to be agreed.",
        "Agree it with “vires improvement agree {ref}”.",
    ),
    "improvement.under_way": (
        "Improvement plan {ref} is due by {due:day}, carried out by {officer}; {open:count(action,actions)} open.",
        "When its day comes, find it met or failed.",
    ),
    "improvement.overdue": (
        "Improvement plan {ref} was due by {due:day}; {open:count(action,actions)} open.",
        "Find it met or failed, or give it another day with a reason.",
    ),
    # What was done
    "done.improvement_raised": ("Raised {ref} for {commission}.", ""),
    "done.improvement_agreed": ("{ref} is agreed; it is due by {due:day}.", ""),
    "done.improvement_changed": ("{ref} is changed.", ""),
    "done.improvement_action": ("Added action {number} to {ref}, due on {due:day}.", ""),
    "done.improvement_action_settled": ("Action {number} of {ref} is settled.", ""),
    "done.improvement_met": ("{ref} is met.", ""),
    "done.improvement_failed": ("{ref} has failed.", ""),
    "done.improvement_withdrawn": ("{ref} is withdrawn.", ""),
    "improvement.case_is_now": ("Its case {case} is now {state}.", ""),
    "improvement.failed_opens": (
        "A failed plan is a cause for a case where the triggers in force say so.",
        "",
    ),
    "assurance.no_improvement_day": (
        "The improvement plan {ref} is agreed, and has no deadline.",
        "Give it a day with “vires improvement change {ref} --due DATE --reason REASON”.",
    ),
    # Names
    "term.improvement_plan": ("an improvement plan to be met", ""),
    "term.improvement_action": ("an action of an improvement plan", ""),
}
