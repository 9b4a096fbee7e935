"""Words for counting days: why a day counts, what a policy means, what cannot be counted."""

WORDS: dict[str, tuple[str, str]] = {
    "calendar.day.counts": ("counts", ""),
    "calendar.day.month": ("a month is complete", ""),
    "calendar.day.notice": ("day of the notice, left out", ""),
    "calendar.day.meeting": ("day of the meeting or decision, left out", ""),
    "calendar.day.start": ("day it starts from, left out", ""),
    "calendar.day.saturday": ("Saturday", ""),
    "calendar.day.sunday": ("Sunday", ""),
    "calendar.day.bank_holiday": ("bank holiday: {name}", ""),
    "calendar.day.closed": ("closed day", ""),
    "calendar.day.closed_named": ("closed day: {name}", ""),
    "calendar.day.christmas_break": ("Christmas break", ""),
    "calendar.day.easter_break": ("Easter break", ""),
    "calendar.policy.clear_calendar_days": (
        "Every day counts; the day of the notice and the day of the decision are left out.",
        "",
    ),
    "calendar.policy.clear_working_days": (
        "Weekends, bank holidays, closed days, the day of the notice and the day of the meeting are left out.",
        "",
    ),
    "calendar.policy.s243_clear_days": (
        "Sundays, the Christmas and Easter breaks, bank holidays, days of mourning, the day of the notice and the day of the meeting are left out; Saturdays count.",
        "",
    ),
    "calendar.policy.working_days_first_included": (
        "Working days, beginning with the day of the notice.",
        "",
    ),
    "calendar.policy.working_days_first_excluded": (
        "Working days after the day of the notice; closes at midnight at the end of the last.",
        "",
    ),
    "calendar.policy.end_of_nth_working_day_after": (
        "Ends with the last of so many working days after the day of publication, at an hour if one is given.",
        "",
    ),
    "calendar.policy.working_days_after": ("So many working days after a day.", ""),
    "calendar.policy.calendar_days_after": ("So many days after a day.", ""),
    "calendar.policy.calendar_months_after": (
        "The same day so many months later, or the month’s last day.",
        "",
    ),
    "calendar.policy.working_days_before": ("So many working days before a day.", ""),
    "calendar.policy.calendar_days_before": ("So many days before a day.", ""),
    "calendar.policy.calendar_months_before": (
        "The same day so many months earlier, or the month’s last day.",
        "",
    ),
    "calendar.earliest": (
        "The first lawful day is {raw:weekday}.",
        "",
    ),
    "calendar.earliest_rolled": (
        "The first lawful day is {raw:weekday}. The first working day from then on is {rolled:weekday}.",
        "",
    ),
    "calendar.latest": ("Give notice on or before {day:weekday}.", ""),
    "calendar.latest_rolled": (
        "Give notice on or before {day:weekday}. The last working day by then is {rolled:weekday}.",
        "",
    ),
    "calendar.window": (
        "The last day is {last_day:weekday}; it closes at midnight at the end of that day. What waits for it takes effect on {effective:weekday}.",
        "",
    ),
    "calendar.window_cutoff": (
        "The last day is {last_day:weekday}; it closes at {closes_at:time}. What waits for it takes effect on {effective:weekday}.",
        "",
    ),
    "calendar.policy_unknown": (
        "There is no way of counting days called “{name}”.",
        "{nearest:maybe}Known are {known:and}.",
    ),
    "calendar.policy_wrong_verb": (
        "“{policy}” does not answer “{verb}”.",
        "Ask it for {verbs:or}. For “{verb}” use {fitting:or}.",
    ),
    "calendar.days_out_of_bounds": (
        "{days} is not a number of days that can be counted.",
        "Give a whole number from 1 to {most:,}.",
    ),
    "calendar.days_unreadable": (
        "“{text}” is not a number of days.",
        "Give a whole number from 1 to {most:,}.",
    ),
    "calendar.day_unreadable": (
        "“{text}” is not a date.",
        "Write it as YYYY-MM-DD, for example 2026-04-01.",
    ),
    "calendar.cutoff_unreadable": (
        "“{text}” is not a time of day.",
        "Write hours and minutes, for example 17:00. For midnight at the end of the day, leave it out.",
    ),
    "calendar.year": (
        "Days cannot be counted in the year {year}.",
        "Use a date from {first} to {last}, the years whose bank holidays are known.",
    ),
    "calendar.out_of_years": (
        "Counting left the years whose bank holidays are known, {first} to {last}.",
        "Use fewer days, or a date further from the end of those years.",
    ),
    "calendar.jurisdiction_unknown": (
        "“{name}” is not an area whose bank holidays are known.",
        "{nearest:maybe}Known are {known:and}.",
    ),
    "calendar.closed_already": (
        "{day:weekday} is closed already.",
        "Nothing needs to be done about it.",
    ),
    "calendar.closed_twice": (
        "{day:day} is listed as closed a second time.",
        "Take one of the two out.",
    ),
    "calendar.period_backwards": (
        "“{name}” ends on {last:day}, before it begins on {first:day}.",
        "Exchange the two days, or correct the year.",
    ),
}
