"""Reviews in a rehearsal: each week every lead holds the first of those they can.

A review can be held from four weeks before its day on. One that slips, as the seed has it, can
be held only some weeks after its day; a lead who is away on the day of the week holds none.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Final

from sqlalchemy import and_, bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.application.people.away import away_on
from governance.application.rehearsal.deciding import Desks, next_wednesday
from governance.application.rehearsal.returning import make_returns
from governance.application.rehearsal.year import Year
from governance.application.reviews.finding import AHEAD
from governance.application.reviews.reporting import TESTS, Found, Reported, report
from governance.domain.errors import Refused
from governance.domain.rehearsal.supposing import WEEKS_AHEAD, ready_on
from governance.store.tables import TABLES

HELD: Final = dt.time(11)
WAITING: Final = (*AHEAD, "missed", "referred_back")
"""States of a review that its lead is to hold, or to report again."""

_review = TABLES["review"]
_commission = TABLES["commission"]
_person = TABLES["person"]


def _same(row: Any, column: Any, other: Any) -> Any:
    return and_(other.c.partnership_id == row.c.partnership_id, other.c.id == column)


_DUE = (
    select(
        _review.c.ref,
        _review.c.due_day,
        _review.c.state,
        _commission.c.ref.label("commission"),
        _commission.c.lead_id,
        _person.c.key.label("lead"),
        _person.c.left_on,
    )
    .select_from(
        _review.join(_commission, _same(_review, _review.c.commission_id, _commission)).outerjoin(
            _person, _same(_commission, _commission.c.lead_id, _person)
        )
    )
    .where(
        _review.c.partnership_id == bindparam("partnership"),
        _review.c.state.in_(WAITING),
        _review.c.due_day <= bindparam("until"),
    )
    .order_by(_review.c.due_day, _commission.c.ref, _review.c.number)
)


def every_week(year: Year, desks: Desks) -> None:
    """Let every week of the period bring its reviews, and whatever officers have to decide."""
    leads = _Leads(year)
    day = next_wednesday(year.begin)
    while day <= year.end:
        year.at(year.moment(day, HELD), partial(_week, leads, desks))
        day += dt.timedelta(weeks=1)


def _week(leads: _Leads, desks: Desks) -> None:
    leads.hold()
    make_returns(leads.year)
    desks.round()
    leads.year.look()


class _Leads:
    """What leads have to hold, and from when each review can be held, once that is settled."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self._ready: dict[str, dt.date | None] = {}

    def hold(self) -> None:
        """Let every lead hold what they can this week."""
        year = self.year
        with year.looking() as desk:
            waiting = self._waiting(desk)
        for ref, lead in waiting:
            made = year.attempt("report", ref, partial(_report, ref=ref), actor=lead)
            if made is not None and made.wants:
                year.refused("accept", ref, Refused(made.wants))

    def _waiting(self, desk: Desk) -> list[tuple[str, str]]:
        """Reviews, each with its lead: of each who is there as many as they can."""
        year, today = self.year, self.year.today
        rows = desk.all(_DUE, until=today + dt.timedelta(weeks=2 * WEEKS_AHEAD))
        away = away_on(desk, today, since=today)
        load: dict[str | None, list[dt.date]] = {}
        for row in rows:
            load.setdefault(row.lead, []).append(row.due_day)
        held: dict[str, int] = {}
        found = []
        for row in rows:
            if row.due_day > today + dt.timedelta(weeks=WEEKS_AHEAD):
                break
            if row.lead is None or (row.left_on is not None and row.left_on <= today):
                error = Refused.one("rehearsal.no_lead", ref=row.ref, commission=row.commission)
                year.refused("report", row.ref, error)
                continue
            ready = self._ready_on(row, load[row.lead])
            room = held.get(row.lead, 0) < year.supposed.reviews_a_week
            if row.lead_id not in away and room and (ready is None or ready <= today):
                held[row.lead] = held.get(row.lead, 0) + 1
                found.append((row.ref, row.lead))
        return found

    def _ready_on(self, row: Any, load: list[dt.date]) -> dt.date | None:
        if row.ref not in self._ready:
            year = self.year
            self._ready[row.ref] = ready_on(
                year.supposed, year.seed, about=row.commission, due=row.due_day, load=load
            )
        return self._ready[row.ref]


def _report(desk: Desk, *, ref: str) -> Reported:
    """Report a review as held, with nothing that would call for more."""
    said = words.say("rehearsal.because", {})
    tests = {test: Found("met", said) for test in TESTS}
    return report(desk, ref, tests=tests, no_views=said)
