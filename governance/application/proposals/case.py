"""The case a scheme is asked about: what the register knows, and what the author answered.

Inputs that say `from` are derived here, each with its working; a person's answer never replaces
what the register knows. Linked commissions count together: what they have been permitted or
awarded, and every live proposal, so that two linked reports cannot each stay under a limit that
their sum passes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.domain.authority.model import Input, Scheme, Value
from governance.domain.authority.outcome import Case

PERMITS = ("permission-to-procure",)
"""Kinds of proposal that permit spending which a later award spends."""
DECIDES = ("approved", "approved_as_amended", "approved_with_conditions")
"""Outcomes that bring something about."""
ADDS = ("extend", "vary")
"""Kinds of proposal that add to an agreement."""
SPENDS = ("award", "grant", *ADDS)
"""Kinds of proposal that commit spending of their own."""
ACCEPTS_REVIEW = "accept-review"
"""The kind that asks to accept a review of its commission."""
ALLOWS = (*PERMITS, "waive")
"""Kinds whose value is that of spending which another report commits: never counted besides it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount (pence) that a cumulative value is made of, and where it stands."""

    ref: str
    commission: str
    amount: int
    counts: str
    """`permits`, `spends` or `agreed`."""
    id: str = ""
    """Of the report or agreement; ids are in the order of time."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission to spend up to a value (pence), and the report that gave it.

    `value` is None for one that is still ahead and whose sum is not known.
    """

    id: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows about a proposal on a day."""

    kind: str
    gate: str | None
    value: int | None
    on: dt.date
    answers: Mapping[str, Value]
    details: Mapping[str, Any] = field(default_factory=dict)
    commission: Any | None = None
    agreement: Any | None = None
    sums: Sequence[Sum] = ()
    """Every other amount in the group of linked commissions."""
    listed: bool = False
    """Whether the decision stands on the forward plan."""
    permission: Permission | None = None
    """The largest effective permission that this commission's spending can rest on."""
    risk_tier: str | None = None
    """How closely the commission is reviewed; of a review to be accepted, its own tier."""
    other_variations: int = 0
    """What other reports have added to the agreement, or are about to, by varying it; pence."""


@dataclass(frozen=True, slots=True)
class Working:
    """How one input of the case was made."""

    input: str
    value: Value
    how: str
    """A code: `register`, `answered`, `sum`."""
    parts: tuple[Sum, ...] = ()


def exposure(sums: Sequence[Sum]) -> int:
    """What a group of linked commissions commits, in pence.

    For each commission the larger of what it was permitted and what it spends: an award made
    under a permission is not counted twice.
    """
    permits: dict[str, int] = {}
    spends: dict[str, int] = {}
    for part in sums:
        into = permits if part.counts == "permits" else spends
        into[part.commission] = into.get(part.commission, 0) + part.amount
    return sum(max(permits.get(c, 0), spends.get(c, 0)) for c in permits.keys() | spends.keys())


def make_case(scheme: Scheme, known: Known) -> tuple[Case, tuple[Working, ...]]:
    """The case for a scheme's inputs, with how each value was made; unknown ones are left out."""
    workings = [w for i in scheme.inputs.values() if (w := _input(i, known)) is not None]
    return Case({w.input: w.value for w in workings}), tuple(workings)


def _input(asked: Input, known: Known) -> Working | None:
    """How an input is known.

    What the register knows and the scheme has no room for stays unknown: nobody may answer in
    its place.
    """
    if asked.derived == "cumulative_value":
        return _cumulative(asked.name, known)
    if asked.derived is not None and asked.derived in _REGISTER:
        value = _REGISTER[asked.derived](known)
        if value is not None:
            return Working(asked.name, value, "register") if _fits(asked, value) else None
    if asked.name in known.answers:
        return Working(asked.name, known.answers[asked.name], "answered")
    return None


ALWAYS_KNOWN = frozenset(
    {"kind", "gate", "value", "decision_day", "forward_plan_listed", "cumulative_value"}
)
"""Inputs that the register always supplies, from the report itself and the day."""


