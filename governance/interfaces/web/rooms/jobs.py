"""Jobs: long work that was asked for, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.responses import Response

import governance.interfaces.work  # noqa: F401  # makes its kinds known
from governance import words
from governance.application.desk import Desk
from governance.application.jobs import acts
from governance.application.jobs.kinds import Handed
from governance.application.jobs.queries import Job, job_of, jobs_latest, result_of
from governance.configuration import config_dir
from governance.interfaces.said import reason
from governance.interfaces.served import Served
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Choice, Field, Option, Pick, Upload
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms import jobs_moderngov
from governance.interfaces.web.rooms.jobs_moderngov import KIND
from governance.interfaces.web.visit import Visit

EVERY: Final = 3
"""Seconds until a page on work that goes on is asked for again."""
OCDS: Final = "ocds"

RESULT_AT: Final[dict[str, str]] = {}
"""Where the result of a kind of job has a page of its own: a path with {id} in it. Rooms add."""
MORE_ACTS: Final[dict[str, str]] = {
    "job.import": "/jobs/import",
    "job.import_moderngov": "/jobs/import-moderngov",
    "job.check_record": "/jobs/check-record",
}
"""What can be asked for from the list of jobs, by the act's key."""

_GUARDED: Final = {"job.check_record": "check_record", "job.import_moderngov": KIND}
"""What only some are offered, by the kind of job that says who."""

Shown = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def jobs_dir(served: Served) -> Any:
    """Where the files of jobs lie."""
    return served.data_dir / "jobs"


def asked(job: Job) -> Done:
    """What a room's act gives back that asked for a job: on to its page."""
    told = {"kind": words.term(f"job_kind.{job.kind}")}
    return Done(to=f"/jobs/{job.id}", code="web.job.asked", params=told)


def _list(visit: Visit) -> Response:
    found, more = jobs_latest(visit.desk, before=visit.query.get("before"))
    return visit.render(
        "jobs/list.html",
        jobs=found,
        older=visit.here(before=found[-1].id) if more else None,
        asks=[
            {"words": words.say(f"web.{key}", {}), "href": visit.url(path)}
            for key, path in MORE_ACTS.items()
            if key not in _GUARDED or not acts.against(visit.desk, _GUARDED[key])
        ],
    )


def _page(visit: Visit) -> Response:
    job = job_of(visit.desk, visit.path["id"])
    return visit.render(
        "jobs/job.html",
        job=job,
        mine=job.asker == visit.actor,
        saying=words.say(job.saying, job.saying_params) if job.saying else None,
        trouble=[reason(one["code"], one["params"]) for one in job.trouble],
        again=None if job.ended else EVERY,
        result_at=_result_at(visit, job),
        result=_result(visit, job),
    )


def _result_at(visit: Visit, job: Job) -> str | None:
    path = RESULT_AT.get(job.kind)
    return visit.url(path.format(id=job.id)) if path and job.state == "done" else None


def _result(visit: Visit, job: Job) -> Mapping[str, Any] | None:
    """What came of a job whose result has no page of its own, ready to be shown."""
    if job.kind in RESULT_AT or job.state != "done":
        return None
    found = result_of(job, jobs_dir(visit.served))
    return None if found is None else _SHOWN.get(job.kind, dict)(found)


def _imported(found: Mapping[str, Any]) -> Mapping[str, Any]:
    rejected = [
        {"ref": one["ref"], "why": [reason(r["code"], r["params"]) for r in one["reasons"]]}
        for one in found["rejected"]
    ]
    return {**found, "rejected": rejected}


def _checked(found: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**found, "problems": [reason(p["code"], p["params"]) for p in found["problems"]]}


_SHOWN: Final[Mapping[str, Shown]] = {
    "import": _imported,
    "check_record": _checked,
    KIND: jobs_moderngov.shown,
}


# --- acts


def _stop(desk: Desk, said: Said) -> Done:
    job = acts.stop(desk, said.path["id"])
    return Done(to=f"/jobs/{job.id}", code="web.job.stopped")


def _about(visit: Visit) -> About:
    job = job_of(visit.desk, visit.path["id"])
    kind = words.term(f"job_kind.{job.kind}")
    return About(params={"kind": kind}, back=visit.url(f"/jobs/{job.id}"))


def _check_record(desk: Desk, said: Said) -> Done:
    del said
    return asked(acts.ask(desk, "check_record", {}))


def _mappings() -> dict[str, Any]:
    return {path.stem: path for path in sorted((config_dir() / "imports").glob("*.yaml"))}


def _import_fields(visit: Visit) -> list[Field]:
    del visit
    formats = (OCDS, "csv")
    mappings = [Option(name, name) for name in _mappings()]
    return [
        Choice(
            name="format",
            options=[Option(one, words.say(f"web.job.import.format.{one}", {})) for one in formats],
        ),
        Upload(name="file", types=("json", "csv", "txt")),
        Pick(name="mapping", options=mappings, required=False),
        Upload(name="own-mapping", types=("yaml", "yml"), required=False),
    ]


def _handed_in(visit: Visit, said: Said) -> list[Handed]:
    given = [(said["file"].name, said["file"].content)]
    if said["format"] != OCDS:
        given += _mapping(said)
    params = {"format": said["format"]}
    return acts.hand_in_for(visit.desk, "import", params, given, jobs_dir(said.served))


def _import(desk: Desk, said: Said) -> Done:
    return asked(acts.ask(desk, "import", {"format": said["format"]}, said.ahead))


def _mapping(said: Said) -> list[tuple[str, bytes]]:
    """The mapping that was handed in or chosen; none where there is neither."""
    own, chosen = said.get("own-mapping"), said.get("mapping")
    if own is not None:
        return [(own.name, own.content)]
    if chosen is not None:
        path = _mappings()[chosen]
        return [(path.name, path.read_bytes())]
    return []


def _moderngov_handed_in(visit: Visit, said: Said) -> list[Handed]:
    return jobs_moderngov.handed_in(visit, said, jobs_dir(said.served))


def _import_moderngov(desk: Desk, said: Said) -> Done:
    return asked(jobs_moderngov.asked_for(desk, said))


ROOM = Room(
    name="jobs",
    pages=(
        Page(path="/jobs", show=_list),
        Page(path="/jobs/{id}", show=_page),
    ),
    acts=(
        Act(
            key="job.import",
            path="/jobs/import",
            fields=_import_fields,
            ahead=_handed_in,
            do=_import,
            to="/jobs",
        ),
        Act(
            key="job.import_moderngov",
            path="/jobs/import-moderngov",
            fields=jobs_moderngov.fields,
            ahead=_moderngov_handed_in,
            do=_import_moderngov,
            to="/jobs",
        ),
        Act(
            key="job.check_record",
            path="/jobs/check-record",
            do=_check_record,
            to="/jobs",
        ),
        Act(
            key="job.stop",
            path="/jobs/{id}/stop",
            about=_about,
            do=_stop,
            to="/jobs/{id}",
        ),
    ),
)
