"""Departing from what a pool may be spent on: each partner consents in writing, or one refuses.

An allocation that departs waits until every partner that is in the fund has consented
(DOMAIN.md section 5). One refusal ends it. A partner that leaves meanwhile is not waited for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.funds.allocating import AWAITING, SETTLED, numbered
from governance.application.funds.finding import (
    allocations,
    parties,
    partner_rows,
)
from governance.application.funds.setting_up import open_fund
from governance.application.people.queries import name_of
from governance.application.permissions import permissions, speaks_for_partner
from governance.domain.errors import GuardRefused, Refusal, Refused, Unusable
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.allocation import ALLOCATION
from statemachines.machine import step
from statemachines.permissions import Permission

_consent = TABLES["consent"]
_GIVEN = (
    select(_consent)
    .where(
        _consent.c.partnership_id == bindparam("partnership"),
        _consent.c.subject_table == "allocation",
        in_list(_consent.c.subject_id, "ids"),
    )
    .order_by(_consent.c.on_day, _consent.c.id)
)


def consent(
    desk: Desk,
    fund: str,
    *,
    number: int,
    partner: str,
    person: str | None = None,
    words: str = "",
    refuse: bool = False,
    seen: int | None = None,
) -> Receipt:
    """Record a partner's written consent to an allocation that departs, or its refusal.

    It is given by somebody who speaks for that partner; the secretary may record whose it was.
    A refusal says why and ends the allocation. Raises `Refused` with everything that is against it.
    """
    row = desk.row("fund", fund, seen=seen)
    open_fund(row)
    one = numbered(desk, row, number)
    organisation = desk.row("organisation", partner)
    giver = _giver(desk, person)
    against = list(_against(desk, row, one, organisation, giver))
    if refuse and not words.strip():
        against.append(Refusal("lifecycle.reason_missing"))
    if against:
        raise Refused(against)
    told = {"number": number, "partner": organisation.key, "by": giver.key, "words": words.strip()}
    if refuse:
        state = step(ALLOCATION, one.state, "refuse", replace(SETTLED, reason=words))
        return desk.apply(
            Change(
                kind="fund.consent_refused",
                table="fund",
                subject=row,
                values={},
                facts=told,
                writes=(Update("allocation", one, {"state": state}),),
            )
        )
    values = {
        "id": desk.new_id(),
        "subject_table": "allocation",
        "subject_id": one.id,
        "organisation_id": organisation.id,
        "person_id": giver.id,
        "on_day": desk.today,
        "words": words.strip(),
    }
    writes: list[Insert | Update] = [Insert("consent", values)]
    missing = set(awaited(desk, row.id, one.id)) - {organisation.id}
    if not missing:
        writes.append(_complete(one))
    return desk.apply(
        Change(
            kind="fund.consent_given" if missing else "fund.consents_complete",
            table="fund",
            subject=row,
            values={},
            facts=told,
            writes=tuple(writes),
        )
    )


def settle(desk: Desk, fund_id: str) -> Receipt | None:
    """Let allocations stand for which only partners that have left were waited for."""
    row = desk.row("fund", fund_id)
    ready = [
        one
        for one in allocations(desk, row.id)
        if one.state == AWAITING and not awaited(desk, row.id, one.id)
    ]
    if not ready:
        return None
    return desk.apply(
        Change(
            kind="fund.consents_complete",
            table="fund",
            subject=row,
            values={},
            facts={"numbers": [one.number for one in ready]},
            writes=tuple(_complete(one) for one in ready),
        )
    )


def _complete(allocation: Any) -> Update:
    """Let an allocation stand for which nobody's consent is awaited any more."""
    return Update(
        "allocation", allocation, {"state": step(ALLOCATION, allocation.state, "complete", SETTLED)}
    )


def consents(desk: Desk, ids: list[str]) -> dict[str, list[Any]]:
    """The consents given to allocations, by their id."""
    found: dict[str, list[Any]] = {}
    for row in desk.all(_GIVEN, ids=ids):
        found.setdefault(row.subject_id, []).append(row)
    return found


def awaited(desk: Desk, fund_id: str, allocation_id: str) -> list[str]:
    """The partners (ids) in a fund whose consent is still wanted: nobody's on its last day."""
    given = {row.organisation_id for row in consents(desk, [allocation_id]).get(allocation_id, [])}
    last = {r.organisation_id for r in partner_rows(desk, fund_id) if r.to_day == desk.today}
    return [one for one in parties(desk, fund_id) if one not in given and one not in last]


def _giver(desk: Desk, person: str | None) -> Any:
    """Whoever gives it: the actor, or whom the secretary records."""
    if person is not None:
        if Permission.SECRETARY not in permissions(desk):
            raise GuardRefused([Refusal("fund.secretary_records")])
        return desk.row("person", person)
    if desk.actor.person_id is None:
        raise Unusable.one("fund.consent_by_whom")
    return desk.by_id("person", desk.actor.person_id)


def _against(desk: Desk, fund: Any, one: Any, organisation: Any, giver: Any) -> list[Refusal]:
    found = []
    told = {"number": one.number, "name": organisation.name}
    if one.state != AWAITING:
        state = one.state.replace("_", " ")
        found.append(Refusal("fund.awaits_no_consent", {**told, "state": state}))
    if organisation.id not in parties(desk, fund.id):
        found.append(Refusal("fund.partner_not_in", {"ref": fund.ref, "name": organisation.name}))
    elif one.state == AWAITING and organisation.id not in awaited(desk, fund.id, one.id):
        found.append(Refusal("fund.consented_already", told))
    if giver.left_on is not None and giver.left_on <= desk.today:
        found.append(Refusal("fund.giver_left", {"person": name_of(desk, giver)}))
    elif not speaks_for_partner(desk, organisation, giver):
        told = {"person": name_of(desk, giver), "name": organisation.name}
        found.append(Refusal("fund.not_of_partner", told))
    return found
