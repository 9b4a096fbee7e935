"""Funds: money that partners pool or align, the agreement behind a pool, what is reported of it.

Amounts are whole pence; what is paid back or less than agreed is an amount below nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Required, TypedDict, Unpack

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.funds import agreements, queries, reporting, setting_up
from governance.application.funds import allocating as allocations
from governance.application.funds import proposing as proposals
from governance.application.funds.consenting import awaited, consent
from governance.application.funds.contributing import contribute
from governance.application.funds.finding import allocations as allocated
from governance.application.funds.finding import known_organisations
from governance.application.funds.moves import agreement_moves, fund_moves
from governance.application.funds.reporting import Reported
from governance.application.signing_in.service_tokens import Scope
from governance.domain.funds.periods import Period
from governance.domain.funds.terms import Terms, read_terms
from governance.interfaces.api.operations import Act, Look, Resource, Room, also, told

_FUND = "/funds/{fund}"
_ONE = f"{_FUND}/allocations/{{number}}"
_POOL = "/pooled-agreements/{agreement}"


class Allocation(TypedDict, total=False):
    """What is to be set aside; see `funds.allocating.Wanted`."""

    amount: Required[int]
    commission: str
    agreement: str
    body: str
    period: Period
    permitted: str
    departs: bool
    under: int
    decision: str
    by: str
    outside: str
    part: str
    ring_fenced: bool
    reason: str


def allocate(
    desk: Desk, *, fund: str, seen: int | None = None, **said: Unpack[Allocation]
) -> Receipt:
    """Set money aside for one commission, agreement or body, over the days of a period.

    What departs from the agreement waits for each partner's consent.
    """
    return allocations.allocate(desk, fund, wanted=allocations.Wanted(**said), seen=seen)


def _set_aside(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    last = allocated(desk, receipt.id)[-1]
    waits = awaited(desk, receipt.id, last.id) if last.state == "awaiting_consent" else []
    known = known_organisations(desk)
    return {
        "number": last.number,
        "state": last.state,
        "awaits": sorted(known[one].key for one in waits),
    }


def _reported(made: Reported) -> Mapping[str, Any]:
    return {"over": made.over, "plan_due": made.plan_due}


# --- the agreement behind a pool


def draft(desk: Desk, *, fund: str, text: str = "", seen: int | None = None) -> Receipt:
    """Begin to write the agreement behind a pooled fund, from a text in YAML."""
    return agreements.draft(desk, fund, terms=_terms(text), seen=seen)


def amend(
    desk: Desk,
    *,
    agreement: str,
    text: str = "",
    clauses: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Receipt:
    """Change what a draft says: by a text in YAML, by clauses under their letters, or by both."""
    return agreements.amend(desk, agreement, terms=_terms(text), clauses=clauses, seen=seen)


def propose(
    desk: Desk,
    *,
    agreement: str,
    ask: str,
    partner: str | None = None,
    text: str | None = None,
    on: dt.date | None = None,
    recommendation: str = "",
    scheme: str | None = None,
) -> Receipt:
    """Draft the report that asks each partner; `text` is what a variation says, in YAML."""
    return proposals.propose(
        desk,
        agreement,
        ask=ask,
        partner=partner,
        text=None if text is None else text.encode(),
        on=on,
        recommendation=recommendation,
        scheme=scheme,
    )


def move(
    desk: Desk,
    *,
    agreement: str,
    move: str,
    reason: str = "",
    on: dt.date | None = None,
    text: str = "",
    seen: int | None = None,
) -> Receipt:
    """Move an agreement on; what was varied outside Vires is said by a text in YAML."""
    return agreements.move(
        desk, agreement, move=move, reason=reason, on=on, terms=_terms(text), seen=seen
    )


def _terms(text: str) -> Terms:
    return read_terms(text.encode(), "text") if text else Terms()


def _lacks(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    """What an agreement has to say and does not."""
    row, fund = agreements.with_fund(desk, receipt.ref)
    return {"lacks": agreements.wanting(desk, row, fund)}


MOVES: Final[Mapping[str, tuple[Scope, Mapping[str, Any]]]] = {
    "record_agreed": (Scope.DECIDE, {"text": ""}),
    "reopen": (Scope.WORK, {"text": "", "on": None}),
    "execute": (Scope.DECIDE, {"text": "", "reason": ""}),
    "record_executed": (Scope.DECIDE, {"text": ""}),
    "record_varied": (Scope.DECIDE, {}),
    "end": (Scope.DECIDE, {"text": ""}),
    "set_aside": (Scope.WORK, {"text": "", "on": None}),
}
"""Moves that people make, what a token must be good for, and what they have nothing to say of."""


# --- what is shown


def year(desk: Desk, fund: str, *, day: dt.date | None = None) -> dict[str, Any]:
    """A fund in the year a day lies in; in this one, unless a day is given."""
    return queries.show(desk, fund, day=day)


def _fund(desk: Desk, ref: str) -> Any:
    return {**queries.show(desk, ref), "moves": fund_moves(desk, ref)}


def _agreement(desk: Desk, ref: str) -> Any:
    return {**queries.show_agreement(desk, ref), "moves": agreement_moves(desk, ref)}


def _act(key: str, path: str, do: Any, **more: Any) -> Act:
    return Act(key=f"fund.{key}", path=f"{_FUND}/{path}", do=do, **more)


ROOM = Room(
    name="Funds and pooled agreements",
    resources=(
        Resource(
            table="fund",
            path="/funds",
            fields=("ref", "key", "title", "kind", "host_id", "manager_id", "year_starts",
                    "closed_on"),
            details=_fund,
        ),
        Resource(
            table="pooled_agreement",
            path="/pooled-agreements",
            fields=("ref", "fund_id", "number", "state", "title", "starts_on", "ends_on",
                    "partners", "clauses", "permitted", "limits", "overspend", "underspend",
                    "remedial_days", "quarter_days", "year_days", "proposal_id", "executed_on",
                    "ended_on"),
            filters=("state",),
            details=_agreement,
        ),
    ),
    looks=(Look(key="fund.year", path=f"{_FUND}/year", ask=year),),
    acts=(
        Act(key="fund.new", path="/funds", do=setting_up.add_fund, new="/funds/{ref}"),
        _act("manager", "manager", setting_up.set_manager),
        _act("join", "join", setting_up.join),
        _act("leave", "leave", setting_up.leave),
        _act("close", "close", setting_up.close),
        _act("contribute", "contributions", contribute),
        _act("allocate", "allocations", also(allocate, _set_aside), tells=told),
        Act(key="fund.release", path=f"{_ONE}/release", do=allocations.release),
        Act(key="fund.consent", path=f"{_ONE}/consent", do=consent, scope=Scope.DECIDE),
        _act("report", "reports", reporting.report, tells=_reported),
        _act("remedy", "remedy", reporting.plan_remedy),
        _act("settle", "settle", reporting.settle_remedy),
        _act("draft", "draft", also(draft, _lacks), tells=told, new="/pooled-agreements/{ref}"),
        Act(key="pool.amend", path=f"{_POOL}/amend", do=also(amend, _lacks), tells=told),
        Act(key="pool.propose", path=f"{_POOL}/propose", do=propose, new="/reports/{ref}"),
        *(
            Act(key=f"pool.{name}", path=f"{_POOL}/{name.replace('_', '-')}", do=move,
                fixed={"move": name, **nothing}, scope=scope)
            for name, (scope, nothing) in MOVES.items()
        ),
    ),
)  # fmt: skip
