"""Who may commit money of a fund: whoever the agreement's limits name, or a decision in effect.

What one decider has committed to the same thing in a year counts together, so that no sum is
split to stay below a limit; and what a decision allows is used up by what rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.application.bodies.delegations import titles
from governance.application.desk import Desk
from governance.application.funds.finding import ALIGNED, LIVE, is_manager
from governance.application.permissions import permissions, speaks_for_partner, standing
from governance.application.proposals.case import DECIDES, SPENDS
from governance.domain.errors import Refusal
from governance.domain.funds.periods import Period
from governance.domain.funds.terms import MANAGER
from governance.store.tables import TABLES
from statemachines.permissions import Permission

_allocation = TABLES["allocation"]
_RESTING_ON = select(_allocation).where(
    _allocation.c.partnership_id == bindparam("partnership"),
    _allocation.c.proposal_id == bindparam("proposal"),
)

IN_EFFECT: Final = "effective"
COMMITS: Final = ("permission-to-procure", *SPENDS, "other")
"""Kinds of report that can commit money of a fund; what else is decided commits none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An allocation whose power is asked about; `target` is the id of what it is for."""

    fund: Any
    amount: int
    proposal: Any | None
    by: str | None
    target: str
    commission: Any | None
    under: Any | None
    part: Any | None
    pooled: Any | None
    year: Period


@dataclass(frozen=True, slots=True)
class Power:
    """By whose power it is committed, and everything that is against it."""

    decider: str | None
    against: tuple[Refusal, ...] = ()


def no_power(desk: Desk, asked: Asked, there: list[Any]) -> Power:
    """By whom an allocation is committed, or why nobody has the power to.

    `there` are the fund's allocations. The secretary records what somebody else committed.
    """
    if asked.under is not None:
        return _of_body(desk, asked)
    if asked.fund.kind == ALIGNED:
        return _of_partner(desk, asked)
    if asked.proposal is not None:
        return _by_decision(desk, asked)
    return _by_limit(desk, asked, there)


def limits_of(pooled: Any | None) -> dict[str, int | None]:
    """Up to how many pence each decider may commit by an agreement; None without a bound."""
    return {} if pooled is None else {one["decider"]: one["up_to"] for one in pooled.limits}


def who_decides(limits: dict[str, int | None], amount: int) -> list[str]:
    """The deciders whose limits reach a sum, the lowest limit first."""
    reach = [(up_to, key) for key, up_to in limits.items() if up_to is None or up_to >= amount]
    return [key for _, key in sorted(reach, key=lambda one: (one[0] is None, one[0] or 0, one[1]))]


def _by_limit(desk: Desk, asked: Asked, there: list[Any]) -> Power:
    limits = limits_of(asked.pooled)
    own = _actor_is(desk, asked.fund)
    held = permissions(desk)
    if asked.by is not None:
        if asked.by not in own and Permission.SECRETARY not in held:
            return Power(
                None, (Refusal("fund.not_that_decider", {"who": _said(desk, [asked.by])[0]}),)
            )
        candidates = [asked.by]
    else:
        candidates = sorted(own & limits.keys())
    used = {key: _committed(asked, there, key) for key in candidates}
    for key in candidates:
        if key in limits and _reaches(limits[key], asked.amount + used[key]):
            return Power(key)
    most = max(used.values(), default=0)
    whole = asked.amount + most
    who = _said(desk, who_decides(limits, whole))
    told: dict[str, Any] = {"amount": asked.amount, "with": most, "who": who}
    if asked.by is None and not candidates and who and held & {Permission.SECRETARY}:
        return Power(None, (Refusal("fund.committed_by_whom", told),))
    code = "fund.needs_decision" if who else "fund.needs_decision_above"
    if most:
        code += "_together"
    return Power(None, (Refusal(code, told),))


def _reaches(up_to: int | None, amount: int) -> bool:
    return up_to is None or amount <= up_to


def _committed(asked: Asked, there: list[Any], decider: str) -> int:
    """What a decider has committed already to the same thing in the same year, by its limit."""
    return sum(
        row.amount
        for row in there
        if row.decider == decider
        and row.proposal_id is None
        and row.under_id is None
        and row.state in LIVE
        and asked.year.has(Period(row.period_start, row.period_end))
        and _is_for_the_same(asked, row)
    )


def _is_for_the_same(asked: Asked, row: Any) -> bool:
    """A commission and its agreements are one thing: a sum is not split between them."""
    if asked.commission is not None:
        return bool(row.commission_id == asked.commission.id)
    return bool(row.body_id == asked.target)


def _by_decision(desk: Desk, asked: Asked) -> Power:
    report = asked.proposal
    assert report is not None
    limits = limits_of(asked.pooled)
    resting = _resting(desk, report)
    against = [*_does_not_commit(asked), *_used_up(asked, resting)]
    decider = report.decider
    whole = asked.amount + resting
    if decider in limits and not _reaches(limits[decider], whole):
        who = _said(desk, who_decides(limits, whole))
        told = {
            "report": report.ref,
            "decider": _said(desk, [decider])[0],
            "up_to": limits[decider],
        }
        against.append(Refusal("fund.decider_beyond_limit", {**told, "who": who}))
    if decider not in limits and report.rule is None and not against:
        against.append(Refusal("fund.decision_without_rule", {"report": report.ref}))
    return Power(decider, tuple(against))


def _does_not_commit(asked: Asked) -> Iterator[Refusal]:
    """Why a report commits no money to this: not in effect, on something else, of no such kind."""
    yield from _not_in_effect(asked.proposal)
    yield from _about_another(asked)
    report = asked.proposal
    assert report is not None
    if report.kind not in COMMITS:
        told = {"report": report.ref, "kind": report.kind, "known": list(COMMITS)}
        yield Refusal("fund.decision_of_another_kind", told)


def _not_in_effect(report: Any) -> Iterator[Refusal]:
    if report.state != IN_EFFECT or report.outcome not in DECIDES:
        said = report.outcome if report.state == IN_EFFECT else report.state
        state = (said or report.state).replace("_", " ")
        yield Refusal("fund.decision_not_in_effect", {"report": report.ref, "state": state})


def _about_another(asked: Asked) -> Iterator[Refusal]:
    """A decision on one commission gives no money to another."""
    report, commission = asked.proposal, asked.commission
    assert report is not None
    if report.commission_id is None:
        return
    if commission is None or report.commission_id != commission.id:
        yield Refusal("fund.decision_on_another", {"report": report.ref})


def _resting(desk: Desk, report: Any) -> int:
    """What is set aside on a report already, in any fund (pence)."""
    rows = desk.all(_RESTING_ON, proposal=report.id)
    return sum(row.amount for row in rows if row.state in LIVE)


def _used_up(asked: Asked, used: int) -> Iterator[Refusal]:
    """A decision gives the sum it names; one that names none gives nothing."""
    report = asked.proposal
    assert report is not None
    if report.value is None:
        yield Refusal("fund.decision_without_sum", {"report": report.ref})
    elif used + asked.amount > report.value:
        told = {"report": report.ref, "value": report.value, "left": max(report.value - used, 0)}
        yield Refusal("fund.decision_used_up", told)


def _of_body(desk: Desk, asked: Asked) -> Power:
    """A body decides on what it was given: its member or the secretary, on its decision."""
    outer: Any = asked.under
    body = desk.by_id("body", outer.body_id)
    if body is None:
        return Power(None)
    held = standing(desk)
    against: list[Refusal] = []
    if body.key not in held.bodies and Permission.SECRETARY not in permissions(desk):
        against.append(Refusal("fund.body_members_alone", {"body": body.name}))
    if asked.proposal is None:
        told = {"body": body.name, "number": outer.number}
        return Power(body.key, (*against, Refusal("fund.body_decides", told)))
    against += [*_does_not_commit(asked), *_used_up(asked, _resting(desk, asked.proposal))]
    if asked.proposal.decider != body.key:
        told = {"report": asked.proposal.ref, "body": body.name}
        against.append(Refusal("fund.decided_by_another", told))
    return Power(body.key, tuple(against))


def _of_partner(desk: Desk, asked: Asked) -> Power:
    """Each partner controls its own part of an aligned fund."""
    if asked.part is None:
        return Power(None)
    person = desk.by_id("person", desk.actor.person_id)
    theirs = person is not None and speaks_for_partner(desk, asked.part, person)
    against: tuple[Refusal, ...] = ()
    if not theirs and Permission.SECRETARY not in permissions(desk):
        against = (Refusal("fund.partner_controls", {"name": asked.part.name}),)
    if asked.proposal is not None:
        against += tuple(_does_not_commit(asked))
        against += tuple(_used_up(asked, _resting(desk, asked.proposal)))
    return Power(asked.part.key, against)


def _actor_is(desk: Desk, fund: Any) -> frozenset[str]:
    """The deciders that the actor is: offices held, bodies sat on alone never, the manager."""
    held = standing(desk).offices
    return held | {MANAGER} if is_manager(desk, fund) else held


def _said(desk: Desk, keys: Sequence[str]) -> list[str]:
    """What people call deciders, the pool manager among them."""
    told = titles(desk, [key for key in keys if key != MANAGER])
    return [words.term(MANAGER) if key == MANAGER else told.get(key, key) for key in keys]
