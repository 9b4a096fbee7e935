"""Identifiers: UUIDs of version 7, whose order is that in which a process made them."""

from __future__ import annotations

import datetime as dt
import secrets
from threading import Lock

_ROOM = 1 << 12
_alone = Lock()
_last = (0, 0)


def first_id(at: dt.datetime) -> str:
    """What sorts before every identifier made at an instant or later, and behind all before it."""
    value = f"{int(at.timestamp() * 1000) & (1 << 48) - 1:012x}"
    return f"{value[:8]}-{value[8:]}"


def new_id(now: dt.datetime) -> str:
    """A new identifier for something made at `now`: milliseconds, a counter, 62 random bits.

    Made at the same millisecond, the later one sorts behind (RFC 9562, 6.2, method 1), so that
    what is read in the order of identifiers comes as it was written; beyond 4,096 in a
    millisecond of one process the counter begins anew. Raises `ValueError` for an instant
    without a time zone.
    """
    if now.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {now!r}")
    milliseconds = int(now.timestamp() * 1000) & (1 << 48) - 1
    global _last  # noqa: PLW0603  # the one counter of the process
    with _alone:
        moment, count = _last
        count = (count + 1) % _ROOM if moment == milliseconds else 0
        _last = (milliseconds, count)
    value = milliseconds << 80 | 7 << 76 | count << 64 | 2 << 62 | secrets.randbits(62)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
