"""A person leaves: everything they hold ends the day before, and the record says what did.

Their roles end with them; seats, offices and chairs end in the chains of the bodies and offices
they belong to, so that each of those shows the vacancy and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.holding import Held, holds_from
from governance.application.change import Change, Receipt, Update
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.desk import Desk
from governance.application.people.acts import grants_ending, must_stay
from governance.application.people.whose import must_keep_person, must_leave_administrator
from governance.application.permissions import must_keep_register
from governance.store.lists import by_reference
from governance.store.tables import TABLES
from statemachines.chair import CHAIR, ChairFacts
from statemachines.machine import step
from statemachines.permissions import Permission

_commission = TABLES["commission"]
_LED = (
    select(_commission.c.ref, _commission.c.state)
    .where(
        _commission.c.partnership_id == bindparam("partnership"),
        _commission.c.lead_id == bindparam("person"),
    )
    .order_by(*by_reference(_commission.c.ref))
)


def leave(desk: Desk, *, person: str, on: dt.date | None = None) -> Receipt:
    """Record that a person leaves: `on` (today unless said) is the first day they are gone.

    Ends their roles, seats, offices and chairs from that day, and takes them out as named
    substitute. Raises `GuardRefused` unless the actor keeps the register, and is an administrator
    for one; `Refused` where they have left by then, and for the last administrator.
    """
    must_keep_register(desk)
    day = on or desk.today
    last = day - dt.timedelta(days=1)
    row = desk.row("person", person)
    must_keep_person(desk, row)
    must_stay(row, day)
    must_leave_administrator(desk, row, last)
    held = holds_from(desk, row.id, day)
    _leave_seats(desk, row, held, last)
    _leave_offices(desk, row, held, last)
    _leave_chairs(desk, row, held, last)
    told = {
        "person": row.key,
        "on": day,
        "seats": [[s.key, s.seat] for s in held.seats],
        "offices": [o.key for o in held.offices],
        "chairs": [c.key for c in held.chairs],
    }
    return desk.apply(
        Change(
            kind="person.left",
            table="person",
            subject=row,
            values={"left_on": day},
            facts=told,
            writes=tuple(
                Update("role_grant", g, {"to_day": last}) for g in grants_ending(desk, row, last)
            ),
        )
    )


def still_led(desk: Desk, person_id: str) -> list[str]:
    """The references of the commissions in their lead that go on: nobody comes after by itself."""
    return [row.ref for row in desk.all(_LED, person=person_id) if row.state not in COMMISSION_OVER]


def _leave_seats(desk: Desk, person: Any, held: Held, last: dt.date) -> None:
    own: list[tuple[Any, dict[str, Any]]] = [(s, {"to_day": last}) for s in held.seats]
    for_others: list[tuple[Any, dict[str, Any]]] = [
        (s, {"substitute_ids": [i for i in s.substitute_ids if i != person.id]})
        for s in held.substitute_in
    ]
    rows = sorted([*own, *for_others], key=lambda pair: pair[0].body_id)
    for body_id, theirs in groupby(rows, key=lambda pair: pair[0].body_id):
        _end(
            desk,
            "body",
            body_id,
            kind="body.member_left",
            facts={"person": person.key, "to": last},
            writes=[Update("appointment", row, values) for row, values in theirs],
        )


def _leave_offices(desk: Desk, person: Any, held: Held, last: dt.date) -> None:
    rows = sorted(held.offices, key=lambda row: row.office_id)
    for office_id, theirs in groupby(rows, key=lambda row: row.office_id):
        _end(
            desk,
            "office",
            office_id,
            kind="office.holder_left",
            facts={"person": person.key, "to": last},
            writes=[Update("office_holding", row, {"to_day": last}) for row in theirs],
        )


def _leave_chairs(desk: Desk, person: Any, held: Held, last: dt.date) -> None:
    # Whoever may record that somebody leaves records with it that they leave the chair.
    reason = "left"
    facts = ChairFacts(permissions=frozenset({Permission.SECRETARY}), reason=reason)
    for chair in held.chairs:
        state = step(CHAIR, chair.state, "end", facts)
        desk.apply(
            Change(
                kind="chair.ended",
                table="chair_appointment",
                subject=desk.row("chair_appointment", chair.id),
                values={"state": state, "to_day": last},
                facts={"to": last, "reason": reason, "person": person.key},
            )
        )


def _end(
    desk: Desk,
    table: str,
    row_id: str,
    *,
    kind: str,
    facts: dict[str, Any],
    writes: Iterable[Update],
) -> None:
    subject = desk.row(table, row_id)
    desk.apply(
        Change(
            kind=kind,
            table=table,
            subject=subject,
            values={},
            facts=facts,
            writes=tuple(writes),
        )
    )
