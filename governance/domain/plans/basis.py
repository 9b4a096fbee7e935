"""Whether a law stands behind a plan, and on which days.

The regulations on children and young people's plans (SI 2010/591, under Children Act 2004
section 17) were revoked on 31 October 2010. Boards and plans go on since, by agreement. So no
missed day of a plan is a breach of a statute unless it fell before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

STATUTORY: Final = "statutory"
VOLUNTARY: Final = "voluntary"
BASES: Final = (VOLUNTARY, STATUTORY)

REVOKED: Final = dt.date(2010, 10, 31)
"""The first day without the regulations."""

FIVE_OUTCOMES: Final = (
    "be-healthy",
    "stay-safe",
    "enjoy-and-achieve",
    "positive-contribution",
    "economic-well-being",
)
"""What a statutory plan covers: the outcomes of Every Child Matters (Children Act 2004 s.10)."""


def bound_by_law(basis: str, on: dt.date) -> bool:
    """Whether a duty of a plan with that basis was one of law on a day."""
    return basis == STATUTORY and on < REVOKED


def can_begin(basis: str, first_day: dt.date) -> bool:
    """Whether a plan with that basis can begin on a day."""
    return basis != STATUTORY or first_day < REVOKED


def uncovered(basis: str, outcomes: Iterable[str]) -> tuple[str, ...]:
    """The five outcomes that a statutory plan leaves out; nothing for a voluntary one."""
    said = set(outcomes)
    return tuple(one for one in FIVE_OUTCOMES if one not in said) if basis == STATUTORY else ()
