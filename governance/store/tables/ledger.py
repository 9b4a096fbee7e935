"""The ledger's entries, what waits to be sealed, and the seals: the exact bytes throughout.

Entries, seals and what a seal holds are insert-only. What waits is a queue beside the record: a
row comes with its entry, in the same transaction, and goes as the entry is sealed.
"""

import datetime as dt
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from governance.store.tables.base import Retention, Row, binary, instant, unique
from governance.store.triggers import INSERT_ONLY, guard


class LedgerEntry(Row, table=True):
    """One act on one subject: hash = SHA-256 of the previous hash's bytes and the body's."""

    __tablename__ = "ledger_entry"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        unique("subject_id", "number"),
        Index("ledger_subject", "partnership_id", "subject_table", "subject_id"),
        Index("ledger_at", "partnership_id", "at"),
    )
    subject_table: str = Field(max_length=40)
    subject_id: str = Field(max_length=36)
    number: int
    kind: str = Field(max_length=60)
    at: dt.datetime = instant()
    actor: str = Field(max_length=80)
    body: bytes = binary()
    previous: str | None = Field(default=None, max_length=64)
    hash: str = Field(max_length=64)


class UnsealedEntry(Row, table=True):
    """An entry, by its id, that waits to be sealed."""

    __tablename__ = "unsealed_entry"
    retention: ClassVar[Retention] = Retention.DAYS


class Seal(Row, table=True):
    """One seal over entries: Merkle root, chained to the seal before, signed with Ed25519.

    `number` counts the partnership's seals from 1; `entries` are its own, `total` those of all
    seals so far. `body` repeats what is signed; `hash` is its SHA-256, `previous` the hash of the
    seal before. `key` is the SHA-256 of the public key's 32 bytes. Where the key is another than
    the seal's before, `certificate` is that one's signature over it.
    """

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (unique("number"),)
    number: int
    at: dt.datetime = instant()
    entries: int
    total: int
    root: str = Field(max_length=64)
    previous: str | None = Field(default=None, max_length=64)
    key: str = Field(max_length=64)
    public_key: str = Field(max_length=64)
    certificate: str | None = Field(default=None, max_length=128)
    body: bytes = binary()
    hash: str = Field(max_length=64)
    signature: str = Field(max_length=128)


class SealedEntry(Row, table=True):
    """Where an entry, by its id, is sealed: in which seal, at which place of its tree."""

    __tablename__ = "sealed_entry"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (unique("seal", "position"),)
    seal: int
    position: int


for _name in INSERT_ONLY:
    guard(SQLModel.metadata.tables[_name])
