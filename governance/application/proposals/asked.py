"""The inputs of a scheme as questions on a report: what is known, how, and what is still asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from governance.application.proposals.case import Working
from governance.application.proposals.reading import Report
from governance.domain.authority.model import Input
from governance.domain.authority.outcome import Undetermined

NEVER_ANSWERED: Final = frozenset({"cumulative_value", "kind", "value"})
"""What an input is made from that nobody answers: sums, and what the report itself says."""


def asked(report: Report) -> list[dict[str, Any]]:
    """Every input of the report's scheme, in its order.

    Each is `name, title, type` (money, integer, yes-no, choice, day), `choices, least, most`;
    `value` as people write it (pence for money, a day for a day) or None; `how` it is known
    (`register`, `sum`, `answered`) or None; `parts` of a sum; `yours`, whether the author
    answers it; and `wanted`, whether the decider cannot be known without it.
    """
    if report.scheme is None:
        return []
    workings = _workings(report)
    unknown = report.outcome.unknown if isinstance(report.outcome, Undetermined) else ()
    return [
        _question(one, workings.get(one.name), wanted=one.name in unknown)
        for one in report.scheme.inputs.values()
    ]


def _workings(report: Report) -> Mapping[str, Mapping[str, Any]]:
    """How each value was made: now, or as it was frozen when the report was decided."""
    if report.workings:
        return {one.input: _plain(one) for one in report.workings}
    kept = (report.row.case_facts or {}).get("inputs", ())
    return {one["input"]: one for one in kept}


def _plain(one: Working) -> dict[str, Any]:
    parts = [{"ref": p.ref, "amount": p.amount, "counts": p.counts} for p in one.parts]
    return {"value": one.value, "how": one.how, "parts": parts}


def _question(one: Input, known: Mapping[str, Any] | None, *, wanted: bool) -> dict[str, Any]:
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
        "yours": how in (None, "answered") and one.derived not in NEVER_ANSWERED,
        "wanted": wanted,
    }
