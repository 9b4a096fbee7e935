"""A rulebook's text edited part by part, for people who fill in forms and write no YAML.

A text is read into plain entries, somebody changes some of them, and the text is written again:
entries that say what they said keep their lines, comments and all, and the others are written
anew in the order of the kind, without comments. What comes out is read again; where it would not
say exactly what it should, the whole text is laid out anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from governance.adapters.sheets.text import entry_lines, item_lines, written
from governance.domain.texts import Node, parse

Path = tuple[str | int, ...]
"""Where something stands in a text: names of entries, and numbers of items from 0."""

Document = dict[str, Any]
"""What a text says: texts, lists and mappings, values as they were written.

Yes and no, whole numbers and days may be put in as such.
"""

ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "terms": (
        "vires",
        "key",
        "title",
        "body",
        "standing",
        "source",
        "adds",
        "categories",
        "seats",
        "substitutes",
        "quorum",
        "decisions",
        "chair",
        "meetings",
        "between_meetings",
    ),
    "escalation": ("vires", "key", "title", "source", "hour", "reviews", "deadlines"),
}
"""The entries of each kind that is edited in parts, in the order of its reference page."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ASIDE = re.compile(r"\s*(?:#.*)?")
"""A blank line, or a comment on a line of its own."""
_BOM = "\ufeff"


def document_of(text: bytes, file: str) -> Document:
    """What a text says, entry by entry. Raises `Unusable` for one that cannot be read."""
    says = _filled(parse(text, file).plain)
    return says if isinstance(says, dict) else {}


def text_with(text: bytes, file: str, says: Document) -> bytes:
    """The text, saying this: lines of what it says already stay, the rest is written anew.

    Ends of lines and a byte order mark are as they were. Raises `Unusable` where the text cannot
    be read.
    """
    before, source = document_of(text, file), text.decode("utf-8-sig").replace("\r\n", "\n")
    says = _filled(says)
    order = ORDER.get(str(says.get("vires", "")).partition("/")[0], ())
    lines = source.rstrip("\n").split("\n")
    root = yaml.compose(source, Loader=_LOADER)
    made = _Weaver(lines, order).mapping(root, before, says, _Span(0, len(lines)))
    new = "" if made is None else "\n".join(made) + "\n"
    if made is None or document_of(new.encode(), file) != says:
        new = tidy(says)
    mark = _BOM if text.startswith(_BOM.encode()) else ""
    return (mark + (new.replace("\n", "\r\n") if b"\r\n" in text else new)).encode()


def tidy(says: Document) -> str:
    """A text of these entries, laid out anew in the order of their kind."""
    says = _filled(says)
    order = ORDER.get(str(says.get("vires", "")).partition("/")[0], ())
    rank = {name: at for at, name in enumerate(order)}
    sorted_ = {key: says[key] for key in sorted(says, key=lambda key: rank.get(key, len(rank)))}
    large = frozenset(key for key, value in says.items() if not isinstance(value, str))
    return written(sorted_, apart=large)


# --- entries by where they stand


def at(says: Any, path: Path) -> Any:
    """What stands at a place; None where nothing does."""
    steps: Sequence[Any] = path
    for step in steps:
        try:
            says = says[step] if isinstance(says, dict | list) else None
        except (KeyError, IndexError, TypeError):
            return None
    return says


def put(says: Any, path: Path, value: Any) -> Any:
    """The same with a value at a place; None or something empty takes away what stands there.

    Nothing that is handed in is changed. Entries that are missing on the way are made.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(says or ())
        new = put(items[step] if step < len(items) else None, rest, value)
        items[step : step + 1] = [new] if _says(new) else []
        return items
    entries = dict(says or {})
    new = put(entries.get(step), rest, value)
    if _says(new):
        entries[step] = new
    else:
        entries.pop(step, None)
    return entries


def changed(entries: Mapping[str, Any] | None, **values: Any) -> Document:
    """The same entries with these values; what is None or empty is left out, others stay."""
    found = {**(entries or {}), **values}
    return {key: value for key, value in found.items() if _says(value)}


def path_at(text: bytes, file: str, line: int) -> Path:
    """What stands on a line: the entry or item that begins there, or else last before it.

    Where several begin on the line it is what holds them. Raises `Unusable` for a text that
    cannot be read.
    """
    node, path = parse(text, file), list[str | int]()
    while (step := _step(node, line)) is not None:
        path.append(step)
        node = node.value[step]
    return tuple(path)


def _step(node: Node, line: int) -> Any:
    if isinstance(node.value, dict):
        inner: list[tuple[Any, Node]] = list(node.value.items())
    elif isinstance(node.value, list):
        inner = list(enumerate(node.value))
    else:
        return None
    before = [(key, one.line) for key, one in inner if one.line <= line]
    if not before:
        return None
    last = max(begun for _, begun in before)
    there = [key for key, begun in before if begun == last]
    return there[0] if len(there) == 1 else None


def _says(value: Any) -> bool:
    return value not in (None, "", [], {}, ())


def _filled(value: Any) -> Any:
    """A value as a text holds it: yes and no, numbers and days as texts, and no None."""
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_filled(one) for one in value if one is not None]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value)


# --- writing among the lines that stay


@dataclass(frozen=True, slots=True)
class _Span:
    """Lines from the first to before the last; numbers from 0."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry or item: the blank lines and comments above it, and its own lines."""

    aside: _Span
    body: _Span


@dataclass(frozen=True, slots=True)
class _Weaver:
    lines: Sequence[str]
    order: Sequence[str]

    def mapping(self, node: Any, before: Document, says: Document, span: _Span) -> list[str] | None:
        """The lines of a mapping; None where it is to be written anew as a whole."""
        pieces = self._pieces(node, [key for key, _ in getattr(node, "value", ())], span)
        if pieces is None or not isinstance(node, yaml.MappingNode) or not says:
            return None
        indent = node.start_mark.column
        found: dict[str, list[str]] = {}
        for (key, value), piece in zip(node.value, pieces, strict=True):
            name = key.value
            if name in says:
                aside = self._cut(piece.aside)
                found[name] = aside + self._entry(key, value, before, says, piece.body)
        for name in self._new(found, says):
            found = self._placed(found, name, says[name], indent)
        tail = self._cut(_Span(pieces[-1].body.last, span.last))
        return [line for lines in found.values() for line in lines] + tail

    def _entry(
        self, key: Any, value: Any, before: Document, says: Document, body: _Span
    ) -> list[str]:
        old, new = before.get(key.value), says[key.value]
        if old == new:
            return self._cut(body)
        inner = None
        if value.start_mark.line > body.first:
            span = _Span(body.first + 1, body.last)
            if isinstance(old, dict) and isinstance(new, dict):
                inner = self.mapping(value, old, new, span)
            elif isinstance(old, list) and isinstance(new, list):
                inner = self._items(value, old, new, span)
        if inner is not None:
            return [self.lines[body.first], *inner]
        indent = key.start_mark.column
        return entry_lines(key.value, new, indent, top=indent == 0)

    def _items(
        self, node: Any, before: Sequence[Any], says: Sequence[Any], span: _Span
    ) -> list[str] | None:
        """The lines of a list: items it had already keep theirs, wherever they stand now.

        One that says something else in its place keeps the comments above it.
        """
        pieces = self._pieces(node, getattr(node, "value", ()), span)
        if pieces is None or not says or len(pieces) != len(before):
            return None
        left = list(enumerate(before))
        made: list[str] = []
        for place, one in enumerate(says):
            had = next((number for number, item in left if item == one), None)
            if had is None:
                if len(says) == len(before) and before[place] not in says:
                    made += self._cut(pieces[place].aside)
                made += item_lines(one, node.start_mark.column, top=True)
            else:
                left.remove((had, one))
                made += self._cut(pieces[had].aside) + self._cut(pieces[had].body)
        return made + self._cut(_Span(pieces[-1].body.last, span.last))

    def _pieces(self, node: Any, heads: Sequence[Any], span: _Span) -> list[_Piece] | None:
        """The pieces of a mapping or list laid out one entry or item a line; else None."""
        starts = [head.start_mark.line for head in heads]
        if not starts or node.flow_style or sorted(set(starts)) != starts:
            return None
        pieces, first = [], span.first
        for start, following in zip(starts, [*starts[1:], span.last], strict=True):
            end = following
            while end > start + 1 and _ASIDE.fullmatch(self.lines[end - 1]):
                end -= 1
            pieces.append(_Piece(_Span(first, start), _Span(start, end)))
            first = end
        return pieces

    def _new(self, found: Mapping[str, Any], says: Document) -> list[str]:
        new = [name for name in says if name not in found]
        return sorted(new, key=self._rank) if all(n in self.order for n in new) else new

    def _placed(
        self, found: dict[str, list[str]], name: str, value: Any, indent: int
    ) -> dict[str, list[str]]:
        """The entries with a new one: after those that come before it in the order, else last."""
        top = indent == 0
        lines = entry_lines(name, value, indent, top=top)
        if top and not isinstance(value, str):
            lines = ["", *lines]
        names = list(found)
        place = len(names)
        if top and name in self.order:
            before = [n for n, one in enumerate(names) if self._rank(one) < self._rank(name)]
            place = before[-1] + 1 if before else len(names)
        names.insert(place, name)
        return {one: lines if one == name else found[one] for one in names}

    def _rank(self, name: str) -> int:
        return self.order.index(name) if name in self.order else len(self.order)

    def _cut(self, span: _Span) -> list[str]:
        return list(self.lines[span.first : span.last])
