"""One CSV file for a whole scheme: the rules first, each other sheet below a line [Name].

Spreadsheets guess at what they read from CSV: "1-3" becomes a day, "=A1" a formula. Text that
would be taken for something else has an apostrophe before it, which is taken off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from governance.adapters.sheets.cells import Grid, Raw
from governance.adapters.sheets.layout import NAMES, RULES
from governance.adapters.sheets.tables import Table
from governance.domain.errors import Problem, Unusable

LARGEST = 8_000_000
"""Bytes in a CSV file at the most."""
LONGEST_FIELD = 100_000

_MARKER = re.compile(r"\[\s*(?P<name>[^\[\]{}:]{1,40}?)\s*\]")
_GUESSED = re.compile(
    r"[=+@\t-].*"  # formulas
    r"|[£$€]?[\d.,:/ -]*\d[\d.,:/ -]*%?|\d+(?:\.\d+)?e[+-]?\d+|true|false"  # numbers, days
    r"|(?:\d{1,4}[ ./-]*)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"[ ./-]*(?:\d{1,4}[ ,./-]*){0,2}",
    re.IGNORECASE | re.DOTALL,
)
_NO_HARM = re.compile(r"0|[1-9]\d{0,8}")
"""A short whole number comes out of a spreadsheet as it went in."""


def guarded(text: str) -> str:
    """A cell's text with an apostrophe before it, where a spreadsheet would change it."""
    return f"'{text}" if _is_guessed_at(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that guarded it; others are left alone."""
    return text[1:] if text.startswith("'") and _is_guessed_at(text[1:]) else text


def _is_guessed_at(text: str) -> bool:
    bare = text.lstrip("'")
    return _GUESSED.fullmatch(bare) is not None and _NO_HARM.fullmatch(bare) is None


def write_csv(tables: Sequence[Table]) -> bytes:
    """The tables as one file: UTF-8 with the mark that Excel asks for, commas, CRLF."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for table in tables:
        if table.name != RULES:
            if not table.rows:
                continue
            writer.writerow([])
            writer.writerow([f"[{table.name}]"])
        writer.writerow([column.heading for column in table.columns])
        writer.writerows([guarded(text) for text in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig")


def read_csv(content: bytes, file: str) -> list[Grid]:
    """The tables of a file. Raises `Unusable` where it cannot be CSV."""
    if len(content) > LARGEST:
        raise Unusable([Problem("text.too_large", {"size": len(content), "most": LARGEST}, file)])
    text = _decoded(content, file)
    found: dict[str, dict[tuple[int, int], Raw]] = {RULES: {}}
    here = found[RULES]
    try:
        for number, row in enumerate(_records(text), start=1):
            if (name := _section(row)) is not None:
                if found.get(name):
                    raise Unusable([Problem("sheets.sheet.twice", {"sheet": name}, file)])
                here = found.setdefault(name, {})
                continue
            for column, cell in enumerate(row, start=1):
                if cell.strip():
                    here[number, column] = Raw(unguarded(cell.strip()))
    except csv.Error as error:
        params = {"detail": str(error)}
        raise Unusable([Problem("sheets.csv.unreadable", params, file)]) from None
    return [Grid(name, "", cells) for name, cells in found.items()]


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unusable([Problem("sheets.csv.is_workbook", {}, file)])
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable([Problem("sheets.csv.not_utf8", {}, file)]) from None
    if "\x00" in text:
        raise Unusable([Problem("sheets.csv.not_utf8", {}, file)])
    return text


def _records(text: str) -> Iterable[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    first = text.split("\n", 1)[0].strip()
    between = first[4] if first.lower().startswith("sep=") and len(first) == 5 else None
    records = csv.reader(
        io.StringIO(text, newline=""), delimiter=between or _delimiter(text), strict=True
    )
    if between is not None:
        next(records)
        yield []
    yield from records


def _delimiter(text: str) -> str:
    """What stands between the headings: a comma, a semicolon or a tab."""
    first = next((line for line in text.splitlines() if line.strip(';,\t "')), "")
    return max((",", ";", "\t"), key=first.count)


def _section(row: Sequence[str]) -> str | None:
    """The name on a line that begins another table."""
    if not row or any(cell.strip() for cell in row[1:]):
        return None
    match = _MARKER.fullmatch(row[0].strip())
    if match is None:
        return None
    name = match["name"]
    return next((one for one in NAMES if one.casefold() == name.casefold()), name)