def supplied(asked: Input, known: Known) -> bool:
    """Whether the register supplies an input, so that an answer would say nothing."""
    if asked.derived in ALWAYS_KNOWN:
        return True
    read = _REGISTER.get(asked.derived or "")
    return read is not None and read(known) is not None


def _fits(asked: Input, value: Value) -> bool:
    if asked.discrete:
        return value in asked.choices
    return isinstance(value, int) and asked.least <= value <= asked.most


def _cumulative(name: str, known: Known) -> Working | None:
    if known.value is None:
        return None
    own = Sum(
        ref="this report",
        commission=known.commission.id if known.commission is not None else "",
        amount=committed(known.kind, known.value, known.details),
        counts="permits" if known.kind in ALLOWS else "spends",
    )
    parts = (*known.sums, own)
    return Working(name, exposure(parts), "sum", parts)


def added(agreement: Any) -> int:
    """What decisions have added to an agreement since it was awarded, in pence."""
    return sum(int(e.get("value") or 0) for e in agreement.extensions if "decision" in e)


def varied(agreement: Any) -> int:
    """What variations alone have added to an agreement, in pence; one that took away adds none."""
    return sum(
        max(0, int(e.get("value") or 0))
        for e in agreement.extensions
        if "decision" in e and "until" not in e
    )


def _awarded(known: Known) -> int | None:
    """What the agreement was first awarded for, before anything was added."""
    value = getattr(known.agreement, "value", None)
    return None if value is None else max(0, int(value) - added(known.agreement))


def _variations(known: Known) -> int | None:
    """All variations of the agreement together: none stays small by being one of several."""
    if known.kind != "vary" or known.value is None:
        return None
    return known.value + known.other_variations


def _prior_approval(known: Known) -> int | None:
    """What is left of the sum approved before: what was committed since counts against it."""
    if known.permission is None or known.commission is None:
        return 0
    if known.permission.value is None:
        return None
    own = getattr(known.agreement, "id", None)
    used = sum(
        s.amount
        for s in known.sums
        if s.commission == known.commission.id
        and s.counts != "permits"
        and s.id > known.permission.id
        and s.id != own
    )
    return max(0, known.permission.value - used)


def committed(kind: str, value: int, details: Mapping[str, Any]) -> int:
    """What a report would commit over the whole life, in pence; options to extend count.

    An extension or a variation adds to an agreement that counts by itself. What takes away adds
    nothing: no report makes room for another below a limit.
    """
    own = max(0, value)
    if kind in ADDS:
        return own
    if (stated := details.get("whole_life_value")) is not None:
        return max(0, int(stated))
    return own + sum(max(0, int(e.get("value") or 0)) for e in details.get("extensions") or ())


def _whole_life(known: Known) -> int | None:
    if known.value is None:
        return None
    own = committed(known.kind, known.value, known.details)
    if known.kind in ADDS:
        before = getattr(known.agreement, "value", None)
        return None if before is None else int(before) + own
    return own


def _ordinal(value: dt.date | None) -> int | None:
    return None if value is None else value.toordinal()


def _of_commission(column: str) -> Callable[[Known], Any]:
    return lambda known: getattr(known.commission, column, None)


def _ends(known: Known) -> int | None:
    source = known.agreement.ends_on if known.agreement is not None else None
    if source is None and known.commission is not None:
        source = known.commission.end_date
    return _ordinal(source)


_REGISTER: Mapping[str, Callable[[Known], Any]] = {
    "kind": lambda known: known.kind,
    "gate": lambda known: known.gate,
    "value": lambda known: known.value,
    "variation_value": _variations,
    "whole_life_value": _whole_life,
    "awarded_value": _awarded,
    "prior_approval": _prior_approval,
    "forward_plan_listed": lambda known: "yes" if known.listed else "no",
    "commission_level": _of_commission("level"),
    "mechanism": _of_commission("mechanism"),
    "regime": _of_commission("regime"),
    "risk_tier": lambda known: known.risk_tier,
    "decision_day": lambda known: known.on.toordinal(),
    "ends": _ends,
    "starts": lambda known: _ordinal(getattr(known.agreement, "starts_on", None)),
}
"""What the register derives without asking; the other names are answered by the author."""
