"""What was done in a partnership, the latest first: by whom, by what right, on which thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import String, bindparam, or_, select, tuple_

from governance.application.desk import Desk
from governance.application.ledger.queries import EntryView, view
from governance.application.people.queries import names_by_key
from governance.application.subjects import find_subject, refs
from governance.domain.errors import Unusable
from governance.store.ledger import SUBJECTS
from governance.store.tables import TABLES
from governance.store.types import Instant

MOST: Final = 50
"""Entries on a page at the most."""

KINDS: Final = tuple(sorted(SUBJECTS))
"""The kinds of things that have a chain in the ledger."""

_entry = TABLES["ledger_entry"]
_here: Any = bindparam("partnership")
_MARK = select(_entry.c.at, _entry.c.id).where(
    _entry.c.partnership_id == _here, _entry.c.id == bindparam("entry")
)
_PAGE = (
    select(_entry)
    .where(
        _entry.c.partnership_id == _here,
        or_(
            bindparam("first"),
            tuple_(_entry.c.at, _entry.c.id)
            < tuple_(bindparam("mark_at", type_=Instant), bindparam("mark_id", type_=String)),
        ),
        or_(bindparam("anybody"), _entry.c.actor == bindparam("actor")),
        or_(bindparam("anything"), _entry.c.subject_table == bindparam("table")),
        or_(bindparam("any_thing"), _entry.c.subject_id == bindparam("subject")),
        or_(bindparam("no_start"), _entry.c.at >= bindparam("since", type_=Instant)),
        or_(bindparam("no_end"), _entry.c.at < bindparam("until", type_=Instant)),
    )
    .order_by(_entry.c.at.desc(), _entry.c.id.desc())
    .limit(MOST + 1)
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry, and the kind and the reference of the thing it is about."""

    table: str
    ref: str
    entry: EntryView


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, and the mark after which earlier ones come; None where there are none."""

    entries: tuple[Recorded, ...]
    after: str | None


def entries(
    desk: Desk,
    *,
    actor: str = "",
    table: str = "",
    ref: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    after: str = "",
) -> Page:
    """A page of what was done, the latest first.

    `actor` is a person's key, `clock` or `operator`; `table` a kind of thing (`KINDS`); `ref` the
    reference, key or id of one thing; `since` and `until` are days of the partnership, both
    included. Raises `Unusable` for a kind, a thing or a mark that is none.
    """
    if table and table not in KINDS:
        raise Unusable.one("ledger.kind_unknown", kind=table[:40])
    mark = desk.first(_MARK, entry=after[:36]) if after else None
    if after and mark is None:
        raise Unusable.one("ledger.page_unknown")
    subject = find_subject(desk, ref)[1].id if ref else ""
    rows = desk.all(
        _PAGE,
        first=mark is None,
        mark_at=desk.now if mark is None else mark.at,
        mark_id="" if mark is None else mark.id,
        anybody=not actor,
        actor=actor[:80],
        anything=not table,
        table=table,
        any_thing=not ref,
        subject=subject,
        no_start=since is None,
        since=_start(desk, since),
        no_end=until is None,
        until=_start(desk, None if until is None else until + dt.timedelta(days=1)),
    )
    shown = rows[:MOST]
    return Page(_recorded(desk, shown), shown[-1].id if len(rows) > MOST else None)


def _start(desk: Desk, day: dt.date | None) -> dt.datetime:
    if day is None:
        return desk.now
    zone = ZoneInfo(desk.partnership.timezone)
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def _recorded(desk: Desk, rows: Sequence[Any]) -> tuple[Recorded, ...]:
    people = names_by_key(desk, {row.actor for row in rows})
    known = refs(desk, {(row.subject_table, row.subject_id) for row in rows})
    zone = ZoneInfo(desk.partnership.timezone)
    return tuple(
        Recorded(
            row.subject_table, known.get(row.subject_id, row.subject_id), view(row, people, zone)
        )
        for row in rows
    )
