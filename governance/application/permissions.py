"""What an actor is towards an item today, in the words that lifecycles ask for.

Roles come from dated grants, everything else from offices held, seats and chairs. A guard of a
move names who may make it; it is closed to anybody for whom nothing here says otherwise. That
somebody above the lowest decider may decide too is for the guards of a decision to add.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, false, func, literal, null, select, union_all

from governance.application.desk import CLOCK, OPERATOR, Desk
from governance.application.rulebook.in_force import meaning, version_in_force
from governance.domain.bodies.chair import seat_in_turn
from governance.domain.errors import GuardRefused, Refusal, Refused
from governance.store.lists import belongs
from governance.store.tables import TABLES
from statemachines.permissions import Permission, holder, titles

ADMINISTRATOR: Final = "administrator"
AUDITOR: Final = "auditor"
ROLES: Final = (ADMINISTRATOR, AUDITOR, Permission.COMMISSIONER.value, Permission.SECRETARY.value)
"""Roles that can be granted to a person."""

OPERATOR_ROLES: Final = frozenset(
    {OPERATOR, ADMINISTRATOR, Permission.COMMISSIONER.value, Permission.SECRETARY.value}
)
"""What the operator of the command line may do: run the register, and decide nothing."""

PROPER_OFFICES: Final = frozenset({"proper-officer", "monitoring-officer"})
"""Keys of the offices that are a body's proper officer: in a council, the monitoring officer."""

SCRUTINY: Final = "scrutiny"
"""A body with this key, or one that ends in it after a hyphen, is scrutiny."""

_office = TABLES["office"]
_holding = TABLES["office_holding"]
_organisation = TABLES["organisation"]
_body = TABLES["body"]
_appointment = TABLES["appointment"]
_chair = TABLES["chair_appointment"]
_step = TABLES["step"]


def _held(rows: Any) -> Any:
    """The actor's rows that cover the day; both ends are included."""
    return (
        (rows.c.partnership_id == bindparam("partnership"))
        & (rows.c.person_id == bindparam("person"))
        & (rows.c.from_day <= bindparam("day"))
        & (rows.c.to_day.is_(None) | (rows.c.to_day >= bindparam("day")))
    )


