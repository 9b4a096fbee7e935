"""Who was there, as minutes say it: in which seat, for whom, from and until when; who was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from governance.application.bodies.facts import people_values
from governance.application.desk import Desk
from governance.application.meetings.coming_and_going import Stay, stays
from governance.application.meetings.reading import Convened


class Say(Protocol):
    """Words of one language."""

    def __call__(self, code: str, **params: Any) -> str:
        """A code's sentence."""
        ...


def people_lines(
    desk: Desk, at: Convened, people: Sequence[Mapping[str, Any]], say: Say
) -> Iterator[str]:
    """Those there, in attendance, with apologies, absent, and in the chair.

    `people` are the rows of attendance. Whoever left before it was opened was not there.
    """
    when = stays(desk, at.row.id)
    zone = ZoneInfo(desk.partnership.timezone)
    seats = {s.key: s.title for s in at.body.terms.seats} if at.body.terms is not None else {}
    here = [one for one in people if not one["apologies"] and one["person"] in when]
    seated = [one for one in here if one["seat"] is not None]
    if seated:
        yield say("minutes.present")
    for one in seated:
        said = _in_seat(one, seats.get(one["seat"], one["seat"]), say)
        times = _times(when[one["person"]], at.row.on_day, zone, say)
        yield f"- {say('minutes.stays', said=said, stays=times) if times else said}"
    others = [
        _attending(one, _times(when[one["person"]], at.row.on_day, zone, say), say)
        for one in here
        if one["seat"] is None
    ]
    if others:
        yield say("minutes.in_attendance", names=others)
    excused = [one["name"] for one in people if one["apologies"]]
    if excused:
        yield say("minutes.apologies", names=excused)
    if missing := _absent(at, people, here):
        yield say("minutes.absent", names=missing)
    if at.row.presiding_id is not None:
        found = people_values(desk, [at.row.presiding_id])
        yield say("minutes.in_chair", name=found[at.row.presiding_id].name)
    yield ""


def _in_seat(one: Mapping[str, Any], title: str, say: Say) -> str:
    if one["substitute_for"]:
        member = one["substitute_for"]
        return say("minutes.substitute", name=one["name"], seat=title, member=member)
    return say("minutes.member", name=one["name"], seat=title)


def _attending(one: Mapping[str, Any], times: list[str], say: Say) -> str:
    if not times:
        return str(one["name"])
    return say("minutes.stayed", name=one["name"], stays=times)


def _absent(
    at: Convened, people: Sequence[Mapping[str, Any]], here: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Members of whom nothing else is said: not there, no apologies, nobody in their seat.

    In the order of the seats.
    """
    seats = at.body.terms.seats if at.body.terms is not None else ()
    order = {seat.key: place for place, seat in enumerate(seats)}
    told = {one["person"] for one in people if one["apologies"]} | {one["person"] for one in here}
    filled = {one["seat"] for one in here}
    names = [
        held.person.name
        for held in sorted(at.body.current, key=lambda one: order.get(one.seat, len(order)))
        if held.person.key not in told and held.seat not in filled
    ]
    return list(dict.fromkeys(names))


def _times(found: Sequence[Stay], on: dt.date, zone: ZoneInfo, say: Say) -> list[str]:
    """From and until when somebody was there, in words; nothing where it was all the time."""
    said = []
    for one in found:
        told = {
            name: _moment(moment, on, zone, say)
            for name, moment in (("since", one.since), ("until", one.until))
            if moment is not None
        }
        if told:
            said.append(say(f"minutes.stay.{'_'.join(told)}", **told))
    return said


def _moment(moment: dt.datetime, on: dt.date, zone: ZoneInfo, say: Say) -> str:
    """The hour on the wall; with its day where the meeting goes on on another."""
    local = moment.astimezone(zone)
    hour = f"{local:%H:%M}"
    return hour if local.date() == on else say("minutes.hour_on", hour=hour, on=local.date())
