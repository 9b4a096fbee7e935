"""Who can have a disclosable pecuniary interest, and an interest declared by mistake taken back.

What was declared stays in the ledger; on the report it counts for nothing once it is withdrawn.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import body_facts, people_values
from governance.application.change import Change, Receipt, Update
from governance.application.desk import Desk
from governance.application.people.queries import names_by_key
from governance.application.permissions import permissions
from governance.application.proposals.interests import bound_by_localism_act
from governance.domain.bodies.interests import WITHDRAWN, Outcome
from governance.domain.errors import Refusal, Refused
from governance.store.tables import TABLES
from statemachines.permissions import Permission

_body = TABLES["body"]
_here: Any = bindparam("partnership")
_BODIES = (
    select(_body)
    .where(_body.c.partnership_id == _here, _body.c.terms_key.is_not(None))
    .order_by(_body.c.key)
)
_declaration = TABLES["declaration"]
DECLARED = select(_declaration).where(
    _declaration.c.partnership_id == _here,
    _declaration.c.proposal_id == bindparam("proposal"),
    _declaration.c.person_id == bindparam("person"),
)
"""What a person has declared in a report."""


def not_disclosable(desk: Desk, kind: str, key: str) -> tuple[Refusal, ...]:
    """That a person has no disclosable pecuniary interest: they sit as no councillor today.

    Only members whom the Localism Act 2011 binds (s.27, s.30) register and disclose those.
    """
    if kind != "disclosable_pecuniary":
        return ()
    bodies = desk.all(_BODIES)
    if any(bound_by_localism_act(body_facts(desk, body, desk.today), key) for body in bodies):
        return ()
    name = names_by_key(desk, [key]).get(key, key)
    return (Refusal("interest.not_disclosable", {"person": name}),)


def withdrawing_refused(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    """Why the actor may take back nobody's interest in a report; nothing where they may."""
    if Permission.SECRETARY in permissions(desk, proposal=row):
        return ()
    return (Refusal("interest.withdraw_not_permitted"),)


def withdraw_declaration(
    desk: Desk, ref: str, *, person: str, reason: str, seen: int | None = None
) -> Receipt:
    """Take back an interest that was entered by mistake; it bars nobody from then on.

    The secretary does, and not for themselves. Raises `Refused` with everything against it.
    """
    row = desk.row("proposal", ref, seen=seen)
    who = desk.row("person", person)
    before = desk.first(DECLARED, proposal=row.id, person=who.id)
    found = [*withdrawing_refused(desk, row)]
    if who.id == desk.actor.person_id:
        found.append(Refusal("interest.own_ruling"))
    if not reason.strip():
        found.append(Refusal("lifecycle.reason_missing"))
    called = people_values(desk, [who.id])[who.id]
    key = called.key
    if before is None or before.kind == WITHDRAWN:
        found.append(Refusal("interest.none_declared", {"person": called.name, "ref": row.ref}))
    if found:
        raise Refused(found)
    values = {
        "kind": WITHDRAWN,
        "outcome": Outcome.NONE.value,
        "dispensation": None,
        "settled_by_id": desk.actor.person_id,
    }
    told = {"person": key, "kind": before.kind, "outcome": before.outcome}
    return desk.apply(
        Change(
            kind="proposal.interest_withdrawn",
            table="proposal",
            subject=row,
            values={},
            facts=told | {"reason": reason.strip()},
            writes=(Update("declaration", before, values),),
        )
    )
