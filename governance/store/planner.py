"""What SQLite's planner is told about our indexes, so that answers stay quick as registers grow.

Every key begins with the partnership, and most installations have few partnerships: to have
found one is to have found nothing. Without being told, SQLite walks a whole partnership in the
order of its key to save sorting four rows. Its own `ANALYZE` of the data would say the same
only once the register is large, and only where somebody runs it; these estimates do not change
with the data, so neither do the plans. PostgreSQL keeps its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

ROWS = 100_000
"""Rows that a table is taken to have."""
ALIKE = 10
"""Rows that are taken to share a reference to another row, or any other name."""
FEWER = 20
"""By how much any other column (a state, a day) is taken to narrow what is left."""

_NAMING = ("_id", "id", "ref", "key", "ocid", "digest", "number")


def tell(connection: Connection) -> None:
    """Write estimates for every index of a SQLite database; new connections plan by them."""
    connection.exec_driver_sql("ANALYZE sqlite_schema")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for table, index, unique, columns in _indexes(connection):
        connection.exec_driver_sql(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)",
            (table, index, estimate(columns, unique=unique)),
        )
    connection.exec_driver_sql("ANALYZE sqlite_schema")


def estimate(columns: Sequence[str], *, unique: bool) -> str:
    """SQLite's form: all rows, then how many share the first column, the first two, and so on."""
    left = [ROWS]
    for column in columns:
        left.append(_narrowed(left[-1], column))
    if unique:
        left[-1] = 1
    return " ".join(map(str, left))


def _narrowed(rows: int, column: str) -> int:
    if column == "partnership_id":
        return rows
    return min(rows, ALIKE) if column.endswith(_NAMING) else max(rows // FEWER, 1)


def _indexes(connection: Connection) -> list[tuple[str, str, bool, list[str]]]:
    rows = connection.exec_driver_sql(
        'SELECT t.name, i.name, i."unique", c.name FROM sqlite_schema AS t'
        " JOIN pragma_index_list(t.name) AS i JOIN pragma_index_info(i.name) AS c"
        " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"
        " ORDER BY t.name, i.name, c.seqno"
    ).fetchall()
    found: dict[tuple[str, str, bool], list[str]] = {}
    for table, index, unique, column in rows:
        found.setdefault((table, index, bool(unique)), []).append(column or "an expression")
    return [(*at, columns) for at, columns in found.items()]
