"""Whether some of a body's people could hold a meeting that takes a decision.

Quorum, who may vote and what carries a question are the domain's own functions; here it is only
found who sits where, so that they are asked as seldom as can be. Seats that are alike in all
that quorum asks, and whose people have no other seat, are only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import le

from governance.domain.bodies.attendance import entitled
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.methods import Method
from governance.domain.bodies.quorum import Quorum, quorum
from governance.domain.cover.people import Body, People

_Asked = tuple[int, ...]
"""Who is asked about: people who are like nobody (bits), then how many seats of each kind."""


class Meeting:
    """A body at a meeting that needs so many votes, asked for some of its people at a time."""

    def __init__(self, body: Body, votes: int, people: People, index: Mapping[str, int]) -> None:
        self._body = body
        self._votes = votes
        self._on = people.on
        self._seats = _seats(body, people)
        self._names = {index[key]: key for key in self._seats}
        self._outcomes: dict[str, Outcome] = {
            key: outcome for key, outcome in people.outcomes.items() if key in self._seats
        }
        self._current = [a for a in body.appointments if a.holds(people.on)]
        self.everyone = sum(self._names)
        alike = self._alike(index)
        self.classes = tuple(sum(m for m in seats if m.bit_count() == 1) for seats in alike)
        self._several = tuple([m for m in seats if m.bit_count() > 1] for seats in alike)
        self._others = self.everyone & ~sum(sum(seats) for seats in alike)
        self._known: dict[_Asked, bool] = {}
        self._enough: list[_Asked] = []
        self._short: list[_Asked] = []

    def able(self, people: int) -> bool:
        """Whether these people (bits) suffice for a quorate meeting that carries a question."""
        filled = [
            (people & alone).bit_count() + sum(1 for seat in several if people & seat)
            for alone, several in zip(self.classes, self._several, strict=True)
        ]
        asked = (people & self._others, *filled)
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = self._inferred(asked, people & self.everyone)
        return known

    def _inferred(self, asked: _Asked, people: int) -> bool:
        """The answer that follows from one already given, else the domain's.

        Where fewer people were enough these are, and where more were too few these are too few.
        """
        if any(_within(less, asked) for less in self._enough):
            return True
        if any(_within(asked, more) for more in self._short):
            return False
        enough = self._asked(people)
        if enough:
            self._enough = [asked, *(o for o in self._enough if not _within(asked, o))]
        else:
            self._short = [asked, *(o for o in self._short if not _within(o, asked))]
        return enough

    def room(self, people: int) -> Quorum:
        """What quorum says of these people, seated as it suits best."""
        found = [self._quorum(present) for present in self._seatings(people)]
        return min(found, key=lambda quorum: (len(quorum.shortfalls), -len(quorum.counted)))

    def _asked(self, people: int) -> bool:
        return self._body.terms is not None and any(
            self._carries(present) for present in self._seatings(people)
        )

    def _seatings(self, people: int) -> Iterator[dict[str, str]]:
        there = [key for bit, key in self._names.items() if people & bit]
        fixed = {key: self._seats[key][0] for key in there if len(self._seats[key]) == 1}
        return self._sitting(fixed, [key for key in there if key not in fixed])

    def _sitting(self, present: dict[str, str], free: Sequence[str]) -> Iterator[dict[str, str]]:
        """Every way of seating those who could sit in several seats that could matter.

        A seat in which somebody without an interest sits already needs nobody else.
        """
        if not free:
            yield present
            return
        key, rest = free[0], free[1:]
        taken = {seat for who, seat in present.items() if who not in self._outcomes}
        seats = [seat for seat in self._seats[key] if seat not in taken]
        for seat in seats or self._seats[key][:1]:
            yield from self._sitting({**present, key: seat}, rest)

    def _carries(self, present: Mapping[str, str]) -> bool:
        if not self._quorum(present).met:
            return False
        terms = self._body.terms
        assert terms is not None
        found = entitled(
            terms=terms,
            appointments=self._current,
            present=present,
            outcomes=self._outcomes,
            on=self._on,
        )
        return len(found.voters) >= self._votes

    def _quorum(self, present: Mapping[str, str]) -> Quorum:
        terms = self._body.terms
        assert terms is not None
        return quorum(
            terms=terms,
            appointments=self._current,
            present=present,
            on=self._on,
            outcomes=self._outcomes,
        )

    def _alike(self, index: Mapping[str, int]) -> list[list[int]]:
        """Seats that only count, by all that quorum asks of them: whoever could fill each."""
        fill: dict[str, list[str]] = {}
        for key, seats in self._seats.items():
            for seat in seats:
                fill.setdefault(seat, []).append(key)
        found: dict[tuple[object, ...], list[int]] = {}
        for seat, keys in fill.items():
            likeness = self._likeness(seat, keys)
            if likeness is not None:
                found.setdefault(likeness, []).append(sum(index[key] for key in keys))
        return list(found.values())

    def _likeness(self, key: str, keys: Sequence[str]) -> tuple[object, ...] | None:
        """What filling a seat can change; None where it matters who of several fills it."""
        terms = self._body.terms
        seat = terms.seat(key) if terms is not None else None
        if seat is None or terms is None or any(len(self._seats[k]) > 1 for k in keys):
            return None
        outcomes = [self._outcomes.get(one) for one in keys]
        if len(keys) > 1 and any(outcome is not None for outcome in outcomes):
            return None
        counts = tuple(minimum.takes(seat) for minimum in terms.quorum.minima)
        return (seat.voting, counts, outcomes[0])


def _within(less: _Asked, more: _Asked) -> bool:
    """Whether those asked about first are among those asked about second."""
    return not less[0] & ~more[0] and all(map(le, less[1:], more[1:]))


def votes_needed(methods: Iterable[Method], seats: int) -> int | None:
    """The fewest votes, all of them for, that carry a question by each of these methods.

    None where as many votes as there are seats would not. Asking each partner in writing takes
    no votes.
    """
    counted = [method for method in methods if not method.in_writing]
    return next((n for n in range(1, seats + 1) if all(m.enough(n, 0, n) for m in counted)), None)


def _seats(body: Body, people: People) -> dict[str, list[str]]:
    """The seats each person could sit in that day, as a member or as a named substitute."""
    found: dict[str, list[str]] = {}
    terms = body.terms
    if terms is None:
        return found
    for held in body.appointments:
        seat = terms.seat(held.seat)
        if seat is None or not held.holds(people.on):
            continue
        substitutes = held.substitutes if terms.substitutes and seat.substitute else ()
        for one in (held.person, *substitutes):
            seats = found.setdefault(one.key, [])
            if seat.key not in seats:
                seats.append(seat.key)
    return found
