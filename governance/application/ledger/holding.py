"""Holding a partnership's record to a receipt that somebody brings."""

from __future__ import annotations

from dataclasses import dataclass

from governance.application.desk import Desk
from governance.application.ledger import receipts
from governance.domain.errors import Unusable


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
