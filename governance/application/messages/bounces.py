"""Letters that come back: a carrier that can tell is asked for some days after it took one.

What came back is parked with the reason, and the secretary is told what the person was to be
told.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.adapters.carriers import Carrier
from governance.application.desk import CLOCK, acting
from governance.application.messages.attempts import BOUNCING, carrier_broke
from governance.application.messages.moving import as_trouble, moved, write
from governance.application.messages.parking import tell_secretary
from governance.application.plain import plain_params
from governance.application.sweeping import LINES, Swept
from governance.domain.errors import Problem
from governance.store.engine import Store
from governance.store.tables import TABLES

LOOKS: Final = (dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=3))
"""How long after a letter went out its carrier is asked again whether it came back."""

MOST: Final = 20
"""Letters asked about in one sweep."""

_SPAN: Final = dt.timedelta(days=10)
"""A question that was put off for longer than this is not asked: no carrier would know."""

_message = TABLES["message"]
_attempt = TABLES["message_attempt"]
_REFERENCE = (
    select(_attempt.c.reference)
    .where(
        _attempt.c.partnership_id == _message.c.partnership_id,
        _attempt.c.message_id == _message.c.id,
    )
    .order_by(_attempt.c.number.desc())
    .limit(1)
    .scalar_subquery()
)
"""What the carrier was given at the last attempt: earlier letters may have come back before."""
_TO_ASK = (
    select(_message, _REFERENCE.label("reference"))
    .where(
        _message.c.state == "sent",
        _message.c.not_before >= bindparam("since"),
        _message.c.not_before <= bindparam("now"),
    )
    .order_by(_message.c.not_before, _message.c.id)
    .limit(bindparam("most"))
)
_LOCKED = (
    select(_message)
    .where(_message.c.partnership_id == bindparam("partnership"), _message.c.id == bindparam("id"))
    .with_for_update()
)


def to_ask(store: Store, *, now: dt.datetime, most: int = MOST) -> list[Any]:
    """Messages that went out and whose carrier is to be asked by now."""
    with store.read() as tx:
        return tx.all(_TO_ASK, now=now, since=now - _SPAN, most=most)


def look(store: Store, carrier: Carrier, *, now: dt.datetime, swept: Swept) -> None:
    """Ask about a few; what did not arrive is parked and reported in `swept`."""
    for row in to_ask(store, now=now):
        problem = _came_back(carrier, row.reference)
        with acting(store, now=now, partnership=row.partnership_id, actor=CLOCK) as desk:
            still = desk.first(_LOCKED, id=row.id)
            if still.version != row.version:
                continue
            if problem is None:
                write(desk, still, {"not_before": _next(still, now)})
                continue
            state = moved(still.state, "bounce")
            values = {"state": state, "not_before": None, "trouble": as_trouble(problem)}
            write(desk, still, {**values, "settled_at": None})
            tell_secretary(desk, still, problem)
        if problem is not None:
            _report(swept, row, problem)


def _came_back(carrier: Carrier, reference: str) -> Problem | None:
    if carrier.name not in BOUNCING:
        return None
    try:
        return carrier.bounced(reference)
    except Exception as error:  # noqa: BLE001  # whatever breaks, it is asked again
        carrier_broke(error)
        return None


def _next(row: Any, now: dt.datetime) -> dt.datetime | None:
    later = (row.settled_at + wait for wait in LOOKS)
    return next((moment for moment in later if moment > now), None)


def _report(swept: Swept, row: Any, problem: Problem) -> None:
    swept.parked += 1
    if len(swept.lines) < LINES:
        told = {"code": problem.code, "params": plain_params(problem.params)}
        line = {"ref": row.params.get("ref", ""), "what": row.template, "outcome": "parked"}
        swept.lines.append({**line, "due": row.created_at.isoformat(), "problem": told})
