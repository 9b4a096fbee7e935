"""Which states of a commission and its agreements count as over, or as delivering: said once."""

from __future__ import annotations

from typing import Final

from statemachines.commission import COMMISSION

COMMISSION_OVER: Final = tuple(state.name for state in COMMISSION.states if state.final)
"""States of a commission under which nothing is provided, or ever will be."""

DELIVERING: Final = ("signed", "mobilising", "in_force", "notice", "continuing", "regularised")
"""States of an agreement whose provider delivers, or is about to."""
