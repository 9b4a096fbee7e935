"""What an escalation policy says, as values: who is told what, how long before and after a day.

People are named by designations, in the form they are kept in: `owner`, `lead`, `author`,
`partner`, `secretary`, `proper_officer`, `chair:BODY`, `manager:DESIGNATION`, or the key of an
office or a body. Who they are is found out on the day, so that a leaver's deadlines go to whoever
follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from governance.domain.bodies.months import months_after
from governance.domain.errors import Unusable
from governance.domain.escalation.units import UNITS, Unit

FORMAT: Final = "escalation/1"

Side = Literal["before", "on", "after"]
"""On which side of a day."""

_ANYTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Span:
    """So many of a unit: 20 working days, 3 months."""

    count: int
    unit: str

    @property
    def after(self) -> Offset:
        """As much after a day."""
        return Offset(self.count, self.unit, "after")

    @property
    def words(self) -> str:
        """As people write it: 1 working day."""
        unit = UNITS[self.unit]
        return f"{self.count} {unit.one if self.count == 1 else unit.many}"


@dataclass(frozen=True, slots=True)
class Offset:
    """A day told from another: 20 working days before it, on it, 1 month after it.

    On the day itself `count` is 0 and the unit does not matter.
    """

    count: int
    unit: str
    side: Side

    @property
    def key(self) -> str:
        """Its name for machines: `before-20-working-days`, `on-the-day`, `after-1-month`."""
        if self.side == "on":
            return "on-the-day"
        return f"{self.side}-{Span(self.count, self.unit).words.replace(' ', '-')}"

    @property
    def words(self) -> str:
        """As people write it: 20 working days before."""
        return (
            "on the day"
            if self.side == "on"
            else f"{Span(self.count, self.unit).words} {self.side}"
        )

    @property
    def moment(self) -> tuple[Side, int, str]:
        """The same for two offsets that always give the same day: a week is seven days."""
        if self.side == "on":
            return ("on", 0, "")
        unit = UNITS[self.unit]
        return (self.side, self.count * unit.times, unit.before)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What happens at one level: who is told, and what follows.

    `items` are bodies on whose next agenda an item is proposed. `block` are kinds of decision
    and moves of the commission's own that stay closed, `exception` opens an assurance
    exception, `trigger` names a trigger that is raised.
    """

    offset: Offset
    tell: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    exception: bool = False
    trigger: str | None = None

    @property
    def key(self) -> str:
        """The level's name for machines, once in a rule."""
        return self.offset.key


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which the record tells an event: a kind of entry, and facts it must carry."""

    kind: str
    where: Mapping[str, str] = field(default_factory=lambda: _ANYTHING, hash=False)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens: its name, the table of what it happens to, how the record tells it.

    Several kinds of entry may tell of one event: a stage is completed by a decision, by the
    lead, or outside Vires.
    """

    name: str
    about: str
    ways: tuple[Way, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of entry that may tell of it."""
        return tuple(way.kind for way in self.ways)

    def is_told_by(self, kind: str, facts: Mapping[str, Any]) -> bool:
        """Whether an entry of that kind with those facts tells of it.

        A fact that is a list has each of its values; yes and no are written so.
        """
        return any(
            way.kind == kind
            and all(value in _values(facts.get(fact)) for fact, value in way.where.items())
            for way in self.ways
        )


def _values(fact: Any) -> tuple[str, ...]:
    match fact:
        case None:
            return ()
        case bool():
            return ("yes" if fact else "no",)
        case list() | tuple():
            return tuple(str(value) for value in fact)
        case _:
            return (str(fact),)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a deadline of the partnership's own comes from: an event, and how long after it."""

    event: Event
    due: Offset


@dataclass(frozen=True, slots=True)
class Extension:
    """How far a deadline may be extended: each time `most` at the most, `times` times, by whom."""

    most: Span
    times: int
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """What a policy says of one kind of deadline.

    `start` and `met_by` are set for a deadline of the partnership's own alone; what Vires sets
    itself, it also settles. `wait_in` are kinds of period in which nothing is prompted,
    `only_in` the kind of period outside which nothing is. `due` is how long after its cause a
    deadline that Vires sets falls due, where the policy says.
    """

    kind: str
    title: str
    owner: str
    start: Start | None = None
    met_by: tuple[Event, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    wait_in: frozenset[str] = frozenset()
    only_in: str | None = None
    extension: Extension | None = None
    due: Offset | None = None

    def designations(self) -> Iterator[str]:
        """Everybody the rule names, in the order of the text; some more than once."""
        yield self.owner
        for prompt in self.prompts:
            yield from prompt.tell
            yield from prompt.items
        if self.extension is not None:
            yield from self.extension.by


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often commissions are reviewed, by their risk tier."""

    tiers: Mapping[str, Span] = field(hash=False)
    usual: str

    def tier(self, name: str | None) -> str:
        """The tier that holds: the one named, else the usual one where none or no such is."""
        return name if name in self.tiers and name is not None else self.usual

    def next_due(self, tier: str | None, after: dt.date) -> dt.date:
        """The day the next review is due, counted from `after`.

        Months go by the calendar: the same day of the month, or its last day where it has no
        such day, so that a month after 31 January is 28 or 29 February. It is not moved to a
        working day. Raises `Unusable` beyond the years that can be told.
        """
        span = self.tiers[self.tier(tier)]
        unit: Unit = UNITS[span.unit]
        number = span.count * unit.times
        if unit.by_month:
            found = months_after(after, number)
        else:
            room = (dt.date.max - after).days
            found = after + dt.timedelta(days=number) if number <= room else None
        if found is None:
            raise Unusable.one("escalation.no_such_year", span=span.words, after=after)
        return found


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """An escalation policy as it was read. At `hour` of its day, local time, a prompt is due."""

    key: str
    title: str
    source: str
    hour: dt.time
    deadlines: Mapping[str, DeadlineRule] = field(hash=False)
    rhythm: Rhythm | None = None

    def names(self) -> frozenset[str]:
        """The keys of every office and body it names."""
        said = {d for rule in self.deadlines.values() for d in rule.designations()}
        return frozenset(key for d in said if (key := office_or_body(d)) is not None)

    def bodies(self) -> frozenset[str]:
        """The keys among them that only a body can have: one with a chair, or with agendas."""
        rules = self.deadlines.values()
        said = {d for rule in rules for d in rule.designations() if "chair:" in d}
        items = {body for rule in rules for prompt in rule.prompts for body in prompt.items}
        chairs = {key for d in said if (key := office_or_body(d)) is not None}
        return frozenset(items | chairs)


ROLES: Final = ("owner", "lead", "author", "partner", "secretary", "proper_officer")
"""Designations that are no key."""


def office_or_body(designation: str) -> str | None:
    """The key of the office or body that a designation rests on; None where it needs none."""
    who = designation
    while who.startswith("manager:"):
        who = who.removeprefix("manager:")
    if who in ROLES or who.startswith("person:"):
        return None
    return who.removeprefix("chair:")
