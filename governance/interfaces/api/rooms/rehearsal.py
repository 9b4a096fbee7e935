"""What would be: a period rehearsed on a copy, and a commission planned back from its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from governance import words
from governance.application.backward.asking import Asked
from governance.application.backward.planning import plan_back
from governance.application.desk import Desk
from governance.application.jobs.acts import ask, hand_in_for
from governance.application.jobs.kinds import Handed
from governance.application.jobs.queries import Job, job_of, result_of
from governance.domain.errors import Refused, Unusable
from governance.domain.rehearsal.supposing import Supposed
from governance.interfaces.api.operations import Act, Look, Room
from governance.interfaces.api.rooms.jobs import asked
from governance.interfaces.api.shapes import File, Path
from governance.interfaces.rehearse_rows import rows_as_csv

KIND: Final = "rehearse"


def rehearse(
    desk: Desk,
    *,
    start: dt.date,
    end: dt.date,
    texts: Sequence[File] = (),
    seed: int = 1,
    supposed: Supposed = Supposed(),  # noqa: B008  # frozen
    ahead: Sequence[Handed] = (),
) -> Job:
    """Ask for a period to be rehearsed as things stand, and under up to two texts of rulebooks.

    It is a job, done on a copy. The seed settles every choice that is left to chance.
    """
    del texts  # handed in ahead
    return ask(desk, KIND, _params(start, end, seed, supposed), ahead)


def _handed_in(
    desk: Desk,
    *,
    start: dt.date,
    end: dt.date,
    jobs_dir: Path,
    texts: Sequence[File] = (),
    seed: int = 1,
    supposed: Supposed = Supposed(),  # noqa: B008  # frozen
) -> list[Handed]:
    given = [(one.name, one.content) for one in texts]
    return hand_in_for(desk, KIND, _params(start, end, seed, supposed), given, jobs_dir)


def _params(start: dt.date, end: dt.date, seed: int, supposed: Supposed) -> dict[str, Any]:
    return {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "seed": seed,
        "supposed": supposed.plain(),
    }


def show(desk: Desk, rehearsal: str, *, jobs_dir: Path) -> dict[str, Any]:
    """What a rehearsal found, by the id of its job."""
    job = job_of(desk, rehearsal)
    if job.kind != KIND:
        raise Unusable.one("name.unknown", what="rehearsal", name=job.id, nearest=None)
    found = result_of(job, jobs_dir) if job.state == "done" else None
    if found is None:
        raise Refused.one("rehearsal.not_done", state=words.term(f"job_state.{job.state}"))
    return found


def rows(desk: Desk, rehearsal: str, *, jobs_dir: Path) -> tuple[bytes, str]:
    """What a rehearsal found as rows of a spreadsheet (CSV)."""
    found = show(desk, rehearsal, jobs_dir=jobs_dir)
    return rows_as_csv(found).encode("utf-8-sig"), "rehearsal.csv"


def planned_back(
    desk: Desk,
    commission: str,
    *,
    aim: str | None = None,
    agreement: str | None = None,
    end: dt.date | None = None,
    scheme: str | None = None,
    mobilise: int | None = None,
    tender: int | None = None,
    evaluate: int | None = None,
    clearance: int | None = None,
    notice: int | None = None,
    consult: int | None = None,
    partners: int | None = None,
) -> dict[str, Any]:
    """The last safe day of every step to a commission's end, with its working.

    `clearance` is in working days, `notice` in months, the other lengths in calendar days; what
    is not asked is as usual, and said.
    """
    wanted = Asked(
        aim=aim,
        agreement=agreement,
        end=end,
        scheme=scheme,
        mobilise=mobilise,
        tender=tender,
        evaluate=evaluate,
        clearance=clearance,
        notice=notice,
        consult=consult,
        partners=partners,
    )
    return plan_back(desk, commission, wanted)


ROOM = Room(
    name="Rehearsal and planning back",
    looks=(
        Look(key="rehearsal.show", path="/rehearsals/{rehearsal}", ask=show),
        Look(key="rehearsal.rows", path="/rehearsals/{rehearsal}/rows", ask=rows,
             file="text/csv"),
        Look(key="plan_back", path="/commissions/{commission}/plan-back", ask=planned_back),
    ),
    acts=(
        Act(key="rehearsal.ask", path="/rehearsals", do=rehearse, ahead=_handed_in,
            new="/rehearsals/{job}", tells=asked),
    ),
)  # fmt: skip
