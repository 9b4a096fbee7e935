"""What was read of ModernGov: meetings with their items, decisions, and what cannot be read.

None is unknown and never guessed. Days are the council's, hours by the clock on its wall.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from governance.adapters.ocds.model import Flag, Rejected


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee as a file names it; either part may be missing."""

    id: str | None
    title: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """What it can be mapped by: its number, then its title."""
        return tuple(name for name in (self.id, self.title) if name)

    def __str__(self) -> str:
        return (
            f"{self.title} ({self.id})" if self.id and self.title else self.id or self.title or ""
        )


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an agenda.

    `minutes` is what was minuted, `decision` the words of what was decided, each as published; a
    restricted item has neither.
    """

    id: str | None
    number: str
    title: str
    minutes: str
    decision: str
    decided: bool
    restricted: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting. `where` is how a person finds it in the files.

    `items` is None where the file is a list of meetings that says nothing of agendas. `cancelled`
    and `agenda_published` are what its status and its flags mean by the mapping.
    """

    where: str
    id: str
    committee: Committee | None
    on: dt.date
    starts: dt.time | None
    place: str
    cancelled: bool
    agenda_published: bool
    items: tuple[Item, ...] | None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as a list of decisions gives it. `outcome` is None where no status was given.

    `report` is the reference of the report in Vires that it was taken on, where the list says it.
    """

    where: str
    id: str
    item: str | None
    report: str | None
    title: str
    decider: str
    outcome: str | None
    decided_on: dt.date
    published_on: dt.date | None
    effective_on: dt.date | None
    words: str
    reasons: str
    alternatives: str
    key: str
    call_in: str
    wards: str


@dataclass(slots=True)
class Taken:
    """Everything that files held. `left_out` is what there is nothing to do about, and why."""

    meetings: list[Meeting] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    committees: dict[str, str] = field(default_factory=dict)
    """The titles of committees by their numbers."""
    rejected: list[Rejected] = field(default_factory=list)
    left_out: list[Rejected] = field(default_factory=list)
