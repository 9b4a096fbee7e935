"""A rating rule in words, line by line, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator

from governance import words
from governance.domain.performance.model import Bound, Line, RagRule
from governance.domain.performance.travel import TRAVELS
from governance.domain.performance.values import said_value


def lines(rule: RagRule) -> list[tuple[str, str]]:
    """Each rating with its conditions, in order; then what a rating demands."""
    found = [(line.rating, _conditions(line)) for line in rule.lines]
    if rule.within is not None:
        told = {"ratings": sorted(rule.act_on), "within": rule.within.words}
        found.append((words.term("corrective-action"), words.say("rag.line.action", told)))
    return found


def _conditions(line: Line) -> str:
    said = list(_each(line))
    if not said:
        return words.say("rag.line.else", {})
    return words.say("rag.line", {"conditions": said})


def _each(line: Line) -> Iterator[str]:
    for bound in line.off:
        side = "more_than" if bound.beyond else "at_most"
        yield words.say(f"rag.line.{side}", {"distance": _distance(bound)})
    for since, allowed in line.since.items():
        known = [words.term(travel) for travel in TRAVELS if travel in allowed]
        yield words.say("rag.line.since", {"since": since, "allowed": known})


def _distance(bound: Bound) -> str:
    if bound.of == "tolerance":
        return words.term("tolerance")
    return said_value(bound.amount) + ("%" if bound.of == "percent" else "")
