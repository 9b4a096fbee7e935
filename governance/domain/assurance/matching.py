"""Giving each of some things one of its own, as many as can be."""

from __future__ import annotations

from collections.abc import Sequence


def matched(choices: Sequence[Sequence[int]]) -> dict[int, int]:
    """For as many things as can be, one of its choices that no other has.

    Found by augmenting paths (the Hungarian method of bipartite matching), earlier things first.
    """
    taken: dict[int, int] = {}

    def place(one: int, seen: set[int]) -> bool:
        for choice in choices[one]:
            if choice not in seen:
                seen.add(choice)
                if choice not in taken or place(taken[choice], seen):
                    taken[choice] = one
                    return True
        return False

    for one in range(len(choices)):
        place(one, set())
    return {one: choice for choice, one in sorted(taken.items(), key=lambda pair: pair[1])}
