"""Holding a partnership's record to a receipt that somebody brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from governance.application.desk import Desk
from governance.application.ledger import receipts
from governance.application.subjects import find_subject
from governance.domain.errors import Problem, Unusable
from governance.store.types import instant_text

MOST: Final = 100
"""Receipts that are held to at once at the most."""


@dataclass(frozen=True, slots=True)
class Held:
    """An entry that stands as its receipt says; `seal` is the number of the seal it names.

    None where the entry was not sealed yet when the receipt was given.
    """

    ref: str
    number: int
    seal: int | None


def held_to(desk: Desk, content: bytes, *, name: str) -> Held:
    """Hold the record to the receipt in a file of that name.

    Raises `Unusable` with everything that does not hold, where the file holds no receipt, and for
    one of another partnership: nothing is said of that one's record.
    """
    shown = receipts.read_content(content, name=name)
    if shown.partnership != desk.pid:
        raise Unusable.one("receipt.of_another", name=name)
    if found := list(receipts.check(desk.tx, shown)):
        raise Unusable(found)
    seal = None if shown.seal is None else int(shown.seal.body["number"])
    return Held(shown.ref, shown.number, seal)


def held_to_kept(
    desk: Desk, kept: Sequence[tuple[str, str, int, str, str, dt.datetime]]
) -> tuple[Held, ...]:
    """Hold the record to receipts as acts gave them: id, reference, entry, act, hash, instant.

    Raises `Unusable` with everything that does not hold.
    """
    held: list[Held] = []
    found: list[Problem] = []
    for ident, ref, number, act, digest, at in kept:
        table, row = find_subject(desk, ident)
        shown = receipts.Shown(
            desk.pid, table, row.id, ref, number, act, instant_text(at), digest, None, 0, (), None
        )
        found += receipts.check(desk.tx, shown)
        held.append(Held(ref, number, None))
    if found:
        raise Unusable(found)
    return tuple(held)
