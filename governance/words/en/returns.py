"""Words for monitoring returns: what partners say of what they promised, and when it is due."""

WORDS: dict[str, tuple[str, str]] = {
    # What is said, and where
    "return.line_unreadable": (
        "“{text}” cannot be read as what is said of a commitment.",
        'Write its number, how far it was kept and what that rests on: --line 3=kept:"It opened on 4 May".',
    ),
    "return.file_not_text": (
        "{file} is not a text in UTF-8.",
        "Save it from your spreadsheet as “CSV UTF-8”.",
    ),
    "return.file_unreadable": ("{file} cannot be read as CSV: {why}.", "Mend it and try again."),
    "return.file_empty": (
        "{file} is empty.",
        "Begin it with a line that names the columns: commitment,judgement,evidence.",
    ),
    "return.file_too_long": (
        "{file} has more than {most:count(line,lines)}.",
        "Give one line for each commitment of the partner.",
    ),
    "return.column_missing": (
        "{file} has no column “{column}”, or has it twice.",
        "{nearest:maybe}Its first line names the columns commitment, judgement and evidence, each once.",
    ),
    "return.number_unreadable": (
        "{where}: “{text}” is no number of a commitment.",
        "Write the number that the commitment has in the plan.",
    ),
    "return.no_such_commitment": (
        "{where}: there is no commitment {number} in the plan.",
        "This partner’s commitments are {known:and}.",
    ),
    "return.not_theirs": (
        "{where}: commitment {number} is not one of {partner}.",
        "Leave it to the partner whose it is.",
    ),
    "return.dropped": (
        "{where}: commitment {number} was dropped on {on:day}.",
        "Take the line out.",
    ),
    "return.twice": (
        "{where}: commitment {number} was answered before ({first}).",
        "Answer each commitment once.",
    ),
    "return.judgement_unknown": (
        "{where}: “{text}” does not say how far commitment {number} was kept.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "return.evidence_missing": (
        "{where}: nothing says what the word on commitment {number} rests on.",
        "Write the evidence after the word.",
    ),
    "return.evidence_too_long": (
        "{where}: the evidence on commitment {number} is longer than {most:count(character,characters)}.",
        "Say it shorter, and name where the rest can be read.",
    ),
    "return.unanswered": (
        "{ref} says nothing of commitment {number}: {what}",
        "Say how far it was kept, and what that rests on. If it is not due yet, say under way.",
    ),
    # When, and by whom
    "return.period_ahead": (
        "The period of {ref} begins on {start:day}.",
        "Return it once the period is over.",
    ),
    "return.day_for_secretary": (
        "Only the secretary can say that a return came on an earlier day.",
        "Leave the day out: it counts as returned today.",
    ),
    "return.day_wrong": (
        "The return cannot have come on {on:day}.",
        "Give a day from {start:day}, when its period begins, to {today:day}.",
    ),
    "return.day_kept": ("the day it had, set again because its deadline was missing", ""),
    "deadline.meet_by_monitoring_return": (
        "{ref} is met by the return itself.",
        "Report it with “vires return report {ref}”.",
    ),
    "deadline.meet_by_annual_report": (
        "{ref} is met by publishing the annual report.",
        "Publish it with “vires annual-report publish {ref}”.",
    ),
    # What was done
    "done.return_made": ("{ref} is returned for {partner}.", ""),
    "done.return_made_late": ("{ref} is returned for {partner}, after its day.", ""),
    "done.return_corrected": (
        "{ref} is corrected; what it said before stays on record.",
        "",
    ),
    "done.return_as_before": ("{ref} says the same already. Nothing was changed.", ""),
    # Whom messages reach
    "message.because.speaks_for": (
        "You get this because you speak for {partner} on {body}.",
        "",
    ),
    "message.nobody.no_partner": (
        "You get this as secretary because it belongs to no partner.",
        "",
    ),
    "message.nobody.partner_unfilled": (
        "You get this as secretary because nobody speaks for {partner} now: its seat on the board and its offices are unfilled.",
        "",
    ),
    "designation.partner": ("whoever speaks for the partner", ""),
    # What the night's check finds
    "assurance.plan_owes": (
        "The plan {ref} lacks a return, an annual report or the end of a period that it should have.",
        "Look at “vires return list --plan {ref} --all”, and tell whoever runs Vires.",
    ),
    "assurance.no_return_day": (
        "The return {ref} waits for its partner, and nothing says by when.",
        "Make it with “vires return report {ref}”.",
    ),
    "assurance.no_annual_report_day": (
        "The annual report {ref} is owed, and nothing says by when.",
        "Assemble it with “vires annual-report assemble {ref}”, put it and publish it.",
    ),
    # Names
    "judgement.kept": ("✓ Kept", ""),
    "judgement.partly_kept": ("◐ Partly kept", ""),
    "judgement.not_kept": ("✗ Not kept", ""),
    "judgement.under_way": ("→ Under way", ""),
    "judgement.none": ("– Nothing said", ""),
    "term.return_missed": ("a return is missed", ""),
    "term.plan_period": ("the end of a period of the plan", ""),
    "term.returned": ("returned", ""),
    "term.returned_late": ("returned late", ""),
    # A page
    "return.list_title": ("Returns", ""),
    "return.lines_title": ("Commitments", ""),
    "return.page_title": ("{ref}: {name}’s return on {title} ({plan})", ""),
    "return.page_period": ("For the period from {since:day} to {until:day}.", ""),
    "return.page_due": ("Due {due:day}; {state}.", ""),
    "return.page_missed": ("Nothing had come by {on:day}.", ""),
    "return.page_returned": ("Returned on {on:day} by {by}.", ""),
    "return.page_returned_for": ("Returned on {on:day}; put on file for the partner by {by}.", ""),
    "return.page_said": ("Besides: {said}", ""),
    "return.said_before": (
        "Commitment {number} was corrected; on {on:day} it said “{judgement}: {evidence}” Why: {reason}",
        "",
    ),
}
