"""Bodies and their seats: adding a body, appointing to a seat, naming substitutes, ending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from governance.application.bodies.chairs import (
    appoint_chair,
    close_consultation,
    consult,
    end_chair,
    pass_over,
    record_chair,
    record_view,
)
from governance.application.bodies.delegations import (
    delegate,
    delegation_change,
    draw_change,
    end_delegation,
)
from governance.application.bodies.facts import BodyFacts, body_facts
from governance.application.bodies.offices import add_office, end_holding, hold_office
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.naming import (
    days_problems,
    key_problems,
    must_be_free,
    name_problems,
)
from governance.application.people.queries import name_of
from governance.application.permissions import must_keep_members, must_keep_register
from governance.application.rulebook.in_force import meaning, version_in_force
from governance.domain.bodies.standing import Standing
from governance.domain.errors import GuardRefused, Problem, Refusal, Refused, Unusable
from governance.domain.suggest import nearest

__all__ = [
    "add_body",
    "add_office",
    "appoint",
    "appoint_chair",
    "close_consultation",
    "consult",
    "delegate",
    "delegation_change",
    "draw_change",
    "end_appointment",
    "end_chair",
    "end_delegation",
    "end_holding",
    "hold_office",
    "name_substitutes",
    "pass_over",
    "record_chair",
    "record_view",
]


def add_body(
    desk: Desk,
    *,
    key: str,
    name: str,
    standing: str,
    terms_key: str | None = None,
    organisation: str | None = None,
    parent: str | None = None,
) -> Receipt:
    """Add a body. `terms_key` names the rulebook that holds its terms of reference.

    Raises `Unusable` with everything wrong with what was given; `Refused` for a key in use, or
    where terms in force under that key are another body's or say another standing.
    """
    must_keep_register(desk)
    problems = [*key_problems(key), *name_problems(name)]
    if standing not in tuple(Standing):
        near = nearest(standing, list(Standing))
        params = {"what": "standing", "name": standing[:80], "nearest": near}
        problems.append(Problem("name.unknown", params))
    if terms_key is not None:
        problems += key_problems(terms_key)
    if problems:
        raise Unusable(problems)
    must_be_free(desk, table="body", key=key)
    owner = desk.row("organisation", organisation) if organisation is not None else None
    above = desk.row("body", parent) if parent is not None else None
    if terms_key is not None:
        must_match(desk, key=key, standing=standing, terms_key=terms_key)
    told = {"key": key, "name": name.strip(), "standing": standing, "terms_key": terms_key}
    values = {
        **told,
        "id": desk.new_id(),
        "ref": desk.next_ref("body"),
        "organisation_id": owner.id if owner is not None else None,
        "parent_id": above.id if above is not None else None,
    }
    return desk.apply(
        Change(kind="body.added", table="body", subject=None, values=values, facts=told)
    )


def appoint(
    desk: Desk,
    *,
    body: str,
    seat: str,
    person: str,
    substitutes: Sequence[str] = (),
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> Receipt:
    """Appoint a person to a seat for days that are both included, with named substitutes.

    Raises `Unusable` for days the wrong way round; `GuardRefused` with every reason: no such
    seat in the terms in force, the seat taken on some of those days, substitutes not allowed,
    somebody who has left.
    """
    must_keep_members(desk)
    start = from_day or desk.today
    if problems := days_problems(start, to_day):
        raise Unusable(problems)
    row = desk.row("body", body)
    member = desk.row("person", person)
    named = [desk.row("person", key) for key in substitutes]
    facts = body_facts(desk, row, start)
    refusals = [
        *_gone(desk, [member, *named], start),
        *_seat_unknown(facts, seat),
        *_seat_taken(facts, seat, start, to_day),
        *_substitutes_wrong(desk, facts, seat, member, named),
    ]
    if refusals:
        raise GuardRefused(refusals)
    values = {
        "id": desk.new_id(),
        "body_id": row.id,
        "seat": seat,
        "person_id": member.id,
        "substitute_ids": [p.id for p in named],
        "from_day": start,
        "to_day": to_day,
    }
    told = {
        "seat": seat,
        "person": member.key,
        "substitutes": [p.key for p in named],
        "from": start,
        "to": to_day,
    }
    return desk.apply(
        Change(
            kind="body.appointed",
            table="body",
            subject=row,
            values={},
            facts=told,
            writes=(Insert("appointment", values),),
        )
    )


def name_substitutes(
    desk: Desk, *, body: str, seat: str, substitutes: Sequence[str], on: dt.date | None = None
) -> Receipt:
    """Name who may sit for the member in a seat, in the order in which they are asked.

    Whoever was named before and is not named now is a substitute no more. Raises `GuardRefused`
    as `appoint` does, and where nobody holds the seat that day (today unless said).
    """
    must_keep_members(desk)
    day = on or desk.today
    row = desk.row("body", body)
    named = [desk.row("person", key) for key in substitutes]
    facts = body_facts(desk, row, day)
    held = _appointment(facts, seat)
    member = desk.by_id("person", held.person_id)
    refusals = [*_gone(desk, named, day), *_substitutes_wrong(desk, facts, seat, member, named)]
    if refusals:
        raise GuardRefused(refusals)
    keys = [p.key for p in named]
    return desk.apply(
        Change(
            kind="body.substitutes_named",
            table="body",
            subject=row,
            values={},
            facts={"seat": seat, "person": member.key, "substitutes": keys},
            writes=(Update("appointment", held, {"substitute_ids": [p.id for p in named]}),),
        )
    )


def end_appointment(
    desk: Desk, *, body: str, seat: str, last_day: dt.date | None = None, reason: str = ""
) -> Receipt:
    """End the appointment to a seat: `last_day` (today unless said) is the member's last.

    Raises `GuardRefused` where nobody holds the seat that day.
    """
    must_keep_members(desk)
    last = last_day or desk.today
    row = desk.row("body", body)
    facts = body_facts(desk, row, last)
    held = _appointment(facts, seat)
    told = {"seat": seat, "appointment": held.id, "to": last, "reason": reason.strip()}
    return desk.apply(
        Change(
            kind="body.appointment_ended",
            table="body",
            subject=row,
            values={},
            facts=told,
            writes=(Update("appointment", held, {"to_day": last}),),
        )
    )


def must_match(desk: Desk, *, key: str, standing: str, terms_key: str) -> None:
    """Raise `Refused` where the terms in force under a key are another body's or standing's."""
    version = version_in_force(desk, kind="terms", key=terms_key, on=desk.today)
    if version is None:
        return
    terms = meaning(desk, version)
    if terms.body != key:
        raise Refused.one("bodies.terms_of_another", terms=terms.title, body=terms.body)
    if terms.standing != standing:
        raise Refused.one("bodies.terms_standing", terms=terms.title, standing=terms.standing)


def _appointment(facts: BodyFacts, seat: str) -> Any:
    """The appointment to a seat that covers the day."""
    for row, held in zip(facts.rows, facts.appointments, strict=True):
        if held.seat == seat and held.holds(facts.on):
            return row
    refusals = list(_seat_unknown(facts, seat))
    empty = Refusal("bodies.seat_empty", {"seat": _title(facts, seat), "on": facts.on})
    raise GuardRefused(refusals or [empty])


def _title(facts: BodyFacts, seat: str) -> str:
    known = facts.terms.seat(seat) if facts.terms is not None else None
    return known.title if known is not None else seat


def _gone(desk: Desk, people: Sequence[Any], on: dt.date) -> Iterator[Refusal]:
    for person in people:
        if person.left_on is not None and person.left_on <= on:
            told = {"person": name_of(desk, person), "on": person.left_on}
            yield Refusal("people.left", told)


def _seat_unknown(facts: BodyFacts, seat: str) -> Iterator[Refusal]:
    if facts.terms is None or facts.terms.seat(seat) is not None:
        return
    known = [s.key for s in facts.terms.seats]
    params = {"seat": seat, "body": facts.title, "known": known, "nearest": nearest(seat, known)}
    yield Refusal("bodies.no_such_seat", params)


def _seat_taken(
    facts: BodyFacts, seat: str, start: dt.date, end: dt.date | None
) -> Iterator[Refusal]:
    for held in facts.appointments:
        over = held.end is not None and (held.end < start or held.end < held.start)
        if held.seat == seat and not over and (end is None or held.start <= end):
            params = {"seat": _title(facts, seat), "name": held.person.name, "start": held.start}
            if held.end is None:
                yield Refusal("bodies.seat_taken", params)
            else:
                yield Refusal("bodies.seat_taken_until", {**params, "end": held.end})


def _substitutes_wrong(
    desk: Desk, facts: BodyFacts, seat: str, member: Any, named: Sequence[Any]
) -> Iterator[Refusal]:
    if not named:
        return
    terms = facts.terms
    known = terms.seat(seat) if terms is not None else None
    if (terms is not None and not terms.substitutes) or (known and not known.substitute):
        yield Refusal("bodies.no_substitutes", {"seat": _title(facts, seat)})
    ids = [p.id for p in named]
    if member.id in ids:
        yield Refusal("bodies.substitute_of_self", {"person": name_of(desk, member)})
    for one in {p.id: p for p in named}.values():
        if ids.count(one.id) > 1:
            yield Refusal("bodies.substitute_twice", {"person": name_of(desk, one)})
