"""A commission as a page of text: the cycle and where it stands, then what is on its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces import holds
from governance.interfaces.cli.output import in_words, table
from governance.words.format import count, listed, money
from governance.words.format import day as day_words

_MARKS = {"complete": "x", "open": ">", "reopened": "<", "at_gate": "?"}
"""How a stage stands in the picture: passed, at work, come back to, at its gate."""


def page(told: Mapping[str, Any]) -> None:
    """Print what `queries.show` tells."""
    state, number = words.term(told["state"]), told["round"]
    print(f"{told['ref']} {told['title']} ({state}, round {number})")
    if told["stages"]:
        print(f"\n  {cycle(told['stages'])}")
        print("  (x passed, > at work, ? at its gate, < come back to)\n")
    for name, text in _facts(told):
        print(f"  {name + ':':<18}{text}")
    if told["measures"]["measures"]:
        print(f"  {'Measures:':<18}{words.say('measures.summary', told['measures'])}")
    for flag in told["flags"]:
        print(f"  Note: {words.say(flag['code'], flag.get('params', {}))}")
    for case in told["cases"]:
        print(f"  Case {case['ref']}: {words.term(case['state'])}, because: {case['cause']}")
    _missing(told["stages"])
    _escalated(told)
    _improving(told)
    _tables(told)


def cycle(stages: Sequence[Mapping[str, Any]]) -> str:
    """The cycle as one line, each stage with its mark, going round to the first."""
    boxes = [f"[{_MARKS.get(s['state'], ' ')}] {s['title']}" for s in stages]
    return " → ".join([*boxes, "round again"])


def plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """What `queries.show` tells, for JSON: refusals with their words."""
    stages = [{**s, "missing": [in_words(r) for r in s["missing"]]} for s in told["stages"]]
    return {**told, "stages": stages}


def _facts(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts that are known, by what people call them."""
    ends, value = told["end_date"], told["value"]
    linked = [f"{one['ref']} {one['title']}" for one in told["linked"]]
    found = {
        "Lead": told["lead"] or "nobody yet",
        "Ends": day_words(ends) if ends else "not known",
        "Value": money(value) if value is not None else "not known",
        "Need": told["need"],
        "Population": told["population"],
        "Outcomes": listed(told["outcomes"], "and"),
        "Level": told["level"],
        "Mechanism": told["mechanism"],
        "Regime": words.term(told["regime"]) if told["regime"] else None,
        "Commissioned by": told["organisation"],
        "Part of": told["parent"],
        "Its parts": listed(told["children"], "and"),
        "Counts with": listed(linked, "and"),
        "Followed by": told["recommissioned_as"],
        "In the plan": "; ".join(_place(one) for one in told["places"]),
        **{name: str(text) for name, text in told["facts"].items()},
    }
    return [(name, text) for name, text in found.items() if text]


def _place(one: Mapping[str, Any]) -> str:
    """Where it stands in a plan: under which priority, in which group's commissioning plan."""
    code = "plan.stands" if one["group"] is None else "plan.stands_in_group"
    return words.say(code, one)


def _missing(stages: Sequence[Mapping[str, Any]]) -> None:
    """What the gates of the stages at work still ask for."""
    for stage in stages:
        if not stage["missing"]:
            continue
        things = count(len(stage["missing"]), "thing", "things")
        print(f"\n  The gate of “{stage['title']}” asks for {things}:")
        for refusal in stage["missing"]:
            print(f"  - {words.say(refusal.code, refusal.params)}")


def _escalated(told: Mapping[str, Any]) -> None:
    """What escalations hold it to, and held it to."""
    said = [
        *holds.exceptions(told["exceptions"]),
        *holds.blocks(told["blocks"]),
        *holds.triggers(told["triggers"]),
    ]
    if said:
        print("\n  Escalated:")
    for one in said:
        print(f"  - {one}")


def _improving(told: Mapping[str, Any]) -> None:
    """The improvement plans that are open, a sentence each."""
    from governance.application.improvement.queries import said

    found = [said(dict(one)) for one in told["improvement"]]
    if found:
        print("\n  Support and challenge:")
    for one in found:
        print(f"  - {words.say(one.code, one.params)}")


def _tables(told: Mapping[str, Any]) -> None:
    if told["partners"]:
        rows = [(p["name"], _amount(p["share"])) for p in told["partners"]]
        table("\nPartners", ("Partner", "Share"), rows)
    if told["evidence"]:
        evidence_table("\nEvidence", told["evidence"])
    if told["agreements"]:
        agreement_table("\nAgreements", told["agreements"])
    if told["funds"]:
        from governance.interfaces.cli.fund_page import paying_table

        paying_table("\nPaid from", told["funds"])
    if told["reports"]:
        columns = ("Ref", "Asks for", "Title", "State", "Outcome")
        reports = [
            (
                r["ref"],
                words.term(r["kind"]),
                r["title"],
                words.term(r["state"]),
                words.term(r["outcome"]) if r["outcome"] else "",
            )
            for r in told["reports"]
        ]
        table("\nReports", columns, reports)


def evidence_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a table of documents."""
    table(
        title,
        ("Kind", "Title", "File", "Open", "Id"),
        [(r["kind"], r["title"], r["file"] or "a statement", _openness(r), r["id"]) for r in rows],
    )


def agreement_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a table of agreements."""
    table(
        title,
        ("Ref", "Title", "Provider", "State", "Value", "Ends"),
        [
            (
                r["ref"],
                r["title"],
                r["provider"],
                words.term(r["state"]),
                _amount(r["value"]),
                day_words(r["ends_on"]) if r["ends_on"] else "not known",
            )
            for r in rows
        ],
    )


def _openness(row: Mapping[str, Any]) -> str:
    if row["closed"] is None:
        return "open"
    return f"exempt, paragraph {row['paragraph']}" if row["closed"] == "exempt" else row["closed"]


def _amount(pence: int | None) -> str:
    return "not known" if pence is None else money(pence)
