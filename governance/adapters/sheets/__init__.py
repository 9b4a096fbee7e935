"""A scheme as a spreadsheet and back: one row a rule, nothing lost, every error by its cell.

What is kept is what a scheme says and the words it says it in. Comments in its text, the order
of entries and the way it is laid out are not: a text written from a sheet is laid out anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from governance.adapters.sheets.conditions import conditions_of
from governance.adapters.sheets.csv_file import read_csv, write_csv
from governance.adapters.sheets.document import scheme_text
from governance.adapters.sheets.reading import read_grids
from governance.adapters.sheets.tables import Note, Table, tables
from governance.adapters.sheets.workbook_in import read_workbook
from governance.adapters.sheets.workbook_out import write_workbook
from governance.domain.authority import load_scheme
from governance.domain.errors import Problem, Unusable
from governance.domain.texts import parse

Format = Literal["csv", "xlsx"]

__all__ = ["Format", "Note", "canonical", "comment_lines", "export_scheme", "import_scheme"]

_QUOTED = re.compile(rb"\"[^\"\n]*\"|'[^'\n]*'")
_COMMENT = re.compile(rb"(?:^|[ \t])#")


def canonical(text: bytes, file: str) -> str:
    """The text of a scheme laid out anew. Raises `Unusable` where it cannot be read."""
    node = parse(text, file)
    return scheme_text(load_scheme(node, file), conditions_of(node))


def comment_lines(text: bytes) -> int:
    """On how many lines of a text there are comments, which no sheet keeps."""
    return sum(1 for line in _QUOTED.sub(b"", text).splitlines() if _COMMENT.search(line))


def export_scheme(
    text: bytes, file: str, *, kind: Format, notes: Sequence[Note] | None = None
) -> bytes:
    """The sheet of a scheme's text; `notes` fill a column of findings.

    The sheet is read again before it is given, so that what comes out of it is known to be what
    went in. Raises `Unusable` where the text cannot be read or a sheet cannot hold it.
    """
    node = parse(text, file)
    scheme, conditions = load_scheme(node, file), conditions_of(node)
    found: Sequence[Table] = tables(scheme, conditions, notes)
    content = write_csv(found) if kind == "csv" else write_workbook(scheme, found)
    try:
        kept = import_scheme(content, file, kind=kind) == scheme_text(scheme, conditions)
    except Unusable:
        kept = False
    if not kept:
        raise Unusable([Problem("sheets.cannot_keep", {}, file)])
    return content


def import_scheme(content: bytes, file: str, *, kind: Format, beside: bytes | None = None) -> str:
    """The scheme's text that a sheet says.

    Tables that the sheet does not have are taken from the scheme's text `beside`. Raises
    `Unusable` with everything that is wrong, each problem by its cell.
    """
    grids = read_csv(content, file) if kind == "csv" else read_workbook(content, file)
    return read_grids(grids, file, beside)
