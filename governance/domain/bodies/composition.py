"""Whether a body is made up as it must be on a day.

The lead authority and each statutory partner are represented (Children Act 2004, section 12A),
seats are filled by the right number of people, somebody is in the chair. A serious finding is a
breach of a duty; the others are for the secretary's attention.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from governance.domain.bodies.chair import seat_in_turn
from governance.domain.bodies.months import months_after
from governance.domain.bodies.people import Appointment, Partner
from governance.domain.bodies.terms import Terms


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a body's composition, as a code that has words."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    serious: bool = False


def check(
    *,
    terms: Terms,
    partners: Sequence[Partner],
    appointments: Sequence[Appointment],
    chairs: Collection[str],
    on: dt.date,
    names: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Everything to be said about the body's composition on a day, serious findings first.

    `partners` are the organisations whose representation matters to this body; `chairs` the
    keys of the people in the chair that day (several where the chair is shared), and `names`
    what they are called where no appointment says it.
    """
    current = [a for a in appointments if a.holds(on)]
    called = {**names, **{a.person.key: a.person.name for a in current}}
    found: list[Finding] = [
        *_representation(terms, partners, current, on),
        *_seats(terms, partners, appointments, on),
        *_people(terms, current),
        *_substitutes(terms, current),
        *_terms_of_office(terms, current, on),
        *_chair(terms, current, {key: called.get(key, key) for key in chairs}, on),
    ]
    return tuple(sorted(found, key=lambda f: not f.serious))


def _representation(
    terms: Terms, partners: Sequence[Partner], current: Sequence[Appointment], on: dt.date
) -> Iterator[Finding]:
    filled = {a.seat for a in current}
    for partner in partners:
        params: dict[str, Any] = {"partner": partner.title}
        if not partner.seated or not (partner.lead or partner.statutory):
            continue
        seats = [s for s in terms.seats if partner.key in s.represents]
        if any(s.key in filled for s in seats):
            continue
        exemption = next((e for e in partner.exemptions if e.holds(on)), None)
        if exemption and not partner.lead:
            params["reason"] = exemption.reason
            if exemption.end is None:
                yield Finding("composition.exempt", params)
            else:
                yield Finding("composition.exempt_until", {**params, "until": exemption.end})
            continue
        kind = "lead" if partner.lead else "statutory"
        params["seats"] = [s.title for s in seats]
        gap = "seat_vacant" if seats else "no_seat"
        yield Finding(f"composition.{kind}_{gap}", params, serious=True)


def _seats(
    terms: Terms, partners: Sequence[Partner], appointments: Sequence[Appointment], on: dt.date
) -> Iterator[Finding]:
    known = {p.key for p in partners}
    for seat in terms.seats:
        for partner in seat.represents:
            if partner not in known:
                yield Finding(
                    "composition.unknown_partner", {"partner": partner, "seat": seat.title}
                )
        theirs = [a for a in appointments if a.seat == seat.key]
        told: dict[str, Any] = {"seat": seat.title}
        holders = list(dict.fromkeys(a.person.name for a in theirs if a.holds(on)))
        if len(holders) > 1:
            told["names"] = holders
            yield Finding("composition.seat_held_twice", told, serious=True)
        if holders:
            continue
        ended = [(a.end, a.person.name) for a in theirs if a.end is not None and a.end < on]
        if ended:
            end, name = max(ended)
            yield Finding("composition.appointment_ended", {**told, "name": name, "ended": end})
        else:
            yield Finding("composition.vacant", told)
    for appointment in appointments:
        if appointment.holds(on) and terms.seat(appointment.seat) is None:
            params = {"seat": appointment.seat, "name": appointment.person.name}
            yield Finding("composition.unknown_seat", params, serious=True)


def _people(terms: Terms, current: Sequence[Appointment]) -> Iterator[Finding]:
    seats: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for appointment in current:
        key = appointment.person.key
        names[key] = appointment.person.name
        if appointment.seat not in seats.setdefault(key, []):
            seats[key].append(appointment.seat)
    for key, held in seats.items():
        if len(held) > 1:
            titles = [s.title for s in terms.seats if s.key in held]
            yield Finding("composition.person_in_two_seats", {"name": names[key], "seats": titles})


def _substitutes(terms: Terms, current: Sequence[Appointment]) -> Iterator[Finding]:
    members = {a.person.key for a in current}
    for appointment in current:
        seat = terms.seat(appointment.seat)
        title = seat.title if seat else appointment.seat
        for substitute in appointment.substitutes:
            params = {"name": substitute.name, "seat": title}
            if not terms.substitutes or (seat and not seat.substitute):
                yield Finding("composition.substitute_not_allowed", params)
            elif substitute.key in members:
                yield Finding("composition.substitute_is_member", params)


def _terms_of_office(
    terms: Terms, current: Sequence[Appointment], on: dt.date
) -> Iterator[Finding]:
    for appointment in current:
        seat = terms.seat(appointment.seat)
        if seat is None or seat.term_months is None:
            continue
        over = months_after(appointment.start, seat.term_months)
        if over is not None and over <= on:
            told = {"name": appointment.person.name, "seat": seat.title}
            yield Finding("composition.term_over", {**told, "over": over})


def _chair(
    terms: Terms, current: Sequence[Appointment], chairs: Mapping[str, str], on: dt.date
) -> Iterator[Finding]:
    voting = {s.key for s in terms.seats if s.voting}
    may_chair = frozenset(terms.chair.seats) or voting
    turn = seat_in_turn(terms.chair.rotation, on) if terms.chair.rotation else None
    by_turn = {a.person.key: a.person.name for a in current if a.seat == turn}
    if not chairs:
        yield Finding("composition.no_chair", {"body": terms.title}, serious=True)
    elif len(chairs) < terms.chair.together:
        params = {"wanted": terms.chair.together, "have": len(chairs)}
        yield Finding("composition.too_few_chairs", params)
    elif len(chairs) > terms.chair.together and by_turn:
        besides = [chairs[key] for key in sorted(set(chairs) - set(by_turn))]
        told = {"turn": list(by_turn.values()), "besides": besides}
        yield Finding("composition.chair_besides_the_turn", told, serious=True)
    elif len(chairs) > terms.chair.together:
        params = {"wanted": terms.chair.together, "have": len(chairs)}
        yield Finding("composition.too_many_chairs", params, serious=True)
    entitled = {a.person.key for a in current if a.seat in may_chair}
    for chair in sorted(set(chairs) - entitled):
        yield Finding("composition.chair_not_eligible", {"name": chairs[chair]}, serious=True)
