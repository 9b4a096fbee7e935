"""The chair: appointed by the lead partner, and only after each member was consulted.

Guards here are pure; the lifecycle of an appointment asks them. A member who was asked and had
not answered when the time was up has been consulted: silence does not block.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from governance.domain.bodies.months import months_after
from governance.domain.bodies.people import Appointment, Person
from governance.domain.bodies.terms import Rotation, Terms
from governance.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """One member consulted: when asked, by when to answer, when they did, if they did."""

    member: str
    asked: dt.date
    answer_by: dt.date
    answered: dt.date | None = None
    in_favour: bool | None = None

    def done(self, on: dt.date) -> bool:
        """Whether the consultation of this member is over on that day."""
        answered = self.answered is not None and self.answered <= on
        return self.asked <= on and (answered or self.answer_by < on)


@dataclass(frozen=True, slots=True)
class ChairFacts:
    """What is known when the chair of a body is to be appointed.

    `acting_for` are the partner, offices and bodies in whose name somebody acts; `in_chair` the
    people who hold the chair already; `appointed_by_title` the words for who appoints.
    """

    terms: Terms
    appointments: Sequence[Appointment]
    proposed: Person
    acting_for: Collection[str]
    appointed_by_title: str
    on: dt.date
    consulted: Sequence[Asked] = ()
    in_chair: Collection[str] = ()


def consultation_complete(facts: ChairFacts) -> tuple[Refusal, ...]:
    """Refuse while any current member was not asked, or still has time to answer.

    Children Act 2004, section 12A, and the statutory guidance: the authority appoints the chair
    after consulting the members. A view against the proposal is recorded and does not block.
    """
    if not facts.terms.chair.after_consulting_members:
        return ()
    members = {a.person.key: a.person.name for a in facts.appointments if a.holds(facts.on)}
    asked = {a.member for a in facts.consulted if a.asked <= facts.on}
    done = {a.member for a in facts.consulted if a.done(facts.on)}
    refusals = []
    not_asked = [name for key, name in members.items() if key not in asked]
    if not_asked:
        refusals.append(Refusal("chair.not_asked", {"names": not_asked}))
    waiting = {k: n for k, n in members.items() if k in asked and k not in done}
    if waiting:
        until = max(a.answer_by for a in facts.consulted if a.member in waiting)
        names = list(waiting.values())
        refusals.append(Refusal("chair.awaiting_answers", {"names": names, "until": until}))
    return tuple(refusals)


def appointed_by_the_right_one(facts: ChairFacts) -> tuple[Refusal, ...]:
    """Refuse anybody but whom the terms name, which for a statutory board is the lead partner."""
    if facts.terms.chair.appointed_by in facts.acting_for:
        return ()
    return (Refusal("chair.not_theirs_to_appoint", {"appointed_by": facts.appointed_by_title}),)


def seats_for_chair(terms: Terms) -> tuple[str, ...]:
    """The keys of the seats from which the chair comes: any that votes, unless terms say which."""
    return terms.chair.seats or tuple(s.key for s in terms.seats if s.voting)


def eligible(facts: ChairFacts) -> tuple[Refusal, ...]:
    """Refuse a person who holds no seat from which the chair comes, or is in the chair."""
    terms = facts.terms
    name = facts.proposed.name
    seats = seats_for_chair(terms)
    held = {a.seat for a in facts.appointments if a.person == facts.proposed and a.holds(facts.on)}
    refusals = []
    if not held & set(seats):
        titles = [s.title for s in terms.seats if s.key in seats]
        refusals.append(Refusal("chair.not_eligible", {"name": name, "seats": titles}))
    if facts.proposed.key in facts.in_chair:
        refusals.append(Refusal("chair.already", {"name": name}))
    elif len(set(facts.in_chair)) >= terms.chair.together:
        refusals.append(Refusal("chair.taken", {"together": terms.chair.together}))
    return tuple(refusals)


def why_not_appoint(facts: ChairFacts) -> tuple[Refusal, ...]:
    """Every reason why the chair cannot be appointed on that day."""
    return (
        *consultation_complete(facts),
        *appointed_by_the_right_one(facts),
        *eligible(facts),
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """A seat that has the chair in turn, from a day until another, that day included."""

    seat: str
    start: dt.date
    end: dt.date | None


def turns(rotation: Rotation, on: dt.date) -> tuple[Turn | None, Turn | None]:
    """Whose turn it is on a day (None before the rotation starts), and whose is next."""
    passed = -1
    if on >= rotation.start:
        since = rotation.start
        passed = ((on.year - since.year) * 12 + on.month - since.month) // rotation.months
        # In its month a turn begins on its day: before that the one before it runs.
        start = _turn_starts(rotation, passed)
        if start is None or start > on:
            passed -= 1
    return _turn(rotation, passed) if passed >= 0 else None, _turn(rotation, passed + 1)


def _turn_starts(rotation: Rotation, number: int) -> dt.date | None:
    """The first day of a turn, the first of them 0; None where no calendar goes that far."""
    return months_after(rotation.start, number * rotation.months) if number else rotation.start


def _turn(rotation: Rotation, number: int) -> Turn | None:
    start, after = _turn_starts(rotation, number), _turn_starts(rotation, number + 1)
    if start is None:
        return None
    end = after - dt.timedelta(days=1) if after is not None else None
    return Turn(rotation.seats[number % len(rotation.seats)], start, end)


def seat_in_turn(rotation: Rotation, on: dt.date) -> str | None:
    """The seat whose turn it is to take the chair; None before the rotation starts."""
    now, _ = turns(rotation, on)
    return now.seat if now is not None else None
