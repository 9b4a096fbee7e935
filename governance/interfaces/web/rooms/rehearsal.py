"""Rehearsing a period: asked for by a form, played on a copy as a job, shown as pages and rows."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields as fields_of
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.jobs import acts
from governance.application.jobs.kinds import Handed
from governance.application.jobs.queries import job_of, jobs_latest, result_of
from governance.domain.errors import Refused, Unusable
from governance.domain.messages.rendering import level
from governance.domain.rehearsal.layout import Kind
from governance.domain.rehearsal.supposing import Supposed
from governance.interfaces.downloads import attachment
from governance.interfaces.rehearse_rows import rows_as_csv
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Day, Field, Upload, Whole
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.pictures.year import Lived, year
from governance.interfaces.web.rooms.jobs import RESULT_AT, asked, jobs_dir
from governance.interfaces.web.visit import Visit

KIND: Final = "rehearse"
SHOWN: Final = 40
"""Rows of a table on the page; the file of rows has all of them."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

RESULT_AT[KIND] = "/rehearsals/{id}"


def _list(visit: Visit) -> Response:
    found, _ = jobs_latest(visit.desk)
    return visit.render("rehearsal/list.html", jobs=[one for one in found if one.kind == KIND])


def _found(visit: Visit) -> dict[str, Any]:
    """What a rehearsal found, its days as days. Raises where there is none of that id."""
    job = job_of(visit.desk, visit.path["id"])
    if job.kind != KIND:
        raise Unusable.one("name.unknown", what="rehearsal", name=job.id, nearest=None)
    result = result_of(job, jobs_dir(visit.served)) if job.state == "done" else None
    if result is None:
        raise Refused.one("rehearsal.not_done", state=words.term(f"job_state.{job.state}"))
    found: dict[str, Any] = _with_days(result)
    return found


def _with_days(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_days(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_days(one) for one in value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        return dt.date.fromisoformat(value)
    return value


def _page(visit: Visit) -> Response:
    found = _found(visit)
    return visit.render(
        "rehearsal/result.html",
        id=visit.path["id"],
        found=found,
        runs=[(run, _name(run), year(_lived(found, run))) for run in found["runs"]],
        shown=SHOWN,
        level=level,
    )


def _name(run: dict[str, Any]) -> str:
    if run["text"] is None:
        return words.say("rehearsal.as_it_stands", {})
    return words.say("rehearsal.under", {"title": run["title"], "file": run["text"]})


def _lived(found: dict[str, Any], run: dict[str, Any]) -> Lived:
    events: list[tuple[dt.date, Kind, str]] = [
        (one["on"], "meeting" if one["quorate"] else "inquorate", one["ref"])
        for one in run["meetings"]
    ]
    events += [
        (one["due"], "missed", one["review"])
        for one in run["reviews"]["missed"]
        if one["due"] >= found["from"]
    ]
    events += [
        (one["ends_on"], "ending", one["agreement"])
        for month in run["endings"]
        for one in month["agreements"]
    ]
    return Lived(about=_name(run), start=found["from"], end=found["to"], events=tuple(events))


def _rows(visit: Visit) -> Response:
    return attachment(rows_as_csv(_found(visit)).encode("utf-8-sig"), "rehearsal.csv")


# --- asking for one


def _fields(visit: Visit) -> list[Field]:
    del visit
    figures = [Whole(name=one.name.replace("_", "-")) for one in fields_of(Supposed)]
    texts = [Upload(name=f"text-{n}", types=("yaml", "yml"), required=False) for n in (1, 2)]
    return [Day(name="start"), Day(name="end"), *texts, Whole(name="seed", most=2**62), *figures]


def _about(visit: Visit) -> About:
    usual = {name.replace("_", "-"): value for name, value in Supposed().plain().items()}
    end = visit.today + dt.timedelta(days=365)
    values = {"start": visit.today, "end": end, "seed": 1, **usual}
    return About(values=values, back=visit.url("/rehearsals"))


def _params(said: Said) -> dict[str, Any]:
    supposed = {one.name: said[one.name.replace("_", "-")] for one in fields_of(Supposed)}
    return {
        "from": said["start"].isoformat(),
        "to": said["end"].isoformat(),
        "seed": said["seed"],
        "supposed": supposed,
    }


def _handed_in(visit: Visit, said: Said) -> list[Handed]:
    given = [said.get(f"text-{n}") for n in (1, 2)]
    texts = [(one.name, one.content) for one in given if one is not None]
    return acts.hand_in_for(visit.desk, KIND, _params(said), texts, jobs_dir(said.served))


def _rehearse(desk: Desk, said: Said) -> Done:
    return asked(acts.ask(desk, KIND, _params(said), said.ahead))


ROOM = Room(
    name="rehearsal",
    pages=(
        Page(path="/rehearsals", show=_list),
        Page(path="/rehearsals/{id}", show=_page),
        Page(path="/rehearsals/{id}/rows", show=_rows),
    ),
    acts=(
        Act(
            key="rehearsal.ask",
            path="/rehearsals/new",
            about=_about,
            fields=_fields,
            ahead=_handed_in,
            do=_rehearse,
            to="/rehearsals",
        ),
    ),
)
