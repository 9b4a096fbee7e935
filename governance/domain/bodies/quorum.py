"""Quorum: whether a meeting is competent for an item, and if not, exactly what is missing.

Each seat counts once. A minimum by category or seat must be met besides the number. Every
shortfall names who could put it right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.domain.bodies.attendance import Sitting, seated
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.people import Appointment
from governance.domain.bodies.terms import InterestedCount, Minimum, Seat, Terms
from governance.domain.errors import Refusal

_STILL_COUNT: Mapping[InterestedCount, frozenset[Outcome]] = {
    "none": frozenset({Outcome.NONE}),
    "those_who_stay": frozenset({Outcome.NONE, Outcome.STAYS_WITHOUT_VOTE}),
    "all": frozenset(Outcome),
}


@dataclass(frozen=True, slots=True)
class Quorum:
    """The answer: who counted, how many were needed, and each shortfall."""

    needed: int
    counted: tuple[Sitting, ...]
    shortfalls: tuple[Refusal, ...]

    @property
    def met(self) -> bool:
        """Whether the meeting may take the item."""
        return not self.shortfalls


def quorum(
    *,
    terms: Terms,
    appointments: Sequence[Appointment],
    present: Mapping[str, str],
    on: dt.date,
    outcomes: Mapping[str, Outcome] | None = None,
) -> Quorum:
    """Say whether the quorum is met by those present for an item on a day.

    `present` gives the seat each person sits in, `outcomes` what declared interests came to.
    Observers, associates (unless the terms count them), unnamed substitutes and people whose
    appointment does not cover the day do not count.
    """
    rule = terms.quorum
    outcomes = outcomes or {}
    still = _STILL_COUNT[rule.interested]
    barred = {person for person, outcome in outcomes.items() if outcome not in still}
    room = seated(terms=terms, appointments=appointments, present=present, on=on)
    counting = [s for s in terms.seats if s.voting or rule.associates]
    counted = tuple(s for s in room.one_a_seat(barred) if s.seat in counting)
    filled = {a.seat for a in appointments if a.holds(on)}
    whole = [s for s in counting if rule.share_of == "seats" or s.key in filled]
    needed = rule.needed(len(whole))

    taken = {s.seat.key for s in counted}
    free = [s for s in counting if s.key not in taken]
    unavailable = {*barred, *present}
    shortfalls = []
    if len(counted) < needed:
        restore = _who_could(terms, appointments, free, unavailable, on)
        params = {"needed": needed, "present": len(counted), "short": needed - len(counted)}
        shortfalls.append(_shortfall("quorum.too_few", params, restore))
    for minimum in rule.minima:
        told: dict[str, Any] = {"needed": minimum.members}
        have = sum(minimum.takes(s.seat) for s in counted)
        if have < minimum.members:
            who_could = _who_could(
                terms, appointments, filter(minimum.takes, free), unavailable, on
            )
            short = minimum.members - have
            told |= {"present": have, "short": short, "who": _wording(terms, minimum, short)}
            one_seat = short == 1 and not minimum.categories
            code = "quorum.seat_missing" if one_seat else "quorum.too_few_of"
            shortfalls.append(_shortfall(code, told, who_could))
    return Quorum(needed, counted, tuple(shortfalls))


def _shortfall(code: str, params: Mapping[str, Any], restore: list[str]) -> Refusal:
    if restore:
        return Refusal(code, {**params, "restore": restore})
    return Refusal(f"{code}_and_nobody_left", params)


def _wording(terms: Terms, minimum: Minimum, number: int) -> str:
    categories = [terms.categories[c] for c in minimum.categories]
    named = [c.one if number == 1 else c.many for c in categories]
    named += [s.title for s in terms.seats if s.key in minimum.seats]
    return " or ".join(named)


def _who_could(
    terms: Terms,
    appointments: Sequence[Appointment],
    free: Iterable[Seat],
    unavailable: set[str],
    on: dt.date,
) -> list[str]:
    """Names of members and named substitutes who are not here and could fill a free seat."""
    names: dict[str, None] = {}
    for seat in free:
        for appointment in appointments:
            if appointment.seat != seat.key or not appointment.holds(on):
                continue
            people = [appointment.person]
            if terms.substitutes and seat.substitute:
                people += appointment.substitutes
            names |= dict.fromkeys(p.name for p in people if p.key not in unavailable)
    return list(names)
