"""What follows a decision: publication, call-in, undoing; and what happened without Vires."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from governance import words
from governance.application.bodies.queries import list_bodies, list_offices
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.proposals import after, outside, scrutiny
from governance.application.proposals.findings import Words
from governance.application.proposals.reading import read_report
from governance.interfaces.web.acts import About, Act, Said
from governance.interfaces.web.fields import Area, Day, Field, Option, Pick, Text
from governance.interfaces.web.rooms.reports.common import REASON, about, act, options
from governance.interfaces.web.rooms.reports.deciding import OUTCOME_NAMES
from governance.interfaces.web.visit import Visit


def _about_publish(visit: Visit) -> About:
    found = about(visit, values={"on": visit.today})
    row = visit.desk.row("proposal", visit.path["ref"])
    then = after.upon_publishing(visit.desk, row)
    return replace(found, more={"then": then and words.say(then.code, then.params)})


def _publish(desk: Desk, said: Said) -> Receipt:
    return after.publish(desk, said.ref, on=said["on"], seen=said.seen)


def _call_in(desk: Desk, said: Said) -> Receipt:
    by = [line.strip() for line in said["by"].splitlines() if line.strip()]
    return scrutiny.call_in(desk, said.ref, by=by, grounds=said["grounds"], seen=said.seen)


def _waive(desk: Desk, said: Said) -> Receipt:
    return scrutiny.waive_call_in(
        desk, said.ref, agreed_by=said["agreed-by"], reason=said["reason"], seen=said.seen
    )


def _rescind(desk: Desk, said: Said) -> Receipt:
    return after.rescind(desk, said.ref, by=said["by"], seen=said.seen)


def _outside_fields(visit: Visit) -> list[Field]:
    """Who can have decided: the partner itself of its own report, else any office or body."""
    return [
        Pick(name="decider", options=_deciders(visit)),
        Day(name="on"),
        Pick(name="outcome", options=options(OUTCOME_NAMES)),
        Area(name="resolved", rows=5),
        Area(name="reasons", rows=4, required=False),
        Area(name="alternatives", rows=3, required=False),
        Day(name="published", required=False),
        REASON,
    ]


def _deciders(visit: Visit) -> list[Option]:
    desk = visit.desk
    row = desk.row("proposal", visit.path["ref"])
    report = read_report(desk, row, on=row.decided_on or desk.today)
    found: dict[str, str] = {}
    partner = desk.by_id("organisation", row.organisation_id)
    if partner is not None:
        found[partner.key] = partner.name
    for body in list_bodies(desk):
        found.setdefault(body.key, body.title)
    for office in list_offices(desk):
        found.setdefault(office.key, office.title)
    for key, one in (report.scheme.deciders if report.scheme is not None else {}).items():
        if one.kind != "each-partner":
            found.setdefault(key, one.title)
    return [Option(key, words.capital(title)) for key, title in found.items()]


def _about_outside(visit: Visit) -> About:
    row = visit.desk.row("proposal", visit.path["ref"])
    partner = visit.desk.by_id("organisation", row.organisation_id)
    values: dict[str, Any] = {"on": visit.today, "resolved": row.recommendation}
    if partner is not None:
        values |= {"decider": partner.key, "reason": words.say("web.outside.own", {})}
    elif row.decider:
        values["decider"] = row.decider
    return about(visit, values=values)


def _outside(desk: Desk, said: Said) -> Receipt:
    return outside.record_outside(
        desk,
        said.ref,
        decider=said["decider"],
        on=said["on"],
        outcome=said["outcome"],
        words=Words(said["resolved"], said.get("reasons", ""), said.get("alternatives", "")),
        reason=said["reason"],
        published_on=said["published"],
        seen=said.seen,
    )


ACTS: tuple[Act, ...] = (
    act(
        "publish",
        _publish,
        fields=(Day(name="on"),),
        known=_about_publish,
        template="reports/publish.html",
    ),
    act("call-in", _call_in, fields=(Area(name="by", rows=5), Area(name="grounds", rows=4))),
    act("waive-call-in", _waive, fields=(Text(name="agreed-by"), REASON), check=True),
    act("rescind", _rescind, fields=(Text(name="by", width="10"),), check=True),
    act("record-outside", _outside, fields=_outside_fields, known=_about_outside, check=True),
)
