"""Words for planning back: steps, their last days and why, what is left, what can still be done."""

_COUNTS = {
    "clear_calendar_days": "{days:count(clear day,clear days)}",
    "clear_working_days": "{days:count(clear working day,clear working days)}",
    "s243_clear_days": "{days:count(clear day,clear days)} (section 243)",
    "working_days_first_included": "{days:count(working day,working days)}, its own day included",
    "working_days_first_excluded": "{days:count(working day,working days)} after it",
    "end_of_nth_working_day_after": "{days:count(working day,working days)} after it",
    "working_days_after": "{days:count(working day,working days)}",
    "calendar_days_after": "{days:count(day,days)}",
    "calendar_months_after": "{days:count(month,months)}",
    "working_days_before": "{days:count(working day,working days)}",
    "calendar_days_before": "{days:count(day,days)}",
    "calendar_months_before": "{days:count(month,months)}",
}

_WHAT = {
    "begin": "The new agreement begins",
    "end_extend": "The agreement ends: the extension is in effect",
    "end_exit": "The last day of the service",
    "sign": "Sign the agreement",
    "standstill_ends": "The standstill ends at midnight",
    "award_notice": "Tell the bidders (award notice)",
    "tenders_in": "Tenders are in",
    "tender": "Invite tenders",
    "give_notice": "Give the provider notice to end",
    "effective": "The decision ({decision:term}) takes effect",
    "publish": "Publish the decision ({decision:term})",
    "publish_call_in": "Publish the decision ({decision:term}): it can then be called in",
    "step.decide": "{who:and} decides ({decision:term})",
    "step.decide_unclear": "The decision ({decision:term}); who takes it is not known",
    "step.recommend": "Recommendation of {who:and}",
    "step.endorse": "Endorsement by {who:and}",
    "step.consult": "The views of {who:and} are there",
    "step.consent": "Consent of {who:and}",
    "step.clear": "The report is cleared by {who:and}",
    "asked.recommend": "Ask {who:and} for a recommendation",
    "asked.endorse": "Ask {who:and} to endorse",
    "asked.consult": "Consult {who:and}",
    "asked.consent": "Ask {who:and} for consent",
    "asked.decide": "Ask {who:and} to decide ({decision:term})",
    "consult": "Begin the consultation on ending it",
    "consulted": "The consultation on ending it is over: it runs until {to:day}",
    "asked.clear": "Send the report for clearance by {who:and}",
    "agenda": "Publish the agenda and reports of {who:and}",
    "notice": "{notice:term}",
    "paper": "Hand in the report ({decision:term})",
    "paper_evidence": "Hand in the report ({decision:term}) with {evidence:and}",
}

