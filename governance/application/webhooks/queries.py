"""Which webhooks there are, what is sent to them, and how that went."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Integer, String, bindparam, case, cast, func, or_, select

from governance.application.desk import Desk
from governance.application.permissions import must_administer
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.domain.webhooks.events import PREFIX
from governance.store.engine import Transaction
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.webhook_delivery import WEBHOOK_DELIVERY

SHORT: Final = 8
"""Letters of a delivery's id that are enough to name it: its last ones."""
MOST: Final = 100
"""Deliveries listed unless more are asked for."""
OPEN: Final = ("queued", "failed", "uncertain")
"""States of deliveries that still want something of the clock."""
STATES: Final = WEBHOOK_DELIVERY.state_names

_hook, _place = TABLES["webhook"], TABLES["webhook_place"]
_delivery, _attempt = TABLES["webhook_delivery"], TABLES["webhook_attempt"]
_here = _delivery.c.partnership_id == bindparam("partnership")

_HOOKS = (
    select(_hook, _place.c.failing_since)
    .select_from(
        _hook.join(
            _place,
            (_place.c.partnership_id == _hook.c.partnership_id) & (_place.c.id == _hook.c.id),
        )
    )
    .where(_hook.c.partnership_id == bindparam("partnership"))
    .order_by(_hook.c.ref)
)
_STANDING = (
    select(
        _delivery.c.webhook_id,
        func.sum(case((_delivery.c.not_before.is_not(None), 1), else_=0), type_=Integer).label(
            "waiting"
        ),
        func.sum(case((_delivery.c.state == "parked", 1), else_=0), type_=Integer).label("parked"),
        func.min(
            case((_delivery.c.not_before.is_not(None), _delivery.c.created_at)),
            type_=_delivery.c.created_at.type,
        ).label("since"),
    )
    .where(_here)
    .group_by(_delivery.c.webhook_id)
)
_before = cast(bindparam("before"), String)
_LISTED = (
    select(_delivery)
    .where(
        _here,
        _delivery.c.webhook_id == bindparam("webhook"),
        in_list(_delivery.c.state, "states"),
        or_(_before.is_(None), _delivery.c.id < _before),
    )
    .order_by(_delivery.c.id.desc())
    .limit(bindparam("most"))
)
_BY_ID = select(_delivery).where(_here, _delivery.c.id == bindparam("id"))
_BY_ENDING = select(_delivery).where(_here, _delivery.c.id.like(bindparam("ending"))).limit(2)
_ENDING = re.compile(r"[0-9a-f-]{4,36}")
_ATTEMPTS = (
    select(_attempt)
    .where(
        _attempt.c.partnership_id == bindparam("partnership"),
        _attempt.c.delivery_id == bindparam("delivery"),
    )
    .order_by(_attempt.c.number)
)
_LAST_ATTEMPTS = (
    select(_attempt)
    .where(
        _attempt.c.partnership_id == bindparam("partnership"),
        in_list(_attempt.c.delivery_id, "deliveries"),
    )
    .order_by(_attempt.c.delivery_id, _attempt.c.number)
)
_UNDELIVERED = (
    select(
        func.count().label("count"),
        func.min(_delivery.c.created_at, type_=_delivery.c.created_at.type).label("since"),
    )
    .select_from(
        _delivery.join(
            _hook,
            (_hook.c.partnership_id == _delivery.c.partnership_id)
            & (_hook.c.id == _delivery.c.webhook_id),
        )
    )
    .where(_delivery.c.not_before.is_not(None), _hook.c.state == "active")
)
_UNDELIVERED_HERE = _UNDELIVERED.where(_here)


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A webhook as a list shows it: how many deliveries wait, since when, how many were given up.

    `failing_since` is when the first attempt failed since which none got through.
    """

    row: Any
    waiting: int
    since: dt.datetime | None
    parked: int

    def plain(self) -> dict[str, Any]:
        """The webhook for JSON."""
        row = self.row
        return {
            "ref": row.ref,
            "id": row.id,
            "title": row.title,
            "address": row.address,
            "listens": row.listens,
            "state": row.state,
            "reason": row.reason,
            "secret_generation": row.generation,
            "both_secrets_until": _text(row.both_until),
            "failing_since": _text(row.failing_since),
            "waiting": self.waiting,
            "waiting_since": _text(self.since),
            "parked": self.parked,
        }


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery as a list shows it, with its last attempt; None where there was none."""

    row: Any
    last: Any | None

    @property
    def short(self) -> str:
        """Enough of the id to name it."""
        return str(self.row.id[-SHORT:])

    @property
    def type(self) -> str:
        """The type of its event."""
        return PREFIX + str(self.row.kind)

    def plain(self) -> dict[str, Any]:
        """The delivery for JSON."""
        row, last = self.row, self.last
        return {
            "id": row.id,
            "event": row.entry_id,
            "type": self.type,
            "about": row.subject_ref,
            "state": row.state,
            "attempts": row.attempts,
            "created_at": _text(row.created_at),
            "not_before": _text(row.not_before),
            "settled_at": _text(row.settled_at),
            "trouble": row.trouble,
            "last_status": None if last is None else last.status,
            "last_milliseconds": None if last is None else last.milliseconds,
        }


