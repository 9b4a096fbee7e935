"""Words for notices, the working of a first lawful day, and what is irregular."""

_TERMS = {
    "forward_plan": "Notice of a key decision on the forward plan",
    "general_exception": "Notice of a general exception to the scrutiny chair",
    "special_urgency": "The scrutiny chair’s agreement that the decision is urgent",
    "agenda": "The agenda and reports open to inspection",
    "urgent_item": "The chair’s agreement to take an urgent item",
    "private_28": "Notice that the meeting will be private",
    "private_5": "The further notice that the meeting will be private",
    "private_urgency": "The scrutiny chair’s agreement to a private meeting at short notice",
    "clear_calendar_days": "clear days",
    "clear_calendar_days.one": "clear day",
    "clear_working_days": "clear working days",
    "clear_working_days.one": "clear working day",
    "s243_clear_days": "clear days (section 243)",
    "s243_clear_days.one": "clear day (section 243)",
}

WORDS: dict[str, tuple[str, str]] = {
    **{f"term.{name}": (words, "") for name, words in _TERMS.items()},
    "procedure.given": (
        "{kind:term}: {days:,} {unit:term} from {notice:day} end on {ends:day}; the first lawful day is {first:day}.",
        "",
    ),
    "procedure.if_given_today": (
        "{kind:term}: if given today, {days:,} {unit:term} from {notice:day} end on {ends:day}; the first lawful day is {first:day}.",
        "",
    ),
    "procedure.consent": ("{kind:term}: given on {notice:day}; no days need be counted.", ""),
    "procedure.if_consent": (
        "{kind:term}: if given today, {notice:day}, no days need be counted.",
        "",
    ),
    "procedure.by_officer": ("An officer may decide from {day:weekday}.", ""),
    "procedure.at_meeting": (
        "The first meeting on or after {day:day} is on {meeting:weekday}.",
        "",
    ),
    "procedure.no_meeting": (
        "No meeting is planned on or after {day:day}.",
        "Plan a meeting on or after that day.",
    ),
    "procedure.notice_not_given": (
        "{kind:term}: not given yet.",
        "Give it today and the first lawful day is {first:day}.",
    ),
    "procedure.notice_missing": (
        "{kind:term}: not given before {day:day}.",
        "Give it and wait, or record under which exception the decision was taken.",
    ),
    "procedure.notice_short": (
        "{kind:term}: given on {notice:day}, which leaves {between:,} of {days:,} {unit:term} before {day:day}.",
        "Decide on or after {first:day}, or record under which exception the decision was taken.",
    ),
    "procedure.meeting_only": (
        "“{procedure}” asks for a decision at a meeting.",
        "Put it on a meeting’s agenda.",
    ),
    "procedure.unknown_exception": (
        "“{kind}” is not an exception that can stand in for a notice.",
        "Use {known:or}.",
    ),
}
