"""Writing what a scheme now says into the text it stood in, so that all else stays as it was.

A text written from a sheet is laid out anew. Whoever changes one cell of a scheme would lose every
comment in it, and a comparison of two versions would show every line. So only the entries that say
something else are written anew; the rest keeps its lines, with comments and blank ones. What comes
out is read again: where it would not say exactly what it should, the text is laid out anew after
all, and whoever asked is told.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from governance.adapters.sheets.conditions import conditions_of
from governance.adapters.sheets.document import PARTS, scheme_document, scheme_text
from governance.adapters.sheets.text import entry_lines, item_lines
from governance.domain.authority import load_scheme
from governance.domain.errors import Unusable
from governance.domain.texts import parse

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINES = re.compile(r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|.+\Z", re.DOTALL)
_ASIDE = re.compile(r"\s*(?:#.*)?", re.DOTALL)
"""A blank line, or a comment on a line of its own."""
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Woven:
    """A scheme's text after a change; `kept`: all that did not change kept its lines."""

    text: bytes
    kept: bool


def woven(text: bytes, file: str, new: str) -> Woven:
    """The text that says what `new` says, keeping the lines of all that it says already.

    Raises `Unusable` where either cannot be read.
    """
    before, after = _document(text, file), _document(new.encode(), file)
    source = text.decode("utf-8-sig")
    lines = [_ended(line) for line in _LINES.findall(source)]
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    root = yaml.compose(source, Loader=_LOADER)
    found = _Weaver(lines, end).mapping(root, before, after, _Span(0, len(lines)), top=True)
    if found is not None:
        made = "".join(found).encode()
        if _says(made, file, new):
            return Woven((_BOM if text.startswith(_BOM) else b"") + made, kept=True)
    return Woven(new.encode(), kept=False)


def _document(text: bytes, file: str) -> dict[str, Any]:
    node = parse(text, file)
    return scheme_document(load_scheme(node, file), conditions_of(node))


def _says(text: bytes, file: str, new: str) -> bool:
    try:
        node = parse(text, file)
        return scheme_text(load_scheme(node, file), conditions_of(node)) == new
    except Unusable:
        return False


def _ended(line: str) -> str:
    return line if line[-1:] in "\n\r\x85\u2028\u2029" else f"{line}\n"


@dataclass(frozen=True, slots=True)
class _Span:
    """Lines from the first to before the last; all numbers from 0."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry or item: the comments and blank lines above it, and its own lines."""

    aside: _Span
    body: _Span


