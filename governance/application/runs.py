"""The record of runs, for people and for the clock: the last ones, one by name, those lost."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from governance.domain.errors import Unusable
from governance.store.engine import Store
from governance.store.leading import INSTALLATION
from governance.store.processes import is_gone
from governance.store.tables import TABLES

SILENT: Final = dt.timedelta(minutes=5)
"""A run that has not shown for so long that it lives is lost."""
SHORT: Final = 8
"""Letters of a run's identifier that are enough to name it: its last ones."""

_run = TABLES["flow_run"]
_COLUMNS = [column for column in _run.c if column.name not in ("partnership_id", "version")]
_ALL = (
    select(*_COLUMNS)
    .where(_run.c.partnership_id == INSTALLATION)
    .order_by(_run.c.started_at.desc(), _run.c.id.desc())
    .limit(bindparam("most"))
)
_OF_FLOW = _ALL.where(_run.c.flow == bindparam("flow"))
_RUNNING = select(*_COLUMNS).where(_run.c.partnership_id == INSTALLATION, _run.c.state == "running")
_NAMED = (
    select(*_COLUMNS)
    .where(
        _run.c.partnership_id == INSTALLATION,
        or_(_run.c.id.like(bindparam("ending")), _run.c.prefect_run == bindparam("prefect")),
    )
    .order_by(_run.c.started_at.desc())
    .limit(2)
)
_LOST = (
    _run.update()
    .where(
        _run.c.partnership_id == INSTALLATION,
        _run.c.id == bindparam("run"),
        _run.c.state == "running",
        _run.c.beat_at == bindparam("beat"),
    )
    .values(state="lost", ended_at=bindparam("now"), version=_run.c.version + 1)
)
_NAME = re.compile(r"[0-9a-f-]{4,36}")


@dataclass(frozen=True, slots=True)
class Run:
    """One run as it stands on record; see the table `flow_run`."""

    id: str
    flow: str
    state: str
    started_by: str
    through: str
    prefect_run: str | None
    process: str
    started_at: dt.datetime
    beat_at: dt.datetime
    ended_at: dt.datetime | None
    counts: dict[str, int]
    trouble: dict[str, Any] | None
    amiss: list[dict[str, Any]] | None

    @property
    def short(self) -> str:
        """Enough of the identifier to name the run."""
        return self.id[-SHORT:]

    def plain(self) -> dict[str, Any]:
        """The run for programs."""
        return {name: getattr(self, name) for name in Run.__slots__}


def runs(store: Store, *, flow: str | None = None, limit: int = 20) -> list[Run]:
    """The latest runs, of one flow or of all, the latest first."""
    with store.read() as tx:
        found = (
            tx.all(_ALL, most=limit) if flow is None else tx.all(_OF_FLOW, flow=flow, most=limit)
        )
    return [_told(row) for row in found]


def last_run(store: Store, flow: str) -> Run | None:
    """The latest run of a flow, by when it started; None where it never ran."""
    return next(iter(runs(store, flow=flow, limit=1)), None)


def run_named(store: Store, name: str) -> Run:
    """The run of an identifier, of its last letters, or of Prefect's identifier.

    Raises `Unusable` where there is none, or more than one with that ending.
    """
    asked = name.strip().lower()
    if not _NAME.fullmatch(asked):
        raise Unusable.one("run.unknown", name=name[:80])
    with store.read() as tx:
        found = tx.all(_NAMED, ending=f"%{asked}", prefect=asked)
    if not found:
        raise Unusable.one("run.unknown", name=name[:80])
    if len(found) > 1:
        raise Unusable.one("run.ambiguous", name=name[:80])
    return _told(found[0])


def lost(store: Store, *, now: dt.datetime) -> list[Run]:
    """Note as lost what runs no more: its process is gone, or it has not shown for `SILENT`.

    One that lives after all says how it ended when it does. Gives back the runs noted; with none
    running nothing is written.
    """
    with store.read() as tx:
        running = [_told(row) for row in tx.all(_RUNNING)]
    dead = [run for run in running if now - run.beat_at > SILENT or is_gone(run.process)]
    if not dead:
        return []
    with store.write() as tx:
        return [run for run in dead if tx.run(_LOST, run=run.id, beat=run.beat_at, now=now)]


def _told(row: Any) -> Run:
    return Run(**row._asdict())
