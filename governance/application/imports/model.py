"""What an import works with: pieces that came in, what they say together, and the report.

A *process* is what becomes one commission: a contracting process of notices (its `ocid`), or
one reference of a register kept in a spreadsheet. A *piece* is one release or row of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from governance.adapters.ocds import AgreementFacts, Flag, Party
from governance.adapters.ocds.model import Rejected

LONGEST_TITLE: Final = 300
"""Characters kept of a title or a name; the piece itself is kept whole."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One release or row: where it belongs, its exact bytes, and what they mean.

    `ref` is how a person finds it in the file. `item` is what the source read.
    """

    process: str
    name: str
    ref: str
    digest: str
    body: bytes = field(repr=False)
    item: Any = field(repr=False)
    frame: bytes | None = field(default=None, repr=False)
    """What stood round it in its file, where that says anything."""


@dataclass(frozen=True, slots=True)
class Found:
    """What all pieces of a process say together. None is unknown, never guessed.

    Amounts are pence. `awarded` is the sum of all awards where each amount is known;
    `commenced` the day the procurement is known to have begun. `lead` is the lead's name as a
    register gives it. `facts` are what else is known, in words.
    """

    process: str
    ocid: str | None
    title: str
    value: int | None
    starts: dt.date | None
    ends: dt.date | None
    regime: str | None
    mechanism: str | None
    category: str | None
    buyer: Party | None
    agreements: tuple[AgreementFacts, ...]
    flags: tuple[Flag, ...]
    facts: Mapping[str, str]
    lead: str | None = None
    awarded: int | None = None
    commenced: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of file: how a kept piece is read back, and what pieces say together."""

    restore: Callable[[bytes], Any]
    found: Callable[[str, Sequence[Any]], Found]


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did; the four numbers add up to the releases or rows of the file.

    `processes` are those in the file that were taken, in its order.
    """

    partnership: str
    created: int
    updated: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    processes: tuple[str, ...] = field(repr=False)


def storable(text: str) -> bool:
    """Whether databases keep the text as it is."""
    return _UNSTORABLE.search(text) is None


def clean(text: str, most: int = LONGEST_TITLE) -> str:
    """A text that can be stored: no longer than `most`, unstorable characters replaced."""
    text = _UNSTORABLE.sub("\ufffd", text)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def cleaned(text: str | None, most: int = LONGEST_TITLE) -> str | None:
    """As `clean`; None stays None."""
    return None if text is None else clean(text, most)


def plain_flag(flag: Flag) -> dict[str, Any]:
    """A flag as a row keeps it."""
    params = {name: _plain(value) for name, value in flag.params.items()}
    return {"code": flag.code, "params": params}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
