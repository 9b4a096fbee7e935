"""Interests: what a declared one means for a person on one item.

The law fixes it for a disclosable pecuniary interest of a member bound by the Localism Act 2011
(section 31(4): no part in discussion or vote; section 33: dispensations). Everything else the
chair decides on advice. An interest is personal: it never takes away a partner's consent, which
another signatory gives (`consents`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from governance.domain.bodies.because import Because
from governance.domain.errors import Refusal

Kind = Literal["disclosable_pecuniary", "organisational", "personal"]

WITHDRAWN: Final = "withdrawn"
"""What stands in place of the kind of an interest that was declared by mistake."""


class Outcome(StrEnum):
    """What a person with an interest does on the item, mildest first."""

    NONE = "none"
    STAYS_WITHOUT_VOTE = "stays_without_vote"
    SPEAKS_THEN_LEAVES = "speaks_then_leaves"
    LEAVES = "leaves"

    @property
    def bars_vote(self) -> bool:
        """Whether the person may not vote, and is not in the denominator."""
        return self is not Outcome.NONE

    @property
    def strictness(self) -> int:
        """0 for the mildest outcome to 3 for the strictest."""
        return list(Outcome).index(self)


@dataclass(frozen=True, slots=True)
class Dispensation:
    """Leave to speak, to vote, or both, despite a disclosable interest, to a day (included)."""

    speak: bool
    vote: bool
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """One interest of one person in one item, and what the chair ruled on it, if anything.

    `localism_act` says that the person sits as a member whom that Act binds. `advised` says
    that the chair had the monitoring officer's advice.
    """

    person: str
    kind: Kind
    localism_act: bool
    ruling: Outcome | None = None
    advised: bool = False
    dispensation: Dispensation | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome for one declared interest, why, and what stands against what was ruled.

    While there are refusals the outcome is the safe one: the strictest that was in question.
    """

    outcome: Outcome
    because: Because
    refusals: tuple[Refusal, ...] = ()


def mildest_lawful(declared: Declared, *, on: dt.date) -> Outcome:
    """The mildest outcome that the law leaves open on that day."""
    if declared.kind != "disclosable_pecuniary" or not declared.localism_act:
        return Outcome.NONE
    leave = declared.dispensation
    if leave is None or (leave.until is not None and on > leave.until):
        return Outcome.LEAVES
    if leave.speak and leave.vote:
        return Outcome.NONE
    return Outcome.STAYS_WITHOUT_VOTE if leave.speak else Outcome.LEAVES


def settle(declared: Declared, *, on: dt.date) -> Settled:
    """Say what the person does on the item, or what must be put right first."""
    floor = mildest_lawful(declared, on=on)
    ruling = declared.ruling
    if floor is Outcome.LEAVES:
        because = Because("interests.because.law")
        if ruling in (None, Outcome.LEAVES):
            return Settled(Outcome.LEAVES, because)
        return Settled(Outcome.LEAVES, because, (Refusal("interests.law_fixes"),))
    if ruling is None:
        because = Because("interests.because.not_ruled")
        return Settled(Outcome.LEAVES, because, (Refusal("interests.not_ruled"),))
    refusals = []
    outcome = ruling
    if ruling.strictness < floor.strictness:
        outcome = Outcome.LEAVES
        refusals.append(Refusal("interests.beyond_dispensation"))
    if not declared.advised:
        refusals.append(Refusal("interests.no_advice"))
    dispensed = declared.kind == "disclosable_pecuniary" and declared.localism_act
    code = "interests.because.dispensation" if dispensed else "interests.because.chair"
    return Settled(outcome, Because(code), tuple(refusals))


def strictest(outcomes: list[Outcome]) -> Outcome:
    """The outcome for a person who declared several interests in one item."""
    return max(outcomes, key=lambda o: o.strictness, default=Outcome.NONE)
