"""Words for annual reports on a plan: what becomes of one, and everything that stands in it."""

WORDS: dict[str, tuple[str, str]] = {
    # Assembling, putting, publishing
    "annual.as_at_to_come": (
        "The returns cannot be read as they will stand on {on:day}.",
        "Leave the day out, or give one that is past.",
    ),
    "annual.year_runs": (
        "The year of {ref} runs until {end:day}.",
        "Assemble it once the year is over. “vires annual-report show {ref}” shows what is there.",
    ),
    "annual.puts_none": (
        "{ref} asks to approve an annual report, and belongs to none.",
        "Put one with “vires annual-report propose”: that writes its report by itself.",
    ),
    "annual.not_put": (
        "The annual report {report} is {state}, so there is nothing to decide.",
        "Put it to the board again with “vires annual-report propose {report}”.",
    ),
    "annual.content_differs": (
        "{ref} was written for other contents than those of {report}.",
        "Put the annual report again with “vires annual-report propose {report}”.",
    ),
    "annual.decision_gone": (
        "The decision that approved {ref} does not stand any more.",
        "Bring its report before the board again.",
    ),
    "annual.day_wrong": (
        "It cannot have been published on {on:day}.",
        "Give a day from the decision on it to {today:day}.",
    ),
    "annual.not_assembled": (
        "{ref} has not been assembled, so there is nothing to export.",
        "Assemble it with “vires annual-report assemble {ref}”.",
    ),
    "annual.not_submitted": (
        "Its report {report} waits as a draft, because it cannot be decided yet:",
        "Mend this, then submit the report. A decision that was taken elsewhere can be recorded.",
    ),
    "annual.format_unknown": (
        "“{name}” is no format.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "done.annual_assembled": (
        "{ref} is assembled from the returns as they stood on {as_at:day}.",
        "",
    ),
    "done.annual_proposed": ("{ref} is put to the board by {report}; its contents are frozen.", ""),
    "done.annual_published": ("{ref} is published.", ""),
    "done.annual_exported": ("Wrote {file}.", ""),
    # The document: its frame
    "annual.title": ("Annual report on {plan}, {since:day} to {until:day}", ""),
    "annual.notice_draft": ("Draft. It has not been put to the board.", ""),
    "annual.notice_proposed": ("Put to the board; not decided on yet.", ""),
    "annual.notice_referred_back": ("Draft. The board has not approved it as it is.", ""),
    "annual.notice_approved": ("Approved by the board; not published yet.", ""),
    "annual.foot": (
        "{ref}, assembled from the partners’ returns as they stood on {as_at:day}. Contents: SHA-256 {content}.",
        "",
    ),
    "annual.fact_plan": ("Plan", ""),
    "annual.fact_plan_value": ("{title} ({ref}), {since:day} to {until:day}", ""),
    "annual.fact_board": ("Board", ""),
    "annual.fact_year": ("Year", ""),
    "annual.fact_year_value": ("{since:day} to {until:day}", ""),
    "annual.fact_basis": ("Basis", ""),
    "annual.basis_voluntary": ("Voluntary: the partners agreed it among themselves", ""),
    "annual.basis_statutory": ("Statutory", ""),
    "annual.fact_as_at": ("Returns as they stood on", ""),
    "annual.fact_published": ("Published on", ""),
    "annual.foreword": ("Foreword", ""),
    # In short
    "annual.in_short": ("In short", ""),
    "annual.summary": (
        "{partners:count(partner,partners)} made {all:count(commitment,commitments)}: {kept:count(was kept,were kept)}, {partly_kept:count(was partly kept,were partly kept)}, {not_kept:count(was not kept,were not kept)} and {under_way:count(is under way,are under way)}.",
        "",
    ),
    "annual.summary_unsaid": (
        "No return says anything of {none:count(commitment,commitments)}.",
        "",
    ),
    "annual.summary_all_said": ("The returns speak of every one of them.", ""),
    "annual.by_partner": ("Commitments by partner", ""),
    "annual.by_priority": ("Commitments by priority", ""),
    "annual.column_partner": ("Partner", ""),
    "annual.column_priority": ("Priority", ""),
    "annual.column_commitments": ("Commitments", ""),
    "annual.all_partners": ("All partners", ""),
    # Returns
    "annual.returns": ("The partners’ returns", ""),
    "annual.returns_made": (
        "{asked:count(return was asked for,returns were asked for)} in the year: {in_time:count(came in time,came in time)}, {late:count(came late,came late)}, {missing:count(is missing,are missing)}.",
        "",
    ),
    "annual.returns_awaited": (
        "{awaited:count(return was not due yet,returns were not due yet)} when this was assembled.",
        "",
    ),
    "annual.returned_nothing": (
        "{partner} returned nothing for this year. Nobody has said how far its {number:count(commitment was kept,commitments were kept)}.",
        "",
    ),
    "annual.late_or_missing": ("Returns that came late or are missing", ""),
    "annual.none_late": ("No return came late, and none is missing.", ""),
    "annual.column_period": ("Period", ""),
    "annual.column_due": ("Due", ""),
    "annual.column_came": ("What came of it", ""),
    "annual.period": ("{since:day} to {until:day}", ""),
    "annual.came_in_time": ("✓ Returned on {on:day}", ""),
    "annual.came_late": ("◐ Late: returned on {on:day}", ""),
    "annual.came_missing": ("✗ Missing", ""),
    "annual.came_awaited": ("→ Not due yet", ""),
    # A partner
    "annual.commitments_of": ("Commitments of {partner}", ""),
    "annual.partner_returns": (
        "It was asked for {asked:count(return,returns)}: {in_time:count(came in time,came in time)}, {late:count(came late,came late)}, {missing:count(is missing,are missing)}.",
        "",
    ),
    "annual.partner_not_asked": ("It was asked for no return in the year.", ""),
    "annual.on_behalf": (
        "The secretary put {refs:and} on file for it.",
        "",
    ),
    "annual.column_number": ("Number", ""),
    "annual.column_what": ("Commitment", ""),
    "annual.column_word": ("How far it was kept", ""),
    "annual.column_evidence": ("What that rests on", ""),
    "annual.column_return": ("Return", ""),
    "annual.column_measure": ("Measure", ""),
    "annual.due": ("{what} (by {due:day})", ""),
    "annual.rests_on": ("{ref}, {since:day} to {until:day}", ""),
    "annual.rests_on_corrected": ("{ref}, {since:day} to {until:day}, corrected", ""),
    "annual.rests_on_nothing": ("–", ""),
    "annual.nothing_said": ("No return says anything of it.", ""),
    "annual.measured": ("{title}: {value} {unit} on {on:day}", ""),
    "annual.measured_rated": ("{title}: {value} {unit} on {on:day}, {rating}", ""),
    "annual.target": ("Target: {target} {unit}", ""),
    "annual.unmeasured": ("{title}: nothing observed", ""),
    "annual.rating_green": ("● green", ""),
    "annual.rating_amber": ("▲ amber", ""),
    "annual.rating_red": ("■ red", ""),
    "annual.dropped": ("Dropped in the year", ""),
    "annual.dropped_item": ("{number}. {what}: dropped on {on:day}. {reason}", ""),
    # The decision
    "annual.decision": ("Decision", ""),
    "annual.decided_by": ("{decider}, on {on:day} (report {report})", ""),
    "annual.reasons": ("Reasons", ""),
    "annual.no_decision": ("Nobody has decided on this report yet.", ""),
    # How to read it
    "annual.how_to_read": ("How to read this report", ""),
    "annual.how_words": (
        "Each partner says itself how far it kept what it promised, and what that rests on. For each commitment the latest return of the year that speaks of it counts.",
        "",
    ),
    "annual.how_voluntary": (
        "The plan is voluntary. No law sets the days on which partners report: a return or a report that comes late is late by the partners’ own agreement, and no breach of a duty in law.",
        "",
    ),
    "annual.how_statutory": (
        "The plan rested on the Children Act 2004, section 17, and the regulations under it. Whether a day was kept is said beside it.",
        "",
    ),
    "annual.how_revoked": (
        "The regulations on plans were revoked on 31 October 2010. What came late after that is no breach of them.",
        "",
    ),
    "annual.breach": (
        "This report was due by {due:day} and was published after it: a breach of the regulations on plans.",
        "",
    ),
    # Names
    "term.annual-report": ("approve an annual report", ""),
    "term.assembled": ("assembled", ""),
}
