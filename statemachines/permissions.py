"""Who may make a move: the names guards ask for and how a sentence says them.

The caller works out which of these an actor holds towards one item on one day and hands them
over in the facts. A move is closed to everyone it does not name. The holder of a step on a
decision path is named after the office or body: `holder("cabinet")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final


class Permission(StrEnum):
    """What an actor is towards an item."""

    AUTHOR = "author"
    CHAIR = "chair"
    CLEARER = "clearer"
    CLOCK = "clock"
    COMMISSIONER = "commissioner"
    COMMISSION_LEAD = "commission.lead"
    DECIDER = "decider"
    LEAD_PARTNER = "lead_partner"
    PARTNER = "partner"
    PROPER_OFFICER = "proper_officer"
    SCRUTINY = "scrutiny"
    SECRETARY = "secretary"
    TIME_GIVER = "time_giver"
    VIRES = "vires"


NOBODY: Final = frozenset({Permission.CLOCK, Permission.VIRES})
"""What no person can act as; who may make a move is said without them."""

ANYONE: Final = frozenset({"anyone"})
"""Said by a move that is open to whoever comes; it is never the default."""

TITLES: Final[Mapping[str, str]] = {
    "anyone": "anyone",
    Permission.AUTHOR: "the author of the report",
    Permission.COMMISSION_LEAD: "the lead of the commission",
    Permission.COMMISSIONER: "a commissioner",
    Permission.CLEARER: "an officer who clears reports",
    Permission.DECIDER: "whoever the decision path names",
    Permission.LEAD_PARTNER: "the lead partner",
    Permission.PARTNER: "somebody of that partner",
    Permission.SCRUTINY: "the members of scrutiny",
    Permission.CHAIR: "the chair",
    Permission.SECRETARY: "the secretary",
    Permission.PROPER_OFFICER: "the proper officer",
    Permission.TIME_GIVER: "whoever may give the deadline more time",
    Permission.CLOCK: "Vires, when it falls due",
    Permission.VIRES: "Vires, as part of another act",
}

_HOLDER = "holder."


def holder(decider: str) -> str:
    """Name the permission of whoever acts for an office or body on a decision path."""
    return _HOLDER + decider


def known(permission: str) -> bool:
    """Whether a permission is one that can be held."""
    return permission in TITLES or (permission.startswith(_HOLDER) and permission != _HOLDER)


def titles(who: Iterable[str]) -> list[str]:
    """How a sentence names those who may, in the order of the list above."""
    asked = frozenset(who)
    named = [title for permission, title in TITLES.items() if permission in asked]
    holders = sorted(asked - TITLES.keys())
    return named + [held.removeprefix(_HOLDER).replace("-", " ") for held in holders]
