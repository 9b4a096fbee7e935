"""One attempt at a time: written before it is made, settled after it.

Opening an attempt and settling the one before it share a transaction, so at most one attempt of
a deliverer is ever under way, and a crash leaves one uncertain and no more.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from governance.adapters.webhooks import Answer, Outcome, Parcel, new_headers
from governance.application.desk import Desk
from governance.application.webhooks.moving import as_trouble, moved_delivery, write
from governance.domain.errors import Problem
from governance.domain.webhooks.events import CONTENT_TYPE, Recorded, body
from governance.domain.webhooks.kinds import TESTED
from governance.domain.webhooks.schedule import MOST_ATTEMPTS, SILENT, wait_after
from governance.store.tables import TABLES
from governance.store.types import instant_text

LEASE: Final = dt.timedelta(minutes=10)
"""How long a claim holds: longer than the attempts of a handful last.

An attempt without an outcome after that was cut off, and nobody knows whether it was taken.
"""
CHUNK: Final = 10
"""Deliveries claimed at once by one deliverer, all of one webhook."""

_hook, _place = TABLES["webhook"], TABLES["webhook_place"]
_delivery, _attempt = TABLES["webhook_delivery"], TABLES["webhook_attempt"]
_entry = TABLES["ledger_entry"]
_here = _delivery.c.partnership_id == bindparam("partnership")

_CLAIMED = (
    select(_delivery)
    .where(
        _here,
        _delivery.c.webhook_id == bindparam("webhook"),
        _delivery.c.not_before <= bindparam("now"),
    )
    .order_by(_delivery.c.not_before, _delivery.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TRIALS = _CLAIMED.where(_delivery.c.kind == TESTED)
_LOCKED = select(_delivery).where(_here, _delivery.c.id == bindparam("id")).with_for_update()
_PLACE = (
    select(_place)
    .where(_place.c.partnership_id == bindparam("partnership"), _place.c.id == bindparam("id"))
    .with_for_update()
)
_LAST = (
    select(_attempt)
    .where(
        _attempt.c.partnership_id == bindparam("partnership"),
        _attempt.c.delivery_id == bindparam("delivery"),
    )
    .order_by(_attempt.c.number.desc())
    .limit(1)
)
_ATTEMPT = select(_attempt).where(
    _attempt.c.partnership_id == bindparam("partnership"), _attempt.c.id == bindparam("id")
)
_ENTRY = select(_entry).where(
    _entry.c.partnership_id == bindparam("partnership"), _entry.c.id == bindparam("id")
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that one deliverer alone may try until the lease is over."""

    id: str
    version: int
    webhook_id: str
    entry_id: str
    kind: str
    subject_ref: str
    created_at: dt.datetime
    address: str
    body: bytes

    def parcel(self, secrets: list[bytes], at: dt.datetime) -> Parcel:
        """The request of an attempt made at an instant."""
        signed = new_headers(secrets=secrets, event_id=self.entry_id, at=at, body=self.body)
        return Parcel(self.address, self.body, {"Content-Type": CONTENT_TYPE, **signed})


@dataclass(frozen=True, slots=True)
class Open:
    """An attempt that is being made."""

    id: str
    claimed: Claimed


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a delivery: `sent`, `failed`, `uncertain` or `parked`, and why not sent.

    `gone` says that its receiver wants no more; `silent` since when nothing got through, where
    that is longer than a webhook may be silent.
    """

    claimed: Claimed
    became: str
    problem: Problem | None = None
    gone: bool = False
    silent: dt.datetime | None = None


def claim(desk: Desk, hook: Any, *, most: int = CHUNK) -> list[Claimed]:
    """Take the deliveries of a webhook that have waited longest, in their order."""
    statement = _CLAIMED if hook.state == "active" else _TRIALS
    return [
        one
        for row in desk.all(statement, webhook=hook.id, now=desk.now, most=most)
        if (one := _taken(desk, hook, row)) is not None
    ]


def claim_one(desk: Desk, hook: Any, delivery_id: str) -> Claimed | None:
    """Take one delivery that waits; None where somebody else has it, or it waits no more."""
    row = desk.first(_LOCKED, id=delivery_id)
    if row is None or row.not_before is None or row.not_before > desk.now:
        return None
    return _taken(desk, hook, row)


def _taken(desk: Desk, hook: Any, row: Any) -> Claimed | None:
    state, trouble = row.state, row.trouble
    last = desk.first(_LAST, delivery=row.id) if row.attempts else None
    if last is not None and last.outcome is None:
        cut = Problem("webhook.cut_off")
        write(desk, _attempt, last, _outcome(desk, Outcome.UNCERTAIN, cut))
        state, trouble = moved_delivery(state, "lose_track"), as_trouble(cut)
    values: dict[str, Any] = {"state": state, "trouble": trouble, "not_before": desk.now + LEASE}
    if row.attempts >= MOST_ATTEMPTS:
        values |= {"state": moved_delivery(state, "park"), "not_before": None}
    write(desk, _delivery, row, values)
    if row.attempts >= MOST_ATTEMPTS:
        return None
    return Claimed(
        id=row.id,
        version=row.version + 1,
        webhook_id=hook.id,
        entry_id=row.entry_id,
        kind=row.kind,
        subject_ref=row.subject_ref,
        created_at=row.created_at,
        address=hook.address,
        body=body(recorded(desk, row)),
    )


def recorded(desk: Desk, row: Any) -> Recorded:
    """The entry that a delivery tells of, as its event says it."""
    entry = desk.first(_ENTRY, id=row.entry_id)
    return Recorded(
        id=entry.id,
        partnership_id=desk.pid,
        partnership=desk.partnership.key,
        kind=entry.kind,
        subject=entry.subject_table,
        subject_ref=row.subject_ref,
        number=entry.number,
        hash=entry.hash,
        at=instant_text(entry.at),
        actor=entry.actor,
        state=_state(json.loads(entry.body), entry),
        seal=row.seal,
        position=row.position,
    )


def _state(said: Any, entry: Any) -> str | None:
    """The subject's state after the act, where the act wrote one."""
    for _, table, row_id, values in said["writes"]:
        if (table, row_id) == (entry.subject_table, entry.subject_id):
            state = values.get("state")
            return state if isinstance(state, str) else None
    return None


