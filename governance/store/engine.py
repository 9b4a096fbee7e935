"""The store and its two doors, the same on SQLite and PostgreSQL.

`read()` gives a consistent picture and cannot write. `write()` commits when its block ends and
rolls back when it raises. Whatever goes wrong between us and the database comes out as
`Unusable` with a remedy, never as a driver's error.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from governance.domain.errors import Unusable
from governance.store.fencing import current_fence
from governance.store.signals import AlreadyThere, Inconsistent, StaleRow
from governance.store.statements import Record
from governance.store.transactions import Transaction, WriteTransaction

__all__ = [
    "AlreadyThere",
    "Inconsistent",
    "Record",
    "StaleRow",
    "Store",
    "Transaction",
    "WriteTransaction",
    "open_store",
]

BUSY_SECONDS = 10.0
"""How long an act waits for another writer before it says that the store is busy."""


class Doors(Protocol):
    """What a kind of database provides."""

    name: str
    writer: Engine

    def read(self) -> AbstractContextManager[Transaction]: ...
    def write(self) -> AbstractContextManager[WriteTransaction]: ...
    def write_at_once(self) -> AbstractContextManager[WriteTransaction]: ...
    def close(self) -> None: ...
    def translated(self, error: BaseException) -> BaseException: ...


class Store:
    """An opened database. One for a process; its doors may be used from any thread."""

    def __init__(self, url: URL, doors: Doors) -> None:
        self.url = url
        self._doors = doors

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._doors.name

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine on the write door, for migrations and checks of the schema."""
        return self._doors.writer

    @property
    def where(self) -> str:
        """The database's address without its password, for people."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open the read door: one consistent picture, nothing can be written."""
        with self.errors_told(), self._doors.read() as transaction:
            yield transaction

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        """Open the write door: commit at the end, or nothing at all.

        Raises `StaleRow` and `AlreadyThere` as the transaction's methods say, at the latest
        here; `Unusable` where the database cannot take it, and where the clock writes that no
        longer leads (see `fencing`).
        """
        with self.errors_told(), self._doors.write() as transaction:
            if (fence := current_fence()) is not None:
                fence.check(transaction)
            yield transaction

    @contextmanager
    def write_at_once(self) -> Iterator[WriteTransaction]:
        """The same for what need not be written now: where another writes, `Unusable` at once."""
        with self.errors_told(), self._doors.write_at_once() as transaction:
            yield transaction

    @contextmanager
    def errors_told(self) -> Iterator[None]:
        """Turn a driver's error into one that has words."""
        try:
            yield
        except Exception as error:
            told = self._doors.translated(error)
            if told is error:
                raise
            raise told from error

    def close(self) -> None:
        """Close every connection."""
        self._doors.close()


def open_store(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Store:
    """Open the database at `url`: `sqlite:///PATH`, `sqlite://` (in memory) or `postgresql://`.

    Nothing is created but the directory of a SQLite file; see `migrations` for the schema.
    Raises `Unusable` for an address that cannot be read.
    """
    address = _address(url)
    kind = address.get_backend_name()
    if kind == "sqlite":
        from governance.store.sqlite import SqliteDoors  # noqa: PLC0415  # only the driver in use

        return Store(address, SqliteDoors(address, busy_seconds=busy_seconds))
    from governance.store.postgresql import PostgresDoors  # noqa: PLC0415  # only the driver in use

    return Store(address, PostgresDoors(address, busy_seconds=busy_seconds))


def _address(url: str) -> URL:
    scheme = url.partition(":")[0]
    if scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise Unusable.one("store.address_unknown", scheme=scheme[:40])
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Unusable.one("store.address_unreadable", scheme=scheme) from error
