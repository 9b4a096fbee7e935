"""Who may give a deadline time, by extending it or by stopping its clock.

Whoever a deadline escalates past must not be able to stop the escalation: where a policy speaks
of its kind, those whom the policy names may, and the secretary may stop the clock. Of any other
deadline its owner keeps the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.application.deadlines.policies import Policies, policies
from governance.application.desk import Desk
from governance.application.messages.addressing import reached
from statemachines.permissions import Permission

if TYPE_CHECKING:
    from governance.domain.escalation import Extension


def extension_rule(known: Policies, kind: str) -> Extension | None:
    """What the policies in force say of extending a kind of deadline."""
    ruled = known.of_kind.get(kind)
    return None if ruled is None else ruled.rule.extension


def gives_time(desk: Desk, due: Any, held: frozenset[str]) -> bool:
    """Whether the actor, who holds these permissions, may give this deadline time."""
    known = policies(desk)
    if due.kind not in known.of_kind:
        return Permission.COMMISSION_LEAD in held
    allowed = extension_rule(known, due.kind)
    if allowed is None or desk.actor.person_id is None:
        return False
    about = (due.subject_table, due.subject_id)
    named = [
        reached(desk, who, subject=about, owner=due.owner, on=desk.today) for who in allowed.by
    ]
    # Whoever hears of a vacancy is not thereby given the power of the vacant post.
    return any(
        to.person.id == desk.actor.person_id
        for one in named
        if not one.instead
        for to in one.people
    )
