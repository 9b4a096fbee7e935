"""How long before a meeting its summons and its agenda must be out: by law and by its terms.

Terms of reference may ask for more than the law and never for less. All of it is pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance.domain.bodies.standing import LAW, Procedure, Standing
from governance.domain.bodies.terms import MeetingNotice, Terms
from governance.domain.calendar import POLICIES, Calendar, Latest, earliest, latest
from governance.domain.errors import Refusal

AGENDA, SUMMONS = "agenda", "summons"
"""What terms of reference call the two notices of a meeting."""

BY_LAW: Final = MeetingNotice(AGENDA, "clear_working_days", 5)
"""Agenda and reports open to inspection: Local Government Act 1972 s.100B(3), SI 2012/2089
reg 7."""


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day for a notice of a meeting: by which rule, with how it was counted."""

    rule: MeetingNotice
    counted: Latest

    @property
    def day(self) -> dt.date:
        """The last day on which it can be given."""
        return self.counted.latest_notice

    def working(self) -> list[Mapping[str, Any]]:
        """The days counted, as they are kept with a deadline."""
        return [
            {"day": d.day.isoformat(), "counted": d.counted, "why": d.why.code, "name": d.why.name}
            for d in self.counted.trace
        ]


def notices(kind: str, *, terms: Terms | None, standing: Standing) -> tuple[MeetingNotice, ...]:
    """The rules for one kind of notice: what the terms ask for, and what the law asks besides."""
    found = [n for n in terms.notices if n.kind == kind] if terms is not None else []
    public = Procedure.PUBLIC_ACCESS in LAW[standing].always or (
        terms is not None and terms.applies(Procedure.PUBLIC_ACCESS)
    )
    enough = any(n.policy == BY_LAW.policy and n.days >= BY_LAW.days for n in found)
    if kind == AGENDA and public and not enough:
        found.append(BY_LAW)
    return tuple(found)


def last_day(
    kind: str, *, terms: Terms | None, standing: Standing, meeting: dt.date, calendar: Calendar
) -> LastDay | None:
    """The last day for a notice of a meeting on a day; None where no rule asks for one."""
    found = [
        LastDay(
            rule, latest(policy=rule.policy, days=rule.days, meeting=meeting, calendar=calendar)
        )
        for rule in notices(kind, terms=terms, standing=standing)
    ]
    return min(found, key=lambda last: last.day, default=None)


def too_late(
    last: LastDay | None, *, given: dt.date, meeting: dt.date, calendar: Calendar
) -> tuple[Refusal, ...]:
    """That a notice given on a day is too late for a meeting, with the first day it would do."""
    if last is None or given <= last.day:
        return ()
    rule = last.rule
    unit = rule.policy if rule.days != 1 else f"{rule.policy}.one"
    params = {
        "given": given,
        "meeting": meeting,
        "latest": last.day,
        "days": rule.days,
        "unit": unit,
    }
    if "earliest" in POLICIES[rule.policy].verbs:
        first = earliest(policy=rule.policy, days=rule.days, notice=given, calendar=calendar)
        return (Refusal(f"meeting.{rule.kind}_late", params | {"first": first.raw}),)
    return (Refusal(f"meeting.{rule.kind}_late_at_all", params),)
