"""What administrators do about webhooks: add, pause, resume, end; a new secret; send again.

Each is an act on the record. No secret is ever in it, and none is kept: it is worked out of the
key whenever something is signed, and told once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import bindparam, func, select

from governance.adapters.webhooks import checked_address, networks_from
from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.permissions import must_administer
from governance.application.webhooks import secrets
from governance.application.webhooks.moving import moved, moved_delivery, stop_sending, write
from governance.application.webhooks.queries import delivery_named
from governance.domain.errors import Refused, Unusable, problems_of
from governance.domain.webhooks.kinds import TESTED
from governance.domain.webhooks.listening import patterns
from governance.domain.webhooks.schedule import BOTH_SIGN
from governance.store.ids import first_id
from governance.store.settings import settings
from governance.store.tables import TABLES
from statemachines.machine import enter, step
from statemachines.permissions import Permission
from statemachines.table import Facts
from statemachines.webhook import WEBHOOK
from statemachines.webhook_delivery import WEBHOOK_DELIVERY

LONGEST_TITLE: Final = 200
NO_ID: Final = "~"
"""Sorts behind every id there is."""

_place, _delivery = TABLES["webhook_place"], TABLES["webhook_delivery"]
_entry, _sealed = TABLES["ledger_entry"], TABLES["sealed_entry"]
_seal, _unsealed = TABLES["seal"], TABLES["unsealed_entry"]
_BY_VIRES: Final = Facts(permissions=frozenset({Permission.VIRES.value}))

_ENTRY_OF = select(_entry.c.id).where(
    _entry.c.partnership_id == bindparam("partnership"),
    _entry.c.subject_id == bindparam("subject"),
    _entry.c.number == bindparam("number"),
)
_FIRST_SINCE = (
    select(_sealed.c.seal, _sealed.c.position)
    .select_from(
        _sealed.join(
            _entry,
            (_entry.c.partnership_id == _sealed.c.partnership_id) & (_entry.c.id == _sealed.c.id),
        )
    )
    .where(_sealed.c.partnership_id == bindparam("partnership"), _entry.c.at >= bindparam("since"))
    .order_by(_sealed.c.seal, _sealed.c.position)
    .limit(1)
)
_ends = (
    select(func.coalesce(func.max(_seal.c.number), 0).label("seal"))
    .where(_seal.c.partnership_id == bindparam("partnership"))
    .subquery()
)
_RECORDED = select(_ends.c.seal, _unsealed.c.id).select_from(
    _ends.outerjoin(_unsealed, _unsealed.c.partnership_id == bindparam("partnership"))
)
"""The last seal and each entry that waits for one, as they stand at one moment."""
_PLACE = (
    select(_place)
    .where(_place.c.partnership_id == bindparam("partnership"), _place.c.id == bindparam("id"))
    .with_for_update()
)
_DELIVERY = (
    select(_delivery)
    .where(
        _delivery.c.partnership_id == bindparam("partnership"), _delivery.c.id == bindparam("id")
    )
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Given:
    """What was done, and a secret that is told now and never again."""

    receipt: Receipt
    secret: str
    both_until: dt.datetime | None = None


def add(desk: Desk, *, address: str, listens: Iterable[str], title: str = "") -> Given:
    """Add a webhook, told of what is sealed from now on; its secret is told once.

    Raises `GuardRefused`, and `Unusable` for an address nothing may be sent to, for patterns no
    kind fits, and where the key cannot be used.
    """
    must_administer(desk)
    networks, given = networks_from(settings().webhooks_private), list(listens)
    wrong = problems_of(lambda: checked_address(address, networks), lambda: patterns(given))
    if wrong:
        raise Unusable(wrong)
    where, wanted = checked_address(address, networks), patterns(given)
    called = " ".join(title.split())[:LONGEST_TITLE] or (urlsplit(where).hostname or where)
    row_id, before = desk.new_id(), desk.all(_RECORDED)
    secret = secrets.made(partnership_id=desk.pid, webhook_id=row_id, generation=1)
    receipt = desk.apply(
        Change(
            kind="webhook.added",
            table="webhook",
            subject=None,
            values={
                "id": row_id,
                "ref": desk.next_ref("webhook"),
                "title": called,
                "address": where,
                "listens": wanted,
                "state": enter(WEBHOOK, "add", _BY_VIRES),
                "generation": 1,
                "secret_print": secrets.printed(secret),
            },
            facts={"title": called, "listens": wanted},
        )
    )
    begins = before[0].seal + 1
    place = {
        "partnership_id": desk.pid,
        "id": row_id,
        "version": 1,
        "seal": begins,
        "position": -1,
        "first_seal": begins,
        "before": [one.id for one in before if one.id is not None],
        "since_id": NO_ID,
    }
    desk.writer.insert(_place, place)
    return Given(receipt, secrets.shown(secret))


def rotate(desk: Desk, ref: str, *, seen: int | None = None) -> Given:
    """Give a webhook a new secret, told once; for a day the one before signs as well.

    Raises `GuardRefused`, `Unusable`, and `Refused` for one that was ended.
    """
    row = _kept(desk, ref, seen)
    if row.state == "ended":
        raise Refused.one("webhook.is_ended", ref=row.ref)
    generation = row.generation + 1
    secret = secrets.made(partnership_id=desk.pid, webhook_id=row.id, generation=generation)
    until = desk.now + BOTH_SIGN
    receipt = desk.apply(
        Change(
            kind="webhook.secret_rotated",
            table="webhook",
            subject=row,
            values={
                "generation": generation,
                "secret_print": secrets.printed(secret),
                "both_until": until,
            },
            facts={"generation": generation},
        )
    )
    return Given(receipt, secrets.shown(secret), until)


def pause(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Send nothing to a webhook for now. Raises `GuardRefused`, `NoSuchMove`, `Unusable`."""
    return moved(desk, _kept(desk, ref, seen), "pause", reason=reason)


