"""Measures as tables and pages of text. A rating is a word with a shape, never a colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces.cli.output import say, table
from governance.words.format import day, months

_ARROWS = {"improved": "↗", "maintained": "→", "worse": "↘", "not_known": ""}


def with_unit(value: str | None, unit: str) -> str:
    """A value with its unit: 82.5%, 40 families."""
    if value is None:
        return ""
    return f"{value}{unit}" if unit in ("", "%") or unit.startswith("%") else f"{value} {unit}"


def rated(one: Mapping[str, Any]) -> str:
    """A rating with its shape, or that there is none and why."""
    if one["rating"] is not None:
        return words.term(f"rag_{one['rating']}")
    why = words.say(f"unrated.{one['unrated'] or 'no_rule'}", {})
    return f"{words.term('rag_unrated')}: {why}"


def measure_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print measures, a line each."""
    table(
        title,
        ("Measure", "Of", "Title", "Period", "Value", "Target", "Rating", "Travel"),
        [
            (
                r["ref"],
                r["commission"],
                r["title"],
                months(r["latest"]["period"]) if r["latest"] else "",
                with_unit(r["latest"]["value"], r["unit"]) if r["latest"] else "",
                with_unit(r["target"], r["unit"]),
                rated(r),
                travels(r["latest"]) if r["latest"] else "",
            )
            for r in rows
        ],
        whole="Measure",
    )


def travels(one: Mapping[str, Any]) -> str:
    """Which way a value went since the period before, else since last year."""
    for key in ("since_last_period", "since_last_year"):
        became = one.get(key, "not_known")
        if became != "not_known":
            return f"{_ARROWS[became]} {words.term(became)}"
    return ""


def summary_line(found: Mapping[str, Any]) -> str:
    """How many measures have which rating."""
    if not found["measures"]:
        return words.say("measures.none", {})
    return words.say("measures.summary", found)


def reasons(found: Mapping[str, Any]) -> Iterator[str]:
    """Why measures are unrated, a line each."""
    for one in found["reasons"]:
        code = f"unrated.{one['why']}"
        said, remedy = words.say(code, {}), words.remedy(code, {})
        yield f"{one['ref']}: {said}. {remedy}".rstrip()


def page(found: Mapping[str, Any]) -> None:
    """Print what `queries.show` tells."""
    about = f" ({found['commission']})" if found["commission"] else ""
    print(f"{found['ref']} {found['title']}{about}")
    asked, better = words.term(found["question"]), words.term(found["direction"])
    print(f"{asked[:1].upper()}{asked[1:]}? Every {words.term(found['rhythm'])}; {better}.")
    for name, key in (("Baseline", "baseline"), ("Target", "target")):
        on = f" ({day(found[f'{key}_on'])})" if found[f"{key}_on"] else ""
        print(f"{name}: {with_unit(found[key], found['unit']) or 'none'}{on}")
    if found["tolerance"] is not None:
        print(f"Tolerance: {_tolerance(found)}")
    if found["ended_on"] is not None:
        print(f"Ended on {day(found['ended_on'])}.")
    print(f"Rating: {rated(found)}{_in_a_row(found)}")
    for one in found["action_by"]:
        say("measures.action_wanted", **one)
    if found["observations"]:
        _observations(found)
    if found["actions"]:
        _actions(found["actions"])


def _tolerance(found: Mapping[str, Any]) -> str:
    if found["tolerance_percent"]:
        return f"{found['tolerance']}% of the target"
    return with_unit(found["tolerance"], found["unit"])


def _in_a_row(found: Mapping[str, Any]) -> str:
    return f", {found['reds']} in a row" if found["reds"] > 1 else ""


def _observations(found: Mapping[str, Any]) -> None:
    unit = found["unit"]
    table(
        "Values",
        ("Period", "Value", "Target", "Rating", "Since last period", "Since last year", "Note"),
        [
            (
                months(one["period"]),
                with_unit(one["value"], unit) or "taken back",
                with_unit(one["target"], unit),
                rated(one) if one["stands"] else "stands no more",
                _arrow(one, "since_last_period"),
                _arrow(one, "since_last_year"),
                one["reason"] or one["source"],
            )
            for one in found["observations"]
        ],
    )


def _arrow(one: Mapping[str, Any], key: str) -> str:
    became = one.get(key, "not_known")
    return "" if became == "not_known" else f"{_ARROWS[became]} {words.term(became)}"


def _actions(rows: Sequence[Mapping[str, Any]]) -> None:
    table(
        "Actions",
        ("No", "What", "Officer", "Due", "State", "Outcome"),
        [
            (
                one["number"],
                one["what"],
                one["officer"],
                day(one["due"]),
                _state(one),
                one["outcome"],
            )
            for one in rows
        ],
        whole="No",
    )


def _state(one: Mapping[str, Any]) -> str:
    if one["given_up"]:
        return "given up"
    if one["done_on"] is not None:
        return f"done on {day(one['done_on'])}"
    return "overdue" if one["overdue"] else "to be done"


def forecast_page(found: Mapping[str, Any]) -> None:
    """Print what `queries.ahead` tells."""
    unit = with_unit("", found["unit"])
    print(f"{found['ref']} {found['title']}")
    told = {**found, "unit": unit}
    say("forecast.leads", **told)
    if found["without"] is not None:
        say("forecast.without", **told)
        say("forecast.turned" if found["turned"] else "forecast.not_turned")
    if found["target"] is not None:
        say("forecast.meets" if found["misses"] == "0" else "forecast.misses", **told)
    say("forecast.method")
    if found["by"] is not None:
        say(f"forecast.by_{found['by']}")
