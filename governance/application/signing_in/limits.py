"""How often somebody may try to sign in: counted in the database, so for all processes.

Three things are counted: failures for one account from one address, for one account from
anywhere, and from one address for any account. Each has some tries free; after that a wait that
doubles. The narrowest has the fewest, so that a stranger who guesses somebody's password makes
them wait only once he guesses from many places. A try is counted before the password is looked
at and given back if it was right: however many try at once, no more are looked at than may be.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from governance.application.signing_in.secrets import digest
from governance.store.engine import AlreadyThere, Store, WriteTransaction
from governance.store.leading import INSTALLATION
from governance.store.lists import in_list
from governance.store.tables import TABLES

FREE: Final[Mapping[str, int]] = {"both": 5, "account": 20, "address": 60, "begun": 300}
"""Failures after which one has to wait."""
LEAKS: Final[Mapping[str, dt.timedelta]] = {
    "address": dt.timedelta(minutes=1),
    "begun": dt.timedelta(seconds=6),
}
"""After how long one failure is forgotten: many people may sit behind one address."""
FIRST_WAIT: Final = dt.timedelta(seconds=30)
LONGEST_WAIT: Final = dt.timedelta(minutes=15)
FORGOTTEN: Final = dt.timedelta(hours=1)
"""How long after the last failure counting begins anew."""
_TRIES: Final = 5

_attempt = TABLES["sign_in_attempt"]
_LOCKED = (
    select(_attempt)
    .where(_attempt.c.partnership_id == INSTALLATION, in_list(_attempt.c.id, "ids"))
    .order_by(_attempt.c.id)
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a try counts against: digests by kind."""

    ids: Mapping[str, str]

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each digest."""
        return {one: kind for kind, one in self.ids.items()}


def counted(partnership: str, name: str, address: str) -> Counted:
    """What a try to sign in counts against: the account as it was named, and where from."""
    place = _network(address)
    return Counted(
        {
            "both": digest("both", partnership, name, place),
            "account": digest("account", partnership, name),
            "address": digest("address", place),
        }
    )


def counted_begun(address: str) -> Counted:
    """What being sent to a provider counts against: it writes a row, and anybody may ask for it."""
    return Counted({"begun": digest("begun", _network(address))})


def counted_own(partnership: str, person: str) -> Counted:
    """What somebody counts against who is signed in and gives their password once more."""
    return Counted({"both": digest("own", partnership, person)})


def _network(address: str) -> str:
    """Whose address it is: of IPv6 somebody has at least a whole /64."""
    try:
        place = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(place, ipaddress.IPv6Address):
        if place.ipv4_mapped is not None:
            return str(place.ipv4_mapped)
        return str(ipaddress.ip_network((place, 64), strict=False))
    return str(place)


def begin(store: Store, what: Counted, *, now: dt.datetime) -> dt.datetime | None:
    """Count a try, or say until when none is let through."""
    for last in range(_TRIES, 0, -1):
        try:
            with store.write() as tx:
                return count(tx, what, now=now)
        except AlreadyThere:
            # Somebody began to count the same at the same time.
            if last == 1:
                raise
    raise AssertionError


def count(tx: WriteTransaction, what: Counted, *, now: dt.datetime) -> dt.datetime | None:
    """As `begin`, in a transaction of the caller's."""
    rows = {row.id: row for row in tx.all(_LOCKED, ids=sorted(what.kinds))}
    waits: list[dt.datetime] = [
        row.until for row in rows.values() if row.until is not None and row.until > now
    ]
    if waits:
        return max(waits)
    for row_id, kind in sorted(what.kinds.items()):
        row = rows.get(row_id)
        before, since = (0, now) if row is None else _left(row, now)
        values = {"failures": before + 1, "last_at": since, "until": _until(kind, before + 1, now)}
        if row is None:
            key = {"partnership_id": INSTALLATION, "id": row_id, "version": 1, "kind": kind}
            tx.insert(_attempt, {**key, **values})
        else:
            _set(tx, row, values)
    return None


def minutes_left(until: dt.datetime, now: dt.datetime) -> int:
    """For how many minutes somebody has to wait, at least one."""
    return max(1, math.ceil((until - now) / dt.timedelta(minutes=1)))


def _left(row: Any, now: dt.datetime) -> tuple[int, dt.datetime]:
    """How many failures still count, and from when the next are forgotten."""
    if row.last_at + FORGOTTEN <= now:
        return 0, now
    failures = int(row.failures)
    leak = LEAKS.get(row.kind)
    if leak is None:
        return failures, now
    gone = max((now - row.last_at) // leak, 0)
    # Whatever comes meanwhile, one is forgotten each time so long has passed.
    return (failures - gone, row.last_at + gone * leak) if failures > gone else (0, now)


def _until(kind: str, failures: int, now: dt.datetime) -> dt.datetime | None:
    """Until when to wait after so many failures."""
    over = failures - FREE[kind]
    if over < 0:
        return None
    return now + min(FIRST_WAIT * (1 << min(over, 10)), LONGEST_WAIT)


def give_back(tx: WriteTransaction, what: Counted, *, all_of: Sequence[str] = ()) -> None:
    """The try was no failure: take it off again; `all_of` these kinds begin at nothing."""
    for row in tx.all(_LOCKED, ids=sorted(what.kinds)):
        failures = 0 if row.kind in all_of else max(row.failures - 1, 0)
        until = row.until if failures >= FREE[row.kind] else None
        _set(tx, row, {"failures": failures, "until": until})


def _set(tx: WriteTransaction, row: Any, values: Mapping[str, Any]) -> None:
    tx.update(
        _attempt,
        partnership_id=INSTALLATION,
        id=row.id,
        expected_version=row.version,
        values=values,
    )
