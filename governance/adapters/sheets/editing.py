"""A scheme as tables that are edited cell by cell: each edit gives the scheme's next text.

The tables are those of its spreadsheet, so that a row edited in a browser, a table pasted from a
spreadsheet and a file handed in are read by one reader, and what is wrong is told by cell. Rows
are counted from 0 below the headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from governance.adapters.sheets.cells import Grid, Raw
from governance.adapters.sheets.conditions import conditions_of
from governance.adapters.sheets.csv_file import read_csv
from governance.adapters.sheets.layout import BEFORE_TESTS, NAMES, RULES, Column
from governance.adapters.sheets.reading import read_grids
from governance.adapters.sheets.tables import Note, Table, tables
from governance.adapters.sheets.weaving import Woven, woven
from governance.adapters.sheets.workbook_in import read_workbook
from governance.domain.authority import load_scheme
from governance.domain.errors import Problem
from governance.domain.texts import parse

_CELL = re.compile(r"(?:(?P<sheet>[^!]+)!)?(?P<column>[A-Z]+)(?P<row>\d+)")


@dataclass(frozen=True, slots=True)
class Sited:
    """What is wrong, and in which cell of the tables; `column` is None where in none."""

    problem: Problem
    sheet: str = ""
    row: int = 0
    column: Column | None = None
    name: str = ""
    """What stands in the first cell of its row."""


def sheets_of(text: bytes, file: str, notes: Sequence[Note] | None = None) -> dict[str, Table]:
    """The tables of a scheme by name, the rules first. Raises `Unusable` for no scheme.

    In the rules, the columns of tests have keys such as "input value": an input may be called as
    another column is.
    """
    node = parse(text, file)
    scheme = load_scheme(node, file)
    found = {one.name: one for one in tables(scheme, conditions_of(node), notes)}
    first = len(BEFORE_TESTS)
    after = first + len(scheme.inputs)
    found[RULES] = replace(
        found[RULES],
        columns=tuple(
            replace(one, key=f"input {one.key}") if first <= at < after else one
            for at, one in enumerate(found[RULES].columns)
        ),
    )
    return found


def row_written(text: bytes, file: str, *, sheet: str, row: int, cells: Mapping[str, str]) -> Woven:
    """The text with one row's cells changed, by the keys of their columns.

    A rule whose id changes goes on being named where it was. Raises `Unusable` with everything
    that is wrong, by cell: see `sited`.
    """
    found = sheets_of(text, file)
    keys = [one.key for one in found[sheet].columns]
    rows = [list(one) for one in found[sheet].rows]
    before = list(rows[row])
    rows[row] = [cells.get(key, now) for key, now in zip(keys, before, strict=True)]
    found[sheet] = _with_rows(found[sheet], rows)
    if sheet == RULES and before[0] != rows[row][0].strip():
        _rename(found, before[0], rows[row][0].strip())
    return _written(text, file, found)


def row_added(text: bytes, file: str, *, sheet: str, at: int, cells: Mapping[str, str]) -> Woven:
    """The text with a new row at a place. Raises `Unusable` with everything wrong, by cell."""
    found = sheets_of(text, file)
    rows = [list(one) for one in found[sheet].rows]
    rows.insert(at, [cells.get(one.key, "") for one in found[sheet].columns])
    found[sheet] = _with_rows(found[sheet], rows)
    return _written(text, file, found)


def row_moved(text: bytes, file: str, *, sheet: str, row: int, to: int) -> Woven:
    """The text with one row moved to another place. Raises `Unusable`."""
    found = sheets_of(text, file)
    rows = [list(one) for one in found[sheet].rows]
    rows.insert(max(0, min(to, len(rows) - 1)), rows.pop(row))
    found[sheet] = _with_rows(found[sheet], rows)
    return _written(text, file, found)


def row_taken_out(text: bytes, file: str, *, sheet: str, row: int) -> Woven:
    """The text without one row. Raises `Unusable`, also where something still names it."""
    found = sheets_of(text, file)
    rows = [list(one) for at, one in enumerate(found[sheet].rows) if at != row]
    found[sheet] = _with_rows(found[sheet], rows)
    return _written(text, file, found)


def table_pasted(text: bytes, file: str, pasted: str) -> Woven:
    """The text with what was pasted from a spreadsheet in place of the tables it holds.

    Headings come first; cells are parted by tabs, commas or semicolons. Tables that it does not
    hold stay. Raises `Unusable` with everything that is wrong, by cell.
    """
    return woven(text, file, read_grids(read_csv(pasted.encode(), file), file, text))


def file_taken_in(text: bytes, file: str, content: bytes, name: str) -> Woven:
    """The text with a CSV file's or a workbook's tables in place of its own. Raises `Unusable`."""
    grids = (
        read_workbook(content, name)
        if content.startswith(b"PK\x03\x04")
        else read_csv(content, name)
    )
    return woven(text, file, read_grids(grids, name, text))


def sited(
    text: bytes,
    file: str,
    problem: Problem,
    *,
    added: tuple[str, int] | None = None,
    gone: tuple[str, int] | None = None,
) -> Sited:
    """Where in a scheme's tables a problem stands that an edit of one of them raised.

    `added` and `gone` name the sheet and place of a row that the edit added or took out.
    """
    match = _CELL.fullmatch(str(problem.params.get("cell", "")))
    found = sheets_of(text, file).get((match["sheet"] or RULES) if match else "")
    if match is None or found is None:
        return Sited(problem)
    at = _number(match["column"]) - 1
    here = int(match["row"]) - 2
    column = found.columns[at] if at < len(found.columns) else None
    was = here
    if added is not None and added[0] == found.name and here >= added[1]:
        was = -1 if here == added[1] else here - 1
    if gone is not None and gone[0] == found.name and here >= gone[1]:
        was = here + 1
    name = found.rows[was][0] if 0 <= was < len(found.rows) else ""
    return Sited(problem, found.name, here, column, name)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _with_rows(table: Table, rows: Sequence[Sequence[str]]) -> Table:
    return replace(table, rows=tuple(tuple(row) for row in rows))


def _rename(found: dict[str, Table], before: str, after: str) -> None:
    """Name a rule as it is called now, where others override it or separation names it."""
    for sheet, key in ((RULES, "overrides"), ("Separation", "rules")):
        at = next((n for n, one in enumerate(found[sheet].columns) if one.key == key), None)
        if at is None:
            continue
        rows = [list(row) for row in found[sheet].rows]
        for row in rows:
            names = [one.strip() for one in row[at].split(",")]
            row[at] = ", ".join(after if one == before else one for one in names)
        found[sheet] = _with_rows(found[sheet], rows)


def _written(text: bytes, file: str, found: Mapping[str, Table]) -> Woven:
    grids = [_grid(found[name]) for name in NAMES if found[name].rows or name == RULES]
    return woven(text, file, read_grids(grids, file, None))


def _grid(table: Table) -> Grid:
    cells = {(1, at): Raw(one.heading) for at, one in enumerate(table.columns, start=1)}
    for number, row in enumerate(table.rows, start=2):
        for at, cell in enumerate(row, start=1):
            if cell.strip():
                cells[number, at] = Raw(cell.strip())
    return Grid(table.name, table.name, cells)
