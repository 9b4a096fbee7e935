"""The chair: consulting the members, recording their views, appointing, ending.

Whoever the terms of reference name appoints, which for a partnership's board is the lead
partner, and only after each member was consulted. A chair appointed before Vires knew of the
body is recorded as found.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.delegations import titles
from governance.application.bodies.facts import BodyFacts, body_facts, person_value
from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.naming import days_problems
from governance.application.people.organisations import partners
from governance.application.permissions import must_be, permissions, standing
from governance.domain.bodies import chair as rules
from governance.domain.bodies.people import Person
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.chair import CHAIR, ChairFacts
from statemachines.machine import enter, step
from statemachines.permissions import Permission

ROLES: Final = ("chair", "vice")
"""What a person can be appointed to: the chair, or to take it when the chair is away."""

CONSULTED: Final = {"consulting": "consulted"}
"""A consultation that is complete is closed by appointing."""

DAYS_TO_ANSWER: Final = 14
"""Days that members have to answer unless the consultation says otherwise."""

_chair = TABLES["chair_appointment"]
_person = TABLES["person"]
_OPEN = (
    select(_chair, _person.c.key.label("person"))
    .select_from(
        _chair.join(
            _person,
            (_person.c.partnership_id == _chair.c.partnership_id)
            & (_person.c.id == _chair.c.person_id),
        )
    )
    .where(
        _chair.c.partnership_id == bindparam("partnership"),
        _chair.c.body_id == bindparam("body"),
    )
    .order_by(_chair.c.ref)
)


def consult(
    desk: Desk,
    *,
    body: str,
    person: str,
    role: str = "chair",
    answer_by: dt.date | None = None,
) -> Receipt:
    """Ask every member what they think of a person in the chair, with a day to answer by.

    Raises `Unusable` for a role there is none of or a day that has passed, `Refused` where
    nobody sits on the body, `GuardRefused` where the actor may not.
    """
    until = answer_by or answers_due(desk)
    problems = _role_problems(role)
    if until < desk.today:
        params = {"from_day": desk.today, "to_day": until}
        problems.append(Problem("name.days_reversed", params))
    if problems:
        raise Unusable(problems)
    row = desk.row("body", body)
    facts = body_facts(desk, row, desk.today)
    proposed = desk.row("person", person)
    state = enter(CHAIR, "consult", ChairFacts(permissions=chair_permissions(desk, facts)))
    members = dict.fromkeys(a.person.key for a in facts.current)
    if not members:
        raise Refused.one("bodies.nobody_to_consult", body=facts.title)
    views = [_asked(facts.ids[key], desk.today, until) for key in members]
    values = {
        **_appointment(desk, row, proposed, role),
        "state": state,
        "views": views,
        "from_day": None,
        "to_day": None,
    }
    told = {"body": row.key, "person": proposed.key, "role": role, "answer_by": until}
    return desk.apply(
        Change(
            kind="chair.consultation_opened",
            table="chair_appointment",
            subject=None,
            values=values,
            facts={**told, "asked": list(members)},
        )
    )


def record_view(
    desk: Desk,
    *,
    appointment: str,
    member: str,
    in_favour: bool | None,
    view: str = "",
    on: dt.date | None = None,
) -> Receipt:
    """Record what a member said; a later answer replaces an earlier one.

    `in_favour` is None for a view that is neither for nor against. Raises `Refused` where the
    consultation is over or the member was not asked, `GuardRefused` where the actor is neither
    the member nor somebody who keeps the record.
    """
    row = desk.row("chair_appointment", appointment)
    who = desk.row("person", member)
    must_record_view(desk, who.id)
    if row.state != "consulting":
        raise Refused.one("bodies.consultation_over", ref=row.ref)
    if who.id not in {v["person_id"] for v in row.views}:
        raise Refused.one("bodies.not_asked", person=who.key, ref=row.ref)
    answered = (on or desk.today).isoformat()
    said = {"answered": answered, "in_favour": in_favour, "view": view.strip() or None}
    views = [v | said if v["person_id"] == who.id else v for v in row.views]
    return desk.apply(
        Change(
            kind="chair.view_recorded",
            table="chair_appointment",
            subject=row,
            values={"views": views},
            facts={"member": who.key, "in_favour": in_favour, "on": answered},
        )
    )


def must_record_view(desk: Desk, member: str) -> None:
    """Raise `GuardRefused` unless the actor is the member (an id) or keeps the record of views."""
    if member != desk.actor.person_id:
        must_be(desk, Permission.SECRETARY, Permission.LEAD_PARTNER)


def close_consultation(desk: Desk, *, appointment: str) -> Receipt:
    """Note that each member was asked and has answered or had the time to.

    Raises `GuardRefused` naming everybody who was not asked or can still answer.
    """
    row = desk.row("chair_appointment", appointment)
    body, proposed = _of(desk, row, desk.today)
    facts = ChairFacts(
        permissions=chair_permissions(desk, body),
        not_consulted=rules.consultation_complete(_asked_about(desk, row, body, proposed)),
    )
    state = step(CHAIR, row.state, "close_consultation", facts)
    return _moved(desk, row, "chair.consultation_closed", state, {})


def appoint_chair(
    desk: Desk,
    *,
    appointment: str,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> Receipt:
    """Appoint the person the members were consulted about, for days that are both included.

    A consultation that is complete but not closed is closed by this. Raises `GuardRefused` with
    every reason: a member not consulted, not the actor's to appoint, no seat from which the
    chair comes, the chair taken.
    """
    start = from_day or desk.today
    if problems := days_problems(start, to_day):
        raise Unusable(problems)
    row = desk.row("chair_appointment", appointment)
    # Two who are appointed at once would each find the chair free.
    desk.row("body", row.body_id)
    body, proposed = _of(desk, row, start)
    facts = appointing(desk, row, body, proposed)
    consulted = CONSULTED.get(row.state, row.state)
    state = step(CHAIR, consulted, "appoint", facts)
    told = {"body": body.key, "person": proposed.key, "from": start, "to": to_day}
    return _moved(desk, row, "chair.appointed", state, told, from_day=start, to_day=to_day)


def appointing(desk: Desk, row: Any, body: BodyFacts, proposed: Person) -> ChairFacts:
    """What the guards of appointing ask, of a consultation's row and the body on the first day.

    Raises `Refused` where no terms are in force.
    """
    asked = _asked_about(desk, row, body, proposed)
    # The terms say who appoints, by a name that the lifecycle's refusal would not know.
    return ChairFacts(
        permissions=chair_permissions(desk, body) | {Permission.LEAD_PARTNER},
        not_consulted=rules.consultation_complete(asked),
        unfit=(*rules.appointed_by_the_right_one(asked), *rules.eligible(asked)),
    )


def who_appoints(desk: Desk, body: BodyFacts) -> str:
    """What people call the partner, office or body that appoints the chair; empty without terms."""
    return _title_of(desk, body.terms.chair.appointed_by) if body.terms is not None else ""


def can_chair(body: BodyFacts) -> frozenset[str]:
    """The keys of those who hold a seat from which the chair comes, that day or from a later one.

    Without terms nothing says which seats those are: then everybody who holds one.
    """
    seats = None if body.terms is None else rules.seats_for_chair(body.terms)
    return frozenset(
        one.person.key
        for one in body.appointments
        if (one.end is None or one.end >= body.on) and (seats is None or one.seat in seats)
    )


def pass_over(desk: Desk, *, appointment: str, reason: str) -> Receipt:
    """Not appoint the person. Raises `GuardRefused` without a reason or the right to."""
    row = desk.row("chair_appointment", appointment)
    body, _ = _of(desk, row, desk.today)
    facts = ChairFacts(permissions=chair_permissions(desk, body), reason=reason)
    state = step(CHAIR, row.state, "pass_over", facts)
    return _moved(desk, row, "chair.passed_over", state, {"reason": reason.strip()})


def record_chair(
    desk: Desk,
    *,
    body: str,
    person: str,
    reason: str,
    role: str = "chair",
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> Receipt:
    """Record a chair who was appointed outside Vires; the reason says how, and is flagged.

    Raises `Unusable`, and `GuardRefused` without a reason or the right to record.
    """
    start = from_day or desk.today
    if problems := [*_role_problems(role), *days_problems(start, to_day)]:
        raise Unusable(problems)
    row = desk.row("body", body)
    chaired = desk.row("person", person)
    facts = ChairFacts(permissions=permissions(desk, body=row), reason=reason)
    values = {
        **_appointment(desk, row, chaired, role),
        "state": enter(CHAIR, "record_as_found", facts),
        "views": [],
        "from_day": start,
        "to_day": to_day,
    }
    told = {"body": row.key, "person": chaired.key, "role": role, "from": start, "to": to_day}
    return desk.apply(
        Change(
            kind="chair.recorded_as_found",
            table="chair_appointment",
            subject=None,
            values=values,
            facts={**told, "reason": reason.strip(), "outside": True},
        )
    )


def end_chair(
    desk: Desk, *, appointment: str, reason: str, last_day: dt.date | None = None
) -> Receipt:
    """End a chair's time: `last_day` (today unless said) is their last in the chair."""
    row = desk.row("chair_appointment", appointment)
    last = last_day or desk.today
    body, _ = _of(desk, row, last)
    facts = ChairFacts(permissions=chair_permissions(desk, body), reason=reason)
    state = step(CHAIR, row.state, "end", facts)
    told = {"to": last, "reason": reason.strip()}
    return _moved(desk, row, "chair.ended", state, told, to_day=last)


