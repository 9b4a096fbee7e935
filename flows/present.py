"""What time it is: the present moment, or in an example the one its own clock shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from governance.application.example_clock import ahead
from governance.store.engine import Store


def present_in(store: Store) -> Callable[[], dt.datetime]:
    """The clock that a database goes by; see `governance.application.example_clock`."""
    by = ahead(store)
    return real if by is None else lambda: real() + by


def real() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)
