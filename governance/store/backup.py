"""Backup and restore, in one format for both databases.

A backup is one consistent picture with the evidence. A restore believes nothing before every
digest has been compared, then writes all rows in one transaction and ends with an epoch entry on
each partnership: the ledger says itself that it was restored, from what, and by whom.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Table, select, text

from governance.domain.errors import Unusable
from governance.store import ledger
from governance.store.archive import CHUNK, Archive, Manifest, names_of_evidence, reading, writing
from governance.store.engine import AlreadyThere, Inconsistent, Store, WriteTransaction
from governance.store.ids import new_id
from governance.store.migrations import head, known, require_current
from governance.store.portable import Decoder, encoded
from governance.store.private import keep_from_others, make_within
from governance.store.tables import TABLES
from governance.store.tables.accounts import PASSING
from governance.store.triggers import LEDGER_TRIGGERS, LEDGER_TRIGGERS_OFF
from governance.store.types import instant_text

EPOCH = "epoch"
"""The kind of the entry that says a backup was restored."""
BATCH = 1000
"""Rows written at once."""

_ALL = {
    name: select(table).order_by(table.c.partnership_id, table.c.id)
    for name, table in TABLES.items()
}
_ANY = {name: select(table.c.id).limit(1) for name, table in TABLES.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a backup or a restore dealt with."""

    rows: int
    evidence: int
    partnerships: int
    digest: str


def backup(store: Store, *, path: Path, evidence_dir: Path, now: dt.datetime) -> Outcome:
    """Write everything but keys, and who is signed in, to a file that did not exist.

    Raises `Unusable`.
    """
    require_current(store)
    manifest = Manifest(made_at=instant_text(now), schema=head())
    with writing(path, manifest) as out, store.read() as tx:
        for name, statement in _ALL.items():
            if name in PASSING:
                out.table(name, ())
                continue
            with closing(tx.stream(statement)) as rows:
                out.table(name, map(encoded, rows))
        for name in names_of_evidence(evidence_dir):
            with (evidence_dir / name).open("rb") as source:
                out.evidence(name, source)
        manifest.partnerships = manifest.tables["partnership"].rows
    with reading(path) as written:
        return _outcome(written)


def restore(
    store: Store, *, path: Path, evidence_dir: Path, actor: str, now: dt.datetime, replace: bool
) -> Outcome:
    """Write a backup's rows and evidence into a database that holds nothing.

    With `replace` what the database held is given up. Everything happens or nothing does.
    Raises `Unusable` for a file that is damaged or of another version, and for a database that
    is not empty.
    """
    require_current(store)
    with reading(path) as archive:
        _check_version(archive)
        archive.verify()
        try:
            with _evidence_in_place(archive, evidence_dir), store.write() as tx:
                tx.defer_references()
                if replace:
                    _give_up(store, tx)
                elif any(tx.first(statement) is not None for statement in _ANY.values()):
                    raise Unusable.one("store.not_empty", where=store.where)
                for table in TABLES.values():
                    _insert_all(tx, archive, table)
                _note_epoch(tx, archive, actor=actor, now=now)
        except (AlreadyThere, Inconsistent, TypeError) as error:
            raise archive.damaged(str(error)[:200]) from error
        return _outcome(archive)


def _check_version(archive: Archive) -> None:
    at = archive.manifest.schema
    if at != head():
        age = "older" if at in known() else "newer"
        raise Unusable.one(f"store.backup_{age}", path=str(archive.path), at=at, known=head())
    if archive.manifest.tables.keys() != TABLES.keys():
        raise archive.damaged("its tables are not those of its version")


def _give_up(store: Store, tx: WriteTransaction) -> None:
    """Empty every table; the ledger's guards are away only inside this transaction."""
    for statement in LEDGER_TRIGGERS_OFF[store.dialect]:
        tx.run(text(statement))
    if store.dialect == "postgresql":
        tx.run(text(f"TRUNCATE {', '.join(TABLES)}"))
    else:
        for table in TABLES.values():
            tx.run(table.delete())
    for statement in LEDGER_TRIGGERS[store.dialect]:
        tx.run(text(statement))


def _insert_all(tx: WriteTransaction, archive: Archive, table: Table) -> None:
    decode = Decoder(table)
    with closing(archive.lines(table.name)) as lines:
        while rows := [decode(line) for line in islice(lines, BATCH)]:
            tx.insert_many(table, rows)


def _note_epoch(tx: WriteTransaction, archive: Archive, *, actor: str, now: dt.datetime) -> None:
    """Say on every partnership that the record was restored, and from which file."""
    manifest = archive.manifest
    facts = {
        "backup": archive.digest,
        "made_at": manifest.made_at,
        "entries": manifest.tables["ledger_entry"].rows,
    }
    for partnership in tx.all(_ALL["partnership"]):
        ledger.append(
            tx,
            subject=partnership,
            subject_table="partnership",
            id=new_id(now),
            kind=EPOCH,
            at=now,
            actor=actor,
            facts=facts,
        )


@contextmanager
def _evidence_in_place(archive: Archive, folder: Path) -> Iterator[None]:
    """Put the evidence where it belongs; take away what was put there if what follows fails.

    A file that is there already, with the same bytes, stays; one with others stops everything.
    """
    put: list[Path] = []
    try:
        for name, part in archive.manifest.evidence.items():
            target = folder / name
            if not target.exists():
                _put(archive, name, target)
                put.append(target)
            elif _digest(target) != part.sha256:
                raise Unusable.one("store.evidence_differs", path=str(target))
        yield
    except OSError as error:
        _take_away(put)
        detail = error.strerror or str(error)
        raise Unusable.one("store.cannot_create", path=str(folder), detail=detail) from error
    except BaseException:
        _take_away(put)
        raise


def _put(archive: Archive, name: str, target: Path) -> None:
    make_within(target.parent)
    part = target.with_name(target.name + ".part")
    with archive.evidence(name) as source, part.open("wb") as out:
        shutil.copyfileobj(source, out, CHUNK)
    keep_from_others(part)
    part.rename(target)


def _take_away(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _outcome(archive: Archive) -> Outcome:
    manifest = archive.manifest
    return Outcome(
        rows=sum(part.rows for part in manifest.tables.values()),
        evidence=len(manifest.evidence),
        partnerships=manifest.partnerships,
        digest=archive.digest,
    )
