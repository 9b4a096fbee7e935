"""Importing a file: every release or row counted once, each process written whole or not at all.

Processes are written in batches, one transaction each. Where one cannot be stored, its batch is
rolled back and written again process by process, so that only that one is rejected.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from governance.adapters.csv_mapping import load_mapping
from governance.adapters.csv_notices import read_csv
from governance.adapters.ocds import read_package
from governance.adapters.ocds.model import Rejected
from governance.application.desk import OPERATOR, acting, looking
from governance.application.imports import notices, registers
from governance.application.imports.keys import slug
from governance.application.imports.model import Piece, Report, Source
from governance.application.imports.organisations import Directory
from governance.application.imports.writing import STORED, ground, write
from governance.application.people.partnerships import create_partnership, partnerships
from governance.application.permissions import must_be
from governance.domain.errors import MovedFirst, Problem, Refused, Unusable
from governance.store.engine import AlreadyThere, Store
from governance.store.tables import TABLES
from statemachines.permissions import Permission

BATCH: Final = 100
"""Processes written in one transaction."""
ATTEMPTS: Final = 5
"""How often a batch is written anew because somebody else changed something first."""

_UNSTORABLE: Final = frozenset(
    {"store.too_long", "store.unstorable_text", "store.unstorable_number"}
)
"""What is wrong with one process alone; anything else concerns the database and stops all."""

_Stored = Mapping[str, Sequence[Any]]


def import_ocds(
    store: Store,
    *,
    partnership: str,
    content: bytes,
    file: str,
    now: dt.datetime,
    actor: str | None = None,
) -> Report:
    """Import a file of OCDS releases into a partnership, which is created when new.

    `partnership` is a key or a name. Raises `Unusable` for what is wrong with the file as a
    whole, `Refused` for who may not; nothing is written then.
    """
    pieces, rejected = notices.pieces(read_package(content, file))
    return _import(store, notices.OCDS, pieces, rejected, partnership, now, actor)


def import_csv(
    store: Store,
    *,
    partnership: str,
    content: bytes,
    file: str,
    mapping: bytes,
    mapping_file: str,
    now: dt.datetime,
    actor: str | None = None,
) -> Report:
    """Import a register in CSV by a mapping file. Partnership and errors as in `import_ocds`."""
    reading = load_mapping(mapping, mapping_file)
    rows = read_csv(content, reading, file=file)
    pieces, rejected = registers.pieces(rows, register=reading.title)
    return _import(store, registers.REGISTER, pieces, rejected, partnership, now, actor)


def known_partnership(store: Store, name: str) -> str | None:
    """The key of the partnership of that key or name, or None where it would be new."""
    with store.read() as tx:
        rows = partnerships(tx)
    for wanted in (name, slug(name, "")):
        for row in rows:
            if wanted in (row.key, row.name):
                return str(row.key)
    return None


def _import(
    store: Store,
    source: Source,
    pieces: Sequence[Piece],
    rejected: list[Rejected],
    partnership: str,
    now: dt.datetime,
    actor: str | None,
) -> Report:
    key = _partnership(store, partnership, actor, now)
    _may(store, key, actor, now)
    processes: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        processes[piece.process].append(piece)
    run = _Run(store, source, key, actor, now, processes)
    names = list(processes)
    for start in range(0, len(names), BATCH):
        run.batch(names[start : start + BATCH])
    return Report(
        partnership=key,
        created=run.counts["created"],
        updated=run.counts["updated"],
        unchanged=run.counts["unchanged"],
        rejected=(*rejected, *run.rejected),
        processes=tuple(name for name in names if name not in run.refused),
    )


def _partnership(store: Store, name: str, actor: str | None, now: dt.datetime) -> str:
    """The key of the partnership, created where it is new: only the operator can be in it then."""
    key = known_partnership(store, name)
    if key is not None:
        return key
    if actor not in (None, OPERATOR):
        raise Unusable.one("name.unknown", what="partnership", name=name[:80], nearest=None)
    return create_partnership(store, key=slug(name, ""), name=name, now=now).ref


def _may(store: Store, key: str, actor: str | None, now: dt.datetime) -> None:
    with looking(store, now=now, partnership=key, actor=actor) as desk:
        must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER)


class _Run:
    """One import under way: what it counted, what it rejected."""

    def __init__(
        self,
        store: Store,
        source: Source,
        key: str,
        actor: str | None,
        now: dt.datetime,
        processes: Mapping[str, Sequence[Piece]],
    ) -> None:
        self.store = store
        self.source = source
        self.key = key
        self.actor = actor
        self.now = now
        self.processes = processes
        self.directory = Directory()
        self.counts: dict[str, int] = defaultdict(int)
        self.rejected: list[Rejected] = []
        self.refused: set[str] = set()

    def batch(self, names: Sequence[str]) -> None:
        """Write some processes in one transaction, or say what is wrong with one."""
        try:
            counted = self._attempts(names)
        except Unusable as error:
            if not {problem.code for problem in error.problems} <= _UNSTORABLE:
                raise
            if len(names) > 1:
                for name in names:
                    self.batch([name])
                return
            self._reject(names[0], error.problems)
            return
        for outcome, number in counted.items():
            self.counts[outcome] += number

    def _attempts(self, names: Sequence[str]) -> dict[str, int]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._written(names)
            except (MovedFirst, AlreadyThere) as error:
                if attempt == ATTEMPTS:
                    raise _refusal(error) from error
            except BaseException:
                self.directory = Directory()
                raise
            self.directory = Directory()
        raise AssertionError

    def _written(self, names: Sequence[str]) -> dict[str, int]:
        counted: dict[str, int] = defaultdict(int)
        with acting(self.store, now=self.now, partnership=self.key, actor=self.actor) as desk:
            # Two imports at once would add the same organisations twice.
            desk.writer.lock(TABLES["partnership"], partnership_id=desk.pid, ids=[desk.pid])
            stored: dict[str, list[Any]] = defaultdict(list)
            for row in desk.all(STORED, processes=list(names)):
                stored[row.ocid].append(row)
            self.directory.refresh(desk)
            standing = ground(desk, self.source, self.directory)
            for name in names:
                known = stored.get(name, [])
                new, outcomes = sort(self.processes[name], known)
                if new:
                    write(desk, standing, name, new, known)
                for outcome in outcomes:
                    counted[outcome] += 1
            self.directory.settle(desk)
        return counted

    def _reject(self, name: str, reasons: Iterable[Problem]) -> None:
        """Reject every piece of a process that is not already kept."""
        with looking(self.store, now=self.now, partnership=self.key, actor=self.actor) as desk:
            kept = {(r.release, r.digest) for r in desk.all(STORED, processes=[name])}
        told = tuple(reasons)
        for piece in self.processes[name]:
            if (piece.name, piece.digest) in kept:
                self.counts["unchanged"] += 1
            else:
                self.rejected.append(Rejected(piece.ref, told))
        if not kept:
            self.refused.add(name)


def sort(pieces: Sequence[Piece], stored: Iterable[Any]) -> tuple[list[Piece], list[str]]:
    """The pieces that are new, and for each piece given what becomes of it.

    The first ever of a process is `created`; what is kept already, or stands twice in the file
    word for word, is `unchanged`; anything else is `updated`.
    """
    kept = {row.release: row.digest for row in stored}
    new: dict[str, Piece] = {}
    outcomes = []
    for piece in pieces:
        if kept.get(piece.name) == piece.digest:
            outcomes.append("unchanged")
            continue
        outcomes.append("updated" if kept else "created")
        kept[piece.name] = piece.digest
        new[piece.name] = piece
    return list(new.values()), outcomes


def _refusal(error: Exception) -> Exception:
    return error if isinstance(error, MovedFirst) else Refused.one("import.busy")