@dataclass(frozen=True, slots=True)
class Undelivered:
    """How many deliveries to active webhooks wait, and since when the oldest does."""

    count: int
    since: dt.datetime | None


def webhooks(desk: Desk) -> list[WebhookView]:
    """Every webhook, by its reference. Raises `GuardRefused` but for administrators."""
    must_administer(desk)
    return _views(desk, desk.all(_HOOKS))


def webhook_named(desk: Desk, ref: str) -> WebhookView:
    """One webhook. Raises `GuardRefused`, `Unusable`."""
    must_administer(desk)
    found = desk.row("webhook", ref)
    return _views(desk, [one for one in desk.all(_HOOKS) if one.id == found.id])[0]


def _views(desk: Desk, rows: list[Any]) -> list[WebhookView]:
    standing = {one.webhook_id: one for one in desk.all(_STANDING)}
    found = []
    for row in rows:
        one = standing.get(row.id)
        numbers = (one.waiting, one.since, one.parked) if one else (0, None, 0)
        found.append(WebhookView(row, *numbers))
    return found


def deliveries(
    desk: Desk, webhook_id: str, *, state: str | None = None, most: int = MOST, before: str = ""
) -> list[DeliveryView]:
    """Deliveries to a webhook, the newest first; those of one state where it is named.

    `before` is the id of the one the list goes on after. Raises `GuardRefused`, `Unusable`.
    """
    must_administer(desk)
    if state is not None and state not in STATES:
        near = nearest(state, STATES)
        raise Unusable.one("name.unknown", what="state", name=state[:80], nearest=near)
    rows = desk.all(
        _LISTED,
        webhook=webhook_id,
        states=list(STATES if state is None else (state,)),
        before=before or None,
        most=most,
    )
    last: dict[str, Any] = {}
    if rows:
        for one in desk.all(_LAST_ATTEMPTS, deliveries=[row.id for row in rows]):
            last[one.delivery_id] = one
    return [DeliveryView(row, last.get(row.id)) for row in rows]


def delivery_named(desk: Desk, name: str) -> Any:
    """The delivery of that id, or of its last letters.

    Raises `Unusable` where there is none, or more than one with that ending.
    """
    row = desk.first(_BY_ID, id=name)
    if row is not None:
        return row
    ending = name.strip().lower()
    found = desk.all(_BY_ENDING, ending=f"%{ending}") if _ENDING.fullmatch(ending) else []
    if len(found) == 1:
        return found[0]
    code = "webhook.delivery_ambiguous" if found else "webhook.delivery_unknown"
    raise Unusable.one(code, id=name[:80])


def attempts_of(desk: Desk, delivery_id: str) -> list[Any]:
    """Every attempt at a delivery, the first one first."""
    must_administer(desk)
    return desk.all(_ATTEMPTS, delivery=delivery_id)


def plain_attempt(one: Any) -> dict[str, Any]:
    """An attempt for JSON."""
    return {
        "number": one.number,
        "began_at": _text(one.began_at),
        "ended_at": _text(one.ended_at),
        "outcome": one.outcome,
        "status": one.status,
        "milliseconds": one.milliseconds,
        "detail": one.detail,
    }


def undelivered(tx: Transaction, partnership_id: str | None = None) -> Undelivered:
    """What waits for active webhooks, of one partnership or of all."""
    if partnership_id is None:
        row = tx.one(_UNDELIVERED)
    else:
        row = tx.one(_UNDELIVERED_HERE, partnership=partnership_id)
    return Undelivered(row.count, row.since)


def _text(at: dt.datetime | None) -> str | None:
    return None if at is None else at.isoformat()
