"""Triggers, what they find and what they rest on, as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces.cli.output import table
from governance.words.format import listed, money


def trigger_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print the triggers in force, a line each."""
    table(
        title,
        ("Trigger", "Looks for", "Offers", "Found", "Open"),
        [
            (
                r["trigger"],
                r["looks_for"],
                words.term(r["offers"]),
                words.term("trigger_by_itself" if r["by_itself"] else "trigger_by_people"),
                r["open"],
            )
            for r in rows
        ],
        whole="Trigger",
    )


def page(found: Mapping[str, Any]) -> None:
    """Print what `queries.show` tells."""
    print(f"{found['trigger']}: {found['title']}")
    for name, text in _facts(found):
        print(f"  {name + ':':<26}{text}")


def _facts(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    unit = found["answer"]["unit"].replace("_", " ")
    said = {
        "Looks for": found["looks_for"],
        "Offers": words.term(found["offers"]),
        "The lead answers within": f"{found['answer']['count']} {unit}",
        **{word.capitalize(): _value(word, value) for word, value in found["says"].items()},
        "Only where": _scope(found["only_where"]),
        "Source": found["source"],
        "Stands in": found["version"],
    }
    return [(name, text) for name, text in said.items() if text]


def _value(word: str, value: Any) -> str:
    if value is None or value == []:
        return ""
    if word == "complex from":
        return money(value)
    if isinstance(value, list):
        return listed([words.term(one) for one in value], "and")
    return str(value)


def _scope(scope: Mapping[str, Any]) -> str:
    parts = [
        f"{words.term(f'trigger_scope_{name}')}: {listed(scope[name], 'or')}"
        for name in ("levels", "mechanisms", "regimes", "tiers")
        if scope[name]
    ]
    parts += [
        f"{words.term(f'trigger_scope_{name}')}: {money(scope[name])}"
        for name in ("value_from", "value_under")
        if scope[name] is not None
    ]
    if scope["voluntary"] is not None:
        answer = "yes" if scope["voluntary"] else "no"
        parts.append(f"{words.term('trigger_scope_voluntary')}: {answer}")
    return "; ".join(parts)


def findings(told: Mapping[str, Any]) -> None:
    """Print what would open, each with what it rests on, and what is to be watched."""
    for one in told["opens"]:
        print(f"{one['commission']} {one['title']}: {one['why']} ({one['trigger']})")
        print(f"  {words.term('trigger_offers')}: {words.term(one['offers'])}")
        for text in evidence(one["evidence"]):
            print(f"  - {text}")
    for one in told["watched"]:
        print(f"{one['commission']}: {words.say('trigger.amber', one)}")


def evidence(said: Iterable[Mapping[str, Any]]) -> list[str]:
    """What a case rests on, a sentence for each thing."""
    return [words.say(f"trigger.saw.{one['kind']}", one) for one in said]


__all__ = ["evidence", "findings", "page", "trigger_table"]
