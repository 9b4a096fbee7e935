"""Days on which the clock of one deadline's escalation stood still.

They count as recess does, for that deadline alone: its levels keep their distance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from governance.domain.calendar import Period
from governance.domain.escalation.model import DeadlineRule

PAUSED: Final = "paused"
"""The kind of period that a pause is; no calendar has it."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A stretch of days, both ends included."""

    first: dt.date
    last: dt.date


def with_pauses(
    rule: DeadlineRule, periods: Sequence[Period], stood: Sequence[Stood], *, name: str
) -> tuple[DeadlineRule, Sequence[Period]]:
    """A rule that waits while the clock stood still too, and the periods with those in them."""
    if not stood:
        return rule, periods
    spells = [Period(PAUSED, name, one.first, one.last) for one in stood]
    return replace(rule, wait_in=rule.wait_in | {PAUSED}), [*periods, *spells]
