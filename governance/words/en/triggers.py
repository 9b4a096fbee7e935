"""Words for triggers: their texts, the causes they find, the cases they open."""

WORDS: dict[str, tuple[str, str]] = {
    # Texts
    "trigger.says_nothing": (
        "The text has no trigger.",
        "Write at least one under “triggers”, with a title, a source, what it looks for and what it offers.",
    ),
    "trigger.name_unusable": (
        "“{text}” cannot be a trigger’s name.",
        "Write lower-case letters, digits, hyphens and underscores, at most 60.",
    ),
    "trigger.cause_unknown": (
        "“{text}” is nothing that a trigger can look for.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "trigger.emergency_only": (
        "“{cause}” is an emergency, and the trigger offers “{offers}”.",
        "Write “offers: emergency”: what children get at once comes first, and a case can follow.",
    ),
    "trigger.no_emergency": (
        "“{cause}” is no emergency.",
        "Write “offers: support” or “offers: change”; use “unsafe”, “insolvency” or “hand-back” for an emergency.",
    ),
    "trigger.says_for_another": (
        "“{key}” means nothing for “{cause}”; it belongs to “{whose}”.",
        "Leave it out, or look for “{whose}”.",
    ),
    "trigger.warns_late": (
        "It warns {warn:count(day,days)} before the end, after the {days:count(day,days)} at which a case opens.",
        "Warn earlier, or open the case later.",
    ),
    "trigger.no_value_left": (
        "No value is both at least “value from” and less than “value under”.",
        "Make “value under” larger than “value from”.",
    ),
    "trigger.scope_empty": (
        "“only where” names nothing, so it leaves nothing out.",
        "Leave it out, or name levels, mechanisms, regimes, tiers, values or “voluntary provider”.",
    ),
    # Naming one
    "trigger.none_in_force": (
        "No triggers are in force on {on:day}.",
        "Load a text with “vires rulebook load starting-triggers” and bring it into force.",
    ),
    "trigger.unknown": (
        "No trigger in force is called “{name}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    # Raising one
    "trigger.no_evidence": (
        "It is not said what the cause rests on.",
        "Say with --evidence what is known, from whom and since when.",
    ),
    "trigger.found_by_itself": (
        "Vires looks for “{looks_for}” by itself, and finds none for {ref}.",
        "See “vires trigger evaluate {ref}” for what is missing. If you know more, use a trigger that people raise.",
    ),
    "trigger.not_for_this": (
        "The trigger “{trigger}” does not hold for {ref}.",
        "It is limited by “only where”; “vires trigger show {trigger}” says to what.",
    ),
    "trigger.commission_over": (
        "{ref} is {state}, so no case can be opened for it.",
        "Name the commission that follows it, if there is one.",
    ),
    "trigger.case_open": (
        "The case {case} is open for the same trigger ({state}).",
        "Add what you know to that case.",
    ),
    "trigger.agreement_of_another": (
        "The agreement {agreement} does not belong to {ref}.",
        "Name an agreement of this commission.",
    ),
    "trigger.already_opened": (
        "The case {case} was opened for this cause already.",
        "See it with “vires decommission show {case}”.",
    ),
    # What a case rests on
    "trigger.saw.measure": (
        "{ref} {title}: red for {periods:count(period,periods)} in a row, from {since:day} to {to:day}.",
        "",
    ),
    "trigger.saw.improvement_plan": (
        "{ref} failed on {settled_on:day}: {finding}",
        "",
    ),
    "trigger.saw.review": ("{ref} was due by {due_day:day} and was missed.", ""),
    "trigger.saw.agreement": (
        "{ref} {title} ends on {ends_on:day}, in {days:count(day,days)}, and nothing follows it.",
        "",
    ),
    "trigger.saw.pre_expiry": (
        "A review of {ref} {title} was due by {due_day:day}, before it ends on {ends_on:day}.",
        "",
    ),
    "trigger.saw.statement": ("{text}", ""),
    "trigger.saw.document": ("Document: {title}.", ""),
    "trigger.answer_counted": ("{span} after the case was opened", ""),
    "trigger.pre_expiry_counted": (
        "{months:count(month,months)} before {ref} ends",
        "",
    ),
    # What was done
    "done.case_opened": (
        "Opened the case {ref} for {commission}: {trigger}. The lead answers by {due:day}.",
        "",
    ),
    "done.trigger_evaluated": (
        "{opened:count(case,cases)} opened; {warned:count(agreement,agreements)} to watch.",
        "",
    ),
    "done.trigger_would_open": (
        "{opened:count(case,cases)} would open; {warned:count(agreement,agreements)} to watch.",
        "",
    ),
    "trigger.case_waits": (
        "Case {ref} ({trigger}) is open: {state}.",
        "",
    ),
    "trigger.amber": (
        "{ref} {title} ends on {ends_on:day}, in {days:count(day,days)}, and nothing follows it yet.",
        "Ask for an extension, a new award, or an end that everybody has prepared for.",
    ),
    # Names
    "term.triggers": ("triggers", ""),
    "term.trigger_by_itself": ("by Vires", ""),
    "term.trigger_by_people": ("by people", ""),
    "term.trigger_offers": ("It offers", ""),
    "term.trigger_scope_levels": ("level", ""),
    "term.trigger_scope_mechanisms": ("mechanism", ""),
    "term.trigger_scope_regimes": ("regime", ""),
    "term.trigger_scope_tiers": ("risk tier", ""),
    "term.trigger_scope_value_from": ("value from", ""),
    "term.trigger_scope_value_under": ("value under", ""),
    "term.trigger_scope_voluntary": ("a voluntary provider", ""),
    "term.support": ("support and challenge", ""),
    "term.change": ("a case for change", ""),
    "term.emergency": ("emergency continuity", ""),
    "term.trigger_look": ("looking for causes", ""),
    "term.pre_expiry_review": ("a review before an agreement ends", ""),
    "rulebook.contents.triggers": ("Triggers", ""),
}
