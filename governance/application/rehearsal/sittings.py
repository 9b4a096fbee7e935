"""Meetings in a rehearsal: planned by the rhythm, called, published, held or found inquorate.

Members come unless they are known to be away or the seed keeps them away; a named substitute
sits where one can. Whether those who came are a quorum is for the real use cases to say.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.application.bodies.facts import BodyFacts, body_facts
from governance.application.cover.forecast import forecast, why_short
from governance.application.desk import Desk
from governance.application.escalations import items as proposed_items
from governance.application.meetings import acts
from governance.application.meetings.agenda import listed
from governance.application.meetings.notice import AGENDA, SUMMONS
from governance.application.meetings.queries import TO_COME
from governance.application.meetings.queries import meetings as all_meetings
from governance.application.meetings.reading import convened, notice_day
from governance.application.meetings.sitting import read_sitting
from governance.application.people.away import away_on
from governance.application.proposals.placing import place_on_agenda
from governance.application.proposals.powers import PROPER_OFFICER
from governance.application.rehearsal.deciding import Desks, decide_item, people_of
from governance.application.rehearsal.notes import Sat
from governance.application.rehearsal.year import Year
from governance.application.rulebook import in_force
from governance.domain.bodies.people import Person
from governance.domain.errors import Refused
from governance.domain.rehearsal.supposing import happens, rhythm
from governance.store.tables import TABLES

STARTS: Final = dt.time(10)
UNANNOUNCED: Final = 7
"""Days before a meeting on which it is called and published where no notice is asked for."""
MINUTES_AFTER: Final = 5
"""Working days after a meeting on which its minutes are drafted."""

_body = TABLES["body"]
_BODIES = (
    select(_body).where(_body.c.partnership_id == bindparam("partnership")).order_by(_body.c.key)
)


def plan_meetings(year: Year, desks: Desks) -> None:
    """Plan what the rhythm of each body lacks in the period, and let every meeting come."""
    planned: set[str] = set()
    with year.looking() as desk:
        wanted = _missing(desk, year)
    for body, days in wanted:
        for day in days:
            act = partial(acts.plan, body=body, on=day, starts=STARTS)
            made = year.attempt("plan", body, act)
            if made is not None:
                planned.add(made.ref)
    with year.looking() as desk:
        coming = [
            row
            for row in all_meetings(desk, from_day=year.begin, to_day=year.end)
            if row.state in TO_COME
        ]
        for row in coming:
            starts = desk.local(row.starts_at).time() if row.starts_at else STARTS
            if row.state in ("planned", "called"):
                publication = year.moment(_publication(desk, row))
                year.at(publication, partial(_publish, year, desks, row.ref, row.body))
            year.at(
                year.moment(row.on_day, starts),
                partial(_sit, year, desks, row.ref, planned=row.ref in planned),
            )


def _missing(desk: Desk, year: Year) -> list[tuple[str, list[dt.date]]]:
    """Each body that has a rhythm, and the days on which it lacks a meeting."""
    found = []
    there: dict[str, list[dt.date]] = {}
    for row in all_meetings(desk, from_day=year.begin, to_day=year.end):
        if row.state != "cancelled":
            there.setdefault(row.body, []).append(row.on_day)
    for body in desk.all(_BODIES):
        facts = body_facts(desk, body, year.begin)
        if facts.terms is None or not facts.terms.meetings_a_year:
            continue
        days = rhythm(
            year.begin,
            year.end,
            a_year=facts.terms.meetings_a_year,
            there=there.get(body.key, ()),
        )
        known = in_force.calendar(desk, year.begin)
        working = (known.on_or_after(day) for day in days)
        found.append((body.key, [day for day in working if day <= year.end]))
    return found


def _publication(desk: Desk, row: Any) -> dt.date:
    """The last day on which both notices of a meeting are in time."""
    body = convened(desk, desk.by_id("meeting", row.id)).body
    days = [last.day for kind in (SUMMONS, AGENDA) if (last := notice_day(desk, body, kind))]
    return min(days, default=row.on_day - dt.timedelta(days=UNANNOUNCED))


# --- before the day


def _publish(year: Year, desks: Desks, ref: str, body: str) -> None:
    """Call a meeting, fill its agenda, publish it: late where the period begins too late."""
    reason = words.say("rehearsal.because", {})
    with year.looking() as desk:
        row = desk.row("meeting", ref)
        reports = desks.for_body(desk, body)
    if row.state == "planned":
        place = None if row.place else words.say("rehearsal.place", {})
        starts = None if row.starts_at else STARTS
        year.attempt(
            "call",
            ref,
            lambda desk: acts.call(desk, ref, starts=starts, place=place, reason=reason),
        )
    for report in reports:
        year.attempt("place", report, partial(_place, report=report, meeting=ref))
    with year.looking() as desk:
        waiting = [one.name for one in proposed_items.proposed(desk, body=body)]
    for name in waiting:
        year.attempt("take", name, partial(proposed_items.take, item=name, meeting=ref))
    late_by = _proper_officer(year)
    try:
        with year.acting() as desk:
            acts.publish(desk, ref)
    except Refused as refused:
        if late_by is None or not any("_late" in one.code for one in refused.refusals):
            year.refused("publish", ref, refused)
            return
        year.attempt(
            "publish", ref, lambda desk: acts.publish(desk, ref, reason=reason), actor=late_by
        )


def _place(desk: Desk, *, report: str, meeting: str) -> Any:
    return place_on_agenda(desk, report, meeting=meeting)


def _proper_officer(year: Year) -> str | None:
    with year.looking() as desk:
        found = people_of(desk, PROPER_OFFICER)
    return found[0] if found else None


# --- the day


def _sit(year: Year, desks: Desks, ref: str, *, planned: bool) -> None:
    """Let those come who can, open the meeting or find it inquorate, and decide what is listed."""
    with year.looking() as desk:
        row = desk.row("meeting", ref)
        body = body_facts(desk, desk.by_id("body", row.body_id), row.on_day)
        ahead = forecast(desk, on=row.on_day, bodies=[row.body_id])
        away = away_on(desk, row.on_day, since=row.on_day)
    if body.terms is None or row.state not in TO_COME:
        return
    foreseen = any(one.id == row.id and not one.whole.quorate for one in ahead)
    who = _who_comes(year, body, away)
    items = year.attempt("hold", ref, partial(_open, ref=ref, body=body, who=who))
    if items is None:
        return
    with year.looking() as desk:
        after = desk.row("meeting", ref)
        found = read_sitting(desk, after).quorum()
    sat = Sat(
        ref=ref,
        body=body.key,
        title=body.title,
        on=row.on_day,
        planned=planned,
        items=len(items),
        quorate=after.state == "held",
        needed=found.needed,
        there=len(found.counted),
        why=() if found.met else tuple(why_short(found.shortfalls)),
        away=tuple(sorted(p.name for p in _members(body) if body.ids[p.key] in away)),
        missed=tuple(sorted(p.name for p in _members(body) if p.key in who.missed)),
        no_stand_in=tuple(sorted(_no_stand_in(body, who))),
        vacant=tuple(_vacant(body)),
        foreseen=foreseen,
    )
    if row.on_day >= year.start:
        year.notes.sat.append(sat)
    if after.state == "held":
        for report in [item.report for item in items if item.report is not None]:
            decide_item(year, desks, report)
        drafted = year.working_days_on(row.on_day, MINUTES_AFTER)
        year.at(year.moment(drafted), partial(_minutes, year, ref))


class _Coming:
    """Who comes to a meeting: each person's key with the seat, and whose substitute they are."""

    def __init__(self) -> None:
        self.seats: dict[str, tuple[str, str | None]] = {}
        self.missed: set[str] = set()


