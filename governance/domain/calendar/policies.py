"""The ways of counting days, one table: what counts, which questions it answers, whose rule it is.

A rulebook names a policy; a new way of counting is a new row. What a policy means in words is
`calendar.policy.<name>` in the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from governance.domain.calendar.days import Calendar, Why
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest

Verb = Literal["earliest", "latest", "window"]
"""The three questions: first lawful day after a notice; last day for a notice before a meeting;
when a period that starts on a day ends."""

MOST_DAYS = 2000
"""The most days (or months) that are counted."""

Disregard = Callable[[Calendar, dt.date], Why | None]
"""Why a policy does not count a day; None where it counts."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One way of counting.

    `clear`: the day of the notice and the day of the meeting are both left out.
    `first_included`: the day the period starts on counts, where it is a day that counts.
    `months`: calendar months are counted, not days.
    """

    name: str
    verbs: tuple[Verb, ...]
    disregard: Disregard
    source: str
    clear: bool = False
    first_included: bool = False
    months: bool = False


def _nothing(_calendar: Calendar, _day: dt.date) -> Why | None:
    return None


_CLEAR: tuple[Verb, ...] = ("earliest", "latest")
_WORKING, _S243 = Calendar.why_not_working, Calendar.why_disregarded
_LOCAL = "local rules and agreements"

_ALL = (
    Policy(
        "clear_calendar_days",
        _CLEAR,
        _nothing,
        "SI 2012/2089 regs 5 and 9, as published forward plans count",
        clear=True,
    ),
    Policy(
        "clear_working_days",
        _CLEAR,
        _WORKING,
        "R v Swansea City Council ex p Elitestone; SI 2012/2089 reg 10",
        clear=True,
    ),
    Policy("s243_clear_days", _CLEAR, _S243, "Local Government Act 1972 s.243", clear=True),
    Policy(
        "working_days_first_included",
        ("window",),
        _WORKING,
        "Procurement Act 2023 s.51 (standstill)",
        first_included=True,
    ),
    Policy(
        "working_days_first_excluded",
        ("window",),
        _WORKING,
        "Provider Selection Regime, SI 2023/1348 reg 12 (standstill)",
    ),
    Policy("end_of_nth_working_day_after", ("window",), _WORKING, "local call-in rules"),
    Policy("working_days_after", ("window",), _WORKING, _LOCAL),
    Policy("calendar_days_after", ("window",), _nothing, _LOCAL),
    Policy("calendar_months_after", ("window",), _nothing, _LOCAL, months=True),
    Policy("working_days_before", ("latest",), _WORKING, _LOCAL),
    Policy("calendar_days_before", ("latest",), _nothing, _LOCAL),
    Policy("calendar_months_before", ("latest",), _nothing, _LOCAL, months=True),
)

POLICIES: Mapping[str, Policy] = MappingProxyType({policy.name: policy for policy in _ALL})
"""Every way of counting, by name."""


def policy_named(name: str, *, verb: Verb | None = None) -> Policy:
    """The policy of that name, which must answer `verb` where one is given.

    Raises `Unusable`, suggesting the nearest name, or the policies that answer the verb.
    """
    policy = POLICIES.get(name)
    if policy is None:
        raise Unusable.one(
            "calendar.policy_unknown",
            name=name[:80],
            nearest=nearest(name, POLICIES),
            known=list(POLICIES),
        )
    if verb is not None and verb not in policy.verbs:
        raise Unusable.one(
            "calendar.policy_wrong_verb",
            policy=name,
            verb=verb,
            verbs=list(policy.verbs),
            fitting=[p.name for p in _ALL if verb in p.verbs],
        )
    return policy


def within_bounds(days: int) -> int:
    """Give `days` back. Raises `Unusable` where it is not from 1 to `MOST_DAYS`."""
    if not 1 <= days <= MOST_DAYS:
        raise Unusable.one("calendar.days_out_of_bounds", days=str(days)[:20], most=MOST_DAYS)
    return days
