"""Cover against exhaustive search: every way of seating, choosing and being away is tried."""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from cover_small import scheme_of, terms_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from governance.domain.authority.model import (
    ALWAYS,
    PathStep,
    Rule,
    Scheme,
    Separation,
)
from governance.domain.bodies.attendance import entitled
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.methods import method_named
from governance.domain.bodies.people import Appointment, Person
from governance.domain.bodies.quorum import quorum
from governance.domain.bodies.terms import (
    Minimum,
    QuorumRule,
    Seat,
)
from governance.domain.cover import Body, Covering, Office, People
from governance.domain.cover.covering import Sitting

ON = dt.date(2025, 2, 20)
CROWD = [Person(key, key.upper()) for key in "abcdef"]
KEYS = [person.key for person in CROWD]
METHODS = ("simple_majority", "two_thirds", "unanimity_of_all", "2 of 3")
OUTSIDE = ("author", "lead", "provider")
persons = st.sampled_from(CROWD)


@st.composite
def body(draw: st.DrawFn, key: str) -> Body:
    """A body of one to three seats, some without a vote, some with a substitute."""
    number = draw(st.integers(1, 3))
    seats = tuple(
        Seat(
            f"s{n}",
            f"seat {n}",
            draw(st.sampled_from(["x", "y"])),
            voting=draw(st.integers(0, 4)) > 0,
            substitute=draw(st.booleans()),
        )
        for n in range(number)
    )
    share = draw(st.sampled_from([None, (1, 2), (2, 3)]))
    minima = draw(
        st.lists(
            st.sampled_from([Minimum(1, ("x",)), Minimum(1, ("y",)), Minimum(1, (), ("s0",))]),
            max_size=2,
        )
    )
    rule = QuorumRule(
        None if share else draw(st.integers(1, number)),
        share,
        share_of=draw(st.sampled_from(["seats", "filled"])),
        minima=tuple(minima),
        interested=draw(st.sampled_from(["none", "those_who_stay", "all"])),
        associates=draw(st.booleans()),
    )
    method = method_named(draw(st.sampled_from(METHODS)))
    assert method is not None
    terms = terms_of(key, seats, rule, method=method)
    held = tuple(
        Appointment(draw(persons), seat.key, ON, None, tuple(draw(st.lists(persons, max_size=1))))
        for seat in seats
        if draw(st.integers(0, 5)) > 0
    )
    return Body(key, key, terms, held)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Scheme, People]:
    """A scheme of one rule, and people for it."""
    people = People(
        on=ON,
        offices={
            key: Office(key, key, tuple(draw(st.lists(persons, max_size=2, unique=True))))
            for key in ("o1", "o2")
        },
        bodies={key: draw(body(key)) for key in ("b1", "b2")},
        apart={
            who: draw(
                st.lists(st.frozensets(st.sampled_from(KEYS), min_size=1, max_size=2), max_size=2)
            )
            for who in OUTSIDE
        },
        outcomes=draw(
            st.dictionaries(st.sampled_from(KEYS), st.sampled_from(list(Outcome)), max_size=2)
        ),
        away=frozenset(draw(st.lists(st.sampled_from(KEYS), max_size=1))),
    )
    deciders = ("o1", "o2", "b1", "b2", "nobody-knows")
    steps = draw(
        st.lists(
            st.builds(
                PathStep,
                st.sampled_from(["decide", "recommend", "clear"]),
                st.sampled_from(deciders if draw(st.integers(0, 9)) == 0 else deciders[:4]),
            ),
            min_size=1,
            max_size=3,
        )
    )
    named = [*(s.kind for s in steps), *(s.decider for s in steps)]
    separate = draw(
        st.lists(
            st.builds(
                Separation,
                st.sampled_from(named),
                st.sampled_from([*named, *OUTSIDE]),
            ),
            max_size=2,
        )
    )
    ranks = draw(st.sampled_from([(), (("b1", "o1"),), (("b1", "b2"), ("o2", "o1"))]))
    rule = Rule("R1", ALWAYS, tuple((s,) for s in steps))
    return scheme_of("b1", deciders, [rule], separate=separate, ranks=ranks), people


def _two_unknowns(one: str, other: str, quorum: int) -> tuple[Scheme, People]:
    """A body of three, kept apart from two who could each be any of its first two members."""
    seats = [Seat(f"s{n}", f"seat {n}", "x") for n in range(3)]
    terms = terms_of("b1", seats, QuorumRule(quorum, None))
    held = tuple(Appointment(who, f"s{n}", ON, None, ()) for n, who in enumerate(CROWD[:3]))
    either = [frozenset({key}) for key in KEYS[:2]]
    people = People(
        on=ON, bodies={"b1": Body("b1", "b1", terms, held)}, apart={one: either, other: either}
    )
    separate = (Separation("decide", one), Separation("decide", other))
    rule = Rule("R1", ALWAYS, ((PathStep("decide", "b1"),),))
    return scheme_of("b1", ["b1"], [rule], separate=separate), people


