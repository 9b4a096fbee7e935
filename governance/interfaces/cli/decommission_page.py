"""A decommissioning case as a page of text, and cases as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces.cli.output import in_words, table, tell
from governance.words.format import day, listed, money

_SAID = {
    "scope": "What would end",
    "options": "Options",
    "users": "Children and families",
    "market": "Other providers",
    "support": "For and against",
}
_PLANNED = {"staff": "Staff", "premises": "Premises", "contingency": "If it goes wrong"}


def case_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print cases, a line each."""
    table(
        title,
        ("Case", "Commission", "Title", "State", "Cause", "Opened", "Ends"),
        [
            (
                r["ref"],
                r["commission"],
                r["title"],
                words.term(r["state"]),
                r["because"],
                day(r["opened_on"]),
                day(r["ends_on"]) if r["ends_on"] else "",
            )
            for r in rows
        ],
        whole="Case",
    )


def plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """What `queries.show` tells, for JSON: refusals with their words."""
    moves = [
        {
            "move": m["move"],
            "to": m["to"],
            "open": not m["refusals"],
            "closed_because": [in_words(r) for r in m["refusals"]],
        }
        for m in found["moves"]
    ]
    ahead = {
        key: [in_words(r) for r in value] if key in ("missing", "unclear") else value
        for key, value in found["ahead"].items()
    }
    report = found.get("report")
    if report is not None:
        report = {**report, "lacks": [in_words(r) for r in report["lacks"]]}
    return {**found, "moves": moves, "ahead": ahead, "report": report}


def page(found: Mapping[str, Any]) -> None:
    """Print what `queries.show` tells."""
    tell(f"{found['ref']}: decommissioning of {found['commission']} {found['title']}")
    tell(f"{words.capital(words.term(found['state']))}. {found['meaning']}")
    for name, text in _facts(found):
        tell(f"  {name}: {text}")
    for flag in found["flags"]:
        tell(f"  Note: {words.say(flag['code'], flag.get('params', {}))}")
    _children(found)
    for one in found["deadlines"]:
        kind = words.capital(words.term(one["kind"]))
        paused = " (the clock stands still)" if one["state"] == "paused" else ""
        tell(f"  {kind}: {day(one['due'])}{paused}")
    _report(found["report"])
    ahead(found)


def ahead(found: Mapping[str, Any]) -> None:
    """Print what comes next for a case: what is missing, who decides, the first lawful days."""
    seen = found["ahead"]
    for refusal in (*seen["missing"], *seen["unclear"]):
        tell(f"  - {words.say(refusal.code, refusal.params)}")
    for said in _first_days(seen):
        tell(f"  {said}")
    moves(found["moves"])


def moves(found: Sequence[Mapping[str, Any]]) -> None:
    """Print the moves of a case: open, or why not."""
    if found:
        tell("What can be done:")
    for one in found:
        name = one["move"].replace("_", " ")
        mark = "+" if not one["refusals"] else "-"
        tell(f"  {mark} {name} → {words.term(one['to'] or '')}")
        for refusal in one["refusals"]:
            tell(f"      {words.say(refusal.code, refusal.params)}")


def _end(seen: Mapping[str, Any]) -> str:
    if seen.get("decision_from"):
        told = {"decided": seen["decision_from"], "day": seen["end_from"]}
        return words.say("decommissioning.earliest_end_after", told)
    return words.say("decommissioning.earliest_end", {"day": seen["end_from"]})


def _report(report: Mapping[str, Any] | None) -> None:
    if report is None:
        return
    outcome = f", {words.term(report['outcome'])}" if report["outcome"] else ""
    tell(f"  Report: {report['ref']} ({words.term(report['state'])}{outcome})")
    for refusal in report["lacks"]:
        tell(f"    - {words.say(refusal.code, refusal.params)}")


def _children(found: Mapping[str, Any]) -> None:
    for one in found["counts"]:
        told = {"ref": found["ref"], **one}
        tell(f"  {words.say('done.decommission_counted', told)}")


