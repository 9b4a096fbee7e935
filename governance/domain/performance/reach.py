"""Whether a rule rates every value, and whether each of its lines can ever rate one.

Every case that the rule can tell apart is tried: distances on, between and beyond its bounds,
and each outcome of the comparisons it makes. Distances in percent, in units and against the
tolerance are tried independently, since measures differ in their targets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from governance.domain.performance.model import Bound, Line, Since
from governance.domain.performance.rating import told_without
from governance.domain.performance.travel import TRAVELS, Travel
from governance.domain.performance.values import said_value
from governance.domain.texts import Problems


@dataclass(frozen=True, slots=True)
class _Case:
    """A value as a rule sees it: how far off in percent, in units, beyond the tolerance or not."""

    percent: int
    unit: int
    beyond: bool
    since: dict[Since, Travel]


def check(lines: Sequence[Line], top: int, problems: Problems) -> None:
    """Note a case that no line takes, and every line that takes no case."""
    used: set[int] = set()
    gap: _Case | None = None
    for case in _cases(lines):
        taken = _taken(lines, case)
        if isinstance(taken, int):
            used.add(taken)
        elif taken is None and gap is None and "not_known" not in case.since.values():
            gap = case
    if gap is not None:
        problems.add(top, "rag.gap", case=_said(gap, lines))
    for number, line in enumerate(lines):
        if number not in used:
            problems.add(line.line, "rag.never", rating=line.rating)


def _cases(lines: Sequence[Line]) -> Iterator[_Case]:
    since = sorted({name for line in lines for name in line.since})
    travels = [
        dict(zip(since, found, strict=True)) for found in product(TRAVELS, repeat=len(since))
    ]
    distances = [
        (0, 0, False),
        *product(_places(lines, "percent"), _places(lines, "unit"), (False, True)),
    ]
    for (percent, unit, beyond), compared in product(distances, travels):
        yield _Case(percent, unit, beyond, compared)


def _places(lines: Sequence[Line], of: str) -> list[int]:
    """Distances off the target: on each bound that is named, and just beyond it."""
    named = {bound.amount for line in lines for bound in line.off if bound.of == of}
    return sorted({1} | {place for amount in named for place in (amount, amount + 1) if place > 0})


def _taken(lines: Sequence[Line], case: _Case) -> int | str | None:
    """The line that rates a case; "unrated" where one cannot be told; None where none does."""
    told = told_without(lines)
    for number, line in enumerate(lines):
        if not all(_holds(bound, case) for bound in line.off):
            continue
        outside = [name for name, allowed in line.since.items() if case.since[name] not in allowed]
        if any(case.since[name] != "not_known" or name in told for name in outside):
            continue
        return "unrated" if outside else number
    return None


def _holds(bound: Bound, case: _Case) -> bool:
    if case.percent == 0:
        return not bound.beyond
    if bound.of == "tolerance":
        return case.beyond == bound.beyond
    there = case.percent if bound.of == "percent" else case.unit
    return (there <= bound.amount) != bound.beyond


def _said(case: _Case, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """A case in codes, as far as the rule looks at it."""
    asked = {bound.of for line in lines for bound in line.off}
    found: list[dict[str, Any]] = []
    if case.percent == 0 and asked:
        found.append({"code": "rag.case.on_target", "params": {}})
    elif case.percent:
        if "percent" in asked:
            found.append(_part("percent", amount=said_value(case.percent)))
        if "unit" in asked:
            found.append(_part("unit", amount=said_value(case.unit)))
        if "tolerance" in asked:
            found.append(_part("beyond" if case.beyond else "within"))
    for since, became in case.since.items():
        found.append(_part("since", since=since, travel=became))
    return found or [{"code": "rag.case.any", "params": {}}]


def _part(name: str, **params: Any) -> dict[str, Any]:
    return {"code": f"rag.case.{name}", "params": params}
