"""How an act on the record reads: what was done, and the facts that came with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from governance.words import act, catalogue, say
from governance.words.format import day, listed, money

AMOUNTS: Final = frozenset(
    {"amount", "ceiling", "forecast", "left", "over", "spent", "used", "value"}
)
"""Facts that are amounts in pence."""

__all__ = ["AMOUNTS", "act", "called", "fact", "facts"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def facts(given: Mapping[str, Any]) -> str:
    """Facts in one line: “on: 6 March 2025; ordinary: yes”. What is empty is left out."""
    return "; ".join(
        f"{called(name)}: {fact(name, value)}"
        for name, value in given.items()
        if value not in (None, "", [], {})
    )


def called(name: str, language: str = "en") -> str:
    """What a fact is called: by its words, `fact.<name>`, else its name spelt out."""
    own = catalogue(language).get(f"fact.{name}")
    return own[0] if own is not None else name.replace("_", " ")


def fact(name: str, value: Any) -> str:
    """One fact in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return money(value) if name in AMOUNTS else f"{value:,}"
    if isinstance(value, str):
        return day(value) if _DAY.fullmatch(value) else value
    if isinstance(value, Mapping) and "code" in value:
        return say(str(value["code"]), value.get("params", {})).removesuffix(".")
    if isinstance(value, Mapping):
        return f"({facts(value)})"
    if isinstance(value, list):
        return listed((fact(name, one) for one in value), "and")
    return str(value)
