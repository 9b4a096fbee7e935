"""CSV as spreadsheets and programs read it: a row a line, and no cell that works as a formula.

The file begins with a byte order mark, without which spreadsheets take it for another encoding.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from governance.domain.money import pounds

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What begins a cell that a spreadsheet would work out."""

__all__ = ["FORMULA", "Pence", "cell", "csv_parts"]


class Pence(int):
    """An amount that is written in pounds."""


def csv_parts(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV file in pieces: the head, then each row. Amounts are `Pence`, days ISO."""
    yield "\ufeff".encode()
    yield _line(columns)
    for row in rows:
        yield _line([cell(value) for value in row])


def cell(value: Any) -> str:
    """A value as a cell; what a spreadsheet would take for a formula has an apostrophe first."""
    if value is None:
        return ""
    if isinstance(value, Pence):
        return str(pounds(value))
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
