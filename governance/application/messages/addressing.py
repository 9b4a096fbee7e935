"""Whom a designation leads to on a day: the people, and why each of them.

A designation is stored text such as `lead`, `chair:trust-board` or the key of an office (see
`reached`). Nothing ends nowhere: where a post is vacant or a name leads to nobody, the secretary
is told instead, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import BodyFacts, OfficeFacts, decider, office_facts
from governance.application.desk import Desk
from governance.application.messages.standing_in import (
    Found,
    To,
    has_left,
    in_the_office,
    person_or_successor,
    with_deputies,
)
from governance.application.permissions import ADMINISTRATOR, PROPER_OFFICES
from governance.domain.bodies.because import Because
from governance.domain.errors import Problem, Unusable
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission

_person = TABLES["person"]
_grant = TABLES["role_grant"]
_office = TABLES["office"]
_here = _person.c.partnership_id == bindparam("partnership")

_BY_KEY = select(_person).where(_here, _person.c.key == bindparam("key"))
_BY_KEYS = select(_person).where(_here, in_list(_person.c.key, "keys")).order_by(_person.c.key)
_WITH_ROLE = (
    select(_person)
    .distinct()
    .select_from(
        _person.join(
            _grant,
            (_grant.c.partnership_id == _person.c.partnership_id)
            & (_grant.c.person_id == _person.c.id),
        )
    )
    .where(
        _here,
        _grant.c.role == bindparam("role"),
        _grant.c.from_day <= bindparam("day"),
        _grant.c.to_day.is_(None) | (_grant.c.to_day >= bindparam("day")),
        _person.c.left_on.is_(None) | (_person.c.left_on > bindparam("day")),
    )
    .order_by(_person.c.key)
)
_PROPER = (
    select(_office)
    .where(_office.c.partnership_id == bindparam("partnership"), _office.c.key.in_(PROPER_OFFICES))
    .order_by(_office.c.key)
)
_OFFICE = select(_office).where(
    _office.c.partnership_id == bindparam("partnership"), _office.c.key == bindparam("key")
)


_OFFICES_OF = (
    select(_office)
    .where(
        _office.c.partnership_id == bindparam("partnership"),
        _office.c.organisation_id == bindparam("organisation"),
    )
    .order_by(_office.c.key)
)


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a designation leads to on a day, each once.

    `missing` says why nobody is reached at all: there is no secretary either. `instead` says
    that nobody is meant by it that day and the secretaries hear of it instead.
    """

    people: tuple[To, ...]
    missing: Problem | None = None
    instead: bool = False


@dataclass(frozen=True, slots=True)
class _About:
    """What a designation is read against."""

    subject: tuple[str, str]
    owner: str | None
    on: dt.date


def reached(
    desk: Desk, designation: str, *, subject: tuple[str, str], owner: str | None = None, on: dt.date
) -> Reached:
    """Whom a designation leads to on a day, deputies of the absent included.

    It is `lead` or `author` (of the subject, given by table and id), `partner` (whoever speaks
    for the partner it belongs to), `owner` (a designation of its own), `secretary`,
    `proper_officer`, `person:KEY`, `chair:BODY`, `manager:DESIGNATION`, or the key of an office
    or a body. An office means whoever holds it that day, else its deputies; a body all its
    members; somebody who left, whoever came after them.
    """
    found = _led_to(desk, designation.strip(), _About(subject, owner, on))
    people = found.people
    if not people:
        people = _secretaries(desk, on, found.why)
    if not people:
        people = _with_no_secretary(desk, on)
    if not people:
        said = Problem("message.no_secretary", {"designation": designation[:80]})
        return Reached((), said)
    return Reached(with_deputies(desk, people, on), instead=not found.people)


def _led_to(desk: Desk, designation: str, about: _About) -> Found:
    kind, colon, rest = designation.partition(":")
    if colon:
        return _prefixed(desk, kind, rest, about)
    match designation:
        case "owner" if about.owner is not None:
            return _led_to(desk, about.owner, replace(about, owner=None))
        case "lead":
            return _lead(desk, about)
        case "author":
            return _author(desk, about)
        case "partner":
            return _partner(desk, about)
        case "secretary":
            return Found(_secretaries(desk, about.on, None), Because("message.nobody.secretary"))
        case "proper_officer":
            return _proper_officer(desk, about.on)
    return _office_or_body(desk, designation, about)


def _prefixed(desk: Desk, kind: str, rest: str, about: _About) -> Found:
    match kind:
        case "person":
            person = desk.first(_BY_KEY, key=rest)
            if person is not None:
                return person_or_successor(desk, person, Because("message.because.you"), about.on)
        case "chair":
            return _chair(desk, rest, about.on)
        case "manager":
            return _managers(desk, rest, about)
    return _unknown(f"{kind}:{rest}")


def _unknown(name: str) -> Found:
    return Found((), Because("message.nobody.unknown", {"designation": name[:80]}))


def _lead(desk: Desk, about: _About) -> Found:
    table, row_id = about.subject
    row = desk.by_id(table, row_id)
    commission = row
    if table != "commission":
        commission = desk.by_id("commission", getattr(row, "commission_id", None))
    if commission is None:
        return Found((), Because("message.nobody.no_commission"))
    lead = desk.by_id("person", commission.lead_id)
    if lead is None:
        return Found((), Because("message.nobody.no_lead", {"commission": commission.ref}))
    because = Because("message.because.lead", {"commission": commission.ref})
    return person_or_successor(desk, lead, because, about.on)


