"""Identifiers: UUIDs of version 7, whose order is that of time to the millisecond."""

from __future__ import annotations

import datetime as dt
import secrets


def new_id(now: dt.datetime) -> str:
    """A new identifier for something made at `now`: 48 bits of milliseconds, 74 random (RFC 9562).

    Raises `ValueError` for an instant without a time zone.
    """
    if now.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {now!r}")
    milliseconds = int(now.timestamp() * 1000) & (1 << 48) - 1
    random = secrets.randbits(74)
    value = milliseconds << 80 | 7 << 76 | random >> 62 << 64 | 2 << 62 | random & (1 << 62) - 1
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
