"""What an act changes: one subject, what belongs to it, and the entry that says so.

`plan` functions return a `Change` or refuse; `Desk.apply` alone writes one. The ledger's entry
carries the facts of the act and every row it wrote, so that the states of any day can be
rebuilt from the entries alone. Columns a table keeps `apart` (personal text, notices as they
came) stand in the entry as a digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Insert:
    """A row to add. `partnership_id` and `version` are filled in when it is written."""

    table: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """A row to change: as it was read, and the columns that get new values."""

    table: str
    row: Any
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One act on one subject.

    `kind` names the act ("proposal.decided"), `table` the subject's. `subject` is the row as it
    was read, or None where the act makes it; `values` are the subject's columns that are set.
    `facts` say what the act rested on, as plain values. `authority` says by what right.
    """

    kind: str
    table: str
    subject: Any | None
    values: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)
    writes: tuple[Insert | Update, ...] = ()
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person is given after an act: what was done to what, and the entry's hash."""

    kind: str
    table: str
    id: str
    ref: str
    number: int
    hash: str
    at: dt.datetime

    def plain(self) -> dict[str, Any]:
        """The receipt for JSON."""
        return {
            "ref": self.ref,
            "id": self.id,
            "act": self.kind,
            "entry": self.number,
            "hash": self.hash,
            "at": self.at.isoformat(),
        }
