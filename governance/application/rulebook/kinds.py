"""The kinds of rulebook: how each is read. A new kind is a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.domain.authority import load_scheme
from governance.domain.bodies.loading import load_terms
from governance.domain.calendar import load_calendar
from governance.domain.errors import Problem, Unusable
from governance.domain.escalation import load_escalation
from governance.domain.framework import load_framework
from governance.domain.performance.loading import load_rag
from governance.domain.sign_in import load_sign_in
from governance.domain.suggest import nearest
from governance.domain.texts import Node, parse
from governance.domain.triggers.loading import load_triggers


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rulebook: its name, what people call it, and how its text is read."""

    name: str
    title: str
    load: Callable[[Node, str], Any]
    needs_decision: bool
    """Whether a new version alters who decides, so that only a decision can adopt it."""
    by_administrator: bool = False
    """Whether it gives what only an administrator grants, so that nobody else brings it in."""

    def read(self, text: bytes, file: str) -> Any:
        """What a text of this kind says. Raises `Unusable` with every problem and its line."""
        return self.load(parse(text, file), file)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("framework", "framework", load_framework, needs_decision=True),
        Kind("scheme", "scheme of delegation", load_scheme, needs_decision=True),
        Kind("terms", "terms of reference", load_terms, needs_decision=True),
        Kind("calendar", "calendar", load_calendar, needs_decision=False),
        Kind("escalation", "escalation policy", load_escalation, needs_decision=False),
        Kind("triggers", "triggers", load_triggers, needs_decision=False),
        Kind("rag", "rating rule", load_rag, needs_decision=False),
        Kind(
            "sign-in",
            "groups to roles",
            load_sign_in,
            needs_decision=False,
            by_administrator=True,
        ),
    )
}


def read_any(text: bytes, file: str) -> tuple[Kind, Any]:
    """The kind a text names in `vires:`, and what the text says.

    Raises `Unusable` with every problem, its line and its remedy; where the kind is not known
    nothing else can be judged.
    """
    node = parse(text, file)
    kind = _kind_of(node, file)
    return kind, kind.load(node, file)


def _kind_of(node: Node, file: str) -> Kind:
    if not isinstance(node.value, dict):
        raise Unusable([Problem("text.want_mapping", {}, file, node.line)])
    named = node.value.get("vires")
    known = [f"{name}/1" for name in KINDS]
    if named is None or not isinstance(named.value, str):
        line = node.line if named is None else named.line
        raise Unusable([Problem("rulebook.kind_missing", {"known": known}, file, line)])
    name = named.value.partition("/")[0].strip()
    if name not in KINDS:
        text = named.value[:80]
        params = {"text": text, "known": known, "nearest": nearest(text, known)}
        raise Unusable([Problem("rulebook.kind_unknown", params, file, named.line)])
    return KINDS[name]
