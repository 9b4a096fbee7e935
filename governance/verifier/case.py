"""The case as it was made for the scheme: each figure that can be made again from the record is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from governance.verifier.bundle import Row
from governance.verifier.findings import Findings
from governance.verifier.scheme import Scheme
from governance.verifier.taken import Taken
from governance.verifier.words import in_words, listed, pounds, several, spoken

ALLOWS = ("permission-to-procure", "waive")
"""Kinds of report whose value is that of spending which another report commits."""
ADDS = ("extend", "vary")
"""Kinds that add to an agreement."""
REGISTER = ("kind", "gate", "value", "decision_day", "forward_plan_listed", "cumulative_value")
"""Inputs that the register always knows, so that nobody answers them."""


def case_of(taken: Taken, scheme: Scheme, found: Findings, on: dt.date) -> dict[str, Any]:
    """The case as it was made for the scheme; each figure that can be made again is."""
    said = (taken.report.get("case_facts") or {}).get("inputs", [])
    case = {str(one["input"]): one["value"] for one in said}
    found.holds(len(case) == len(said), "an input of the case stands twice")
    for one in said:
        name, value = str(one["input"]), one["value"]
        known = scheme.inputs.get(name)
        if known is None:
            found.fails(f"the scheme has no input {name}")
            continue
        if known["type"] == "choice":
            fits = value in known["choices"]
        else:
            fits = isinstance(value, int) and known["least"] <= value <= known["most"]
        found.holds(fits, f"{name} cannot be {said_as(known, value)}")
        _made(taken, known, one, found, on)
    return case


def said_as(known: Mapping[str, Any], value: Any) -> str:
    """A value of an input of the scheme, as people say it."""
    match known["type"], value:
        case "money", int():
            return pounds(value)
        case "day", int():
            return in_words(dt.date.fromordinal(value))
    return str(value)


def _made(
    taken: Taken, known: Mapping[str, Any], one: Mapping[str, Any], found: Findings, on: dt.date
) -> None:
    """One input of the case, made again from what was on record."""
    name, value, how, source = one["input"], one["value"], one["how"], known["from"]
    told = f"{name}, {known['title']}: {said_as(known, value)}"
    summed = source == "cumulative_value"
    found.holds(summed == (how == "sum"), f"{name} was not made as the scheme asks")
    if how == "answered":
        found.holds(source not in REGISTER, f"{name} is for the register to say, not for anybody")
        answers = taken.report.get("answers") or {}
        found.holds(answers.get(name) == value, f"the author did not answer {name} so")
        found.say(f"{told}, as the author answered")
        return
    if how == "sum":
        _summed(taken, one, found)
        return
    again = _register(taken, on).get(str(source))
    if again is None:
        found.say(f"{told}, as the register had it; the record does not hold all it rests on")
    else:
        was, said = said_as(known, again), said_as(known, value)
        if found.holds(again == value, f"{name} was {was} that day, not {said}"):
            found.say(told)


def _register(taken: Taken, on: dt.date) -> dict[str, Any]:
    """What the register said, by the names under which it supplies a scheme's inputs."""
    report, rows = taken.report, taken.rows
    notices = rows.where("notice", proposal_id=report["id"], kind="forward_plan")
    listed = any(not one.get("withdrawn") for one in notices)
    commission = rows.get("commission", report.get("commission_id")) or {}
    agreement = rows.get("agreement", report.get("agreement_id"))
    found = {
        "kind": report["kind"],
        "gate": report.get("gate"),
        "value": report.get("value"),
        "forward_plan_listed": "yes" if listed else "no",
        "decision_day": on.toordinal(),
        **{
            f"{prefix}{name}": commission.get(name)
            for prefix, name in (("commission_", "level"), ("", "mechanism"), ("", "regime"))
        },
    }
    ends = agreement.get("ends_on") if agreement else None
    ends = ends or commission.get("end_date")
    found["ends"] = dt.date.fromisoformat(ends).toordinal() if ends else None
    if agreement is None and report.get("value") is not None:
        found["whole_life_value"] = committed(report)
    return {name: value for name, value in found.items() if value is not None}


def committed(report: Row) -> int:
    """What a report would commit over the whole life, in pence; options to extend count.

    A sum below nothing commits nothing: it makes no room for another below a limit.
    """
    details, value = report.get("details") or {}, max(0, int(report.get("value") or 0))
    if report["kind"] in ADDS:
        return value
    if details.get("whole_life_value") is not None:
        return max(0, int(details["whole_life_value"]))
    options = details.get("extensions") or ()
    return value + sum(max(0, int(option.get("value") or 0)) for option in options)


def _summed(taken: Taken, one: Mapping[str, Any], found: Findings) -> None:
    """What linked commissions commit: for each, the larger of what is permitted and spent."""
    permits: dict[str, int] = {}
    spends: dict[str, int] = {}
    for part in one["parts"]:
        row = _part(taken, str(part["ref"]))
        if row is None:
            found.fails(f"{part['ref']} is counted, and is not in the record")
            continue
        above = int(part["amount"]) >= 0
        found.holds(above, f"{part['ref']} is counted with a sum below nothing")
        commission = str(row.get("commission_id") or "")
        into = permits if part["counts"] == "permits" else spends
        into[commission] = into.get(commission, 0) + int(part["amount"])
        if "kind" in row:
            own = committed(row)
            fits = own == part["amount"] and (row["kind"] in ALLOWS) == (into is permits)
        else:
            fits = row.get("value") == part["amount"]
        found.holds(fits, f"{part['ref']} is counted with another sum than it has")
    ours = [part for part in one["parts"] if part["ref"] == "this report"]
    found.holds(len(ours) == 1, "the report itself is not counted once")
    total = sum(
        max(permits.get(c, 0), spends.get(c, 0)) for c in sorted(permits.keys() | spends.keys())
    )
    found.holds(total == one["value"], f"{one['input']} comes to {pounds(total)}")
    found.say(f"{one['input']}: {several(len(one['parts']), 'sum')} come to {pounds(total)}")
    parts = (f"{p['ref']} {spoken(p['counts'])} {pounds(p['amount'])}" for p in one["parts"])
    found.say(f"counted for each commission, the larger of permitted and spent: {listed(parts)}")


def _part(taken: Taken, ref: str) -> Row | None:
    if ref == "this report":
        return taken.report
    table = "agreement" if ref.startswith("A-") else "proposal"
    return taken.rows.one(table, ref=ref)
