"""One question asked of many rows at once, and remembered as if it had been asked of each.

What is said of one fund, body or report is worked out in many small questions, each about that
one. A list would ask them again for every row. Here each is put once for all of them; whoever
then asks it about one of them is answered from the desk's memory.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter

from governance.application.desk import PLAIN, Desk
from governance.store.lists import in_list

_OF: Final = "asked_of_"
_KEPT: Final = 256
"""Statements whose form for many is kept."""


def ask_at_once(desk: Desk, statement: Any, name: str, values: Iterable[Any], **rest: Any) -> None:
    """Ask a statement for many values of one parameter; the desk then knows each answer.

    The statement must hold a column equal to the parameter, once, and count or sum nothing.
    `rest` are its other parameters, the same for all. Raises `TypeError` for a statement that
    cannot be asked so.
    """
    together, plain = _together(statement, name)
    wanted = [one for one in dict.fromkeys(values) if one is not None]
    if not wanted:
        return
    found: dict[Any, list[Any]] = {one: [] for one in wanted}
    for row in desk.all(together, **rest, **{name: wanted}):
        found[row[-1]].append(plain(row[:-1]))
    for one, rows in found.items():
        desk.remember(statement, rows, **{name: one}, **rest)


def ask_for_rows(desk: Desk, table: str, ids: Iterable[str | None]) -> None:
    """Ask at once for the rows of a table that `Desk.by_id` is about to be asked for."""
    ask_at_once(desk, PLAIN[table, "id"], "value", ids)


@lru_cache(maxsize=_KEPT)
def _together(statement: Any, name: str) -> tuple[Any, Callable[[Iterable[Any]], Any]]:
    """The statement for a list of values, with whose each row is; and what makes a row of it."""
    columns: list[Any] = []

    def listed(element: Any, **_: Any) -> Any:
        if (
            isinstance(element, BinaryExpression)
            and element.operator is operators.eq
            and isinstance(element.right, BindParameter)
            and element.right.key == name
        ):
            columns.append(element.left)
            return in_list(element.left, name)
        return None

    if not isinstance(statement, Select):
        raise TypeError("only a select can be asked of many at once")
    if any((statement._limit_clause is not None, statement._group_by_clauses, statement._distinct)):  # noqa: SLF001  # SQLAlchemy has no other way to ask
        raise TypeError("a statement that limits, groups or unites rows does so over all of them")
    together: Any = visitors.replacement_traverse(statement, {}, listed)
    if len(columns) != 1:
        raise TypeError(f"want one column equal to the parameter “{name}”, found {len(columns)}")
    names = list(statement.exported_columns.keys())
    record = namedtuple("Record", names, rename=True)  # type: ignore[misc]  # noqa: PYI024  # as rows are read
    return together.add_columns(columns[0].label(_OF)), record._make
