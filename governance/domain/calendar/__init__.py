"""Counting days as councils, the Procurement Act and call-in rules count them, with the working.

A `Calendar` knows which days are working days; a policy says which days count; `earliest`,
`latest` and `window` count and give every day they passed with the reason it counted or not.
"""

from governance.domain.calendar.counting import (
    Counted,
    CountedDay,
    Latest,
    Window,
    counted_between,
    earliest,
    latest,
    window,
)
from governance.domain.calendar.days import (
    FIRST_YEAR,
    JURISDICTIONS,
    LAST_YEAR,
    Calendar,
    Why,
    bank_holidays,
    next_day,
)
from governance.domain.calendar.policies import MOST_DAYS, POLICIES, Policy, Verb, policy_named
from governance.domain.calendar.reading import read_cutoff, read_day, read_days
from governance.domain.calendar.rules import CalendarRules, ClosedDay, Period, load_calendar

__all__ = [
    "FIRST_YEAR",
    "JURISDICTIONS",
    "LAST_YEAR",
    "MOST_DAYS",
    "POLICIES",
    "Calendar",
    "CalendarRules",
    "ClosedDay",
    "Counted",
    "CountedDay",
    "Latest",
    "Period",
    "Policy",
    "Verb",
    "Why",
    "Window",
    "bank_holidays",
    "counted_between",
    "earliest",
    "latest",
    "load_calendar",
    "next_day",
    "policy_named",
    "read_cutoff",
    "read_day",
    "read_days",
    "window",
]
