"""Decommissioning cases: opened, sent one way, appraised, decided, ended, evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Final, Literal, TypedDict, Unpack

from pydantic import Field

from governance.application.change import Receipt
from governance.application.deadlines.settling import live
from governance.application.decommissioning import (
    acts,
    ending,
    noticing,
    proposing,
    queries,
    transition,
    triggering,
)
from governance.application.decommissioning.finding import LIVE
from governance.application.decommissioning.offers import offers
from governance.application.desk import Desk
from governance.application.ledger.path import path
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.operations import Act, Look, Resource, Room, also, told

Pence = Annotated[int, Field(ge=0)]
Shown = Literal["open", "over", "all"]

_AT = "/cases/{case}"
_SHOWN: Final[Mapping[Shown, tuple[str, ...]]] = {
    "open": (*LIVE, "closed"),
    "over": ("evaluated", "averted"),
    "all": (),
}


def open_case(
    desk: Desk,
    *,
    commission: str,
    kind: str,
    cause: str,
    reason: str = "",
    agreement: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Open a case on a commission, or on one agreement of it; the same cause opens no second."""
    triggering.known_kind(kind)
    receipt = triggering.trigger(
        desk,
        commission=commission,
        trigger=kind,
        cause=cause,
        reason=reason,
        agreement=agreement,
        seen=seen,
    )
    assert receipt is not None  # only what a clock opens may stand already
    return receipt


def _by(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    """By when it is to be answered."""
    return {"due": min((one.due_day for one in live(desk, receipt.id)), default=None)}


class Appraisal(TypedDict, total=False):
    """Options and impact: the options, the users, the market, who supports it."""

    options: str
    users: str
    market: str
    support: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Savings:
    """What is saved a year, what ending it costs, and its budget, in whole pence."""

    saving: Pence | None = None
    cost: Pence | None = None
    budget: Pence | None = None


def appraise(
    desk: Desk,
    *,
    case: str,
    scope: str | None = None,
    partial: bool | None = None,
    savings: Savings | None = None,
    seen: int | None = None,
    **texts: Unpack[Appraisal],
) -> Receipt:
    """Write down options and impact; what is not sent stays, and an empty text takes it away.

    A case for change, or an emergency, goes on to its options.
    """
    money = None if savings is None else _said(savings)
    return acts.appraise(
        desk, case, scope=scope, partial=partial, savings=money, seen=seen, **texts
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Children:
    """What became of the children, as counts."""

    settled: int | None = None
    moved_again: int | None = None
    left: int | None = None
    unknown: int | None = None


def evaluate(
    desk: Desk,
    *,
    case: str,
    improvement: str,
    saved: int,
    learned: str,
    children: Children | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Say what came of it: the improvement, pence saved a year, the children, what was learned.

    Before a year has passed `reason` says why it is evaluated now.
    """
    return ending.evaluate(
        desk,
        case,
        improvement=improvement,
        saved=saved,
        learned=learned,
        children=None if children is None else _said(children) or None,
        reason=reason,
        seen=seen,
    )


def _said(figures: Savings | Children) -> dict[str, int]:
    """The figures that are given."""
    return {name: value for name, value in asdict(figures).items() if value is not None}


def by_opening(
    desk: Desk,
    *,
    show: Shown = "open",
    find: str = "",
    after: str | None = None,
) -> Any:
    """Cases in the order they were opened: those that go on or wait to be evaluated, or others."""
    return queries.page(desk, states=_SHOWN[show], text=find, after=after)


def _details(desk: Desk, ref: str) -> Any:
    found = queries.show(desk, ref)
    return {**found, "path": path(desk, found["id"]), "moves": offers(desk, ref)}


def _proposed(made: proposing.Proposed) -> dict[str, Any]:
    return {"report": made.report, "wants": made.wants}


def _act(way: str, do: Any, scope: Scope = Scope.WORK, **more: Any) -> Act:
    return Act(key=f"case.{way}", path=f"{_AT}/{way}", do=do, scope=scope, **more)


ROOM = Room(
    name="Decommissioning cases",
    resources=(
        Resource(
            table="decommissioning_case",
            path="/cases",
            fields=("ref", "commission_id", "agreement_id", "state", "trigger", "cause", "because",
                    "way", "reason", "officer_id", "opened_on", "scope", "partial", "proposal_id",
                    "notice_on", "notice_ends_on", "replacement_id", "no_replacement", "closed_on",
                    "evaluated_on"),
            filters=("state",),
            details=_details,
        ),
    ),
    looks=(Look(key="case.by_opening", path="/cases/by-opening", ask=by_opening, mark=None),),
    acts=(
        Act(key="case.open", path="/commissions/{commission}/cases", do=also(open_case, _by),
            tells=told, new="/cases/{ref}"),
        Act(key="case.found", path="/commissions/{commission}/cases/found",
            do=triggering.record_as_found, new="/cases/{ref}"),
        _act("support", acts.support),
        _act("change", acts.make_case),
        _act("emergency", acts.ensure_continuity),
        _act("avert", acts.avert, Scope.DECIDE),
        _act("options", appraise),
        _act("consult", acts.consult),
        _act("no-consultation", acts.no_consultation),
        _act("heard", acts.heard),
        _act("propose", proposing.propose, tells=_proposed),
        _act("notice", noticing.give_notice, Scope.DECIDE),
        _act("withdraw-notice", noticing.withdraw_notice, Scope.DECIDE),
        _act("transition", transition.plan),
        _act("count", transition.count),
        _act("begin", transition.begin),
        _act("halt", transition.halt),
        _act("resume", transition.resume),
        _act("replace", transition.replace_by),
        _act("close", also(ending.close, _by), tells=told),
        _act("record-closure", also(ending.record_closure, _by), tells=told),
        _act("evaluate", evaluate),
        _act("undo", ending.undo),
    ),
)  # fmt: skip
