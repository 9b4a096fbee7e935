"""Who may keep a commission's file: for acts that are no move of a lifecycle."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.permissions import AUDITOR, permissions
from governance.domain.errors import GuardRefused, Refusal
from statemachines.permissions import Permission, titles

KEEPERS: Final = frozenset(
    {
        Permission.COMMISSION_LEAD.value,
        Permission.COMMISSIONER.value,
        Permission.SECRETARY.value,
    }
)
"""Who writes into a commission's file."""

READERS_OF_CLOSED: Final = KEEPERS | {
    AUDITOR,
    Permission.AUTHOR.value,
    Permission.CHAIR.value,
    Permission.CLEARER.value,
    Permission.DECIDER.value,
    Permission.PROPER_OFFICER.value,
}
"""Who may read a document that is exempt or confidential."""


def against(desk: Desk, commission: Any, who: Collection[str] = KEEPERS) -> tuple[Refusal, ...]:
    """Why the actor may not write into the commission's file today; nothing where they may."""
    try:
        allow(desk, commission, who)
    except GuardRefused as refused:
        return refused.refusals
    return ()


def allow(
    desk: Desk, commission: Any | None, who: Collection[str], *, proposal: Any | None = None
) -> None:
    """Raise `GuardRefused` unless the actor is one of these towards the commission today."""
    if not permissions(desk, commission=commission, proposal=proposal).intersection(who):
        params = {"actor": desk.actor.name, "who": titles(who)}
        raise GuardRefused([Refusal("permissions.not_theirs", params)])
