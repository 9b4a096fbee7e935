"""Which module finds each cause, and asking a trigger of all commissions or of some."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from governance.application.desk import Desk
from governance.application.triggers import expiry, reds, standing
from governance.application.triggers.rules import Found

if TYPE_CHECKING:
    from governance.domain.triggers import Trigger

Finder = Callable[[Desk, "Trigger", Sequence[str] | None], list[Found]]
"""Finds what a trigger looks for: in the commissions given, or in all of the partnership's."""

FINDERS: Final[Mapping[str, Finder]] = {
    "consecutive reds": reds.found,
    "failed improvement plan": standing.failed_plans,
    "missed reviews": standing.missed_reviews,
    "agreement ending": standing.ending,
    "pre-expiry review not held": expiry.not_held,
}
"""What finds each cause that Vires looks for by itself."""


def looks_by_itself(trigger: Trigger) -> bool:
    """Whether Vires looks for the cause of a trigger; else people raise it."""
    return trigger.looks_for in FINDERS


def found(desk: Desk, trigger: Trigger, ids: Sequence[str] | None = None) -> list[Found]:
    """Every cause that is there and has no case; none of a trigger that people raise."""
    finder = FINDERS.get(trigger.looks_for)
    return [] if finder is None else finder(desk, trigger, ids)
