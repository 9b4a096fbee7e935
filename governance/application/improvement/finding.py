"""Finding improvement plans and their actions, and what the lifecycle's guards ask of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.commissions.states import DELIVERING
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.domain.errors import Refusal
from governance.store.tables import TABLES
from statemachines.improvement_plan import IMPROVEMENT_PLAN, ImprovementFacts
from statemachines.table import spoken

TABLE: Final = "improvement_plan"
LIVE: Final = tuple(state.name for state in IMPROVEMENT_PLAN.states if not state.final)
"""States of a plan that somebody still has to do something about."""

KIND: Final = "improvement_plan"
ACTION: Final = "improvement_action"
"""Kinds of deadline on a plan: its own day, and an action's."""

CHANGED: Final = "improvement.changed"
"""The entry of a plan that says something else, with what it said before."""

_plan = TABLES["improvement_plan"]
_action = TABLES["action"]
_agreement = TABLES["agreement"]
_entry = TABLES["ledger_entry"]
_organisation = TABLES["organisation"]
_here: Any = bindparam("partnership")
_OF_COMMISSION = (
    select(_plan)
    .where(_plan.c.partnership_id == _here, _plan.c.commission_id == bindparam("commission"))
    .order_by(_plan.c.id)
)
_OF_CASE = (
    select(_plan)
    .where(_plan.c.partnership_id == _here, _plan.c.case_id == bindparam("case"))
    .order_by(_plan.c.id)
)
_ACTIONS = (
    select(_action)
    .where(_action.c.partnership_id == _here, _action.c.improvement_plan_id == bindparam("plan"))
    .order_by(_action.c.id)
)
_PEEK = select(_plan.c.commission_id, _plan.c.case_id).where(
    _plan.c.partnership_id == _here,
    (_plan.c.ref == bindparam("ref")) | (_plan.c.id == bindparam("id")),
)
_CHANGED = select(_entry.c.body).where(
    _entry.c.partnership_id == _here,
    _entry.c.subject_id == bindparam("plan"),
    _entry.c.kind == CHANGED,
)
_PROVIDERS = (
    select(_organisation.c.id, _organisation.c.name)
    .distinct()
    .select_from(
        _agreement.join(
            _organisation,
            (_organisation.c.partnership_id == _agreement.c.partnership_id)
            & (_organisation.c.id == _agreement.c.provider_id),
        )
    )
    .where(
        _agreement.c.partnership_id == _here,
        _agreement.c.commission_id == bindparam("commission"),
        _agreement.c.state.in_(DELIVERING),
    )
)


def of_commission(desk: Desk, commission_id: str) -> list[Any]:
    """Every improvement plan of a commission, the first one first."""
    return desk.all(_OF_COMMISSION, commission=commission_id)


def of_case(desk: Desk, case_id: str) -> list[Any]:
    """Every improvement plan that belongs to a case, the first one first."""
    return desk.all(_OF_CASE, case=case_id)


def actions_of(desk: Desk, plan_id: str) -> list[Any]:
    """A plan's actions in the order in which they were added; people call them by number."""
    return desk.all(_ACTIONS, plan=plan_id)


def held(desk: Desk, name: str, *, seen: int | None = None) -> Any:
    """The plan of that reference, locked after its commission and its case.

    Raises `Unusable` where there is none, `MovedFirst` where it changed since it was seen.
    """
    peek = desk.first(_PEEK, ref=name.upper(), id=name)
    if peek is not None:
        desk.row("commission", peek.commission_id)
        if peek.case_id is not None:
            desk.row("decommissioning_case", peek.case_id)
    return desk.row(TABLE, name, seen=seen)


def facts_for(
    desk: Desk, row: Any, *, reason: str = "", finding: str | None = None
) -> ImprovementFacts:
    """What the guards of a plan ask, for whoever acts at this desk."""
    commission = desk.by_id("commission", row.commission_id)
    actions = actions_of(desk, row.id)
    return ImprovementFacts(
        permissions=permissions(desk, commission=commission),
        reason=reason,
        incomplete=tuple(wants(row, actions)),
        unfinished=tuple(_unfinished(row, actions)),
        not_independent=tuple(_not_independent(desk, row, commission, actions)),
        unexplained=() if (finding or "").strip() else (Refusal("improvement.no_finding"),),
    )


def wants(row: Any, actions: list[Any]) -> Iterator[Refusal]:
    """Everything that a plan lacks to be agreed."""
    told = {"ref": row.ref}
    if row.officer_id is None:
        yield Refusal("improvement.no_officer", told)
    if row.due_on is None:
        yield Refusal("improvement.no_day", told)
    if not row.wanted.strip():
        yield Refusal("improvement.no_wanted", told)
    if not [one for one in actions if not one.given_up]:
        yield Refusal("improvement.no_action", told)


def is_open(action: Any) -> bool:
    """Whether an action is neither done nor given up."""
    return action.done_on is None and not action.given_up


def _unfinished(row: Any, actions: list[Any]) -> Iterator[Refusal]:
    for number, one in enumerate(actions, 1):
        if is_open(one):
            told = {"ref": row.ref, "number": number, "what": one.what}
            yield Refusal("improvement.action_open", told)


def _carried_out_by(desk: Desk, row: Any, actions: list[Any]) -> set[str]:
    """Everybody whose work a plan is: its officer, who was before, and its actions' officers."""
    found = {row.officer_id, *(one.officer_id for one in actions if not one.given_up)}
    before = (json.loads(e.body)["facts"]["before"] for e in desk.all(_CHANGED, plan=row.id))
    return (found | {said.get("officer_id") for said in before}) - {None}


def _not_independent(
    desk: Desk, row: Any, commission: Any, actions: list[Any]
) -> Iterator[Refusal]:
    """Why the actor may not judge a plan: it is their own work, or their employer's."""
    person = desk.by_id("person", desk.actor.person_id)
    if person is None:
        return
    told = {"ref": row.ref, "actor": desk.actor.name}
    if person.id in _carried_out_by(desk, row, actions):
        yield Refusal("improvement.judges_own_work", told)
    for provider in desk.all(_PROVIDERS, commission=commission.id):
        if provider.id == person.organisation_id and not _commissions(desk, commission, provider):
            yield Refusal("improvement.judged_by_provider", {**told, "provider": provider.name})


def _commissions(desk: Desk, commission: Any, provider: Any) -> bool:
    """Whether the provider is itself who commissions: its own officers may judge in-house work.

    A council that provides in-house has nobody else; then only the named officer is kept out.
    """
    lead = desk.by_id("person", commission.lead_id)
    return provider.id == commission.organisation_id or (
        lead is not None and lead.organisation_id == provider.id
    )


def state_words(row: Any) -> str:
    """A row's state as a sentence has it."""
    return spoken(row.state)
