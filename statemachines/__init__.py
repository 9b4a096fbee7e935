"""Lifecycles as tables: what may happen to an item next, who may do it, and why it may not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from statemachines.commission import COMMISSION
from statemachines.meeting import MEETING
from statemachines.proposal import PROPOSAL
from statemachines.rulebook import RULEBOOK
from statemachines.stage import STAGE
from statemachines.step import STEP
from statemachines.table import Lifecycle

LIFECYCLES: Final[Mapping[str, Lifecycle[Any]]] = MappingProxyType(
    {
        lifecycle.name: lifecycle
        for lifecycle in (COMMISSION, STAGE, PROPOSAL, STEP, RULEBOOK, MEETING)
    }
)
"""Every lifecycle whose states are stored, by name."""
