"""The pages of decommissioning cases: those that go on, and one with everything on its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.decommissioning import queries
from governance.application.decommissioning.finding import LIVE
from governance.application.decommissioning.offers import offers
from governance.application.improvement.acts import SUPPORTED
from governance.application.improvement.queries import against_raising
from governance.application.ledger.path import path
from governance.application.next_steps import report_steps
from governance.application.people.queries import names_by_key
from governance.interfaces.said import offered, reason
from governance.interfaces.web.pictures.lifecycle import Life, Step, lifecycle
from governance.interfaces.web.pictures.timeline import (
    Kind,
    Moment,
    Standing,
    Timeline,
    timeline,
)
from governance.interfaces.web.rooms.cases.common import WAYS
from governance.interfaces.web.visit import Visit
from statemachines.decommissioning import DECOMMISSIONING

SHOWN: Final[Mapping[str, Sequence[str]]] = {
    "open": (*LIVE, "closed"),
    "over": ("evaluated", "averted"),
    "all": (),
}
"""What a list can show: the states of the cases in it."""


def listing(visit: Visit) -> Response:
    """The cases that go on or wait to be evaluated; those of one state, or that are over."""
    chosen = visit.query.get("show", "open")
    chosen = chosen if chosen in SHOWN else "open"
    state = visit.query.get("state", "")
    states = (state,) if state in DECOMMISSIONING.state_names else SHOWN[chosen]
    text = visit.query.get("find", "")
    rows, after = queries.page(visit.desk, states=states, text=text, after=visit.query.get("after"))
    return visit.render(
        "cases/list.html",
        rows=rows,
        after=after,
        chosen=chosen,
        state=state if state in DECOMMISSIONING.state_names else "",
        find=text,
        states=DECOMMISSIONING.state_names,
    )


def case(visit: Visit) -> Response:
    """A case with its file, its path, what it lacks and what can be done."""
    found = queries.show(visit.desk, visit.path["ref"])
    people = names_by_key(visit.desk, [found["officer"]] if found["officer"] else [])
    return visit.render(
        "cases/case.html",
        case=found,
        officer=people.get(found["officer"], found["officer"]),
        flags=[words.say(one["code"], one.get("params", {})) for one in found["flags"]],
        evidence=list(evidence(found["evidence"] or ())),
        missing=[reason(one.code, one.params) for one in found["ahead"]["missing"]],
        unclear=[reason(one.code, one.params) for one in found["ahead"]["unclear"]],
        report_lacks=_lacks(visit, found["report"]),
        moves_offered=[*_moves(visit, found["ref"]), *_supporting(visit, found)],
        life=_life(visit, found),
        days=_days(visit, found),
        deadlines=[
            {**one, "state": "overdue" if _late(visit, one) else one["state"]}
            for one in found["deadlines"]
        ],
    )


def _moves(visit: Visit, ref: str) -> Iterator[dict[str, Any]]:
    for one in offers(visit.desk, ref):
        way = WAYS.get(one["act"])
        if way is not None:
            said = words.say(f"web.case.{way}.move", {})
            yield offered(said, visit.url(f"/cases/{ref}/{way}"), one["refusals"])


def _supporting(visit: Visit, found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Raising an improvement plan for it, while one can settle it."""
    if found["state"] in SUPPORTED:
        row = visit.desk.row("commission", found["commission"])
        yield offered(
            words.say("web.case.raise_plan", {}),
            visit.url(f"/commissions/{row.ref}/improvement-plan", case=found["ref"]),
            against_raising(visit.desk, row.id),
        )


def evidence(said: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What a case rests on, a sentence for each thing."""
    for one in said:
        yield words.say(f"trigger.saw.{one['kind']}", one)


def _lacks(visit: Visit, report: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """What keeps a report from being submitted; of one that was, the documents it lacks."""
    if report is None:
        return []
    if report["state"] not in ("draft", "on_forward_plan"):
        return [reason(r.code, r.params) for r in report["lacks"]]
    steps = report_steps(visit.desk, visit.desk.row("proposal", report["ref"]))
    found = [one for m in steps["moves"] if m["move"] == "submit" for one in m["closed_because"]]
    return [one for one in found if one["code"] != "permissions.not_theirs"]


def _life(visit: Visit, found: Mapping[str, Any]) -> Any:
    """The lifecycle with the path of the case."""
    steps = tuple(Step(one.state, one.on) for one in path(visit.desk, found["id"]))
    return lifecycle(DECOMMISSIONING, Life(found["ref"], steps))


def _days(visit: Visit, found: Mapping[str, Any]) -> Any | None:
    """The days of a case along a line; None where there is only the one it was opened on."""
    moments = list(_moments(visit, found))
    if len(moments) < 2:
        return None
    about = words.say("web.case.days_of", {"ref": found["ref"], "title": found["title"]})
    return timeline(Timeline(about, visit.today, tuple(moments)))


def _late(visit: Visit, one: Mapping[str, Any]) -> bool:
    return bool(one["state"] == "running" and one["due"] < visit.today)


def _moments(visit: Visit, found: Mapping[str, Any]) -> Iterator[Moment]:
    consultation, ahead = found["consultation"], found["ahead"]
    days: list[tuple[str, Any, Kind]] = [
        ("opened", found["opened_on"], "other"),
        ("consults_from", consultation.get("from"), "meeting"),
        ("consults_to", consultation.get("to"), "meeting"),
        ("notice_on", found["notice_on"], "notice"),
        ("notice_ends", found["notice_ends_on"], "end"),
        ("closed", found["closed_on"], "end"),
        ("evaluated", found["evaluated_on"], "review"),
    ]
    if found["report"] is None or found["report"]["outcome"] is None:
        days.append(("decision_from", ahead.get("decision_from"), "decision"))
    for name, day, kind in days:
        if day:
            on = dt.date.fromisoformat(day) if isinstance(day, str) else day
            standing: Standing = "ahead" if on > visit.today else ""
            yield Moment(on, kind, words.say(f"web.case.day.{name}", {}), standing)
    for one in found["deadlines"]:
        if one["kind"] in _TOLD_ALREADY:
            continue
        title = words.term(one["kind"])
        late = _late(visit, one)
        said = title[:1].upper() + title[1:]
        yield Moment(one["due"], "other", said, "late" if late else "ahead")


_TOLD_ALREADY: Final = ("decommissioning_consultation_ends", "decommissioning_notice_ends")
"""Kinds of deadlines whose days stand on the line anyway."""
