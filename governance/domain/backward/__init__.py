"""Planning back: from a day on which something must stand to the last safe day of each step before.

The steps of a plan all lead to one end. How days are counted is asked of
`governance.domain.calendar`; nothing is counted here a second time.
"""

from governance.domain.backward.links import After, Before, Link, Notice, Straight
from governance.domain.backward.planning import (
    Goal,
    earliest_days,
    first_end,
    last_days,
    last_reach,
    meetings_left,
)
from governance.domain.backward.steps import Days, End, Meetings, Step, Taken, WorkingDays, bound_by

__all__ = [
    "After",
    "Before",
    "Days",
    "End",
    "Goal",
    "Link",
    "Meetings",
    "Notice",
    "Step",
    "Straight",
    "Taken",
    "WorkingDays",
    "bound_by",
    "earliest_days",
    "first_end",
    "last_days",
    "last_reach",
    "meetings_left",
]
