"""What another version would change: cases, the register's commissions, reports on their way."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.jobs.acts import ask
from governance.application.jobs.queries import job_of, jobs_latest, result_of
from governance.application.proposals.impact import first_day, impact
from governance.application.rulebook import queries
from governance.domain.errors import Unusable
from governance.interfaces.cli.rulebook_proving import way, weaker
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Day, Field, Option, Pick, YesNo
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms import jobs
from governance.interfaces.web.rooms.rules.common import about, scheme_at, scheme_of, tabs
from governance.interfaces.web.visit import Visit

KIND = "compare"
"""The kind of job that compares."""
jobs.RESULT_AT[KIND] = "/compared/{id}"


def _others(visit: Visit, row: Any) -> list[dict[str, Any]]:
    """The other versions of a scheme, the one in force first."""
    found = [
        one
        for one in queries.versions(visit.desk, kind="scheme")
        if one["ref"] != row.ref and one["state"] != "withdrawn"
    ]
    return sorted(found, key=lambda one: (one["key"] != row.key, not one["in_force"]))


def _fields(visit: Visit) -> list[Field]:
    row, _ = scheme_of(visit)
    options = [
        Option(one["ref"], f"{one['ref']} {one['title']} ({words.term(one['state'])})")
        for one in _others(visit, row)
    ]
    return [
        Pick(name="old", options=options),
        Day(name="on", required=False),
        YesNo(name="register"),
    ]


def _about(visit: Visit) -> About:
    row, _ = scheme_of(visit)
    others = _others(visit, row)
    usual = others[0]["ref"] if others and others[0]["key"] == row.key else None
    latest = [
        one
        for one in jobs_latest(visit.desk)[0]
        if one.kind == KIND and one.params.get("new") == row.ref
    ]
    return about(
        visit,
        values={"old": usual, "register": True},
        back=visit.url(f"/rules/{row.ref}"),
        more={"tabs": tabs(visit, row, "compare"), "latest": latest[:5], "version": row},
    )


def _ask(desk: Desk, said: Said) -> Done:
    job = ask(
        desk,
        KIND,
        {
            "old": said["old"],
            "new": said.ref,
            "on": said["on"].isoformat() if said.get("on") else None,
            "register": bool(said["register"]),
        },
    )
    return jobs.asked(job)


def _compared(visit: Visit) -> Response:
    job = job_of(visit.desk, visit.path["id"])
    if job.kind != KIND or not job.params.get("new"):
        raise Unusable.one("web.not_found")
    if job.state != "done":
        return visit.redirect(f"/jobs/{job.id}")
    row, _ = scheme_at(visit.desk, job.params["new"])
    return visit.render(
        "rules/compared.html",
        version=row,
        tabs=tabs(visit, row, "compare"),
        old=job.params.get("old") or "",
        found=result_of(job, jobs.jobs_dir(visit.served)),
    )


def _impact(visit: Visit) -> Response:
    row, _ = scheme_of(visit)
    day = first_day(visit.desk, row.ref, start=None)
    found = [
        {
            "ref": one.ref,
            "title": one.title,
            "commission": one.commission,
            "state": one.state,
            "before": way(one.before),
            "after": way(one.after),
            "changed": [words.say(f"proposal.held_to.{part}", {}) for part in one.changed],
            "weaker": weaker(one),
            "saved": one.saved,
        }
        for one in impact(visit.desk, row.ref, start=day)
    ]
    return visit.render(
        "rules/impact.html", version=row, tabs=tabs(visit, row, "compare"), on=day, found=found
    )


PAGES = (
    Page(path="/compared/{id}", show=_compared),
    Page(path="/rules/{ref}/impact", show=_impact),
)
ACTS = (
    Act(
        key="rules.compare",
        path="/rules/{ref}/compare",
        about=_about,
        fields=_fields,
        do=_ask,
        to="/rules/{ref}",
        template="rules/compare.html",
    ),
)
