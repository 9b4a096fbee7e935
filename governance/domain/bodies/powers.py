"""Concurrent powers: who may take a decision besides the lowest decider a rule names.

Whoever delegated a power keeps it (Local Government Act 1972, section 101(4)), so every decider
ranked above may decide too; a delegate may decide up to the ceiling, and may always refer up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from governance.domain.bodies.delegations import Delegation, View, why_not
from governance.domain.errors import Refusal


class Basis(StrEnum):
    """On what a decider's power rests."""

    RULE = "rule"
    KEPT = "kept"
    DELEGATION = "delegation"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A decider who may take the decision, and under which delegations, the nearest first."""

    decider: str
    basis: Basis
    delegations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One decision to be taken: the rule's lowest decider and what a delegation asks about.

    `ranks` are chains of deciders, the higher first. `amount` is pence, None where unknown.
    """

    lowest: str
    kind: str
    amount: int | None
    day: dt.date
    ranks: Sequence[Sequence[str]] = ()
    delegations: Sequence[Delegation] = ()
    views: Sequence[View] = ()


def above(decider: str, ranks: Iterable[Sequence[str]]) -> frozenset[str]:
    """Everyone ranked above a decider, through any number of chains."""
    return _higher(decider, tuple([tuple(chain) for chain in ranks]))


@lru_cache(maxsize=1024)
def _higher(decider: str, chains: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [decider]
    while waiting:
        current = waiting.pop()
        for chain in chains:
            if current in chain:
                higher = set(chain[: chain.index(current)]) - found - {decider}
                found |= higher
                waiting.extend(higher)
    return frozenset(found)


def entitlements(question: Question) -> Mapping[str, Entitlement]:
    """Every decider who may take the decision, by key, with what their power rests on."""
    found = {question.lowest: Entitlement(question.lowest, Basis.RULE)}
    givers = above(question.lowest, question.ranks) | _givers(question.lowest, question)
    for giver in sorted(givers - {question.lowest}):
        found[giver] = Entitlement(giver, Basis.KEPT)
    grown = True
    while grown:
        grown = False
        for delegation in question.delegations:
            if delegation.receiver in found or delegation.giver not in found:
                continue
            if _refusals(delegation, question):
                continue
            chain = (delegation.key, *found[delegation.giver].delegations)
            receiver = delegation.receiver
            found[receiver] = Entitlement(receiver, Basis.DELEGATION, chain)
            grown = True
    return found


def may_decide(
    *, roles: Collection[str], question: Question, titles: Mapping[str, str]
) -> Entitlement | tuple[Refusal, ...]:
    """Say on what basis a holder of these offices and seats may decide, or why not.

    `titles` gives the words for deciders' keys. The rule's own decider comes before a kept
    power, and that before a delegation; where only delegations stand in the way, each says why.
    """
    found = entitlements(question)
    held = [found[role] for role in sorted(roles) if role in found]
    if held:
        return min(held, key=lambda e: (list(Basis).index(e.basis), len(e.delegations)))
    refusals = [
        refusal
        for delegation in question.delegations
        if delegation.receiver in roles and delegation.giver in found
        for refusal in _refusals(delegation, question)
    ]
    could = [titles.get(decider, decider) for decider in found]
    lowest = titles.get(question.lowest, question.lowest)
    return (*refusals, Refusal("powers.not_entitled", {"lowest": lowest, "could": could}))


def may_refer_to(decider: str, question: Question) -> tuple[str, ...]:
    """To whom a decider may refer the decision up, in order of key."""
    higher = above(decider, question.ranks) | _givers(decider, question)
    if decider not in entitlements(question):
        return ()
    return tuple(sorted(higher - {decider}))


def _givers(receiver: str, question: Question) -> frozenset[str]:
    """Who passed this power to the receiver, directly or through others, on that day."""
    found: set[str] = set()
    waiting = [receiver]
    while waiting:
        current = waiting.pop()
        for delegation in question.delegations:
            if delegation.receiver != current or delegation.giver in found:
                continue
            if _in_force_for(delegation, question):
                found.add(delegation.giver)
                waiting.append(delegation.giver)
    return frozenset(found)


def _in_force_for(delegation: Delegation, question: Question) -> bool:
    covers = not delegation.kinds or question.kind in delegation.kinds
    ended = delegation.expires is not None and question.day > delegation.expires
    return covers and delegation.start <= question.day and not ended


def _refusals(delegation: Delegation, question: Question) -> tuple[Refusal, ...]:
    return why_not(
        delegation,
        kind=question.kind,
        amount=question.amount,
        day=question.day,
        views=question.views,
    )
