"""Forms under way: sent twice and done once; typed while the session ran out, and not lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from governance.application.actors import find_partnership
from governance.application.desk import Desk
from governance.application.signing_in.secrets import digest, new_token
from governance.domain.errors import Unusable
from governance.store.engine import AlreadyThere, Store
from governance.store.tables import TABLES

KEPT: Final = dt.timedelta(hours=1)
MOST_KEPT: Final = 1_000_000
"""Characters of a form that are kept at the most."""

_done = TABLES["done_form"]
_kept = TABLES["kept_form"]
_LED_TO = select(_done.c.led_to).where(
    _done.c.partnership_id == bindparam("partnership"), _done.c.id == bindparam("id")
)
_USE = (
    _done.update()
    .where(_done.c.partnership_id == bindparam("partnership"), _done.c.id == bindparam("key"))
    .values(led_to=bindparam("where"), version=_done.c.version + 1)
)
_BY_TOKEN = select(_kept).where(
    _kept.c.partnership_id == bindparam("partnership"),
    _kept.c.id == bindparam("id"),
    _kept.c.until > bindparam("now"),
)
_DROP = _kept.delete().where(_kept.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was typed: where it was to go, and the fields in their order.

    `person_id` is whose session had run out; only they get it back.
    """

    partnership_id: str
    person_id: str | None
    path: str
    fields: tuple[tuple[str, str], ...]


def used(desk: Desk, token: str) -> str | None:
    """Where this form led when it was sent before; None the first time.

    Ask before anything is done. Whoever sends the same form at the same time waits here until
    the first is done or has given up.
    """
    key = digest(token)
    found = desk.tx.first(_LED_TO, partnership=desk.pid, id=key)
    if found is not None:
        return str(found.led_to or "")
    values = {"partnership_id": desk.pid, "id": key, "version": 1, "made_at": desk.now}
    try:
        with desk.writer.savepoint():
            desk.writer.insert(_done, values)
    except AlreadyThere:
        return str(desk.tx.scalar(_LED_TO, partnership=desk.pid, id=key) or "")
    return None


def led_to(desk: Desk, token: str) -> str | None:
    """Where a form that was sent has led, for the page it led to; None where it led nowhere."""
    return desk.tx.scalar(_LED_TO, partnership=desk.pid, id=digest(token)) or None


def use(desk: Desk, token: str, where: str) -> None:
    """Note where a form led, in the transaction of what it did. `used` was asked before."""
    desk.writer.run(_USE, partnership=desk.pid, key=digest(token), where=where)


def keep_form(
    store: Store,
    *,
    partnership: str,
    path: str,
    fields: Sequence[tuple[str, str]],
    now: dt.datetime,
    person_id: str | None = None,
) -> str:
    """Keep what was typed for an hour; returns the token that gets it back.

    Raises `Unusable` for more than anybody types.
    """
    length = len(path) + sum(len(name) + len(value) for name, value in fields)
    if length > MOST_KEPT:
        raise Unusable.one("form.too_long", most=MOST_KEPT, length=length)
    token = new_token()
    with store.write() as tx:
        values = {
            "partnership_id": find_partnership(tx, partnership).id,
            "id": digest(token),
            "version": 1,
            "person_id": person_id,
            "path": path,
            "fields": [[name, value.replace("\0", "")] for name, value in fields],
            "until": now + KEPT,
        }
        tx.insert(_kept, values)
    return token


def kept_form(
    store: Store, *, partnership_id: str, token: str, now: dt.datetime
) -> KeptForm | None:
    """What a partnership keeps for this token; None where nothing is, or not any more."""
    with store.read() as tx:
        row = tx.first(_BY_TOKEN, partnership=partnership_id, id=digest(token), now=now)
    if row is None:
        return None
    fields = tuple((name, value) for name, value in row.fields)
    return KeptForm(row.partnership_id, row.person_id, row.path, fields)


def drop_form(store: Store, *, token: str) -> None:
    """Keep it no longer."""
    with store.write() as tx:
        tx.run(_DROP, id=digest(token))
