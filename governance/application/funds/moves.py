"""What can be done with a fund and the agreement behind it, and what is against the rest.

What a form asks for, such as a sum or a reason, is not held against anybody yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.funds.agreements import WRITTEN, wanting
from governance.application.funds.finding import (
    POOLED,
    agreements,
    no_keeper,
    on_its_way,
)
from governance.application.funds.reporting import open_plan
from governance.application.funds.setting_up import in_the_way
from governance.application.permissions import permissions
from governance.domain.errors import Refusal
from statemachines.machine import look
from statemachines.permissions import Permission, titles
from statemachines.pooled_agreement import POOLED_AGREEMENT, PooledAgreementFacts

WRITERS: Final = (Permission.SECRETARY.value, Permission.COMMISSIONER.value)
"""Who sets funds up and writes agreements."""
MADE: Final = (
    "record_agreed",
    "reopen",
    "execute",
    "record_executed",
    "record_varied",
    "end",
    "set_aside",
)
"""Moves of an agreement that people make."""
Found = list[dict[str, Any]]


def fund_moves(desk: Desk, name: str) -> Found:
    """Each act on a fund by its name, with every reason against it as things stand."""
    fund = desk.row("fund", name)
    if fund.closed_on is not None:
        return []
    keeper, writer = no_keeper(desk, fund), _not_one_of(desk, *WRITERS)
    found = [
        _move("contribute", keeper),
        _move("allocate", ()),
        _move("report", keeper),
        _move("manager", writer),
        _move("join", writer),
        _move("leave", writer),
    ]
    plan = open_plan(desk, fund.id)
    if plan is not None:
        found.append(_move("remedy" if plan.given_on is None else "settle", keeper))
    if fund.kind == POOLED:
        ahead = [
            Refusal("pool.written_already", {"ref": fund.ref, "agreement": one.ref})
            for one in agreements(desk, fund.id)
            if one.state in ("draft", "agreed", "executed")
        ]
        found.append(_move("draft", [*writer, *ahead[-1:]]))
    secretary = _not_one_of(desk, Permission.SECRETARY.value)
    found.append(_move("close", [*secretary, *in_the_way(desk, fund)]))
    return found


def agreement_moves(desk: Desk, name: str) -> Found:
    """Each act on an agreement by its name, with every reason against it as things stand."""
    row = desk.row("pooled_agreement", name)
    fund = desk.by_id("fund", row.fund_id)
    facts = PooledAgreementFacts(
        permissions=permissions(desk),
        reason="asked for",
        lacking=wanting(desk, row, fund),
        runs_on=False,
    )
    writer = _not_one_of(desk, *WRITERS)
    found = []
    if row.state in WRITTEN:
        report = on_its_way(desk, row)
        told = () if report is None else (_before_partners(row, report),)
        found.append(_move("amend", [*writer, *told]))
    if row.state != "ended":
        found.append(_move("propose", writer))
    seen = {one.move: one.refusals for one in look(POOLED_AGREEMENT, row.state, facts)}
    return found + [_move(one, seen[one]) for one in MADE if one in seen]


def _before_partners(row: Any, report: Any) -> Refusal:
    return Refusal("pool.before_partners", {"ref": row.ref, "report": report.ref})


def _not_one_of(desk: Desk, *who: str) -> tuple[Refusal, ...]:
    if permissions(desk).intersection(who):
        return ()
    told = {"actor": desk.actor.name, "who": titles(who)}
    return (Refusal("permissions.not_theirs", told),)


def _move(name: str, refusals: Iterable[Refusal]) -> dict[str, Any]:
    return {"move": name, "refusals": list(refusals)}
