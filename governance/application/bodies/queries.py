"""Bodies and offices as people look at them: seats, vacancies, quorum, chair, holders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import (
    BodyFacts,
    OfficeFacts,
    ask_of_bodies,
    ask_of_offices,
    body_facts,
    composition,
    office_facts,
)
from governance.application.desk import Desk
from governance.application.rulebook.in_force import version_in_force
from governance.domain.bodies.composition import Finding
from governance.domain.bodies.people import Appointment
from governance.domain.bodies.terms import Minimum, Terms
from governance.store.tables import TABLES

_body = TABLES["body"]
_office = TABLES["office"]
_BODIES = (
    select(_body).where(_body.c.partnership_id == bindparam("partnership")).order_by(_body.c.ref)
)
_OFFICES = (
    select(_office)
    .where(_office.c.partnership_id == bindparam("partnership"))
    .order_by(_office.c.ref)
)


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat and whoever sits in it that day; `appointment` is None where it is vacant."""

    key: str
    title: str
    category: str | None
    voting: bool
    appointment: Appointment | None

    def plain(self) -> dict[str, Any]:
        """The seat for JSON."""
        held = self.appointment
        return {
            "seat": self.key,
            "title": self.title,
            "category": self.category,
            "voting": self.voting,
            "person": held.person.key if held else None,
            "name": held.person.name if held else None,
            "from": held.start if held else None,
            "to": held.end if held else None,
            "substitutes": [p.key for p in held.substitutes] if held else [],
        }


@dataclass(frozen=True, slots=True)
class QuorumView:
    """How many must be present with today's seats, and of whom so many among them."""

    needed: int
    share: tuple[int, int] | None
    minima: tuple[tuple[int, str], ...]
    share_of: str = "seats"
    """Whether the share is of all seats, or of those that are filled."""

    @property
    def share_code(self) -> str:
        """The words of a share: of all seats, or of the filled ones."""
        return "bodies.quorum_share" + ("_of_filled" if self.share_of == "filled" else "")


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body as a page shows it."""

    facts: BodyFacts
    terms: Any | None
    """The version of its terms of reference that is in force."""
    seats: tuple[SeatView, ...]
    quorum: QuorumView | None
    findings: tuple[Finding, ...]

    @property
    def vacant(self) -> tuple[SeatView, ...]:
        """Seats that nobody is in."""
        return tuple(seat for seat in self.seats if seat.appointment is None)


def show_body(desk: Desk, *, body: str, on: dt.date | None = None) -> BodyView:
    """A body (key, reference or id) on a day: who sits, what is vacant, what quorum asks."""
    facts = body_facts(desk, desk.row("body", body), on or desk.today)
    key = facts.row.terms_key
    return BodyView(
        facts=facts,
        terms=version_in_force(desk, kind="terms", key=key, on=facts.on) if key else None,
        seats=tuple(_seats(facts)),
        quorum=_quorum(facts.terms, facts) if facts.terms is not None else None,
        findings=composition(desk, facts),
    )


def list_bodies(desk: Desk, *, on: dt.date | None = None) -> list[BodyFacts]:
    """Every body on a day, in the order in which they came."""
    rows, day = desk.all(_BODIES), on or desk.today
    ask_of_bodies(desk, rows, day)
    return [body_facts(desk, row, day) for row in rows]


def list_offices(desk: Desk, *, on: dt.date | None = None) -> list[OfficeFacts]:
    """Every office on a day, in the order in which they came."""
    rows, day = desk.all(_OFFICES), on or desk.today
    ask_of_offices(desk, rows, day)
    return [office_facts(desk, row, day) for row in rows]


def _seats(facts: BodyFacts) -> list[SeatView]:
    held = {a.seat: a for a in facts.current}
    if facts.terms is None:
        return [SeatView(seat, seat, None, voting=True, appointment=a) for seat, a in held.items()]
    return [
        SeatView(
            key=seat.key,
            title=seat.title,
            category=facts.terms.categories[seat.category].one,
            voting=seat.voting,
            appointment=held.get(seat.key),
        )
        for seat in facts.terms.seats
    ]


def _quorum(terms: Terms, facts: BodyFacts) -> QuorumView:
    rule = terms.quorum
    filled = {a.seat for a in facts.current}
    counting = [
        seat
        for seat in terms.seats
        if (seat.voting or rule.associates) and (rule.share_of == "seats" or seat.key in filled)
    ]
    return QuorumView(
        needed=rule.needed(len(counting)),
        share=rule.share,
        minima=tuple((m.members, _who(terms, m)) for m in rule.minima),
        share_of=rule.share_of,
    )


def _who(terms: Terms, minimum: Minimum) -> str:
    categories = [terms.categories[key] for key in minimum.categories]
    named = [c.one if minimum.members == 1 else c.many for c in categories]
    named += [seat.title for seat in terms.seats if seat.key in minimum.seats]
    return " or ".join(named)
