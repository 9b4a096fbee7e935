"""Words for escalation policies: why a prompt waits, and what is wrong with a text."""

WORDS: dict[str, tuple[str, str]] = {
    "escalation.day.waits": ("nothing is prompted in: {name}", ""),
    "escalation.day.outside": ("waits for: {name}", ""),
    "escalation.day.no_period_known": (
        "should wait for a period of the kind “{name}”, but the calendar has none from here on",
        "",
    ),
    "escalation.no_such_year": (
        "{span} after {after:day} lies beyond the year 9999.",
        "Use an earlier day.",
    ),
    "escalation.when_unreadable": (
        "“{text}” does not say when.",
        "Write for example “20 working days before”, “on the day” or “1 month after”.",
    ),
    "escalation.span_unreadable": (
        "“{text}” does not say how long.",
        "Write for example “20 working days” or “3 months”.",
    ),
    "escalation.due_before": (
        "“{text}” lies before the event that the deadline comes from.",
        "Write how long after it, for example “60 working days after”.",
    ),
    "escalation.which_days": (
        "It is not said which days count.",
        "Write “working days” or “calendar days”.",
    ),
    "escalation.unit_unknown": (
        "Vires does not count in “{text}”.",
        "{nearest:maybe}It counts in {known:and}.",
    ),
    "escalation.count_out_of_bounds": (
        "“{text}” cannot be counted.",
        "Write a whole number from 1 to {most:,}. For the day itself, write “on the day”.",
    ),
    "escalation.who_unreadable": (
        "“{text}” names nobody that a policy can name.",
        "Write “owner”, “lead”, “author”, “partner”, “secretary”, “proper officer”, “chair of” and the key of a body, or the key of an office or a body; each of them may be followed by “’s manager”. A policy names no persons: they leave.",
    ),
    "escalation.nobody_there": (
        "A deadline of the kind “{kind:term}” has no {who}.",
        "Name an office or a body instead.",
    ),
    "escalation.owner_of_itself": (
        "The owner cannot be said by “owner”.",
        "Name who answers for it, for example “lead”.",
    ),
    "escalation.item_to_no_body": (
        "An item can be proposed to a body only, and “{who}” is none.",
        "Write the key of the body, for example “executive-board”.",
    ),
    "escalation.does_nothing": (
        "Nothing happens at this level.",
        "Add whom to tell, for example “tell: owner”, or take the level out.",
    ),
    "escalation.not_missed_yet": (
        "“{key}” cannot stand {when}: nothing is missed yet.",
        "Move it to a level after the day.",
    ),
    "escalation.no_commission_there": (
        "A deadline of the kind “{kind:term}” belongs to no commission, so “{key}” would hold nobody.",
        "Take it out; tell somebody or propose an item instead.",
    ),
    "escalation.same_moment": (
        "“{again}” is the same moment as “{first}” above.",
        "Put what is to happen then into one level.",
    ),
    "escalation.event_unknown": (
        "“{text}” is not an event that Vires records.",
        "{nearest:maybe}Known are {known:and}.",
    ),
    "escalation.where_unknown": (
        "“{event}” cannot be narrowed by “{word}”: its record does not say it.",
        "{nearest:maybe}It can be narrowed by {known:or}.",
    ),
    "escalation.where_nothing": (
        "“{event}” cannot be narrowed.",
        "Take “where” out.",
    ),
    "escalation.met_at_once": (
        "“{event}” both starts this deadline and meets it.",
        "Name another event, or narrow one of the two with “where”.",
    ),
    "escalation.met_elsewhere": (
        "“{event}” does not happen to what “{begun}” happens to, so it could not meet this deadline.",
        "Name an event of the same thing.",
    ),
    "escalation.kind_unknown": (
        "“{kind}” is not a deadline that Vires sets by itself.",
        "{nearest:maybe}It sets {known:and}. For a deadline of your own, add “from”, “due” and “met by”.",
    ),
    "escalation.kind_twice": (
        "There is a second part about “{kind}”.",
        "Put all of it into one.",
    ),
    "escalation.set_by_vires": (
        "“{key}” cannot be said here: Vires sets and settles “{kind:term}” by itself.",
        "Take it out, or give your own deadline another name.",
    ),
    "escalation.not_extendable": (
        "The day of “{kind:term}” follows from the law, an agreement or a decision, so no policy can extend it.",
        "Take “extension” out.",
    ),
    "escalation.no_prompts": (
        "Nothing is said of when to tell whom about “{kind:term}”.",
        "Add a level under “prompts”, for example “- {{when: 5 working days before, tell: owner}}”.",
    ),
    "escalation.never_prompts": (
        "“wait in” and “only in” both name “{period}”, so nothing would ever be prompted in time.",
        "Take it out of one of the two.",
    ),
    "escalation.name_unusable": (
        "“{text}” cannot be a name under “{key}”.",
        "Use up to 40 lower-case letters, digits, hyphens and underscores.",
    ),
    "escalation.rhythm_unit": (
        "The tier “{tier}” cannot be reviewed every {span}: a rhythm follows the calendar alone.",
        "Use calendar days, weeks, months or years.",
    ),
    "escalation.hour_unreadable": (
        "“{text}” is not an hour of the day.",
        "Write hours and minutes in quotation marks, for example “08:00”.",
    ),
    "escalation.says_nothing": (
        "This policy says nothing yet.",
        "Add “deadlines”, “reviews” or both.",
    ),
    "rulebook.kind_said_elsewhere": (
        "“{kind:term}” has its levels in {ref} ({key}) already, so these would never come.",
        "Take it out of one of the two, or load this text under the key “{key}”.",
    ),
    "rulebook.names_nobody": (
        "The policy names “{name}”, and no office or body has that key.",
        "{nearest:maybe}Add the office or body first, or correct the policy.",
    ),
    "rulebook.names_no_body": (
        "The policy names “{name}” as a body, and no body has that key.",
        "{nearest:maybe}Set the body up first, or correct the policy.",
    ),
    "rulebook.contents.escalation": ("Deadlines", ""),
    "term.escalation": ("escalation policy", ""),
    # What people call the deadlines that Vires sets
    "term.agreement_begins": ("an agreement begins", ""),
    "term.agreement_ends": ("an agreement ends", ""),
    "term.agreement_standstill": ("the standstill ends", ""),
    "term.annual_report": ("the annual report on the plan", ""),
    "term.fund_report": ("a report on a fund", ""),
    "term.monitoring_return": ("a partner’s return on the plan", ""),
    "term.plan_review": ("the plan to be reviewed", ""),
    "term.reconsideration": ("a decision to be considered again", ""),
}
