"""The register by its next date: what falls due first, on a commission or on what belongs to it.

The deadlines that run are walked in the order of their days, one stream for each kind of thing
that has them; of a commission only its earliest counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from sqlalchemy import and_, bindparam, exists, select, tuple_, union_all

from governance.application.commissions.register_rows import (
    COLUMNS,
    Words,
    commission,
    conditions,
    filters_in,
    word_conditions,
)
from governance.application.desk import Desk
from governance.store.lists import in_list, unindexed
from governance.store.tables import TABLES

RUNNING: Final = "running"
BELONGS: Final = ("agreement", "proposal", "review")
"""Whose deadlines count as those of the commission that they belong to."""

_deadline = TABLES["deadline"]
_earlier = _deadline.alias("earlier")
_here: Any = bindparam("partnership")


def _dates(table: str) -> Any:
    """The dates of commissions that come from deadlines of one kind of thing."""
    rows = TABLES[table]
    whose = rows.c.id if table == "commission" else rows.c.commission_id
    return (
        select(whose.label("commission_id"), _deadline.c.due_day, _deadline.c.id, _deadline.c.kind)
        .join(
            _deadline,
            (_deadline.c.partnership_id == rows.c.partnership_id)
            & (_deadline.c.subject_id == rows.c.id),
        )
        .where(
            rows.c.partnership_id == _here,
            in_list(whose, "ids"),
            unindexed(_deadline.c.subject_table) == table,
            unindexed(_deadline.c.state) == RUNNING,
        )
    )


_DATES = union_all(*(_dates(table) for table in ("commission", *BELONGS)))


def next_dates(desk: Desk, ids: Iterable[str]) -> dict[str, Any]:
    """For each commission that has one, the deadline that falls due first."""
    found: dict[str, Any] = {}
    for row in desk.all(_DATES, ids=sorted(ids)):
        first = found.get(row.commission_id)
        if first is None or (row.due_day, row.id) < (first.due_day, first.id):
            found[row.commission_id] = row
    return found


def rows(
    desk: Desk, given: dict[str, Any], words: Words, at: Any | None, *, down: bool, size: int
) -> list[Any]:
    """The commissions that come next in the order of their dates, from the one at `at`."""
    place = None if at is None else next_dates(desk, [at.id]).get(at.id)
    where = {} if place is None else {"at": place.due_day, "at_id": place.id}
    filters = filters_in(given)
    if "ids" in given:
        return _of_few(desk, given, words, place, down=down, size=size)
    found = [
        row
        for table in ("commission", *BELONGS)
        for row in desk.all(
            _stream(table, filters, words, down, bool(where)), size=size, **given, **where
        )
    ]
    found.sort(key=lambda row: (row.due_day, row.deadline_id), reverse=down)
    return found[:size]


def _of_few(
    desk: Desk, given: dict[str, Any], words: Words, place: Any, *, down: bool, size: int
) -> list[Any]:
    """The same where the filters leave few: all their dates at once."""
    dates = next_dates(desk, given["ids"])
    order = sorted(dates.values(), key=lambda one: (one.due_day, one.id), reverse=down)
    if place is not None:
        here = (place.due_day, place.id)
        order = [
            o for o in order if ((o.due_day, o.id) < here if down else (o.due_day, o.id) > here)
        ]
    known = {row.id: row for row in desk.all(_few(filters_in(given), words), **given)}
    return [known[o.commission_id] for o in order if o.commission_id in known][:size]


@cache
def _few(filters: frozenset[str], words: Words) -> Any:
    return select(*COLUMNS).where(
        commission.c.partnership_id == _here, *conditions(filters), *word_conditions(words)
    )


@cache
def _stream(table: str, filters: frozenset[str], words: Words, down: bool, placed: bool) -> Any:  # noqa: FBT001  # keys of what is kept
    """Commissions by the running deadlines of one kind of thing, each where its first stands."""
    owner = TABLES[table]
    due = (_deadline.c.due_day, _deadline.c.id)
    joined = _deadline.join(
        owner,
        and_(
            owner.c.partnership_id == _deadline.c.partnership_id,
            owner.c.id == _deadline.c.subject_id,
        ),
    )
    if table != "commission":
        joined = joined.join(
            commission,
            and_(
                commission.c.partnership_id == owner.c.partnership_id,
                commission.c.id == owner.c.commission_id,
            ),
        )
    found = (
        select(*COLUMNS, _deadline.c.due_day, _deadline.c.id.label("deadline_id"))
        .select_from(joined)
        .where(
            _deadline.c.partnership_id == _here,
            _deadline.c.subject_table == table,
            _deadline.c.state == RUNNING,
            *(~_has_earlier(name, due) for name in ("commission", *BELONGS)),
            *conditions(filters),
            *word_conditions(words),
        )
        .order_by(*(one.desc() if down else one for one in due))
        .limit(bindparam("size"))
    )
    if not placed:
        return found
    at = tuple_(
        bindparam("at", type_=_deadline.c.due_day.type),
        bindparam("at_id", type_=_deadline.c.id.type),
    )
    return found.where(tuple_(*due) < at if down else tuple_(*due) > at)


def _has_earlier(table: str, due: Any) -> Any:
    """That another deadline of the same commission, on such a thing, falls due before."""
    before = [
        _earlier.c.partnership_id == commission.c.partnership_id,
        unindexed(_earlier.c.state) == RUNNING,
        tuple_(unindexed(_earlier.c.due_day), _earlier.c.id) < tuple_(*due),
    ]
    if table == "commission":
        return exists(
            select(_earlier.c.id).where(_earlier.c.subject_id == commission.c.id, *before)
        )
    other = TABLES[table].alias("other")
    return exists(
        select(_earlier.c.id)
        .select_from(
            other.join(
                _earlier,
                (_earlier.c.partnership_id == other.c.partnership_id)
                & (_earlier.c.subject_id == other.c.id),
            )
        )
        .where(
            other.c.partnership_id == commission.c.partnership_id,
            other.c.commission_id == commission.c.id,
            *before,
        )
    )