def _who_comes(year: Year, body: BodyFacts, away: frozenset[str]) -> _Coming:
    found = _Coming()

    def comes(person: Person) -> bool:
        if body.ids[person.key] in away:
            return False
        about = ("absent", body.key, body.on, person.key)
        if happens(year.supposed.absence, year.seed, *about):
            found.missed.add(person.key)
            return False
        return True

    assert body.terms is not None
    free = []
    for held in body.current:
        if held.person.key not in found.seats and comes(held.person):
            found.seats[held.person.key] = (held.seat, None)
        else:
            free.append(held)
    for held in free:
        seat = body.terms.seat(held.seat)
        if not body.terms.substitutes or seat is None or not seat.substitute:
            continue
        for one in held.substitutes:
            if one.key not in found.seats and comes(one):
                found.seats[one.key] = (held.seat, held.person.key)
                break
    return found


def _members(body: BodyFacts) -> list[Person]:
    return list(dict.fromkeys(held.person for held in body.current))


def _no_stand_in(body: BodyFacts, who: _Coming) -> set[str]:
    """Names of substitutes who did not come either, of members who did not."""
    members = {person.key for person in _members(body)}
    return {
        one.name
        for held in body.current
        if held.person.key not in who.seats
        for one in held.substitutes
        if one.key not in who.seats and one.key not in members
    }


def _vacant(body: BodyFacts) -> list[str]:
    assert body.terms is not None
    filled = {held.seat for held in body.current}
    return [seat.title for seat in body.terms.seats if seat.key not in filled]


def _open(desk: Desk, *, ref: str, body: BodyFacts, who: _Coming) -> list[Any]:
    """Record who came, and open the meeting or not; what was listed on its agenda."""
    there = []
    for key, (seat, instead_of) in who.seats.items():
        try:
            acts.attend(desk, ref, person=key, substitute_for=instead_of, seat=seat)
        except Refused:
            continue  # left meanwhile, or a seat the terms no longer have: not there
        there.append(key)
    row = desk.row("meeting", ref)
    items = listed(desk, row.id)
    if not read_sitting(desk, row).quorum().met:
        acts.find_inquorate(desk, ref)
        acts.go_on_informally(desk, ref)
        return items
    entitled = {person.key for person in (*body.chairs, *body.vices)}
    elected = None if entitled & set(there) else there[0]
    acts.hold(desk, ref, presiding=elected)
    return items


# --- after it


def _minutes(year: Year, ref: str) -> None:
    """Draft the minutes of a meeting."""
    year.attempt("minutes", ref, lambda desk: acts.draft_minutes(desk, ref))
