"""How long what stands in a decision takes where no law fixes it: assumed, or as it was asked.

Officers clear and advise, partners decide for themselves, and those who use a service are
consulted before its end is decided.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from governance.application.backward.asking import Asked, Subject
from governance.application.decommissioning.finding import of_commission
from governance.application.desk import Desk
from statemachines.decommissioning import BEFORE_DECISION

CLEARANCE: Final = 5
"""Working days an officer has to clear a report or advise on it; an assumption."""
CONSULT: Final = 42
"""Calendar days that those who use a service are consulted before it ends; an assumption. No law
fixes them; what is fair depends on what would end (the common law duty to consult)."""
PARTNERS: Final = 28
"""Calendar days a partner has for its own decision; an assumption."""
CONSULTED: Final = frozenset({"consultation-report"})
"""Evidence that there is only after a consultation."""


@dataclass(frozen=True, slots=True)
class Time:
    """So many days, and whose rule that is: `assumed` or `asked`."""

    days: int
    source: str


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one plan.

    `consulted_until` is the last day of a consultation that is set or over; `consult` counts where
    there is none. `excused`: a case says why nobody is consulted.
    """

    clearance: Time
    partners: Time
    consult: Time
    consulted_until: dt.date | None = None
    excused: bool = False


def times_of(desk: Desk, subject: Subject, asked: Asked) -> Times:
    """What was asked for; else what a case says of its consultation; else what is assumed."""
    until, excused = _of_case(desk, subject) if asked.consult is None else (None, False)
    return Times(
        clearance=_time(asked.clearance, CLEARANCE),
        partners=_time(asked.partners, PARTNERS),
        consult=_time(asked.consult, CONSULT),
        consulted_until=until,
        excused=excused,
    )


def _time(asked: int | None, usual: int) -> Time:
    return Time(usual, "assumed") if asked is None else Time(asked, "asked")


def _of_case(desk: Desk, subject: Subject) -> tuple[dt.date | None, bool]:
    """The last day of the consultation on ending it, and whether there is reason for none."""
    held = None if subject.agreement is None else subject.agreement.id
    for case in reversed(of_commission(desk, subject.commission.id)):
        if case.state not in BEFORE_DECISION or case.agreement_id not in (None, held):
            continue
        said = case.consultation or {}
        if said.get("none"):
            return None, True
        if said.get("to"):
            return dt.date.fromisoformat(said["to"]), False
    return None, False
