"""How long each class of what is kept is kept, from which event on, and where that is written.

Every table has a class (`Retention` in the store). Nothing here deletes: a rule says from which day
on something is due, and disposing of it is an act of a person, but for what lasts some days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """For how long a class is kept.

    `years` and `days` count from the event that `since` names (a code of words); where both are 0
    it is kept for ever. `source` says where the time is written.
    """

    name: str
    since: str
    source: str
    years: int = 0
    days: int = 0

    @property
    def for_ever(self) -> bool:
        """Whether it is never due."""
        return not self.years and not self.days

    def due_on(self, event: dt.date) -> dt.date:
        """The first day on which what the event began to count for is due."""
        return years_after(event, self.years) + dt.timedelta(days=self.days)

    def before(self, today: dt.date) -> dt.date:
        """The last day of an event that is due today."""
        day = years_after(today, -self.years) - dt.timedelta(days=self.days)
        return day if self.due_on(day) <= today else day - dt.timedelta(days=1)


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day some years later; of 29 February, 1 March where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


_OPENNESS: Final = "SI 2014/2095 regulation 8"
_NO_LONGER: Final = "UK GDPR Article 5(1)(e)"

RULES: Final = {
    rule.name: rule
    for rule in (
        Rule("permanent", "retention.since.never", "LGA 1972 section 100C"),
        Rule("6 years", "retention.since.decision", _OPENNESS, years=6),
        Rule("4 years", "retention.since.paper", _OPENNESS, years=4),
        Rule("2 years", "retention.since.written", _NO_LONGER, years=2),
        Rule("while in office", "retention.since.left", f"{_OPENNESS}; {_NO_LONGER}", years=6),
        Rule("30 days", "retention.since.past", _NO_LONGER, days=30),
    )
}
"""The rule of each class.

A record of an officer's decision is open to the public for six years and its background papers for
four (SI 2014/2095 regulation 8), so whoever decided is named for six years after they left. How
long is no longer than is needed (UK GDPR Article 5(1)(e)) for messages and runs is Vires' own: two
years, so that two yearly audits see them.
"""

__all__ = ["RULES", "Rule", "years_after"]
