"""Up to the decision: options and impact, consultation, the report that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from governance.application.decommissioning import acts
from governance.application.decommissioning.proposing import propose
from governance.application.decommissioning.wants import APPRAISED
from governance.application.desk import Desk
from governance.application.rulebook.in_force import keys_in_force
from governance.interfaces.web.acts import Done, Said
from governance.interfaces.web.fields import Area, Day, Field, Money, Option, Pick, Text, YesNo
from governance.interfaces.web.rooms.cases.common import on_case, stands, written
from governance.interfaces.web.visit import Visit

MONEY: Final = ("saving", "cost", "budget")


def _options(desk: Desk, said: Said) -> Done:
    # What stood there was shown in the form: what is empty now was taken away.
    receipt = acts.appraise(
        desk,
        said.ref,
        scope=said.get("scope", ""),
        partial=said.get("partial"),
        savings={key: said[key] for key in MONEY if said[key] is not None},
        seen=said.seen,
        **{key: said.get(key, "") for key in APPRAISED},
    )
    return written(receipt) if receipt.kind.endswith("appraised") else stands(desk, receipt)


def _appraised(row: Any) -> Mapping[str, Any]:
    return {
        "scope": row.scope,
        "partial": row.partial,
        **{key: (row.appraisal or {}).get(key) for key in APPRAISED},
        **{key: (row.savings or {}).get(key) for key in MONEY},
    }


def _consult(desk: Desk, said: Said) -> Done:
    receipt = acts.consult(
        desk, said.ref, first=said["from"], last=said["to"], whom=said["whom"], seen=said.seen
    )
    return Done(receipt=receipt, code="done.decommission_consults", params={"to": said["to"]})


def _no_consultation(desk: Desk, said: Said) -> Done:
    receipt = acts.no_consultation(
        desk, said.ref, reason=said["reason"], advice=said["advice"], seen=said.seen
    )
    return written(receipt)


def _consulted(row: Any) -> Mapping[str, Any]:
    said = row.consultation or {}
    return {
        "from": said.get("from") or None,
        "to": said.get("to") or None,
        "whom": said.get("whom"),
        "reason": said.get("none"),
        "advice": said.get("advice"),
        "views": said.get("views"),
        "changed": said.get("changed"),
    }


def _heard(desk: Desk, said: Said) -> Done:
    receipt = acts.heard(
        desk, said.ref, views=said["views"], changed=said["changed"], seen=said.seen
    )
    return written(receipt)


def _propose_fields(visit: Visit) -> list[Field]:
    schemes = keys_in_force(visit.desk, kind="scheme", on=visit.desk.today)
    if len(schemes) < 2:
        return []
    options = [Option(one.key, one.title or one.key) for one in schemes]
    return [Pick(name="scheme", options=options, required=False)]


def _propose(desk: Desk, said: Said) -> Done:
    made = propose(
        desk,
        said.ref,
        title=said.get("title", ""),
        recommendation=said.get("recommendation", ""),
        scheme=said.get("scheme"),
        report=said.get("report"),
        seen=said.seen,
    )
    code = "web.case.proposed_lacks" if made.wants else "web.case.proposed"
    return Done(receipt=made.receipt, code=code, params={"report": made.report})


ACTS = (
    on_case(
        "appraise",
        _options,
        Area(name="scope", rows=3, required=False),
        YesNo(name="partial", required=False),
        *(Area(name=name, required=False) for name in APPRAISED),
        *(Money(name=name, required=False) for name in MONEY),
        values=_appraised,
    ),
    on_case(
        "consult",
        _consult,
        Day(name="from"),
        Day(name="to"),
        Area(name="whom", rows=3),
        values=_consulted,
    ),
    on_case(
        "no_consultation",
        _no_consultation,
        Area(name="reason", rows=3),
        Area(name="advice", rows=3),
        values=_consulted,
    ),
    on_case("heard", _heard, Area(name="views"), Area(name="changed"), values=_consulted),
    on_case(
        "propose",
        _propose,
        Text(name="title", required=False),
        Area(name="recommendation", rows=3, required=False),
        Text(name="report", required=False, width="10"),
        offered=_propose_fields,
    ),
)
