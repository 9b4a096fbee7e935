"""Cells as they come out of a file, and where everything that is read from them stands.

The reader of schemes speaks of lines. Here each line number it is given is a place: a cell of a
sheet, and a line inside the cell. So every problem it finds can be told by cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from governance.adapters.sheets.layout import HEAD_ENTRIES, SCHEME, Accepts, Column
from governance.domain.errors import Problem, Unusable

_CARRIAGE = re.compile(r"\r\n?|_x000D_\n?")


@dataclass(frozen=True, slots=True)
class At:
    """A cell: row and column from 1; `sheet` is empty where the file has no sheets."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        found = f"{letters(self.column)}{self.row}"
        return f"{self.sheet}!{found}" if self.sheet else found


def letters(column: int) -> str:
    """What a spreadsheet calls a column: A, B, … Z, AA."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


@dataclass(frozen=True, slots=True)
class Raw:
    """What a cell holds: a value as it is typed, or why it cannot be used."""

    value: Any = None
    trouble: Literal["", "formula", "error", "percent"] = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it was read. `merged` names the first cells of merged ones.

    `sheet` is what cells are called by: empty in a file that has no sheets.
    """

    name: str
    sheet: str
    cells: Mapping[tuple[int, int], Raw]
    merged: tuple[tuple[int, int], ...] = ()

    def rows(self) -> list[int]:
        """The rows that hold anything, in order."""
        return sorted({row for row, _ in self.cells})

    def at(self, row: int, column: int) -> At:
        """The place of a cell."""
        return At(self.sheet, row, column)


@dataclass(frozen=True, slots=True)
class Headed:
    """Columns, by their numbers, under the headings of one table, and the rows these are for."""

    grid: Grid
    rows: range
    columns: Mapping[int, Column]


class Places:
    """Numbers for cells, and the problems that stand in them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.known: dict[int, tuple[At, int | None]] = {}
        self.numbers: dict[tuple[At, int | None], int] = {}
        self.found: list[Problem] = []
        self.bad: set[At] = set()
        self.headed: list[Headed] = []
        self.elsewhere: dict[tuple[int, str], At] = {}
        """Cells in which a problem belongs that the reader finds at another: by number and code."""

    def number(self, at: At, line: int | None = None) -> int:
        """The number that stands for a cell, or a line inside one."""
        key = (at, line)
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            self.known[self.numbers[key]] = key
        return self.numbers[key]

    def add(self, at: At, code: str, *, line: int | None = None, **params: Any) -> None:
        """Note one problem in a cell."""
        self.bad.add(at)
        if "key" in params:
            params["key"] = self._heading(at, params["key"])
        self.found.append(Problem(code, {**params, "cell": str(at)}, self.file, line))

    def _heading(self, at: At, key: str) -> str:
        """What the sheet calls an entry of a scheme's text: its heading, where it has a cell."""
        for one in self.headed:
            if one.grid.sheet != at.sheet or at.row not in one.rows:
                continue
            column = one.columns.get(at.column)
            if one.grid.name == SCHEME:
                return next((name for name, entry in HEAD_ENTRIES.items() if entry == key), key)
            if column is not None and column.key.rpartition(".")[2] == key:
                return column.heading
        return key

    def add_all(self, at: At, error: Unusable, *, inside: bool = False) -> None:
        """Note what is wrong with a cell's text; `inside`, by the line in the cell."""
        for problem in error.problems:
            self.add(at, problem.code, line=problem.line if inside else None, **problem.params)

    def without_sheet(self, code: str, **params: Any) -> None:
        """Note a problem with the file as a whole."""
        self.found.append(Problem(code, params, self.file))

    def take(self, problems: Iterable[Problem]) -> None:
        """Note what the reader of schemes found, by cell; not what only follows from before."""
        already = frozenset(self.bad)
        for problem in problems:
            at, line = self.known.get(problem.line or 0, (None, None))
            at = self.elsewhere.get((problem.line or 0, problem.code), at)
            if at is None:
                self.found.append(Problem(problem.code, problem.params, self.file))
            elif at not in already:
                code = "sheets.cell.needed" if problem.code == "text.missing" else problem.code
                self.add(at, code, line=line, **problem.params)

    def stop_if_any(self, kind: str = "") -> None:
        """Raise `Unusable` with everything found, if any of it has a code of this `kind`."""
        if any(one.code.startswith(kind) for one in self.found):
            raise Unusable(self.found)


def text_of(raw: Raw, accepts: Accepts) -> str:
    """A cell's text, however it was typed. Raises `Unusable` where that is not certain."""
    if raw.trouble:
        raise Unusable.one(f"sheets.cell.{raw.trouble}")
    match raw.value:
        case None:
            return ""
        case str(text):
            return _CARRIAGE.sub("\n", text).strip()
        case bool(answer):
            if accepts != "yes-no":
                raise Unusable.one("sheets.cell.yes_no")
            return "yes" if answer else "no"
        case int(number):
            return str(number)
        case float(number):
            return _decimal(number)
        case dt.datetime() | dt.date():
            return _day(raw.value, accepts)
    raise Unusable.one("sheets.cell.unreadable")


def _decimal(number: float) -> str:
    """A number as it was typed: the shortest decimal that means it, never rounded."""
    exact = Decimal(repr(number))
    if not exact.is_finite():
        raise Unusable.one("sheets.cell.unreadable")
    return format(exact.to_integral() if exact == exact.to_integral() else exact, "f")


def _day(value: dt.datetime | dt.date, accepts: Accepts) -> str:
    if accepts != "day":
        raise Unusable.one("sheets.cell.date", day=value)
    if isinstance(value, dt.datetime):
        if value.time() != dt.time(0):
            raise Unusable.one("sheets.cell.time")
        value = value.date()
    return value.isoformat()
