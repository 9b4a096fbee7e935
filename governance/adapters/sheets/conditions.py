"""Conditions as words: read from a text's nodes, kept in one normal form, never through a model.

The model of a condition no longer knows "up to 30,000" or the name of a definition; a sheet and
a text written from it must. The normal form says the same thing in one way only, so that a
scheme and its sheet come to the same text: lists of one become the one, a test is one line, and
a mapping with nothing but `any` is the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.domain.texts import Node

Group = Any
"""What may stand under `when`: "always", a mapping of entries, or a list of groups (or).

A mapping's values are: a list of tests (an input), a list of names (`is`), a list of names or a
mapping (`not`), a list of groups (`any`).
"""

ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Assumed:
    """One entry of `assume`: what `holds`, or `then` what follows `given`."""

    holds: Group = None
    given: Group = None
    then: Group = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """The words of every condition in a scheme: of its rules in order, its definitions by name."""

    rules: tuple[Group, ...]
    definitions: Mapping[str, Group]
    assume: tuple[Assumed, ...]


def conditions_of(node: Node) -> Conditions:
    """The conditions in the nodes of a scheme that has been read without a problem."""
    parts: Mapping[str, Node] = node.value
    return Conditions(
        rules=tuple(group(rule.value["when"]) for rule in parts["rules"].value),
        definitions={
            name: group(one.value["when"]) for name, one in _entries(parts, "definitions").items()
        },
        assume=tuple(_assumed(one) for one in _items(parts, "assume")),
    )


def _entries(parts: Mapping[str, Node], key: str) -> Mapping[str, Node]:
    found = parts.get(key)
    return {} if found is None or found.value is None else found.value


def _items(parts: Mapping[str, Node], key: str) -> list[Node]:
    found = parts.get(key)
    return [] if found is None or found.value is None else found.value


def _assumed(node: Node) -> Assumed:
    entries = node.value
    if "if" in entries:
        return Assumed(given=group(entries["if"]), then=group(entries["then"]))
    return Assumed(holds=mapping(group(node)))


def group(node: Node) -> Group:
    """The normal form of what stands under `when`, `if`, `then` or in a list of groups."""
    if isinstance(node.value, str):
        return ALWAYS
    if isinstance(node.value, list):
        found = [group(one) for one in node.value]
        return found[0] if len(found) == 1 else found
    entries = {key: _entry(key, value) for key, value in node.value.items()}
    if list(entries) == ["any"]:
        among = entries["any"]
        return among[0] if len(among) == 1 else among
    return entries


def mapping(found: Group) -> Group:
    """The same where only a mapping may stand."""
    if isinstance(found, dict):
        return found
    return {"any": found if isinstance(found, list) else [found]}


def _entry(key: str, node: Node) -> Any:
    if key == "not" and isinstance(node.value, dict):
        return mapping(group(node))
    if key == "any":
        return [group(one) for one in node.value]
    nodes = node.value if isinstance(node.value, list) else [node]
    if key in ("is", "not"):
        return [one.value for one in nodes]
    return [" ".join(one.value.split()) for one in nodes]


def plain(found: Group) -> Any:
    """A group as a text shows it: lists of one as the one."""
    if isinstance(found, list):
        return [plain(one) for one in found]
    if not isinstance(found, dict):
        return found
    return {key: _plain(key, value) for key, value in found.items()}


def _plain(key: str, value: Any) -> Any:
    if key == "any" or isinstance(value, dict):
        return plain(value)
    return value[0] if len(value) == 1 else list(value)
