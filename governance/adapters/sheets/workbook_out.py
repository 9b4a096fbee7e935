"""A scheme as an Excel workbook that a person can edit: every cell is text, and says so."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from governance import words
from governance.adapters.sheets.layout import (
    ABOUT,
    BEFORE_TESTS,
    FINDINGS,
    HEAD_CHOICES,
    LONGEST,
    RULES,
    SCHEME,
    Column,
)
from governance.adapters.sheets.tables import Table
from governance.domain.authority.model import Input, Scheme
from governance.domain.errors import Unusable
from governance.words.format import day, listed, money

_HEADING = PatternFill("solid", fgColor="1D70B8")
_FOUND = PatternFill("solid", fgColor="FFF2CC")
_TEXT = "@"
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_LIST = 250
"""Characters that Excel takes in the list of a drop-down."""
_LINE, _HIGHEST = 15.0, 400.0
"""Points of a line, and of the highest row that Excel has."""
_SPARE_ROWS = 200
"""Empty rows below a table that are ready to be filled in."""


def write_workbook(scheme: Scheme, tables: Sequence[Table]) -> bytes:
    """The workbook. Raises `Unusable` where a text is too long for a cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.name)
        _fill(sheet, table)
        if table.name == RULES:
            _help_with_rules(sheet, scheme, table)
        elif table.name == SCHEME:
            _help_with_head(sheet, table)
        else:
            _help_with_lists(sheet, table)
    _about(book.create_sheet(ABOUT), scheme)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns, start=1):
        width = sheet.column_dimensions[get_column_letter(number)]
        width.width = column.width
        width.number_format = _TEXT
        _put(sheet, 1, number, column.heading)
        cell = sheet.cell(1, number)
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = _HEADING
    for row, texts in enumerate(table.rows, start=2):
        for number, text in enumerate(texts, start=1):
            _put(sheet, row, number, text)
            if text and table.columns[number - 1] is FINDINGS:
                sheet.cell(row, number).fill = _FOUND
        sheet.row_dimensions[row].height = _height(table.columns, texts)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    frozen = len(BEFORE_TESTS) + 1 if table.name == RULES else 2
    sheet.freeze_panes = f"{get_column_letter(frozen)}2"
    sheet.auto_filter.ref = (
        f"A1:{get_column_letter(len(table.columns))}{max(len(table.rows) + 1, 2)}"
    )


def _height(columns: Sequence[Column], texts: Sequence[str]) -> float:
    """Points that a row needs for its longest cell; programs do not see to it for wrapped text."""
    lines = [
        sum(len(line) // max(column.width - 2, 1) + 1 for line in text.split("\n"))
        for column, text in zip(columns, texts, strict=True)
    ]
    return min(max(lines) * _LINE, _HIGHEST)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text as a text, whatever it looks like: "=1+1", "1-3", "30000"."""
    if len(text) > LONGEST:
        where = f"{sheet.title}!{get_column_letter(column)}{row}"
        raise Unusable.one("sheets.cell.too_long", where=where, most=LONGEST)
    cell = sheet.cell(row, column)
    cell.number_format = _TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text:
        cell.value = _ESCAPE.sub("_x005F_", text)
        cell.data_type = "s"
        cell.quotePrefix = True


def _last(table: Table) -> int:
    return len(table.rows) + 1 + _SPARE_ROWS


def _suggest(sheet: Worksheet, column: int, first: int, last: int, among: Sequence[str]) -> None:
    """A drop-down of what a cell may hold; something else is not stopped, only judged later."""
    joined = ",".join(among)
    if not among or len(joined) > _LONGEST_LIST:
        return
    list_ = DataValidation(
        type="list", formula1=f'"{joined}"', allow_blank=True, showErrorMessage=False
    )
    letter = get_column_letter(column)
    list_.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(list_)


def _help_with_rules(sheet: Worksheet, scheme: Scheme, table: Table) -> None:
    first = len(BEFORE_TESTS) + 1
    for number, one in enumerate(scheme.inputs.values(), start=first):
        _note(sheet, number, f"{one.title}\n{_range(one)}")
        if one.discrete:
            _suggest(sheet, number, 2, _last(table), one.choices)
    notes: Mapping[str, str] = {
        key: words.say(f"sheets.note.{key}", {}) for key in ("when", "path", "order")
    }
    for number, column in enumerate(table.columns, start=1):
        if number >= first + len(scheme.inputs) and column.key in notes:
            _note(sheet, number, notes[column.key])


def _note(sheet: Worksheet, column: int, text: str) -> None:
    sheet.cell(1, column).comment = Comment(text, "Vires", height=110, width=320)


def _range(one: Input) -> str:
    if one.discrete:
        return listed(one.choices, "or")
    match one.type:
        case "money":
            bounds = (money(one.least), money(one.most))
        case "day":
            bounds = (day(dt.date.fromordinal(one.least)), day(dt.date.fromordinal(one.most)))
        case _:
            bounds = (f"{one.least:,}", f"{one.most:,}")
    return words.say("sheets.note.range", {"least": bounds[0], "most": bounds[1]})


def _help_with_head(sheet: Worksheet, table: Table) -> None:
    for row, (entry, _) in enumerate(table.rows, start=2):
        _suggest(sheet, 2, row, row, HEAD_CHOICES.get(entry, ()))


def _help_with_lists(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns, start=1):
        _suggest(sheet, number, 2, _last(table), column.among)


def _about(sheet: Worksheet, scheme: Scheme) -> None:
    sheet.column_dimensions["A"].width = 100
    lines = [code for code in words.catalogue() if code.startswith("sheets.about.")]
    for row, code in enumerate(sorted(lines), start=1):
        _put(sheet, row, 1, words.say(code, {"title": scheme.title}))
    sheet.cell(1, 1).font = Font(name="Calibri", bold=True, size=14)
