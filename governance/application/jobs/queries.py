"""Jobs as pages show them: one by its id, the latest of a partnership, a result."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, select, tuple_

from governance.application.desk import Desk
from governance.application.people.queries import names_by_key
from governance.domain.errors import Unusable
from governance.store import files
from governance.store.tables import TABLES

PAGE: Final = 25
"""Jobs on one page of the list."""

_job = TABLES["job"]
_ONE = select(_job).where(
    _job.c.partnership_id == bindparam("partnership"), _job.c.id == bindparam("job")
)
_OPEN = select(_job).where(
    _job.c.partnership_id == bindparam("partnership"), _job.c.state.in_(("waiting", "running"))
)
_LATEST = (
    select(_job)
    .where(_job.c.partnership_id == bindparam("partnership"))
    .order_by(_job.c.asked_at.desc(), _job.c.id.desc())
    .limit(PAGE + 1)
)
_LATEST_BEFORE = _LATEST.where(
    tuple_(_job.c.asked_at, _job.c.id)
    < select(_job.c.asked_at, _job.c.id)
    .where(_job.c.partnership_id == bindparam("partnership"), _job.c.id == bindparam("before"))
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands; see the table `job`. `who` is the asker's name."""

    id: str
    version: int
    kind: str
    state: str
    asker: str
    who: str
    params: dict[str, Any]
    files: list[dict[str, Any]]
    attempt: int
    done: int
    total: int | None
    saying: str | None
    saying_params: dict[str, Any]
    trouble: list[dict[str, Any]]
    asked_at: dt.datetime
    began_at: dt.datetime | None
    ended_at: dt.datetime | None
    result: dict[str, Any] | None
    result_digest: str | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in ("waiting", "running")

    @property
    def percent(self) -> int | None:
        """How far it is; None where that is not known."""
        if self.state == "done":
            return 100
        return None if not self.total else min(100 * self.done // self.total, 99)


def job_of(desk: Desk, job_id: str) -> Job:
    """The job of that id. Raises `Unusable` where this partnership has none such."""
    row = desk.first(_ONE, job=job_id)
    if row is None:
        raise Unusable.one("name.unknown", what="job", name=job_id[:80], nearest=None)
    return _told(desk, [row])[0]


def jobs_open(desk: Desk) -> list[Any]:
    """The rows of the jobs that wait or run."""
    return desk.all(_OPEN)


def jobs_latest(desk: Desk, *, before: str | None = None) -> tuple[list[Job], bool]:
    """The latest jobs, a page of them, and whether there are older ones; `before` that id."""
    rows = desk.all(_LATEST) if before is None else desk.all(_LATEST_BEFORE, before=before)
    return _told(desk, rows[:PAGE]), len(rows) > PAGE


def result_of(job: Job, folder: Path) -> dict[str, Any] | None:
    """What came of a job; None where nothing did. Raises `Unusable` where its file is gone."""
    if job.result_digest is None:
        return job.result
    found: dict[str, Any] = json.loads(files.read(folder, job.result_digest))
    return found


def _told(desk: Desk, rows: list[Any]) -> list[Job]:
    names = names_by_key(desk, {row.asker for row in rows})
    return [
        Job(
            id=row.id,
            version=row.version,
            kind=row.kind,
            state=row.state,
            asker=row.asker,
            who=names.get(row.asker, row.asker),
            params=row.params,
            files=row.files,
            attempt=row.attempt,
            done=row.done,
            total=row.total,
            saying=row.saying,
            saying_params=row.saying_params or {},
            trouble=row.trouble or [],
            asked_at=row.asked_at,
            began_at=row.began_at,
            ended_at=row.ended_at,
            result=row.result,
            result_digest=row.result_digest,
        )
        for row in rows
    ]