WORDS: dict[str, tuple[str, str]] = {
    **{f"plan_back.count.{policy}": (text, "") for policy, text in _COUNTS.items()},
    **{f"plan_back.what.{step}": (text, "") for step, text in _WHAT.items()},
    # Whose rule it is
    "plan_back.source.assumed": ("assumed", ""),
    "plan_back.source.asked": ("as you asked", ""),
    "plan_back.source.terms": ("terms of reference, or the law on public access", ""),
    "plan_back.source.voluntary": ("the usual least for voluntary providers", ""),
    # Why a day is the last
    "plan_back.why.begin": ("The day after {end:day}, the last day of what runs now.", ""),
    "plan_back.why.end_extend": ("An extension holds if it is in effect by the last day.", ""),
    "plan_back.why.end_exit": ("The day it is to end.", ""),
    "plan_back.why.straight": ("Before “{then}”, by {on:day}.", ""),
    "plan_back.why.after": ("Then {counted} ({source}), before “{then}” by {on:day}.", ""),
    "plan_back.why.after_unsourced": ("Then {counted}, before “{then}” by {on:day}.", ""),
    "plan_back.why.notice": ("{counted} ({source}) before “{then}” on {on:day}.", ""),
    "plan_back.why.notice_unsourced": ("{counted} before “{then}” on {on:day}.", ""),
    "plan_back.why.before": ("{counted} ({source}) before “{then}” on {on:day}.", ""),
    "plan_back.why.before_unsourced": ("{counted} before “{then}” on {on:day}.", ""),
    "plan_back.why.no_day": ("Before “{then}”, which has no day in time.", ""),
    "plan_back.meeting.planned": ("The last meeting by {by:day}; the next is on {next:day}.", ""),
    "plan_back.meeting.last_planned": (
        "The last meeting by {by:day}; none after it is known yet.",
        "",
    ),
    "plan_back.meeting.assumed": (
        "The last meeting by {by:day}, which is not planned yet: assumed from {a_year:count(meeting,meetings)} a year.",
        "",
    ),
    "plan_back.meeting.none_in_time": ("No meeting is left that is early enough by {by:day}.", ""),
    "plan_back.meeting.none": ("What has to follow it has no day in time.", ""),
    "plan_back.meeting.never": (
        "No meeting is planned, and no terms of reference say how often it meets. Plan its meetings.",
        "",
    ),
    # What is left
    "plan_back.goal.extend": ("for an extension in effect by {end:day}", ""),
    "plan_back.goal.award": ("for a new agreement after {end:day}", ""),
    "plan_back.goal.exit": ("to end it on {end:day}", ""),
    "plan_back.one_left": (
        "You have one meeting of {body} left {goal}: {last:weekday} ({decision:term}).",
        "",
    ),
    "plan_back.some_left": (
        "You have {left} meetings of {body} left {goal}; the last is {last:weekday} ({decision:term}).",
        "",
    ),
    "plan_back.none_left": (
        "No meeting of {body} is left {goal}; the last that is early enough would have been {last:weekday}.",
        "",
    ),
    "plan_back.none_at_all": ("No meeting of {body} is left {goal}.", ""),
    "plan_back.no_meeting_needed": ("No body has to meet {goal}: see the last days below.", ""),
    "plan_back.too_late": ("Time is too short {goal}: a last day is past already.", ""),
    "plan_back.never_met": (
        "No meeting of {who:and} was ever early enough {goal}, so {steps:count(step has,steps have)} no last day.",
        "",
    ),
    "plan_back.never": (
        "“{what}” has no day that is early enough {goal}, so {steps:count(step has,steps have)} no last day.",
        "",
    ),
    "plan_back.missed": ("Past already:", ""),
    "plan_back.rescue": ("What can still be done:", ""),
    "plan_back.first_possible": ("Begun today, it can be reached by {first:day}.", ""),
    # On the page
    "plan_back.steps": ("The steps and their last days", ""),
    "plan_back.possible": ("More than one rule is possible; the plan rests on the first:", ""),
    "plan_back.assumptions": ("Assumed:", ""),
    "plan_back.choices": ("Other choices:", ""),
    "plan_back.day": ("{on:weekday}", ""),
    "plan_back.day_past": ("{on:weekday} (past)", ""),
    "plan_back.lawful_until": ("Not a working day, {on:weekday} would be the very last.", ""),
    # By rule
    "plan_back.rule.by": (
        "{decision:term}, rule {rule} ({title}): {who:and} decides by {latest:day}.",
        "",
    ),
    "plan_back.rule.too_late": (
        "{decision:term}, rule {rule} ({title}): {who:and} would have decided by {latest:day}, which is past.",
        "",
    ),
    "plan_back.rule.no_day": (
        "{decision:term}, rule {rule} ({title}): {who:and} has no day in time.",
        "",
    ),
    "plan_back.rule.by_no_rule": ("{decision:term}: to be decided by {latest:day}.", ""),
    "plan_back.rule.too_late_no_rule": (
        "{decision:term}: it had to be decided by {latest:day}, which is past.",
        "",
    ),
    "plan_back.rule.no_day_no_rule": ("{decision:term}: no day is in time.", ""),
    "plan_back.rule.taken": ("{decision:term}: it is decided, and has to take effect.", ""),
    # What is assumed
    "plan_back.assumed": ("“{what}”: {counted} ({option} says otherwise).", ""),
    "plan_back.assumed_permission": (
        "The permission before the decision ({decision:term}) is given for {value:money}; with another sum, or without it, somebody else may decide.",
        "",
    ),
    "plan_back.assumed_electronic": (
        "The award notice is sent electronically, and regulation 86(5) excuses nobody from it (SI 2015/102). Vires does not hold the signing to this standstill.",
        "",
    ),
    "plan_back.assumed_rhythm": (
        "{who:and} goes on meeting {a_year:count(time,times)} a year after its last planned meeting.",
        "",
    ),
    # To bear in mind
    "plan_back.note.end_past": (
        "{end:day} is past: nothing planned back from it is in time.",
        "Give another day with --end, or see what can still be done.",
    ),
    "plan_back.note.paused": (
        "{ref} is paused. The end does not wait: these days hold all the same.",
        "Resume it before a report is due.",
    ),
    "plan_back.note.under_notice": ("{ref} is under notice: its end is decided.", ""),
    "plan_back.note.notice": (
        "Notice to end {agreement} is given, so it cannot be extended.",
        "",
    ),
    "plan_back.note.exit_decided": ("The exit of {ref} is decided already.", ""),
    "plan_back.note.no_option": (
        "{ref} has no extension left that was agreed before.",
        "Ask whoever advises on procurement whether it may be extended at all.",
    ),
    "plan_back.note.no_regime": (
        "The procurement regime of {ref} is not known, so the longest standstill is planned.",
        "Set it: “vires commission set {ref} --regime REGIME”.",
    ),
    "plan_back.note.no_value": (
        "The value of {ref} is not known, so more than one rule may take its decisions.",
        "Set it: “vires commission set {ref} --value AMOUNT”.",
    ),
    # What can still be done
    "plan_back.rescue.exception": (
        "{kind:term}, given by {latest:day}, stands in for a notice of the decision ({decision:term}) that is too late ({source}).",
        "",
    ),
    "plan_back.rescue.consent": (
        "{kind:term} stands in for a notice of the decision ({decision:term}) that is too late; it is then taken by {latest:day} ({source}).",
        "",
    ),
    "plan_back.rescue.waive_call_in": (
        "Call-in of the decision ({decision:term}) can be waived, if it is urgent and whoever may agree to that does.",
        "Use “vires proposal waive-call-in”.",
    ),
    "plan_back.rescue.extend": (
        "{agreement} can be extended until {until:day}.",
        "See “vires plan-back {ref} --for extend”.",
    ),
    "plan_back.rescue.later_start": (
        "Begun today, the new agreement begins on {first:day} at the earliest.",
        "",
    ),
    "plan_back.rescue.later": (
        "Begun today, the decision is in effect on {first:day} at the earliest.",
        "",
    ),
    "plan_back.rescue.go_on": (
        "If delivery goes on after {end:day} without cover, record it, and have it covered by a later decision.",
        "Use “vires agreement move {agreement} continue_uncovered”.",
    ),
    "plan_back.rescue.short_notice": (
        "End it later, or give shorter notice with the provider’s agreement; the record says why.",
        "Plan another day with --end, or other notice with --notice.",
    ),
    # Other choices
    "plan_back.choice.open": (
        "{aim:term}: begin by {latest:day} ({first}); see “vires plan-back {ref} --for {aim}”.",
        "",
    ),
    "plan_back.choice.too_late": (
        "{aim:term}: “{first}” had to be by {latest:day}; see “vires plan-back {ref} --for {aim}”.",
        "",
    ),
    "plan_back.choice.no_day": (
        "{aim:term}: no day is in time; see “vires plan-back {ref} --for {aim}”.",
        "",
    ),
    # What cannot be planned
    "plan_back.aim_unknown": (
        "“{aim}” is nothing that can be planned for.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "plan_back.number": (
        "{option} cannot be {number}.",
        "Give a whole number from 0 to {most:,}.",
    ),
    "plan_back.over": (
        "{ref} is {state}, so there is nothing to plan back.",
        "Plan the commission that follows it, if there is one.",
    ),
    "plan_back.no_end": (
        "{ref} has no end date, so there is nothing to plan back from.",
        "Set it with “vires commission set {ref} --end DATE”, or give a day with --end.",
    ),
    "plan_back.agreement_no_end": (
        "{agreement} has no last day, so there is nothing to plan back from.",
        "Give a day with --end.",
    ),
    "plan_back.not_its_agreement": (
        "{agreement} is no agreement of {ref}.",
        "“vires agreement list --commission {ref}” shows those that are.",
    ),
}
