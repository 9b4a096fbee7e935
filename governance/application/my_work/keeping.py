"""What a secretary keeps in order: meetings late or at risk, items proposed, what is vacant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from governance.application.cover.forecast import MeetingForecast, forecast
from governance.application.cover.roster import Roster
from governance.application.desk import Desk
from governance.application.escalations.items import Proposed, proposed
from governance.application.my_work.late import LateMeeting, late_meetings
from governance.application.proposals.powers import PROPER_OFFICER

AHEAD: Final = dt.timedelta(days=56)
"""How far meetings are looked at: papers for one in eight weeks are being written now."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat nobody sits in, or an office nobody holds (`seat` is then empty)."""

    key: str
    name: str
    seat: str
    seat_title: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is to be put in order, each by what comes first."""

    proposed: tuple[Proposed, ...]
    vacancies: tuple[Vacancy, ...]
    at_risk: tuple[MeetingForecast, ...]
    late: tuple[LateMeeting, ...]
    more_late: bool
    """Whether more meetings are behind than are told."""


def keeping(desk: Desk) -> Keeping:
    """What there is to put in order today; read in as many statements whatever the register has."""
    roster = Roster(desk, desk.today)
    until = desk.today + AHEAD
    late, more = late_meetings(desk, roster.bodies, until=until)
    return Keeping(
        proposed=tuple(proposed(desk)),
        vacancies=tuple(_vacant_seats(roster) + _vacant_offices(roster)),
        at_risk=tuple(one for one in forecast(desk, until=until) if not one.quorate),
        late=tuple(late),
        more_late=more,
    )


def _vacant_seats(roster: Roster) -> list[Vacancy]:
    found = []
    for key, facts in sorted(roster.bodies.items()):
        held = {one.seat for one in facts.appointments}
        seats = facts.terms.seats if facts.terms is not None else ()
        found += [
            Vacancy(key, facts.title, seat.key, seat.title)
            for seat in seats
            if seat.key not in held
        ]
    return found


def _vacant_offices(roster: Roster) -> list[Vacancy]:
    return [
        Vacancy(key, office.title, "", "")
        for key, office in sorted(roster.offices.items())
        if not office.people and key != PROPER_OFFICER
    ]
