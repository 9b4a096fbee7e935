"""Words of the pages of measures."""

_MOVES = {
    "value": "Enter a value",
    "correct": "Correct a value",
    "take-back": "Take a value back",
    "rate": "Rate every value again",
    "action": "Record a corrective action",
    "change": "Change the measure",
    "end": "End the measure",
    "done": "Say that it is done",
    "put-off": "Give it another day or officer",
    "give-up": "Give it up",
}

_LABELS = {
    "rating": "Rating",
    "reds": "Red",
    "commission": "Commission",
    "question": "Question",
    "direction": "Better",
    "rhythm": "Measured every",
    "target": "Target",
    "baseline": "Baseline",
    "tolerance": "Tolerance",
    "ended": "Ended on",
    "period": "Period",
    "value": "Value",
    "since_period": "Since the period before",
    "since_year": "Since last year",
    "note": "Note",
    "by": "Entered by",
    "entered": "Entered on",
    "number": "No",
    "what": "What is done",
    "officer": "Officer",
    "due": "Due",
    "state": "State",
    "outcome": "What came of it",
    "ways": "What can be done",
}

_FIELDS = {
    "title": ("What is measured", "For example, Families offered a short break within 8 weeks"),
    "question": ("Which question it answers", "Outcome-based accountability asks these three"),
    "direction": ("Which values are better", ""),
    "rhythm": ("How often it is measured", ""),
    "unit": ("Unit", "For example, % or families"),
    "baseline": ("Baseline", "The value where it began"),
    "baseline_on": ("Day of the baseline", "For example, 31 3 2025"),
    "target": ("Target", "The value where it is to be"),
    "target_on": ("By when the target is to be reached", "For example, 31 3 2027"),
    "tolerance": (
        "Tolerance",
        "How far off its target it may be: 2 in its unit, or 5% of the target",
    ),
}

