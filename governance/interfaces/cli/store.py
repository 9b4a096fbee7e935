"""The store as every command opens it: found by the environment, made on first use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governance.store.engine import Store


@contextmanager
def opened() -> Iterator[Store]:
    """The store at the version this Vires knows, closed again at the end.

    An empty database is made ready first. Raises `Unusable` for one that is older, newer, out
    of reach or not of Vires.
    """
    from governance.store.migrations import require_current

    with found() as store:
        require_current(store)
        yield store


@contextmanager
def found() -> Iterator[Store]:
    """The store at whatever version it is, closed again at the end."""
    from governance.logs import set_up_logs
    from governance.store.engine import open_store
    from governance.store.settings import settings

    set_up_logs()
    store = open_store(settings().database_url)
    try:
        yield store
    finally:
        store.close()
