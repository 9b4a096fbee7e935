"""Opening a fund, saying who is in it and who manages it, and closing it.

Who enters or leaves a pool that runs is each partner's to decide: see `proposing`. What was
decided outside Vires is recorded here, with its reason, and flagged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.flags import flag
from governance.application.deadlines.settling import live, superseded
from governance.application.desk import Desk
from governance.application.funds.finding import (
    ALIGNED,
    KINDS,
    LIVE,
    STANDING,
    agreements,
    allocations,
    by_name,
    contributions,
    partner_rows,
    report_rows,
    standing_agreement,
)
from governance.application.funds.periodic import begin_reports, latest, spent_ever
from governance.application.naming import key_problems, must_be_free, name_problems
from governance.application.permissions import must_be
from governance.domain.errors import Problem, Refusal, Refused, Unusable
from governance.domain.suggest import nearest
from statemachines.permissions import Permission


def add_fund(
    desk: Desk,
    *,
    key: str,
    title: str,
    kind: str,
    host: str,
    manager: str | None = None,
    partners: Iterable[str] = (),
    year_starts: int = 4,
) -> Receipt:
    """Open a fund. The host is in it whether named among the partners or not.

    An aligned fund has no agreement, so its reports are asked for at once. Raises `Unusable`,
    everything at once; `Refused` for a key in use.
    """
    must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER)
    problems = [*key_problems(key), *name_problems(title)]
    if kind not in KINDS:
        told = {"name": kind[:40], "nearest": nearest(kind, KINDS), "known": list(KINDS)}
        problems.append(Problem("fund.kind_unknown", told))
    if not 1 <= year_starts <= 12:
        problems.append(Problem("fund.month_unknown", {"month": year_starts}))
    found: dict[str, Any] = {}
    for name in (host, *partners):
        problems += _found_partner(desk, name, found)
    who = None
    try:
        who = desk.row("person", manager) if manager else None
    except Unusable as error:
        problems += error.problems
    if problems:
        raise Unusable(problems)
    must_be_free(desk, table="fund", key=key)
    fund_id, keys = desk.new_id(), [row.key for row in found.values()]
    values = {
        "id": fund_id,
        "ref": desk.next_ref("fund"),
        "key": key,
        "title": title.strip(),
        "kind": kind,
        "host_id": next(iter(found)),
        "manager_id": None if who is None else who.id,
        "year_starts": year_starts,
    }
    facts = {"kind": kind, "host": keys[0], "partners": keys}
    writes = tuple(_entry(desk, fund_id, one, desk.today) for one in found)
    receipt = desk.apply(
        Change(
            kind="fund.opened",
            table="fund",
            subject=None,
            values=values,
            facts=facts,
            writes=writes,
        )
    )
    if kind == ALIGNED:
        begin_reports(desk, fund_id)
    return receipt


def set_manager(desk: Desk, fund: str, *, manager: str, seen: int | None = None) -> Receipt:
    """Say who manages a fund; the reports that are still to come are theirs from now on."""
    must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER)
    row = desk.row("fund", fund, seen=seen)
    person = desk.row("person", manager)
    open_fund(row)
    if row.manager_id == person.id:
        raise Refused.one("fund.manager_already", ref=row.ref)
    due = [d for d in live(desk, row.id) if d.kind in ("fund_report", "remedial_plan")]
    return desk.apply(
        Change(
            kind="fund.manager_named",
            table="fund",
            subject=row,
            values={"manager_id": person.id},
            facts={"manager": person.key},
            writes=tuple(Update("deadline", d, {"owner": f"person:{person.key}"}) for d in due),
        )
    )


def join(
    desk: Desk,
    fund: str,
    *,
    partner: str,
    on: dt.date | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Take a partner into a fund from a day.

    Into a pool that runs only as a record of what was decided outside, with its reason.
    """
    must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER)
    row, agreement = _with_agreement(desk, fund, seen)
    open_fund(row)
    organisation = _one_partner(desk, partner)
    _must_say_why(row, agreement, organisation, reason)
    receipt = entered(desk, row, organisation, on=on or desk.today, reason=reason)
    _flagged(desk, agreement, "pool.entered_outside", organisation, reason)
    return receipt


