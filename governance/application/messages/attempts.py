"""One attempt at a time: written before it is made, settled after it.

Opening an attempt and settling the one before it share a transaction, so at most one attempt of
a deliverer is ever under way, and a crash leaves one uncertain and no more.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from governance.adapters.carriers import Carried, Letter, Outcome
from governance.application.desk import Desk
from governance.application.messages.moving import (
    LEASE,
    MOST_ATTEMPTS,
    as_trouble,
    ended,
    moved,
    wait_after,
    write,
)
from governance.application.messages.parking import park
from governance.domain.errors import Problem
from governance.store.tables import TABLES

_message = TABLES["message"]
_attempt = TABLES["message_attempt"]

_LOCKED = (
    select(_message)
    .where(_message.c.partnership_id == bindparam("partnership"), _message.c.id == bindparam("id"))
    .with_for_update()
)
_ATTEMPTS = (
    select(_attempt)
    .where(
        _attempt.c.partnership_id == bindparam("partnership"),
        _attempt.c.message_id == bindparam("message"),
    )
    .order_by(_attempt.c.number)
)
_ATTEMPT = select(_attempt).where(
    _attempt.c.partnership_id == bindparam("partnership"), _attempt.c.id == bindparam("id")
)
_LAST = select(func.max(_attempt.c.number).label("number")).where(
    _attempt.c.partnership_id == bindparam("partnership"),
    _attempt.c.message_id == bindparam("message"),
)

BOUNCING = frozenset({"notify"})
"""Carriers that can tell later that a letter came back."""

FIRST_LOOK = dt.timedelta(minutes=5)
"""How long after a letter went out its carrier is first asked whether it came back."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that one deliverer alone may try until the lease is over.

    `ask`: nobody knows whether it went out already, so its carrier is asked first.
    """

    id: str
    version: int
    template: str
    letter: Letter
    created_at: dt.datetime
    person_id: str
    ref: str
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """An attempt that is being made."""

    id: str
    claimed: Claimed


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a message: `sent`, `failed`, `uncertain` or `parked`, and why not sent."""

    claimed: Claimed
    became: str
    problem: Problem | None = None


def carrier_broke(error: Exception) -> str:
    """Log what a carrier raised, by its kind alone: its text may hold an address."""
    name = type(error).__name__
    logging.getLogger("vires").error("a carrier of messages broke: %s", name)
    return name


def attempts_of(desk: Desk, message_id: str) -> list[Any]:
    """Every attempt at a message, the first one first."""
    return desk.all(_ATTEMPTS, message=message_id)


def reference_of(desk: Desk, row: Any) -> str:
    """What its carrier knows a letter of this message by: the same at every attempt.

    One that a person released after it was parked is another letter, by another name: what
    became of the first, which may have gone to another address, says nothing of it.
    """
    earlier = _made(desk, row.id) - row.attempts
    return f"{row.id}-{earlier + 1}" if earlier else str(row.id)


def _made(desk: Desk, message_id: str) -> int:
    """How many attempts were ever made at a message, in all its releases."""
    return desk.first(_LAST, message=message_id).number or 0


def cut_off(desk: Desk, row: Any) -> str:
    """The state of a message whose claim ran out; an attempt without an outcome is uncertain."""
    tried = attempts_of(desk, row.id) if row.state == "queued" and row.attempts else []
    if not tried or tried[-1].outcome is not None:
        return str(row.state)
    _end(desk, tried[-1], Outcome.UNCERTAIN, Problem("message.cut_off"))
    return moved(row.state, "lose_track")


