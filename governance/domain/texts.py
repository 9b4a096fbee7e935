"""Reading rulebook texts (YAML) so that every error can say file, line and remedy, all at once.

A text is data somebody hands in: it may be huge, hostile or half-written. YAML's aliases are
refused (they make bombs), so are duplicate keys, depth beyond `DEEPEST` and anything that is
not UTF-8. A `Node` remembers its line; a `Reader` takes fields from a mapping, collects what is
wrong instead of stopping, and at the end names the keys nobody asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from governance.domain.errors import Problem, Unusable, ViresError
from governance.domain.money import pence
from governance.domain.suggest import nearest

LARGEST = 2_000_000
"""Bytes in a text at the most."""
DEEPEST = 30
"""Levels of nesting at the most."""
TOLD: Final = 100
"""Problems of a text that are told; of further ones, how many there are."""
FOUND: Final = 1000
"""Problems after which a text is read no further: each costs a look for what was meant."""

_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that YAML's escapes can hide in a text, and that terminals obey or cannot print."""
_NOT_YAML = yaml.reader.Reader.NON_PRINTABLE
"""Characters that YAML does not allow as they are."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, four times as fast, wherever PyYAML was built with it, as its wheels are."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a text with the line it stands on: text, list of nodes, or mapping of nodes."""

    value: Any
    line: int
    quoted: bool = False

    @property
    def plain(self) -> Any:
        """The value without lines, scalars as they were written."""
        if isinstance(self.value, dict):
            return {k: v.plain for k, v in self.value.items()}
        if isinstance(self.value, list):
            return [v.plain for v in self.value]
        return self.value


class Problems:
    """Collects what is wrong with one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, line: int | None, code: str, **params: Any) -> None:
        """Note one problem at a line. Raises `Unusable` once there are `FOUND`."""
        self.found.append(Problem(code, params, self.file, line))
        if len(self.found) >= FOUND:
            self.stop_if_any()

    def take(self, line: int | None, error: ViresError) -> None:
        """Note another part's problems as standing at this line."""
        if isinstance(error, Unusable):
            self.found.extend(Problem(p.code, p.params, self.file, line) for p in error.problems)
        else:
            raise error

    def stop_if_any(self) -> None:
        """Raise `Unusable` with what was found, if anything was: `TOLD`, and how many more."""
        if not self.found:
            return
        told = sorted(self.found, key=lambda p: p.line or 0)
        if more := len(told) - TOLD:
            code = "text.many_more" if len(told) >= FOUND else "text.more"
            told[TOLD:] = [Problem(code, {"count": more}, self.file)] if more > 0 else []
        raise Unusable(told)


