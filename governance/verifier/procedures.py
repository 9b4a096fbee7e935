"""What a rule asks for around a decision: notices, documents, call-in; and whether it was kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.verifier.days import Calendar
from governance.verifier.words import spoken

INSTEAD_OF = {
    "general_exception": ("forward_plan",),  # SI 2012/2089, regulation 10
    "special_urgency": ("forward_plan",),  # SI 2012/2089, regulation 11
    "private_urgency": ("private_28", "private_5"),  # SI 2012/2089, regulation 5(6)
    "urgent_item": ("agenda",),  # Local Government Act 1972, section 100B(4)(b)
}
"""Which notices an exception stands in for."""


@dataclass
class Procedure:
    """All that a rule's procedures ask for together."""

    key_decision: bool = False
    meeting_only: bool = False
    notices: list[Mapping[str, Any]] = field(default_factory=list)
    exceptions: list[Mapping[str, Any]] = field(default_factory=list)
    evidence: set[str] = field(default_factory=set)
    publish: bool = False
    call_in: Mapping[str, Any] | None = None


def together(parts: Sequence[Mapping[str, Any]]) -> Procedure:
    """Several procedures as one: whatever any asks for, the longest of each notice."""
    found = Procedure()
    for part in parts:
        found.key_decision |= part.get("key_decision") == "yes"
        found.meeting_only |= part.get("meeting_only") == "yes"
        found.evidence |= set(part.get("evidence", []))
        found.publish |= bool(part.get("publish"))
        call_in = part.get("call_in")
        if call_in and (not found.call_in or int(call_in["days"]) > int(found.call_in["days"])):
            found.call_in = call_in
    found.notices = _longest(rule for part in parts for rule in part.get("notices", []))
    found.exceptions = _longest(
        rule
        for part in parts
        for rule in part.get("exceptions", [])
        if all(_allows(other, rule["kind"]) for other in parts)
    )
    return found


def _longest(rules: Any) -> list[Mapping[str, Any]]:
    found: dict[Any, Mapping[str, Any]] = {}
    for rule in rules:
        alike = (rule["kind"], rule["policy"], rule.get("before", "decision"))
        if alike not in found or int(found[alike]["days"]) < int(rule["days"]):
            found[alike] = rule
    return list(found.values())


def _allows(procedure: Mapping[str, Any], exception: str) -> bool:
    """Whether a procedure allows an exception, or does not ask for what it stands in for."""
    asks = {rule["kind"] for rule in procedure.get("notices", [])}
    allowed = {rule["kind"] for rule in procedure.get("exceptions", [])}
    return exception in allowed or not asks & set(INSTEAD_OF.get(exception, ()))


@dataclass(frozen=True)
class Counted:
    """A notice: what was given for it and when, and the first day it allows (None: nothing)."""

    kind: str
    given: str | None
    on: dt.date | None
    first: dt.date | None
    words: str


def counted(
    procedure: Procedure, given: Mapping[str, dt.date], calendar: Calendar, *, meeting: bool
) -> list[Counted]:
    """Every notice that binds, with the best that was given for it. `given` is by kind."""
    found = []
    for rule in procedure.notices:
        if not meeting and rule.get("before", "decision") != "decision":
            continue
        kind, ways = rule["kind"], []
        if kind in given:
            ways.append((_first(rule, given[kind], calendar), kind))
        for exception in {one["kind"] for one in procedure.exceptions} & given.keys():
            if kind in INSTEAD_OF.get(exception, ()):
                rules = [one for one in procedure.exceptions if one["kind"] == exception]
                first = max(_first(one, given[exception], calendar) for one in rules)
                ways.append((first, exception))
        asked = f"{rule['days']} {spoken(rule['policy'])}"
        if not ways:
            found.append(Counted(kind, None, None, None, asked))
            continue
        first, by = min(ways)
        found.append(Counted(kind, by, given[by], first, asked))
    return found


def _first(rule: Mapping[str, Any], on: dt.date, calendar: Calendar) -> dt.date:
    return calendar.allowed_from(rule["policy"], int(rule["days"]), on)
