"""Planning back from a commission's end: the last safe day of every step, with its working.

A question and no act: what is supposed stands in the address, so that a plan can be kept, shared
and looked at again tomorrow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.backward.asking import AIMS, Asked
from governance.application.backward.planning import plan_back
from governance.application.commissions.queries import agreements
from governance.domain.errors import Refused, Unusable
from governance.interfaces.said import reasons
from governance.interfaces.statuses import status_of
from governance.interfaces.web.fields import Day, Field, Option, Pick, Text, Whole, read_fields
from governance.interfaces.web.forms import Form
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.pictures.timeline import Moment, Timeline, timeline
from governance.interfaces.web.visit import Visit

NUMBERS: Final = ("mobilise", "tender", "evaluate", "clearance", "notice", "consult", "partners")


def _page(visit: Visit) -> Response:
    row = visit.desk.row("commission", visit.path["ref"])
    fields = [one.named("plan_back") for one in _fields(visit, row.ref)]
    form = Form({name: visit.query.getlist(name) for name in visit.query})
    values, wrong = read_fields(fields, form)
    errors = [{"text": one.words, "href": f"#{one.id}"} for one in wrong]
    found: Mapping[str, Any] | None = None
    status = 400 if wrong else 200
    if not wrong:
        try:
            found = plan_back(visit.desk, row.ref, Asked(**values))
        except (Refused, Unusable) as error:
            status = status_of(error)
            said = [f"{one['words']} {one['remedy']}".strip() for one in reasons(error)]
            errors = [{"text": one, "href": "#aim"} for one in said]
    return visit.render(
        "plan_back/page.html",
        status=status,
        commission=row,
        fields=fields,
        typed=form.kept(),
        wrong={one.field: one.words for one in wrong},
        errors=errors,
        supposed=any(form.one(name) for name in form.typed if name != "done"),
        found=found,
        steps=[] if found is None else [_step(one) for one in found["steps"]],
        drawn=None if found is None else timeline(_timeline(visit, found)),
    )


def _choose(visit: Visit) -> Response:
    """Which commission is planned back, by its reference; then its plan."""
    field = Text(name="commission", width="10", most=20).named("plan_back")
    form = Form({name: visit.query.getlist(name) for name in visit.query})
    errors: list[dict[str, str]] = []
    wrong: dict[str, str] = {}
    if form.typed:
        values, faults = read_fields([field], form)
        wrong = {one.field: one.words for one in faults}
        try:
            if not wrong:
                row = visit.desk.row("commission", values["commission"])
                return visit.redirect(f"/commissions/{row.ref}/plan-back")
        except Unusable as error:
            said = " ".join(f"{one['words']} {one['remedy']}".strip() for one in reasons(error))
            wrong = {field.name: said}
        errors = [{"text": text, "href": f"#{name}"} for name, text in wrong.items()]
    return visit.render(
        "plan_back/choose.html",
        status=400 if errors else 200,
        field_asked=field,
        typed=form.kept(),
        wrong=wrong,
        errors=errors,
    )


def _fields(visit: Visit, ref: str) -> list[Field]:
    held = agreements(visit.desk, commission=ref)
    aims = [Option(aim, words.say(f"web.plan_back.aim.{aim}", {})) for aim in AIMS]
    of = [Option(one["ref"], f"{one['ref']} {one['title']}") for one in held]
    return [
        Pick(name="aim", options=aims, required=False),
        Pick(name="agreement", options=of, required=False),
        Day(name="end", required=False),
        *(Whole(name=name, required=False, most=10_000) for name in NUMBERS),
        Text(name="scheme", required=False, most=80),
    ]


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    return {**step, "working": list(_spans(step["working"] or []))}


def _spans(working: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """A working with the days that have the same reason, one after the other, as one span."""
    for (why, counted), days in groupby(working, key=lambda one: (one["why"], one["counted"])):
        there = list(days)
        yield {
            "first": there[0]["day"],
            "last": there[-1]["day"],
            "days": len(there),
            "counted": counted,
            "why": why,
        }


def _timeline(visit: Visit, found: Mapping[str, Any]) -> Timeline:
    """The last days on a line: the twelve that come first, and the end."""
    dated = sorted((one for one in found["steps"] if one["latest"]), key=lambda one: one["latest"])
    moments = [
        Moment(
            dt.date.fromisoformat(one["latest"]),
            _kind(one["key"]),
            one["what"],
            "late" if one["late"] else "ahead",
        )
        for one in dated[:12]
    ]
    moments.append(
        Moment(dt.date.fromisoformat(found["end"]), "end", words.say("web.plan_back.end_is", {}))
    )
    return Timeline(found["commission"], visit.today, tuple(moments))


def _kind(key: str) -> Any:
    if ".notice." in key:
        return "notice"
    return "decision" if ".step." in key or key.endswith(".decide") else "other"


ROOM = Room(
    name="plan_back",
    pages=(
        Page(path="/plan-back", show=_choose),
        Page(path="/commissions/{ref}/plan-back", show=_page),
    ),
)
