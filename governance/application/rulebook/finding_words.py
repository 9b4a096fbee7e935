"""Findings of a scheme's proof in words: each with its case, as a board secretary would say it.

The check, the refusal to adopt, the list to be acknowledged and the spreadsheet say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from governance import words
from governance.domain.authority.explaining import share
from governance.domain.authority.model import DayOffset, Fraction
from governance.words.format import day, money

if TYPE_CHECKING:
    from governance.domain.assurance import Edge, Finding
    from governance.domain.authority import Scheme
    from governance.domain.authority.model import Input, Value


def finding_words(scheme: Scheme, one: Finding, asked: dt.date) -> str:
    """The finding as a sentence. `asked` is the day from which the scheme was proved."""
    told = _sentence(scheme, one)
    if one.why == "impossible":
        return told
    code = {
        (False, False): "",
        (True, False): "from",
        (False, True): "until",
        (True, True): "between",
    }[one.since not in (None, asked), one.until is not None]
    if not code:
        return told
    code = f"changed.{code}" if one.changed else code
    return words.say(f"proof.{code}", {"on": one.since, "until": one.until, "words": told})


def remedy_words(one: Finding) -> str:
    """What to do about a finding, beyond its mend; empty where the sentence says it."""
    code = f"proof.{one.kind}.{one.why}" if one.why else f"proof.{one.kind}"
    return "" if one.kind == "gap" else words.remedy(code, {})


def case_words(scheme: Scheme, values: Mapping[str, Value]) -> str:
    """A case as a phrase that begins a sentence: "An award of £30,000.50"."""
    inputs = [one for one in scheme.inputs.values() if one.name in values]
    kind = next((one for one in inputs if one.derived == "kind" and one.discrete), None)
    amount = next((one for one in inputs if one is _sum_asked(scheme)), None)
    start = {"noun": _noun(None if kind is None else str(values[kind.name]))}
    if amount is None:
        told = words.say("proof.case", start)
    else:
        told = words.say("proof.case.of", {**start, "amount": values[amount.name]})
    facts = [_fact(one, values[one.name]) for one in inputs if one not in (kind, amount)]
    return (
        words.say("proof.case.beside", {"start": told, "facts": "; ".join(facts)})
        if facts
        else told
    )


def _sum_asked(scheme: Scheme) -> Input | None:
    """The amount a case is said to be of: the value, else the only amount there is."""
    amounts = [one for one in scheme.inputs.values() if one.type == "money"]
    plain = next((one for one in amounts if one.derived == "value"), None)
    return plain or (amounts[0] if len(amounts) == 1 else None)


def _noun(kind: str | None) -> str:
    if kind is None:
        return words.say("proof.noun", {})
    code = f"proof.noun.{kind}"
    if code in words.catalogue():
        return words.say(code, {})
    return words.say("proof.noun.other", {"kind": kind})


def _fact(one: Input, value: Value) -> str:
    return words.say("proof.fact", {"title": one.title, "value": _value(one, value)})


def _value(one: Input, value: Value) -> str:
    if isinstance(value, str):
        return value
    if one.type == "day":
        return day(dt.date.fromordinal(value))
    return money(value) if one.type == "money" else f"{value:,}"


def _sentence(scheme: Scheme, one: Finding) -> str:
    case = "" if one.example is None else case_words(scheme, one.example.values)
    params: dict[str, Any] = {"case": case, "rules": list(one.rules)}
    match one.kind:
        case "gap":
            return _gap(scheme, one, case)
        case "unreachable":
            params |= {"rule": one.rules[0], "rules": list(one.rules[1:])}
            return words.say(f"proof.unreachable.{one.why}", params)
        case "contradiction":
            params["sources"] = [f"“{scheme.rule(rule).source}”" for rule in one.rules]
    return words.say(f"proof.{one.kind}", params)


def _gap(scheme: Scheme, one: Finding, case: str) -> str:
    sides: dict[str, Edge] = {edge.side: edge for edge in reversed(one.edges)}
    below, above = sides.get("below"), sides.get("above")
    choices: dict[str, list[Edge]] = {}
    for edge in one.edges:
        if edge.side == "choice":
            choices.setdefault(edge.input, []).append(edge)
    params: dict[str, Any] = {"case": case}
    if below is not None:
        params |= {"below": below.rule, "ends": _edge(scheme, below)}
    if above is not None:
        params |= {"above": above.rule, "starts": _edge(scheme, above)}
    number = below or above
    if number is None:
        return _gap_of_choices(scheme, choices, case)
    code = "between" if below and above else "below" if below else "above"
    if scheme.inputs[number.input] is not _sum_asked(scheme):
        code = f"{code}.of"
        params["title"] = scheme.inputs[number.input].title
    told = words.say(f"proof.gap.{code}", params)
    for name, edges in choices.items():
        params = {"words": told, "title": scheme.inputs[name].title}
        told = words.say("proof.gap.also", params | _others(edges))
    return told


def _gap_of_choices(scheme: Scheme, choices: Mapping[str, list[Edge]], case: str) -> str:
    """A gap that only choices lie beside."""
    params: dict[str, Any] = {"case": case}
    if not choices:
        return words.say("proof.gap.alone", params)
    ((name, edges),) = list(choices.items())[:1]
    first = edges[0]
    params |= {"above": first.rule, "title": scheme.inputs[name].title}
    return words.say("proof.gap.choice", params | {"starts": _edge(scheme, first)})


def _others(edges: Sequence[Edge]) -> dict[str, Any]:
    rules = list(dict.fromkeys(edge.rule for edge in edges))
    return {"choices": [edge.value for edge in edges], "rules": rules}


def _edge(scheme: Scheme, edge: Edge) -> str:
    """Where a rule ends or begins: "£1,000", or "10% of the budget, here £1,000"."""
    value = _value(scheme.inputs[edge.input], edge.value)
    if edge.term is None:
        return value
    params: dict[str, Any] = {"value": value, "other": scheme.inputs[edge.term.input].title}
    match edge.term:
        case Fraction(1, 1):
            code = "whole"
        case Fraction(numerator, denominator):
            code, params["share"] = "share", share(numerator, denominator)
        case DayOffset(_, 0):
            code = "whole"
        case DayOffset(_, days):
            code, params["days"] = ("after" if days > 0 else "before"), abs(days)
    return words.say(f"proof.edge.{code}", params)
