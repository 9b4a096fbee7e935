"""Asking for long work, and giving it up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from governance import words
from governance.application.desk import Desk
from governance.application.jobs.kinds import (
    KINDS,
    Handed,
    Kind,
    given_in,
    hand_in,
    kind_named,
)
from governance.application.jobs.queries import Job, job_of, jobs_open
from governance.domain.errors import Refusal, Refused
from governance.store.tables import TABLES
from statemachines.job import JOB, JobFacts
from statemachines.machine import enter, step
from statemachines.permissions import Permission

OPEN_AT_MOST: Final = 5
"""Jobs of one person that wait or run at the same time."""
_job = TABLES["job"]
_VIRES = frozenset({Permission.VIRES.value})


def ask(desk: Desk, kind: str, params: Mapping[str, Any], files: Sequence[Handed] = ()) -> Job:
    """Ask for a job, as the desk's actor and with their rights; it waits until it is begun.

    The same again, while one waits or runs, is the one that is there. `params` are plain values.
    Raises `Unusable` and `Refused` as the kind does for what cannot be asked for, `Refused` where
    a person has `OPEN_AT_MOST` under way, or one already of those that only read.
    """
    there = _under_way(desk, kind, params, files)
    if there is not None:
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
        "files": [one.plain() for one in files],
        "state": enter(JOB, "ask", JobFacts(permissions=_VIRES)),
        "asked_at": desk.now,
    }
    desk.writer.insert(_job, values)
    return job_of(desk, row_id)


def _under_way(
    desk: Desk, kind: str, params: Mapping[str, Any], files: Sequence[Handed]
) -> Any | None:
    """The row of the same job where it is under way; raises as `ask` does for what cannot be."""
    found = kind_named(kind)
    found.module.check(desk, params, files)
    told = [one.plain() for one in files]
    under_way = [one for one in jobs_open(desk) if one.asker == desk.actor.name]
    for there in under_way:
        same = (there.kind, there.params, there.files)
        if same == (kind, dict(params), told):
            return there
    if desk.actor.person_id is not None:
        _must_have_room(found, under_way)
    return None


def _must_have_room(kind: Kind, under_way: Sequence[Any]) -> None:
    """Raise `Refused` where a person's jobs under way leave no room for one of this kind."""
    reading = [one for one in under_way if one.kind in KINDS and KINDS[one.kind].reads]
    if kind.reads and reading:
        raise Refused.one("job.reading_already", kind=words.term(f"job_kind.{reading[0].kind}"))
    if len(under_way) >= OPEN_AT_MOST:
        raise Refused.one("job.too_many_open", most=OPEN_AT_MOST)


def against(desk: Desk, kind: str, params: Mapping[str, Any] | None = None) -> tuple[Refusal, ...]:
    """Why the desk's actor may not ask for such a job; nothing where they may.

    Raises `Unusable` as the kind does for what cannot be asked for at all.
    """
    try:
        kind_named(kind).module.check(desk, params or {}, ())
    except Refused as refused:
        return refused.refusals
    return ()


def hand_in_for(
    desk: Desk,
    kind: str,
    params: Mapping[str, Any],
    given: Sequence[tuple[str, bytes]],
    folder: Path,
) -> list[Handed]:
    """Keep the files of a job that `ask` is then to ask for; at a desk for questions.

    Each with its name. Raises as `ask` does, before anything is kept for what cannot be asked
    for: what may not be, and what there is no room for. A file whose job is then not asked for
    after all is deleted by `tidying`.
    """
    _under_way(desk, kind, params, [given_in(name, content) for name, content in given])
    return [hand_in(folder, name, content) for name, content in given]


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
