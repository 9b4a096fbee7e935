"""Rating what stands of a measure, and what follows for the measure.

Values entered now are rated by the rule now in force; those that depend on them again, by the
rule they had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.application.desk import Desk
from governance.application.performance.rules import Chosen, rule_of
from governance.domain.performance.periods import Period
from governance.domain.performance.rating import Facts, Rated, rate


@dataclass(frozen=True, slots=True)
class Standing:
    """A value that stands, or will: its period, what it was held against, how it was rated."""

    period: Period
    value: int
    chosen: Chosen
    target: int | None
    tolerance: int | None
    tolerance_percent: bool
    was: Rated
    row: Any | None = None
    """The row it has already; None for one that is entered now."""

    @property
    def end(self) -> dt.date:
        """The last day of its period."""
        return self.period.last


def stored(desk: Desk, row: Any) -> Standing:
    """An observation that stands, with the rule and the target it had."""
    return Standing(
        period=Period(row.period_start, row.period_end),
        value=row.value,
        chosen=rule_of(desk, row),
        target=row.target,
        tolerance=row.tolerance,
        tolerance_percent=row.tolerance_percent,
        was=Rated(row.rating, row.unrated),
        row=row,
    )


def rated(measure: Any, known: Mapping[dt.date, Standing], one: Standing) -> Rated:
    """The rating of a value among all that stand, by the last day of their periods."""
    if one.chosen.rule is None:
        return Rated(None, one.chosen.why)
    year, last = known.get(one.period.year_before.last), known.get(one.period.before.last)
    return rate(
        one.chosen.rule,
        Facts(
            value=one.value,
            direction=measure.direction,
            target=one.target,
            tolerance=one.tolerance,
            tolerance_percent=one.tolerance_percent,
            before={
                "last_year": None if year is None else year.value,
                "last_period": None if last is None else last.value,
                "baseline": measure.baseline,
            },
        ),
    )


def follows(ratings: Sequence[tuple[dt.date, str | None]]) -> dict[str, Any]:
    """The columns of a measure that follow from its ratings, given the first period first.

    `reds` counts back from the latest period: an unrated one breaks no row and counts for
    nothing, and neither does a period nobody has entered.
    """
    reds = 0
    for _, rating in reversed(ratings):
        if rating == "red":
            reds += 1
        elif rating is not None:
            break
    latest = ratings[-1] if ratings else (None, None)
    return {"rating": latest[1], "reds": reds, "latest_end": latest[0]}
