"""Where the tests of a scheme's rules stand in its text, so that one can be changed in place.

Everything else in the text, comments and layout too, stays as it was written.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

import yaml

_QUOTED = set(",:#{}[]&*!|>'\"%@`")
"""Characters that a test is put into quotation marks for."""


@dataclass(frozen=True, slots=True)
class Place:
    """One test about one input, in one rule: its text, and where that stands (in characters)."""

    rule: str
    line: int
    input: str
    text: str
    start: int
    end: int


def places(text: bytes, inputs: Container[str]) -> list[Place]:
    """The tests under `when` in the rules of a readable scheme, those under `not` left out."""
    root = yaml.compose(_decoded(text), Loader=yaml.SafeLoader)
    assert root is not None
    found: list[Place] = []
    for rule in _entry(root, "rules").value:
        rule_id = _entry(rule, "id").value.strip()
        when = next((value for key, value in rule.value if key.value == "when"), None)
        found += _tests(when, rule_id, inputs)
    return found


def replaced(text: bytes, changes: Iterable[tuple[Place, str]]) -> bytes:
    """The text with each test replaced by another."""
    found = _decoded(text)
    for place, after in sorted(changes, key=lambda one: -one[0].start):
        before = found[place.start : place.end]
        found = found[: place.start] + _written(after, before) + found[place.end :]
    mark = b"\xef\xbb\xbf" if text.startswith(b"\xef\xbb\xbf") else b""
    return mark + found.encode("utf-8")


def _decoded(text: bytes) -> str:
    return text.decode("utf-8-sig")


def _written(test: str, before: str) -> str:
    if before[:1] in "'\"":
        return f"{before[0]}{test}{before[0]}"
    return f'"{test}"' if _QUOTED & set(test) or test[:1] in "=-?<" else test


def _entry(node: yaml.Node, key: str) -> yaml.Node:
    found: yaml.Node = next(value for name, value in node.value if name.value == key)
    return found


def _tests(node: yaml.Node | None, rule: str, inputs: Container[str]) -> Iterator[Place]:
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _tests(one, rule, inputs)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "any":
                yield from _tests(value, rule, inputs)
            elif key.value in inputs:
                listed = value.value if isinstance(value, yaml.SequenceNode) else [value]
                for one in listed:
                    if isinstance(one, yaml.ScalarNode) and _on_one_line(one):
                        yield _place(one, rule, key.value)


def _on_one_line(node: yaml.ScalarNode) -> bool:
    return bool(node.start_mark.line == node.end_mark.line)


def _place(node: yaml.ScalarNode, rule: str, name: str) -> Place:
    start, end = node.start_mark, node.end_mark
    return Place(rule, start.line + 1, name, node.value, start.index, end.index)
