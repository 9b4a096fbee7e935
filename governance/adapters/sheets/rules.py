"""The rows of rules as nodes: tests from their columns, the rest from the notation beside."""

from __future__ import annotations

from collections.abc import Mapping

from governance.adapters.sheets.cells import Grid, Places
from governance.adapters.sheets.conditions import ALWAYS
from governance.adapters.sheets.layout import (
    AFTER_TESTS,
    BEFORE_TESTS,
    FINDINGS,
    Accepts,
    Column,
    natural_order,
)
from governance.adapters.sheets.paths import read_path
from governance.adapters.sheets.rows import Row, rows_of
from governance.domain.authority.model import STEP_KINDS
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.domain.texts import Node, parse

_ELSEWHERE: Mapping[str, str] = {
    "scheme.path.no_decision": "path",
    "scheme.path.too_late": "path",
    "scheme.rule.unknown": "overrides",
    "scheme.rule.overrides_itself": "overrides",
}
"""What the reader says of a whole rule that is about one cell of it."""

_TAKES: Mapping[str, Accepts] = {"day": "day", "yes-no": "yes-no"}


def read_rules(grid: Grid, inputs: Node, places: Places) -> Node:
    """The rules, in the order of their rows."""
    declared: Mapping[str, Node] = inputs.value
    columns = (
        *BEFORE_TESTS,
        *(Column(name, name, accepts=_accepts(node)) for name, node in declared.items()),
        *AFTER_TESTS,
    )
    # An input may be called "title"; its column's key is then not its name.
    tests = {f"input {name}": name for name in declared}
    keyed = tuple(
        Column(f"input {one.key}", one.heading, one.width, one.accepts)
        if len(BEFORE_TESTS) <= at < len(BEFORE_TESTS) + len(declared)
        else one
        for at, one in enumerate(columns)
    )
    rows = list(rows_of(grid, keyed, places, ignored=(FINDINGS.heading,)))
    # Without its headings a sheet is misread in every row, and no row is worth a word.
    places.stop_if_any("sheets.column.")
    return Node([_rule(row, tests, places) for row in rows], 0)


def _accepts(node: Node) -> Accepts:
    kind = node.value.get("type")
    return "text" if kind is None else _TAKES.get(str(kind.value), "text")


def _rule(row: Row, tests: Mapping[str, str], places: Places) -> Node:
    found = {"id": row.node("id"), "when": _when(row, tests, places), "path": _path(row, places)}
    for key in ("procedure", "overrides"):
        if row.text(key):
            found[key] = row.names(key)
    for code, key in _ELSEWHERE.items():
        places.elsewhere[row.line("id"), code] = row.at(key)
    return Node({**found, **row.nodes(source="source", title="title")}, row.line("id"))


def _when(row: Row, tests: Mapping[str, str], places: Places) -> Node:
    entries = {name: _test(row, key) for key, name in tests.items() if row.text(key)}
    other = _other(row, places)
    at = row.at("when")
    if other.value == ALWAYS and entries:
        places.add(at, "sheets.rule.always_and_more")
    if not entries:
        if other.value is None and at not in places.bad and not _any_bad(row, tests, places):
            places.add(at, "sheets.rule.no_condition")
        return other
    more: Mapping[str, Node] = other.value if isinstance(other.value, dict) else {}
    for name in more:
        if name in entries:
            places.add(at, "sheets.test.twice", name=name)
    return Node(_ordered({**entries, **more}, row, list(tests.values())), row.line("when"))


def _any_bad(row: Row, tests: Mapping[str, str], places: Places) -> bool:
    return any(row.at(key) in places.bad for key in tests)


def _ordered(entries: dict[str, Node], row: Row, inputs: list[str]) -> dict[str, Node]:
    """The tests in the order of the columns, or in the one the row itself names."""
    natural = [name for name in natural_order(inputs) if name in entries]
    natural += [name for name in entries if name not in natural]
    said = [one.strip() for one in row.text("order").replace("\n", ",").split(",")]
    first = [name for name in dict.fromkeys(said) if name in entries]
    return {name: entries[name] for name in [*first, *(n for n in natural if n not in first)]}


def _test(row: Row, key: str) -> Node:
    at = row.at(key)
    lines = [
        Node(one.strip(), row.places.number(at, number))
        for number, one in enumerate(row.text(key).split("\n"), start=1)
        if one.strip()
    ]
    if len(lines) == 1:
        return Node(lines[0].value, row.line(key))
    return Node(lines, row.line(key))


def _other(row: Row, places: Places) -> Node:
    """What stands under "other conditions": lines such as "is: commitment", or "always"."""
    found = cell_group(row, "when")
    if isinstance(found.value, list):
        return Node({"any": found}, found.line)
    if isinstance(found.value, str) and found.value != ALWAYS:
        places.add(row.at("when"), "sheets.rule.other", text=found.value[:80])
        return Node(None, found.line)
    return found


def cell_group(row: Row, key: str) -> Node:
    """A condition written out in a cell as in a scheme's text."""
    text = row.text(key)
    at = row.at(key)
    if not text:
        return Node(None, row.line(key))
    try:
        return _placed(parse(text.encode(), row.places.file), row, key)
    except (Unusable, UnicodeEncodeError) as error:
        found = error if isinstance(error, Unusable) else Unusable.one("text.not_shown")
        row.places.add_all(at, found, inside="\n" in text)
        return Node(None, row.line(key))


def _placed(node: Node, row: Row, key: str) -> Node:
    """The same nodes standing in the cell."""
    value = node.value
    if isinstance(value, dict):
        value = {name: _placed(one, row, key) for name, one in value.items()}
    elif isinstance(value, list):
        value = [_placed(one, row, key) for one in value]
    line = node.line if "\n" in row.text(key) else None
    return Node(value, row.places.number(row.at(key), line), node.quoted)


def _path(row: Row, places: Places) -> Node:
    text, at = row.text("path"), row.at("path")
    if not text:
        if at not in places.bad:
            places.add(at, "sheets.cell.needed", key="path")
        return Node(None, row.line("path"))
    groups: list[Node] = []
    several = "\n" in text
    for number, steps, words in read_path(text):
        line = number if several else None
        if steps is None:
            places.add(at, "sheets.path.unreadable", line=line, text=words[:80])
            continue
        for kind in (next(iter(step)) for step in steps):
            if kind not in STEP_KINDS:
                known, near = [*STEP_KINDS], nearest(kind, STEP_KINDS)
                params = {"text": kind[:40], "nearest": near, "known": known}
                places.add(at, "sheets.path.step", line=line, **params)
        here = places.number(at, line)
        placed = [_as_node(step, here) for step in steps]
        groups.append(
            placed[0] if len(placed) == 1 else Node({"parallel": Node(placed, here)}, here)
        )
    return Node(groups, row.line("path"))


def _as_node(value: object, line: int) -> Node:
    if isinstance(value, dict):
        return Node({key: _as_node(one, line) for key, one in value.items()}, line)
    if isinstance(value, list):
        return Node([_as_node(one, line) for one in value], line)
    return Node(value, line)
