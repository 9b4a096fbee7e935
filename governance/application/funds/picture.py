"""The parts of a fund's picture: who puts in what, where it goes, who bears what, what is amiss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from governance.application.desk import Desk
from governance.application.funds.consenting import awaited, consents
from governance.application.funds.finding import (
    POOLED,
    agreed_by_partner,
    allocations,
    contributions,
    known_organisations,
    paid_by_partner,
    parties,
    partner_rows,
    report_rows,
    under,
)
from governance.application.funds.periodic import latest
from governance.application.funds.reporting import forecast_over
from governance.application.people.queries import names
from governance.application.subjects import refs
from governance.domain.errors import Refusal
from governance.domain.funds.periods import Period, gaps, overlaps
from governance.domain.funds.sharing import order_of, shared


def partners(desk: Desk, fund: Any, year: Period) -> list[dict[str, Any]]:
    """What each partner puts in for a year: agreed, paid, changes; those that have left too."""
    known = known_organisations(desk)
    put = contributions(desk, fund.id)
    agreed, paid = agreed_by_partner(put, year), paid_by_partner(put, year)
    places = {row.organisation_id: row for row in partner_rows(desk, fund.id)}
    ids = dict.fromkeys((*places, *agreed, *paid))
    inside = set(parties(desk, fund.id))
    return [
        {
            "partner": known[one].key,
            "name": known[one].name,
            "host": one == fund.host_id,
            "in": one in inside,
            "since": places[one].from_day if one in places else None,
            "left_on": places[one].to_day if one in places else None,
            "agreed": agreed.get(one, 0),
            "paid": paid.get(one, 0),
            "changes": [
                {
                    "start": row.period_start,
                    "end": row.period_end,
                    "amount": row.amount,
                    "paid": row.paid,
                    "on": row.on_day,
                    "reason": row.reason,
                }
                for row in put
                if row.organisation_id == one and year.has(Period(row.period_start, row.period_end))
            ],
        }
        for one in ids
    ]


def allocated(desk: Desk, fund: Any, year: Period) -> list[dict[str, Any]]:
    """A year's allocations, each with what came out of it and whose consent it waits for."""
    rows = allocations(desk, fund.id)
    known = known_organisations(desk)
    numbers = {row.id: row.number for row in rows}
    called = refs(desk, [t for row in rows for t in _targets(row)])
    given = consents(desk, [row.id for row in rows])
    who = names(desk, [one.person_id for list_ in given.values() for one in list_])
    return [
        {
            "number": row.number,
            "state": row.state,
            "amount": row.amount,
            "to": [called[row_id] for _, row_id in _targets(row)],
            "body": _body_name(desk, row),
            "under": numbers.get(row.under_id),
            "allocated_on": under(rows, row.id) if row.body_id is not None else None,
            "ring_fenced": row.ring_fenced,
            "part": known[row.organisation_id].key if row.organisation_id else None,
            "permitted": row.permitted,
            "decider": row.decider,
            "report": _report(desk, row),
            "start": row.period_start,
            "end": row.period_end,
            "on": row.on_day,
            "released_on": row.released_on,
            "reason": row.reason,
            "flags": row.flags,
            "consents": [
                {
                    "partner": known[one.organisation_id].key,
                    "by": who.get(one.person_id),
                    "on": one.on_day,
                }
                for one in given.get(row.id, [])
            ],
            "awaits": [
                known[one].name for one in (awaited(desk, fund.id, row.id) if _waits(row) else [])
            ],
        }
        for row in rows
        if year.has(Period(row.period_start, row.period_end))
    ]


def reports(desk: Desk, rows: list[Any], year: Period) -> list[dict[str, Any]]:
    """A year's reports, what counts now first and every earlier figure under it."""
    found = []
    for one in latest(rows):
        if not year.has(Period(one.period_start, one.period_end)):
            continue
        earlier = [
            {"number": r.number, "spent": r.spent, "forecast": r.forecast, "on": r.reported_on}
            for r in rows
            if r.kind == one.kind and r.period_end == one.period_end and r.number < one.number
        ]
        found.append(
            {
                "kind": one.kind,
                "start": one.period_start,
                "end": one.period_end,
                "due": one.due_day,
                "reported_on": one.reported_on,
                "late": (one.reported_on or desk.today) > one.due_day and one.number == 1,
                "spent": one.spent,
                "forecast": one.forecast,
                "said": one.said,
                "reason": one.reason,
                "earlier": earlier,
            }
        )
    return found


def sharing(desk: Desk, fund: Any, year: Period, agreement: Any | None) -> dict[str, Any] | None:
    """Who bears or gets what of a year's overspend or underspend, as forecast now.

    None where nothing is forecast, or it is just what partners put in. An aligned fund shares
    nothing: each partner bears its own.
    """
    if fund.kind != POOLED or not _forecast(desk, fund, year):
        return None
    over = forecast_over(desk, fund, year)
    if over == 0 or agreement is None:
        return None
    known = known_organisations(desk)
    put = agreed_by_partner(contributions(desk, fund.id), year)
    order = order_of(agreement.overspend if over > 0 else agreement.underspend)
    found: dict[str, Any] = {"over": max(over, 0), "under": max(-over, 0), "how": None}
    if order is None:
        return {**found, "parts": [], "to_nobody": abs(over)}
    by_key = {known[one].key: amount for one, amount in put.items()}
    split = shared(abs(over), order, contributions=by_key, host=known[fund.host_id].key)
    titles = {one.key: one.name for one in known.values()}
    return {
        **found,
        "how": order.how,
        "parts": [
            {"partner": key, "name": titles.get(key, key), "amount": amount}
            for key, amount in split.parts.items()
        ],
        "to_nobody": split.to_nobody,
    }


