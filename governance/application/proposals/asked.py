"""The inputs of a scheme as questions on a report: what is known, how, and what is still asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from governance.application.proposals.case import Working
from governance.application.proposals.reading import Report
from governance.domain.authority.model import (
    AllOf,
    Compare,
    Condition,
    Const,
    In,
    Input,
    LimitOn,
    Scheme,
)
from governance.domain.authority.outcome import Undetermined

NEVER_ANSWERED: Final = frozenset({"cumulative_value", "kind", "value"})
"""What an input is made from that nobody answers: sums, and what the report itself says."""


def asked(report: Report) -> list[dict[str, Any]]:
    """Every input of the report's scheme, in its order.

    Each is `name, title, type` (money, integer, yes-no, choice, day), `choices, least, most`;
    `value` as people write it (pence for money, a day for a day) or None; `how` it is known
    (`register`, `sum`, `answered`) or None; `parts` of a sum; `yours`, whether the author
    answers it, which is only what a rule for such a decision can ask or what they answered
    before; and `wanted`, whether the decider cannot be known without it.
    """
    if report.scheme is None:
        return []
    workings = _workings(report)
    unknown = report.outcome.unknown if isinstance(report.outcome, Undetermined) else ()
    bears = _bearing(report.scheme, report.row.kind)
    return [
        _question(one, workings.get(one.name), wanted=one.name in unknown, bears=one.name in bears)
        for one in report.scheme.inputs.values()
    ]


def _bearing(scheme: Scheme, kind: str) -> frozenset[str]:
    """The inputs that some rule which can take a decision of this kind asks about."""
    kinds = frozenset(one.name for one in scheme.inputs.values() if one.derived == "kind")
    found: set[str] = set()
    for rule in scheme.rules:
        found.update(_asks(scheme, rule.when, kinds, kind) or ())
    return frozenset(found)


def _asks(
    scheme: Scheme, condition: Condition, kinds: frozenset[str], kind: str
) -> frozenset[str] | None:
    """The inputs a condition asks about; None where no decision of the kind can meet it."""
    match condition:
        case In(name, choices):
            return None if name in kinds and kind not in choices else frozenset({name})
        case Compare():
            return frozenset({condition.input, *_beside(scheme, condition)})
    parts = [_asks(scheme, part, kinds, kind) for part in condition.parts]
    open_parts = [part for part in parts if part is not None]
    if (not open_parts and parts) or (
        isinstance(condition, AllOf) and len(open_parts) < len(parts)
    ):
        return None
    return frozenset().union(*open_parts)


def _beside(scheme: Scheme, leaf: Compare) -> Iterator[str]:
    """What something is compared with, where that is an input, or a limit read on one's day."""
    match leaf.term:
        case Const():
            return
        case LimitOn(name, read_on):
            by = read_on or scheme.limits[name].by
            if by is not None:
                yield by
        case other:
            yield other.input


def _workings(report: Report) -> Mapping[str, Mapping[str, Any]]:
    """How each value was made: now, or as it was frozen when the report was decided."""
    if report.workings:
        return {one.input: _plain(one) for one in report.workings}
    kept = (report.row.case_facts or {}).get("inputs", ())
    return {one["input"]: one for one in kept}


def _plain(one: Working) -> dict[str, Any]:
    parts = [{"ref": p.ref, "amount": p.amount, "counts": p.counts} for p in one.parts]
    return {"value": one.value, "how": one.how, "parts": parts}


def _question(
    one: Input, known: Mapping[str, Any] | None, *, wanted: bool, bears: bool
) -> dict[str, Any]:
    value = known["value"] if known is not None else None
    how = known["how"] if known is not None else None
    if one.type == "day" and isinstance(value, int):
        value = dt.date.fromordinal(value)
    return {
        "name": one.name,
        "title": one.title,
        "type": one.type,
        "choices": one.choices,
        "least": one.least,
        "most": one.most,
        "value": value,
        "how": how,
        "parts": list(known["parts"]) if known is not None else [],
        "yours": (how == "answered" or (how is None and (bears or wanted)))
        and one.derived not in NEVER_ANSWERED,
        "wanted": wanted,
    }
