"""The days of a plan: when it is next to be reviewed.

A plan is reviewed every year unless a new one is made [DOMAIN 9]. The last review of its period
comes no later than its last day; a plan that runs on beyond goes on being reviewed every year.
"""

from __future__ import annotations

import datetime as dt


def a_year_after(day: dt.date) -> dt.date:
    """The same day of the next year; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def next_review(since: dt.date, last_day: dt.date) -> dt.date:
    """The day by which a plan published or reviewed on `since` is next to be reviewed."""
    year = a_year_after(since)
    return min(year, last_day) if since < last_day else year