def resume(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Send to a webhook again, from where it stopped. Raises as `pause` does."""
    row = _kept(desk, ref, seen)
    receipt = moved(desk, row, "resume")
    place = desk.first(_PLACE, id=row.id)
    write(desk, _place, place, {"failing_since": None})
    return receipt


def end(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Send nothing to a webhook any more. Raises as `pause` does."""
    row = _kept(desk, ref, seen)
    receipt = moved(desk, row, "end", reason=reason)
    stop_sending(desk, row)
    return receipt


def test(desk: Desk, ref: str) -> tuple[Receipt, str]:
    """Queue an event that says it is a trial, whatever the webhook listens to; its delivery's id.

    It is sent to a paused one too. Raises `GuardRefused`, `Unusable`; `Refused` for one ended.
    """
    row = _kept(desk, ref, None)
    if row.state == "ended":
        raise Refused.one("webhook.is_ended", ref=row.ref)
    receipt = desk.apply(Change(kind=TESTED, table="webhook", subject=row, values={}))
    entry = desk.first(_ENTRY_OF, subject=row.id, number=receipt.number)
    values = new_delivery(desk, row, entry_id=entry.id, kind=TESTED, subject_ref=row.ref)
    desk.writer.insert(_delivery, values)
    return receipt, values["id"]


def replay(desk: Desk, name: str) -> Receipt:
    """Have one delivery sent again, as the clock next comes by; the event keeps its id.

    Raises `GuardRefused`, `NoSuchMove` for one that waits already, `Unusable`, and `Refused` where
    its webhook is ended.
    """
    must_administer(desk)
    found = delivery_named(desk, name)
    hook = desk.row("webhook", found.webhook_id)
    if hook.state == "ended":
        raise Refused.one("webhook.is_ended", ref=hook.ref)
    row = desk.first(_DELIVERY, id=found.id)
    write(desk, _delivery, row, again(desk, row))
    facts = {"event": row.entry_id, "was": row.state}
    return desk.apply(
        Change(kind="webhook.replayed", table="webhook", subject=hook, values={}, facts=facts)
    )


def replay_since(desk: Desk, ref: str, *, since: dt.datetime) -> Receipt:
    """Have everything sent again that was recorded since an instant and the webhook listens to.

    What was recorded before there was the webhook comes too; what waits is not sent twice. Raises
    `GuardRefused`, `Unusable`; `Refused` for one that was ended, or where nothing was recorded.
    """
    row = _kept(desk, ref, None)
    if row.state == "ended":
        raise Refused.one("webhook.is_ended", ref=row.ref)
    place = desk.first(_PLACE, id=row.id)
    first = desk.first(_FIRST_SINCE, since=since)
    if first is None:
        raise Refused.one("webhook.nothing_since", ref=row.ref)
    back = min((first.seal, first.position - 1), (place.seal, place.position))
    earliest = min(first_id(since), place.since_id)
    write(desk, _place, place, {"seal": back[0], "position": back[1], "since_id": earliest})
    facts = {"since": since}
    return desk.apply(
        Change(kind="webhook.replayed", table="webhook", subject=row, values={}, facts=facts)
    )


def again(desk: Desk, row: Any) -> dict[str, Any]:
    """The columns of a delivery that is sent again."""
    return {
        "state": moved_delivery(row.state, "replay"),
        "attempts": 0,
        "not_before": desk.now,
        "trouble": None,
        "settled_at": None,
    }


def new_delivery(
    desk: Desk,
    hook: Any,
    *,
    entry_id: str,
    kind: str,
    subject_ref: str,
    seal: int | None = None,
    position: int | None = None,
) -> dict[str, Any]:
    """The row of a delivery to be."""
    return {
        "partnership_id": desk.pid,
        "id": desk.new_id(),
        "webhook_id": hook.id,
        "entry_id": entry_id,
        "kind": kind,
        "subject_ref": subject_ref,
        "seal": seal,
        "position": position,
        "state": step(WEBHOOK_DELIVERY, "new", "queue", _BY_VIRES),
        "created_at": desk.now,
        "not_before": desk.now,
    }


def _kept(desk: Desk, ref: str, seen: int | None) -> Any:
    must_administer(desk)
    return desk.row("webhook", ref, seen=seen)
