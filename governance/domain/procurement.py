"""Procurement regimes, and the standstill that each asks for before an agreement is signed.

Law as data, each with its source. Amounts and dates that change are not here but in the limits
of a scheme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Standstill:
    """How long nobody may sign after the award notice: so many days, counted by a policy."""

    policy: str
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class Regime:
    """The law a procurement runs under. `standstill` is None where Vires asks for none."""

    key: str
    standstill: Standstill | None
    source: str


_ALL: Final = (
    Regime(
        "procurement_act",
        Standstill("working_days_first_included", 8, "Procurement Act 2023 s.51"),
        "Procurement Act 2023",
    ),
    Regime("light_touch", None, "Procurement Act 2023 s.9; no standstill is required (s.51)"),
    Regime(
        "provider_selection_regime",
        Standstill("working_days_first_excluded", 8, "SI 2023/1348 reg 12"),
        "Health Care Services (Provider Selection Regime) Regulations 2023, SI 2023/1348",
    ),
    Regime("below_threshold", None, "below the thresholds of the Procurement Act 2023"),
    Regime(
        "public_contracts_regulations",
        None,
        "SI 2015/102, for what commenced before 24 February 2025; whoever signs minds reg 87",
    ),
    Regime("grant", None, "a grant is no procurement"),
    Regime("in_house", None, "provision by a partner itself is no procurement"),
)

REGIMES: Final[Mapping[str, Regime]] = MappingProxyType({regime.key: regime for regime in _ALL})
"""Every regime Vires knows, by key."""


def standstill_of(regime: str | None) -> Standstill | None:
    """The standstill that a regime requires; None where it requires none or is not known."""
    known = REGIMES.get(regime or "")
    return None if known is None else known.standstill
