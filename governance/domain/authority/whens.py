"""Reading `when`: input names with tests, lists for "or", and named definitions put in place."""

from __future__ import annotations

from collections.abc import Mapping

from governance.domain.authority.conditions import all_of, any_of, depth, leaves, negate
from governance.domain.authority.model import ALWAYS, NEVER, Condition
from governance.domain.authority.wording import Names, read_test
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems

MOST_COMPARISONS = 200_000
"""Comparisons put in place of definitions, in a whole scheme, at the most."""
DEEPEST = 40
"""Levels of "all of" and "any of" inside one another at the most."""


class Whens:
    """Reads conditions of one scheme. What is wrong is noted, and read as "never"."""

    def __init__(self, names: Names, definitions: Mapping[str, Node], problems: Problems) -> None:
        self.names = names
        self.definitions = definitions
        self.problems = problems
        self.known: dict[str, Condition] = {}
        self.sizes: dict[str, int] = {}
        self.reading: list[str] = []
        self.room = MOST_COMPARISONS

    def read(self, node: Node) -> Condition:
        """The condition under `when`."""
        found = self._read(node)
        if depth(found) > DEEPEST:
            self.problems.add(node.line, "scheme.when.too_deep", most=DEEPEST)
            return NEVER
        return found

    def _read(self, node: Node) -> Condition:
        match node.value:
            case "always":
                return ALWAYS
            case dict(entries) if entries:
                return all_of([self._entry(k, v) for k, v in entries.items()])
            case list(nodes) if nodes:
                return any_of([self.read(n) for n in nodes])
        self.problems.add(node.line, "scheme.when.unreadable")
        return NEVER

    def definition(self, name: str, line: int) -> Condition:
        """What a definition means, everything in it put in place."""
        if name in self.known:
            return self.known[name]
        if name in self.reading:
            cycle = [*self.reading[self.reading.index(name) :], name]
            self.problems.add(line, "scheme.definition.cycle", cycle=" → ".join(cycle))
            return NEVER
        if len(self.reading) > DEEPEST:
            self.problems.add(line, "scheme.when.too_deep", most=DEEPEST)
            return NEVER
        if name not in self.definitions:
            self.problems.add(
                line,
                "scheme.definition.unknown",
                name=name,
                nearest=nearest(name, self.definitions),
                known=sorted(self.definitions),
            )
            return NEVER
        self.reading.append(name)
        found = self.read(self.definitions[name])
        self.reading.pop()
        self.known[name] = found
        self.sizes[name] = sum(1 for _ in leaves(found))
        return found

    def _entry(self, key: str, node: Node) -> Condition:
        match key:
            case "is":
                return all_of([self._named(n) for n in _listed(node)])
            case "not":
                return self._not(node)
            case "any":
                return self._any(node)
        subject = self.names.inputs.get(key)
        if subject is None:
            self.problems.add(
                node.line,
                "scheme.input.unknown",
                name=key,
                nearest=nearest(key, self.names.inputs),
                known=list(self.names.inputs),
            )
            return NEVER
        parts = []
        for one in _listed(node):
            if not isinstance(one.value, str):
                self.problems.add(one.line, "scheme.when.want_test", name=key)
                continue
            try:
                parts.append(read_test(one.value, subject, self.names))
            except Unusable as error:
                self.problems.take(one.line, error)
        return any_of(parts)

    def _not(self, node: Node) -> Condition:
        if isinstance(node.value, dict):
            return negate(self.read(node), self.names.inputs)
        named = [self._named(one) for one in _listed(node)]
        return negate(any_of(named), self.names.inputs)

    def _any(self, node: Node) -> Condition:
        if not isinstance(node.value, list):
            self.problems.add(node.line, "scheme.when.any")
            return NEVER
        return self.read(node)

    def _named(self, node: Node) -> Condition:
        if not isinstance(node.value, str):
            self.problems.add(node.line, "scheme.definition.want_name")
            return NEVER
        found = self.definition(node.value, node.line)
        before, self.room = self.room, self.room - self.sizes.get(node.value, 0)
        if self.room < 0 <= before:
            self.problems.add(node.line, "scheme.definition.too_much", most=MOST_COMPARISONS)
        return found if self.room >= 0 else NEVER


def _listed(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) and node.value else [node]
