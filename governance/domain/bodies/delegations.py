"""Delegations: a power passed on for a purpose, up to a ceiling that is drawn down.

The commonest resolution of all: "delegate to the Director, following consultation with the
cabinet member, to procure and award up to £x". To consult is to record a view: its absence
blocks, a negative view does not (that would be approval).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from governance.domain.errors import GuardRefused, Problem, Refusal, Unusable


@dataclass(frozen=True, slots=True)
class Consultee:
    """Whoever must be consulted, by key and by the name people know."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class View:
    """What a consultee said, and when. `in_favour` is None for a view that is neither."""

    consultee: str
    on: dt.date
    in_favour: bool | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """A power passed from one office or body to another.

    Amounts are pence; no ceiling means no limit of amount. The first and last day are included;
    no last day means until it is withdrawn. No kinds means every kind within the purpose.
    """

    key: str
    giver: str
    receiver: str
    purpose: str
    kinds: frozenset[str]
    ceiling: int | None
    start: dt.date
    expires: dt.date | None = None
    used: int = 0
    consultees: tuple[Consultee, ...] = ()
    source: str = ""

    @property
    def left(self) -> int | None:
        """Pence still to be drawn; None where there is no ceiling."""
        return None if self.ceiling is None else max(0, self.ceiling - self.used)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a delegation stands at after a decision under it; pence."""

    delegation: str
    amount: int
    used: int
    left: int | None


def why_not(
    delegation: Delegation,
    *,
    kind: str,
    amount: int | None,
    day: dt.date,
    views: Iterable[View] = (),
) -> tuple[Refusal, ...]:
    """Every reason why a decision may not be taken under the delegation on a day.

    `amount` is pence; None is an amount not yet known, which a ceiling refuses. A view counts
    when it was recorded on or before the day.
    """
    refusals = []
    told = {"purpose": delegation.purpose}
    if day < delegation.start:
        refusals.append(Refusal("delegations.not_yet", {**told, "start": delegation.start}))
    if delegation.expires is not None and day > delegation.expires:
        refusals.append(Refusal("delegations.expired", {**told, "expired": delegation.expires}))
    if delegation.kinds and kind not in delegation.kinds:
        kinds = sorted(delegation.kinds)
        refusals.append(Refusal("delegations.other_kind", {**told, "kind": kind, "kinds": kinds}))
    refusals += _over_ceiling(delegation, amount)
    heard = {view.consultee for view in views if view.on <= day}
    missing = [c.title for c in delegation.consultees if c.key not in heard]
    if missing:
        refusals.append(Refusal("delegations.not_consulted", {**told, "missing": missing}))
    return tuple(refusals)


def _over_ceiling(delegation: Delegation, amount: int | None) -> Collection[Refusal]:
    left = delegation.left
    if left is None or delegation.ceiling is None:
        return ()
    params = {"purpose": delegation.purpose, "ceiling": delegation.ceiling, "left": left}
    if amount is None:
        return (Refusal("delegations.amount_unknown", params),)
    if amount > left:
        return (Refusal("delegations.over_ceiling", {**params, "amount": amount}),)
    return ()


def draw(
    delegation: Delegation,
    *,
    kind: str,
    amount: int,
    day: dt.date,
    views: Iterable[View] = (),
) -> Drawn:
    """Draw an amount (pence) from a delegation.

    Raises `GuardRefused` with every reason of `why_not`, `Unusable` for a negative amount.
    """
    if amount < 0:
        raise Unusable([Problem("delegations.negative", {})])
    refusals = why_not(delegation, kind=kind, amount=amount, day=day, views=views)
    if refusals:
        raise GuardRefused(refusals)
    used = delegation.used + amount
    left = None if delegation.ceiling is None else delegation.ceiling - used
    return Drawn(delegation=delegation.key, amount=amount, used=used, left=left)
