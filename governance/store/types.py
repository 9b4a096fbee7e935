"""Column types that hold on both databases what the rest of Vires promises.

An `Instant` is aware and UTC, or it is refused: SQLite keeps it as text that sorts as time,
PostgreSQL as `timestamptz`. `Json` is compact text on both, so that key order and numbers come
back as they went in.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_INSTANT_LENGTH = len("2025-02-20T17:30:00.000000Z")


def instant_text(value: dt.datetime) -> str:
    """An aware instant as text that sorts as time: `2025-02-20T17:30:00.000000Z`."""
    if value.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {value!r}")
    return _utc_text(value if value.tzinfo is dt.UTC else value.astimezone(dt.UTC))


@lru_cache(maxsize=256)
def _utc_text(utc: dt.datetime) -> str:
    """One act writes its moment a dozen times."""
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def instant_from_text(text: str) -> dt.datetime:
    """The instant that `instant_text` wrote."""
    return dt.datetime.fromisoformat(text)


def json_text(value: Any) -> str:
    """Plain values as compact JSON text; NaN and infinity are refused with `ValueError`."""
    return _COMPACT(value)


class Instant(TypeDecorator[dt.datetime]):
    """An aware instant, kept in UTC. A naive one is refused with `ValueError`."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(_INSTANT_LENGTH))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant without a time zone: {value!r}")
        return instant_text(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002  # given by SQLAlchemy
        if value is None:
            return None
        if isinstance(value, str):
            return instant_from_text(value)
        instant: dt.datetime = value.astimezone(dt.UTC)
        return instant


class Json(TypeDecorator[Any]):
    """Plain structured values (mappings, lists, text, whole numbers) as compact JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  # given by SQLAlchemy
        return None if value is None else json_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002  # given by SQLAlchemy
        return None if value is None else json.loads(value)
