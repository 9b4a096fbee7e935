"""Fences: what a clock that no longer leads writes is refused.

A leader may be held up, by a sleeping laptop or a stopped process, for longer than others wait
for it. When it goes on it does not know that somebody else leads. So each write it makes as the
leader looks first, in the same transaction, whether its fence is still the latest. On SQLite no
takeover can come between that look and the commit. On PostgreSQL one may, within the moment of
one claim; that claim then still happens once, because every claim is settled under a row lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from governance.store.transactions import Transaction


class Fenced(Protocol):
    """A right to write that can be lost; see `leading.Fence`."""

    def check(self, transaction: Transaction) -> None:
        """Raise `Unusable` where it is lost."""


_CURRENT: ContextVar[Fenced | None] = ContextVar("fence", default=None)


def current_fence() -> Fenced | None:
    """The fence under which this thread or task writes; None for everybody but the clock."""
    return _CURRENT.get()


@contextmanager
def under(fence: Fenced | None) -> Iterator[None]:
    """Whatever is written inside, by this thread or by tasks it starts, is under the fence."""
    token = _CURRENT.set(fence)
    try:
        yield
    finally:
        _CURRENT.reset(token)
