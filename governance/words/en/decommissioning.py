"""Words for decommissioning cases: what is missing, what was done, what became of it."""

_CASE = "Write it with “vires decommission options {ref}”."
_PLAN = (
    "Write it with “vires decommission transition {ref}”; of what does not apply, say so and why."
)
_COUNT = (
    "Count with “vires decommission count {ref} --cases N --moved N”; 0 of 0 where there are none."
)

WORDS: dict[str, tuple[str, str]] = {
    # Opening
    "decommissioning.no_cause": (
        "The case has no cause.",
        "Say in a few words what has happened.",
    ),
    "decommissioning.cause_long": (
        "The cause is too long.",
        "Say it in at most {most} characters, and the rest as the reason.",
    ),
    "decommissioning.cause_has_case": (
        "“{cause}” has opened the case {ref} already.",
        "Go on with that case, or name another cause.",
    ),
    "decommissioning.commission_over": (
        "{ref} is {state}, so there is nothing left to end.",
        "To record how it ended, use “vires decommission record”.",
    ),
    "decommissioning.trigger_unknown": (
        "“{name}” is no kind of cause.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "decommissioning.state_unknown": (
        "A case cannot be recorded as “{state}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "decommissioning.day_in_future": (
        "{on:day} is still to come.",
        "Give the day on which it happened.",
    ),
    "decommissioning.officer_left": (
        "{name} left on {on:day}.",
        "Name somebody who is here.",
    ),
    "decommissioning.not_yours": (
        "You do not keep the file of {ref}.",
        "It can be done by {who:or}.",
    ),
    "decommissioning.not_now": (
        "{ref} stands at “{state}”, where this is not written.",
        "See with “vires decommission show {ref}” what comes next.",
    ),
    "decommissioning.nothing_said": (
        "Nothing is said of {ref} that is not on file already.",
        "Give at least one option.",
    ),
    # Support and challenge
    "decommissioning.plan_met_missing": (
        "No improvement plan of {ref} is met.",
        "Settle its plan, or avert the case with a reason.",
    ),
    "decommissioning.plan_failed_missing": (
        "No improvement plan of {ref} has failed.",
        "Settle its plan, or make the case for change with a reason.",
    ),
    "decommissioning.plan_open": (
        "The improvement plan {plan} is still open.",
        "Settle it first.",
    ),
    # Emergency
    "decommissioning.continuity_what_missing": (
        "It is not said what children get meanwhile.",
        "Say it with --what.",
    ),
    "decommissioning.continuity_who_missing": (
        "It is not said who provides meanwhile.",
        "Say it with --who.",
    ),
    "decommissioning.continuity_until_missing": (
        "It is not said until when that is arranged.",
        "Give the day with --until.",
    ),
    "decommissioning.continuity_past": (
        "The arrangement would end on {until:day}, which is past.",
        "Give a day that is ahead.",
    ),
    # Options and savings
    "decommissioning.scope_missing": (
        "It is not said what would end: the service, or which part of it.",
        "Say it with “vires decommission options {ref} --scope …”.",
    ),
    "decommissioning.options_missing": (
        "The options are not written down.",
        _CASE + " (--options)",
    ),
    "decommissioning.users_missing": (
        "The impact on children, young people and families is not written down.",
        _CASE + " (--users)",
    ),
    "decommissioning.market_missing": (
        "What it means for other providers is not written down.",
        _CASE + " (--market)",
    ),
    "decommissioning.support_missing": (
        "Who supports it and who does not is not written down.",
        _CASE + " (--support)",
    ),
    "decommissioning.saving_missing": (
        "The saving in a year is not known.",
        _CASE + " (--saving, 0 where there is none)",
    ),
    "decommissioning.cost_missing": (
        "What it costs to end it is not known.",
        _CASE + " (--cost, 0 where there is none)",
    ),
    "decommissioning.budget_missing": (
        "The service’s budget for the year is not known.",
        _CASE + " (--budget)",
    ),
    "decommissioning.saves_too_much": (
        "The saving in a year is more than the service’s budget.",
        "Correct one of them.",
    ),
    # Consultation
    "decommissioning.consultation_from_missing": (
        "It is not said from which day people are consulted.",
        "Give it with --from.",
    ),
    "decommissioning.consultation_to_missing": (
        "It is not said until which day people are consulted.",
        "Give it with --to.",
    ),
    "decommissioning.consultation_whom_missing": (
        "It is not said who is consulted.",
        "Say it with --whom.",
    ),
    "decommissioning.consultation_reversed": (
        "The consultation would end on {last:day}, before it begins on {first:day}.",
        "Correct one of the days.",
    ),
    "decommissioning.consultation_missing": (
        "Nobody has been consulted, and no reason is given why not.",
        (
            "Consult with “vires decommission consult {ref}”, or give the reason and the legal advice "
            "with --none and --advice."
        ),
    ),
    "decommissioning.consultation_runs": (
        "The consultation runs until {to:day}.",
        "Wait until it is over, and write down what was said.",
    ),
    "decommissioning.views_missing": (
        "What those consulted said is not written down.",
        "Write it with “vires decommission heard {ref}”.",
    ),
    "decommissioning.changed_missing": (
        "What changed because of what they said is not written down.",
        "Write it with “vires decommission heard {ref}”; if nothing did, say why.",
    ),
    "decommissioning.advice_missing": (
        "Nobody is consulted, and the legal advice on that is missing.",
        "Give it with “vires decommission consult {ref} --none … --advice …”.",
    ),
    "decommissioning.not_at_options": (
        "{ref} stands at “{state}”: reasons for not consulting belong to the options.",
        "See with “vires decommission show {ref}” what comes next.",
    ),
    "decommissioning.no_consultation_lacks": (
        "Not to consult needs a reason and legal advice; missing: {missing:and}.",
        "Give both --none and --advice.",
    ),
    "decommissioning.not_in_consultation": (
        "{ref} stands at “{state}”, so nobody has been consulted.",
        "Begin with “vires decommission consult {ref}”.",
    ),
    "decommissioning.heard_lacks": (
        "What was said and what changed because of it belong together.",
        "Give both --said and --changed; if nothing changed, say why.",
    ),
    "decommissioning.consult_or_not": (
        "Either people are consulted, or there is a reason why not.",
        "Give --from, --to and --whom, or --none and --advice.",
    ),
    # The decision
    "decommissioning.report_live": (
        "{report} asks for the decision on {ref} and is still on its way.",
        "Wait for its decision, or withdraw it first.",
    ),
    "decommissioning.evidence_missing": (
        "{report} ends a service, and the {document} is not with it ({source}).",
        "Add it to the report itself: “vires evidence add {report} --kind {kind} --title …”.",
    ),
    "decommissioning.answered_otherwise": (
        "{report} does not say of {name:term} what its case {case} says: {amount:money}.",
        "Say the same: “vires proposal amend {report} --answer {name}={text}”.",
    ),
    "decommissioning.report_beside": (
        "{report} ends a service for which the case {case} is open, and was not drafted from it.",
        "Take it into the case: “vires decommission propose {case} --report {report}”.",
    ),
    "decommissioning.propose_again": (
        "The case {case} of {report} stands at “{state}”.",
        "Bring the case up to date, then “vires decommission propose {case}”.",
    ),
    "decommissioning.report_of_another": (
        "{report} does not ask to end the service that {ref} is about.",
        "Name a report of kind “exit” on the same commission.",
    ),
    "decommissioning.decision_stands": (
        "The decision on {ref} stands.",
        "It has to be rescinded, or quashed, first.",
    ),
    # Notice
    "decommissioning.notice_end_missing": (
        "It is not said on which day it ends.",
        "Give the day with --ends.",
    ),
    "decommissioning.notice_in_future": (
        "The notice would be given on {on:day}, which is still to come.",
        "Give the day on which providers were told.",
    ),
    "decommissioning.notice_reversed": (
        "It would end on {ends:day}, before notice was given on {on:day}.",
        "Give a later end.",
    ),
    "decommissioning.notice_short": (
        (
            "{providers:and} should have at least three months’ notice, until {least:day}; "
            "{ends:day} is sooner."
        ),
        (
            "Name {least:day} or later, or say with --short-because why it is sooner; "
            "that stays as a flag."
        ),
    ),
    "decommissioning.commission_elsewhere": (
        "{commission} is {state}, so no notice can be given.",
        "Bring it back into its cycle first, or record how it ended.",
    ),
    "decommissioning.notice_runs": (
        "The notice runs until {ends:day}.",
        "Wait until then, or record that it ended sooner, and why.",
    ),
    # Transition
    "decommissioning.staff_missing": ("What happens to staff (TUPE) is not said.", _PLAN),
    "decommissioning.premises_missing": ("What happens to premises and leases is not said.", _PLAN),
    "decommissioning.contingency_missing": ("What is done if it goes wrong is not said.", _PLAN),
    "decommissioning.count_missing": ("Nobody has counted whose cases have to move.", _COUNT),
    "decommissioning.no_notice_missing": (
        "No notice has been given.",
        "Give it, or say with --reason why there is nobody to give it to.",
    ),
    "decommissioning.count_odd": (
        "{moved} of {cases} children cannot have been moved.",
        "Give two whole numbers, the second not larger than the first.",
    ),
    "decommissioning.count_earlier": (
        "There is a count of {last:day}; one of {on:day} would be earlier.",
        "Give a day from {last:day} on.",
    ),
    "decommissioning.children_left": (
        "{number:count(child’s case,children’s cases)} still to be moved.",
        "Move them, then count again.",
    ),
    "decommissioning.agreement_open": (
        "The agreement {ref} is still at “{state}”.",
        "End it, or wait for its last day.",
    ),
    "decommissioning.replacement_missing": (
        "It is not said what follows {ref}.",
        (
            "Name it with “vires decommission replace {ref} --by COMMISSION”, or say with "
            "--none-because why nothing is needed."
        ),
    ),
    "decommissioning.replacement_or_none": (
        "Either a commission follows {ref}, or there is a reason why none does.",
        "Give one of --by and --none-because.",
    ),
    "decommissioning.replaces_itself": (
        "{ref} cannot follow itself.",
        "Name another commission.",
    ),
    "decommissioning.end_past": (
        "{ends:day} is past.",
        "Give a day that is ahead.",
    ),
    "decommissioning.case_waits": (
        "The decommissioning case {ref} stands at “{state}”.",
        "Take it on first: “vires decommission show {ref}” says how.",
    ),
    # Evaluation
    "decommissioning.improvement_missing": (
        "It is not said whether it brought the improvement.",
        "Say it with --improvement.",
    ),
    "decommissioning.learned_missing": (
        "It is not said what was learned.",
        "Say it with --learned.",
    ),
    "decommissioning.saved_missing": (
        "It is not said what is saved in a year.",
        "Give it with --saved, 0 where nothing is.",
    ),
    "decommissioning.children_missing": (
        "It is not said what became of the children who were moved.",
        "Count them: --settled, --moved-again, --left, --unknown.",
    ),
    "decommissioning.children_differ": (
        "{told:count(child is,children are)} accounted for, and {moved} were moved.",
        "Count every child once; those of whom nothing is known with --unknown.",
    ),
    "decommissioning.children_negative": (
        "A number of children cannot be below 0.",
        "Give whole numbers from 0.",
    ),
    "decommissioning.evaluation_early": (
        "It is to be evaluated when a year has passed, on {due:day}.",
        "Wait, or say with --reason why it is evaluated now.",
    ),
    # Flags
    "decommissioning.found": ("Recorded on {on:day} as it was found: {reason}", ""),
    "decommissioning.decided_without": ("Decided without the {kind:term}.", ""),
    "decommissioning.decided_beside": (
        "Decided by {report}, which was not drafted from this case.",
        "",
    ),
    "decommissioning.notice_before": (
        "Notice was given on {on:day}, before the decision was in effect on {decided:day}.",
        "",
    ),
    "decommissioning.short_notice": (
        "Notice ends on {ends:day}; voluntary providers should have it until {least:day}.",
        "",
    ),
    "decommissioning.short_notice_reasoned": (
        "Notice ends on {ends:day}, sooner than {least:day}, because: {reason}",
        "",
    ),
    "decommissioning.ended_with_commission": (
        "{commission} came to be {state:term} while this case was open.",
        "",
    ),
    "decommissioning.closed_outside": ("Ended outside Vires on {on:day}: {reason}", ""),
    # What a report says where nobody says it otherwise
    "decommissioning.asks": ("Decommissioning: {title}", ""),
    "decommissioning.recommends": ("That what is described in {ref} be ended.", ""),
    # Reasons of what follows
    "decommissioning.decision_fell": (
        "The decision that ended it ({report}) no longer stands.",
        "",
    ),
    "decommissioning.halt_over": ("{ref} is not halted any more.", ""),
    # What was done
    "done.decommission_opened": (
        "Opened {ref} on {commission}: say by {due:day} which way it goes.",
        "",
    ),
    "done.decommission_recorded": (
        "Recorded {ref} on {commission} as it stands: {state:term}.",
        "",
    ),
    "done.decommission_moved": ("{ref}: {state:term}.", ""),
    "done.decommission_written": ("Written into {ref}.", ""),
    "done.decommission_consults": ("{ref}: consultation until {to:day}.", ""),
    "done.decommission_proposed": ("{ref}: {report} asks for the decision.", ""),
    "decommissioning.report_lacks": (
        "{report} cannot be submitted yet:",
        "Add these, then submit it with “vires proposal submit {report}”.",
    ),
    "decommissioning.report_ready": (
        "It can be submitted: “vires proposal submit {report}”.",
        "",
    ),
    "done.decommission_noticed": ("{ref}: notice given; it ends on {ends:day}.", ""),
    "done.decommission_counted": (
        "{ref}: {moved} of {cases} children’s cases moved by {on:day}.",
        "",
    ),
    "done.decommission_closed": ("{ref} is closed; it is to be evaluated by {due:day}.", ""),
    "done.decommission_evaluated": ("{ref} is evaluated.", ""),
    # What next
    "decommissioning.ahead": ("Case {ref}: {state:term}. {meaning}", ""),
    "decommissioning.earliest_decision": ("A decision is lawful from {day:day} on.", ""),
    "decommissioning.earliest_end": (
        "If notice is given today, it ends on {day:day} at the earliest.",
        "",
    ),
    "decommissioning.earliest_end_after": (
        (
            "If it is decided on {decided:day} and notice is given that day, it ends on {day:day} at "
            "the earliest."
        ),
        "",
    ),
    "decommissioning.who_decides": ("It is decided by {who} (rule {rule}).", ""),
    "deadline.meet_by_case": (
        "{ref} meets it by itself, when what it waits for is written into the case.",
        "See with “vires decommission show {ref}” what comes next.",
    ),
    # The night's check
    "assurance.no_case_deadline": (
        "A decommissioning case had no deadline for what it waits for.",
        "See it with “vires decommission show”, and take it on.",
    ),
    # Names
    "term.triggered": ("triggered", ""),
    "term.support_and_challenge": ("support and challenge", ""),
    "term.case_for_change": ("case for change", ""),
    "term.emergency_continuity": ("emergency continuity", ""),
    "term.halted": ("halted as unsafe", ""),
    "term.child_settled": ("settled", ""),
    "term.child_moved_again": ("moved again", ""),
    "term.child_left": ("left services", ""),
    "term.child_unknown": ("not known", ""),
    "term.decommissioning_case": ("decommissioning case", ""),
    "term.decommissioning_way": ("which way a decommissioning case goes", ""),
    "term.decommissioning_consultation_ends": ("what a consultation changed, to be written", ""),
    "term.decommissioning_continuity_ends": ("an emergency arrangement that ends", ""),
    "term.decommissioning_notice_ends": ("the end of a service under notice", ""),
    "term.decommissioning_evaluation": ("a decommissioning to be evaluated", ""),
}
