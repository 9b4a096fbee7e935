"""Rows as text that either kind of database can take: what a backup holds.

A row is a JSON list in the order of the table's columns: instants and days as ISO text, bytes in
base64, structured facts as they are.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, LargeBinary, String, Table

from governance.store.types import Instant, Json, instant_from_text, instant_text


def encoded(row: Sequence[Any]) -> bytes:
    """One row as a line."""
    return json.dumps(list(row), ensure_ascii=False, separators=(",", ":"), default=_text).encode()


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return instant_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no text for {type(value).__name__}")


class Decoder:
    """Reads the lines of one table back; `ValueError` for a line that does not fit it."""

    def __init__(self, table: Table) -> None:
        self.columns = [(column.name, reader(column)) for column in table.columns]

    def __call__(self, line: bytes) -> dict[str, Any]:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(self.columns):
            raise ValueError("a row with other columns than the table's")
        return {
            name: None if value is None else read(value)
            for (name, read), value in zip(self.columns, values, strict=True)
        }


def reader(column: Column[Any]) -> Callable[[Any], Any]:
    """What reads a value of a column from its plain form; it raises `ValueError`."""
    kind = column.type
    if isinstance(kind, Json):
        return lambda value: value
    if isinstance(kind, Instant):
        return lambda value: instant_from_text(_typed(value, str))
    if isinstance(kind, Date):
        return lambda value: dt.date.fromisoformat(_typed(value, str))
    if isinstance(kind, LargeBinary):
        return lambda value: base64.b64decode(_typed(value, str), validate=True)
    if isinstance(kind, Boolean):
        return lambda value: _typed(value, bool)
    if isinstance(kind, Integer | BigInteger):
        return lambda value: _typed(value, int)
    if isinstance(kind, String) or hasattr(kind, "length"):
        return lambda value: _typed(value, str)
    raise TypeError(f"no reader for {kind!r}")


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise ValueError(f"want {kind.__name__}, got {type(value).__name__}")
    return value
