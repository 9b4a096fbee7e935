"""Asking for long work, and giving it up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance.application.desk import Desk
from governance.application.jobs.kinds import Handed, kind_named
from governance.application.jobs.queries import Job, job_of, jobs_open
from governance.domain.errors import Refusal
from governance.store.tables import TABLES
from statemachines.job import JOB, JobFacts
from statemachines.machine import enter, step
from statemachines.permissions import Permission

_job = TABLES["job"]
_VIRES = frozenset({Permission.VIRES.value})


def ask(desk: Desk, kind: str, params: Mapping[str, Any], files: Sequence[Handed] = ()) -> Job:
    """Ask for a job, as the desk's actor and with their rights; it waits until it is begun.

    The same again, while one waits or runs, is the one that is there. `params` are plain values.
    Raises `Unusable` and `Refused` as the kind does for what cannot be asked for.
    """
    found = kind_named(kind)
    found.module.check(desk, params, files)
    told = [one.plain() for one in files]
    for there in jobs_open(desk):
        same = (there.kind, there.params, there.files, there.asker)
        if same == (kind, dict(params), told, desk.actor.name):
            return job_of(desk, there.id)
    row_id = desk.new_id()
    values = {
        "partnership_id": desk.pid,
        "id": row_id,
        "version": 1,
        "kind": kind,
        "person_id": desk.actor.person_id,
        "asker": desk.actor.name,
        "params": dict(params),
        "files": told,
        "state": enter(JOB, "ask", JobFacts(permissions=_VIRES)),
        "asked_at": desk.now,
    }
    desk.writer.insert(_job, values)
    return job_of(desk, row_id)


def stop(desk: Desk, job_id: str) -> Job:
    """Give up a job that waits or runs; its process is ended soon after.

    Raises `Unusable` for one that is not there, `Refused` for whoever did not ask for it and
    where it has ended.
    """
    job = job_of(desk, job_id)
    mine = job.asker == desk.actor.name
    against = () if mine else (Refusal("job.not_yours", {"who": job.asker}),)
    state = step(JOB, job.state, "stop", JobFacts(permissions=_VIRES, asker=against))
    desk.writer.update(
        _job,
        partnership_id=desk.pid,
        id=job.id,
        expected_version=job.version,
        values={"state": state, "ended_at": desk.now},
    )
    return job_of(desk, job_id)
