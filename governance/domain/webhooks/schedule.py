"""When a delivery that failed is tried again, and when it, or its webhook, is given up for now."""

from __future__ import annotations

import datetime as dt
from typing import Final

WAITS: Final = (
    dt.timedelta(seconds=5),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=5),
    dt.timedelta(hours=10),
    dt.timedelta(hours=14),
    dt.timedelta(hours=20),
    dt.timedelta(hours=24),
)
"""How long a delivery waits after its first failed attempt, its second, and so on.

As Standard Webhooks recommends; together a little more than three days.
"""

MOST_ATTEMPTS: Final = len(WAITS) + 1
"""Attempts made by themselves; after the last a delivery is parked."""

LONGEST_WAIT: Final = dt.timedelta(hours=24)
"""However long a receiver asks for."""

SILENT: Final = dt.timedelta(days=5)
"""After how long without anything getting through a webhook is paused."""

BOTH_SIGN: Final = dt.timedelta(hours=24)
"""How long the secret before signs as well, after a new one was made."""


def wait_after(attempts: int, *, at_least: dt.timedelta | None = None) -> dt.timedelta | None:
    """How long to wait after so many attempts; None where it is given up.

    Never shorter than the receiver asked for, unless that is longer than `LONGEST_WAIT`.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    asked = min(at_least or dt.timedelta(), LONGEST_WAIT)
    return max(WAITS[attempts - 1], asked)