def of_report(ends: Mapping[str, Any] | None) -> Iterator[str]:
    """What a report's page says of the case behind it."""
    if ends is None:
        return
    yield f"Case: {ends['case']}."
    told = (*_appraised(ends), *_money(ends["savings"]), *_consulted(ends["consultation"]))
    for name, text in told:
        yield f"{name}: {text}"
    for one in ends["lacks"]:
        yield f"- {one['words']}"


def next_of(case: Mapping[str, Any]) -> Iterator[str]:
    """What `vires next` says of a case of the commission."""
    yield case["words"]
    for one in (*case["missing"], *case["unclear"]):
        yield f"  - {one['words']}"
    yield from (f"  {said}" for said in _first_days(case))
    for move in case["moves"]:
        yield f"  {'+' if move['open'] else '-'} {move['move'].replace('_', ' ')}"
        for reason in move["closed_because"]:
            yield f"      {reason['words']}"


def _first_days(seen: Mapping[str, Any]) -> Iterator[str]:
    """Who decides, and the first lawful days of the decision and of the end."""
    if seen.get("decider"):
        rule = {"who": seen["decider"], "rule": seen["rule"] or "none"}
        yield words.say("decommissioning.who_decides", rule)
    if seen.get("decision_from"):
        yield words.say("decommissioning.earliest_decision", {"day": seen["decision_from"]})
    if seen.get("end_from"):
        yield _end(seen)


def _facts(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is on file, by what people call it."""
    yield "Opened", f"{day(found['opened_on'])}, because: {found['because']}"
    for name, key in (("Reason", "reason"), ("Carried out by", "officer")):
        if found[key]:
            yield name, found[key]
    if found["continuity"]:
        said = found["continuity"]
        until = f", until {day(said['until'])}" if said.get("until") else ""
        yield "Meanwhile", f"{said['what']}, by {said['who']}{until}"
    for plan in found["plans"]:
        yield "Improvement plan", f"{plan['ref']} {plan['title']} ({words.term(plan['state'])})"
    yield from _appraised(found)
    yield from _money(found["savings"])
    yield from _consulted(found["consultation"])
    yield from _going(found)
    yield from _evaluated(found["evaluation"])


def _appraised(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    part = " (a part of the service)" if found["partial"] else ""
    for key, name in _SAID.items():
        text = found["scope"] if key == "scope" else found["appraisal"].get(key)
        if text:
            yield name, text + (part if key == "scope" else "")


def _going(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Notice, transition, what follows, and the end."""
    if found["notice_on"]:
        ends = day(found["notice_ends_on"]) if found["notice_ends_on"] else "a day to be named"
        yield "Notice", f"given on {day(found['notice_on'])}; it ends on {ends}"
    if found["notice_terms"]:
        yield "The agreements say", found["notice_terms"]
    for key, name in _PLANNED.items():
        if found["transition"].get(key):
            yield name, found["transition"][key]
    if found["replacement"] or found["no_replacement"]:
        yield "Followed by", found["replacement"] or f"nothing: {found['no_replacement']}"
    if found["closed_on"]:
        yield "Closed", day(found["closed_on"])


def _money(savings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    names = {"saving": "Saved in a year", "cost": "Cost of ending it", "budget": "Budget"}
    for key, name in names.items():
        if savings.get(key) is not None:
            yield name, money(savings[key])


def _consulted(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Who was asked and what changed because of it; or why nobody was."""
    if said.get("none"):
        yield "Nobody consulted", f"{said['none']} Legal advice: {said['advice']}"
        return
    if said.get("whom"):
        spell = f" ({day(said['from'])} to {day(said['to'])})" if said.get("to") else ""
        yield "Consulted", said["whom"] + spell
    if said.get("views"):
        yield "They said", said["views"]
    if said.get("changed"):
        yield "What changed because of it", said["changed"]


def _evaluated(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not said:
        return
    yield "What it brought", said["improvement"]
    promised = said.get("promised")
    of = f" of {money(promised)} promised" if promised is not None else ""
    yield "Saved in a year", f"{money(said['saved'])}{of}"
    children = said.get("children") or {}
    told = [
        f"{number} {words.term(f'child_{name}')}" for name, number in children.items() if number
    ]
    yield "Children", listed(told, "and") or "none were moved"
    yield "Learned", said["learned"]
