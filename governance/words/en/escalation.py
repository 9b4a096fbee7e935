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
}
