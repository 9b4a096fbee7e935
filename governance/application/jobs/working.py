"""Beginning jobs, showing that they live, and noting how they end.

Whoever begins a job raises its `attempt`, and writes only while that is still the latest: a
process that was given up, or whose job was stopped, changes nothing more and is told so.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.jobs.kinds import BEGUN_AT_MOST, KINDS, Handed, Task, kind_named
from governance.application.plain import plain_params
from governance.domain.errors import Problem, Refusal, Refused, Unusable, of_the_store
from governance.logs import VIRES
from governance.store import files
from governance.store.engine import AlreadyThere, StaleRow, Store, WriteTransaction
from governance.store.processes import is_gone
from governance.store.tables import TABLES
from statemachines.job import JOB, JobFacts
from statemachines.machine import step
from statemachines.permissions import Permission

SILENT: Final = dt.timedelta(minutes=2)
"""A job that has not shown for so long that it lives is given up."""
BUSY: Final = "store.busy"
"""The database could not be had in time; the next time it can."""
IN_ROW: Final = 100_000
"""Bytes of a result that stand in the job's row; a longer one lies in a file."""
MOST: Final = 50_000_000
"""Bytes of a result at the most."""

_job = TABLES["job"]
_partnership = TABLES["partnership"]
_VIRES: Final = frozenset({Permission.VIRES.value})
_NEXT = (
    select(_job)
    .where(_job.c.state == "waiting")
    .order_by(_job.c.asked_at, _job.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_WAITS = select(_job.c.id).where(_job.c.state == "waiting").limit(1)
_RUNNING = select(_job.c.partnership_id, _job.c.id, _job.c.attempt, _job.c.process, _job.c.beat_at)
_RUNNING = _RUNNING.where(_job.c.state == "running")
_SEEN = select(_job).where(
    _job.c.partnership_id == bindparam("partnership"),
    _job.c.id == bindparam("job"),
    _job.c.attempt == bindparam("attempt"),
    _job.c.state == "running",
)
_OURS = _SEEN.with_for_update()
_KEY = select(_partnership.c.key).where(_partnership.c.id == bindparam("id"))

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Begun:
    """A job that was begun, and which time it was."""

    partnership_id: str
    id: str
    attempt: int
    kind: str = ""


def waits(store: Store) -> bool:
    """Whether any job waits to be begun."""
    with store.read() as tx:
        return tx.first(_WAITS) is not None


def begin(store: Store, *, process: str, now: dt.datetime) -> Begun | None:
    """Begin the job that has waited longest, for a process; None where none waits.

    Two who ask at once never begin the same.
    """
    try:
        with store.write() as tx:
            row = tx.first(_NEXT)
            if row is None:
                return None
            state = step(JOB, row.state, "begin", JobFacts(permissions=_VIRES))
            values = {
                "state": state,
                "attempt": row.attempt + 1,
                "begun": row.begun + 1,
                "process": process,
                "done": 0,
                "total": None,
                "saying": None,
                "saying_params": None,
                "began_at": row.began_at or now,
                "beat_at": now,
            }
            _put(tx, row, values)
            return Begun(row.partnership_id, row.id, row.attempt + 1, row.kind)
    except (StaleRow, AlreadyThere):
        return None


def beat(store: Store, begun: Begun, *, now: dt.datetime, **values: Any) -> bool:
    """Show that a job lives, and how far it is; False where it is no longer to be done."""
    return _ours(store, begun, lambda _row: {"beat_at": now, **values})


def perform(store: Store, begun: Begun, *, folder: Path, evidence: Path, clock: Clock) -> bool:
    """Do a job that was begun, in this thread, and note how it ends.

    False where it was given up meanwhile; what it found is then dropped. It waits again where
    the database was too busy for it, if it may be begun again.
    """
    with store.read() as tx:
        row = tx.first(_SEEN, partnership=begun.partnership_id, job=begun.id, attempt=begun.attempt)
        key = tx.scalar(_KEY, id=begun.partnership_id)
    if row is None:
        return False
    task = Task(
        store=store,
        folder=folder,
        evidence=evidence,
        partnership=key,
        actor=row.asker,
        now=clock(),
        params=row.params,
        files=[Handed(**one) for one in row.files],
        tell=_teller(store, begun, clock),
    )
    try:
        found = kind_named(row.kind).module.do(task)
        kept = _kept(folder, found)
    except GivenUp:
        return False
    except Refused as error:
        return _fail(store, begun, error.refusals, now=clock())
    except Unusable as error:
        if of_the_store(error, BUSY) and _put_back(store, begun):
            return True
        return _fail(store, begun, error.problems, now=clock())
    except Exception as error:  # noqa: BLE001  # whatever broke it: the job says so
        # What it says may name somebody; the log has the traceback, the row its kind alone.
        VIRES.error("a job broke", exc_info=error)
        broken = Problem("job.broken", {"detail": type(error).__name__})
        return _fail(store, begun, [broken], now=clock())
    return _end(store, begun, "finish", now=clock(), **kept)


class GivenUp(Exception):
    """The job that is being done is no longer to be done."""


def _teller(store: Store, begun: Begun, clock: Clock) -> Callable[..., None]:
    """Notes how far a job is; raises `GivenUp` where it is no longer to be done."""

    def tell(done: int, total: int | None, saying: str, **params: Any) -> None:
        values = {
            "done": done,
            "total": total,
            "saying": saying,
            "saying_params": plain_params(params),
        }
        if not beat(store, begun, now=clock(), **values):
            raise GivenUp

    return tell


# --- ends


def gone(store: Store, begun: Begun, *, now: dt.datetime) -> str | None:
    """Note that the process of a job has ended without a word; the state it is in then.

    It waits again where that does no harm and it was not begun too often, else it is lost. None
    where it had ended, or was begun anew.
    """
    reached: list[str] = []

    def values(row: Any) -> dict[str, Any]:
        if _may_begin_again(row):
            facts = JobFacts(permissions=_VIRES, begin_again=())
            reached.append(step(JOB, row.state, "put_back", facts))
            return {"state": reached[0], "process": None}
        reached.append(step(JOB, row.state, "lose", JobFacts(permissions=_VIRES)))
        trouble = [{"code": "job.lost", "params": {"times": row.begun}}]
        return {"state": reached[0], "process": None, "trouble": trouble, "ended_at": now}

    return reached[0] if _ours(store, begun, values) else None


def _may_begin_again(row: Any) -> bool:
    kind = KINDS.get(row.kind)
    return kind is not None and kind.again and row.begun < BEGUN_AT_MOST


def _put_back(store: Store, begun: Begun) -> bool:
    """Let a job wait again that could not be done this time; False where it may not."""
    with store.read() as tx:
        row = tx.first(_SEEN, partnership=begun.partnership_id, job=begun.id, attempt=begun.attempt)
    if row is None or not _may_begin_again(row):
        return False
    facts = JobFacts(permissions=_VIRES, begin_again=())
    state = step(JOB, row.state, "put_back", facts)
    return _ours(store, begun, lambda _row: {"state": state, "process": None})


def give_back(store: Store, begun: Begun) -> None:
    """Let a job wait again because Vires stops; that does not count as having been begun."""

    def values(row: Any) -> dict[str, Any]:
        facts = JobFacts(permissions=_VIRES, begin_again=())
        state = step(JOB, row.state, "put_back", facts)
        # A higher attempt fences off whoever still does it; it does not count as begun.
        return {"state": state, "process": None, "attempt": row.attempt + 1, "begun": row.begun - 1}

    if KINDS[begun.kind].again:
        _ours(store, begun, values)


def look_over(store: Store, *, now: dt.datetime) -> list[tuple[str, str]]:
    """See to the jobs whose process is gone or has shown nothing for `SILENT`; what became of each.

    With none running nothing is written.
    """
    with store.read() as tx:
        running = tx.all(_RUNNING)
    found = []
    for row in running:
        if now - row.beat_at > SILENT or is_gone(row.process or ""):
            state = gone(store, Begun(row.partnership_id, row.id, row.attempt), now=now)
            if state is not None:
                found.append((row.id, state))
    return found


def _fail(
    store: Store, begun: Begun, why: Sequence[Problem | Refusal], *, now: dt.datetime
) -> bool:
    trouble = [{"code": one.code, "params": plain_params(one.params)} for one in why]
    return _end(store, begun, "fail", now=now, trouble=trouble)


def _end(store: Store, begun: Begun, move: str, *, now: dt.datetime, **values: Any) -> bool:
    facts = JobFacts(permissions=_VIRES, reason="said in its trouble")

    def ended(row: Any) -> dict[str, Any]:
        state = step(JOB, row.state, move, facts)
        return {"state": state, "beat_at": now, "ended_at": now, "process": None, **values}

    return _ours(store, begun, ended)


def _kept(folder: Path, found: Any) -> dict[str, Any]:
    """A result as a row keeps it: in itself, or by the digest of a file."""
    text = json.dumps(found, ensure_ascii=False, default=str)
    content = text.encode()
    if len(content) > MOST:
        raise Unusable.one("job.result_too_large", size=len(content), most=MOST)
    if len(content) > IN_ROW:
        return {"result_digest": files.keep(folder, content).digest}
    return {"result": json.loads(text)}


def _ours(store: Store, begun: Begun, values: Callable[[Any], dict[str, Any]]) -> bool:
    """Change a job's row if it is still at this attempt; whether it was."""
    with store.write() as tx:
        row = tx.first(_OURS, partnership=begun.partnership_id, job=begun.id, attempt=begun.attempt)
        if row is None:
            return False
        _put(tx, row, values(row))
        return True


def _put(tx: WriteTransaction, row: Any, values: dict[str, Any]) -> None:
    tx.update(
        _job,
        partnership_id=row.partnership_id,
        id=row.id,
        expected_version=row.version,
        values=values,
    )
