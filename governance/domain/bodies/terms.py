"""Terms of reference (or a memorandum of understanding) as values.

Seats and categories, quorum, how decisions are taken, the chair, meetings and what may be done
between them. `loading` reads them from a text; every question about a body is asked of these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from governance.domain.bodies.methods import Method
from governance.domain.bodies.standing import LAW, Law, Procedure, Standing, Way

InterestedCount = Literal["none", "those_who_stay", "all"]


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of member that quorum may ask for, in words for one and for several.

    `localism_act` marks members bound by the Localism Act 2011, section 31: their disclosable
    pecuniary interests bar them by law.
    """

    key: str
    one: str
    many: str
    localism_act: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A place on the body. `represents` names partners: one seat may speak for several."""

    key: str
    title: str
    category: str
    represents: tuple[str, ...] = ()
    office: str | None = None
    voting: bool = True
    substitute: bool = True
    term_months: int | None = None


@dataclass(frozen=True, slots=True)
class Minimum:
    """So many members from these categories, or from these seats, must be present."""

    members: int
    categories: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()

    def takes(self, seat: Seat) -> bool:
        """Whether a member in the seat counts towards this minimum."""
        return seat.category in self.categories or seat.key in self.seats


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """How many must be present: a number, or a share (rounded up) of the seats that count.

    `share_of` says whether vacant seats are in the whole. `interested` says which members with
    an interest still count, which is a local choice. Associate members count only if said.
    """

    members: int | None
    share: tuple[int, int] | None = None
    share_of: Literal["seats", "filled"] = "seats"
    minima: tuple[Minimum, ...] = ()
    interested: InterestedCount = "none"
    associates: bool = False

    def needed(self, seats: int) -> int:
        """How many must be present of so many seats."""
        if self.members is not None:
            return self.members
        assert self.share is not None
        part, whole = self.share
        return max(1, -(-part * seats // whole))


@dataclass(frozen=True, slots=True)
class Deciding:
    """How one kind of decision is taken: by agreement without a vote if allowed, else by vote."""

    method: Method
    without_vote: bool


@dataclass(frozen=True, slots=True)
class Rotation:
    """Seats that take the chair in turn, so many months each, from a day on."""

    seats: tuple[str, ...]
    months: int
    start: dt.date


@dataclass(frozen=True, slots=True)
class Chairing:
    """How the body gets its chair.

    `appointed_by` names a partner, an office or a body. `together` co-chairs hold the chair at
    once. Nobody outside `seats` can be chosen; no seats means any voting member.
    """

    appointed_by: str
    after_consulting_members: bool
    seats: tuple[str, ...] = ()
    together: int = 1
    term_months: int | None = None
    rotation: Rotation | None = None


@dataclass(frozen=True, slots=True)
class MeetingNotice:
    """Something given so many days before a meeting, counted by a calendar policy."""

    kind: str
    policy: str
    days: int


@dataclass(frozen=True, slots=True)
class Terms:
    """One body's terms of reference."""

    key: str
    title: str
    body: str
    standing: Standing
    categories: Mapping[str, Category]
    seats: tuple[Seat, ...]
    quorum: QuorumRule
    deciding: Deciding
    chair: Chairing
    kinds: Mapping[str, Deciding] = field(default_factory=dict)
    casting_vote: bool = True
    substitutes: bool = True
    meetings_a_year: int | None = None
    notices: tuple[MeetingNotice, ...] = ()
    between_meetings: Mapping[Way, Method | None] = field(default_factory=dict)
    urgent_matters: str | None = None
    adds: frozenset[Procedure] = frozenset()
    source: str = ""
    url: str = ""

    @property
    def law(self) -> Law:
        """What follows from the body's standing."""
        return LAW[self.standing]

    def seat(self, key: str) -> Seat | None:
        """The seat of that key, or None."""
        return next((s for s in self.seats if s.key == key), None)

    def decided_by(self, kind: str) -> Deciding:
        """How a decision of this kind is taken."""
        return self.kinds.get(kind, self.deciding)

    def applies(self, procedure: Procedure, *, executive_function: bool = False) -> bool:
        """Whether a rule of procedure binds the body, by law or because the terms add it."""
        law = self.law
        by_law = law.always | (law.executive_functions if executive_function else frozenset())
        return procedure in by_law | self.adds
