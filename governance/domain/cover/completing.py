"""Whether some people can complete steps that are bound together by separation of duties.

Two steps that a scheme keeps apart are done by different people: an officer who did one does not
do the other and does not sit in the body that does, and two bodies that are kept apart share
nobody on that item. Who is kept apart from the author, the lead or the provider is kept apart
from whoever it could be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from governance.domain.authority.model import Separation
from governance.domain.cover.needs import Need, Option, Step
from governance.domain.cover.stopping import bits

OUTSIDE = ("author", "lead", "provider")
"""What a step can be kept apart from that is no step."""

Chosen = tuple[tuple[Option, int], ...]
"""Officers chosen so far: the option they act in, and who (a bit)."""


@dataclass(frozen=True, slots=True)
class Apart:
    """The separations of one rule, as they bind its steps."""

    separations: tuple[Separation, ...]

    def steps(self, one: Option, other: Option) -> bool:
        """Whether two options of different steps are kept apart, whichever is done first."""
        return any(
            (s.step in one.duties and s.apart_from in other.duties)
            or (s.step in other.duties and s.apart_from in one.duties)
            for s in self.separations
        )

    def outside(self, option: Option) -> frozenset[str]:
        """Which of author, lead and provider an option is kept apart from."""
        return frozenset(
            s.apart_from
            for s in self.separations
            if s.apart_from in OUTSIDE and s.step in option.duties
        )


class Bound:
    """Steps bound together, asked for some people at a time.

    `unknown` gives for author, lead and provider sets of people (bits) one of which it will be.
    """

    def __init__(
        self, steps: Sequence[Step], apart: Apart, unknown: Mapping[str, Sequence[int]]
    ) -> None:
        self._steps = sorted(steps, key=lambda s: not any(o.alone for o in s.options))
        self._apart = apart
        self.everyone = 0
        for one in steps:
            self.everyone |= one.everyone
        options = [option for one in steps for option in one.options]
        self._outside = {option: apart.outside(option) for option in options}
        names = frozenset[str]().union(*self._outside.values())
        self._who = [name for name in OUTSIDE if name in names]
        self._unknown = {name: unknown.get(name, ()) for name in self._who}
        self._alike = _likeness(self.everyone, options, self._unknown.values())
        kinds: dict[int, int] = {}
        for bit, kind in self._alike.items():
            kinds[kind] = kinds.get(kind, 0) | bit
        self._kinds = [kind for kind in kinds.values() if kind.bit_count() > 1]
        self._others = self.everyone & ~sum(self._kinds)
        self._known: dict[tuple[int, ...], bool] = {}

    def able(self, people: int) -> bool:
        """Whether these people suffice, whoever the author, the lead and the provider are.

        Of people who are alike only the number matters, so it is asked once for each.
        """
        asked = (people & self._others, *[(people & kind).bit_count() for kind in self._kinds])
        known = self._known.get(asked)
        if known is None:
            each = self._barred(people & self.everyone)
            known = all(self._completes(people & self.everyone, barred) for barred in each)
            self._known[asked] = known
        return known

    def _barred(self, people: int) -> Iterator[dict[str, int]]:
        """Everything that author, lead and provider could come to, as far as it matters."""
        each = {name: self._matter(people, self._unknown[name]) for name in self._who}
        return self._come_to(each, {})

    def _come_to(
        self, each: Mapping[str, Sequence[int]], chosen: dict[str, int]
    ) -> Iterator[dict[str, int]]:
        """Each choice for the names still open. `chosen` is who the others are.

        Of people who are alike one is tried, and whoever of them was chosen for another name:
        whether two names are one person or two can matter, which of those alike does not.
        """
        name = next((name for name in each if name not in chosen), None)
        if name is None:
            yield chosen
            return
        tried: set[tuple[int, ...]] = set()
        for one in each[name]:
            kinds = tuple(sorted(self._alike[bit] for bit in bits(one)))
            if one not in chosen.values():
                if kinds in tried:
                    continue
                tried.add(kinds)
            yield from self._come_to(each, {**chosen, name: one})

    def _matter(self, people: int, could_be: Sequence[int]) -> list[int]:
        """Of people who could be it, those that bar most."""
        here = dict.fromkeys(one & people for one in could_be if one & people)
        several = [one for one in here if one.bit_count() > 1]
        largest = [
            one for one in here if not any(one != other and one & other == one for other in several)
        ]
        return largest or [0]

    def _completes(self, people: int, barred: Mapping[str, int]) -> bool:
        return self._from(0, people, barred, (), ())

    def _from(
        self,
        number: int,
        people: int,
        barred: Mapping[str, int],
        officers: Chosen,
        groups: tuple[tuple[Option, int], ...],
    ) -> bool:
        if number == len(self._steps):
            return self._share(tuple(self._left(groups, officers)))
        for option in self._steps[number].options:
            left = people
            for name in self._outside[option]:
                left &= ~barred[name]
            if not option.need.able(left):
                continue
            if not option.alone:
                if self._from(number + 1, people, barred, officers, (*groups, (option, left))):
                    return True
                continue
            for one in bits(left & option.need.everyone):
                if any(one == who and self._apart.steps(option, o) for o, who in officers):
                    continue
                if self._from(number + 1, people, barred, (*officers, (option, one)), groups):
                    return True
        return False

    def _left(
        self, groups: Iterable[tuple[Option, int]], officers: Chosen
    ) -> Iterator[tuple[Option, int]]:
        """What is left to each body once officers act elsewhere."""
        for option, left in groups:
            people = left
            for other, who in officers:
                if self._apart.steps(option, other):
                    people &= ~who
            yield option, people

    def _share(self, groups: tuple[tuple[Option, int], ...]) -> bool:
        """Whether bodies can all act where those kept apart share nobody."""
        if not groups:
            return True
        (option, people), rest = groups[0], groups[1:]
        if not option.need.able(people):
            return False
        rivals = [other for other, _ in rest if self._apart.steps(option, other)]
        shared = 0
        for other in rivals:
            shared |= people & option.need.everyone & other.need.everyone
        if not shared:
            return self._share(rest)
        return any(
            self._share(tuple((o, left & ~used if o in rivals else left) for o, left in rest))
            for used in self._portions(shared)
            if option.need.able(people & ~shared | used)
        )

    def _portions(self, people: int) -> Iterator[int]:
        """Parts of some people, the smallest first; of those that are alike, only how many."""
        kinds: dict[int, list[int]] = {}
        for one in bits(people):
            kinds.setdefault(self._alike[one], []).append(one)
        each = list(kinds.values())
        counts = product(*(range(len(alike) + 1) for alike in each))
        for numbers in sorted(counts, key=sum):
            yield sum(sum(alike[:n]) for alike, n in zip(each, numbers, strict=True))


def bound_together(steps: Sequence[Step], apart: Apart) -> list[list[Step]]:
    """Steps in groups: those that separations bind to each other, and each other one alone."""
    groups: list[list[Step]] = []
    for one in steps:
        near = [g for g in groups if any(_meet(one, other, apart) for other in g)]
        groups = [g for g in groups if not any(g is n for n in near)]
        groups.append([*(step for group in near for step in group), one])
    return groups


def _meet(one: Step, other: Step, apart: Apart) -> bool:
    return bool(one.everyone & other.everyone) and any(
        apart.steps(o, p) for o in one.options for p in other.options
    )


def _likeness(
    everyone: int, options: Iterable[Option], unknown: Iterable[Sequence[int]]
) -> dict[int, int]:
    """A number for each person, the same for people whom nothing can tell apart.

    Neither can a need, nor what is not known: each could be it alone, or within the same sets.
    """
    needs = list(_leaves(option.need for option in options))
    sets = [tuple(dict.fromkeys(could_be)) for could_be in unknown]
    numbers: dict[tuple[object, ...], int] = {}
    found: dict[int, int] = {}
    for one in bits(everyone):
        told = (
            *(_as_seen(need, one) for need in needs),
            *(_could_be(one, could_be) for could_be in sets),
        )
        found[one] = numbers.setdefault(told, len(numbers))
    return found


def _could_be(one: int, could_be: Iterable[int]) -> tuple[int, ...]:
    """Whether it could be one person alone (0), and the larger sets that they are in."""
    return tuple(0 if who == one else who for who in could_be if who & one)


def _as_seen(need: Need, one: int) -> object:
    """How a need sees a person: not at all, as one of a kind, or for themselves."""
    if not need.everyone & one:
        return None
    for number, kind in enumerate(getattr(need, "classes", ())):
        if kind & one:
            return number
    return ("self", one)


def _leaves(needs: Iterable[Need]) -> Iterator[Need]:
    for need in needs:
        parts = getattr(need, "parts", None)
        if parts is None:
            yield need
        else:
            yield from _leaves(parts)