def begin(desk: Desk, claimed: Claimed) -> Open | None:
    """Write that an attempt is being made; None where it has been taken over since."""
    row = desk.first(_LOCKED, id=claimed.id)
    if row.version != claimed.version:
        return None
    last = desk.first(_LAST, delivery=row.id)
    attempt_id = desk.new_id()
    write(desk, _delivery, row, {"attempts": row.attempts + 1, "not_before": desk.now + LEASE})
    desk.writer.insert(
        _attempt,
        {
            "partnership_id": desk.pid,
            "id": attempt_id,
            "delivery_id": row.id,
            "number": 1 if last is None else last.number + 1,
            "began_at": desk.now,
        },
    )
    return Open(attempt_id, claimed)


def release(desk: Desk, claimed: Claimed, *, wait: dt.timedelta) -> None:
    """Give back a delivery that was claimed and not tried, to be tried after a while."""
    row = desk.first(_LOCKED, id=claimed.id)
    if row.version == claimed.version:
        write(desk, _delivery, row, {"not_before": desk.now + wait})


def settle(desk: Desk, attempt: Open, answer: Answer) -> Ended | None:
    """Write how an attempt ended, and what that makes of its delivery.

    Where the lease ran out meanwhile, the attempt stands as uncertain, and stays so: it may have
    been made again. Whoever took it over tells what becomes of it: None.
    """
    row = desk.first(_LOCKED, id=attempt.claimed.id)
    made = desk.first(_ATTEMPT, id=attempt.id)
    if made.outcome is not None:
        return None
    noted = _outcome(desk, answer.outcome, answer.detail)
    noted |= {"status": answer.status, "milliseconds": answer.milliseconds}
    write(desk, _attempt, made, noted)
    if row.not_before is None:  # let go meanwhile, with its webhook
        return None
    problem = answer.detail
    values: dict[str, Any]
    if answer.outcome is Outcome.SENT:
        values = {"state": moved_delivery(row.state, "send"), "not_before": None, "trouble": None}
        write(desk, _delivery, row, {**values, "settled_at": desk.now})
        _got_through(desk, row.webhook_id)
        return Ended(attempt.claimed, "sent")
    silent = _silent(desk, row.webhook_id)
    wait = None if answer.gone else wait_after(row.attempts, at_least=answer.retry_after)
    move = "fail" if answer.outcome is Outcome.FAILED else "lose_track"
    state = moved_delivery(row.state, move if wait is not None else "park")
    values = {
        "state": state,
        "trouble": None if problem is None else as_trouble(problem),
        "not_before": None if wait is None else desk.now + wait,
    }
    write(desk, _delivery, row, values)
    return Ended(attempt.claimed, state, problem, answer.gone, silent)


def _got_through(desk: Desk, webhook_id: str) -> None:
    place = desk.first(_PLACE, id=webhook_id)
    if place.failing_since is not None:
        write(desk, _place, place, {"failing_since": None})


def _silent(desk: Desk, webhook_id: str) -> dt.datetime | None:
    """Note since when nothing gets through; that instant, where it is too long ago."""
    place = desk.first(_PLACE, id=webhook_id)
    since: dt.datetime | None = place.failing_since
    if since is None:
        write(desk, _place, place, {"failing_since": desk.now})
        return None
    return since if since + SILENT <= desk.now else None


def _outcome(desk: Desk, outcome: Outcome, detail: Problem | None) -> dict[str, Any]:
    return {
        "outcome": outcome.value,
        "ended_at": desk.now,
        "detail": None if detail is None else as_trouble(detail),
    }


WAITS_OF = (
    select(
        _hook.c.partnership_id,
        _hook.c.id,
        func.min(_delivery.c.not_before, type_=_delivery.c.not_before.type).label("since"),
    )
    .select_from(
        _delivery.join(
            _hook,
            (_hook.c.partnership_id == _delivery.c.partnership_id)
            & (_hook.c.id == _delivery.c.webhook_id),
        )
    )
    .where(
        _delivery.c.not_before <= bindparam("now"),
        (_hook.c.state == "active") | ((_hook.c.state == "paused") & (_delivery.c.kind == TESTED)),
    )
    .group_by(_hook.c.partnership_id, _hook.c.id)
    .order_by(func.min(_delivery.c.not_before), _hook.c.id)
)
"""Webhooks with deliveries that may be tried by now, those that have waited longest first."""
