"""A scheme's paths against the people of a day: what can be completed, and what would stop it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from governance.domain.authority.model import Rule, Scheme
from governance.domain.bodies.people import Person
from governance.domain.bodies.quorum import Quorum
from governance.domain.cover.asking import Asking, apart_in
from governance.domain.cover.completing import Apart, Bound, bound_together
from governance.domain.cover.meeting import Meeting
from governance.domain.cover.needs import Step
from governance.domain.cover.people import Body, People
from governance.domain.cover.stopping import bits, only_smallest, smallest_stops

MOST = 3
"""How many people may be away at once, at most, in what is asked."""


@dataclass(frozen=True, slots=True)
class Stop:
    """People (keys) who must not all be away, and the deciders whose part they would stop.

    `through` are the deciders by which they count: those, and whoever may act in their place.
    """

    absent: frozenset[str]
    deciders: tuple[str, ...]
    through: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a path cannot be completed: a decider nobody knows, with nobody in it, with too few.

    `code` is one of `unknown`, `vacant`, `no_terms`, `short` and `apart`: the people are there,
    and the scheme keeps them apart.
    """

    code: str
    deciders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathCover:
    """What stops a rule's path; where nothing need happen for that, `lacks` says why."""

    rule: str
    stops: tuple[Stop, ...]
    lacks: tuple[Lack, ...] = ()

    @property
    def able(self) -> bool:
        """Whether the path can be completed with nobody further away."""
        return not any(not stop.absent for stop in self.stops)


class Covering:
    """A scheme with the people of a day. Ask it about rules; what they share is found once."""

    def __init__(self, scheme: Scheme, people: People) -> None:
        self._scheme = scheme
        self._people = people
        self._keys = _everybody(people)
        self._index = {key: 1 << number for number, key in enumerate(self._keys)}
        self._away = sum(bit for key, bit in self._index.items() if key in people.away)
        self._asking = Asking(scheme, people, self._index)
        self._found: dict[object, tuple[Bound, dict[int, list[int]]]] = {}

    def able(self, rule: Rule) -> bool:
        """Whether a rule's path can be completed."""
        return all(bound.able(bound.everyone & ~self._away) for _, bound, _ in self._groups(rule))

    def path(self, rule: Rule, *, most: int = MOST) -> PathCover:
        """What stops a rule's path: every smallest set of at most `most` absences."""
        told: dict[int, tuple[str, ...]] = {}
        through: dict[int, frozenset[str]] = {}
        for steps, bound, known in self._groups(rule):
            if most not in known:
                known[most] = smallest_stops(bound.everyone & ~self._away, bound.able, most)
            may = frozenset(o.decider for step in steps for o in step.options)
            for stop in known[most]:
                through[stop] = through.get(stop, frozenset()) | may
                deciders = _missed(steps, bound.everyone & ~self._away & ~stop)
                told[stop] = tuple(dict.fromkeys((*told.get(stop, ()), *deciders)))
        stops = tuple(Stop(self._named(s), told[s], through[s]) for s in only_smallest(told))
        lacks = tuple(self._lacks(rule)) if 0 in told else ()
        return PathCover(rule.id, stops, lacks)

    def unheld(self) -> list[Lack]:
        """The deciders that rules name and that nobody can be, whoever may stand in for them."""
        named = dict.fromkeys(
            step.decider for rule in self._scheme.rules for group in rule.path for step in group
        )
        found = (Lack(self._why(decider), (decider,)) for decider in named)
        return [lack for lack in found if lack.code != "short"]

    def _groups(self, rule: Rule) -> list[tuple[list[Step], Bound, dict[int, list[int]]]]:
        apart = apart_in(self._scheme, rule)
        found = []
        for steps in bound_together(self._asking.steps(rule), apart):
            asked = _as_asked(steps, apart)
            if asked not in self._found:
                self._found[asked] = (self._asking.group(steps, apart), {})
            found.append((steps, *self._found[asked]))
        return found

    def _named(self, people: int) -> frozenset[str]:
        return frozenset(self._keys[one.bit_length() - 1] for one in bits(people))

    def _lacks(self, rule: Rule) -> Iterable[Lack]:
        """What is wrong with the steps of a path, or what keeps them apart."""
        for steps, bound, _ in self._groups(rule):
            left = bound.everyone & ~self._away
            if bound.able(left):
                continue
            short = [s for s in steps if not any(o.need.able(left) for o in s.options)]
            for one in short:
                yield Lack(self._why(one.decider), (one.decider,))
            if not short:
                yield Lack("apart", tuple(dict.fromkeys(s.decider for s in steps)))

    def _why(self, decider: str) -> str:
        if decider in self._people.offices:
            return "short" if self._people.offices[decider].people else "vacant"
        body = self._people.bodies.get(decider)
        if body is not None:
            return "no_terms" if body.terms is None else "short"
        known = self._scheme.deciders.get(decider)
        each = known is not None and known.kind == "each-partner"
        return "short" if each else "unknown"


class Sitting:
    """One body with the people of a day: can it meet its quorum, and what would leave it short."""

    def __init__(self, body: Body, people: People) -> None:
        self._body = body
        self._keys = _everybody(replace(people, offices={}, bodies={body.key: body}, partners=()))
        index = {key: 1 << number for number, key in enumerate(self._keys)}
        self._meeting = Meeting(body, 1, people, index)
        away = sum(bit for key, bit in index.items() if key in people.away)
        self._there = self._meeting.everyone & ~away

    @property
    def able(self) -> bool:
        """Whether those who are not away have a quorum, and somebody among them a vote."""
        return self._meeting.able(self._there)

    def quorum(self) -> Quorum:
        """What quorum says of those who are not away. The body has terms in force."""
        return self._meeting.room(self._there)

    def stops(self, *, most: int = MOST) -> list[frozenset[str]]:
        """The smallest absences that leave it short; `[frozenset()]` where it already is."""
        return [
            frozenset(self._keys[one.bit_length() - 1] for one in bits(stop))
            for stop in smallest_stops(self._there, self._meeting.able, most)
        ]


def _missed(steps: list[Step], left: int) -> list[str]:
    """The deciders of the steps for which too few are left, else of all the steps together."""
    short = [s.decider for s in steps if not any(o.need.able(left) for o in s.options)]
    return short or [step.decider for step in steps]


def _as_asked(steps: list[Step], apart: Apart) -> object:
    """What tells groups of steps apart: whom they ask, and how they are kept apart."""
    options = [(number, option) for number, step in enumerate(steps) for option in step.options]
    asked = [(number, id(option.need), apart.outside(option)) for number, option in options]
    pairs = [
        (i, j)
        for i, (number, one) in enumerate(options)
        for j, (other_number, other) in enumerate(options[:i])
        if number != other_number and apart.steps(one, other)
    ]
    return (tuple(asked), tuple(pairs))


def _everybody(people: People) -> list[str]:
    """The keys of everybody who could act anywhere, in order."""
    found: set[Person] = set()
    for office in people.offices.values():
        found.update(office.people)
    for body in people.bodies.values():
        for held in body.appointments:
            found.update((held.person, *held.substitutes))
        for signs in body.signatories.values():
            found.update(signs)
    for partner in people.partners:
        found.update(partner.signatories)
    return sorted({person.key for person in found})
