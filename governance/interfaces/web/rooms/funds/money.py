"""The money of a fund: what partners put in, what is set aside for what, what is reported."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance import words
from governance.application.bodies.queries import list_bodies
from governance.application.desk import Desk
from governance.application.funds import queries, reporting
from governance.application.funds.allocating import Wanted, allocate, numbered, release
from governance.application.funds.consenting import awaited, consent
from governance.application.funds.contributing import contribute
from governance.application.funds.finding import (
    ALIGNED,
    allocations,
    fund_year,
    known_organisations,
    standing_agreement,
)
from governance.application.proposals.powers import titles
from governance.domain.funds.periods import period_of, quarters, year_of
from governance.interfaces.web.acts import About, Done, Said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.fields import (
    Area,
    Choice,
    Day,
    Field,
    Money,
    Option,
    Pick,
    Text,
    Whole,
    YesNo,
)
from governance.interfaces.web.rooms.funds.common import (
    about_fund,
    fund_act,
    partner_options,
    period,
)
from governance.interfaces.web.visit import Visit
from governance.words.format import day


def _fund(visit: Visit) -> Any:
    return visit.desk.row("fund", visit.path["ref"])


def _options(act: str, names: tuple[str, ...]) -> list[Option]:
    return [Option(one, words.say(f"web.fund.{act}.{one}", {})) for one in names]


_FROM, _TO = Day(name="from", required=False), Day(name="to", required=False)


# --- put in


def _contribute_fields(visit: Visit) -> list[Field]:
    return [
        Pick(name="partner", options=partner_options(visit)),
        Choice(name="kind", options=_options("contribute", ("agreed", "paid"))),
        Money(name="amount"),
        Choice(name="way", options=_options("contribute", ("more", "less"))),
        _FROM,
        _TO,
        Day(name="on", required=False),
        Area(name="reason", required=False, rows=3),
    ]


def _contribute(desk: Desk, said: Said) -> Done:
    paid, less, amount = said["kind"] == "paid", said["way"] == "less", said["amount"]
    span = period(said)
    receipt = contribute(
        desk,
        said.ref,
        partner=said["partner"],
        amount=-amount if less else amount,
        period=span,
        paid=paid,
        on=said["on"],
        reason=said.get("reason", ""),
        seen=said.seen,
    )
    span = span or fund_year(desk.row("fund", receipt.ref), desk.today)
    codes = {
        (False, False): "done.fund_agreed",
        (False, True): "done.fund_less",
        (True, False): "done.fund_paid",
        (True, True): "done.fund_paid_back",
    }
    name = desk.row("organisation", said["partner"]).name
    told = {"partner": name, "amount": amount, "start": span.start, "end": span.end}
    return Done(receipt=receipt, code=codes[paid, less], params=told)


# --- set aside


def _allocate_fields(visit: Visit) -> list[Field]:
    fund = _fund(visit)
    pooled = standing_agreement(visit.desk, fund.id)
    bodies = [Option(one.row.key, one.row.name) for one in list_bodies(visit.desk)]
    found: list[Field] = [
        Money(name="amount"),
        Text(name="commission", required=False, width="10"),
        Text(name="agreement", required=False, width="10"),
        Pick(name="body", options=bodies, required=False),
        _FROM,
        _TO,
    ]
    if pooled is not None:
        permitted = [Option(one["key"], one["title"]) for one in pooled.permitted]
        called = titles(visit.desk, None, {one["decider"] for one in pooled.limits})
        found += [
            Pick(name="permitted", options=permitted, required=False),
            YesNo(name="departs", required=False),
            Pick(name="by", options=[Option(k, t) for k, t in called.items()], required=False),
        ]
    if fund.kind == ALIGNED:
        found.append(Pick(name="part", options=partner_options(visit), required=False))
    return [
        *found,
        Text(name="decision", required=False, width="10"),
        Whole(name="under", required=False, least=1),
        YesNo(name="ring-fenced", required=False),
        Area(name="reason", required=False, rows=3),
        Area(name="outside", required=False, rows=3),
    ]


def _allocate(desk: Desk, said: Said) -> Done:
    wanted = Wanted(
        amount=said["amount"],
        commission=said.get("commission"),
        agreement=said.get("agreement"),
        body=said.get("body"),
        period=period(said),
        permitted=said.get("permitted"),
        departs=said.get("departs", False),
        under=said.get("under"),
        decision=said.get("decision"),
        by=said.get("by"),
        part=said.get("part"),
        ring_fenced=said.get("ring-fenced", False),
        outside=said.get("outside", ""),
        reason=said.get("reason", ""),
    )
    receipt = allocate(desk, said.ref, wanted=wanted, seen=said.seen)
    last = allocations(desk, receipt.id)[-1]
    told: dict[str, Any] = {"number": last.number, "amount": last.amount}
    if last.state == "awaiting_consent":
        who = [known_organisations(desk)[one].name for one in awaited(desk, receipt.id, last.id)]
        return Done(receipt=receipt, code="web.fund.awaits", params={**told, "who": who})
    return Done(receipt=receipt, code="web.fund.allocated", params=told)


def _number(path: Any) -> int:
    return int(path["number"]) if path["number"].isdecimal() else 0


def _allocation_about(visit: Visit) -> About:
    about = about_fund(visit)
    one = numbered(visit.desk, _fund(visit), _number(visit.path))
    told = {**about.params, "number": one.number, "amount": one.amount}
    return About(params=told, seen=about.seen)


def _release(desk: Desk, said: Said) -> Done:
    number, amount = _number(said.path), said.get("amount")
    before = numbered(desk, desk.row("fund", said.ref), number).amount
    receipt = release(
        desk, said.ref, number=number, amount=amount, reason=said["reason"], seen=said.seen
    )
    told = {"amount": before if amount is None else amount, "number": number}
    return Done(receipt=receipt, code="done.fund_released", params=told)


def _consent_fields(visit: Visit) -> list[Field]:
    return [
        Pick(name="partner", options=partner_options(visit)),
        Choice(name="answer", options=_options("consent", ("gives", "refuses"))),
        Pick(name="person", options=officers(visit.desk), required=False),
        Area(name="words", required=False, rows=3),
    ]


def _consent(desk: Desk, said: Said) -> Done:
    number, refuse = _number(said.path), said["answer"] == "refuses"
    receipt = consent(
        desk,
        said.ref,
        number=number,
        partner=said["partner"],
        person=said.get("person"),
        words=said.get("words", ""),
        refuse=refuse,
        seen=said.seen,
    )
    one = numbered(desk, desk.row("fund", said.ref), number)
    who = [known_organisations(desk)[p].name for p in awaited(desk, receipt.id, one.id)]
    code = "done.fund_consented" if who else "done.fund_consents"
    name = desk.row("organisation", said["partner"]).name
    told = {"partner": name, "number": number, "who": who}
    return Done(receipt=receipt, code="done.fund_refused" if refuse else code, params=told)


# --- reported


def _periods(visit: Visit) -> list[Option]:
    """The quarters and years that can be reported on: of this year of the fund and the last."""
    fund = _fund(visit)
    this = year_of(visit.today, fund.year_starts)
    last = year_of(this.start - dt.timedelta(days=1), fund.year_starts)
    found = []
    for year in (this, last):
        for kind, span in [*(("quarter", q) for q in quarters(year)), ("year", year)]:
            if span.start <= visit.today:
                told = {"start": day(span.start), "end": day(span.end)}
                text = words.say(f"web.fund.report.{kind}", told)
                found.append(Option(f"{kind} {span.start.isoformat()}", text))
    return found


def _report_fields(visit: Visit) -> list[Field]:
    return [
        Pick(name="period", options=_periods(visit)),
        Money(name="spent"),
        Money(name="forecast", required=False),
        Area(name="words", required=False),
        Area(name="reason", required=False, rows=3),
    ]


def _report_about(visit: Visit) -> About:
    """Begins with the earliest period that is due and not reported."""
    found = queries.show(visit.desk, visit.path["ref"])
    due = [one for one in found["reports"] if one["reported_on"] is None]
    first = min(due, key=lambda one: one["due"], default=None)
    if first is None:
        return about_fund(visit)
    return about_fund(visit, period=f"{first['kind']} {first['start'].isoformat()}")


def _report(desk: Desk, said: Said) -> Done:
    kind, _, start = said["period"].partition(" ")
    reason = said.get("reason", "")
    made = reporting.report(
        desk,
        said.ref,
        kind=kind,
        day=dt.date.fromisoformat(start),
        spent=said["spent"],
        forecast=said.get("forecast"),
        said=said.get("words", ""),
        correct=bool(reason),
        reason=reason,
        seen=said.seen,
    )
    fund = desk.row("fund", said.ref)
    span = period_of(kind, dt.date.fromisoformat(start), fund.year_starts)
    told: dict[str, Any] = {"start": span.start, "end": span.end}
    if not made.over:
        code = "done.fund_corrected" if reason else "done.fund_reported"
        return Done(receipt=made.receipt, code=code, params=told)
    told |= {"over": made.over, "due": made.plan_due}
    code = "web.fund.reported_over_plan" if made.plan_due else "web.fund.reported_over"
    return Done(receipt=made.receipt, code=code, params=told)


def _remedy(desk: Desk, said: Said) -> Done:
    receipt = reporting.plan_remedy(desk, said.ref, what=said["plan"], seen=said.seen)
    return Done(receipt=receipt, code="done.fund_planned")


def _settle(desk: Desk, said: Said) -> Done:
    receipt = reporting.settle_remedy(desk, said.ref, outcome=said["outcome"], seen=said.seen)
    return Done(receipt=receipt, code="done.fund_settled")


_ONE = "allocations/{number}"
ACTS = (
    fund_act(
        "contribute",
        "contribute",
        _contribute,
        fields=_contribute_fields,
        about=lambda visit: about_fund(visit, kind="agreed", way="more"),
    ),
    fund_act("allocate", "allocate", _allocate, fields=_allocate_fields, check=True),
    fund_act(
        "release",
        f"{_ONE}/release",
        _release,
        about=_allocation_about,
        fields=(Money(name="amount", required=False), Area(name="reason", rows=3)),
    ),
    fund_act(
        "consent",
        f"{_ONE}/consent",
        _consent,
        about=_allocation_about,
        fields=_consent_fields,
        check=True,
    ),
    fund_act("report", "report", _report, about=_report_about, fields=_report_fields),
    fund_act("remedy", "remedy", _remedy, fields=(Area(name="plan"),)),
    fund_act("settle", "settle", _settle, fields=(Area(name="outcome"),)),
)
