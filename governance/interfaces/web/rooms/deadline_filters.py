"""What the filters of a list ask, and what is told of those that make no sense.

An address is kept and shared, typed by hand and outlived by what it names. What it asks that
cannot be is left out of the question, and the page says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from governance.application.deadlines.policies import Policies
from governance.domain.errors import Unusable
from governance.domain.escalation import KINDS
from governance.interfaces.said import reason, reasons
from governance.interfaces.web.visit import Visit

T = TypeVar("T")


def kinds_known(known: Policies) -> list[str]:
    """The kinds of deadline that a list can be asked for: those of Vires, and policies' own."""
    return sorted({*KINDS, *known.own})


class Notes:
    """The answers of an address to a list's questions; `found` is what was left out, in words."""

    def __init__(self, visit: Visit) -> None:
        self.query = visit.query
        self.found: list[dict[str, str]] = []

    def one_of(self, name: str, known: Collection[str]) -> str:
        """One of several that are known; empty where nothing, or nothing known, is asked."""
        typed = self.query.get(name, "")
        if typed and typed not in known:
            self.found.append(reason(f"web.deadlines.no_such_{name}", {"typed": typed[:40]}))
            return ""
        return typed

    def read(self, name: str, read: Callable[[str], object]) -> str:
        """What is typed, where it can be read; else empty."""
        typed = self.query.get(name, "")
        try:
            read(typed)
        except Unusable as error:
            self.found += reasons(error)
            return ""
        return typed

    def from_place(self, name: str, page: Callable[[str], T]) -> T:
        """The page that begins at a place in the list; the first where there is no such place."""
        after = self.query.get(name, "")
        try:
            return page(after)
        except Unusable as error:
            if not after:
                raise
            self.found += reasons(error)
            return page("")
