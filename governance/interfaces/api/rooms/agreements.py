"""Agreements, delegations and reviews: what runs out, what is handed on, what is looked at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.bodies import delegations
from governance.application.change import Receipt
from governance.application.commissions import agreement_moves, agreements, queries
from governance.application.commissions.agreement_facts import BY_EFFECT
from governance.application.desk import Desk
from governance.application.reviews import acts as reviews
from governance.application.reviews import queries as review_queries
from governance.application.reviews import reporting
from governance.application.signing_in.service_tokens import Scope
from governance.domain.procurement import Standstill
from governance.interfaces.api.operations import Act, Resource, Room
from statemachines.agreement import AGREEMENT

_AGREEMENT = "/agreements/{agreement}"
_BY_PEOPLE = tuple(
    move.name
    for move in AGREEMENT.moves
    if move.name not in {"award", "record_as_found"} | BY_EFFECT
)
_DECIDED = frozenset({"sign", "record_signed"})


def record(
    desk: Desk,
    *,
    commission: str,
    title: str,
    state: str = "in_force",
    reason: str = "",
    kind: str = "contract",
    provider: str | None = None,
    lot: str | None = None,
    value: int | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    regime: str | None = None,
) -> Receipt:
    """Record an agreement that came about outside Vires, in the state it stands in."""
    award: agreements.Award = {
        "title": title,
        "kind": kind,
        "provider": provider,
        "lot": lot,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "regime": regime,
    }
    if value is not None:
        award["value"] = value
    return agreements.record_agreement(
        desk, commission=commission, state=state, reason=reason, **award
    )


def move_agreement(
    desk: Desk,
    *,
    agreement: str,
    move: str,
    reason: str = "",
    ends_on: dt.date | None = None,
    notice_on: dt.date | None = None,
    standstill_policy: str | None = None,
    standstill_days: int | None = None,
    seen: int | None = None,
) -> Receipt:
    """Move an agreement on; a standstill that no regime sets is given by its policy and days."""
    given = None
    if standstill_policy is not None and standstill_days is not None:
        given = Standstill(standstill_policy, standstill_days, "as given")
    return agreement_moves.move(
        desk,
        agreement=agreement,
        move=move,
        reason=reason,
        ends_on=ends_on,
        notice_on=notice_on,
        standstill=given,
        seen=seen,
    )


def _agreement(desk: Desk, ref: str) -> Any:
    return queries.agreements_plain(desk, [desk.row("agreement", ref)])[0]


def _delegation(desk: Desk, ref: str) -> Any:
    return delegations.delegation_value(desk, desk.row("delegation", ref))


ROOM = Room(
    name="Agreements, delegations and reviews",
    resources=(
        Resource(
            table="agreement",
            path="/agreements",
            fields=("ref", "commission_id", "title", "state", "provider_id", "kind", "lot",
                    "value", "starts_on", "ends_on", "extensions", "regime", "flags"),
            filters=("commission_id", "state", "provider_id", "ends_before"),
            details=_agreement,
        ),
        Resource(
            table="delegation",
            path="/delegations",
            fields=("ref", "from_key", "to_key", "purpose", "kinds", "ceiling", "used",
                    "consultees", "from_day", "expires_on", "ended_on", "source"),
            details=_delegation,
        ),
        Resource(
            table="review",
            path="/reviews",
            fields=("ref", "commission_id", "number", "state", "tier", "due_day", "missed_on",
                    "held_on", "proposal_id", "settled_on"),
            filters=("commission_id", "state"),
            details=review_queries.show,
        ),
    ),
    acts=(
        Act(key="commission.agreement", path="/commissions/{commission}/agreements", do=record,
            new="/agreements/{ref}"),
        *(
            Act(key=f"agreement.{name}", path=f"{_AGREEMENT}/{name.replace('_', '-')}",
                do=move_agreement, fixed={"move": name},
                scope=Scope.DECIDE if name in _DECIDED else Scope.WORK)
            for name in _BY_PEOPLE
        ),
        Act(key="delegation.add", path="/delegations", do=delegations.delegate,
            new="/delegations/{ref}", scope=Scope.RULES),
        Act(key="delegation.end", path="/delegations/{delegation}/end",
            do=delegations.end_delegation, scope=Scope.RULES),
        Act(key="review.reschedule", path="/reviews/{review}/reschedule", do=reviews.reschedule),
        Act(key="review.report", path="/reviews/{review}/report", do=reporting.report,
            tells=lambda made: {"report": made.report, "submitted": made.submitted,
                                "wants": made.wants}),
    ),
)  # fmt: skip