_HELD = union_all(
    select(
        literal("office").label("what"),
        _office.c.key.label("key"),
        null().label("seat"),
        func.coalesce(_organisation.c.lead, false()).label("lead"),
        _organisation.c.key.label("partner"),
        null().label("terms_key"),
    )
    .select_from(
        _holding.join(_office, belongs(_holding, "office_id", _office)).outerjoin(
            _organisation, belongs(_office, "organisation_id", _organisation)
        )
    )
    .where(_held(_holding)),
    select(literal("seat"), _body.c.key, _appointment.c.seat, false(), null(), _body.c.terms_key)
    .select_from(_appointment.join(_body, belongs(_appointment, "body_id", _body)))
    .where(_held(_appointment)),
    select(literal("chair"), _body.c.key, null(), false(), null(), null())
    .select_from(_chair.join(_body, belongs(_chair, "body_id", _body)))
    .where(_held(_chair), _chair.c.state.in_(("appointed", "ended"))),
)
_OPEN_STEPS = select(_step.c.kind, _step.c.decider).where(
    _step.c.partnership_id == bindparam("partnership"),
    _step.c.proposal_id == bindparam("proposal"),
    _step.c.state == "open",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person holds on a day: keys of offices, bodies they sit on, bodies they chair.

    `seats` are body, seat and key of the body's terms of reference. `partners` are the
    organisations in whose name they act, by an office of it; `lead_partner` says whether the
    local authority is among them. A deputy holds the office.
    """

    offices: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    chairs: frozenset[str] = frozenset()
    seats: tuple[tuple[str, str, str | None], ...] = ()
    partners: frozenset[str] = frozenset()
    lead_partner: bool = False

    @property
    def deciders(self) -> frozenset[str]:
        """Every office and body the person is, or is of."""
        return self.offices | self.bodies


def standing(desk: Desk) -> Standing:
    """What the actor holds today; nothing for the operator and the clock."""
    if desk.actor.person_id is None:
        return Standing()
    return _standing_of(desk, desk.actor.person_id, desk.today)


def speaks_for_partner(
    desk: Desk, partner: Any, person: Any, *, on: dt.date | None = None, staff: bool = False
) -> bool:
    """Whether a person can say something in a partner's name on a day (today, unless given).

    Whoever holds an office of it, or sits for it on a body, by the body's terms; where no seat of
    a body is the partner's, whoever sits there and comes from it. Scrutiny answers for nobody:
    its seats do not count. Where `staff`, anybody who comes from it: enough to report, never to
    consent. Whoever has left speaks for nobody.
    """
    day = on or desk.today
    if person.left_on is not None and person.left_on <= day:
        return False
    if staff and person.organisation_id == partner.id:
        return True
    held = _standing_of(desk, person.id, day)
    return partner.key in held.partners or any(
        _seat_speaks(desk, seat, partner, person, day) for seat in held.seats
    )


def _seat_speaks(
    desk: Desk, held: tuple[str, str, str | None], partner: Any, person: Any, on: dt.date
) -> bool:
    body, seat, key = held
    if _is_scrutiny(body):
        return False
    version = key and version_in_force(desk, kind="terms", key=key, on=on)
    seats = meaning(desk, version).seats if version else ()
    its = {one.key for one in seats if partner.key in one.represents}
    if its:
        return seat in its
    elsewhere = any(one.key == seat and one.represents for one in seats)
    return person.organisation_id == partner.id and not elsewhere


def _standing_of(desk: Desk, person_id: str, on: dt.date) -> Standing:
    rows = desk.all(_HELD, person=person_id, day=on)
    return Standing(
        offices=frozenset(r.key for r in rows if r.what == "office"),
        bodies=frozenset(r.key for r in rows if r.what == "seat"),
        chairs=frozenset(r.key for r in rows if r.what == "chair"),
        seats=tuple((r.key, r.seat, r.terms_key) for r in rows if r.what == "seat"),
        partners=frozenset(r.partner for r in rows if r.partner is not None),
        lead_partner=any(r.lead for r in rows),
    )


def permissions(
    desk: Desk,
    *,
    commission: Any | None = None,
    proposal: Any | None = None,
    body: Any | None = None,
) -> frozenset[str]:
    """Everything the actor is today: roles, and relations to the rows given.

    Names are those of `statemachines.permissions`, with `holder.KEY` for each office held and
    each body sat on. Of a body given, or of the body that decides the proposal, the actor may be
    the chair.
    """
    held = standing(desk)
    return frozenset(
        {
            *_roles(desk),
            *map(holder, held.deciders),
            *_always(held),
            *_towards_body(desk, held, body.key if body is not None else None),
            *_towards_commission(desk, commission),
            *_towards_proposal(desk, held, proposal),
        }
    )


def _roles(desk: Desk) -> frozenset[str]:
    if OPERATOR in desk.actor.roles:
        return desk.actor.roles | OPERATOR_ROLES
    if CLOCK in desk.actor.roles:
        return desk.actor.roles | {Permission.CLOCK.value}
    return desk.actor.roles


def _always(held: Standing) -> Iterator[str]:
    if held.offices & PROPER_OFFICES:
        yield Permission.PROPER_OFFICER.value
    if held.lead_partner:
        yield Permission.LEAD_PARTNER.value
    if any(map(_is_scrutiny, held.bodies)):
        yield Permission.SCRUTINY.value


def _is_scrutiny(key: str) -> bool:
    return key == SCRUTINY or key.endswith(f"-{SCRUTINY}")


def _towards_body(desk: Desk, held: Standing, key: str | None) -> Iterator[str]:
    if key in held.chairs or any(_in_turn(desk, *s) for s in held.seats if s[0] == key):
        yield Permission.CHAIR.value


def _in_turn(desk: Desk, _body_key: str, seat: str, terms_key: str | None) -> bool:
    """Whether it is the turn of whoever sits there to take the chair."""
    version = terms_key and version_in_force(desk, kind="terms", key=terms_key, on=desk.today)
    rotation = meaning(desk, version).chair.rotation if version else None
    return rotation is not None and seat_in_turn(rotation, desk.today) == seat


def _towards_commission(desk: Desk, commission: Any | None) -> Iterator[str]:
    person = desk.actor.person_id
    if person is not None and commission is not None and commission.lead_id == person:
        yield Permission.COMMISSION_LEAD.value


def _towards_proposal(desk: Desk, held: Standing, proposal: Any | None) -> Iterator[str]:
    person = desk.actor.person_id
    if person is None or proposal is None:
        return
    if proposal.author_id == person:
        yield Permission.AUTHOR.value
    waiting = desk.all(_OPEN_STEPS, proposal=proposal.id)
    deciders = {proposal.decider, *(s.decider for s in waiting if s.kind == "decide")}
    if deciders & held.deciders:
        yield Permission.DECIDER.value
    if held.deciders & {s.decider for s in waiting if s.kind == "clear"}:
        yield Permission.CLEARER.value
    for key in deciders:
        yield from _towards_body(desk, held, key)


def may_administer(desk: Desk) -> bool:
    """Whether whoever is at the desk keeps the installation."""
    return ADMINISTRATOR in desk.actor.roles


def must_be(desk: Desk, *who: str, body: Any | None = None) -> None:
    """Raise `GuardRefused` unless the actor is one of these today."""
    if not permissions(desk, body=body).intersection(who):
        params = {"actor": desk.actor.name, "who": titles(who)}
        raise GuardRefused([Refusal("permissions.not_theirs", params)])


def must_administer(desk: Desk) -> None:
    """Raise `GuardRefused` unless the actor is an administrator: of roles, accounts, the name."""
    must_be(desk, ADMINISTRATOR)


def must_keep_register(desk: Desk) -> None:
    """Raise `GuardRefused` unless the actor keeps the register of people, bodies and offices."""
    must_be(desk, Permission.SECRETARY, ADMINISTRATOR)


def must_keep_members(desk: Desk) -> None:
    """Raise `GuardRefused` unless the actor keeps who sits on bodies and who holds offices."""
    must_be(desk, Permission.SECRETARY, Permission.PROPER_OFFICER, ADMINISTRATOR)


def why_not(guard: Callable[..., object], *given: object) -> tuple[Refusal, ...]:
    """Why a guard refuses what it is given; nothing where it does not."""
    try:
        guard(*given)
    except Refused as refused:
        return refused.refusals
    return ()