def warnings(desk: Desk, fund: Any, year: Period, found: dict[str, Any]) -> Iterator[Refusal]:
    """What is amiss with a fund, wherever it is shown; nothing of it blocks."""
    agreement = found["agreement"]
    if fund.kind == POOLED and agreement is None:
        yield Refusal("fund.warn_no_agreement")
    elif agreement is not None:
        yield from _of_agreement(desk, agreement)
    if found["headroom"] < 0:
        yield Refusal("fund.warn_over_committed", {"by": -found["headroom"]})
    for one in found["partners"]:
        yield from _of_partner(one, year)
    for report in found["reports"]:
        if report["reported_on"] is None and desk.today > report["due"]:
            told = {k: report[k] for k in ("kind", "start", "end", "due")}
            yield Refusal("fund.warn_report_late", told)
    yield from _of_spending(found)


def _of_agreement(desk: Desk, agreement: dict[str, Any]) -> Iterator[Refusal]:
    told = {"ref": agreement["ref"], "ends": agreement["ends_on"]}
    past = agreement["ends_on"] is not None and agreement["ends_on"] < desk.today
    if agreement["state"] == "on_extension" or (
        past and agreement["state"] in ("in_force", "varied")
    ):
        yield Refusal("fund.warn_on_extension", told)
    elif agreement["state"] not in ("in_force", "varied"):
        state = agreement["state"].replace("_", " ")
        yield Refusal("fund.warn_not_in_force", {**told, "state": state})
    if agreement["lacks"] and agreement["state"] not in ("draft", "agreed", "ended"):
        yield Refusal("fund.warn_incomplete", {**told, "count": len(agreement["lacks"])})


def _of_partner(one: dict[str, Any], year: Period) -> Iterator[Refusal]:
    told = {"name": one["name"]}
    spans = [Period(c["start"], c["end"]) for c in one["changes"] if not c["paid"]]
    for first, second in overlaps(spans):
        days = {"start": second.start, "end": min(first.end, second.end)}
        yield Refusal("fund.warn_overlap", {**told, **days})
    stays = _stay(one, year)
    for gap in gaps(spans, stays) if spans and stays is not None else []:
        yield Refusal("fund.warn_gap", {**told, "start": gap.start, "end": gap.end})
    if one["in"] and not spans:
        yield Refusal("fund.warn_nothing_agreed", {**told, "start": year.start, "end": year.end})
    if one["paid"] > one["agreed"]:
        yield Refusal("fund.warn_paid_more", {**told, "by": one["paid"] - one["agreed"]})
    if one["left_on"] is not None and one["agreed"] != one["paid"]:
        more = {"on": one["left_on"], "agreed": one["agreed"], "paid": one["paid"]}
        yield Refusal("fund.warn_left", {**told, **more})


def _stay(one: dict[str, Any], year: Period) -> Period | None:
    """The days of a year on which a partner is in a fund; before its first sum it owes none."""
    last = min(one["left_on"] or year.end, year.end)
    first = min((c["start"] for c in one["changes"] if not c["paid"]), default=year.start)
    return Period(first, last) if first <= last else None


def _of_spending(found: dict[str, Any]) -> Iterator[Refusal]:
    sharing_ = found["sharing"]
    if sharing_ is not None and sharing_["over"]:
        yield Refusal("fund.warn_overspend", {"by": sharing_["over"]})
        agreement = found["agreement"]
        if not found["remedial_plans"] and agreement["remedial_days"] is None:
            yield Refusal("fund.warn_no_clause")
    if sharing_ is not None and sharing_["to_nobody"]:
        code = "fund.warn_to_nobody" if sharing_["how"] else "fund.warn_no_order"
        yield Refusal(code, {"amount": sharing_["to_nobody"]})
    for plan in found["remedial_plans"]:
        if plan["overdue"]:
            yield Refusal("fund.warn_plan_overdue", {"due": plan["due"]})
    for one in found["allocations"]:
        if one["state"] == "awaiting_consent":
            told = {"number": one["number"], "who": one["awaits"]}
            yield Refusal("fund.warn_awaits", told)


def _forecast(desk: Desk, fund: Any, year: Period) -> bool:
    return any(
        one.forecast is not None and year.has(Period(one.period_start, one.period_end))
        for one in report_rows(desk, fund.id)
    )


def _targets(row: Any) -> list[tuple[str, str]]:
    given = (
        ("commission", row.commission_id),
        ("agreement", row.agreement_id),
        ("body", row.body_id),
    )
    return [(table, row_id) for table, row_id in given if row_id is not None]


def _body_name(desk: Desk, row: Any) -> str | None:
    body = desk.by_id("body", row.body_id)
    return None if body is None else str(body.name)


def _report(desk: Desk, row: Any) -> str | None:
    report = desk.by_id("proposal", row.proposal_id)
    return None if report is None else str(report.ref)


def _waits(row: Any) -> bool:
    return bool(row.state == "awaiting_consent")
