"""Rows of a table as plain values, a page at a time: what every kind of subject is listed by.

A page is found by the reference of the last row of the one before, from an index, so that the
thousandth page costs what the first does. A column that names another row (`lead_id`) is told by
what people call that row (`lead`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import UniqueConstraint, bindparam, select

from governance.application.desk import Desk
from governance.application.rulebook.kinds import KINDS as RULEBOOKS
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.lists import in_list
from governance.store.tables import ROWS, TABLES
from statemachines import LIFECYCLES

MOST: Final = 200
"""Rows on one page at the most."""
USUAL: Final = 50
RANGES: Final[Mapping[str, tuple[str, str]]] = {
    "ends_before": ("ends_on", "<"),
    "from_day": ("on_day", ">="),
}
"""What a list may be narrowed by that is no column: the column it is of, and how."""
_HERE: Any = bindparam("partnership")


def types_of(table: str, fields: Sequence[str]) -> dict[str, Any]:
    """The type of each field, under the name it is told by; what names another row is text."""
    known = ROWS[table].model_fields
    return {
        told(table, name): (str | None if name in _names(table) else known[name].annotation)
        for name in fields
    }


def told(table: str, column: str) -> str:
    """What a column is called outside: without the `_id` where it names another row."""
    return column.removesuffix("_id") if column in _names(table) else column


def column_of(name: str) -> str:
    """The column that a list is narrowed by."""
    return RANGES[name][0] if name in RANGES else name


def closed(table: str, column: str) -> tuple[str, ...] | None:
    """All that a column can hold, where that is settled: states, and kinds of rulebook."""
    lifecycle = ROWS[table].lifecycle
    if column == "state" and lifecycle is not None:
        return tuple(LIFECYCLES[lifecycle].state_names)
    if (table, column) == ("rulebook_version", "kind"):
        return tuple(RULEBOOKS)
    return None


def marked_by(table: str) -> str:
    """The column that a page goes on after: the reference, else the id."""
    return "ref" if "ref" in TABLES[table].c else "id"


def page(
    desk: Desk,
    table: str,
    fields: Sequence[str],
    *,
    given: Mapping[str, Any],
    after: str | None = None,
    limit: int = USUAL,
) -> list[dict[str, Any]]:
    """Rows in the order of their references, after the one given, narrowed by columns.

    Raises `Unusable` where a filter names a row that there is none of, a value that the column
    cannot hold, or no day where it takes one.
    """
    wanted = {name: _meant(desk, table, name, value) for name, value in given.items()}
    statement = _page(table, frozenset(wanted), after is not None)
    size = max(1, min(limit, MOST))
    more = {} if after is None else {"after": after}
    rows = desk.all(statement, size=size, **more, **{f"is_{n}": v for n, v in wanted.items()})
    return _plain(desk, table, fields, rows)


def one(desk: Desk, table: str, name: str, fields: Sequence[str]) -> dict[str, Any]:
    """One row by its reference, key or id. Raises `Unusable` where there is none such."""
    return _plain(desk, table, fields, [desk.row(table, name)])[0]


@cache
def _page(table: str, given: frozenset[str], goes_on: bool) -> Any:  # noqa: FBT001  # part of the key
    rows = TABLES[table]
    mark = rows.c[marked_by(table)]
    conditions: list[Any] = [
        rows.c[column_of(name)].op(RANGES[name][1] if name in RANGES else "=")(
            bindparam(f"is_{name}")
        )
        for name in sorted(given)
    ]
    if goes_on:
        conditions.append(mark > bindparam("after"))
    return (
        select(rows)
        .where(rows.c.partnership_id == _HERE, *conditions)
        .order_by(mark)
        .limit(bindparam("size"))
    )


@cache
def _names(table: str) -> Mapping[str, str]:
    """Columns that name rows of other tables, and which table."""
    found: dict[str, str] = {}
    for key in TABLES[table].foreign_keys:
        column, target = key.parent.name, key.column.table
        if column != "partnership_id" and ("key" in target.c or "ref" in target.c):
            found[column] = target.name
    return found


@cache
def _called(table: str) -> Any:
    rows = TABLES[table]
    named_by_key = any(
        {column.name for column in one.columns} == {"partnership_id", "key"}
        for one in rows.constraints
        if isinstance(one, UniqueConstraint)
    )
    name = rows.c.key if named_by_key else rows.c.ref
    return select(rows.c.id, name.label("name")).where(
        rows.c.partnership_id == _HERE, in_list(rows.c.id, "ids")
    )


def _meant(desk: Desk, table: str, column: str, value: Any) -> Any:
    """What a filter says, as the column has it."""
    if column in RANGES:
        return _day(column, str(value))
    known = closed(table, column)
    if known is not None and value not in known:
        told = {"what": column, "name": str(value)[:80], "known": list(known)}
        raise Unusable.one("list.value_unknown", **told, nearest=nearest(str(value), known))
    of = _names(table).get(column)
    return value if of is None else desk.row(of, str(value)).id


def _day(name: str, value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise Unusable.one("list.day_unusable", what=name, name=value[:80]) from None


def _plain(
    desk: Desk, table: str, fields: Sequence[str], rows: Sequence[Any]
) -> list[dict[str, Any]]:
    names: dict[str, str] = {}
    asked: dict[str, set[str]] = {}
    for column, of in _names(table).items():
        if column in fields:
            asked.setdefault(of, set()).update(i for r in rows if (i := getattr(r, column)))
    for of, ids in asked.items():
        if ids:
            names |= {row.id: row.name for row in desk.all(_called(of), ids=sorted(ids))}
    refers = _names(table)
    return [
        {
            told(table, name): (
                names.get(getattr(row, name)) if name in refers else getattr(row, name)
            )
            for name in fields
        }
        for row in rows
    ]


__all__ = [
    "MOST",
    "RANGES",
    "USUAL",
    "closed",
    "column_of",
    "marked_by",
    "one",
    "page",
    "told",
    "types_of",
]
