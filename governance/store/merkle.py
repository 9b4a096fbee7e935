"""The tree over the entries of a seal, so that one entry can be shown to be in it alone.

As RFC 6962 and RFC 9162 (2.1) hash it: a leaf is SHA-256 of a zero byte and the entry's hash (its
32 bytes), a node of a one byte and the nodes below it; a tree splits at the largest power of two
below its size. An inclusion path is what lies beside the way from a leaf up to the root. Hashes
come and go in hexadecimal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import reduce


def leaf(entry: str) -> bytes:
    """The leaf of an entry's hash. Raises `ValueError` for what is not hexadecimal."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(entry)).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The node above two."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The root of leaves that come one after the other; it holds only as many as it is high."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[bytes] = []
        """The roots of the whole trees that `size` is the sum of, the largest first."""

    def add(self, entry: str) -> None:
        """Add the leaf of an entry's hash. Raises `ValueError` for what is not hexadecimal."""
        top = leaf(entry)
        pairs = self.size
        while pairs & 1:
            top = node(self._whole.pop(), top)
            pairs >>= 1
        self._whole.append(top)
        self.size += 1

    @property
    def root(self) -> str:
        """The root of the leaves so far; of none, SHA-256 of nothing."""
        if not self._whole:
            return hashlib.sha256().hexdigest()
        return reduce(lambda right, left: node(left, right), reversed(self._whole)).hex()


def root(entries: Iterable[str]) -> str:
    """The root over entries' hashes, in their order; of none, SHA-256 of nothing."""
    level = [leaf(entry) for entry in entries]
    while len(level) > 1:
        level = _above(level)
    return (level[0] if level else hashlib.sha256().digest()).hex()


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The nodes above a row of them; the last goes up as it is where it is left alone."""
    above = [node(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
    return [*above, *level[len(above) * 2 :]]


def path(entries: Sequence[str], position: int) -> list[str]:
    """The inclusion path of the entry at a position (RFC 9162, 2.1.3.1), the lowest node first.

    Raises `IndexError` where there is no such position.
    """
    return paths(entries, [position])[0]


def paths(entries: Sequence[str], positions: Sequence[int]) -> list[list[str]]:
    """The inclusion paths of several entries of one tree, which is hashed once for all.

    Raises `IndexError` where there is no such position.
    """
    if wrong := [at for at in positions if not 0 <= at < len(entries)]:
        raise IndexError(wrong[0])
    here, found = list(positions), [list[str]() for _ in positions]
    level = [leaf(entry) for entry in entries]
    while len(level) > 1:
        for way, position in zip(found, here, strict=True):
            if (beside := position ^ 1) < len(level):
                way.append(level[beside].hex())
        level = _above(level)
        here = [position >> 1 for position in here]
    return found


def root_by(entry: str, *, position: int, size: int, beside: Sequence[str]) -> str | None:
    """The root that an inclusion path leads to (RFC 9162, 2.1.3.2).

    None where the path is not one for that position in a tree of that size. Raises `ValueError`
    for what is not hexadecimal.
    """
    if not 0 <= position < size:
        return None
    here, last, top = position, size - 1, leaf(entry)
    for step in beside:
        if last == 0:
            return None
        other = bytes.fromhex(step)
        if here & 1 or here == last:
            top = node(other, top)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            top = node(top, other)
        here, last = here >> 1, last >> 1
    return top.hex() if last == 0 else None
