"""Rows for deadlines and messages, to stand among a change's writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from governance.application.change import Insert
from governance.application.deadlines.planning import first_wake
from governance.application.deadlines.policies import policies
from governance.application.desk import Desk


def start_of(desk: Desk, day: dt.date) -> dt.datetime:
    """The instant at which a day begins for the partnership."""
    zone = ZoneInfo(desk.partnership.timezone)
    return dt.datetime.combine(day, dt.time(), tzinfo=zone).astimezone(dt.UTC)


def deadline(
    desk: Desk,
    *,
    kind: str,
    subject: tuple[str, str],
    due_day: dt.date,
    due_at: dt.datetime | None = None,
    cause: str = "",
    owner: str | None = None,
    effect: str | None = None,
    working: Sequence[Mapping[str, Any]] = (),
) -> Insert:
    """A deadline on a subject (its table and id), due when `due_day` begins unless said.

    `effect` names the use case the clock runs then (see `effects` beside this); without one
    the deadline is for people. `cause` keeps one cause from making it twice.
    The escalation policy in force says who is reminded, and when.
    """
    table, row_id = subject
    moment = due_at or start_of(desk, due_day)
    known = policies(desk)
    return Insert(
        "deadline",
        {
            "id": desk.new_id(),
            "kind": kind,
            "cause": cause,
            "subject_table": table,
            "subject_id": row_id,
            "due_at": moment,
            "due_day": due_day,
            "owner": owner,
            "effect": effect,
            "working": list(working),
            "set_at": desk.now,
            **first_wake(
                known, kind=kind, due_day=due_day, due_at=moment, effect=effect, now=desk.now
            ),
        },
    )


def message(
    desk: Desk,
    *,
    template: str,
    subject: tuple[str, str],
    person_id: str | None = None,
    recipient: str | None = None,
    params: Mapping[str, Any] | None = None,
    prompt_id: str | None = None,
) -> Insert:
    """A message to a person, or to whoever `recipient` means on the day it is sent.

    See `governance.application.messages.addressing` for what can be written there.
    """
    table, row_id = subject
    return Insert(
        "message",
        {
            "id": desk.new_id(),
            "template": template,
            "person_id": person_id,
            "recipient": recipient,
            "subject_table": table,
            "subject_id": row_id,
            "params": dict(params or {}),
            "created_at": desk.now,
            "not_before": desk.now,
            "prompt_id": prompt_id,
        },
    )
