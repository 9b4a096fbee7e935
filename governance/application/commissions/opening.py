"""Opening a commission: proposed, started on its cycle, or recorded as it was found running."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Unpack

from governance.application.change import Change, Insert, Receipt
from governance.application.commissions.details import Details, columns, said
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.flags import flag
from governance.application.commissions.gates import lifecycle_facts
from governance.application.commissions.partners import partner_inserts
from governance.application.commissions.rounds import round_rows
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.rulebook import in_force
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.framework import Framework
from governance.domain.suggest import nearest
from statemachines.commission import COMMISSION, CommissionFacts
from statemachines.machine import enter, look, step
from statemachines.table import NEW


def against_opening(desk: Desk, move: str) -> tuple[Refusal, ...]:
    """Why the actor cannot bring a commission in by this move (`propose`, `record_as_found`)."""
    facts = CommissionFacts(permissions=permissions(desk), reason="asked for")
    seen = look(COMMISSION, NEW, facts)
    return next((one.refusals for one in seen if one.move == move), ())


def open_commission(
    desk: Desk,
    *,
    title: str,
    lead: str,
    end_date: dt.date,
    framework: str | None = None,
    partners: Mapping[str, int | None] | None = None,
    **details: Unpack[Details],
) -> Receipt:
    """Open a commission and start the first round of its cycle.

    `framework` is a key; without it the only one in force. `partners` are organisations by name
    with their shares in pence. The stages where a round begins are opened. Raises `Unusable`
    for names and values that cannot be; `Refused` for what the lifecycle or the day says no to.
    """
    if end_date < desk.today:
        raise Refused.one("commission.end_date_past", on=end_date)
    proposed = propose(
        desk,
        title=title,
        framework=framework,
        partners=partners,
        lead=lead,
        end_date=end_date,
        **details,
    )
    return start_cycle(desk, commission=proposed.id)


def propose(
    desk: Desk,
    *,
    title: str,
    framework: str | None = None,
    partners: Mapping[str, int | None] | None = None,
    lead: str | None = None,
    end_date: dt.date | None = None,
    **details: Unpack[Details],
) -> Receipt:
    """Name a need or a service that is to be commissioned; who leads it may follow."""
    facts = CommissionFacts(permissions=permissions(desk))
    state = enter(COMMISSION, "propose", facts)
    given = {**details, **said(title=title, lead=lead, end_date=end_date)}
    version = framework_version(desk, framework)
    values = columns(desk, given, framework=in_force.meaning(desk, version))
    values |= {"state": state, "framework_key": version.key, "framework_version_id": None}
    return _entered(desk, "commission.proposed", values, partners=partners or {})


def start_cycle(
    desk: Desk,
    *,
    commission: str,
    lead: str | None = None,
    end_date: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Start the first round of a proposed commission, under the framework in force today."""
    row = desk.row("commission", commission, seen=seen)
    version = framework_version(desk, row.framework_key)
    framework = in_force.meaning(desk, version)
    given = said(lead=lead, end_date=end_date)
    values = columns(desk, given, framework=framework, row=row)
    as_it_will_be = row._replace(**values, framework_version_id=version.id)
    file = commission_facts(desk, as_it_will_be, desk.today)
    state = step(COMMISSION, row.state, "start_cycle", lifecycle_facts(file))
    stages = round_rows(desk, row.id, framework, number=row.round)
    return desk.apply(
        Change(
            kind="commission.started",
            table="commission",
            subject=row,
            values={**values, "state": state, "framework_version_id": version.id},
            facts={
                "framework": version.ref,
                "lead": None if file.lead is None else file.lead.key,
                "end_date": as_it_will_be.end_date,
                "opened": [s.values["stage"] for s in stages if s.values["opened_on"] is not None],
            },
            writes=tuple(stages),
        )
    )


def record_commission(
    desk: Desk,
    *,
    title: str,
    reason: str = "",
    framework: str | None = None,
    lead: str | None = None,
    end_date: dt.date | None = None,
    partners: Mapping[str, int | None] | None = None,
    **details: Unpack[Details],
) -> Receipt:
    """Enter a commission that ran before Vires knew of it; what it lacks is flagged.

    Its stages all stand at not started: record those that are past, one by one.
    """
    facts = CommissionFacts(permissions=permissions(desk), reason=reason)
    state = enter(COMMISSION, "record_as_found", facts)
    given = {**details, **said(title=title, lead=lead, end_date=end_date)}
    version = framework_version(desk, framework)
    meaning = in_force.meaning(desk, version)
    values = columns(desk, given, framework=meaning)
    values |= {
        "state": state,
        "framework_key": version.key,
        "framework_version_id": version.id,
        "flags": _lacks(desk, lead=lead, end_date=end_date),
    }
    return _entered(
        desk,
        "commission.recorded",
        values,
        partners=partners or {},
        stages=meaning,
        told={"reason": reason, "flags": [f["code"] for f in values["flags"]]},
    )


def framework_version(desk: Desk, key: str | None) -> Any:
    """The framework's version in force: of that key, or the only one there is.

    Raises `Unusable` for a key nobody knows; `Refused` where none is in force, or more than one
    and none is named.
    """
    found = in_force.keys_in_force(desk, kind="framework", on=desk.today)
    known = [version.key for version in found]
    for version in found:
        if version.key == key or (key is None and len(found) == 1):
            return version
    if not known:
        raise Refused.one("commission.framework_none")
    if key is None:
        raise Refused.one("commission.framework_which", known=known)
    raise Unusable.one("name.unknown", what="framework", name=key, nearest=nearest(key, known))


def _lacks(desk: Desk, *, lead: str | None, end_date: dt.date | None) -> list[dict[str, Any]]:
    """Flags for what a commission recorded as found lacks."""
    flags = [flag("commission.found_running", on=desk.today)]
    if lead is None:
        flags.append(flag("commission.found_without_lead"))
    if end_date is None:
        flags.append(flag("commission.found_without_end_date"))
    elif end_date < desk.today:
        flags.append(flag("commission.found_past_its_end", end_date=end_date))
    return flags


def _entered(
    desk: Desk,
    kind: str,
    values: Mapping[str, Any],
    *,
    partners: Mapping[str, int | None],
    stages: Framework | None = None,
    told: Mapping[str, Any] | None = None,
) -> Receipt:
    """Write a new commission with its partners, and stages where a framework is given."""
    row_id = desk.new_id()
    writes: list[Insert] = partner_inserts(desk, row_id, partners)
    if stages is not None:
        writes += round_rows(desk, row_id, stages, number=1, begin=False)
    return desk.apply(
        Change(
            kind=kind,
            table="commission",
            subject=None,
            values={
                **values,
                "id": row_id,
                "ref": desk.next_ref("commission"),
                "group_id": row_id,
            },
            facts={"title": values["title"], "framework": values["framework_key"], **(told or {})},
            writes=tuple(writes),
        )
    )
