"""Running a sweep from beginning to end, with a record of ours.

A run is noted when it begins with something due, shows after each batch that it lives, and is
noted as done or failed. Nothing depends on the record: what is due stands with the deadlines and
the messages, so a run that dies, comes late or comes twice changes nothing. It tells people what
the clock did, and the clock which flow nobody has started.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.plain import plain_params
from governance.application.runs import Run, last_run, lost, runs
from governance.application.sweeping import AMISS, BATCH, Sweep, Swept, sweep_named
from governance.domain.errors import Refused, Unusable
from governance.logs import VIRES, about
from governance.store.engine import Store, WriteTransaction
from governance.store.fencing import under
from governance.store.ids import new_id
from governance.store.leading import INSTALLATION
from governance.store.processes import this_process
from governance.store.tables import TABLES

__all__ = ["Clock", "GoesOn", "Run", "RunReport", "last_run", "lost", "run_sweep", "runs"]

LONGEST: Final = dt.timedelta(minutes=5)
"""How long a run goes on with what is left; the next one takes the rest.

Well below what a lane of the clock takes for a run that hangs.
"""

SAME_RUN: Final = dt.timedelta(days=1)
"""For how long Prefect may try a run again, and it still counts as the same."""

Clock = Callable[[], dt.datetime]
"""Says what time it is: an aware instant."""
GoesOn = Callable[[Swept], bool]
"""Asked after each batch, with all that was done so far, whether to go on."""

_run = TABLES["flow_run"]
_KEY = (_run.c.partnership_id == INSTALLATION, _run.c.id == bindparam("run"))
_AGAIN = select(_run.c.id, _run.c.counts, _run.c.amiss).where(
    _run.c.flow == bindparam("flow"),
    _run.c.started_at >= bindparam("since"),
    _run.c.prefect_run == bindparam("prefect"),
)
_BEAT = (
    _run.update()
    .where(*_KEY)
    .values(
        beat_at=bindparam("now"),
        counts=bindparam("counts"),
        amiss=bindparam("amiss"),
        version=_run.c.version + 1,
    )
)
_BEGUN_AGAIN = (
    _run.update()
    .where(*_KEY)
    .values(
        state="running",
        ended_at=None,
        beat_at=bindparam("now"),
        process=bindparam("process"),
        version=_run.c.version + 1,
    )
)
_ENDED = (
    _run.update()
    .where(*_KEY)
    .values(
        state=bindparam("state"),
        beat_at=bindparam("now"),
        ended_at=bindparam("now"),
        counts=bindparam("counts"),
        amiss=bindparam("amiss"),
        trouble=bindparam("trouble"),
        version=_run.c.version + 1,
    )
)


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. `run` is the record's identifier; None where nothing was due."""

    flow: str
    run: str | None = None
    swept: Swept = field(default_factory=Swept)

    def plain(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "flow": self.flow,
            "run": self.run,
            "state": "nothing_due" if self.run is None else "done",
            **self.swept.counts(),
            "more": self.swept.more,
            "lines": self.swept.lines,
            "amiss": self.swept.amiss,
        }


@dataclass(frozen=True, slots=True)
class _Noted:
    """A run's record while it runs, and what an earlier try of the same run had done."""

    id: str
    before: dict[str, int] = field(default_factory=dict)
    amiss_before: list[dict[str, Any]] = field(default_factory=list)

    def amiss(self, swept: Swept) -> list[dict[str, Any]]:
        return [*self.amiss_before, *swept.amiss][:AMISS]

    def counts(self, swept: Swept) -> dict[str, int]:
        return {name: n + self.before.get(name, 0) for name, n in swept.counts().items()}


