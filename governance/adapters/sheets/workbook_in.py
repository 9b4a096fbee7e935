"""Reading an Excel workbook: its cells as they were typed, and nothing that could harm.

A workbook is a zip file of XML that somebody hands in. Its size unpacked is looked at before
anything is unpacked, and only the cells it really holds are walked: one cell in the last corner
of a sheet would else make seventeen thousand million.
"""

from __future__ import annotations

import io
import warnings
import zipfile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from governance.adapters.sheets.cells import Grid, Raw
from governance.adapters.sheets.layout import ABOUT, NAMES
from governance.domain.errors import Problem, Unusable

LARGEST = 10_000_000
"""Bytes in a workbook at the most."""
LARGEST_UNPACKED = 40_000_000
"""Bytes of its parts, unpacked, at the most."""
MOST_PARTS = 1_000

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_ESCAPED = "_x005F_"
"""How a workbook writes an underscore that would else begin a character's number."""
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


def read_workbook(content: bytes, file: str) -> list[Grid]:
    """The sheets of a workbook. Raises `Unusable` where it is none, or not to be opened."""
    _check(content, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Parts of no concern here that openpyxl drops.
            book = load_workbook(io.BytesIO(content), keep_links=False)
            sheets = [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a broken part makes it stumble on
        raise Unusable([Problem("sheets.file.broken", {}, file)]) from None
    return [_grid(sheet) for sheet in sheets if sheet.title != ABOUT]


def _check(content: bytes, file: str) -> None:
    def refuse(code: str, **params: int) -> Unusable:
        return Unusable([Problem(code, params, file)])

    if len(content) > LARGEST:
        raise refuse("text.too_large", size=len(content), most=LARGEST)
    if content.startswith(_OLD_OR_LOCKED):
        raise refuse("sheets.file.old_or_locked")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            names = {one.filename for one in infos}
            unpacked = sum(one.file_size for one in infos)
            kind = (
                parts.read("mimetype")[:60] if "mimetype" in names and unpacked < LARGEST else b""
            )
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise refuse("sheets.file.not_workbook") from None
    if len(infos) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
        raise refuse("sheets.file.too_large_unpacked", most=LARGEST_UNPACKED)
    if kind.startswith(_OPEN_DOCUMENT):
        raise refuse("sheets.file.open_document")
    if "xl/workbook.xml" not in names:
        raise refuse("sheets.file.not_workbook")


def _grid(sheet: Worksheet) -> Grid:
    name = next((one for one in NAMES if one.casefold() == sheet.title.casefold()), sheet.title)
    cells = {}
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 - see above
        if cell.value is not None:
            cells[row, column] = _raw(cell.value, cell.data_type, cell.number_format)
    merged = tuple((one.min_row, one.min_col) for one in sheet.merged_cells.ranges)
    return Grid(name, sheet.title, cells, tuple(sorted(merged)))


def _raw(value: object, data_type: str, number_format: str) -> Raw:
    if data_type == "f":
        return Raw(value, "formula")
    if data_type == "e":
        return Raw(value, "error")
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in number_format:
        return Raw(value, "percent")
    if isinstance(value, str):
        return Raw(value.replace(_ESCAPED, "_"))
    return Raw(value)
