"""A sheet's cells as the nodes of a scheme's text, every problem by its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from governance.adapters.sheets.cells import Grid, Places
from governance.adapters.sheets.conditions import conditions_of
from governance.adapters.sheets.document import scheme_text
from governance.adapters.sheets.layout import (
    HEAD_ENTRIES,
    NAMES,
    REQUIRED,
    RULES,
    SCHEME,
    TABLES,
)
from governance.adapters.sheets.rows import Row, rows_of
from governance.adapters.sheets.rules import cell_group, read_rules
from governance.domain.authority import load_scheme
from governance.domain.authority.loading import KIND
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.domain.texts import Node, parse

_KEYS: Mapping[str, str] = {
    SCHEME: "",
    "Deciders": "deciders",
    "Ranks": "ranks",
    "Inputs": "inputs",
    "Limits": "limits",
    "Definitions": "definitions",
    "Assumptions": "assume",
    "Separation": "separate",
    "Procedures": "procedures",
}
_HEAD_KEYS = ("key", "title", "standing", "owner", "source", "vat", "fallback")


def read_grids(grids: Iterable[Grid], file: str, beside: bytes | None) -> str:
    """The scheme's text that the sheets say.

    Sheets that are not there are taken from the scheme `beside`, which may be None. Raises
    `Unusable` with everything that is wrong, each problem with its cell.
    """
    places = Places(file)
    sheets = {grid.name: grid for grid in grids}
    other: Mapping[str, Node] = {} if beside is None else _beside(beside)
    _check_sheets(sheets, places, other)
    if places.found:
        _check_the_rest(sheets, places, other)
    places.stop_if_any()
    top = places.number(sheets[SCHEME].at(1, 1)) if SCHEME in sheets else 0
    node = Node(_entries(sheets, other, places), top)
    try:
        scheme = load_scheme(node, file)
    except Unusable as error:
        places.take(error.problems)
        places.stop_if_any()
        raise
    places.stop_if_any()
    text = scheme_text(scheme, conditions_of(node))
    load_scheme(text.encode(), file)
    return text


def _beside(text: bytes) -> Mapping[str, Node]:
    node = parse(text, "--with")
    load_scheme(node, "--with")
    found: Mapping[str, Node] = _without_lines(node).value
    return found


def _without_lines(node: Node) -> Node:
    """The same nodes standing in no cell."""
    value = node.value
    if isinstance(value, dict):
        value = {key: _without_lines(one) for key, one in value.items()}
    elif isinstance(value, list):
        value = [_without_lines(one) for one in value]
    return Node(value, 0, node.quoted)


def _check_sheets(sheets: Mapping[str, Grid], places: Places, other: Mapping[str, Node]) -> None:
    for name in (RULES, *REQUIRED):
        if name not in sheets and (name == RULES or not other):
            near = nearest(name, [one for one in sheets if one not in NAMES])
            places.without_sheet("sheets.sheet.missing", sheet=name, nearest=near)
    for name in sheets:
        ours = name.casefold().startswith("notes")
        if name not in NAMES and not ours and (near := nearest(name, NAMES)) is not None:
            places.without_sheet("sheets.sheet.unknown", sheet=name[:80], nearest=near)
    if "Notices" in sheets and "Procedures" not in sheets:
        places.without_sheet("sheets.sheet.missing", sheet="Procedures", nearest=None)


def _check_the_rest(sheets: Mapping[str, Grid], places: Places, other: Mapping[str, Node]) -> None:
    """Note what is wrong with the sheets that are there, where others are not."""
    rows = {
        name: list(rows_of(sheets[name], columns, places))
        for name, columns in TABLES.items()
        if name in sheets
    }
    inputs = _inputs(rows["Inputs"], [], places) if "Inputs" in rows else other.get("inputs")
    if RULES in sheets and inputs is not None:
        read_rules(sheets[RULES], inputs, places)


def _entries(
    sheets: Mapping[str, Grid], other: Mapping[str, Node], places: Places
) -> dict[str, Node]:
    rows = {
        name: list(rows_of(sheets[name], columns, places))
        for name, columns in TABLES.items()
        if name in sheets
    }
    found: dict[str, Node] = {"vires": Node(KIND, 0)}
    if SCHEME in rows:
        found |= _head(rows[SCHEME], places)
    else:
        found |= {key: other[key] for key in _HEAD_KEYS if key in other}
    for name, key in _KEYS.items():
        if key and name in rows:
            found[key] = _PARTS[name](rows[name], rows.get("Notices", []), places)
        elif key and key in other:
            found[key] = other[key]
    found["rules"] = read_rules(sheets[RULES], found["inputs"], places)
    return found


def _named(rows: list[Row], places: Places, read: Any, *, key: str = "key") -> Node:
    """A mapping by the names in the first column."""
    found: dict[str, Node] = {}
    for row in rows:
        name = row.text(key)
        if not name:
            if row.at(key) not in places.bad:
                places.add(row.at(key), "sheets.cell.name_missing")
        elif name in found:
            places.add(row.at(key), "text.duplicate_key", key=name[:80])
        else:
            found[name] = Node(read(row), row.line(key))
    return Node(found, rows[0].line(key) if rows else 0)


def _head(rows: list[Row], places: Places) -> dict[str, Node]:
    headings = {one.casefold(): key for one, key in HEAD_ENTRIES.items()}
    found: dict[str, Node] = {}
    for row in rows:
        entry = row.text("entry")
        key = headings.get(entry.casefold())
        if key is None:
            near, known = nearest(entry, HEAD_ENTRIES), list(HEAD_ENTRIES)
            code = "sheets.entry.unknown"
            places.add(row.at("entry"), code, text=entry[:80], nearest=near, known=known)
        elif key in found:
            places.add(row.at("entry"), "text.duplicate_key", key=entry[:80])
        else:
            found[key] = row.node("value")
    source = {k.removeprefix("source."): v for k, v in found.items() if k.startswith("source.")}
    said = {key: node for key, node in source.items() if node.value is not None}
    head = {key: found[key] for key in _HEAD_KEYS if key in found}
    if said:
        line = next(iter(said.values())).line
        title = source.get("title", Node(None, line))
        head["source"] = Node({"title": title, **said}, line)
    elif "title" in source:
        head["source"] = Node(None, source["title"].line)
    return head


def _deciders(rows: list[Row], _: list[Row], places: Places) -> Node:
    def read(row: Row) -> dict[str, Node]:
        kept = {"kind": row.node("kind"), "title": row.node("title")}
        return {**kept, **row.nodes(terms="terms")}

    return _named(rows, places, read)


def _ranks(rows: list[Row], _: list[Row], __: Places) -> Node:
    return Node([row.names("chain", between=">,\n") for row in rows], 0)


def _inputs(rows: list[Row], _: list[Row], places: Places) -> Node:
    def read(row: Row) -> dict[str, Node]:
        kind = row.text("type")
        found = row.nodes(title="title", least="least", most="most", **{"from": "from"})
        if kind == "one of":
            return {"one of": row.names("one of"), **found}
        if row.text("one of"):
            found["one of"] = row.names("one of")
        return {"type": row.node("type"), **found}

    return _named(rows, places, read)


def _limits(rows: list[Row], _: list[Row], places: Places) -> Node:
    """One row a date; what is the same of all its dates may stand in the first row alone."""
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.text("key"), []).append(row)
    firsts = [of_one[0] for of_one in by_name.values()]

    def read(row: Row) -> dict[str, Node]:
        of_one = by_name[row.text("key")]
        for later in of_one[1:]:
            for key in ("title", "type", "by"):
                if later.text(key) and later.text(key) != row.text(key):
                    places.add(later.at(key), "sheets.limit.differs", name=row.text("key"))
        dates = [_dated(one, number=row.text("type") == "number") for one in of_one]
        found = row.nodes(title="title", type="type", by="by")
        return {**found, "dates": Node(dates, row.line("from"))}

    return _named(firsts, places, read)


def _dated(row: Row, *, number: bool) -> Node:
    key = "number" if number else "amount"
    found = {"from": row.node("from"), key: row.node("value"), **row.nodes(source="source")}
    return Node(found, row.line("from"))


def _definitions(rows: list[Row], _: list[Row], places: Places) -> Node:
    def read(row: Row) -> dict[str, Node]:
        return {**row.nodes(title="title"), "when": cell_group(row, "when")}

    return _named(rows, places, read)


def _assume(rows: list[Row], _: list[Row], places: Places) -> Node:
    return Node([_assumed(row, places) for row in rows], 0)


def _assumed(row: Row, places: Places) -> Node:
    if row.text("if") or row.text("then"):
        if row.text("holds"):
            places.add(row.at("holds"), "sheets.assume.both")
        found = {"if": cell_group(row, "if"), "then": cell_group(row, "then")}
        return Node(found, row.line("if"))
    return cell_group(row, "holds")


def _separate(rows: list[Row], _: list[Row], __: Places) -> Node:
    found = []
    for row in rows:
        entries = {"step": row.node("step"), "not": row.node("not")}
        rules = {"rules": row.names("rules")} if row.text("rules") else {}
        found.append(Node({**entries, **rules, **row.nodes(source="source")}, row.line("step")))
    return Node(found, 0)


def _procedures(rows: list[Row], notices: list[Row], places: Places) -> Node:
    given: dict[tuple[str, str], list[Node]] = {}
    known = {row.text("key") for row in rows}
    for row in notices:
        name, kind = row.text("procedure"), row.text("list")
        if name not in known:
            near = nearest(name, known)
            params: dict[str, Any] = {"nearest": near, "known": sorted(known)}
            places.add(row.at("procedure"), "scheme.procedure.unknown", name=name[:80], **params)
        elif kind not in ("notice", "exception"):
            either = ["notice", "exception"]
            params = {"key": "Notice or exception", "nearest": nearest(kind, either)}
            places.add(row.at("list"), "text.not_one_of", text=kind[:80], known=either, **params)
        else:
            given.setdefault((name, kind), []).append(_notice(row))

    def read(row: Row) -> dict[str, Node]:
        found = {"title": row.node("title")}
        found |= row.nodes(key_decision="key_decision", meeting_only="meeting_only")
        found |= row.nodes(source="source")
        for key in ("evidence", "publish"):
            if row.text(key):
                found[key] = row.lines(key)
        for key, kind in (("notices", "notice"), ("exceptions", "exception")):
            if nodes := given.get((row.text("key"), kind)):
                found[key] = Node(nodes, row.line("key"))
        return {**found, **_call_in(row)}

    return _named(rows, places, read)


def _notice(row: Row) -> Node:
    found = {key: row.node(key) for key in ("kind", "policy", "days")}
    return Node({**found, **row.nodes(before="before", source="source")}, row.line("kind"))


def _call_in(row: Row) -> dict[str, Node]:
    keys = [key for key in row.columns if key.startswith("call_in.")]
    if not any(row.text(key) for key in keys):
        return {}
    needed = ("policy", "days", "who")
    found = {key.removeprefix("call_in."): row.node(key) for key in keys}
    kept = {key: one for key, one in found.items() if key in needed or one.value is not None}
    return {"call_in": Node(kept, row.line("call_in.policy"))}


_PARTS: Mapping[str, Any] = {
    "Deciders": _deciders,
    "Ranks": _ranks,
    "Inputs": _inputs,
    "Limits": _limits,
    "Definitions": _definitions,
    "Assumptions": _assume,
    "Separation": _separate,
    "Procedures": _procedures,
}