def run_sweep(
    store: Store,
    name: str,
    *,
    clock: Clock,
    started_by: str,
    through: str,
    prefect_run: str | None = None,
    limit: int = BATCH,
    on_batch: GoesOn | None = None,
) -> RunReport:
    """Do what is due of a sweep, batch by batch, and keep a record of it.

    Nothing due, no record. `started_by` is `clock`, `schedule`, `hand` or `stand-in`, `through`
    is `prefect` or `direct`. A run that Prefect tries again goes on in its own record. It stops
    when nothing more is due, after `LONGEST`, or when `on_batch` says no; the report's
    `swept.more` then says that something is left. Raises `Unusable` for a name that is no sweep
    and where the store fails, and whatever else broke the sweep: the record says so first.
    """
    sweep = sweep_named(name)
    began = clock()
    if sweep.due(store, now=began) is None:
        return RunReport(name)
    noted = _begun(
        store, name, now=began, started_by=started_by, through=through, prefect_run=prefect_run
    )
    whole = Swept()
    with about(flow=name, run=noted.id):
        _run_through(store, sweep, noted, whole, clock=clock, limit=limit, on_batch=on_batch)
    return RunReport(name, noted.id, whole)


def _run_through(
    store: Store,
    sweep: Sweep,
    noted: _Noted,
    whole: Swept,
    *,
    clock: Clock,
    limit: int,
    on_batch: GoesOn | None,
) -> None:
    """Batch after batch, each shown on the record; however it ends, the record says so."""
    try:
        began = clock()
        while True:
            whole.take(sweep.work(store, now=clock(), limit=limit))
            if not whole.more or (on_batch is not None and not on_batch(whole)):
                break
            now = clock()
            if now - began >= LONGEST:
                break
            _beat(store, noted, whole, now=now)
        _end(store, noted, whole, now=clock(), state="done", trouble=None)
    except Exception as error:
        _fail(store, noted, whole, now=clock(), error=error)
        raise
    VIRES.info("flow ran: %s", noted.counts(whole))


def _begun(
    store: Store,
    flow: str,
    *,
    now: dt.datetime,
    started_by: str,
    through: str,
    prefect_run: str | None,
) -> _Noted:
    with store.write() as tx:
        if prefect_run is not None and (again := _again(tx, flow, prefect_run, now)) is not None:
            tx.run(_BEGUN_AGAIN, run=again.id, now=now, process=this_process())
            return again
        run = new_id(now)
        tx.insert(
            _run,
            {
                "partnership_id": INSTALLATION,
                "id": run,
                "version": 1,
                "flow": flow,
                "state": "running",
                "started_by": started_by,
                "through": through,
                "prefect_run": prefect_run,
                "process": this_process(),
                "started_at": now,
                "beat_at": now,
                "counts": {},
            },
        )
    return _Noted(run)


def _again(tx: WriteTransaction, flow: str, prefect_run: str, now: dt.datetime) -> _Noted | None:
    found = tx.first(_AGAIN, flow=flow, since=now - SAME_RUN, prefect=prefect_run)
    return None if found is None else _Noted(found.id, found.counts, found.amiss or [])


def _beat(store: Store, noted: _Noted, swept: Swept, *, now: dt.datetime) -> None:
    with store.write() as tx:
        kept = {"counts": noted.counts(swept), "amiss": noted.amiss(swept)}
        tx.run(_BEAT, run=noted.id, now=now, **kept)


def _end(
    store: Store,
    noted: _Noted,
    swept: Swept,
    *,
    now: dt.datetime,
    state: str,
    trouble: dict[str, Any] | None,
) -> None:
    # Who was made to stop leading may still say how its own run ended.
    with under(None), store.write() as tx:
        kept = {"counts": noted.counts(swept), "amiss": noted.amiss(swept)}
        tx.run(_ENDED, run=noted.id, now=now, state=state, trouble=trouble, **kept)


def _fail(store: Store, noted: _Noted, swept: Swept, *, now: dt.datetime, error: Exception) -> None:
    """Note why a run failed; where the store is what fails, the run is found lost later."""
    try:
        _end(store, noted, swept, now=now, state="failed", trouble=_trouble(error))
    except Unusable:
        VIRES.warning("the failure of run %s could not be noted", noted.id)


def _trouble(error: Exception) -> dict[str, Any]:
    if isinstance(error, Unusable):
        code, params = error.problems[0].code, error.problems[0].params
    elif isinstance(error, Refused):
        code, params = error.refusals[0].code, error.refusals[0].params
    else:
        # What it says may name somebody; the log has the traceback, the record its kind alone.
        VIRES.error("a flow broke", exc_info=error)
        code, params = "run.broken", {"detail": type(error).__name__}
    return {"code": code, "params": plain_params(params)}
