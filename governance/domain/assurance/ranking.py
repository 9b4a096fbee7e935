"""Which decider ranks above which for a comparison, and which method is the stricter.

Both are partial orders, and what they do not order cannot be compared. Ranks are those of the
version before: were the one being judged to say who ranks above whom, it could hand every power
to an officer, rank the officer above the cabinet, and be no weaker. It can only take away: what
it ranks the other way round cannot be compared any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from governance.domain.authority.model import Scheme
from governance.domain.bodies.methods import Method, method_named


class Ranks:
    """Who ranks above whom by an old scheme, as far as the new one does not contradict it."""

    def __init__(self, *, old: Scheme, new: Scheme) -> None:
        self._old = _under((old,))
        self._either = _under((old, new))

    def above(self, one: str, other: str) -> bool:
        """Whether one ranks above the other. No where both together rank them both ways round."""
        return other in self._old.get(one, ()) and one not in self._either.get(other, ())


def _under(schemes: Iterable[Scheme]) -> dict[str, frozenset[str]]:
    """For each decider those it ranks above, by the chains of some schemes taken together."""
    below: dict[str, set[str]] = {}
    for scheme in schemes:
        for chain in scheme.ranks:
            for higher, lower in pairwise(chain):
                below.setdefault(higher, set()).add(lower)
    return {name: _reached(below, name) for name in below}


def _reached(below: dict[str, set[str]], start: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in below.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def as_strict(new: str | None, old: str | None) -> bool:
    """Whether deciding by the new method is at least as strict as by the old.

    A larger share is stricter, and a share of all who are entitled stricter than one of the votes
    cast; of one number of seats, more votes. Where a decider's own terms say it (None), and in
    writing by each partner, only the same is known to be as strict.
    """
    if new == old:
        return True
    one, other = (None if name is None else method_named(name) for name in (new, old))
    if one is None or other is None or one.in_writing or other.in_writing:
        return False
    if one.share is not None and other.share is not None:
        return _larger_share(one, other)
    counted = one.number is not None and other.number is not None and one.of == other.of
    return counted and (one.number or 0) >= (other.number or 0)


def _larger_share(new: Method, old: Method) -> bool:
    assert new.share is not None
    assert old.share is not None
    if old.of_all and not new.of_all:
        return False
    mine, theirs = new.share[0] * old.share[1], old.share[0] * new.share[1]
    return mine > theirs or (mine == theirs and (new.more_than or not old.more_than))