WORDS: dict[str, tuple[str, str]] = {
    **{f"web.measure.{way}.move": (said, "") for way, said in _MOVES.items()},
    **{f"web.measure.label.{name}": (said, "") for name, said in _LABELS.items()},
    **{
        f"web.measure.{act}.{name}": said
        for act in ("add", "add_to_none", "change")
        for name, said in _FIELDS.items()
    },
    "web.measures.title": ("Measures", ""),
    "web.measures.add": ("Add a measure", ""),
    "web.measures.any_rating": ("Any rating", ""),
    "web.measures.find": ("Words in the title, or a reference", ""),
    "web.measures.rating": ("Rating", ""),
    "web.measures.of": ("Commission", ""),
    "web.measures.ended": ("Ended measures", ""),
    "web.measures.ended_too": ("Show those that have ended too", ""),
    "web.measures.none_yet": ("None yet", ""),
    "web.measures.measure": ("Measure", ""),
    "web.measures.period": ("Period", ""),
    "web.measures.value": ("Value", ""),
    "web.measures.target": ("Target", ""),
    "web.measures.travel": ("Direction of travel", ""),
    "web.measures.none": ("There is no such measure.", ""),
    "web.measures.imported": ("Values imported", ""),
    "web.measures.file": ("File", ""),
    "web.measures.entered": ("Entered", ""),
    "web.measures.corrected": ("Corrected", ""),
    "web.measures.unchanged": ("As they were", ""),
    "web.measures.rejected": ("Rejected", ""),
    "web.measures.mend": (
        "Mend these rows and import the file again: what was taken changes nothing.",
        "",
    ),
    "web.measures.row": ("Row", ""),
    "web.measures.why": ("Why", ""),
    "web.measure.in_a_row": ("{reds} periods in a row", ""),
    "web.measure.on_day": ("{value} on {on:day}", ""),
    "web.measure.of_target": ("{percent}% of the target", ""),
    "web.measure.demands": (
        "The rating for {period:months} demands a corrective action by {due:day}.",
        "",
    ),
    "web.measure.trend": ("Trend", ""),
    "web.measure.leads": ("Where it leads", ""),
    "web.measure.leads_not": ("Why it is not said where it leads", ""),
    "web.measure.values": ("Values and corrections", ""),
    "web.measure.no_values": ("No value has been entered yet.", ""),
    "web.measure.taken_back": ("taken back", ""),
    "web.measure.stands_no_more": ("stands no more", ""),
    "web.measure.actions": ("Corrective actions", ""),
    "web.measure.action.done": ("Done", ""),
    "web.measure.action.given_up": ("Given up", ""),
    "web.measure.action.late": ("Overdue", ""),
    "web.measure.action.to_do": ("To be done", ""),
    "web.measure.of_action": ("(action {number})", ""),
    "web.measure.period_with_value": ("{period:months}: {value}", ""),
    "web.measure.recorded_red": (
        (
            "{ref} for {period:months}: {value}{unit}, {rated}. Record a corrective action by"
            " {due:day}."
        ),
        "",
    ),
    "web.measure.ahead": ("Look ahead", ""),
    "web.measure.ahead.on": (
        "Where it leads by another day",
        "The day of its target otherwise. For example, 31 3 2028",
    ),
    # Keeping
    "web.measure.add": ("Add a measure of {title}", "Add the measure"),
    "web.measure.add_to_none": ("Add a measure of no commission yet", "Add the measure"),
    "web.measure.change": ("Change {ref} {title}", "Save the changes"),
    "web.measure.change.commission": (
        "Commission it is a measure of",
        "Its reference, such as C-0012",
    ),
    "web.measure.end": ("End {ref} {title}", "End the measure"),
    "web.measure.end.reason": ("Why it is measured no more", "It goes on the record"),
    "web.measure.end.on": ("Its last day", "Leave it empty if it is today"),
    # Values
    "web.measure.value": ("Enter a value of {ref} {title}", "Enter the value"),
    "web.measure.beyond": (
        (
            "The straight line of the trend comes to {expected}% by {on:day}. A share of a whole"
            " cannot be that, so the line is not drawn."
        ),
        "Check the values, or look ahead to an earlier day.",
    ),
    "web.measure.value.period": (
        "Period",
        "For example, July to September 2026, or 2026/27 Q2 for the same months",
    ),
    "web.measure.value.value": ("Value", "A number, such as 82.5. The unit need not be written"),
    "web.measure.value.source": ("Where it comes from", ""),
    "web.measure.correct": ("Correct a value of {ref} {title}", "Correct the value"),
    "web.measure.correct.period": ("Period", ""),
    "web.measure.correct.value": ("The right value", "A number, such as 82.5"),
    "web.measure.correct.reason": ("Why it is corrected", "Both values stay on record"),
    "web.measure.take-back": ("Take back a value of {ref} {title}", "Take the value back"),
    "web.measure.take-back.period": ("Period", ""),
    "web.measure.take-back.reason": (
        "Why it should not have been entered",
        "It stays on record and no longer counts",
    ),
    "web.measure.rate": (
        "Rate every value of {ref} {title} again",
        "Rate them again",
    ),
    "web.measure.rate.reason": (
        "Why",
        "They are rated by the rule, and against the target, that there are now",
    ),
    "web.measure.import": ("Import values from a file", "Import the file"),
    "web.measure.import.file": (
        "File",
        "A CSV file with the columns measure, period and value. Save a spreadsheet as CSV first",
    ),
    "web.measure.import.reason": (
        "If values that differ are to be corrected, why",
        "Leave it empty and they are told to you, and left as they are",
    ),
    # Actions
    "web.measure.action": ("Record a corrective action for {ref} {title}", "Record the action"),
    "web.measure.action.what": ("What is done", ""),
    "web.measure.action.officer": ("Who does it", ""),
    "web.measure.action.due": ("By when", "For example, 27 3 2026"),
    "web.measure.action.period": ("For which period", "Leave it open for the latest"),
    "web.measure.action.done_on": ("If it is done already, when", ""),
    "web.measure.action.outcome": ("If it is done already, what came of it", ""),
    "web.measure.done": ("Action {number} of {ref} is done: {what}", "Save"),
    "web.measure.done.outcome": ("What came of it", ""),
    "web.measure.done.on": ("When it was done", "Leave it empty if it was today"),
    "web.measure.give-up": ("Give up action {number} of {ref}: {what}", "Give it up"),
    "web.measure.give-up.reason": (
        "Why",
        "If the rating still demands an action, another is asked for",
    ),
    "web.measure.put-off": (
        "Give action {number} of {ref} another day or officer: {what}",
        "Save",
    ),
    "web.measure.put-off.to": ("By when", "For example, 27 3 2026"),
    "web.measure.put-off.officer": ("Who does it", ""),
    "web.measure.put-off.reason": ("Why", "It goes on the record"),
}
