"""Setting money of a fund aside for a commission, an agreement, or a body that decides on it.

Never more than partners put in for the year. The agreement's limits say up to which sum which
decider may commit; above, a decision in effect has to say so. An aligned fund is each partner's
own money: each sets aside from its own part alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.flags import flag
from governance.application.desk import Desk
from governance.application.funds.contributing import period_problems
from governance.application.funds.finding import (
    ALIGNED,
    LIVE,
    STANDING,
    agreed_by_partner,
    agreements,
    allocations,
    allow_keeper,
    by_name,
    contributions,
    fund_year,
    parties,
    set_aside,
    standing_agreement,
    under,
)
from governance.application.funds.powers import Asked, no_power
from governance.application.funds.setting_up import open_fund
from governance.application.permissions import permissions
from governance.domain.errors import GuardRefused, Problem, Refusal, Refused, Unusable
from governance.domain.funds.periods import Period
from governance.domain.money import MOST
from governance.domain.suggest import nearest
from statemachines.allocation import ALLOCATION, AllocationFacts
from statemachines.machine import enter, step
from statemachines.permissions import Permission, titles

SET_ASIDE: Final = "set_aside"
AWAITING: Final = "awaiting_consent"
SETTLED: Final = AllocationFacts(
    permissions=frozenset({Permission.VIRES.value}), unempowered=(), too_much=(), awaited=()
)
"""What the guards of an allocation are told where everything they ask was looked at before."""
RECORDERS: Final = frozenset({Permission.SECRETARY.value, Permission.PROPER_OFFICER.value})
"""Who records what was committed without the power to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be set aside: a sum (pence), for what, over which days, by whom.

    One of `commission`, `agreement` and `body` is named. `permitted` is the key of what the
    agreement permits; `departs` says that it permits nothing of the kind. `under` is the number
    of the allocation to a body out of which it comes; `decision` the report that decided on it,
    `by` whoever committed it within the agreement's limits, `outside` why it is recorded as it
    happened. `part` is the partner whose part of an aligned fund it is.
    """

    amount: int
    commission: str | None = None
    agreement: str | None = None
    body: str | None = None
    period: Period | None = None
    permitted: str | None = None
    departs: bool = False
    under: int | None = None
    decision: str | None = None
    by: str | None = None
    outside: str = ""
    part: str | None = None
    ring_fenced: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the names of `Wanted` lead to."""

    fund: Any
    proposal: Any | None
    commission: Any | None
    contract: Any | None
    body: Any | None
    under: Any | None
    part: Any | None
    pooled: Any | None
    period: Period
    year: Period


def allocate(desk: Desk, fund: str, *, wanted: Wanted, seen: int | None = None) -> Receipt:
    """Set money aside. What departs from the agreement waits for each partner's consent.

    Raises `Unusable` for what cannot be read, `GuardRefused` for whoever may not, `Refused` with
    everything that is against it: too little money, no power to commit it, a body's limit.
    """
    found = _found(desk, fund, wanted, seen)
    _may_say(desk, found, wanted)
    there = allocations(desk, found.fund.id)
    target: Any = found.contract or found.commission or found.body
    flags: list[dict[str, Any]] = []
    asked = Asked(
        fund=found.fund,
        amount=wanted.amount,
        proposal=found.proposal,
        by=wanted.by,
        target=target.id,
        commission=found.commission,
        under=found.under,
        part=found.part,
        pooled=found.pooled,
        year=found.year,
    )
    power = no_power(desk, asked, there)
    against = [*_too_much(desk, found, wanted, there), *_not_so(desk, found, wanted)]
    unempowered = power.against
    if unempowered and wanted.outside.strip():
        unempowered = ()
        flags.append(flag("fund.committed_outside", on=desk.today, reason=wanted.outside.strip()))
    facts = replace(
        SETTLED,
        too_much=tuple(against),
        unempowered=unempowered,
        departs=_departs(found, wanted),
    )
    state = enter(ALLOCATION, "allocate", facts)
    if found.pooled is not None and found.pooled.state == "on_extension":
        flags.append(flag("fund.while_on_extension", agreement=found.pooled.ref))
    row = {
        "id": desk.new_id(),
        "fund_id": found.fund.id,
        "number": len(there) + 1,
        "commission_id": None if found.commission is None else found.commission.id,
        "agreement_id": None if found.contract is None else found.contract.id,
        "body_id": None if found.body is None else found.body.id,
        "under_id": None if found.under is None else found.under.id,
        "organisation_id": None if found.part is None else found.part.id,
        "decider": power.decider,
        "ring_fenced": wanted.ring_fenced,
        "proposal_id": None if found.proposal is None else found.proposal.id,
        "period_start": found.period.start,
        "period_end": found.period.end,
        "amount": wanted.amount,
        "permitted": wanted.permitted,
        "state": state,
        "on_day": desk.today,
        "reason": wanted.reason.strip(),
        "flags": flags,
    }
    return desk.apply(
        Change(
            kind="fund.allocated" if state == SET_ASIDE else "fund.allocation_awaits_consent",
            table="fund",
            subject=found.fund,
            values={},
            facts={
                "number": row["number"],
                "amount": wanted.amount,
                "to": target.ref,
                "start": found.period.start,
                "end": found.period.end,
                "decider": power.decider,
                "flags": [one["code"] for one in flags],
            },
            writes=(Insert("allocation", row),),
            authority=None if found.proposal is None else found.proposal.ref,
        )
    )