def decoded(content: bytes, file: str, *, most: int) -> str:
    """The text of a file of at most so many bytes. Raises `Unusable` for one that is none."""
    if len(content) > most:
        params = {"size": len(content), "most": most}
        raise Unusable([Problem("text.too_large", params, file)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unusable([Problem("text.not_utf8", {}, file, line)]) from error


def written(content: bytes, file: str, *, most: int) -> str:
    """The text of a file in which something is written. Raises `Unusable` also for an empty one."""
    text = decoded(content, file, most=most)
    if not text.strip():
        raise Unusable([Problem("text.empty", {}, file)])
    return text


def parse(content: bytes, file: str) -> Node:
    """Read a YAML text into nodes that know their lines. Raises `Unusable`."""
    text = decoded(content, file, most=LARGEST)
    problems = Problems(file)
    if odd := _NOT_YAML.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        problems.add(line, "text.not_yaml", detail="a character that YAML does not allow")
        problems.stop_if_any()
    try:
        node = _Builder(problems).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(mark.line + 1 if mark else None, "text.not_yaml", detail=error.problem or "")
        problems.stop_if_any()
        raise AssertionError from error
    problems.stop_if_any()
    return node


class _Builder:
    """Builds nodes from YAML's event stream; nothing is expanded, so nothing can explode."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def build(self, text: str) -> Node:
        events = yaml.parse(text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                node = self._node(next(events), events, 0)
                self._nothing_after(events)
                return node
        self.problems.add(1, "text.empty")
        return Node({}, 1)

    def _nothing_after(self, events: Iterator[Any]) -> None:
        """Read to the end: what stands after the text would else be passed over in silence."""
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                line = None if event.start_mark is None else event.start_mark.line + 1
                self.problems.add(line, "text.second_document")
                return

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        line = event.start_mark.line + 1
        if depth > DEEPEST:
            self.problems.add(line, "text.too_deep", most=DEEPEST)
            self.problems.stop_if_any()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.problems.add(line, "text.alias")
            self.problems.stop_if_any()
        if isinstance(event, yaml.ScalarEvent):
            if event.tag is not None and not event.style:
                self.problems.add(line, "text.tag", tag=event.tag)
            if _NOT_SHOWN.search(event.value):
                self.problems.add(line, "text.not_shown")
            empty = event.value in ("", "~", "null") and not event.style
            return Node(None if empty else event.value, line, bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._node(event, events, depth + 1))
            return Node(items, line)
        return self._mapping(line, events, depth)

    def _mapping(self, line: int, events: Iterator[Any], depth: int) -> Node:
        found: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key.value, str):
                self.problems.add(key.line, "text.key_not_text")
            elif key.value in found:
                self.problems.add(key.line, "text.duplicate_key", key=key.value)
            else:
                found[key.value] = value
        return Node(found, line)


@dataclass(slots=True)
class Reader:
    """Takes fields from one mapping. Call `done()` last: it names keys that mean nothing here.

    Every `optional_*`/plain pair follows one pattern: a missing required field is noted and a
    harmless value of the right type is returned, so that reading goes on and finds the rest.
    """

    node: Node
    problems: Problems
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not isinstance(self.node.value, dict):
            self.problems.add(self.node.line, "text.want_mapping")
            self.node = Node({}, self.node.line)

    @property
    def line(self) -> int:
        """The line the mapping starts on."""
        return self.node.line

    def get(self, key: str) -> Node | None:
        """The node under `key`; None where it is missing or empty."""
        self.asked.add(key)
        node: Node | None = self.node.value.get(key)
        return None if node is None or node.value is None else node

    def want(self, key: str) -> Node | None:
        """The node under `key`; notes a problem where it is missing."""
        node = self.get(key)
        if node is None:
            here = self.node.value.get(key)
            self.problems.add(here.line if here else self.line, "text.missing", key=key)
        return node

    def text(self, key: str, default: str | None = None) -> str:
        """A scalar as text."""
        node = self.want(key) if default is None else self.get(key)
        if node is None:
            return default or ""
        if not isinstance(node.value, str):
            self.problems.add(node.line, "text.want_text", key=key)
            return default or ""
        return node.value.strip()

    def key(self, key: str) -> str:
        """A scalar that is a name for machines: lower case, digits, hyphens, underscores."""
        text = self.text(key)
        if text and not _KEY.fullmatch(text):
            self.problems.add(self.node.value[key].line, "text.want_key", key=key, text=text[:80])
        return text

    def choice(self, key: str, of: Iterable[str], default: str | None = None) -> str:
        """One of a set of names."""
        known = list(of)
        text = self.text(key, default)
        if text and text not in known:
            line = self.node.value[key].line
            near = nearest(text, known)
            self.problems.add(
                line, "text.not_one_of", key=key, text=text[:80], known=known, nearest=near
            )
            return known[0]
        return text

    def integer(
        self, key: str, default: int | None = None, *, least: int = 0, most: int = 1_000_000
    ) -> int:
        """A whole number within bounds."""
        text = self.text(key, None if default is None else str(default))
        if not text:
            return least if default is None else default
        if not re.fullmatch(r"-?\d{1,12}", text) or not least <= int(text) <= most:
            line = self.node.value[key].line
            self.problems.add(
                line, "text.want_integer", key=key, text=text[:40], least=least, most=most
            )
            return least
        return int(text)

    def yes(self, key: str, *, default: bool = False) -> bool:
        """Yes or no."""
        return self.choice(key, ["yes", "no", "true", "false"], "yes" if default else "no") in (
            "yes",
            "true",
        )

    def day(self, key: str) -> dt.date:
        """A required date, YYYY-MM-DD."""
        return self.optional_day(key, required=True) or dt.date(2000, 1, 1)

    def optional_day(self, key: str, *, required: bool = False) -> dt.date | None:
        """A date, YYYY-MM-DD, or None where it is missing."""
        node = self.want(key) if required else self.get(key)
        if node is None:
            return None
        try:
            return dt.date.fromisoformat(str(node.value))
        except ValueError:
            self.problems.add(node.line, "text.want_day", key=key, text=str(node.value)[:40])
            return None

    def pence(self, key: str) -> int | None:
        """Pounds and pence, as pence; None where it is missing."""
        node = self.get(key)
        if node is None:
            return None
        try:
            return pence(str(node.value))
        except Unusable as error:
            self.problems.take(node.line, error)
            return None

    def texts(self, key: str) -> list[str]:
        """A list of texts; one text alone is a list of one; missing is empty."""
        node = self.get(key)
        if node is None:
            return []
        if isinstance(node.value, str):
            return [node.value.strip()]
        if isinstance(node.value, list) and all(isinstance(n.value, str) for n in node.value):
            return [n.value.strip() for n in node.value]
        self.problems.add(node.line, "text.want_list", key=key)
        return []

    def nodes(self, key: str, *, required: bool = False) -> list[Node]:
        """A list of nodes; missing is empty."""
        node = self.want(key) if required else self.get(key)
        if node is None:
            return []
        if isinstance(node.value, list):
            return list(node.value)
        self.problems.add(node.line, "text.want_list", key=key)
        return []

    def readers(self, key: str, *, required: bool = False) -> list[Reader]:
        """A list of mappings, each with its own reader."""
        return [Reader(n, self.problems) for n in self.nodes(key, required=required)]

    def mapping(self, key: str, *, required: bool = False) -> Mapping[str, Node]:
        """A mapping by name; missing is empty."""
        node = self.want(key) if required else self.get(key)
        if node is None:
            return {}
        if isinstance(node.value, dict):
            return dict(node.value)
        self.problems.add(node.line, "text.want_mapping", key=key)
        return {}

    def reader(self, key: str, *, required: bool = False) -> Reader | None:
        """A mapping under `key` with its own reader, or None where it is missing."""
        node = self.want(key) if required else self.get(key)
        return None if node is None else Reader(node, self.problems)

    def done(self) -> None:
        """Note every key that nobody asked for, with the nearest that means something."""
        for key, node in self.node.value.items():
            if key not in self.asked:
                near = nearest(key, self.asked)
                self.problems.add(
                    node.line, "text.unknown_key", key=key, nearest=near, known=sorted(self.asked)
                )
