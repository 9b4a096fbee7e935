"""What each step of a rule's path asks of the people there are.

Consulting and clearing is for the office or body that the step names. Deciding, recommending,
endorsing and consenting may also be done by whoever ranks above it, or has the power by a
delegation that holds whatever the case (of no amount, no kind and no consultee): one that might
not hold is not counted, so that cover is never claimed falsely. A body is asked for a meeting;
that its chair may act alone between meetings is no cover.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from governance.domain.authority.model import PathStep, Rule, Scheme
from governance.domain.bodies.methods import Method, method_named
from governance.domain.bodies.powers import Question, entitlements
from governance.domain.cover.completing import Apart, Bound, bound_together
from governance.domain.cover.kinds import kinds_of
from governance.domain.cover.meeting import Meeting, votes_needed
from governance.domain.cover.needs import AnyOne, Either, Every, Need, Option, Step
from governance.domain.cover.people import Body, Partner, People

TURNS = frozenset({"decide", "recommend", "endorse", "consent"})
"""Kinds of step that those above may do too, and that an interest keeps people from."""

NOBODY = Either(())
"""What can never be met."""


class Asking:
    """The steps of a scheme's rules as needs of people, each kind of need made once."""

    def __init__(self, scheme: Scheme, people: People, index: Mapping[str, int]) -> None:
        self._scheme = scheme
        self._people = people
        self._index = index
        self._barred = {k for k, outcome in people.outcomes.items() if outcome.bars_vote}
        self._each = {k for k, d in scheme.deciders.items() if d.kind == "each-partner"}
        self._made: dict[tuple[object, ...], Need] = {}

    def steps(self, rule: Rule, *, partner: Partner | None = None) -> list[Step]:
        """The steps of a rule's path. `partner` is whose own rule it is, in a scheme of its own."""
        kinds = kinds_of(self._scheme, rule)
        return [
            Step(one.kind, one.decider, tuple(self._options(one, kinds, partner)))
            for group in rule.path
            for one in group
        ]

    def _options(
        self, one: PathStep, kinds: frozenset[str] | None, partner: Partner | None
    ) -> Iterator[Option]:
        for key in self._deciders(one, kinds):
            duties = frozenset({one.kind, one.decider, key})
            yield Option(key, duties, self._need(key, one, kinds, partner))

    def _deciders(self, one: PathStep, kinds: frozenset[str] | None) -> list[str]:
        if one.kind not in TURNS or one.decider in self._each:
            return [one.decider]
        kind = next(iter(kinds)) if kinds is not None and len(kinds) == 1 else ""
        ranks = [[k for k in chain if k not in self._each] for chain in self._scheme.ranks]
        question = Question(
            lowest=one.decider,
            kind=kind,
            amount=None,
            day=self._people.on,
            ranks=ranks,
            delegations=self._people.delegations,
        )
        return list(entitlements(question))

    def _need(
        self,
        key: str,
        one: PathStep,
        kinds: frozenset[str] | None,
        partner: Partner | None,
    ) -> Need:
        turn = one.kind in TURNS
        if key in self._each:
            if partner is not None:
                return self._kept((partner.key,), lambda: self._signs(partner))
            return self._kept((key, turn, kinds), lambda: self._every_partner(kinds, turn=turn))
        if (office := self._people.offices.get(key)) is not None:
            keys = [person.key for person in office.people]
            return self._kept((key, turn), lambda: AnyOne(self._bits(keys, turn=turn)))
        body = self._people.bodies.get(key)
        if body is None or body.terms is None:
            return NOBODY
        return self._meeting(body, list(_methods(body, one, kinds)))

    def _kept(self, asked: tuple[object, ...], make: Callable[[], Need]) -> Need:
        """A need that several steps have, made once: what is found out about it serves all."""
        if asked not in self._made:
            self._made[asked] = make()
        return self._made[asked]

    def _meeting(self, body: Body, methods: list[Method]) -> Need:
        assert body.terms is not None
        votes = votes_needed(methods, len(body.terms.seats))
        if votes is None:
            return NOBODY
        meeting = self._kept(
            (body.key, votes), lambda: Meeting(body, votes, self._people, self._index)
        )
        if not any(method.in_writing for method in methods):
            return meeting
        signed = [
            AnyOne(self._bits((p.key for p in people), turn=True))
            for people in body.signatories.values()
        ]
        return self._kept((body.key, votes, "in writing"), lambda: Every((meeting, *signed)))

    def _every_partner(self, kinds: frozenset[str] | None, *, turn: bool) -> Need:
        partners = self._people.partners
        if not partners:
            return NOBODY
        return Every(
            tuple(
                self._own(partner, kinds) if turn and partner.scheme else self._signs(partner)
                for partner in partners
            )
        )

    def _signs(self, partner: Partner) -> Need:
        return AnyOne(self._bits((p.key for p in partner.signatories), turn=True))

    def _own(self, partner: Partner, kinds: frozenset[str] | None) -> Need:
        """Every path of the partner's own scheme that such a decision could take there."""
        scheme = partner.scheme
        assert scheme is not None
        own = Asking(scheme, self._people, self._index)
        parts: list[Need] = []
        for rule in scheme.rules:
            theirs = kinds_of(scheme, rule)
            if kinds is None or theirs is None or kinds & theirs:
                parts += own.bound(rule, partner=partner)
        return Every(tuple(parts)) if parts else self._signs(partner)

    def bound(self, rule: Rule, *, partner: Partner | None = None) -> list[Bound]:
        """A rule's steps, in groups that can be completed each by itself."""
        apart = apart_in(self._scheme, rule)
        return [
            self.group(steps, apart)
            for steps in bound_together(self.steps(rule, partner=partner), apart)
        ]

    def group(self, steps: list[Step], apart: Apart) -> Bound:
        """Steps bound together, for asking."""
        unknown = {
            name: [self._bits(keys, turn=False) for keys in could_be]
            for name, could_be in self._people.apart.items()
        }
        return Bound(steps, apart, unknown)

    def _bits(self, keys: Iterable[str], *, turn: bool) -> int:
        found = 0
        for key in keys:
            if key in self._index and not (turn and key in self._barred):
                found |= self._index[key]
        return found


def apart_in(scheme: Scheme, rule: Rule) -> Apart:
    """The separations of duties that bind a rule."""
    return Apart(tuple(s for s in scheme.separate if not s.rules or rule.id in s.rules))


def _methods(body: Body, one: PathStep, kinds: frozenset[str] | None) -> Iterator[Method]:
    """How a body may have to decide: as the path says, else as its terms do for each kind."""
    named = method_named(one.method) if one.method else None
    if named is not None:
        yield named
        return
    assert body.terms is not None
    if kinds is None:
        yield body.terms.deciding.method
        yield from (deciding.method for deciding in body.terms.kinds.values())
    else:
        for kind in sorted(kinds):
            yield body.terms.decided_by(kind).method
