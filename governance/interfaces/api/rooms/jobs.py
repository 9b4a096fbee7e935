"""Jobs: long work that was asked for, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import governance.interfaces.work  # noqa: F401  # makes its kinds known
from governance import words
from governance.application.desk import Desk
from governance.application.jobs import acts
from governance.application.jobs.kinds import Handed
from governance.application.jobs.queries import Job, job_of, jobs_latest, result_of
from governance.application.signing_in.service_tokens import Scope
from governance.configuration import config_dir
from governance.interfaces.api.operations import Act, Look, Room
from governance.interfaces.api.shapes import File, Path
from governance.interfaces.api.told import JobDone, JobTold
from governance.interfaces.said import reason

_MODERNGOV: Final = "import_moderngov"
_CODED: Final = {"code", "params"}


def job_told(job: Job) -> dict[str, Any]:
    """A job as it stands, `saying` in words what it is at."""
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "asker": job.asker,
        "files": [one["name"] for one in job.files],
        "done": job.done,
        "total": job.total,
        "saying": words.say(job.saying, job.saying_params) if job.saying else None,
        "trouble": in_words(job.trouble),
        "asked_at": job.asked_at,
        "began_at": job.began_at,
        "ended_at": job.ended_at,
    }


def in_words(value: Any) -> Any:
    """Plain values in which each code stands with its words and what to do about it."""
    if isinstance(value, Mapping):
        if set(value) == _CODED:
            return reason(value["code"], value["params"])
        return {name: in_words(one) for name, one in value.items()}
    if isinstance(value, list):
        return [in_words(one) for one in value]
    return value


def asked(job: Job) -> dict[str, Any]:
    """What an act tells that asked for a job."""
    return {"job": job.id}


def latest(desk: Desk, *, after: str | None = None) -> tuple[list[dict[str, Any]], str | None]:
    """Jobs, those asked for last first."""
    found, more = jobs_latest(desk, before=after)
    return [job_told(one) for one in found], found[-1].id if more else None


def show(desk: Desk, job: str, *, jobs_dir: Path) -> dict[str, Any]:
    """A job, how far it is, and its result once it is done."""
    found = job_of(desk, job)
    result = result_of(found, jobs_dir) if found.state == "done" else None
    return {**job_told(found), "result": in_words(result)}


def import_register(
    desk: Desk,
    *,
    form: Literal["ocds", "csv"],
    file: File,
    mapping: File | None = None,
    ahead: list[Handed] | None = None,
) -> Job:
    """Ask for commissions and agreements to be taken in, from releases of OCDS or a CSV file.

    A CSV file needs a mapping of its columns. It is a job: its result says what became of each.
    """
    del file, mapping  # handed in ahead
    return acts.ask(desk, "import", {"format": form}, ahead or ())


def _handed_in(
    desk: Desk,
    *,
    form: str,
    file: File,
    jobs_dir: Path,
    mapping: File | None = None,
) -> list[Handed]:
    given = [(one.name, one.content) for one in (file, mapping) if one is not None]
    return acts.hand_in_for(desk, "import", {"format": form}, given, jobs_dir)


def import_moderngov(
    desk: Desk,
    *,
    files: Sequence[File],
    check: bool = True,
    bodies: Mapping[str, str] | None = None,
    reports: Mapping[str, str] | None = None,
    outcome: str | None = None,
    scheme: str | None = None,
    mapping: File | None = None,
    ahead: list[Handed] | None = None,
) -> Job:
    """Ask for meetings and decisions to be taken in from ModernGov's XML or CSV.

    It is a job: with `check`, its result says what would be made and nothing is. `bodies` says
    which body each committee is, `reports` which report each decision belongs to.
    """
    del files, mapping  # handed in ahead
    return acts.ask(desk, _MODERNGOV, _wanted(check, bodies, reports, outcome, scheme), ahead or ())


def _wanted(
    check: bool,  # noqa: FBT001  # the parts of one question, in order
    bodies: Mapping[str, str] | None,
    reports: Mapping[str, str] | None,
    outcome: str | None,
    scheme: str | None,
) -> dict[str, Any]:
    return {
        "check": check,
        "bodies": dict(bodies or {}),
        "reports": dict(reports or {}),
        "outcome": outcome,
        "scheme": scheme,
    }


def _moderngov_handed_in(
    desk: Desk,
    *,
    files: Sequence[File],
    jobs_dir: Path,
    check: bool = True,
    bodies: Mapping[str, str] | None = None,
    reports: Mapping[str, str] | None = None,
    outcome: str | None = None,
    scheme: str | None = None,
    mapping: File | None = None,
) -> list[Handed]:
    shipped = config_dir() / "moderngov" / "moderngov.yaml"
    own = (mapping.name, mapping.content) if mapping else (shipped.name, shipped.read_bytes())
    given = [*((one.name, one.content) for one in files), own]
    wanted = _wanted(check, bodies, reports, outcome, scheme)
    return acts.hand_in_for(desk, _MODERNGOV, wanted, given, jobs_dir)


def check_record(desk: Desk) -> Job:
    """Ask for the whole record to be checked: that every chain holds."""
    return acts.ask(desk, "check_record", {})


ROOM = Room(
    name="Jobs",
    looks=(
        Look(key="job.list", path="/jobs", ask=latest, mark=None, gives=list[JobTold]),
        Look(key="job.show", path="/jobs/{job}", ask=show, gives=JobDone),
    ),
    acts=(
        Act(key="job.import", path="/jobs/import", do=import_register, ahead=_handed_in,
            new="/jobs/{job}", tells=asked),
        Act(key="job.import_moderngov", path="/jobs/import-moderngov", do=import_moderngov,
            ahead=_moderngov_handed_in, new="/jobs/{job}", tells=asked, scope=Scope.DECIDE),
        Act(key="job.check_record", path="/jobs/check-record", do=check_record,
            new="/jobs/{job}", tells=asked),
        Act(key="job.stop", path="/jobs/{job}/stop", do=acts.stop, tells=asked),
    ),
)  # fmt: skip