def _may_say(desk: Desk, found: _Found, wanted: Wanted) -> None:
    """Raise `GuardRefused` for whoever may not say on what power money is committed.

    Within a limit it is the decider's own act; on a decision, whoever keeps the pool writes what
    was decided; outside every power, the secretary or the proper officer records what happened.
    """
    if wanted.outside.strip() and not permissions(desk) & RECORDERS:
        told = {"ref": found.fund.ref, "who": titles(RECORDERS)}
        raise GuardRefused([Refusal("fund.outside_not_yours", told)])
    if found.fund.kind != ALIGNED and found.proposal is not None and found.under is None:
        allow_keeper(desk, found.fund)


def release(
    desk: Desk,
    fund: str,
    *,
    number: int,
    amount: int | None = None,
    reason: str,
    seen: int | None = None,
) -> Receipt:
    """Give an allocation back to the fund, or a part of it (pence).

    Raises `Refused` where a body has allocated that money on, or nothing is set aside any more.
    """
    row = desk.row("fund", fund, seen=seen)
    allow_keeper(desk, row)
    one = numbered(desk, row, number)
    kept = under(allocations(desk, row.id), one.id)
    back = one.amount if amount is None else amount
    against = []
    if not reason.strip():
        against.append(Refusal("lifecycle.reason_missing"))
    if one.state not in LIVE:
        against.append(Refusal("fund.not_set_aside", {"number": number, "state": one.state}))
    if not 0 < back <= one.amount:
        against.append(Refusal("fund.release_beyond", {"number": number, "most": one.amount}))
    elif one.amount - back < kept:
        told = {"number": number, "kept": kept, "most": one.amount - kept}
        against.append(Refusal("fund.allocated_on", told))
    if against:
        raise Refused(against)
    whole = back == one.amount
    values: dict[str, Any] = {"amount": one.amount - back}
    if whole:
        facts = replace(SETTLED, reason=reason)
        state = step(ALLOCATION, one.state, "release", facts)
        values = {"state": state, "released_on": desk.today}
    return desk.apply(
        Change(
            kind="fund.released",
            table="fund",
            subject=row,
            values={},
            facts={"number": number, "amount": back, "whole": whole, "reason": reason.strip()},
            writes=(Update("allocation", one, values),),
        )
    )


def numbered(desk: Desk, fund: Any, number: int) -> Any:
    """The allocation of that number. Raises `Unusable`."""
    for row in allocations(desk, fund.id):
        if row.number == number:
            return row
    raise Unusable.one("fund.allocation_unknown", ref=fund.ref, number=number)


def _found(desk: Desk, fund: str, wanted: Wanted, seen: int | None) -> _Found:
    """What is named, locked in the order in which decisions lock it; every problem at once."""
    problems: list[Problem] = []

    def row(table: str, name: str | None) -> Any | None:
        try:
            return None if name is None else desk.row(table, name)
        except Unusable as error:
            problems.extend(error.problems)
            return None

    proposal = row("proposal", wanted.decision)
    contract = row("agreement", wanted.agreement)
    peek = None if wanted.commission is None else by_name(desk, "commission", wanted.commission)
    if wanted.commission is not None and peek is None:
        row("commission", wanted.commission)
    if contract is not None and peek is None:
        peek = desk.by_id("commission", contract.commission_id)
    body = row("body", wanted.body)
    found = desk.row("fund", fund, seen=seen)
    part = row("organisation", wanted.part)
    open_fund(found)
    problems += _unusable(wanted, contract, peek)
    span = wanted.period or fund_year(found, desk.today)
    problems += period_problems(found, span)
    outer = None
    if wanted.under is not None:
        outer = next((a for a in allocations(desk, found.id) if a.number == wanted.under), None)
        if outer is None:
            told = {"ref": found.ref, "number": wanted.under}
            problems.append(Problem("fund.allocation_unknown", told))
    if problems:
        raise Unusable(problems)
    pooled = standing_agreement(desk, found.id)
    year = fund_year(found, span.start)
    return _Found(found, proposal, peek, contract, body, outer, part, pooled, span, year)


