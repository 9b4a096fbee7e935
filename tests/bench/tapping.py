"""Listening in on a store: the statements and values that acts send to the driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.databases import Statement
from governance.store.engine import Store


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
def tapped(store: Store) -> Iterator[list[list[Statement]]]:
    """Every write transaction as the list of its statements, without begin and commit."""
    acts: list[list[Statement]] = []
    write = store._doors.write

    @contextmanager
    def listening() -> Iterator[Any]:
        with write() as transaction:
            heard: list[Statement] = []
            transaction._connection = _Tap(transaction._connection, heard)  # type: ignore[attr-defined]  # both kinds have one
            yield transaction
        acts.append(heard)

    store._doors.write = listening  # type: ignore[method-assign]  # for as long as we listen
    try:
        yield acts
    finally:
        store._doors.write = write  # type: ignore[method-assign]  # as it was
