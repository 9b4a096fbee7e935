"""People, the seats they were appointed to, and the partners they speak for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by the key the register knows and the name people know."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person in a seat from a day to a day, both included; no end means until further notice.

    Substitutes are named in advance, in the order in which they are asked.
    """

    person: Person
    seat: str
    start: dt.date
    end: dt.date | None = None
    substitutes: tuple[Person, ...] = ()

    def holds(self, on: dt.date) -> bool:
        """Whether the person holds the seat on that day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Days, both included, on which a statutory partner need not be represented, and why."""

    start: dt.date
    end: dt.date | None
    reason: str

    def holds(self, on: dt.date) -> bool:
        """Whether the exemption applies on that day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation in the partnership.

    `lead` is the local authority; `statutory` partners owe the duty to cooperate. `seated` is
    no for one that the law leaves off the board, as it did the Strategic Health Authority
    (Children Act 2004, section 12A).
    """

    key: str
    title: str
    lead: bool = False
    statutory: bool = False
    seated: bool = True
    exemptions: tuple[Exemption, ...] = ()
