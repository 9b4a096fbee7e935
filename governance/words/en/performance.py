"""Words for measures: what was observed, how it is rated and why not, what a red demands."""

WORDS: dict[str, tuple[str, str]] = {
    # Values and periods
    "value.unreadable": (
        "“{text}” is no number.",
        "Write a decimal, such as 82.5 or 1,240. The unit is the measure’s, not the value’s.",
    ),
    "value.too_exact": (
        "“{text}” has more than {most:count(decimal,decimals)}.",
        "Round it to {most:count(decimal,decimals)}, or measure in a smaller unit.",
    ),
    "value.too_large": (
        "“{text}” is beyond {most:,}.",
        "Check the value, or measure in a larger unit.",
    ),
    "period.unreadable": (
        "“{text}” is no period.",
        "Write its months, such as 2026-07 to 2026-09, or 2026-07 for one month.",
    ),
    "period.ambiguous": (
        "“{text}” does not say in which months its year begins.",
        "Write the months, such as 2026-07 to 2026-09, or a financial year, such as 2026/27 Q2.",
    ),
    "period.backwards": (
        "The period “{text}” ends before it begins.",
        "Write the first month first.",
    ),
    "period.not_whole_months": (
        "The period “{text}” is not made of whole months.",
        "Write its first and last month, such as 2026-07 to 2026-09.",
    ),
    "period.wrong_length": (
        (
            "The period “{text}” has {has:count(month,months)}; the measure is observed "
            "every {rhythm:term}."
        ),
        "Name a period of {months:count(month,months)}.",
    ),
    # Measures
    "measure.missing": ("The {what} is missing.", "Give it with --{what}."),
    "measure.not_one_of": (
        "“{text}” cannot be the {what} of a measure.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "measure.too_long": (
        "The {what} is longer than {most} characters.",
        "Shorten it; what is measured can be explained in the needs assessment.",
    ),
    "measure.tolerance_negative": (
        "A tolerance of “{text}” is less than nothing.",
        "Say how far off its target a value may be, such as 2 or 5%.",
    ),
    "measure.day_alone": (
        "There is a day for the {what}, and no value.",
        "Give the value too, with --{what}.",
    ),
    "measure.target_before_baseline": (
        "The target is for {target:day}, and the baseline is of {baseline:day}.",
        "Name a day after the baseline’s.",
    ),
    "measure.commission_over": (
        "{ref} is {state}, so it is measured no more.",
        "Add the measure to the commission that follows it, if there is one.",
    ),
    "measure.nothing_said": (
        "Nothing that you gave differs from what {ref} says already.",
        "Name what is to be altered.",
    ),
    "measure.ended_already": (
        "{ref} ended on {on:day}.",
        "Add another measure, if something is still to be measured.",
    ),
    "measure.end_ahead": (
        "A measure cannot end on {on:day}, which is still to come.",
        "End it on that day, or name one that is past.",
    ),
    "measure.of_another": (
        "{ref} belongs to a commission already.",
        "Add a measure of its own to the other commission.",
    ),
    "measure.fixed": (
        "{ref} has values, which would mean another thing with another {what:or}.",
        "End it and add another measure.",
    ),
    "measure.reason_missing": ("The reason is missing.", "Say why; it goes on the record."),
    # What is observed
    "measure.ended": (
        "{ref} ended on {on:day}, before {period:months} began.",
        "Check the period.",
    ),
    "measure.period_not_over": (
        "{period:months} is not over until {last:day} has ended.",
        "Enter the value afterwards.",
    ),
    "measure.out_of_step": (
        "{period:months} cuts into the periods of {ref}, one of which is {there:months}.",
        "Name a period of the same row, or add a measure with other periods.",
    ),
    "measure.observed_already": (
        "{ref} has the value {value} for {period:months} already.",
        "Correct it, with the reason; both values stay on record.",
    ),
    "measure.nothing_to_correct": (
        "{ref} has no value for {period:months} to correct.",
        "Record it.",
    ),
    "measure.same_value": (
        "{ref} has the value {value} for {period:months} already.",
        "There is nothing to correct.",
    ),
    "measure.nothing_observed": ("Nothing stands for {ref} yet.", "Record a value first."),
    "measure.nothing_for": (
        "{ref} has no value for {period:months}.",
        "Name a period that has one, or leave it out for the latest.",
    ),
    # Actions
    "action.nothing_said": ("The action does not say what is done.", "Say what, with --what."),
    "action.due_past": (
        "An action cannot be due on {on:day}, which is past.",
        "Name a later day; of one that is done already, give its day with --done-on.",
    ),
    "action.as_it_was": (
        "Action {number} has that day and that officer already.",
        "Name another day or another officer.",
    ),
    "action.unknown": (
        "{ref} has no action {number}; it has {there:count(action,actions)}.",
        "Look at it with “vires measure show {ref}”.",
    ),
    "action.settled": (
        "Action {number} of {ref} is done or given up already.",
        "Record another action, if more is to be done.",
    ),
    "action.done_ahead": (
        "The action cannot have been done on {on:day}, which is still to come.",
        "Give the day it was done.",
    ),
    "action.outcome_missing": ("What came of the action is missing.", "Say it with --outcome."),
    # Why a value is unrated
    "unrated.no_rule": ("no rating rule is in force", "Bring a rating rule into force."),
    "unrated.no_rule_for_it": (
        "no rating rule in force holds for such a measure",
        "Bring one into force that does.",
    ),
    "unrated.several_rules": (
        "several rating rules in force hold for it",
        "Say in each for which questions or rhythms it holds.",
    ),
    "unrated.no_value": ("nothing is recorded yet", "Record a value."),
    "unrated.no_line": ("the rule says nothing of such a value", "Add a line to the rule."),
    "unrated.no_target": ("there is no target", "Set one with “vires measure set”."),
    "unrated.zero_target": (
        "it misses a target of nought, of which there is no percentage",
        (
            "Set another target with “vires measure set”, or bring a rule into force that gives "
            "a distance in the measure’s own unit."
        ),
    ),
    "unrated.zero_target_tolerance": (
        "it misses a target of nought, of which its tolerance is a percentage",
        "Give it a tolerance in its own unit with “vires measure set”.",
    ),
    "unrated.no_tolerance": ("the measure has no tolerance", "Set one with “vires measure set”."),
    "unrated.no_last_year": (
        "there is no value for the same period last year",
        "Record that value, if it is known.",
    ),
    "unrated.no_last_period": (
        "there is no value for the period before",
        "Record that value, if it is known.",
    ),
    "unrated.no_baseline": ("there is no baseline", "Set one with “vires measure set”."),
    # A forecast
    "forecast.too_few": (
        "A forecast needs {fewest} values; {ref} has {there} since its baseline.",
        "Record more values, then ask again.",
    ),
    "forecast.no_day": (
        "{ref} has no day for its target, so there is none to look ahead to.",
        "Set the target’s day, or name one with --on.",
    ),
    "forecast.day_past": (
        "{on:day} is not after {last:day}, the day of the last value.",
        "Name a later day.",
    ),
    "forecast.method": (
        "The trend is the straight line closest to the values (least squares).",
        "",
    ),
    "forecast.by_level": ("The baseline is held level.", ""),
    "forecast.by_trend": ("The baseline’s own trend is that of the values up to its day.", ""),
    "forecast.leads": (
        (
            "The trend of {values:count(value,values)} since {since:day} leads to "
            "{expected}{unit} by {on:day}."
        ),
        "",
    ),
    "forecast.without": ("The baseline would have led to {without}{unit}.", ""),
    "forecast.turned": ("The curve is turned: that is better.", ""),
    "forecast.not_turned": ("The curve is not turned: that is no better.", ""),
    "forecast.meets": ("It would meet the target of {target}{unit}.", ""),
    "forecast.misses": ("It would miss the target of {target}{unit} by {misses}{unit}.", ""),
    # Summaries
    "measures.summary": (
        "{green} green of {rated} rated, {amber} amber, {red} red; {unrated} unrated.",
        "",
    ),
    "measures.none": ("Nothing is measured yet.", "Add a measure with “vires measure add”."),
    "measures.action_wanted": (
        "A corrective action for {period:months} is to be recorded by {due:day}.",
        "",
    ),
    "measures.red_without_action": (
        "{ref} {title} is red for {period:months}, and no action is recorded.",
        "Record one with “vires measure action {ref}”.",
    ),
    "measures.red_waits": (
        "{ref} {title} is red for {period:months}; an action is to be recorded by {due:day}.",
        "Record one with “vires measure action {ref}”.",
    ),
    "measures.value_wanted": (
        "{ref} {title} has no value for {period:months}.",
        "Record it with “vires measure record {ref}”.",
    ),
    # A file of values
    "measures.import.heading": (
        "The column “{name}” is missing.",
        "The first row names the columns: measure, period, value.",
    ),
    "measures.import.heading_twice": (
        "The column “{name}” stands twice.",
        "Take one of them out.",
    ),
    "measures.import.heading_unknown": (
        "The column “{name}” means nothing here.",
        "{nearest:maybe}The columns are measure, period, value.",
    ),
    "measures.import.ragged": (
        "The row has {number:count(cell,cells)}; the first row has {expected}.",
        "Check for a missing comma, or a comma that wants quotation marks.",
    ),
    "measures.import.quotes": (
        "The quotation marks do not match.",
        "Save the file again from your spreadsheet as CSV (UTF-8).",
    ),
    "measures.import.empty_cell": ("The {column} is missing.", "Fill it in, or take the row out."),
    "measures.import.unknown": (
        "There is no measure “{text}”.",
        "{nearest:maybe}Use a reference that “vires measure list” shows.",
    ),
    "measures.import.twice": (
        "Row {row} has the same measure and period already.",
        "Take one of the two out.",
    ),
    "measures.import.contradicts": (
        "Row {row} has the same measure and period, and one of the rows another value.",
        "Take out what is wrong, and import the file again.",
    ),
    "measures.import.separator": (
        "The columns are separated by {between:term}, not by commas.",
        (
            "Save it from your spreadsheet as CSV with commas between the columns and points in "
            "the values, such as 82.5."
        ),
    ),
    "measures.import.differs": (
        "{ref} has the value {there} for {period:months}, and the file says {value}.",
        "Check which is right. To take the file’s, import it again with --correct and the reason.",
    ),
    "measures.import.done": (
        (
            "Imported {file}: {entered} entered, {corrected} corrected, {unchanged} unchanged, "
            "{rejected} rejected."
        ),
        "",
    ),
    # Rating rules
    "rag.gap": (
        "The rule gives no rating to a value that is {case:said}.",
        "Add a line for it; a line with a rating alone takes whatever is left.",
    ),
    "rag.never": (
        "This line never rates anything “{rating}”: the lines above it take every value it could.",
        "Move it up, narrow the lines above it, or take it out.",
    ),
    "rag.case.on_target": ("on target or better", ""),
    "rag.case.percent": ("{amount}% off its target", ""),
    "rag.case.unit": ("{amount} off its target", ""),
    "rag.case.within": ("within the tolerance", ""),
    "rag.case.beyond": ("beyond the tolerance", ""),
    "rag.case.since": ("{travel:term} since {since:term}", ""),
    "rag.case.any": ("of any kind", ""),
    "rag.holds_for_nothing": (
        "“holds for” does not say for which measures.",
        "Name questions or rhythms, or leave “holds for” out: then the rule holds for all.",
    ),
    "rag.too_many_lines": (
        "The rule has more than {most:count(line,lines)}.",
        "Say it in fewer: the first line that holds gives the rating.",
    ),
    "rag.bound_unreadable": (
        "“{text}” does not say how far off its target a value may be.",
        (
            "Write “at most” or “more than”, then a percentage such as 10%, a number in the measure’s "
            "unit, or “the tolerance”."
        ),
    ),
    "rag.action_for_nothing": (
        "A corrective action is demanded for “{rating}”, a rating the rule never gives.",
        "Name a rating that stands above, or take it out.",
    ),
    "rag.line": ("{conditions:and}", ""),
    "rag.line.at_most": ("at most {distance} off target", ""),
    "rag.line.more_than": ("more than {distance} off target", ""),
    "rag.line.since": ("{allowed:or} since {since:term}", ""),
    "rag.line.else": ("whatever is left", ""),
    "rag.line.action": ("for {ratings:or}, within {within}", ""),
    "rulebook.contents.rag": ("Ratings", ""),
    # What was done
    "done.measure_added": ("Added {ref}: {title}.", ""),
    "done.measure_set": ("Altered {ref}.", ""),
    "done.measure_ended": ("{ref} is ended; what it waited for is let go.", ""),
    "done.measure_recorded": ("{ref} for {period:months}: {value}{unit}, {rated}.", ""),
    "done.measure_withdrawn": ("{ref} has no value for {period:months} any more.", ""),
    "done.measure_rated_again": ("{ref} is rated again: the latest value is {rated}.", ""),
    "done.measure_wants_action": (
        "Record a corrective action by {due:day}.",
        "",
    ),
    "done.action_recorded": ("Action {number} of {ref}: {officer}, by {due:day}.", ""),
    "done.action_done": ("Action {number} of {ref} is done.", ""),
    "done.action_given_up": ("Action {number} of {ref} is given up.", ""),
    "done.action_moved": ("Action {number} of {ref}: {officer}, by {due:day}.", ""),
    # What the night's check finds
    "assurance.no_action_day": (
        "{ref} is red, and nobody is asked for a corrective action.",
        "Record an action with “vires measure action {ref}”.",
    ),
    "assurance.no_action_due": (
        "{ref} has an action to be done that nobody is reminded of.",
        "Look at it with “vires measure show {ref}”.",
    ),
    # Names
    "term.corrective_action": ("a corrective action to be recorded", ""),
    "term.corrective-action": ("corrective action", ""),
    "term.semicolons": ("semicolons", ""),
    "term.tabs": ("tabs", ""),
    "term.tolerance": ("the tolerance", ""),
    "term.action_due": ("an action to be done", ""),
    "term.rag": ("rating rule", ""),
    "term.how_much": ("how much did we do", ""),
    "term.how_well": ("how well did we do it", ""),
    "term.better_off": ("is anyone better off", ""),
    "term.half_year": ("half-year", ""),
    "term.last_year": ("the same period last year", ""),
    "term.last_period": ("the period before", ""),
    "term.baseline": ("the baseline", ""),
    "term.improved": ("improved", ""),
    "term.maintained": ("as it was", ""),
    "term.worse": ("worse", ""),
    "term.higher": ("higher is better", ""),
    "term.lower": ("lower is better", ""),
    "term.rag_green": ("● green", ""),
    "term.rag_amber": ("▲ amber", ""),
    "term.rag_red": ("■ red", ""),
    "term.rag_unrated": ("○ unrated", ""),
}
"""Each rating has a shape of its own beside its word: nobody has to see its colour."""
