"""Whether a person may come in: one answer for every way in.

Sessions, service tokens, calendar addresses, passwords and providers all ask here. Whoever has
left by the partnership's day may not, and whoever an administrator has locked may not, with an
account of Vires or without.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.store.tables import TABLES
from governance.store.transactions import Transaction

_person = TABLES["person"]
_partnership = TABLES["partnership"]
_lock = TABLES["person_lock"]


def with_standing(table: Any, person: Any, *columns: Any, join: Any = None) -> Any:
    """A select of columns of a table with what says how the person of each row stands.

    `person` is the column that names the person, `join` what else is joined to the table. Beside
    the columns a row has `person`, `partnership` (keys), `left_on`, `timezone` and `locked_at`.
    """
    start = table if join is None else join
    return select(
        *columns,
        _person.c.key.label("person"),
        _person.c.left_on,
        _partnership.c.key.label("partnership"),
        _partnership.c.timezone,
        _lock.c.locked_at,
    ).select_from(
        start.join(
            _person,
            (_person.c.partnership_id == table.c.partnership_id) & (_person.c.id == person),
        )
        .join(_partnership, _partnership.c.id == table.c.partnership_id)
        .outerjoin(
            _lock, (_lock.c.partnership_id == table.c.partnership_id) & (_lock.c.id == person)
        )
    )


_OF = (
    select(_person.c.id, _person.c.left_on, _partnership.c.timezone, _lock.c.locked_at)
    .select_from(
        _person.join(_partnership, _partnership.c.id == _person.c.partnership_id).outerjoin(
            _lock,
            (_lock.c.partnership_id == _person.c.partnership_id) & (_lock.c.id == _person.c.id),
        )
    )
    .where(
        _person.c.partnership_id == bindparam("partnership"), _person.c.id == bindparam("person")
    )
)


def kept_out(row: Any, now: dt.datetime) -> str | None:
    """Why the person of a row may not come in: `left`, `locked`, or None where they may."""
    left: dt.date | None = row.left_on
    if left is not None and left <= now.astimezone(ZoneInfo(row.timezone)).date():
        return "left"
    return None if row.locked_at is None else "locked"


def kept_out_person(
    tx: Transaction, *, partnership_id: str, person_id: str, now: dt.datetime
) -> str | None:
    """As `kept_out`, of a person by their id, who must be there."""
    row = tx.first(_OF, partnership=partnership_id, person=person_id)
    assert row is not None
    return kept_out(row, now)
