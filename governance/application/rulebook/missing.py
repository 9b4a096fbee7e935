"""What a text names that is not here, told from the day its draft is saved.

A draft may name a body that is still to be set up, or an office nobody has added: it is kept all
the same, and whoever writes it is told, with the line. A policy in force that names nobody would
remind nobody, so its adoption is refused (`whom_it_names`); a scheme's own proof and cover stand
in its way; of all other texts it is said once more where they are adopted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from governance.application.desk import Desk
from governance.application.rulebook.in_force import keys_in_force, meaning, text_of
from governance.application.rulebook.whom_it_names import Known, known_here, names_nobody, unknown
from governance.domain.authority.model import Scheme
from governance.domain.bodies.terms import Terms
from governance.domain.calendar.rules import CalendarRules
from governance.domain.errors import Refusal
from governance.domain.escalation import EscalationPolicy
from governance.domain.texts import Node, parse


@dataclass(frozen=True, slots=True)
class Missing:
    """Something named that is not here: why and what to do, and the line it is named on."""

    refusal: Refusal
    line: int | None


def missing(desk: Desk, version: Any) -> list[Missing]:
    """Every name in a version's text that nobody and nothing here has, in the order of its lines.

    Nothing of kinds that name nobody. It is asked anew each time: whoever is added today is no
    longer missing.
    """
    said = _MISSING.get(version.kind)
    if said is None:
        return []
    found = list(dict.fromkeys(_plain(one) for one in said(desk, version)))
    if not found:
        return []
    node = parse(text_of(desk, version), version.file or version.key)
    told = [Missing(Refusal(code, dict(params)), _line(node, params)) for code, params in found]
    return sorted(told, key=lambda one: one.line or 0)


def _plain(refusal: Refusal) -> tuple[str, tuple[tuple[str, Any], ...]]:
    return refusal.code, tuple(sorted(refusal.params.items()))


# --- by kind


def _of_terms(desk: Desk, version: Any) -> Iterator[Refusal]:
    says: Terms = meaning(desk, version)
    known = known_here(desk, on=desk.today)
    yield from unknown("rulebook.body_not_here", [says.body], known.recorded)
    offices = {seat.office for seat in says.seats if seat.office} | _one(says.urgent_matters)
    partners = {partner for seat in says.seats for partner in seat.represents}
    yield from unknown("rulebook.names_no_office", offices, known.offices)
    yield from unknown("rulebook.names_no_organisation", partners, known.organisations)
    anybody = (*known.organisations, *known.offices, *known.bodies)
    yield from unknown("rulebook.appoints_nobody", _one(says.chair.appointed_by), anybody)
    if says.notices and not _calendars(desk):
        yield Refusal("rulebook.no_calendar")


def _of_scheme(desk: Desk, version: Any) -> Iterator[Refusal]:
    says: Scheme = meaning(desk, version)
    known = known_here(desk, on=desk.today)
    if says.standing == "own":
        owners = (*known.bodies, *known.organisations, desk.partnership.key)
        yield from unknown("rulebook.owner_not_here", [says.owner], owners)
    deciders = says.deciders.values()
    offices = [one.key for one in deciders if one.kind == "office"]
    yield from unknown("rulebook.names_no_office", offices, known.offices)
    bodies = [one for one in deciders if one.kind == "body"]
    yield from unknown("rulebook.body_not_here", [one.key for one in bodies], known.bodies)
    terms = [one.terms for one in bodies if one.terms]
    yield from unknown("rulebook.names_no_terms", terms, known.terms)


def _of_policy(desk: Desk, version: Any) -> Iterator[Refusal]:
    yield from names_nobody(desk, version, on=desk.today)
    says: EscalationPolicy = meaning(desk, version)
    calendars = _calendars(desk)
    if not calendars:
        yield Refusal("rulebook.no_calendar")
        return
    here = {str(period.kind) for one in calendars for period in one.periods}
    rules = says.deadlines.values()
    named = {period for rule in rules for period in rule.wait_in | _one(rule.only_in)}
    yield from unknown("rulebook.names_no_period", named, here)


_MISSING: dict[str, Callable[[Desk, Any], Iterable[Refusal]]] = {
    "terms": _of_terms,
    "scheme": _of_scheme,
    "escalation": _of_policy,
}


def _calendars(desk: Desk) -> list[CalendarRules]:
    return [meaning(desk, one) for one in keys_in_force(desk, kind="calendar", on=desk.today)]


def _one(name: str | None) -> frozenset[str]:
    return frozenset({name} if name else ())


# --- on which line


def _line(node: Node, params: Iterable[tuple[str, Any]]) -> int | None:
    """The first line on which a name stands; None where no name is what is missing."""
    told = dict(params)
    name = told.get("name") or str(told.get("kind", "")).replace("_", "-")
    return next(_lines(node, name), None) if name else None


def _lines(node: Node, name: str) -> Iterator[int]:
    if isinstance(node.value, dict):
        for key, one in node.value.items():
            if key == name:
                yield one.line
            elif key not in ("key", "title", "vires"):
                yield from _lines(one, name)
    elif isinstance(node.value, list):
        for one in node.value:
            yield from _lines(one, name)
    elif isinstance(node.value, str) and name in re.split(r"[\s’']+", node.value):
        yield node.line


__all__ = ["Known", "Missing", "known_here", "missing"]