def _author(desk: Desk, about: _About) -> Found:
    table, row_id = about.subject
    row = desk.by_id(table, row_id)
    author = desk.by_id("person", getattr(row, "author_id", None))
    if author is None:
        return Found((), Because("message.nobody.no_author"))
    because = Because("message.because.author", {"report": row.ref})
    return person_or_successor(desk, author, because, about.on)


def _partner(desk: Desk, about: _About) -> Found:
    """Whoever speaks for a partner: its members on the plan's board, else those in its offices."""
    table, row_id = about.subject
    row = desk.by_id(table, row_id)
    organisation = desk.by_id("organisation", getattr(row, "organisation_id", None))
    if organisation is None:
        return Found((), Because("message.nobody.no_partner"))
    told = {"partner": organisation.name}
    plan = desk.by_id("plan", getattr(row, "plan_id", None))
    if plan is not None:
        body = desk.by_id("body", plan.body_id)
        named = speakers(desk, body.key, organisation, about.on)
        because = Because("message.because.speaks_for", {**told, "body": body.name})
        people = [to for to in _people(desk, named, because) if not has_left(to.person, about.on)]
        if people:
            return Found(tuple(people), because)
    for office in desk.all(_OFFICES_OF, organisation=organisation.id):
        found = in_the_office(desk, office_facts(desk, office, about.on))
        if found.people:
            return found
    return Found((), Because("message.nobody.partner_unfilled", told))


def speakers(desk: Desk, body: str, organisation: Any, on: dt.date) -> list[str]:
    """The keys of those who sit on a body for an organisation on a day.

    Its terms say which seats represent which partner; a member of another seat who comes from
    the organisation speaks for it where no seat does.
    """
    facts = decider(desk, body, on)
    if not isinstance(facts, BodyFacts):
        return []
    terms = facts.terms
    speaking = () if terms is None else terms.seats
    seats = {seat.key for seat in speaking if organisation.key in seat.represents}
    sitting = [one.person.key for one in facts.current if one.seat in seats]
    if sitting:
        return sitting
    keys = [one.person.key for one in facts.current]
    rows = desk.all(_BY_KEYS, keys=sorted(set(keys))) if keys else []
    return [row.key for row in rows if row.organisation_id == organisation.id]


def _secretaries(desk: Desk, on: dt.date, why: Because | None) -> tuple[To, ...]:
    """Everybody who has the role that day; `why` where it was meant for somebody else."""
    because = why or Because("message.because.secretary")
    return tuple(
        To(person, because)
        for person in desk.all(_WITH_ROLE, day=on, role=Permission.SECRETARY.value)
    )


def _with_no_secretary(desk: Desk, on: dt.date) -> tuple[To, ...]:
    """Whoever hears of it where nobody is secretary: the proper officer, else administrators."""
    because = Because("message.because.no_secretary")
    officer = _proper_officer(desk, on).people
    people = [to.person for to in officer] or desk.all(_WITH_ROLE, day=on, role=ADMINISTRATOR)
    return tuple(To(person, because) for person in people)


def _proper_officer(desk: Desk, on: dt.date) -> Found:
    for office in desk.all(_PROPER):
        found = in_the_office(desk, office_facts(desk, office, on))
        if found.people:
            return found
    return Found((), Because("message.nobody.proper_officer"))


def _office_or_body(desk: Desk, key: str, about: _About) -> Found:
    try:
        facts = decider(desk, key, about.on)
    except Unusable:
        return _unknown(key)
    if isinstance(facts, OfficeFacts):
        return in_the_office(desk, facts)
    named = [a.person.key for a in facts.current]
    because = Because("message.because.member", {"body": facts.title})
    people = _people(desk, named, because)
    if about.subject[0] == "meeting":
        substitutes = [s.key for a in facts.current for s in a.substitutes if s.key not in named]
        standing_by = Because("message.because.substitute", {"body": facts.title})
        people += _people(desk, substitutes, standing_by)
    return Found(people, Because("message.nobody.body_empty", {"body": facts.title}))


def _chair(desk: Desk, key: str, on: dt.date) -> Found:
    try:
        facts = decider(desk, key, on)
    except Unusable:
        return _unknown(f"chair:{key}")
    if not isinstance(facts, BodyFacts):
        return _unknown(f"chair:{key}")
    told = {"body": facts.title}
    chairs = _people(desk, [p.key for p in facts.chairs], Because("message.because.chair", told))
    vices = _people(desk, [p.key for p in facts.vices], Because("message.because.vice", told))
    return Found(chairs or vices, Because("message.nobody.no_chair", told))


def _managers(desk: Desk, designation: str, about: _About) -> Found:
    """Whoever manages the people a designation leads to; nobody manages themselves."""
    led = _led_to(desk, designation, about)
    if not led.people:
        return led
    people: list[To] = []
    for one in led.people:
        key = one.person.reports_to
        office = desk.first(_OFFICE, key=key) if key is not None else None
        if office is None:
            continue
        facts = office_facts(desk, office, about.on)
        because = Because("message.because.manager", {"who": one.person.id, "office": facts.title})
        held = in_the_office(desk, facts).people
        people += [To(to.person, because) for to in held if to.person.id != one.person.id]
    who = led.people[0].person.id
    return Found(tuple(people), Because("message.nobody.no_manager", {"who": who}))


def _people(desk: Desk, keys: Iterable[str], because: Because) -> tuple[To, ...]:
    wanted = sorted(set(keys))
    if not wanted:
        return ()
    return tuple(To(person, because) for person in desk.all(_BY_KEYS, keys=wanted))