class _Weaver:
    """The lines of a text, and the writing of values among them."""

    def __init__(self, lines: Sequence[str], end: str) -> None:
        self.lines = lines
        self.end = end

    def mapping(
        self,
        node: Any,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        span: _Span,
        *,
        top: bool = False,
    ) -> list[str] | None:
        """The lines of a mapping; None where it cannot be woven and is to be written anew."""
        if not _is_block(node, yaml.MappingNode):
            return None
        keys = [key.value.strip() for key, _ in node.value]
        starts = [key.start_mark.line for key, _ in node.value]
        pieces = self._pieces(starts, span)
        if pieces is None or len(set(keys)) != len(keys):
            return None
        indent = node.value[0][0].start_mark.column
        found: dict[str, list[str]] = {}
        for (_, value), key, piece in zip(node.value, keys, pieces, strict=True):
            aside = self._cut(piece.aside)
            if key in after and not _same(key, before.get(key), after[key]):
                found[key] = aside + self._entry(
                    key, value, before, after, piece.body, indent=indent, top=top
                )
            elif key in after or key not in before:
                found[key] = aside + self._cut(piece.body)
            elif key == keys[0] and not top:
                return None
            else:
                found[key] = [line for line in aside if line.strip()]
        order = list(keys)
        for key, previous in _new_keys(keys, after):
            if previous is None:
                return None
            apart = [self.end] if top and key in PARTS else []
            found[key] = apart + self._ends(entry_lines(key, after[key], indent, top=top))
            order.insert(order.index(previous) + 1, key)
        tail = self._cut(_Span(pieces[-1].body.last, span.last))
        return (
            [*self._cut(_Span(span.first, pieces[0].aside.first))]
            + [line for key in order for line in found[key]]
            + tail
        )

    def _entry(
        self,
        key: str,
        value: Any,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        body: _Span,
        *,
        indent: int,
        top: bool,
    ) -> list[str]:
        """The lines of one entry that says something else now."""
        old, new = before.get(key), after[key]
        below = _Span(body.first + 1, body.last)
        inner: list[str] | None = None
        if value.start_mark.line > body.first:
            if isinstance(old, dict) and isinstance(new, dict):
                inner = self.mapping(value, old, new, below)
            elif isinstance(old, list) and isinstance(new, list):
                inner = self.sequence(value, old, new, below, top=top)
        if inner is not None:
            return [self.lines[body.first], *inner]
        written = self._ends(entry_lines(key, new, indent, top=top))
        # The first entry of an item stands behind its dash.
        return [self.lines[body.first][:indent] + written[0][indent:], *written[1:]]

    def sequence(
        self, node: Any, before: list[Any], after: list[Any], span: _Span, *, top: bool
    ) -> list[str] | None:
        """The lines of a list; None where it cannot be woven and is to be written anew."""
        if not _is_block(node, yaml.SequenceNode) or len(node.value) != len(before) or not after:
            return None
        starts = [item.start_mark.line for item in node.value]
        pieces = self._pieces(starts, span)
        dashes = {self.lines[at].partition("-")[0] for at in starts}
        if pieces is None or len(dashes) != 1 or (indent := dashes.pop()).strip():
            return None
        names, wanted = ([_name(one) for one in each] for each in (before, after))
        if len(set(names)) != len(names) or len(set(wanted)) != len(wanted):
            return None
        headings, own = self._asides(pieces, names, wanted)
        found = self._cut(_Span(span.first, pieces[0].aside.first))
        for name, value in zip(wanted, after, strict=True):
            found += headings.pop(name, [])
            if name not in names:
                found += self._ends(item_lines(value, len(indent), top=top))
                continue
            at = names.index(name)
            found += own.get(name, [])
            found += self._item(
                node.value[at], before[at], value, pieces[at].body, indent=indent, top=top
            )
        left = [line for each in headings.values() for line in each]
        return found + left + self._cut(_Span(pieces[-1].body.last, span.last))

    def _item(
        self, node: Any, old: Any, new: Any, body: _Span, *, indent: str, top: bool
    ) -> list[str]:
        if old == new:
            return self._cut(body)
        inner = None
        if isinstance(old, dict) and isinstance(new, dict):
            inner = self.mapping(node, old, new, body)
        return inner or self._ends(item_lines(new, len(indent), top=top))

    def _asides(
        self, pieces: Sequence[_Piece], names: list[str], wanted: list[str]
    ) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """What stands above items: headings, which stay in their place, and the items' own.

        A heading is what a blank line sets apart. It stands before the first item that stayed of
        those it was above, or before one of them that was moved to just before that.
        """
        blocks = difflib.SequenceMatcher(None, names, wanted, autojunk=False).get_matching_blocks()
        stayed = {name for block in blocks for name in names[block.a : block.a + block.size]}
        headings: dict[str, list[str]] = {}
        own: dict[str, list[str]] = {}
        under: dict[str, int] = {}
        waiting: list[str] = []
        for at, (name, piece) in enumerate(zip(names, pieces, strict=True)):
            aside = self._cut(piece.aside)
            heads = at == 0 or any(not line.strip() for line in aside)
            under[name] = at if heads else under[names[at - 1]]
            if heads:
                waiting += aside
            else:
                own[name] = aside
            if name in stayed and waiting:
                headings[name], waiting = waiting, []
        moved = {_first(name, wanted, under): lines for name, lines in headings.items()}
        return (moved | {"": waiting} if waiting else moved), own

    def _pieces(self, starts: Sequence[int], span: _Span) -> list[_Piece] | None:
        """What the lines of a span are, by the lines on which its entries start."""
        if len(set(starts)) != len(starts) or list(starts) != sorted(starts) or not starts:
            return None
        above = [self._above(start, span.first) for start in starts]
        ends = [*above[1:], self._above(span.last, starts[-1] + 1)]
        return [
            _Piece(_Span(first, start), _Span(start, last))
            for first, start, last in zip(above, starts, ends, strict=True)
        ]

    def _above(self, line: int, first: int) -> int:
        """Where the comments and blank lines above a line begin, at the earliest at `first`."""
        while line > first and _ASIDE.fullmatch(self.lines[line - 1]):
            line -= 1
        return line

    def _cut(self, span: _Span) -> list[str]:
        return list(self.lines[span.first : span.last])

    def _ends(self, lines: Sequence[str]) -> list[str]:
        return [f"{line}{self.end}" for line in lines]


def _same(key: str, old: Any, new: Any) -> bool:
    """Whether an entry says the same; in which order it names what it overrides says nothing."""
    if key == "overrides" and isinstance(old, list) and isinstance(new, list):
        return sorted(old) == sorted(new)
    return bool(old == new)


def _is_block(node: Any, kind: type[yaml.CollectionNode]) -> bool:
    return isinstance(node, kind) and not node.flow_style and bool(node.value)


def _first(name: str, order: Sequence[str], under: Mapping[str, int]) -> str:
    """The first of an item and those that stand just before it now and shared its heading."""
    at = order.index(name)
    while at > 0 and under.get(order[at - 1]) == under[name]:
        at -= 1
    return order[at]


def _name(value: Any) -> str:
    """What an item of a list is told by: its id, else all it says."""
    if isinstance(value, dict) and "id" in value:
        return f"id {value['id']}"
    return json.dumps(value, ensure_ascii=False)


def _new_keys(keys: Sequence[str], after: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """The keys that a text does not have yet, each with the key it is to stand behind."""
    found = []
    previous: str | None = None
    for key in after:
        if key not in keys:
            found.append((key, previous))
        previous = key
    return found
