"""Who sits in which seat at an item, and who of them may vote.

A person sits in one seat at a meeting, whatever number of seats they were appointed to. A named
substitute sits where the member is away or barred by an interest. One seat, one vote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.people import Appointment, Person
from governance.domain.bodies.terms import Seat, Terms
from governance.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person in a seat, as its member or as the member's named substitute."""

    seat: Seat
    person: Person
    substitute: bool


@dataclass(frozen=True, slots=True)
class Room:
    """Who is present in a seat, and why others who are present are in none."""

    sittings: tuple[Sitting, ...]
    others: Mapping[str, Refusal]

    def one_a_seat(self, barred: Collection[str]) -> tuple[Sitting, ...]:
        """For each seat the member, else the first named substitute, who is not barred."""
        chosen: dict[str, Sitting] = {}
        for sitting in self.sittings:
            if sitting.person.key not in barred:
                chosen.setdefault(sitting.seat.key, sitting)
        return tuple(chosen.values())


@dataclass(frozen=True, slots=True)
class Entitled:
    """Who may vote on an item, and why each other person present may not."""

    voters: tuple[Sitting, ...]
    barred: Mapping[str, Refusal]

    @property
    def keys(self) -> frozenset[str]:
        """The voters' keys, as counting wants them."""
        return frozenset(s.person.key for s in self.voters)


def seated(
    *, terms: Terms, appointments: Sequence[Appointment], present: Mapping[str, str], on: dt.date
) -> Room:
    """Say who sits where. `present` gives, for each person's key, the seat they sit in.

    Members come before their substitutes, substitutes in the order they were named.
    """
    found: list[Sitting] = []
    for seat in terms.seats:
        for appointment in appointments:
            if appointment.seat != seat.key or not appointment.holds(on):
                continue
            found.append(Sitting(seat, appointment.person, substitute=False))
            if terms.substitutes and seat.substitute:
                named = appointment.substitutes
                found.extend(Sitting(seat, person, substitute=True) for person in named)
    found.sort(key=lambda s: s.substitute)
    sittings = tuple(s for s in found if present.get(s.person.key) == s.seat.key)
    settled = {s.person.key for s in sittings}
    others = {
        person: _why_in_no_seat(terms, appointments, person, seat, on)
        for person, seat in sorted(present.items())
        if person not in settled
    }
    return Room(sittings, others)


def entitled(
    *,
    terms: Terms,
    appointments: Sequence[Appointment],
    present: Mapping[str, str],
    outcomes: Mapping[str, Outcome],
    on: dt.date,
) -> Entitled:
    """Say who may vote: a voting seat, present, no interest that bars, one for each seat.

    `outcomes` gives the outcome of declared interests by person; nobody else has one. A person
    with an interest is not entitled and so not in the denominator.
    """
    room = seated(terms=terms, appointments=appointments, present=present, on=on)
    barred = {person for person, outcome in outcomes.items() if outcome.bars_vote}
    voters = tuple(s for s in room.one_a_seat(barred) if s.seat.voting)
    voting = {s.person.key for s in voters}
    why = dict(room.others)
    for sitting in room.sittings:
        person = sitting.person.key
        if person not in voting:
            why[person] = _why_no_vote(sitting, outcomes.get(person, Outcome.NONE))
    return Entitled(voters, why)


def _why_no_vote(sitting: Sitting, outcome: Outcome) -> Refusal:
    params = {"name": sitting.person.name, "seat": sitting.seat.title}
    if outcome.bars_vote:
        return Refusal(f"attendance.{outcome}", params)
    if not sitting.seat.voting:
        return Refusal("attendance.associate", params)
    return Refusal("attendance.seat_taken", params)


def _why_in_no_seat(
    terms: Terms, appointments: Sequence[Appointment], person: str, seat: str, on: dt.date
) -> Refusal:
    place = terms.seat(seat)
    title = place.title if place else seat
    theirs = [a for a in appointments if a.seat == seat]
    for appointment in theirs:
        if appointment.person.key == person:
            name = appointment.person.name
            return Refusal("attendance.not_that_day", {"name": name, "seat": title, "on": on})
    for appointment in theirs:
        for substitute in appointment.substitutes:
            if substitute.key == person:
                code = (
                    "attendance.no_substitutes"
                    if appointment.holds(on)
                    else "attendance.member_not_that_day"
                )
                return Refusal(code, {"name": substitute.name, "seat": title, "on": on})
    return Refusal("attendance.not_appointed", {"name": _name(appointments, person), "seat": title})


def _name(appointments: Sequence[Appointment], key: str) -> str:
    everyone = (p for a in appointments for p in (a.person, *a.substitutes))
    return next((p.name for p in everyone if p.key == key), key)
