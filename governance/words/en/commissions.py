"""Words for commissions, their gates, evidence, principles and agreements."""

WORDS: dict[str, tuple[str, str]] = {
    # Opening and saying more
    "commission.no_lead": (
        "{ref} has no lead.",
        "Name the officer who is answerable for it.",
    ),
    "commission.lead_left": (
        "{lead} left on {on:day} and cannot lead a commission.",
        "Name somebody else as its lead.",
    ),
    "commission.no_end_date": ("{ref} has no end date.", "Enter the day on which it ends."),
    "commission.no_framework": (
        "No framework is in force for {ref}, so it has no stages.",
        "Bring its framework into force first.",
    ),
    "commission.end_date_past": (
        "{on:day} is past, so no commission can be opened to end then.",
        "Give a later day. If it has been running, record it instead.",
    ),
    "commission.framework_none": (
        "No framework is in force, so there is no cycle to go round.",
        "Load a framework and have every partner consent to it.",
    ),
    "commission.framework_which": (
        "More than one framework is in force: {known:and}.",
        "Say which one the commission follows.",
    ),
    "commission.text_unusable": (
        "The text for “{field}” cannot be kept.",
        "Write at most {most:,} characters of plain text.",
    ),
    "commission.not_in_vocabulary": (
        "“{name}” is not a known value of “{field}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "commission.value_out_of_range": (
        "An amount is negative or more than Vires can hold.",
        "Give an amount from £0 to {most:money}.",
    ),
    "commission.day_out_of_range": (
        "The {field} is outside the years {first} to {last}.",
        "Check the year.",
    ),
    "commission.parent_circle": (
        "{parent} stands under {ref}, so {ref} cannot stand under it.",
        "Choose another commission to stand above it.",
    ),
    "commission.not_a_partner": (
        "{organisation} is not a partner.",
        "Add it as a partner first, or leave it out.",
    ),
    "commission.partner_twice": (
        "{organisation} is named twice.",
        "Name each partner once.",
    ),
    "commission.fact_unreadable": (
        "“{text}” is not a fact.",
        "Write it as name=text; name= takes it back.",
    ),
    "commission.over": (
        "{ref} is {state}, so nothing can be changed in it.",
        "Open a new commission if one is needed.",
    ),
    "commission.nothing_changed": (
        "{ref} says all of that already.",
        "Leave it as it is, or check what you meant to change.",
    ),
    "commission.state_unknown": (
        "“{state}” is no state of a commission.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "commission.recorded_in_future": (
        "{on:day} has not come, so it cannot be recorded as past.",
        "Give the day on which it happened.",
    ),
    # Links
    "commission.linked_already": (
        "{ref} and {other} are linked already.",
        "Their values count together; there is nothing to do.",
    ),
    "commission.not_linked": (
        "{ref} is linked to nothing.",
        "Its value counts for itself already.",
    ),
    "commission.live_reports": (
        "{ref} cannot be taken out of its links while reports of it are live: {reports:and}.",
        "Wait until they are decided, or withdraw them.",
    ),
    # Stages and gates
    "commission.not_in_cycle": (
        "{ref} is {state}, so its stages stand still.",
        "Start or resume it first.",
    ),
    "gate.no_commission": (
        "{ref} asks for a gate and is about no commission.",
        "Write the report about the commission whose gate it is.",
    ),
    "gate.other_decision": (
        "The gate “{gate}” needs the decision “{decision}”; this report asks for “{kind}”.",
        "Write a report of that kind, or leave the gate out.",
    ),
    "gate.certified_by_lead": (
        "The gate “{gate}” needs no decision.",
        "The lead of the commission can certify it.",
    ),
    "gate.earlier_stage": (
        "“{stage}” cannot pass its gate while “{before}” is not complete.",
        "Complete “{before}” first.",
    ),
    "gate.undecided": (
        "The gate “{gate}” needs a decision ({decision}) and none is in effect.",
        "Write a report that asks for it.",
    ),
    # The end
    "commission.exit_undecided": (
        "No decision to end {ref} is in effect.",
        "Write a report that asks for it (exit).",
    ),
    "commission.agreement_open": (
        "The agreement {ref} is still {state}.",
        "End it first, or record that it ended.",
    ),
    # Flags of a commission
    "commission.found_running": ("It ran before Vires knew of it ({on:day}).", ""),
    "commission.found_without_lead": ("It came in without a lead.", "Name its lead."),
    "commission.found_without_end_date": (
        "It came in without an end date.",
        "Enter the day on which it ends.",
    ),
    "commission.found_past_its_end": (
        "It came in although it should have ended on {end_date:day}.",
        "Correct the end date, or record that it ended.",
    ),
    "commission.closed_outside": (
        "It ended outside Vires on {on:day}: {reason}",
        "",
    ),
    "stage.passed_outside": (
        "The stage “{stage}” was passed outside Vires on {on:day}: {reason}",
        "",
    ),
    # Evidence
    "evidence.asked_nowhere": (
        "No gate and no rule asks for evidence of the kind “{kind}”, so it counts for none. {nearest:maybe}",
        "",
    ),
    "evidence.one_home": (
        "A document belongs to one commission or to one report.",
        "Name the one or the other.",
    ),
    "evidence.unknown": (
        "There is no document “{name}”.",
        "The list of evidence shows the id of each.",
    ),
    "evidence.kind_unusable": (
        "“{kind}” cannot be a kind of evidence.",
        "Use the kind that the gate asks for, such as needs-assessment.",
    ),
    "evidence.file_empty": ("The file is empty.", "Check that it is the one you meant."),
    "evidence.file_too_large": (
        "The file is {size:,} bytes; at most {most:,} are kept.",
        "Make it smaller, or split it.",
    ),
    "evidence.file_unreadable": (
        "The file “{file}” cannot be read: {detail}.",
        "Check its name and that you may read it.",
    ),
    "evidence.file_unwritable": (
        "The file “{file}” cannot be written: {detail}.",
        "Choose a new name in a folder you may write to; nothing is overwritten.",
    ),
    "evidence.file_name_unusable": (
        "The name of the file cannot be kept.",
        "Use at most {most} ordinary characters and no slashes.",
    ),
    "evidence.not_kept": (
        "The file could not be kept: {detail}.",
        "See that there is room in the data directory and that it can be written.",
    ),
    "evidence.file_missing": (
        "The file of this document is missing ({digest}).",
        "Restore it from a backup.",
    ),
    "evidence.file_altered": (
        "The file of this document is not the one that was kept ({digest}).",
        "Restore it from a backup, and find out who changed it.",
    ),
    "evidence.no_file": (
        "“{title}” is a statement without a file.",
        "Its title says all there is.",
    ),
    "evidence.closed_unknown": (
        "“{kind}” does not say why a document is closed.",
        "{nearest:maybe}It is exempt (may be withheld) or confidential (must be).",
    ),
    "evidence.no_paragraph": (
        "It is not said under which paragraph of Schedule 12A the document is exempt.",
        "Give one of the paragraphs {known:or}.",
    ),
    "evidence.paragraph_not_wanted": (
        "A confidential document has no paragraph of Schedule 12A.",
        "Leave the paragraph out, or call the document exempt.",
    ),
    "evidence.no_reason": (
        "It is not said why the document is closed.",
        "Give the reason; for an exempt one, why withholding it outweighs publishing it.",
    ),
    "evidence.withdrawn_already": (
        "“{title}” was withdrawn already.",
        "Add a new document if one is needed.",
    ),
    "principle.answer_unusable": (
        "The answer is empty or too long.",
        "Write at most {most:,} characters of plain text.",
    ),
    # Agreements
    "agreement.by_report": (
        "{ref} cannot be changed by hand ({move}): that comes with a decision.",
        "Write a report that asks for it; it takes effect by itself.",
    ),
    "agreement.exit_undecided": (
        "No decision to end {ref} is in effect.",
        "Write a report that asks for it (exit), or record a notice given outside Vires.",
    ),
    "agreement.uncovered_undecided": (
        "No decision taken since {ref} ran out covers what went on.",
        "Write a report that asks to extend it.",
    ),
    "agreement.new_end_wanted": (
        "{ref} is covered again, but its last day is past.",
        "Give the new last day.",
    ),
    "agreement.no_award_notice": (
        "The day of the award notice for {ref} is not given.",
        "Publish the notice and give its day.",
    ),
    "agreement.notice_in_future": (
        "The award notice is dated {on:day}, which has not come.",
        "Give the day on which it was published.",
    ),
    "agreement.standstill_unknown": (
        "It is not known how long the standstill of {ref} is.",
        "Enter its procurement regime, or give the days and how they are counted.",
    ),
    "agreement.standstill_due": (
        "{ref} may be signed only after a standstill of {days} working days ({source}).",
        "Publish the award notice and start the standstill.",
    ),
    "agreement.standstill_runs": (
        "The standstill is not over.",
        "It can be signed from {until:day}.",
    ),
    "agreement.before_start": (
        "Its first day, {on:day}, has not come.",
        "Wait until then.",
    ),
    "agreement.before_end": (
        "Its last day, {on:day}, is not past.",
        "Wait until then, or record that it broke off.",
    ),
    "agreement.no_end": (
        "The last day of {ref} is not known.",
        "Give it with the move.",
    ),
    "agreement.state_unknown": (
        "An agreement cannot be recorded as “{state}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "agreement.kind_unknown": (
        "“{kind}” is no kind of agreement.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    # Flags of an agreement
    "agreement.signed_early": (
        "It was signed on {on:day} although the standstill was not over: {reason}",
        "",
    ),
    "agreement.uncovered": (
        "Delivery went on after its last day without cover ({on:day}).",
        "Have it covered by a decision, or stop it.",
    ),
    "agreement.broken_off": ("It broke off on {on:day}: {reason}", ""),
    "agreement.found": ("It came about outside Vires and was recorded on {on:day}.", ""),
    "agreement.found_past_its_end": (
        "It was found running although its last day was {ends_on:day}.",
        "Record that it goes on without cover, then have it covered or stopped.",
    ),
    # What was done
    "done.commission_opened": ("{title} is opened as {ref}.", ""),
    "done.commission_proposed": ("{title} is proposed as {ref}.", ""),
    "done.commission_recorded": ("{title} is recorded as {ref}.", ""),
    "done.commission_started": ("{ref} is on its way round the cycle.", ""),
    "done.commission_set": ("{ref} is changed.", ""),
    "done.commission_linked": ("{ref} and {other} now count together.", ""),
    "done.commission_unlinked": ("{ref} now counts for itself.", ""),
    "done.commission_partner": ("{organisation} takes part in {ref}.", ""),
    "done.commission_paused": ("{ref} is paused.", ""),
    "done.commission_resumed": ("{ref} goes on.", ""),
    "done.commission_withdrawn": ("{ref} is withdrawn.", ""),
    "done.commission_noticed": ("Notice to end {ref} is given.", ""),
    "done.commission_unnoticed": ("The notice to end {ref} is withdrawn.", ""),
    "done.commission_closed": ("{ref} is closed.", ""),
    "done.commission_recommissioned": ("{ref} is followed by {successor}.", ""),
    "done.commission_round": ("{ref} goes round again.", ""),
    "done.stage_opened": ("The stage “{stage}” of {ref} is open.", ""),
    "done.stage_submitted": ("The stage “{stage}” of {ref} is at its gate.", ""),
    "done.stage_passed": ("The stage “{stage}” of {ref} has passed its gate.", ""),
    "done.stage_returned": ("The stage “{stage}” of {ref} is taken back from its gate.", ""),
    "done.stage_reopened": ("The stage “{stage}” of {ref} is reopened.", ""),
    "done.principles_answered": ("The answers are on the file of {ref}.", ""),
    "done.principle_answered": ("The answer is on the file of {ref}.", ""),
    "done.evidence_added": ("{title} is on the file of {ref}.", ""),
    "done.evidence_asked_nowhere": ("{title} is on the file of {ref}. {said}", ""),
    "done.evidence_withdrawn": ("The document is taken off the file of {ref}.", ""),
    "done.evidence_saved": ("{title} is written to {file}.", ""),
    "done.agreement_recorded": ("{title} is recorded as {ref}.", ""),
    "done.agreement_moved": ("{ref} is now “{state}”.", ""),
}