def answers_due(desk: Desk) -> dt.date:
    """The last day to answer a consultation that begins today and does not say."""
    return desk.today + dt.timedelta(days=DAYS_TO_ANSWER)


def chair_appointments(desk: Desk, body: Any) -> list[Any]:
    """Every appointment of a chair to a body's row, each with the person's key."""
    return desk.all(_OPEN, body=body.id)


def chair_permissions(desk: Desk, body: BodyFacts) -> frozenset[str]:
    """What the actor is towards the chair: whoever the terms name stands for the lead partner."""
    held = permissions(desk, body=body.row)
    if body.terms is None:
        return held
    named = body.terms.chair.appointed_by in _acting_for(desk)
    without = held - {Permission.LEAD_PARTNER}
    return without | {Permission.LEAD_PARTNER} if named else without


def _acting_for(desk: Desk) -> frozenset[str]:
    """Partners, offices and bodies in whose name the actor acts: for a body, its chair does."""
    held = standing(desk)
    return held.partners | held.offices | held.chairs


def _of(desk: Desk, row: Any, on: dt.date) -> tuple[BodyFacts, Person]:
    body = body_facts(desk, desk.by_id("body", row.body_id), on)
    return body, person_value(desk, desk.by_id("person", row.person_id))


def _asked_about(desk: Desk, row: Any, body: BodyFacts, proposed: Person) -> rules.ChairFacts:
    terms = body.terms
    if terms is None:
        raise Refused.one("bodies.no_terms_in_force", body=body.title, on=body.on)
    keys = {row_id: key for key, row_id in body.ids.items()}
    return rules.ChairFacts(
        terms=terms,
        appointments=body.appointments,
        proposed=proposed,
        acting_for=_acting_for(desk),
        appointed_by_title=_title_of(desk, terms.chair.appointed_by),
        on=body.on,
        consulted=[_as_asked(v, keys) for v in row.views if v["person_id"] in keys],
        in_chair=[p.key for p in (body.vices if row.role == "vice" else body.chairs)],
    )


