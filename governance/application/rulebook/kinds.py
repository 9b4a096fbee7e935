"""The kinds of rulebook: how each is read. A new kind is a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.domain.authority.loading import load_scheme
from governance.domain.bodies.loading import load_terms
from governance.domain.calendar import load_calendar
from governance.domain.framework import load_framework
from governance.domain.texts import parse


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rulebook: its name, what people call it, and how its bytes are read."""

    name: str
    title: str
    read: Callable[[bytes, str], Any]
    needs_decision: bool
    """Whether a new version alters who decides, so that only a decision can adopt it."""


def _reader(load: Callable[[Any, str], Any]) -> Callable[[bytes, str], Any]:
    return lambda text, file: load(parse(text, file), file)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("framework", "Framework", _reader(load_framework), needs_decision=True),
        Kind("scheme", "Scheme of delegation", _reader(load_scheme), needs_decision=True),
        Kind("terms", "Terms of reference", _reader(load_terms), needs_decision=True),
        Kind("calendar", "Calendar", _reader(load_calendar), needs_decision=False),
    )
}
