"""`vires scheme explain`: how a scheme comes to its answer, and what would change it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.domain.assurance.deriving import Deriver, Node
    from governance.domain.assurance.nearest import Nearest
    from governance.domain.authority import Case, Compiled, Reason, Rule, Scheme
    from governance.domain.authority.model import Value


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scheme's file, or a bundled one.")],
    case: Annotated[Path, typer.Option("--case", help="The case: JSON, input names and values.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of decision: today.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say how a scheme comes to its answer, test by test, and which case nearby goes elsewhere."""
    from governance.domain.authority import compile_scheme, parse_case
    from governance.interfaces.cli.scheme import (
        day_given,
        day_of_decision,
        read_file,
        read_scheme,
    )

    asked = None if on is None else day_given(on)
    scheme = read_scheme(file)
    known = parse_case(read_file(case), scheme, str(case))
    told = explanation(compile_scheme(scheme, day_of_decision(scheme, known, asked)), known)
    if as_json:
        emit_json(told)
    else:
        _tell(scheme, told)
    if "rule" not in told:
        raise typer.Exit(EXIT_REFUSED)


def explanation(compiled: Compiled, case: Case) -> dict[str, Any]:
    """What a scheme answers about a case, why test by test, and what nearby would change it.

    Raises `Unusable` where the case has a value out of bounds or goes against what is assumed.
    """
    from governance.domain.assurance.nearest import nearest
    from governance.domain.authority.evaluating import answer
    from governance.interfaces.outcomes import outcome_json

    values = {**compiled.given, **case.values}
    told = outcome_json(compiled.scheme, answer(compiled, case))
    told |= {"on": compiled.on.isoformat(), **_derivation(compiled, values, told)}
    told["nearest"] = [_nearest(compiled, values, one) for one in nearest(compiled, values)]
    return told


# --- how it came to that


def _derivation(
    compiled: Compiled, values: Mapping[str, Value], told: Mapping[str, Any]
) -> dict[str, Any]:
    """The rules that hold, each as a tree of tests, and why the others do not take the case."""
    from governance.domain.assurance.deriving import Deriver

    deriver = Deriver(compiled, values)
    held = {one.rule.id: deriver.tree(one.rule) for one in compiled.rules}
    winner = told.get("rule")
    shown = [winner] if winner else told.get("conflict", [])
    holding = [one.rule for one in compiled.rules if held[one.rule.id].held]
    return {
        "derivation": [
            {
                "rule": name,
                "words": _whose(name, winner),
                "tests": _node(held[name]),
                "source": compiled.scheme.rule(name).source or compiled.scheme.source.title,
            }
            for name in shown
        ],
        "others": [
            _other(deriver, one.rule, holding, held[one.rule.id].held)
            for one in compiled.rules
            if one.rule.id not in shown
        ],
    }


def _whose(rule: str, winner: str | None) -> str:
    return words.say("explain.rule" if winner else "explain.standing", {"rule": rule})


def _other(
    deriver: Deriver, rule: Rule, holding: Sequence[Rule], held: bool | None
) -> dict[str, Any]:
    params: dict[str, Any] = {"rule": rule.id}
    if held:
        over = [one.id for one in holding if rule.id in one.overrides]
        code = "hidden" if over else "agreeing"
        params["rules"] = over
    else:
        code = "open" if held is None else "failed"
        params["failed"] = " ".join(_sentences(deriver.failed(rule)))
    return {"rule": rule.id, "held": held, "words": words.say(f"explain.{code}", params)}


def _node(node: Node) -> dict[str, Any]:
    if node.kind == "test":
        return {"held": node.held, "words": _sentences(node.reasons)}
    text = words.say(f"explain.{node.kind}", {"title": node.title})
    return {"held": node.held, "words": [text], "parts": [_node(part) for part in node.parts]}


def _sentences(reasons: Sequence[Reason]) -> list[str]:
    found = (words.say(one.code, one.params) for one in reasons)
    return [text[:1].upper() + text[1:] for text in found]


# --- what would change it


def _nearest(compiled: Compiled, values: Mapping[str, Value], one: Nearest) -> dict[str, Any]:
    from governance.interfaces.cases import case_json, value_json
    from governance.interfaces.cli.scheme_comparing import going_json

    inputs = compiled.scheme.inputs
    changed = inputs.get(one.input or "")
    on = compiled.on
    value = value_json(changed, one.value) if changed is not None else None
    if changed is None or changed.derived == "decision_day":
        on = dt.date.fromordinal(int(one.value))
        value = on.isoformat()
    days = {name: on.toordinal() for name, i in inputs.items() if i.derived == "decision_day"}
    case = {**values, **days, **({} if changed is None else {changed.name: one.value})}
    told: dict[str, Any] = {"input": one.input, "value": value, "on": on.isoformat()}
    told["case"] = case_json(inputs, case)
    if one.going is None:
        told["open"] = True
    else:
        told |= going_json(one.going)
    return {**told, "words": _nearest_words(compiled, one)}


def _nearest_words(compiled: Compiled, one: Nearest) -> str:
    changed = compiled.scheme.inputs.get(one.input or "")
    kind = "day" if changed is None else "choice" if changed.discrete else changed.type
    value: Any = one.value
    if kind == "day":
        value = dt.date.fromordinal(int(one.value))
    title = words.say("explain.decision_day", {}) if changed is None else changed.title
    return words.say(f"explain.at_{kind}", {"value": value, "title": title, "then": _then(one)})


def _then(one: Nearest) -> str:
    from governance.interfaces.cli.scheme_comparing import going_words

    going = one.going
    if going is None:
        return words.say("explain.then_open", {})
    match going.kind:
        case "rule":
            return words.say("explain.then_rule", {"then": going_words(going)})
        case "conflict":
            return words.say("explain.then_conflict", {"rules": going.rules})
    code = "explain.then_no_rule" if going.scheme.fallback is None else "explain.then_fallback"
    return words.say(code, {"fallback": going.scheme.fallback})


# --- on the screen


def _tell(scheme: Scheme, told: Mapping[str, Any]) -> None:
    for one in told["derivation"]:
        tell(one["words"])
        _print(one["tests"], 1)
        if one["source"]:
            tell("  " + words.say("explain.source", {"source": one["source"]}))
    if "no_rule" in told:
        fallback = told.get("fallback")
        code = "scheme.answer.fallback" if fallback else "scheme.answer.no_rule"
        say(code, fallback=(fallback or "").replace("_", " "))
    if "unknown" in told:
        say("explain.settles", unknown=[scheme.inputs[name].title for name in told["unknown"]])
    if told["others"]:
        tell()
        say("explain.others")
        for one in told["others"]:
            tell(f"  {one['words']}")
    tell()
    if not told["nearest"]:
        say("explain.nearest_none")
        return
    say("explain.nearest")
    for one in told["nearest"]:
        tell(f"  {one['words']}")


def _print(node: Mapping[str, Any], depth: int) -> None:
    mark = {True: "+", False: "-", None: "?"}[node["held"]]
    for number, text in enumerate(node["words"]):
        tell("  " * depth + (mark if number == 0 else " ") + f" {text}")
    for part in node.get("parts", ()):
        _print(part, depth + 1)