def begin(
    desk: Desk, claimed: Claimed, *, carrier: str, answer: Outcome | None = None
) -> Open | Ended | None:
    """Write that an attempt is being made, or what became of one that needs none any more.

    `answer` is what the carrier says of an uncertain one: that it has it, or not. Somebody who
    has taken the message over since it was claimed has another version of it: None then.
    """
    row = desk.first(_LOCKED, id=claimed.id)
    if row.version != claimed.version:
        return None
    state = row.state
    if state == "uncertain":
        if answer is Outcome.SENT:
            _gone(desk, row, "confirm", carrier=carrier)
            return Ended(claimed, "sent")
        if row.attempts >= MOST_ATTEMPTS:
            problem = _never_known(row)
            park(desk, row, state, problem, instead=True)
            return Ended(claimed, "parked", problem)
        state = moved(state, "retry")
    tried = row.attempts + 1
    row_id = desk.new_id()
    values = {"state": state, "attempts": tried, "not_before": desk.now + LEASE, "trouble": None}
    write(desk, row, values)
    desk.writer.insert(
        _attempt,
        {
            "partnership_id": desk.pid,
            "id": row_id,
            "message_id": row.id,
            "number": _made(desk, row.id) + 1,
            "carrier": carrier,
            "reference": claimed.letter.reference,
            "began_at": desk.now,
        },
    )
    return Open(row_id, claimed)


def settle(desk: Desk, attempt: Open, carried: Carried) -> Ended | None:
    """Write how an attempt ended, and what that makes of its message.

    Where the lease ran out meanwhile, the attempt stands as uncertain, and stays so: it may have
    been made again. Whoever took it over tells what becomes of it: None, unless it went out.
    """
    row = desk.first(_LOCKED, id=attempt.claimed.id)
    made = desk.first(_ATTEMPT, id=attempt.id)
    if made.outcome is not None:
        asked_about = row.state == "uncertain" and made.reference == reference_of(desk, row)
        if carried.outcome is Outcome.SENT and asked_about:
            _gone(desk, row, "confirm", carrier=made.carrier)
        return Ended(attempt.claimed, "sent") if carried.outcome is Outcome.SENT else None
    _end(desk, made, carried.outcome, carried.detail)
    detail = carried.detail or Problem("message.no_detail")
    became = carried.outcome.value
    match carried.outcome:
        case Outcome.SENT:
            _gone(desk, row, "send", carrier=made.carrier)
            return Ended(attempt.claimed, became)
        case Outcome.UNCERTAIN if row.attempts >= MOST_ATTEMPTS:
            became, detail = "parked", _never_known(row)
            park(desk, row, row.state, detail, instead=True)
        case Outcome.FAILED if row.attempts < MOST_ATTEMPTS:
            _put_off(desk, row, "fail", detail, carried.retry_after)
        case Outcome.UNCERTAIN:
            _put_off(desk, row, "lose_track", detail, carried.retry_after)
        case _:
            became = "parked"
            park(desk, row, row.state, detail, instead=True)
    return Ended(attempt.claimed, became, detail)


def _never_known(row: Any) -> Problem:
    return Problem("message.unknown_too_often", {"attempts": row.attempts})


def _gone(desk: Desk, row: Any, move: str, *, carrier: str) -> None:
    """It went out; a carrier that can tell is asked later whether it came back."""
    look = desk.now + FIRST_LOOK if carrier in BOUNCING else None
    write(desk, row, {**ended(desk, row.state, move), "not_before": look})


def _put_off(
    desk: Desk, row: Any, move: str, detail: Problem, at_least: dt.timedelta | None
) -> None:
    wait = wait_after(row.attempts, at_least=at_least)
    values = {
        "state": moved(row.state, move),
        "not_before": desk.now + wait,
        "trouble": as_trouble(detail),
    }
    write(desk, row, values)


def release(desk: Desk, claimed: Claimed, *, wait: dt.timedelta) -> None:
    """Give back a message that was claimed and not tried, to be tried after a while."""
    row = desk.first(_LOCKED, id=claimed.id)
    if row.version == claimed.version:
        write(desk, row, {"not_before": desk.now + wait})


def _end(desk: Desk, made: Any, outcome: Outcome, detail: Problem | None) -> None:
    kept = Outcome.FAILED if outcome is Outcome.REFUSED else outcome
    desk.writer.update(
        _attempt,
        partnership_id=desk.pid,
        id=made.id,
        expected_version=made.version,
        values={
            "outcome": kept.value,
            "ended_at": desk.now,
            "detail": as_trouble(detail) if detail is not None else None,
        },
    )
