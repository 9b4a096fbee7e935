"""Reading a rating rule (`vires: rag/1`) from a text, every problem at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from governance.domain.errors import Unusable
from governance.domain.escalation.phrases import read_span
from governance.domain.performance.model import (
    FORMAT,
    QUESTIONS,
    RATINGS,
    Bound,
    Line,
    RagRule,
    Since,
)
from governance.domain.performance.periods import RHYTHMS
from governance.domain.performance.reach import check
from governance.domain.performance.travel import TRAVELS
from governance.domain.performance.values import read_value
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader, parse

MOST_LINES: Final = 20
"""Lines of a rule at the most."""

SINCE_KEYS: Final[Mapping[str, Since]] = {
    "since last year": "last_year",
    "since last period": "last_period",
    "since the baseline": "baseline",
}
"""How a text asks for a comparison."""

_BOUND: Final = re.compile(r"(?P<side>at most|more than) (?P<what>.+)")
_TOLERANCE: Final = ("the tolerance", "its tolerance", "tolerance")


def load_rag(node: Node | bytes, file: str) -> RagRule:
    """Read a rating rule.

    Raises `Unusable` with all problems, each with its line and remedy: conditions nobody can
    read, a value no line takes, a line that can never take one, a corrective action without a
    time for it.
    """
    if isinstance(node, bytes):
        node = parse(node, file)
    problems = Problems(file)
    top = Reader(node, problems)
    top.choice("vires", [FORMAT])
    key, title, source = top.key("key"), top.text("title"), top.text("source", "")
    questions, rhythms = _holds_for(top)
    lines = _lines(top)
    act_on, within = _action(top, {line.rating for line in lines})
    top.done()
    if not problems.found:
        check(lines, top.line, problems)
    problems.stop_if_any()
    return RagRule(key, title, source, lines, questions, rhythms, act_on, within)


def _holds_for(top: Reader) -> tuple[frozenset[str], frozenset[str]]:
    reader = top.reader("holds for")
    if reader is None:
        return frozenset(), frozenset()
    found = _names(reader, "questions", QUESTIONS), _names(reader, "rhythms", RHYTHMS)
    reader.done()
    if not reader.node.value.keys() & {"questions", "rhythms"}:
        reader.problems.add(reader.line, "rag.holds_for_nothing")
    return found


def _names(reader: Reader, key: str, known: Any) -> frozenset[str]:
    """Names out of those known, written with spaces, hyphens or underscores."""
    found = set()
    for text in reader.texts(key):
        name = text.lower().replace(" ", "_").replace("-", "_")
        if name in known:
            found.add(name)
            continue
        spoken = [one.replace("_", " ") for one in known]
        params = {"text": text[:80], "known": spoken, "nearest": nearest(text, spoken)}
        line = reader.node.value[key].line
        reader.problems.add(line, "text.not_one_of", key=key, **params)
    return frozenset(found)


def _lines(top: Reader) -> tuple[Line, ...]:
    readers = top.readers("ratings", required=True)
    if len(readers) > MOST_LINES:
        top.problems.add(readers[MOST_LINES].line, "rag.too_many_lines", most=MOST_LINES)
        readers = readers[:MOST_LINES]
    if not readers and top.get("ratings") is not None:
        top.problems.add(top.node.value["ratings"].line, "text.missing", key="ratings")
    return tuple(map(_line, readers))


def _line(reader: Reader) -> Line:
    rating = reader.choice("rating", RATINGS)
    off = tuple(found for text in reader.texts("off target") if (found := _bound(reader, text)))
    since: dict[Since, Any] = {}
    for key, name in SINCE_KEYS.items():
        if reader.get(key) is not None:
            since[name] = _names(reader, key, TRAVELS)
    reader.done()
    return Line(rating, off, since, reader.line)


def _bound(reader: Reader, text: str) -> Bound | None:
    """How far off the target: "at most 10%", "more than 5", "more than the tolerance"."""
    line = reader.node.value["off target"].line
    match = _BOUND.fullmatch(" ".join(text.lower().split()))
    if match is None:
        reader.problems.add(line, "rag.bound_unreadable", text=text[:80])
        return None
    beyond, what = match["side"] == "more than", match["what"]
    if what in _TOLERANCE:
        return Bound("tolerance", beyond)
    what, of_target, _ = what.partition(" of target")
    percent = what.endswith("%")
    try:
        amount = read_value(what.removesuffix("%"))
    except Unusable as error:
        reader.problems.take(line, error)
        return None
    if amount < 0 or (of_target and not percent):
        reader.problems.add(line, "rag.bound_unreadable", text=text[:80])
        return None
    return Bound("percent" if percent else "unit", beyond, amount)


def _action(top: Reader, given: set[str]) -> tuple[frozenset[str], Any]:
    reader = top.reader("corrective action")
    if reader is None:
        return frozenset(), None
    ratings = _names(reader, "for", RATINGS)
    reader.want("for")
    for rating in sorted(ratings - given):
        line = reader.node.value["for"].line
        reader.problems.add(line, "rag.action_for_nothing", rating=rating)
    within = None
    node = reader.want("within")
    if node is not None:
        try:
            within = read_span(str(node.plain))
        except Unusable as error:
            reader.problems.take(node.line, error)
    reader.done()
    return ratings, within
