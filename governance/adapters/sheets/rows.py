"""The rows of a sheet by the headings of its columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from governance.adapters.sheets.cells import At, Grid, Headed, Places, Raw, text_of
from governance.adapters.sheets.layout import MOST_COLUMNS, MOST_ROWS, Column
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.domain.texts import Node


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: cells by the key of their column."""

    grid: Grid
    number: int
    columns: dict[str, tuple[int, Column]]
    places: Places

    def at(self, key: str) -> At:
        """The cell of a column; of the first one where the sheet has none such."""
        return self.grid.at(self.number, self.columns[key][0] if key in self.columns else 1)

    def text(self, key: str) -> str:
        """The text of a cell. What cannot be used is noted, once, and read as nothing."""
        if key not in self.columns:
            return ""
        number, column = self.columns[key]
        try:
            return text_of(self.grid.cells.get((self.number, number), Raw()), column.accepts)
        except Unusable as error:
            if (at := self.at(key)) not in self.places.bad:
                self.places.add_all(at, error)
            return ""

    def line(self, key: str) -> int:
        """The number that stands for a cell."""
        return self.places.number(self.at(key))

    def node(self, key: str) -> Node:
        """A cell as a node; with nothing in it where it is empty."""
        text = self.text(key)
        return Node(_present(text) if text else None, self.line(key))

    def nodes(self, **keys: str) -> dict[str, Node]:
        """The cells that are not empty, by what the scheme's text calls them."""
        found = {name: self.node(key) for name, key in keys.items()}
        return {name: node for name, node in found.items() if node.value is not None}

    def names(self, key: str, *, between: str = ",\n") -> Node:
        """A cell that lists names, separated by any of the characters `between`."""
        text = self.text(key)
        for mark in between[1:]:
            text = text.replace(mark, between[0])
        found = [one.strip() for one in text.split(between[0])]
        at = self.line(key)
        return Node([Node(_present(one), at) for one in found if one], at)

    def lines(self, key: str) -> Node:
        """A cell that lists texts, one a line."""
        at = self.line(key)
        texts = [one.strip() for one in self.text(key).split("\n")]
        return Node([Node(_from_json(one), at) for one in texts if one], at)


def _present(text: str) -> str:
    """Undo what `tables.present` did to a text that is empty, or quotation marks only."""
    if len(text) > 1 and set(text) == {'"'}:
        return "" if len(text) == 2 else text[1:]
    return text


def _from_json(text: str) -> str:
    if text.startswith('"'):
        try:
            found = json.loads(text)
        except ValueError:
            return text
        if isinstance(found, str):
            return found
    return text


def rows_of(
    grid: Grid, columns: Sequence[Column], places: Places, *, ignored: Sequence[str] = ()
) -> Iterator[Row]:
    """The rows below the headings that hold anything in a column that is read."""
    for merged in grid.merged:
        places.add(grid.at(*merged), "sheets.cell.merged")
    numbers = grid.rows()
    if not numbers:
        places.without_sheet("sheets.sheet.empty", sheet=grid.name)
        return
    if numbers[-1] > MOST_ROWS:
        places.add(grid.at(numbers[-1], 1), "sheets.too_many_rows", most=MOST_ROWS)
        return
    head = numbers[0]
    found = _headings(grid, head, columns, places, ignored)
    read = [number for number, _ in found.values()]
    rows = range(head, numbers[-1] + 1)
    places.headed.append(Headed(grid, rows, dict(found.values())))
    for at in _under_no_heading(grid, head):
        places.add(at, "sheets.column.none")
    for number in numbers[1:]:
        if any(_holds(grid, number, column) for column in read):
            yield Row(grid, number, found, places)


def _holds(grid: Grid, row: int, column: int) -> bool:
    raw = grid.cells.get((row, column))
    if raw is None or raw.value is None:
        return raw is not None and bool(raw.trouble)
    return not isinstance(raw.value, str) or bool(raw.value.strip())


def _headings(
    grid: Grid, head: int, columns: Sequence[Column], places: Places, ignored: Sequence[str]
) -> dict[str, tuple[int, Column]]:
    found: dict[str, tuple[int, Column]] = {}
    for column in sorted({c for row, c in grid.cells if row == head and c <= MOST_COLUMNS}):
        at = grid.at(head, column)
        try:
            text = text_of(grid.cells[head, column], "text")
        except Unusable as error:
            places.add_all(at, error)
            continue
        if not text or text.casefold() in {one.casefold() for one in ignored}:
            continue
        meant = _meant(text, columns)
        if meant is None:
            known = [one.heading for one in columns]
            near = nearest(text, known)
            places.add(at, "sheets.column.unknown", text=text[:80], nearest=near, known=known)
        elif meant.key in found:
            places.add(at, "sheets.column.twice", text=text[:80])
        else:
            found[meant.key] = (column, meant)
    for one in columns:
        if one.needed and one.key not in found:
            places.add(grid.at(head, 1), "sheets.column.missing", text=one.heading)
    return found


def _meant(text: str, columns: Sequence[Column]) -> Column | None:
    """The column a heading names: to the letter, else in any case where that is one."""
    exact = [one for one in columns if one.heading == text]
    like = [one for one in columns if one.heading.casefold() == text.casefold()]
    return exact[0] if exact else like[0] if len(like) == 1 else None


def _under_no_heading(grid: Grid, head: int) -> list[At]:
    named = {column for row, column in grid.cells if row == head and _holds(grid, head, column)}
    return [
        grid.at(row, column)
        for row, column in sorted(grid.cells)
        if row > head and column not in named and _holds(grid, row, column)
    ]
