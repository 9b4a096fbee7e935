"""Deadlines of whoever asks: theirs by name, by a post, as a lead, an author or a partner.

A deadline belongs to whom its owner says (see `messages.addressing`). Here the question is asked
the other way round, so that a page reads what is one person's and not everybody's.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, select, union_all

from governance.application.deadlines.settling import LIVE
from governance.application.deadlines.telling import Told, told
from governance.application.desk import Desk
from governance.application.people.organisations import organisations
from governance.application.permissions import (
    PROPER_OFFICES,
    SCRUTINY,
    Standing,
    permissions,
    standing,
)
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.store.ledger import SUBJECTS
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission

MOST: Final = 40
"""Deadlines that are told at the most."""

_deadline = TABLES["deadline"]
_commission = TABLES["commission"]
_proposal = TABLES["proposal"]
_return = TABLES["monitoring_return"]
_here: Any = bindparam("partnership")

_ROWS = select(_deadline).where(_deadline.c.partnership_id == _here, in_list(_deadline.c.id, "ids"))
_BY_POST = (
    select(_deadline.c.id, _deadline.c.due_at)
    .where(
        _deadline.c.partnership_id == _here,
        in_list(_deadline.c.owner, "owners"),
        _deadline.c.state.in_(LIVE),
    )
    .order_by(_deadline.c.due_at, _deadline.c.id)
    .limit(bindparam("most"))
)
_person: Any = bindparam("person")


def _due_of(table: Any) -> Any:
    """That a deadline is on a row of a table."""
    return (_deadline.c.partnership_id == table.c.partnership_id) & (
        _deadline.c.subject_id == table.c.id
    )


def _live(source: Any, owner: str, whose: Any) -> Any:
    """Live deadlines of rows, where the rows say who the owner is."""
    return (
        select(_deadline.c.id, _deadline.c.due_at)
        .select_from(source)
        .where(
            _deadline.c.partnership_id == _here,
            _deadline.c.owner == owner,
            _deadline.c.state.in_(LIVE),
            whose,
        )
    )


def _led(whose: Any) -> list[Any]:
    """Live deadlines on commissions that somebody leads, and on all that belongs to those."""
    found = [_live(_commission.join(_deadline, _due_of(_commission)), "lead", whose)]
    for table in SUBJECTS.values():
        if "commission_id" in table.c:
            belongs = (table.c.partnership_id == _commission.c.partnership_id) & (
                table.c.commission_id == _commission.c.id
            )
            source = _commission.join(table, belongs).join(_deadline, _due_of(table))
            found.append(_live(source, "lead", whose))
    return found


def _first(*several: Any) -> Any:
    """The first due of several."""
    both = union_all(*several).subquery()
    return (
        select(both.c.id, both.c.due_at).order_by(both.c.due_at, both.c.id).limit(bindparam("most"))
    )


_BY_RELATION = _first(
    *_led(_commission.c.lead_id == _person),
    _live(
        _proposal.join(_deadline, _due_of(_proposal)), "author", _proposal.c.author_id == _person
    ),
)
_WITHOUT_LEAD = _first(*_led(_commission.c.lead_id.is_(None)))
_BY_PARTNER = (
    _live(
        _return.join(_deadline, _due_of(_return)),
        "partner",
        in_list(_return.c.organisation_id, "organisations"),
    )
    .order_by(_deadline.c.due_at, _deadline.c.id)
    .limit(bindparam("most"))
)


def my_deadlines(desk: Desk, *, most: int = MOST) -> list[Told]:
    """The open deadlines that are the actor's, the first due first; none for an operator.

    Where a commission has no lead, its lead's are the secretary's.
    """
    person = desk.actor.person_id
    if person is None:
        return []
    held = standing(desk)
    found = [
        *desk.all(_BY_POST, owners=sorted(designations(desk, held)), most=most),
        *desk.all(_BY_RELATION, person=person, most=most),
    ]
    if Permission.SECRETARY in permissions(desk):
        found += desk.all(_WITHOUT_LEAD, most=most)
    if spoken_for := partners_of(desk, held):
        found += desk.all(_BY_PARTNER, organisations=spoken_for, most=most)
    first = sorted({(row.due_at, row.id) for row in found})[:most]
    rows = desk.all(_ROWS, ids=[row_id for _, row_id in first]) if first else []
    return told(desk, sorted(rows, key=lambda row: (row.due_at, row.id)))


def designations(desk: Desk, held: Standing) -> set[str]:
    """What a deadline's owner says where it means the actor by name or by a post of theirs."""
    found = {f"person:{desk.actor.name}", *held.offices, *held.bodies}
    found |= {f"chair:{key}" for key in held.chairs}
    if Permission.SECRETARY in permissions(desk):
        found.add("secretary")
    if held.offices & PROPER_OFFICES:
        found.add("proper_officer")
    return found


def partners_of(desk: Desk, held: Standing) -> list[str]:
    """The ids of the partners the actor speaks for: by an office, or by a seat's terms.

    Scrutiny answers for nobody.
    """
    keys = set(held.partners)
    seats = [seat for seat in held.seats if not f"-{seat[0]}".endswith(f"-{SCRUTINY}")]
    if seats:
        terms = {row.key: row for row in keys_in_force(desk, kind="terms", on=desk.today)}
        for _, seat, key in seats:
            version = terms.get(key or "")
            said = meaning(desk, version).seat(seat) if version is not None else None
            keys |= set(said.represents) if said is not None else set()
    if not keys:
        return []
    return sorted(row.id for row in organisations(desk) if row.partner and row.key in keys)
