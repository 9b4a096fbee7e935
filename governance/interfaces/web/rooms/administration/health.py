"""How the installation stands, and what of it an administrator can do about in a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.health import FlowHealth, Health, health, is_alone, run_shown
from governance.application.people.partnerships import rename_partnership
from governance.application.runs import Run
from governance.application.sweeping import COUNTED
from governance.domain.errors import Unusable
from governance.domain.messages.rendering import level
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.answers import error_page
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.fields import Text
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.administration.sealing import sealing
from governance.interfaces.web.visit import Visit

_GIGABYTE = 1_000_000_000


def _page(visit: Visit) -> Response:
    found = health(
        visit.store,
        partnership_id=visit.partnership.id,
        data_dir=visit.served.data_dir,
        now=visit.now,
    )
    status = visit.served.status()
    seals = sealing(visit)
    with visit_looking(visit):
        return visit.render(
            "administration/health.html",
            health=found,
            flows=[_flow(one) for one in found.flows],
            trouble=[_run(one) for one in found.trouble],
            found=[_line(one) for one in found.found] if found.alone else None,
            led=_clock(found, status),
            prefect=status.get("prefect"),
            free=_free(found),
            sealing=seals,
            waiting={state: found.messages.get(state, 0) for state in ("failed", "parked")},
            partnership=visit.partnership,
        )


def _clock(found: Health, status: Mapping[str, Any]) -> str:
    leader = found.leader or status.get("leader")
    if not leader:
        return words.say("web.health.no_leader", {})
    return words.say("web.health.leader", {"leader": str(leader)})


def _free(found: Health) -> str:
    if found.free_bytes is None:
        return words.say("web.health.not_known", {})
    code = "web.health.free_open" if found.open_to_everybody else "web.health.free"
    return words.say(code, {"gigabytes": f"{found.free_bytes / _GIGABYTE:,.1f}"})


def _flow(one: FlowHealth) -> dict[str, Any]:
    minutes = int(one.sweep.period / dt.timedelta(minutes=1))
    every = (
        words.say("web.health.nightly", {})
        if minutes >= 24 * 60
        else words.say("web.health.every", {"minutes": minutes})
    )
    last = None if one.last is None else _run(one.last)
    return {"title": one.sweep.title, "every": every, "last": last, "due_since": one.due_since}


def _run(run: Run) -> dict[str, Any]:
    state = words.term(f"run_{run.state}")
    said = _said(run.trouble) if run.trouble else ""
    return {
        "short": run.short,
        "flow": run.flow,
        "state": state[:1].upper() + state[1:],
        "amiss": run.state in ("failed", "lost"),
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "how": f"{words.term(f'by_{run.started_by}')}, {words.term(f'through_{run.through}')}",
        "result": _counted(run.counts),
        "trouble": said,
        "lines": [_line(one) for one in run.amiss or ()],
    }


def _counted(counts: Mapping[str, Any]) -> str:
    """How much was done, and whatever else there was of it; nothing where that is not shown."""
    if not counts:
        return ""
    return ", ".join(
        f"{counts.get(name, 0):,} {words.term(f'run_{name}')}"
        for name in COUNTED
        if name == "done" or counts.get(name)
    )


def _said(problem: Mapping[str, Any]) -> str:
    code, params = problem["code"], problem.get("params", {})
    return f"{words.say(code, params)} {words.remedy(code, params)}".strip()


def _line(line: Mapping[str, Any]) -> dict[str, str]:
    """A line of what failed or was found."""
    problem = line.get("problem")
    what = level(line["what"]) if line.get("what") else ""
    return {"ref": line.get("ref") or "", "what": what, "said": _said(problem) if problem else ""}


def _one_run(visit: Visit) -> Response:
    try:
        found = _run(run_shown(visit.store, visit.path["run"]))
        alone = is_alone(visit.store)
    except Unusable as error:
        with visit_looking(visit):
            return error_page(visit, error)
    with visit_looking(visit):
        return visit.render("administration/run.html", run=found, alone=alone)


def _about(visit: Visit) -> About:
    return About(back=visit.url("/administration"), values={"name": visit.partnership.name})


def _rename(desk: Desk, said: Said) -> Done:
    receipt = rename_partnership(desk, name=said["name"])
    return Done(receipt=receipt, params={"name": said["name"]})


PAGES = (
    Page(path="/administration", show=_page, access=Access.ADMINISTRATOR, apart=True),
    Page(path="/administration/runs/{run}", show=_one_run, access=Access.ADMINISTRATOR, apart=True),
)
ACTS = (
    Act(
        key="partnership.rename",
        path="/administration/name",
        about=_about,
        fields=(Text(name="name"),),
        do=_rename,
        to="/administration",
        access=Access.ADMINISTRATOR,
    ),
)
