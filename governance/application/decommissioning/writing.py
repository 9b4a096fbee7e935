"""When something can be written into a case's file without moving it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from governance.application.decommissioning.finding import LIVE
from statemachines.decommissioning import AFTER_DECISION

WRITTEN_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "appraise": ("options", "consultation"),
    "no_consultation": ("options",),
    "heard": ("consultation",),
    "plan": AFTER_DECISION,
    "count": AFTER_DECISION,
    "replace": (*LIVE, "closed"),
}
"""What is written, and the states of a case in which it can be."""

WRITTEN_WITHOUT_REPORT: Final = frozenset({"appraise", "no_consultation", "heard"})
"""What cannot be written while a report that asks for the decision is on its way."""
