"""Opening a case, entering one that was found under way, and the ways that it can go."""

from __future__ import annotations

from governance.application.deadlines.settling import live
from governance.application.decommissioning import acts
from governance.application.decommissioning.triggering import (
    BY_HAND,
    record_as_found,
    trigger,
)
from governance.application.desk import Desk
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import agreements_of, officers, termed
from governance.interfaces.web.fields import Area, Day, Field, Pick, Text, YesNo
from governance.interfaces.web.rooms.cases.common import TABLE, on_case, stands
from governance.interfaces.web.visit import Visit
from statemachines.decommissioning import FOUND

_REASON = Area(name="reason", rows=3)


def _about_commission(visit: Visit) -> About:
    row = visit.desk.row("commission", visit.path["ref"])
    return About(
        params={"commission": row.ref, "title": row.title},
        seen=row.version,
        values={"kind": "other"},
    )


def _open_fields(visit: Visit) -> list[Field]:
    return [
        Text(name="cause", most=200),
        Pick(name="kind", options=termed(BY_HAND, "decommissioning_kind.")),
        Area(name="reason", rows=3, required=False),
        *_agreement(visit),
    ]


def _agreement(visit: Visit) -> list[Field]:
    options = agreements_of(visit.desk, visit.path["ref"])
    return [Pick(name="agreement", options=options, required=False)] if options else []


def _open(desk: Desk, said: Said) -> Done:
    receipt = trigger(
        desk,
        commission=said.ref,
        trigger=said["kind"],
        cause=said["cause"],
        reason=said.get("reason", ""),
        agreement=said.get("agreement"),
        seen=said.seen,
    )
    assert receipt is not None
    due = live(desk, receipt.id)[0].due_day
    about = desk.row("commission", said.ref).ref
    params = {"commission": about, "due": due}
    return Done(receipt=receipt, code="done.decommission_opened", params=params)


def _found_fields(visit: Visit) -> list[Field]:
    return [
        Text(name="cause", most=200),
        Pick(name="kind", options=termed(BY_HAND, "decommissioning_kind.")),
        Pick(name="state", options=termed(FOUND)),
        _REASON,
        Area(name="scope", rows=3, required=False),
        YesNo(name="partial", required=False),
        *_agreement(visit),
        Day(name="noticed", required=False),
        Day(name="ends", required=False),
        Day(name="closed", required=False),
    ]


def _found(desk: Desk, said: Said) -> Done:
    receipt = record_as_found(
        desk,
        commission=said.ref,
        state=said["state"],
        trigger=said["kind"],
        cause=said["cause"],
        reason=said["reason"],
        agreement=said.get("agreement"),
        scope=said.get("scope", ""),
        partial=bool(said.get("partial")),
        notice_on=said.get("noticed"),
        notice_ends_on=said.get("ends"),
        closed_on=said.get("closed"),
        seen=said.seen,
    )
    state = desk.row(TABLE, receipt.id).state
    params = {"commission": desk.row("commission", said.ref).ref, "state": state}
    return Done(receipt=receipt, code="done.decommission_recorded", params=params)


def _officer(visit: Visit) -> list[Field]:
    return [Pick(name="officer", options=officers(visit.desk), required=False)]


def _support(desk: Desk, said: Said) -> Done:
    receipt = acts.support(
        desk, said.ref, reason=said["reason"], officer=said.get("officer"), seen=said.seen
    )
    return stands(desk, receipt)


def _change(desk: Desk, said: Said) -> Done:
    receipt = acts.make_case(
        desk, said.ref, reason=said["reason"], officer=said.get("officer"), seen=said.seen
    )
    return stands(desk, receipt)


def _emergency(desk: Desk, said: Said) -> Done:
    receipt = acts.ensure_continuity(
        desk,
        said.ref,
        reason=said["reason"],
        what=said["what"],
        who=said["who"],
        until=said["until"],
        officer=said.get("officer"),
        seen=said.seen,
    )
    return stands(desk, receipt)


def _avert(desk: Desk, said: Said) -> Done:
    return stands(desk, acts.avert(desk, said.ref, reason=said["reason"], seen=said.seen))


ACTS = (
    Act(
        key="case.open",
        path="/commissions/{ref}/case",
        about=_about_commission,
        fields=_open_fields,
        do=_open,
        to="/cases/{new}",
    ),
    Act(
        key="case.found",
        path="/commissions/{ref}/case-found",
        about=_about_commission,
        fields=_found_fields,
        do=_found,
        to="/cases/{new}",
        check=True,
    ),
    on_case("support", _support, _REASON, offered=_officer),
    on_case("make_case", _change, _REASON, offered=_officer),
    on_case(
        "ensure_continuity",
        _emergency,
        _REASON,
        Area(name="what", rows=3),
        Text(name="who"),
        Day(name="until"),
        offered=_officer,
    ),
    on_case("avert", _avert, _REASON, check=True),
)
