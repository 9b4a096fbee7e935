"""Is the record whole: chains, seals, keys; and does it still say what a receipt says."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import select

from governance.application.ledger import receipts
from governance.application.ledger.receipts import Shown
from governance.domain.errors import Problem
from governance.store import ledger, sealing, seals
from governance.store.engine import Store
from governance.store.keys import fingerprint
from governance.store.sealing import Waiting
from governance.store.seals import Reign
from governance.store.tables import TABLES

_partnership = TABLES["partnership"]
_KEYS = select(_partnership.c.id, _partnership.c.key)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole record found.

    `notes` are changes of key without a certificate that the key which was named makes up for.
    `partnerships` are the keys of those that `problems`, `waiting` and `reigns` name by their id.
    """

    entries: int
    subjects: int
    seals: int
    sealed: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    reigns: tuple[Reign, ...] = ()
    partnerships: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def plain_waiting(self) -> list[dict[str, Any]]:
        """What waits, for JSON."""
        return [
            {
                "partnership": self.partnerships.get(one.partnership_id, one.partnership_id),
                "entries": one.entries,
                "since": one.since,
            }
            for one in self.waiting
        ]

    def plain_keys(self) -> list[dict[str, Any]]:
        """The keys that sealed, for JSON: from which seal on, and whether certified."""
        return [
            {
                "partnership": self.partnerships.get(one.partnership_id, one.partnership_id),
                "key": one.key,
                "since_seal": one.since,
                "certified": one.certified,
            }
            for one in self.reigns
        ]


def verify(store: Store, *, key: bytes | None = None, receipt: Shown | None = None) -> Verified:
    """Check every chain and every seal of every partnership; in one consistent picture.

    With `key`, the 32 bytes of a public key, the latest seals have to be that key's, or follow
    from it by certificates. With `receipt`, the record has to say what it says.
    """
    with store.read() as tx:
        chains = ledger.verify(tx)
        found = seals.check_seals(tx)
        waiting: tuple[Waiting, ...] = ()
        with suppress(*ledger.UNREADABLE):  # which is told with the chains
            waiting = tuple(sealing.waiting(tx))
        against = [] if receipt is None else list(receipts.check(tx, receipt))
        partnerships = {row.id: row.key for row in tx.all(_KEYS)}
    about_seals: list[Problem] = found.problems
    notes: list[Problem] = []
    if key is not None:
        about_seals, notes = _by_the_key(found.problems, found.reigns, fingerprint(key))
    return Verified(
        entries=chains.entries,
        subjects=chains.subjects,
        seals=found.seals,
        sealed=found.entries,
        problems=(*chains.problems, *about_seals, *against),
        notes=tuple(notes),
        waiting=waiting,
        reigns=tuple(found.reigns),
        partnerships=partnerships,
    )


def _by_the_key(
    problems: Sequence[Problem], reigns: Sequence[Reign], known: str
) -> tuple[list[Problem], list[Problem]]:
    """Problems and notes, given the key that somebody trusts.

    A latest seal that the key vouches for vouches for the whole chain before it, so that an
    earlier change of key without a certificate is told and is no problem any more.
    """
    trusted: dict[str, int] = {}
    found: list[Problem] = []
    for partnership, group in groupby(reigns, key=lambda one: one.partnership_id):
        own = list(group)
        since = seals.follows_from(own, known)
        if since is None:
            params = {"partnership": partnership, "number": own[-1].since, "here": own[-1].key}
            found.append(Problem("seal.key_not_that", params | {"wanted": known}))
        else:
            trusted[partnership] = since
    notes = []
    for one in problems:
        since = trusted.get(str(one.params.get("partnership")), 0)
        if one.code == "seal.uncertified" and one.params["number"] <= since:
            notes.append(one)
        else:
            found.append(one)
    return found, notes
