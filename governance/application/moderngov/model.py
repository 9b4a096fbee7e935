"""What an import from ModernGov is told, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from governance.adapters.moderngov import Mapping as Reading
from governance.application.plain import plain_params
from governance.domain.errors import Problem, Refusal

MADE, CHANGED, THERE, LEFT_OUT, REFUSED = "made", "changed", "there", "left_out", "refused"
BECOMES: Final = (MADE, CHANGED, THERE, LEFT_OUT, REFUSED)
"""What can become of a thing in a file: it is made, changed, there already, left out, or cannot
be taken."""
SITE: Final = "moderngov"
"""What the installation is called where nobody says it: its numbers are its own."""


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of one thing in the files.

    `kind` is `meeting`, `item` or `decision`; `ref` the reference here, None where there is none.
    `did` are the codes of what is done, in order; `notes` what a person should know of it.
    """

    where: str
    kind: str
    becomes: str
    title: str
    ref: str | None = None
    did: tuple[str, ...] = ()
    notes: tuple[Problem | Refusal, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "where": self.where,
            "kind": self.kind,
            "becomes": self.becomes,
            "title": self.title,
            "ref": self.ref,
            "did": list(self.did),
            "notes": [{"code": n.code, "params": plain_params(n.params)} for n in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Unknown:
    """A committee or decision maker that no body or office here is said to be."""

    name: str
    number: int
    """How many meetings or decisions wait for it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or with `check` would do."""

    check: bool
    rows: tuple[Told, ...]
    unknown: tuple[Unknown, ...]

    def count(self, becomes: str) -> int:
        """How many things became so."""
        return sum(row.becomes == becomes for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How an import is to be done.

    `bodies` says which body or office (its key) a committee or decision maker is, by number or
    title; `reports` which report here a decision (by its number or its item's) was taken on.
    `outcome` is what decisions without a status came to; `scheme` governs reports that are made.
    """

    mapping: Reading
    site: str = SITE
    bodies: Mapping[str, str] = field(default_factory=dict)
    reports: Mapping[str, str] = field(default_factory=dict)
    outcome: str | None = None
    scheme: str | None = None
    committees: Mapping[str, str] = field(default_factory=dict)
    """The titles of committees by their numbers, as the files have them."""


def count_unknown(names: Sequence[str]) -> tuple[Unknown, ...]:
    """Each name once, with how often it stood."""
    counted: dict[str, int] = {}
    for name in names:
        counted[name] = counted.get(name, 0) + 1
    return tuple(Unknown(name, number) for name, number in sorted(counted.items()))
