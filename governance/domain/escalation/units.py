"""The units in which a policy counts, as people write them, and how the calendar counts them.

A plain "day" is none of them: whether weekends count is the first thing two readers differ on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its name, its words, and the calendar policies that count it either way.

    `times` is how many of what those policies count go into one.
    """

    name: str
    one: str
    many: str
    before: str
    after: str
    times: int = 1

    @property
    def clear(self) -> bool:
        """Whether the days at both ends are left out of the count."""
        return self.before == self.after

    @property
    def by_month(self) -> bool:
        """Whether the same day of another month is meant."""
        return self.after == "calendar_months_after"

    @property
    def needs_calendar(self) -> bool:
        """Whether holidays or closed days can move the day."""
        return not self.by_month and self.after != "calendar_days_after"


_DAYS: Final = ("calendar_days_before", "calendar_days_after")
_MONTHS: Final = ("calendar_months_before", "calendar_months_after")

_ALL: Final = (
    Unit(
        "working_days", "working day", "working days", "working_days_before", "working_days_after"
    ),
    Unit("calendar_days", "calendar day", "calendar days", *_DAYS),
    Unit("weeks", "week", "weeks", *_DAYS, times=7),
    Unit("months", "month", "months", *_MONTHS),
    Unit("years", "year", "years", *_MONTHS, times=12),
    Unit(
        "clear_working_days",
        "clear working day",
        "clear working days",
        "clear_working_days",
        "clear_working_days",
    ),
    Unit(
        "clear_calendar_days",
        "clear calendar day",
        "clear calendar days",
        "clear_calendar_days",
        "clear_calendar_days",
    ),
    Unit(
        "s243_clear_days",
        "section 243 clear day",
        "section 243 clear days",
        "s243_clear_days",
        "s243_clear_days",
    ),
)

UNITS: Final[Mapping[str, Unit]] = MappingProxyType({unit.name: unit for unit in _ALL})
"""Every unit by name."""

WRITTEN: Final[Mapping[str, Unit]] = MappingProxyType(
    {words: unit for unit in _ALL for words in (unit.one, unit.many)}
)
"""Every unit as it is written, one and many."""
