"""The partnership's working days: bank holidays, closed days, named periods; and days counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.rulebook.closed_days import KINDS, against_closing, calendars, close_day
from governance.application.rulebook.in_force import calendar
from governance.domain.calendar import (
    POLICIES,
    Calendar,
    CountedDay,
    earliest,
    latest,
    read_day,
    read_days,
    window,
)
from governance.domain.errors import Unusable
from governance.interfaces.said import reasons
from governance.interfaces.web.acts import Act, Done, Said
from governance.interfaces.web.fields import Area, Choice, Day, Field, Option, Pick
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.visit import Visit
from governance.words.format import day as day_words


def _page(visit: Visit) -> Response:
    desk = visit.desk
    year = _year(visit)
    known = calendar(desk, desk.today)
    closed = [
        (one.day, one.reason, words.say(f"web.days.kind.{one.kind}", {}))
        for found in calendars(desk)
        for one in found.rules.closed
        if one.day.year == year
    ]
    holidays = [
        (on, name, words.say("web.days.kind.bank", {})) for on, name in known.holidays(year).items()
    ]
    periods = [
        (one.first, one.last, one.name, words.say(f"web.days.period.{one.kind}", {}))
        for found in calendars(desk)
        for one in found.rules.periods
        if one.first.year <= year <= one.last.year
    ]
    return visit.render(
        "bodies/days.html",
        year=year,
        rows=sorted([*closed, *holidays]),
        periods=sorted(periods),
        texts=calendars(desk),
        may_close=not against_closing(desk),
    )


def _year(visit: Visit) -> int:
    typed = visit.query.get("year", "").strip()
    if not typed:
        return visit.today.year
    if not typed.isascii() or not typed.isdigit() or len(typed) != 4:
        raise Unusable.one("web.days.no_year", typed=typed[:40])
    return int(typed)


# --- counting


def _count(visit: Visit) -> Response:
    """An answer with its working, or all that is wrong with the question."""
    asked = {name: visit.query.get(name, "").strip() for name in ("ask", "days", "day")}
    answer: Mapping[str, Any] | None = None
    wrong: Sequence[Mapping[str, str]] = ()
    if any(asked.values()):
        try:
            answer = _answered(asked, calendar(visit.desk, visit.today))
        except Unusable as unusable:
            wrong = reasons(unusable)
    return visit.render(
        "bodies/count.html",
        asked=asked,
        answer=answer,
        errors=[{"text": f"{one['words']} {one['remedy']}", "href": "#ask"} for one in wrong],
        questions=[
            (f"{verb}:{policy.name}", verb, words.say(f"calendar.policy.{policy.name}", {}))
            for policy in POLICIES.values()
            for verb in policy.verbs
        ],
    )


def _answered(asked: Mapping[str, str], known: Calendar) -> Mapping[str, Any]:
    verb, _, policy = asked["ask"].partition(":")
    if policy not in POLICIES or verb not in POLICIES[policy].verbs:
        raise Unusable.one("web.days.no_question")
    number, on = read_days(asked["days"]), read_day(asked["day"])
    trace: Iterable[CountedDay]
    match verb:
        case "earliest":
            found = earliest(policy=policy, days=number, notice=on, calendar=known)
            rolled = "" if found.raw == found.rolled else "_rolled"
            told = {"raw": found.raw, "rolled": found.rolled}
            said = words.say(f"calendar.earliest{rolled}", told)
            trace = [*found.trace, *found.passed_over]
        case "latest":
            last = latest(policy=policy, days=number, meeting=on, calendar=known)
            rolled = "" if last.latest_notice == last.rolled else "_rolled"
            told = {"day": last.latest_notice, "rolled": last.rolled}
            said, trace = words.say(f"calendar.latest{rolled}", told), last.trace
        case _:
            shut = window(policy=policy, days=number, start=on, calendar=known)
            told = {"last_day": shut.last_day, "effective": shut.effective}
            said, trace = words.say("calendar.window", told), shut.trace
    return {"said": said, "working": [_step(one) for one in trace]}


def _step(one: CountedDay) -> list[str]:
    why = words.say(one.why.code, {"name": one.why.name})
    counted = words.term("yes" if one.counted else "no").capitalize()
    return [f"{one.day:%A} {day_words(one.day)}", counted, f"{why[:1].upper()}{why[1:]}"]


# --- closing a day


def _close_fields(visit: Visit) -> Sequence[Field]:
    kinds = [
        Option(
            kind, words.say(f"web.days.kind.{kind}", {}), words.remedy(f"web.days.kind.{kind}", {})
        )
        for kind in KINDS
    ]
    found = calendars(visit.desk)
    fields: list[Field] = [
        Day(name="day"),
        Area(name="reason", rows=3),
        Choice(name="kind", options=kinds),
    ]
    if len(found) > 1:
        options = [Option(one.version.key, one.rules.title) for one in found]
        fields.append(Pick(name="calendar", options=options))
    return fields


def _close(desk: Desk, said: Said) -> Done:
    on: dt.date = said["day"]
    receipt = close_day(
        desk, day=on, reason=said["reason"], kind=said["kind"], calendar=said.get("calendar")
    )
    return Done(receipt=receipt, to=f"/working-days?year={on.year}", params={"day": on})


ROOM = Room(
    name="working_days",
    pages=(
        Page(path="/working-days", show=_page),
        Page(path="/working-days/count", show=_count),
    ),
    acts=(
        Act(
            key="days.close",
            path="/working-days/close",
            fields=_close_fields,
            do=_close,
            to="/working-days",
            done="web.days.closed",
            check=True,
        ),
    ),
)
