"""The facts of an entry as people read them: a case by its scheme's types, and no machine's marks.

Nothing is lost by it: the entry itself keeps every fact as it was recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from governance import words
from governance.application.desk import Desk
from governance.application.rulebook import in_force
from governance.domain.authority.model import Input, Scheme
from governance.domain.errors import Unusable
from governance.words.format import day, money

FOR_MACHINES: Final = frozenset(
    {"cause", "content", "decisions", "digest", "evidence", "identifiers", "pieces", "process"}
    | {"request", "source"}
)
"""Facts that are identifiers, digests and processes: nobody reads them in a list."""

_TERMS: Final = frozenset(
    {"basis", "before", "decision", "effect", "how", "kind", "kinds", "move", "outcome", "stage"}
    | {"state", "tier"}
)
"""Facts that are names for machines, which have words."""


def readable(desk: Desk, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an entry without those for machines, and the inputs of a case by their types."""
    found = {
        name: _said(value) if name in _TERMS else value
        for name, value in facts.items()
        if name not in FOR_MACHINES
    }
    case = facts.get("case")
    if isinstance(case, Mapping) and isinstance(case.get("inputs"), list):
        inputs = _inputs(desk, facts.get("scheme_version"))
        found["case"] = dict(_input(one, inputs) for one in case["inputs"])
    return found


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return words.term(value) if value.replace("_", "").replace("-", "").isalpha() else value
    return [_said(one) for one in value] if isinstance(value, list) else value


def _inputs(desk: Desk, version: Any) -> Mapping[str, Input]:
    """The inputs of the scheme's version that an entry names; none where it is not known."""
    try:
        row = desk.row("rulebook_version", version) if isinstance(version, str) else None
    except Unusable:
        return {}
    meaning = None if row is None else in_force.meaning(desk, row)
    return meaning.inputs if isinstance(meaning, Scheme) else {}


def _input(one: Mapping[str, Any], inputs: Mapping[str, Input]) -> tuple[str, str]:
    name, value = str(one["input"]), one["value"]
    known = inputs.get(name)
    title = name.replace("_", " ") if known is None else known.title
    return title, _valued(value, None if known is None else known.type)


def _valued(value: Any, kind: str | None) -> str:
    if value is None or value == "":
        return words.term("not_known")
    if isinstance(value, bool):
        return words.term("yes" if value else "no")
    if isinstance(value, int):
        if kind == "day":
            return day(dt.date.fromordinal(value))
        return money(value) if kind == "money" else f"{value:,}"
    return str(_said(value))
