"""Which acts change cover, and from which day: read at every act, so nothing heavy stands here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final


def _after(last: dt.date) -> dt.date:
    return last + dt.timedelta(days=1)


DAYS: Final[Mapping[str, Callable[[Mapping[str, Any]], dt.date | None]]] = {
    "body.appointed": lambda facts: facts["from"],
    "body.appointment_ended": lambda facts: _after(facts["to"]),
    "body.member_left": lambda facts: _after(facts["to"]),
    "body.substitutes_named": lambda _: None,
    "office.held": lambda facts: facts["from"],
    "office.holder_left": lambda facts: _after(facts["to"]),
    "office.holding_ended": lambda facts: _after(facts["to"]),
    "person.left": lambda facts: facts["on"],
    "person.away": lambda _: None,
    "person.back": lambda _: None,
    "proposal.interest_declared": lambda _: None,
    "proposal.interest_withdrawn": lambda _: None,
    "rulebook.adopted": lambda facts: facts["effective_from"],
    "rulebook.came_into_force": lambda _: None,
    "rulebook.cited": lambda facts: facts["effective_from"],
    "rulebook.constituted": lambda _: None,
}
"""The acts that change cover, and from which day they do where that is not today."""

MEETINGS_ALONE: Final = frozenset(
    {"person.away", "person.back", "proposal.interest_declared", "proposal.interest_withdrawn"}
)
"""Acts that concern coming meetings and no rule."""
