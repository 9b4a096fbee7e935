"""What the record took up since a webhook was last told, as deliveries to be made.

The seals are the order of the record: every entry stands in one, at one place, and no later entry
ever comes to stand before it. So a webhook's place in them is kept, with what was on record and not
sealed yet when it was added. No act does any more than it would without webhooks, and nothing that
was committed after the adding is ever passed over, whatever time it gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select, tuple_

from governance.application.desk import Desk
from governance.application.subjects import refs
from governance.application.webhooks.acts import again, new_delivery
from governance.application.webhooks.moving import write
from governance.domain.webhooks.kinds import TESTED
from governance.domain.webhooks.listening import listens
from governance.store.engine import Store
from governance.store.lists import in_list
from governance.store.tables import TABLES

AT_ONCE: Final = 500
"""Entries looked at in one transaction."""

_hook, _place, _delivery = (
    TABLES[name] for name in ("webhook", "webhook_place", "webhook_delivery")
)
_seal, _sealed, _entry = TABLES["seal"], TABLES["sealed_entry"], TABLES["ledger_entry"]

_at_place = (_place.c.partnership_id == _hook.c.partnership_id) & (_place.c.id == _hook.c.id)
_ahead = (
    (_seal.c.partnership_id == _place.c.partnership_id)
    & (_seal.c.number >= _place.c.seal)
    & or_(_seal.c.number > _place.c.seal, _seal.c.entries > _place.c.position + 1)
)
_BEHIND = (
    select(
        _hook.c.partnership_id,
        _hook.c.id,
        func.min(_seal.c.at, type_=_seal.c.at.type).label("since"),
    )
    .select_from(_hook.join(_place, _at_place).join(_seal, _ahead))
    .where(_hook.c.state == "active")
    .group_by(_hook.c.partnership_id, _hook.c.id)
    .order_by(_hook.c.partnership_id, _hook.c.id)
)
_LOCKED = (
    select(_place)
    .where(_place.c.partnership_id == bindparam("partnership"), _place.c.id == bindparam("id"))
    .with_for_update(skip_locked=True)
)
_NEXT = (
    select(
        _sealed.c.seal,
        _sealed.c.position,
        _entry.c.id,
        _entry.c.kind,
        _entry.c.subject_table,
        _entry.c.subject_id,
    )
    .select_from(
        _sealed.join(
            _entry,
            (_entry.c.partnership_id == _sealed.c.partnership_id) & (_entry.c.id == _sealed.c.id),
        )
    )
    .where(
        _sealed.c.partnership_id == bindparam("partnership"),
        tuple_(_sealed.c.seal, _sealed.c.position)
        > tuple_(
            bindparam("seal", type_=_sealed.c.seal.type),
            bindparam("position", type_=_sealed.c.position.type),
        ),
    )
    .order_by(_sealed.c.seal, _sealed.c.position)
    .limit(AT_ONCE)
)
_THERE = select(_delivery).where(
    _delivery.c.partnership_id == bindparam("partnership"),
    _delivery.c.webhook_id == bindparam("webhook"),
    in_list(_delivery.c.entry_id, "entries"),
)


def behind(store: Store) -> list[Any]:
    """Active webhooks that the record is ahead of, and since when: partnership, id, instant."""
    with store.read() as tx:
        return tx.all(_BEHIND)


def oldest(rows: Sequence[Any]) -> dt.datetime | None:
    """Since when the record is ahead of any of them."""
    return min((row.since for row in rows), default=None)


def gather(desk: Desk, webhook_id: str) -> int:
    """Queue what one webhook listens to of the next entries; how many were looked at.

    0 where there are none, where it is not active any more, or where somebody else is at it.
    """
    hook = desk.by_id("webhook", webhook_id)
    place = desk.first(_LOCKED, id=webhook_id)
    if place is None or hook.state != "active":
        return 0
    found = desk.all(_NEXT, seal=place.seal, position=place.position)
    if not found:
        return 0
    told = _told(place)
    wanted = [
        one for one in found if one.kind != TESTED and listens(hook.listens, one.kind) and told(one)
    ]
    called = refs(desk, {(one.subject_table, one.subject_id) for one in wanted})
    there = {one.entry_id: one for one in desk.all(_THERE, webhook=hook.id, entries=_ids(wanted))}
    new = [
        new_delivery(
            desk,
            hook,
            entry_id=one.id,
            kind=one.kind,
            subject_ref=called.get(one.subject_id, one.subject_id),
            seal=one.seal,
            position=one.position,
        )
        for one in wanted
        if one.id not in there
    ]
    desk.writer.insert_many(_delivery, new)
    for row in there.values():
        # The place goes back only to have everything sent again.
        if row.not_before is None:
            write(desk, _delivery, row, again(desk, row))
    last = found[-1]
    write(desk, _place, place, {"seal": last.seal, "position": last.position})
    return len(found)


def _told(place: Any) -> Callable[[Any], bool]:
    """What says of an entry whether it is after the webhook's adding, or asked for all the same."""
    before = frozenset(place.before or ())

    def told(one: Any) -> bool:
        after = one.seal >= place.first_seal and one.id not in before
        return bool(after or one.id > place.since_id)

    return told


def _ids(rows: Sequence[Any]) -> list[str]:
    return [row.id for row in rows]
