"""Money of a fund set aside for something: it stands, waits for consent, or is given back.

What departs from what a pool's agreement permits waits until each partner has consented in
writing; one refusal ends it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import (
    NEW,
    Chosen,
    Facts,
    Findings,
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationFacts(Facts):
    """What the guards of an allocation ask.

    `unempowered`: why nobody has committed it with the power to, and it was not recorded as it
    happened. `too_much`: why there is not so much money. `awaited`: partners in the fund that
    have not consented. `departs`: whether it departs from what the agreement permits.
    """

    unempowered: Findings = None
    too_much: Findings = None
    awaited: Findings = None
    departs: bool = False


def empowered(facts: AllocationFacts) -> Iterable[Refusal]:
    """Whoever commits it has the power to, or it is recorded as it happened."""
    return established(facts.unempowered, "unempowered")


def covered(facts: AllocationFacts) -> Iterable[Refusal]:
    """There is so much money, and it may go there."""
    return established(facts.too_much, "too_much")


def consented(facts: AllocationFacts) -> Iterable[Refusal]:
    """Each partner in the fund has consented."""
    return established(facts.awaited, "awaited")


_VIRES: Final = frozenset({Permission.VIRES})
"""Who commits, keeps a fund and speaks for a partner is found where that is asked: a limit of
the agreement, the fund's manager, an office or a seat of the partner."""

ALLOCATION: Final[Lifecycle[AllocationFacts]] = Lifecycle(
    name="allocation",
    title="allocation",
    meaning="Money of a fund set aside for a commission, an agreement or a body.",
    states=(
        State(
            "set_aside",
            "Money is kept for it.",
            "Whoever keeps the fund, by releasing it.",
            "It stays set aside.",
        ),
        State(
            "awaiting_consent",
            "It departs from what is permitted; money is kept until each partner consents.",
            "Each partner, by consenting or refusing; whoever keeps the fund, by releasing it.",
            "It stays so; no money goes out on it.",
        ),
        State(
            "refused",
            "A partner refused its consent; the money is free again.",
            "Nobody.",
            "It stays refused.",
            final=True,
        ),
        State(
            "released",
            "It was given back to the fund.",
            "Nobody.",
            "It stays released.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="allocate",
            sources=(NEW,),
            target=Chosen(
                ("set_aside", "awaiting_consent"),
                lambda facts: "awaiting_consent" if facts.departs else "set_aside",
            ),
            who=_VIRES,
            meaning="Set money aside, within a limit, on a decision, or as it happened.",
            guards=(covered, empowered),
        ),
        Move(
            name="complete",
            sources=("awaiting_consent",),
            target="set_aside",
            who=_VIRES,
            meaning="Let it stand, once each partner has consented.",
            guards=(consented,),
        ),
        Move(
            name="refuse",
            sources=("awaiting_consent",),
            target="refused",
            who=_VIRES,
            meaning="Note that a partner refused its consent, and why.",
            guards=(reason_given,),
        ),
        Move(
            name="release",
            sources=("set_aside", "awaiting_consent"),
            target="released",
            who=_VIRES,
            meaning="Give it back to the fund, and say why.",
            guards=(reason_given,),
        ),
    ),
)