def leave(
    desk: Desk,
    fund: str,
    *,
    partner: str,
    on: dt.date | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Note the last day of a partner in a fund; where a pool runs, with a reason."""
    must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER)
    row, agreement = _with_agreement(desk, fund, seen)
    open_fund(row)
    organisation = _one_partner(desk, partner)
    _must_say_why(row, agreement, organisation, reason)
    receipt = left(desk, row, organisation, on=on or desk.today, reason=reason)
    _flagged(desk, agreement, "pool.left_outside", organisation, reason)
    return receipt


def entered(
    desk: Desk, fund: Any, organisation: Any, *, on: dt.date, reason: str = "", by: str = ""
) -> Receipt:
    """Write that a partner is in a fund from a day. Raises `Refused` where it is already."""
    there = _place(desk, fund, organisation)
    if there is not None and (there.to_day is None or there.to_day >= on):
        raise Refused.one("fund.partner_already", ref=fund.ref, name=organisation.name)
    return desk.apply(
        Change(
            kind="fund.partner_entered",
            table="fund",
            subject=fund,
            values={},
            facts={"partner": organisation.key, "on": on, "reason": reason.strip()},
            writes=(_entry(desk, fund.id, organisation.id, on),),
            authority=by or None,
        )
    )


def left(
    desk: Desk, fund: Any, organisation: Any, *, on: dt.date, reason: str = "", by: str = ""
) -> Receipt:
    """Write a partner's last day in a fund. Raises `Refused` for the host or one not in it."""
    there = _place(desk, fund, organisation)
    if organisation.id == fund.host_id:
        raise Refused.one("fund.host_stays", ref=fund.ref, name=organisation.name)
    if there is None or there.to_day is not None:
        raise Refused.one("fund.partner_not_in", ref=fund.ref, name=organisation.name)
    if on < there.from_day:
        raise Refused.one("fund.left_before_entering", name=organisation.name, on=there.from_day)
    receipt = desk.apply(
        Change(
            kind="fund.partner_left",
            table="fund",
            subject=fund,
            values={},
            facts={"partner": organisation.key, "on": on, "reason": reason.strip()},
            writes=(Update("fund_partner", there, {"to_day": on}),),
            authority=by or None,
        )
    )
    from governance.application.funds.consenting import settle  # noqa: PLC0415  # it asks us

    settle(desk, fund.id)
    return receipt


def close(desk: Desk, fund: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Close a fund in which nothing is left. Raises `Refused` with everything that is."""
    must_be(desk, Permission.SECRETARY)
    row = desk.row("fund", fund, seen=seen)
    open_fund(row)
    against = in_the_way(desk, row)
    if not reason.strip():
        against.append(Refusal("lifecycle.reason_missing"))
    if against:
        raise Refused(against)
    return desk.apply(
        Change(
            kind="fund.closed",
            table="fund",
            subject=row,
            values={"closed_on": desk.today},
            facts={"reason": reason.strip()},
            writes=tuple(superseded(desk, due) for due in live(desk, row.id)),
        )
    )


def open_fund(row: Any) -> None:
    """Raise `Refused` where a fund is closed."""
    if row.closed_on is not None:
        raise Refused.one("fund.closed", ref=row.ref, on=row.closed_on)


def in_the_way(desk: Desk, row: Any) -> list[Refusal]:
    """Why a fund cannot be closed: an agreement, allocations, money."""
    found = [
        Refusal("fund.agreement_stands", {"agreement": one.ref})
        for one in agreements(desk, row.id)
        if one.state != "ended"
    ]
    kept = [a for a in allocations(desk, row.id) if a.state in LIVE and a.under_id is None]
    kept = [a for a in kept if a.period_end >= desk.today or a.state == "awaiting_consent"]
    if kept:
        numbers = [str(a.number) for a in kept]
        total = sum(a.amount for a in kept)
        found.append(Refusal("fund.allocated_still", {"numbers": numbers, "sum": total}))
    paid = sum(c.amount for c in contributions(desk, row.id) if c.paid)
    spent = spent_ever(desk, row.id)
    if paid > spent:
        found.append(Refusal("fund.money_left", {"left": paid - spent, "ref": row.ref}))
    elif paid < spent:
        found.append(Refusal("fund.money_short", {"short": spent - paid, "ref": row.ref}))
    begun = [one for one in latest(report_rows(desk, row.id)) if one.period_end < desk.today]
    for one in begun:
        if one.reported_on is None:
            told = {"kind": one.kind, "start": one.period_start, "end": one.period_end}
            found.append(Refusal("fund.report_missing", told))
    return found


def _with_agreement(desk: Desk, fund: str, seen: int | None) -> tuple[Any, Any | None]:
    """A fund and the agreement it stands on, locked in the order in which decisions lock them."""
    peek = by_name(desk, "fund", fund)
    agreement = None if peek is None else standing_agreement(desk, peek.id)
    if agreement is not None:
        agreement = desk.row("pooled_agreement", agreement.id)
    return desk.row("fund", fund, seen=seen), agreement


def _found_partner(desk: Desk, name: str, found: dict[str, Any]) -> list[Problem]:
    try:
        row = _one_partner(desk, name)
    except (Unusable, Refused) as error:
        if isinstance(error, Refused):
            return [Problem(r.code, r.params) for r in error.refusals]
        return list(error.problems)
    found.setdefault(row.id, row)
    return []


def _one_partner(desk: Desk, name: str) -> Any:
    row = desk.row("organisation", name)
    if not row.partner:
        raise Refused.one("fund.no_partner", name=row.name)
    return row


def _place(desk: Desk, fund: Any, organisation: Any) -> Any | None:
    rows = [r for r in partner_rows(desk, fund.id) if r.organisation_id == organisation.id]
    return rows[-1] if rows else None


def _entry(desk: Desk, fund_id: str, organisation_id: str, on: dt.date) -> Insert:
    values = {"id": desk.new_id(), "fund_id": fund_id, "organisation_id": organisation_id}
    return Insert("fund_partner", {**values, "from_day": on})


def _must_say_why(fund: Any, agreement: Any | None, organisation: Any, reason: str) -> None:
    """A pool that runs changes by each partner's decision; what was done outside says why."""
    if agreement is not None and agreement.state in STANDING and not reason.strip():
        told = {"ref": fund.ref, "agreement": agreement.ref, "name": organisation.name}
        raise Refused.one("fund.partners_decide", **told)


def _flagged(desk: Desk, agreement: Any | None, code: str, who: Any, reason: str) -> None:
    if agreement is None or agreement.state not in STANDING:
        return
    row = desk.row("pooled_agreement", agreement.id)
    one = flag(code, on=desk.today, name=who.name, reason=reason.strip())
    desk.apply(
        Change(
            kind="pooled_agreement.flagged",
            table="pooled_agreement",
            subject=row,
            values={"flags": [*row.flags, one]},
            facts={"flag": code, "partner": who.key},
        )
    )
