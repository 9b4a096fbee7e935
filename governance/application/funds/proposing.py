"""Asking each partner, under its own scheme, to agree, enter, vary or leave a pool.

A report of kind `pool` is drafted; the scheme's path puts it to each partner by a report of its
own. What it decides takes effect only when every partner's has: then the agreement is agreed,
varied, or a partner is in or out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from governance import words
from governance.application.change import Change, Receipt
from governance.application.commissions.flags import flag
from governance.application.desk import Desk
from governance.application.funds.agreements import varied, wanting, with_fund
from governance.application.funds.finding import (
    AGREE,
    BY_VIRES,
    STANDING,
    agreed_by_partner,
    by_name,
    content,
    contributions,
    fund_year,
    known_organisations,
    parties,
    parties_to,
)
from governance.application.funds.setting_up import entered, left
from governance.application.permissions import must_be
from governance.application.proposals.drafting import draft
from governance.application.proposals.partners import children
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.funds.terms import Terms, read_terms
from governance.domain.suggest import nearest
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.pooled_agreement import POOLED_AGREEMENT

POOL = "pool"
ASKS = (AGREE, "enter", "vary", "leave")
"""What a report on a pool can ask of its partners."""


def propose(
    desk: Desk,
    agreement: str,
    *,
    ask: str,
    partner: str | None = None,
    text: bytes | None = None,
    on: dt.date | None = None,
    recommendation: str = "",
    scheme: str | None = None,
) -> Receipt:
    """Draft the report that asks each partner. `text` is what a variation says.

    Raises `Refused` with what keeps it from being asked now, `Unusable` for a text that cannot
    be read.
    """
    must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER)
    row, fund = with_fund(desk, agreement)
    details: dict[str, Any] = {"agreement": row.ref, "ask": ask, "fund": fund.ref}
    if partner is not None:
        details["partner"] = desk.row("organisation", partner).key
    if text is not None:
        read_terms(text, "the variation")
        details["terms"] = text.decode("utf-8-sig")
    if on is not None:
        details["on"] = on.isoformat()
    if ask == AGREE:
        details["content"] = content(row)
    if against := list(_against(desk, row, fund, details)):
        raise Refused(against)
    shares = _shares(desk, row, fund)
    details["shares"] = shares
    return draft(
        desk,
        kind=POOL,
        title=_said(desk, fund, details, "title"),
        value=sum(one or 0 for one in shares.values()) or None,
        recommendation=recommendation.strip() or _said(desk, fund, details, "recommend"),
        details=details,
        scheme=scheme,
    )


def wanted(desk: Desk, report: Any) -> Iterator[Refusal]:
    """What keeps a report on a pool from being decided: what it names is not as it has to be."""
    name = report.details.get("agreement")
    if name is None:
        return
    try:
        row, fund = with_fund(desk, name)
    except Unusable:
        yield Refusal("proposal.detail_unknown", {"what": "agreement", "name": str(name)[:80]})
        return
    yield from _against(desk, row, fund, report.details)


def asked(desk: Desk, report: Any) -> frozenset[str] | None:
    """The ids of the partners that decide on a report: those to the agreement, and who enters.

    None where it names no agreement.
    """
    row = by_name(desk, "pooled_agreement", str(report.details.get("agreement", "")))
    if row is None:
        return None
    known = known_organisations(desk).values()
    coming = {one.id for one in known if one.key == report.details.get("partner")}
    return frozenset(parties_to(desk, row) | coming)


def take_effect(desk: Desk, report: Any) -> Receipt | None:
    """What each partner has decided of a pool; None where the report names no agreement.

    A decision that finds the agreement otherwise than it was is noted there: it was taken and
    stands, and the secretary has to see to it.
    """
    name = report.details.get("agreement")
    if name is None:
        return None
    row, fund = with_fund(desk, name)
    if against := list(_against(desk, row, fund, report.details)):
        return _waits(desk, row, report, against)
    receipt = _done(desk, row, fund, report)
    if not children(desk, report):
        _undecided(desk, row.id, report)
    return receipt


def _done(desk: Desk, row: Any, fund: Any, report: Any) -> Receipt:
    ask, on = report.details["ask"], _day(report.details) or desk.today
    if ask == AGREE:
        return _agreed(desk, row, report)
    terms = Terms()
    if ask == "vary":
        terms = read_terms(report.details["terms"].encode(), "the variation")
    receipt = varied(desk, row, terms, decision=report.ref, proposal_id=report.id)
    if ask in ("enter", "leave"):
        organisation = desk.row("organisation", report.details["partner"])
        write = entered if ask == "enter" else left
        write(desk, desk.row("fund", fund.id), organisation, on=on, by=report.ref)
    return receipt


def _against(desk: Desk, row: Any, fund: Any, details: dict[str, Any]) -> Iterator[Refusal]:
    ask = details.get("ask")
    if ask not in ASKS:
        told = {"name": str(ask)[:40], "known": list(ASKS), "nearest": nearest(str(ask), ASKS)}
        yield Refusal("pool.ask_unknown", told)
        return
    state = row.state.replace("_", " ")
    if ask == AGREE:
        if row.state != "draft":
            yield Refusal("pool.not_to_be_agreed", {"ref": row.ref, "state": state})
        if details.get("content", content(row)) != content(row):
            yield Refusal("pool.changed_since", {"ref": row.ref})
        return
    if row.state not in STANDING:
        yield Refusal("pool.not_standing", {"ref": row.ref, "state": state})
    if ask == "vary":
        yield from _variation(desk, row, details)
    else:
        yield from _coming_or_going(desk, fund, details)


def _coming_or_going(desk: Desk, fund: Any, details: dict[str, Any]) -> Iterator[Refusal]:
    ask, name = details["ask"], details.get("partner")
    there = {o.key: o for o in known_organisations(desk).values() if o.partner}
    if name not in there:
        yield Refusal("proposal.detail_unknown", {"what": "partner", "name": str(name)[:80]})
        return
    inside = there[name].id in parties(desk, fund.id)
    told = {"ref": fund.ref, "name": there[name].name}
    if ask == "enter" and inside:
        yield Refusal("fund.partner_already", told)
    if ask == "leave" and not inside:
        yield Refusal("fund.partner_not_in", told)
    if ask == "leave" and there[name].id == fund.host_id:
        yield Refusal("fund.host_stays", told)


def _variation(desk: Desk, row: Any, details: dict[str, Any]) -> Iterator[Refusal]:
    if not details.get("terms"):
        yield Refusal("proposal.detail_missing", {"what": "terms"})
        return
    try:
        terms = read_terms(str(details["terms"]).encode(), "the variation")
    except Unusable as error:
        yield from (Refusal(p.code, p.params) for p in error.problems)
        return
    if not terms.given - {"vires"}:
        yield Refusal("pool.varies_nothing", {"ref": row.ref})
    if terms.partners:
        yield Refusal("pool.varies_no_partners", {"ref": row.ref})
    if terms.ends_on is not None and terms.ends_on < desk.today:
        yield Refusal("pool.end_past", {"on": terms.ends_on})


def _agreed(desk: Desk, row: Any, report: Any) -> Receipt:
    state = step(POOLED_AGREEMENT, row.state, "agree", BY_VIRES)
    return desk.apply(
        Change(
            kind="pooled_agreement.moved.agree",
            table="pooled_agreement",
            subject=row,
            values={"state": state, "proposal_id": report.id},
            facts={
                "move": "agree",
                "before": row.state,
                "lacking": [
                    one.code for one in wanting(desk, row, desk.by_id("fund", row.fund_id))
                ],
            },
            authority=report.ref,
        )
    )


def _undecided(desk: Desk, agreement_id: str, report: Any) -> None:
    """Note that a decision was recorded for all the partners although none has decided."""
    row = desk.row("pooled_agreement", agreement_id)
    one = flag("pool.no_partner_decided", on=desk.today, report=report.ref)
    desk.apply(
        Change(
            kind="pooled_agreement.flagged",
            table="pooled_agreement",
            subject=row,
            values={"flags": [*row.flags, one]},
            facts={"flag": one["code"], "report": report.ref},
        )
    )


def _waits(desk: Desk, row: Any, report: Any, against: list[Refusal]) -> Receipt:
    one = flag("pool.decision_waits", on=desk.today, report=report.ref)
    return desk.apply(
        Change(
            kind="pooled_agreement.decision_waits",
            table="pooled_agreement",
            subject=row,
            values={"flags": [*row.flags, one]},
            facts={"report": report.ref, "why": [refusal.code for refusal in against]},
        )
    )


def _shares(desk: Desk, row: Any, fund: Any) -> dict[str, int | None]:
    """What each partner puts in, by key (pence), for the year the agreement is in.

    None where nothing is agreed with it yet: its share is not known, and is not £0.
    """
    known = [one for one in known_organisations(desk).values() if one.partner]
    day = max(desk.today, row.starts_on or desk.today)
    put = agreed_by_partner(contributions(desk, fund.id), fund_year(fund, day))
    return {one.key: max(put[one.id], 0) if one.id in put else None for one in known}


def _said(desk: Desk, fund: Any, details: dict[str, Any], what: str) -> str:
    """The title of the report, or what it recommends, in words."""
    partner = details.get("partner")
    name = desk.row("organisation", partner).name if partner else ""
    told = {"fund": fund.title, "name": name, "agreement": details["agreement"]}
    return words.say(f"pool.{what}_{details['ask']}", told, desk.partnership.language)


def _day(details: dict[str, Any]) -> dt.date | None:
    return dt.date.fromisoformat(details["on"]) if details.get("on") else None
