"""What the pages and acts of measures share: names, values with units, ratings in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from governance import words
from governance.application.performance.pages import offers
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About
from governance.interfaces.web.visit import Visit

WAYS: Final[Mapping[str, str]] = {
    "record": "value",
    "correct": "correct",
    "take_back": "take-back",
    "rate": "rate",
    "action": "action",
    "set": "change",
    "end": "end",
}
"""What can be done with a measure, and the end of the address of its form."""

Values = Callable[[Visit, Any], Mapping[str, Any]]


def about(act: str, values: Values | None = None) -> Callable[[Visit], About]:
    """What the page of an act knows: the measure, what stands, why the act is closed."""

    def known(visit: Visit) -> About:
        row = visit.desk.row("measure", visit.path["ref"])
        there = {one["act"]: one["refusals"] for one in offers(visit.desk, row.ref)}
        return About(
            params={"ref": row.ref, "title": row.title},
            seen=row.version,
            values={} if values is None else values(visit, row),
            closed=[reason(one.code, one.params) for one in there.get(act, ())],
        )

    return known


def with_unit(value: str | None, unit: str) -> str:
    """A value with its unit: 82.5%, 40 families."""
    if value is None:
        return ""
    return f"{value}{unit}" if unit == "" or unit.startswith("%") else f"{value} {unit}"


def rated(one: Mapping[str, Any]) -> str:
    """A rating with its shape, or that there is none and why."""
    if one["rating"] is not None:
        return words.term(f"rag_{one['rating']}")
    why = words.say(f"unrated.{one['unrated'] or 'no_rule'}", {})
    return f"{words.term('rag_unrated')}: {why}"


def travelled(one: Mapping[str, Any], since: str) -> str:
    """Which way a value went since another; empty where that is not known."""
    became = one.get(f"since_{since}", "not_known")
    return "" if became == "not_known" else words.term(became)