class Exhaustive:
    """Every way of completing the one rule's path, and whoever takes part in it."""

    def __init__(self, scheme: Scheme, people: People) -> None:
        self.scheme = scheme
        self.people = people
        self.steps = [step for group in scheme.rules[0].path for step in group]
        self.sittings = {key: set(self._sittings(one)) for key, one in people.bodies.items()}
        each = [self._ways(step) for step in self.steps]
        self.ways = [way for way in product(*each) if self._apart(way)]

    def able(self, away: frozenset[str]) -> bool:
        """Whether, whoever author, lead and provider are, some way needs nobody who is away."""
        each = [self.people.apart.get(who) or [frozenset[str]()] for who in OUTSIDE]
        return all(
            any(
                self._works(way, away, dict(zip(OUTSIDE, chosen, strict=True))) for way in self.ways
            )
            for chosen in product(*each)
        )

    def stops(self, most: int) -> set[frozenset[str]]:
        """Every smallest set of absences that leaves no way, trying them all."""
        found: set[frozenset[str]] = set()
        others = [key for key in KEYS if key not in self.people.away]
        for size in range(most + 1):
            for gone in map(frozenset, combinations(others, size)):
                if any(one <= gone for one in found):
                    continue
                if not self.able(gone | self.people.away):
                    found.add(gone)
        return found

    def _works(self, way: Any, away: frozenset[str], outside: dict[str, frozenset[str]]) -> bool:
        for step, (decider, who) in zip(self.steps, way, strict=True):
            kept_out = set(away)
            for one in self.scheme.separate:
                if one.step in (step.kind, step.decider, decider):
                    kept_out |= outside.get(one.apart_from, frozenset())
            if who & kept_out:
                return False
        return True

    def _apart(self, way: Any) -> bool:
        acts = [
            ({step.kind, step.decider, decider}, who)
            for step, (decider, who) in zip(self.steps, way, strict=True)
        ]
        return not any(
            one.step in first and one.apart_from in second and who & other
            for one in self.scheme.separate
            for i, (first, who) in enumerate(acts)
            for j, (second, other) in enumerate(acts)
            if i != j
        )

    def _ways(self, step: PathStep) -> list[tuple[str, frozenset[str]]]:
        found = []
        for decider in self._deciders(step):
            if decider in self.people.bodies:
                found += [(decider, who) for who in self.sittings[decider]]
            elif decider in self.people.offices:
                found += [
                    (decider, frozenset({p.key}))
                    for p in self.people.offices[decider].people
                    if step.kind == "clear" or not self._interested(p.key)
                ]
        return found

    def _interested(self, key: str) -> bool:
        return self.people.outcomes.get(key, Outcome.NONE) is not Outcome.NONE

    def _deciders(self, step: PathStep) -> set[str]:
        found = {step.decider}
        while step.kind != "clear":
            more = {
                above
                for chain in self.scheme.ranks
                for below in found & set(chain)
                for above in chain[: chain.index(below)]
            }
            if more <= found:
                break
            found |= more
        return found

    def _sittings(self, one: Body) -> Iterator[frozenset[str]]:
        """Everybody who could be there, in every seat they could take, wherever that suffices."""
        terms = one.terms
        assert terms is not None
        seats: dict[str, list[str]] = {}
        for held in one.appointments:
            for person in (held.person, *held.substitutes):
                seats.setdefault(person.key, []).append(held.seat)
        for chosen in product(*([None, *options] for options in seats.values())):
            present = {
                key: seat for key, seat in zip(seats, chosen, strict=True) if seat is not None
            }
            asked: Any = {
                "terms": terms,
                "appointments": one.appointments,
                "present": present,
                "on": ON,
                "outcomes": self.people.outcomes,
            }
            votes = len(entitled(**asked).voters)
            carried = terms.deciding.method.enough(votes, 0, votes)
            if quorum(**asked).met and votes and carried:
                yield frozenset(present)


@settings(max_examples=250)
@given(questions())
@example(_two_unknowns("author", "lead", 2))
@example(_two_unknowns("author", "provider", 2))
@example(_two_unknowns("lead", "provider", 1))
def test_every_smallest_set_of_absences_is_found_and_no_other(
    question: tuple[Scheme, People],
) -> None:
    scheme, people = question
    tried = Exhaustive(scheme, people)
    covering = Covering(scheme, people)
    found = covering.path(scheme.rules[0])
    assert {stop.absent for stop in found.stops} == tried.stops(3)
    assert covering.able(scheme.rules[0]) is found.able is tried.able(people.away)
    assert bool(found.lacks) is not found.able


@settings(max_examples=120)
@given(body("b1"), st.frozensets(st.sampled_from(KEYS), max_size=2))
def test_what_leaves_a_body_without_a_quorum_is_found(one: Body, away: frozenset[str]) -> None:
    people = People(on=ON, bodies={"b1": one}, away=away)
    expected: set[frozenset[str]] = set()
    for size in range(4):
        for gone in map(frozenset, combinations([k for k in KEYS if k not in away], size)):
            if any(one <= gone for one in expected):
                continue
            if not _quorate(one, away | gone):
                expected.add(gone)
    sitting = Sitting(one, people)
    assert set(sitting.stops()) == expected
    assert sitting.able is (expected != {frozenset()})
    assert sitting.quorum().met or not sitting.able


def _quorate(one: Body, away: frozenset[str]) -> bool:
    assert one.terms is not None
    seats: dict[str, list[str]] = {}
    for held in one.appointments:
        for person in (held.person, *held.substitutes):
            if person.key not in away:
                seats.setdefault(person.key, []).append(held.seat)
    for chosen in product(*seats.values()):
        present = dict(zip(seats, chosen, strict=True))
        asked: Any = {
            "terms": one.terms,
            "appointments": one.appointments,
            "present": present,
            "on": ON,
            "outcomes": {},
        }
        if quorum(**asked).met and entitled(**asked).voters:
            return True
    return False
