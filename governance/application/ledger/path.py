"""The states that a thing came through, as its own entries say: what a lifecycle's picture shows.

An entry carries what it wrote, so that no room keeps a second history of its own.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.store.tables import TABLES

MOST = 500
"""Entries of one thing that are looked at, at the most: the latest."""

_entry = TABLES["ledger_entry"]
_WRITTEN = (
    select(_entry.c.at, _entry.c.body, _entry.c.subject_table)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("subject"),
    )
    .order_by(_entry.c.number.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Came:
    """A state that a thing came to, and the partnership's day on which it did."""

    state: str
    on: dt.date


def path(desk: Desk, subject_id: str) -> tuple[Came, ...]:
    """The states that a thing came to, the first first; the last is where it stands.

    A state that was written anew while it stood is told once.
    """
    found: list[Came] = []
    for entry in reversed(desk.all(_WRITTEN, subject=subject_id)):
        state = _state_in(entry, subject_id)
        if state is not None and (not found or found[-1].state != state):
            found.append(Came(state, desk.day_of(entry.at)))
    return tuple(found)


def _state_in(entry: Any, subject_id: str) -> str | None:
    """The state that an entry wrote into its own subject; None where it wrote none."""
    said = None
    for _, table, row_id, values in json.loads(entry.body)["writes"]:
        if table == entry.subject_table and row_id == subject_id and "state" in values:
            said = str(values["state"])
    return said