def _unusable(wanted: Wanted, contract: Any | None, commission: Any | None) -> Iterator[Problem]:
    named = [one for one in (wanted.commission or wanted.agreement, wanted.body) if one is not None]
    if len(named) != 1:
        yield Problem("fund.for_what")
    if contract is not None and commission is not None and contract.commission_id != commission.id:
        told = {"agreement": contract.ref, "commission": commission.ref}
        yield Problem("proposal.agreement_elsewhere", told)
    if not 0 < wanted.amount <= MOST:
        yield Problem("fund.sum_not_positive")


def _too_much(desk: Desk, found: _Found, wanted: Wanted, there: list[Any]) -> Iterator[Refusal]:
    """Why there is not so much money: in the fund, in a partner's part, with the body."""
    told = {"ref": found.fund.ref, "amount": wanted.amount}
    if found.under is not None:
        left = found.under.amount - under(there, found.under.id)
        if wanted.amount > left:
            more = {"number": found.under.number, "left": left, "limit": found.under.amount}
            yield Refusal("fund.beyond_body", {**told, **more})
        return
    put = agreed_by_partner(contributions(desk, found.fund.id), found.year)
    part = found.part.id if found.fund.kind == ALIGNED and found.part is not None else None
    whole = put.get(part, 0) if part is not None else sum(put.values())
    left = whole - set_aside(there, found.year, part=part)
    years = {"start": found.year.start, "end": found.year.end}
    if wanted.amount > left:
        code = "fund.beyond_part" if part is not None else "fund.beyond_fund"
        name = found.part.name if found.part is not None else ""
        yield Refusal(code, {**told, **years, "left": max(left, 0), "name": name})


def _not_so(desk: Desk, found: _Found, wanted: Wanted) -> Iterator[Refusal]:
    """Why it cannot be set aside as it is asked, whatever the sum."""
    fund = found.fund
    if fund.kind == ALIGNED:
        if found.part is None:
            yield Refusal("fund.whose_part", {"ref": fund.ref})
        elif found.part.id not in parties(desk, fund.id):
            yield Refusal("fund.partner_not_in", {"ref": fund.ref, "name": found.part.name})
        if wanted.permitted is not None or wanted.departs:
            yield Refusal("fund.aligned_permits_all", {"ref": fund.ref})
    elif found.part is not None:
        yield Refusal("fund.pooled_has_no_parts", {"ref": fund.ref})
    elif found.pooled is None:
        states = [one.state for one in agreements(desk, fund.id)]
        state = states[-1].replace("_", " ") if states else "none"
        yield Refusal("fund.nothing_pooled", {"ref": fund.ref, "state": state})
    else:
        yield from _purpose(found, wanted)
    if found.under is not None:
        yield from _within_body(found, wanted)
    if wanted.ring_fenced and found.body is None:
        yield Refusal("fund.ring_fence_for_bodies")


def _purpose(found: _Found, wanted: Wanted) -> Iterator[Refusal]:
    """What the money is for has to be said: something the agreement permits, or a departure.

    Money that a body decides on is for whatever the agreement permits, unless it is ring-fenced.
    """
    pooled: Any = found.pooled
    known = [one["key"] for one in pooled.permitted]
    free = found.body is not None and not wanted.ring_fenced
    if wanted.permitted is None and not wanted.departs and known and not free:
        yield Refusal("fund.purpose_missing", {"known": known})
    if wanted.permitted is not None and wanted.departs:
        yield Refusal("fund.permitted_or_not")
    if wanted.permitted is not None and wanted.permitted not in known:
        near = nearest(wanted.permitted, known)
        told = {"name": wanted.permitted[:40], "nearest": near, "known": known}
        yield Refusal("fund.not_permitted", {**told, "agreement": pooled.ref})


def _within_body(found: _Found, wanted: Wanted) -> Iterator[Refusal]:
    outer: Any = found.under
    told = {"number": outer.number}
    if outer.body_id is None:
        yield Refusal("fund.not_devolved", told)
    if outer.state != SET_ASIDE:
        yield Refusal("fund.not_set_aside", {**told, "state": outer.state})
    if not Period(outer.period_start, outer.period_end).has(found.period):
        days = {"start": outer.period_start, "end": outer.period_end}
        yield Refusal("fund.outside_devolved_days", {**told, **days})
    if outer.ring_fenced and wanted.permitted != outer.permitted:
        yield Refusal("fund.ring_fenced", {**told, "permitted": outer.permitted or "nothing"})


def _departs(found: _Found, wanted: Wanted) -> bool:
    """Whether it departs from what a pool's agreement permits."""
    return found.pooled is not None and found.pooled.state in STANDING and wanted.departs
