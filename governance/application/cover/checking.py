"""A body looked at: how it is made up, whether it has a quorum, whose absence would cost it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from governance.application.bodies.queries import BodyView, show_body
from governance.application.cover.forecast import MeetingForecast, everybody, forecast, why_short
from governance.application.cover.posts import Absent, Posts
from governance.application.cover.roster import Roster
from governance.application.desk import Desk
from governance.domain.bodies.months import months_after
from governance.domain.cover.covering import MOST, Sitting
from governance.domain.cover.people import People
from governance.domain.errors import Refusal

SOON = dt.timedelta(days=90)
"""How long before a term runs out it is said."""


@dataclass(frozen=True, slots=True)
class RunsOut:
    """Somebody whose time in a seat is over soon: by the appointment, or by the terms."""

    seat: str
    title: str
    person: str
    name: str
    last: dt.date


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of member: how many seats there are for it, and how many are filled."""

    key: str
    title: str
    seats: int
    filled: int


@dataclass(frozen=True, slots=True)
class QuorumOn:
    """The quorum on a day, with everybody there who is not known to be away."""

    on: dt.date
    needed: int
    there: int
    met: bool
    away: tuple[Absent, ...]
    shortfalls: tuple[Refusal, ...]

    @property
    def why(self) -> list[str]:
        """What is missing for a quorum, in words; nothing where it has one."""
        return [] if self.met else why_short(self.shortfalls)


@dataclass(frozen=True, slots=True)
class BodyCheck:
    """What there is to say of a body on a day.

    `quorum` is that of today and of the day asked for; None without terms in force. `traps` are
    the smallest sets of people whose absence on that day leaves it inquorate; `k` how many may
    be away, whoever they are, up to `asked`; None where it has no quorum as it is. `forecast` is of
    its meetings from that day on; of a day without terms in force nothing is foreseen.
    """

    view: BodyView
    categories: tuple[Category, ...]
    runs_out: tuple[RunsOut, ...]
    quorum: tuple[QuorumOn, ...]
    k: int | None
    asked: int
    traps: tuple[tuple[Absent, ...], ...]
    forecast: tuple[MeetingForecast, ...]

    @property
    def quorate(self) -> bool:
        """Whether it can meet its quorum on the day asked for."""
        return bool(self.quorum) and self.quorum[-1].met


def body_check(desk: Desk, body: str, *, on: dt.date | None = None, k: int = MOST) -> BodyCheck:
    """Check a body (key, reference or id) on a day. Raises `Unusable` for an unknown one."""
    day = on or desk.today
    view = show_body(desk, body=body, on=day)
    key = view.facts.key
    days = sorted({desk.today, day}, key=lambda one: one == day)
    quorums: list[QuorumOn] = []
    stops: list[frozenset[str]] = []
    traps: list[tuple[Absent, ...]] = []
    there = view.facts.terms is not None
    if there:
        for one in days:
            roster = Roster(desk, one)
            if roster.facts(key).terms is not None:
                quorums.append(_quorum(roster, key))
            if one == day:
                stops = _sitting(roster, key).stops(most=k)
                posts = Posts(roster)
                traps = [tuple(posts.of(p, {key}) for p in sorted(stop)) for stop in stops]
    least = min((len(stop) for stop in stops), default=k + 1)
    return BodyCheck(
        view=view,
        categories=tuple(_categories(view)),
        runs_out=tuple(_runs_out(view)),
        quorum=tuple(quorums),
        k=least - 1 if quorums and least > 0 else None,
        asked=k,
        traps=tuple(traps),
        forecast=tuple(forecast(desk, on=day, bodies={view.facts.row.id}) if there else ()),
    )


def _sitting(roster: Roster, key: str) -> Sitting:
    body = roster.body(key)
    return Sitting(body, People(on=roster.on, bodies={key: body}, away=roster.away()))


def _quorum(roster: Roster, key: str) -> QuorumOn:
    sitting = _sitting(roster, key)
    found = sitting.quorum()
    posts, away = Posts(roster), roster.away()
    return QuorumOn(
        on=roster.on,
        needed=found.needed,
        there=len(found.counted),
        met=sitting.able,
        away=tuple(posts.of(p.key, {key}) for p in everybody(roster.body(key)) if p.key in away),
        shortfalls=found.shortfalls,
    )


def _categories(view: BodyView) -> list[Category]:
    terms = view.facts.terms
    if terms is None:
        return []
    seats = Counter(seat.category for seat in terms.seats)
    held = {seat.key for seat in view.seats if seat.appointment is not None}
    filled = Counter(seat.category for seat in terms.seats if seat.key in held)
    return [
        Category(key, one.one, seats[key], filled[key]) for key, one in terms.categories.items()
    ]


def _runs_out(view: BodyView) -> list[RunsOut]:
    facts = view.facts
    found = []
    for shown in view.seats:
        held = shown.appointment
        if held is None:
            continue
        last = _last_day(facts.terms, held)
        # One that is over already is what composition says of it.
        if last is not None and facts.on <= last <= facts.on + SOON:
            person = held.person
            found.append(RunsOut(shown.key, shown.title, person.key, person.name, last))
    return sorted(found, key=lambda one: (one.last, one.seat))


def _last_day(terms: Any, held: Any) -> dt.date | None:
    """The last day of an appointment, by itself or by the term of its seat."""
    seat = terms.seat(held.seat) if terms is not None else None
    over = months_after(held.start, seat.term_months) if seat and seat.term_months else None
    days = [held.end, over - dt.timedelta(days=1) if over is not None else None]
    return min((day for day in days if day is not None), default=None)
