"""Is the database whole? Everything that can be asked without knowing a rule.

The file itself, references that lead nowhere, states that no lifecycle knows, the triggers that
guard the ledger, every chain in it and every seal over it. Each finding has words and a remedy;
none is mended here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ForeignKeyConstraint, Table, and_, func, select, text

from governance.domain.errors import Problem, Unusable
from governance.store import files, ledger, sealing, seals
from governance.store.engine import Store, Transaction
from governance.store.migrations import head, require_current
from governance.store.sealing import Waiting
from governance.store.tables import ROWS, TABLES
from governance.store.triggers import GUARDS
from statemachines import LIFECYCLES


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at and what it found."""

    schema: str
    rows: int
    entries: int
    subjects: int
    findings: tuple[Problem, ...]
    seals: int = 0
    waiting: tuple[Waiting, ...] = ()
    """What is not sealed yet: no finding, but somebody may want to know since when."""

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def check(store: Store, *, evidence_dir: Path) -> Report:
    """Check everything, the files of evidence too.

    Raises `Unusable` for a database that is older, newer or not of Vires.
    """
    require_current(store)
    with store.read() as tx:
        findings = list(_damage(store, tx))
        findings += unguarded(store, tx)
        for name in TABLES:
            findings += of_table(tx, name)
        findings += _evidence(tx, evidence_dir)
        chains = ledger.verify(tx)
        sealed = seals.check_seals(tx)
        waiting = tuple(sealing.waiting(tx))
        rows = sum(tx.scalar(_COUNTS[name]) for name in TABLES)
    return Report(
        schema=head(),
        rows=rows,
        entries=chains.entries,
        subjects=chains.subjects,
        findings=(*findings, *chains.problems, *sealed.problems),
        seals=sealed.seals,
        waiting=waiting,
    )


_COUNTS = {name: select(func.count()).select_from(table) for name, table in TABLES.items()}
_FILES = (
    select(TABLES["evidence"].c.digest, func.min(TABLES["evidence"].c.id).label("id"))
    .where(TABLES["evidence"].c.digest.is_not(None))
    .group_by(TABLES["evidence"].c.digest)
    .order_by(TABLES["evidence"].c.digest)
)
_INTEGRITY = text("SELECT integrity_check FROM pragma_integrity_check(20)")
_INTEGRITY_OF = text("SELECT integrity_check FROM pragma_integrity_check(:name)")
_TRIGGERS = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": text(
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    ),
}


def _damage(store: Store, tx: Transaction) -> Iterator[Problem]:
    """What SQLite itself finds wrong with its file; PostgreSQL's checks need its operator."""
    if store.dialect != "sqlite":
        return
    for (said,) in tx.all(_INTEGRITY):
        if said != "ok":
            yield Problem("check.damage", {"detail": said})


def of_table(tx: Transaction, name: str) -> Iterator[Problem]:
    """What is wrong with the rows of one table: states, references, subjects."""
    yield from _unknown_states(tx, name)
    yield from _dangling(tx, TABLES[name])
    yield from _without_subject(tx, TABLES[name])
    yield from _below_nothing(tx, name)


def damage_of(store: Store, tx: Transaction, name: str) -> Iterator[Problem]:
    """What SQLite itself finds wrong with one table of its file."""
    if store.dialect == "sqlite":
        for (said,) in tx.all(_INTEGRITY_OF, name=name):
            if said != "ok":
                yield Problem("check.damage", {"detail": said})


def unguarded(store: Store, tx: Transaction) -> Iterator[Problem]:
    """Triggers that should keep the ledger's entries from being changed, and are gone."""
    there = {row[0] for row in tx.all(_TRIGGERS[store.dialect])}
    for missing in sorted(GUARDS[store.dialect] - there):
        yield Problem("check.trigger_missing", {"trigger": missing})


def _unknown_states(tx: Transaction, name: str) -> Iterator[Problem]:
    lifecycle = ROWS[name].lifecycle
    if lifecycle is None:
        return
    known = LIFECYCLES[lifecycle].state_names
    state = TABLES[name].c.state
    unknown = (
        select(state, func.count().label("rows"), func.min(TABLES[name].c.id).label("example"))
        .where(state.not_in(known))
        .group_by(state)
    )
    for row in tx.all(unknown):
        params = {"table": name, "state": row.state, "rows": row.rows, "example": row.example}
        yield Problem("check.unknown_state", params)


_AMOUNTS = {
    "proposal": "value",
    "agreement": "value",
    "commission": "value",
    "commission_partner": "share",
    "delegation": "ceiling",
}
"""Columns of pence that cannot be below nothing: they would make room below a limit."""


def _below_nothing(tx: Transaction, name: str) -> Iterator[Problem]:
    """Amounts below nothing; of reports only those that still count."""
    if name not in _AMOUNTS:
        return
    table, column = TABLES[name], _AMOUNTS[name]
    statement = select(func.count().label("rows"), func.min(table.c.id).label("example")).where(
        table.c[column] < 0, *([table.c.live.is_(True)] if name == "proposal" else [])
    )
    row = tx.one(statement)
    if row.rows:
        params = {"table": name, "column": column, "rows": row.rows, "example": row.example}
        yield Problem("check.below_nothing", params)


def _dangling(tx: Transaction, table: Table) -> Iterator[Problem]:
    """Rows that refer to a row that is not there: written past the database's own checks."""
    references = [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]
    for reference in sorted(references, key=lambda one: str(one.name)):
        target = reference.referred_table.alias("target")
        pairs = [(key.parent, target.c[key.column.name]) for key in reference.elements]
        statement = (
            select(func.count().label("rows"), func.min(table.c.id).label("example"))
            .select_from(table.outerjoin(target, and_(*(here == there for here, there in pairs))))
            .where(*(here.is_not(None) for here, _ in pairs), target.c.id.is_(None))
        )
        row = tx.one(statement)
        if row.rows:
            column = next(here.name for here, _ in pairs if here.name != "partnership_id")
            yield _to_nothing(table, column, row.rows, row.example)


def _without_subject(tx: Transaction, table: Table) -> Iterator[Problem]:
    """Rows about a subject, named by table and id, that is not there."""
    if "subject_table" not in table.c or table.name == "ledger_entry":
        return
    kinds = [row[0] for row in tx.all(select(table.c.subject_table).distinct())]
    for kind in sorted(kinds):
        statement = select(func.count().label("rows"), func.min(table.c.id).label("example")).where(
            table.c.subject_table == kind
        )
        if kind in TABLES:
            there = TABLES[kind].alias("there")
            statement = statement.where(
                ~select(there.c.id)
                .where(
                    there.c.partnership_id == table.c.partnership_id,
                    there.c.id == table.c.subject_id,
                )
                .exists()
            )
        row = tx.one(statement)
        if row.rows:
            yield _to_nothing(table, "subject_id", row.rows, row.example)


def _evidence(tx: Transaction, folder: Path) -> Iterator[Problem]:
    """Files that the record names and that are not there, or are not what was kept."""
    for row in tx.stream(_FILES):
        try:
            files.read(folder, row.digest)
        except Unusable as error:
            missing = error.problems[0].code == "evidence.file_missing"
            code = "check.evidence_missing" if missing else "check.evidence_altered"
            yield Problem(code, {"digest": row.digest, "example": row.id})


def _to_nothing(table: Table, column: str, rows: int, example: str) -> Problem:
    params = {"table": table.name, "column": column, "rows": rows, "example": example}
    return Problem("check.dangling", params)
