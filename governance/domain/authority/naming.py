"""The inputs, limits and deciders a scheme declares, read from its text."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping

from governance.domain.authority.model import (
    DECIDER_KINDS,
    DERIVED,
    DERIVED_TYPES,
    Dated,
    Decider,
    DeciderKind,
    Input,
    InputType,
    Limit,
)
from governance.domain.authority.tokens import RESERVED
from governance.domain.authority.wording import check_reach
from governance.domain.errors import Unusable
from governance.domain.money import MOST, short_pence
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader

MOST_NUMBER = 1_000_000_000
"""The largest whole number an input can have."""

_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,79}")
_TYPES: Mapping[str, InputType] = {
    "money": "money",
    "number": "integer",
    "day": "day",
    "yes-no": "yes-no",
}
_USUAL_MOST = {"money": 1_000_000_000_00, "number": 1_000_000}
_USUAL_DAYS = (dt.date(2000, 1, 1), dt.date(2099, 12, 31))


def good_name(name: str, line: int, problems: Problems) -> bool:
    """Whether a name can stand in a test; a problem is noted where it cannot."""
    if name in RESERVED:
        problems.add(line, "scheme.name.reserved", name=name)
        return False
    if not _NAME.fullmatch(name):
        problems.add(line, "scheme.name.unusable", name=name[:80])
        return False
    return True


def one_of(text: str, known: Iterable[str], *, code: str, line: int, problems: Problems) -> bool:
    """Whether a name is known; a problem with the nearest one is noted where it is not."""
    names = list(known)
    if text in names:
        return True
    problems.add(line, code, name=text[:80], nearest=nearest(text, names), known=names)
    return False


def read_inputs(nodes: Mapping[str, Node], problems: Problems) -> dict[str, Input]:
    """The declared inputs by name."""
    found = {}
    for name, node in nodes.items():
        if good_name(name, node.line, problems):
            found[name] = _input(name, Reader(node, problems))
    return found


def _input(name: str, reader: Reader) -> Input:
    title = reader.text("title", name.replace("_", " ").replace("-", " "))
    derived = reader.text("from", "") or None
    found = _typed(name, title, derived, reader)
    reader.done()
    if derived:
        line = reader.node.value["from"].line
        known = one_of(
            derived, DERIVED, code="scheme.input.from", line=line, problems=reader.problems
        )
        if known and DERIVED_TYPES[derived] != found.type:
            reader.problems.add(line, "scheme.input.from_type", name=name, source=derived)
    return found


def _typed(name: str, title: str, derived: str | None, reader: Reader) -> Input:
    if reader.get("one of") is not None:
        choices = tuple(reader.texts("one of"))
        for choice in choices:
            good_name(choice, reader.line, reader.problems)
        if len(set(choices)) != len(choices) or len(choices) < 2:
            reader.problems.add(reader.line, "scheme.input.choices", name=name)
        return Input(name, title, "choice", tuple(dict.fromkeys(choices)), derived=derived)
    written = reader.choice("type", _TYPES)
    if written == "yes-no":
        return Input(name, title, "yes-no", ("no", "yes"), derived=derived)
    least, most = _bounds(reader, written)
    if least > most:
        reader.problems.add(reader.line, "scheme.input.bounds", name=name)
    return Input(name, title, _TYPES.get(written, "money"), (), least, most, derived)


def _bounds(reader: Reader, written: str) -> tuple[int, int]:
    if written == "day":
        first = reader.optional_day("least") or _USUAL_DAYS[0]
        last = reader.optional_day("most") or _USUAL_DAYS[1]
        return first.toordinal(), last.toordinal()
    if written == "number":
        least = reader.integer("least", 0, most=MOST_NUMBER)
        return least, reader.integer("most", _USUAL_MOST["number"], most=MOST_NUMBER)
    least_pence, most_pence = _pence(reader, "least"), _pence(reader, "most")
    return least_pence or 0, _USUAL_MOST["money"] if most_pence is None else most_pence


def _pence(reader: Reader, key: str) -> int | None:
    """An amount as tests write it: "10,000,000" or "10m"; None where it is missing."""
    node = reader.get(key)
    if node is None:
        return None
    try:
        return short_pence(str(node.value))
    except Unusable as error:
        reader.problems.take(node.line, error)
        return None


def read_limits(
    nodes: Mapping[str, Node], inputs: Mapping[str, Input], problems: Problems
) -> dict[str, Limit]:
    """The named, dated limits by name."""
    found = {}
    for name, node in nodes.items():
        if name in inputs:
            problems.add(node.line, "scheme.limit.is_input", name=name)
        elif good_name(name, node.line, problems):
            found[name] = _limit(name, Reader(node, problems), inputs)
    return found


def _limit(name: str, reader: Reader, inputs: Mapping[str, Input]) -> Limit:
    kind = reader.choice("type", ("money", "number"), "money")
    by = reader.text("by", "") or None
    dated = [_dated(part, kind) for part in reader.readers("dates", required=True)]
    dated.sort(key=lambda one: one.starts)
    limit = Limit(
        name=name,
        title=reader.text("title", name.replace("-", " ").replace("_", " ")),
        type="money" if kind == "money" else "integer",
        dated=tuple(dated),
        by=by,
    )
    reader.done()
    if not dated:
        reader.problems.add(reader.line, "scheme.limit.empty", name=name)
    if len({one.starts for one in dated}) != len(dated):
        reader.problems.add(reader.line, "scheme.limit.twice", name=name)
    if by is not None and dated:
        days = [i.name for i in inputs.values() if i.type == "day"]
        if one_of(by, days, code="scheme.limit.by", line=reader.line, problems=reader.problems):
            try:
                check_reach(limit, inputs[by])
            except Unusable as error:
                reader.problems.take(reader.line, error)
    return limit


def _dated(reader: Reader, kind: str) -> Dated:
    starts = reader.day("from")
    if kind == "money":
        reader.want("amount")
        value = _pence(reader, "amount") or 0
    else:
        value = reader.integer("number", most=MOST)
    found = Dated(starts, value, reader.text("source", ""))
    reader.done()
    return found


def read_deciders(nodes: Mapping[str, Node], problems: Problems) -> dict[str, Decider]:
    """The offices and bodies that paths may name."""
    found = {}
    for name, node in nodes.items():
        reader = Reader(node, problems)
        if good_name(name, node.line, problems):
            found[name] = Decider(
                key=name,
                kind=_kind(reader.choice("kind", DECIDER_KINDS)),
                title=reader.text("title"),
                terms=reader.text("terms", "") or None,
            )
            reader.done()
    return found


def _kind(text: str) -> DeciderKind:
    return next((kind for kind in DECIDER_KINDS if kind == text), "office")


def read_ranks(
    nodes: list[Node], deciders: Mapping[str, Decider], problems: Problems
) -> tuple[tuple[str, ...], ...]:
    """Chains of deciders, higher first; together they must not go round in a circle."""
    chains = []
    for node in nodes:
        if not isinstance(node.value, list) or len(node.value) < 2:
            problems.add(node.line, "scheme.ranks.chain")
            continue
        names = [str(one.value) for one in node.value]
        for one, name in zip(node.value, names, strict=True):
            one_of(name, deciders, code="scheme.decider.unknown", line=one.line, problems=problems)
        chains.append((tuple(names), node.line))
    below: dict[str, set[str]] = {}
    for names_, line in chains:
        for higher, lower in itertools.pairwise(names_):
            if higher == lower or _reaches(below, lower, higher):
                problems.add(line, "scheme.ranks.circle", higher=higher, lower=lower)
            else:
                below.setdefault(higher, set()).add(lower)
    return tuple(names_ for names_, _ in chains)


def _reaches(below: Mapping[str, set[str]], start: str, goal: str) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        at = waiting.pop()
        if at == goal:
            return True
        if at not in seen:
            seen.add(at)
            waiting.extend(below.get(at, ()))
    return False
