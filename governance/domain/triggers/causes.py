"""What a trigger can look for: causes that Vires finds by itself, and those that people raise.

The list is DOMAIN.md section 7: consecutive poor ratings or a failed improvement plan, need gone,
an agreement that ends without renewal, a regulator's judgement, insolvency, hand-back,
duplication, releasing resources for something better; and an unbroken row of missed reviews,
which is the commissioner's failure and a case only by local rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class KnownCause:
    """A cause by what people call it, and the words that a trigger says more about it with.

    `found`: Vires finds it by itself; else people raise it, with evidence. `emergency`: what
    children get at once comes first, so it offers no other way (DOMAIN.md section 7: emergency
    continuity, not a case for change).
    """

    name: str
    found: bool = False
    emergency: bool = False
    says: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The cause as a name for machines."""
        return self.name.replace(" ", "_").replace("-", "_").replace("'", "")


_ALL: Final = (
    KnownCause("consecutive reds", found=True, says=("periods", "measures", "questions")),
    KnownCause("failed improvement plan", found=True),
    KnownCause("missed reviews", found=True, says=("raised as", "in a row")),
    KnownCause("agreement ending", found=True, says=("days before", "warn days before")),
    KnownCause(
        "pre-expiry review not held",
        found=True,
        says=("months before", "months before if complex", "complex from", "days after"),
    ),
    KnownCause("need gone"),
    KnownCause("releasing resources"),
    KnownCause("duplication"),
    KnownCause("regulator's judgement"),
    KnownCause("insolvency", emergency=True),
    KnownCause("hand-back", emergency=True),
    KnownCause("unsafe", emergency=True),
)

CAUSES: Final[Mapping[str, KnownCause]] = MappingProxyType({one.name: one for one in _ALL})
"""Every cause, by what people call it."""

EMERGENCIES: Final = frozenset(one.name for one in _ALL if one.emergency)
"""Causes that offer emergency continuity and nothing else."""
