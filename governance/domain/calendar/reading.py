"""Reading days, numbers of days and hours from text that somebody typed."""

from __future__ import annotations

import datetime as dt
import re

from governance.domain.calendar.days import within_years
from governance.domain.calendar.policies import MOST_DAYS, within_bounds
from governance.domain.errors import Unusable

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def read_day(text: str) -> dt.date:
    """A day written YYYY-MM-DD, within the years known. Raises `Unusable`."""
    try:
        if _DAY.fullmatch(text):
            return within_years(dt.date.fromisoformat(text))
    except ValueError:
        pass
    raise Unusable.one("calendar.day_unreadable", text=text[:40])


def read_days(text: str) -> int:
    """A number of days within bounds. Raises `Unusable`."""
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise Unusable.one("calendar.days_unreadable", text=text[:40], most=MOST_DAYS)
    return within_bounds(int(text))


def read_cutoff(text: str) -> dt.time:
    """An hour of the day written HH:MM. Raises `Unusable`."""
    if not _HOUR.fullmatch(text):
        raise Unusable.one("calendar.cutoff_unreadable", text=text[:40])
    return dt.time.fromisoformat(text)
