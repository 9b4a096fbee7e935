"""The smallest absences that stop something, found by hitting every way of doing it.

People are bits of a number. Whoever stops it must be missed in every set of people that can do
it, so the search takes one such set, lets each of its members be away in turn, and asks for
another set that does without them. Nothing else is tried, and nothing is left out: a stop that
hits no member of some set that can do it does not stop it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

Able = Callable[[int], bool]
"""Whether so many people (as bits) can do it. More people never can do less."""


def bits(people: int) -> Iterator[int]:
    """Each of these people alone."""
    while people:
        one = people & -people
        yield one
        people ^= one


def smallest_stops(everyone: int, able: Able, most: int) -> list[int]:
    """Every set of at most `most` people without whom it cannot be done, in order of size.

    No set holds more people than it needs. `[0]` where it cannot be done at all.
    """
    stops: set[int] = set()
    found: list[int] = []
    ways: list[int] = []
    level: Iterable[int] = (0,)
    for size in range(most + 1):
        further: set[int] = set()
        for gone in level:
            if holds_one_of(gone, stops):
                continue
            way = next((way for way in ways if not way & gone), None)
            if way is None:
                left = everyone & ~gone
                if not able(left):
                    stops.add(gone)
                    found.append(gone)
                    continue
                if size == most:
                    continue
                way = _needed(left, able)
                ways.append(way)
            if size < most:
                further.update(gone | one for one in bits(way))
        level = sorted(further)
    return found


def only_smallest(sets: Iterable[int]) -> list[int]:
    """Those of some sets that hold no other of them, in order of size."""
    kept: set[int] = set()
    found: list[int] = []
    for one in sorted(set(sets), key=lambda s: (s.bit_count(), s)):
        if not holds_one_of(one, kept):
            kept.add(one)
            found.append(one)
    return found


def holds_one_of(people: int, sets: set[int]) -> bool:
    """Whether some of these people, or all of them, are one of the sets."""
    part = people
    while True:
        if part in sets:
            return True
        if not part:
            return False
        part = (part - 1) & people


def _needed(people: int, able: Able) -> int:
    """Of people who can do it, some who can and of whom nobody can be spared."""
    for one in bits(people):
        if able(people ^ one):
            people ^= one
    return people
