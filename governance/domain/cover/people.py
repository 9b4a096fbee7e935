"""Who there is on a day: offices, bodies, partners, and what is not known of an item yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from governance.domain.authority.model import Scheme
from governance.domain.bodies.delegations import Delegation
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.people import Appointment, Person
from governance.domain.bodies.terms import Terms


@dataclass(frozen=True, slots=True)
class Office:
    """An office and everybody who can act in it alone: its holder first, then deputies."""

    key: str
    title: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A body with those appointed to it. Without terms in force it can take no decision.

    `signatories` are those who can sign there for each partner, by the partner's key.
    """

    key: str
    title: str
    terms: Terms | None
    appointments: tuple[Appointment, ...]
    signatories: Mapping[str, Sequence[Person]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner as each-partner steps ask it: by its own scheme, else by whoever may sign."""

    key: str
    title: str
    signatories: tuple[Person, ...]
    scheme: Scheme | None = None


Unknown = Sequence[frozenset[str]]
"""Who somebody could turn out to be: sets of people's keys, one of which will be them."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who could take part on a day.

    `apart` says for `author`, `lead` and `provider` whom a scheme may keep out. Where an item is
    known there is one set for each; where none is, there is a set for each that could be, and a
    path is covered only if it can be completed whichever it turns out to be. `outcomes` are what
    declared interests in a known item come to; `away` are people who are known to be away.
    """

    on: dt.date
    offices: Mapping[str, Office] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    partners: Sequence[Partner] = ()
    delegations: Sequence[Delegation] = ()
    apart: Mapping[str, Unknown] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
