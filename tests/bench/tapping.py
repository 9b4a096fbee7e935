"""Listening in on a store: the statements and values that acts send to the driver."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from bench.databases import Statement
from governance.store.engine import Store

Door = Callable[[], AbstractContextManager[Any]]


class _Tap:
    """A driver's connection that notes what is executed on it."""

    def __init__(self, connection: Any, heard: list[Statement]) -> None:
        self._connection = connection
        self._heard = heard

    def execute(self, text: str, values: tuple[Any, ...] = (), **options: Any) -> Any:
        self._heard.append((text, tuple(values)))
        return self._connection.execute(text, values, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@contextmanager
def tapped(store: Store, *, reads: bool = False) -> Iterator[list[list[Statement]]]:
    """Every write transaction as the list of its statements, without begin and commit.

    With `reads` the transactions that only read, too, each in its place.
    """
    acts: list[list[Statement]] = []
    write, read = store._doors.write, store._doors.read
    store._doors.write = _listening(write, acts)  # type: ignore[method-assign]  # for as long as we listen
    if reads:
        store._doors.read = _listening(read, acts)  # type: ignore[method-assign]  # as above
    try:
        yield acts
    finally:
        store._doors.write = write  # type: ignore[method-assign]  # as it was
        store._doors.read = read  # type: ignore[method-assign]  # as it was


def _listening(door: Door, acts: list[list[Statement]]) -> Door:
    @contextmanager
    def listening() -> Iterator[Any]:
        with door() as transaction:
            heard: list[Statement] = []
            transaction._connection = _Tap(transaction._connection, heard)
            yield transaction
        acts.append(heard)

    return listening
