"""In which order the acts of a record took place, and where that cannot be known.

They stand as they were sealed, and within one seal by their times. What builds on something comes
after it, whatever the clocks said: an entry on the one before it in its chain, and the version of
a row on the version before it. Two acts of one seal that took place within a second of one
another, neither building on the other, may have come in either order.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Iterator, Sequence
from itertools import pairwise

from governance.verifier.bundle import Chain, Entry, Rows

WITHIN = dt.timedelta(seconds=1)
"""Acts closer than this may have overlapped."""
MOST_NEAR = 6
"""Acts beside one whose other orders are tried, at the most."""


class Order:
    """The entries of all chains in their order, each with the places of those it builds on."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        given = sorted((e for c in chains for e in c.entries), key=lambda entry: entry.order)
        needs = _needs(chains, given)
        sequence = _sequence(needs)
        self.circle = len(sequence) < len(given)
        """Whether some entries build on one another in a circle, so that none came first."""
        sequence += sorted(set(range(len(given))) - set(sequence))
        place = {old: new for new, old in enumerate(sequence)}
        self.entries = [given[old] for old in sequence]
        self.needs = [{place[one] for one in needs[old]} for old in sequence]

    def before(self, place: int) -> Rows:
        """What the tables held before the entry at a place."""
        return _rows(self.entries[:place])

    def otherwise(self, place: int) -> Iterator[tuple[Rows, list[Entry]]]:
        """What the tables may have held instead, with the acts that then came on the other side."""
        entry = self.entries[place]
        near = [
            at
            for at, other in enumerate(self.entries)
            if at != place
            and abs(other.at - entry.at) < WITHIN
            and other.at != entry.at
            and (other.sealed or {}).get("seal") == (entry.sealed or {}).get("seal")
        ]
        near.sort(key=lambda at: abs(self.entries[at].at - entry.at))
        usual = set(range(place))
        for number in range(1, len(near[:MOST_NEAR]) + 1):
            for moved in itertools.combinations(near[:MOST_NEAR], number):
                first = usual ^ set(moved)
                whole = all(self.needs[at] <= first for at in (*first, place))
                if whole and not any(place in self.needs[at] for at in first):
                    yield (
                        _rows([self.entries[at] for at in sorted(first)]),
                        [self.entries[at] for at in moved],
                    )


def _needs(chains: Sequence[Chain], entries: Sequence[Entry]) -> list[set[int]]:
    """For each entry the places of those it builds on."""
    place = {id(entry): at for at, entry in enumerate(entries)}
    needs: list[set[int]] = [set() for _ in entries]
    for chain in chains:
        for before, after in pairwise(chain.entries):
            needs[place[id(after)]].add(place[id(before)])
    wrote: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for at, entry in enumerate(entries):
        for what, table, row_id, values in entry.body["writes"]:
            version = 1 if what == "insert" else values.get("version")
            if isinstance(version, int):
                wrote.setdefault((table, row_id), []).append((version, at))
    for versions in wrote.values():
        for (_, one), (_, other) in pairwise(sorted(versions)):
            if one != other:
                needs[other].add(one)
    return needs


def _sequence(needs: Sequence[set[int]]) -> list[int]:
    """The places, the lowest first, but none before what it needs; without those in a circle."""
    left = [len(one) for one in needs]
    follow: list[list[int]] = [[] for _ in needs]
    for at, one in enumerate(needs):
        for needed in one:
            follow[needed].append(at)
    ready = [at for at, number in enumerate(left) if not number]
    found = []
    while ready:
        at = heapq.heappop(ready)
        found.append(at)
        for other in follow[at]:
            left[other] -= 1
            if not left[other]:
                heapq.heappush(ready, other)
    return found


def _rows(entries: Sequence[Entry]) -> Rows:
    rows = Rows()
    for entry in entries:
        rows.write(entry)
    return rows
