"""Who bears an overspend and who gets an underspend, by the agreement's order, to the penny.

Where a sum is divided by weights, each partner first gets the whole pence of its part; the pence
that are left go one each to the largest remainders, and of equal remainders to the partner whose
key comes first (the method of the largest remainder). What partners bear and what the agreement
gives to nobody always add up to the sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

WAYS: Final = ("proportional", "shares", "in_order", "host_first")
"""In proportion to contributions; by fixed shares; one after the other; the host first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One partner in an order: its share of the whole, or up to how many pence it bears."""

    partner: str
    share: Fraction | None = None
    up_to: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """How an agreement divides a sum; `up_to` bounds what the host takes first, in pence."""

    how: str
    parts: tuple[Part, ...] = ()
    up_to: int | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """What each partner bears or gets (pence), and what the agreement gives to nobody."""

    parts: Mapping[str, int] = field(default_factory=dict)
    to_nobody: int = 0


def shared(amount: int, order: Order, *, contributions: Mapping[str, int], host: str) -> Shared:
    """Divide a sum (pence, not negative) by an order.

    `contributions` are what each partner puts in for the same time (pence). Host first: the host
    up to its bound, the rest by the contributions of the others. One after the other: each up to
    its bound, one without a bound the whole rest. Raises `ValueError` for a negative sum.
    """
    if amount < 0:
        raise ValueError(amount)
    match order.how:
        case "proportional":
            return _by_weights(amount, _positive(contributions))
        case "shares":
            return _by_weights(amount, {p.partner: p.share or Fraction(0) for p in order.parts})
        case "host_first":
            first = amount if order.up_to is None else min(amount, order.up_to)
            others = {key: put for key, put in contributions.items() if key != host}
            rest = _by_weights(amount - first, _positive(others))
            return Shared({host: first, **rest.parts}, rest.to_nobody)
        case "in_order":
            return _one_after_the_other(amount, order.parts)
    raise ValueError(order.how)


def _positive(contributions: Mapping[str, int]) -> dict[str, Fraction]:
    return {key: Fraction(put) for key, put in contributions.items() if put > 0}


def _one_after_the_other(amount: int, parts: tuple[Part, ...]) -> Shared:
    left, found = amount, dict.fromkeys((p.partner for p in parts), 0)
    for part in parts:
        taken = left if part.up_to is None else min(left, part.up_to)
        found[part.partner] += taken
        left -= taken
    return Shared(found, left)


def _by_weights(amount: int, weights: Mapping[str, Fraction]) -> Shared:
    """A sum by weights, the pence that are left to the largest remainders."""
    whole = sum(weights.values(), Fraction(0))
    if not whole:
        return Shared({}, amount)
    exact = {key: amount * weight / whole for key, weight in weights.items()}
    found = {key: int(part) for key, part in exact.items()}
    left = amount - sum(found.values())
    for key in sorted(exact, key=lambda key: (found[key] - exact[key], key))[:left]:
        found[key] += 1
    return Shared(found)


def order_plain(order: Order | None) -> dict[str, Any]:
    """An order as plain values for the store: shares as exact fractions in text."""
    if order is None:
        return {}
    parts = [
        {"partner": p.partner}
        | ({} if p.share is None else {"share": str(p.share)})
        | ({} if p.up_to is None else {"up_to": p.up_to})
        for p in order.parts
    ]
    return {"how": order.how, "parts": parts, "up_to": order.up_to}


def order_of(plain: Mapping[str, Any]) -> Order | None:
    """The order that the store holds; None where the agreement gives none."""
    if not plain:
        return None
    parts = tuple(
        Part(
            one["partner"],
            Fraction(one["share"]) if "share" in one else None,
            one.get("up_to"),
        )
        for one in plain["parts"]
    )
    return Order(plain["how"], parts, plain["up_to"])