def _as_asked(view: dict[str, Any], keys: dict[str, str]) -> rules.Asked:
    answered = view["answered"]
    return rules.Asked(
        member=keys[view["person_id"]],
        asked=dt.date.fromisoformat(view["asked"]),
        answer_by=dt.date.fromisoformat(view["answer_by"]),
        answered=dt.date.fromisoformat(answered) if answered else None,
        in_favour=view["in_favour"],
    )


def _asked(person_id: str, on: dt.date, until: dt.date) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "asked": on.isoformat(),
        "answer_by": until.isoformat(),
        "answered": None,
        "in_favour": None,
        "view": None,
    }


def _title_of(desk: Desk, key: str) -> str:
    """What people call the partner, office or body that appoints."""
    named = titles(desk, [key])
    return named.get(key) or next((p.name for p in partners(desk) if p.key == key), key)


def _appointment(desk: Desk, body: Any, person: Any, role: str) -> dict[str, Any]:
    return {
        "id": desk.new_id(),
        "ref": desk.next_ref("chair_appointment"),
        "body_id": body.id,
        "person_id": person.id,
        "role": role,
    }


def _role_problems(role: str) -> list[Problem]:
    if role in ROLES:
        return []
    params = {"what": "role", "name": role[:80], "nearest": nearest(role, ROLES)}
    return [Problem("name.unknown", params)]


def _moved(
    desk: Desk,
    row: Any,
    kind: str,
    state: str,
    facts: dict[str, Any],
    **values: Any,
) -> Receipt:
    return desk.apply(
        Change(
            kind=kind,
            table="chair_appointment",
            subject=row,
            values={**values, "state": state},
            facts=facts,
        )
    )
