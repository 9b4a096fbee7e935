"""`vires fund`, its money: contributions, allocations, consents, reports, remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.domain.errors import Unusable
from governance.interfaces.cli.options import As, In, Now, acting_desk, day, optional_day
from governance.interfaces.cli.output import AsJson, done, emit_json, say

if TYPE_CHECKING:
    from governance.application.desk import Desk
    from governance.application.funds.reporting import Reported
    from governance.domain.funds.periods import Period

_Ref = Annotated[str, typer.Argument(metavar="FUND", help="Its key, or a reference like F-0001.")]
_Partner = Annotated[str, typer.Argument(metavar="PARTNER", help="A partner by its key.")]
_Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help="Pounds, such as 30,000 or 2.5m.")]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The allocation’s number.")]
_From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="First day; the year’s otherwise.")
]
_To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day.")]
_Why = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]
_Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to `vires fund`."""
    for name, command in (
        ("contribute", contribute),
        ("allocate", allocate),
        ("release", release),
        ("consent", consent),
        ("report", report),
        ("remedy", remedy),
    ):
        app.command(name)(command)


def contribute(
    ref: _Ref,
    partner: _Partner,
    amount: _Amount,
    first: _From = None,
    last: _To = None,
    less: Annotated[
        bool, typer.Option("--less", help="Take it from what is there; say why.")
    ] = False,
    paid: Annotated[bool, typer.Option("--paid", help="It came in; agreed otherwise.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; today otherwise.")
    ] = None,
    reason: _Why = "",
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record what a partner agreed to put in, or paid; a change is a further sum with a reason."""
    from governance.application.funds.contributing import contribute as act
    from governance.application.funds.finding import fund_year
    from governance.domain.money import short_pence

    sum_, span, when = short_pence(amount), _period(first, last), optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            ref,
            partner=partner,
            amount=-sum_ if less else sum_,
            period=span,
            paid=paid,
            on=when,
            reason=reason,
            seen=seen,
        )
        row = desk.row("fund", ref)
        span = span or fund_year(row, desk.today)
        name = desk.row("organisation", partner).name
    codes = {
        (False, False): "done.fund_agreed",
        (False, True): "done.fund_less",
        (True, False): "done.fund_paid",
        (True, True): "done.fund_paid_back",
    }
    told = {"partner": name, "amount": sum_, "start": span.start, "end": span.end}
    done(receipt, codes[paid, less], as_json=as_json, **told)


def allocate(
    ref: _Ref,
    amount: _Amount,
    commission: Annotated[
        str | None, typer.Option("--commission", help="For this commission.")
    ] = None,
    agreement: Annotated[
        str | None, typer.Option("--agreement", help="For this agreement of a commission.")
    ] = None,
    body: Annotated[
        str | None, typer.Option("--body", help="To this body, which decides on it.")
    ] = None,
    first: _From = None,
    last: _To = None,
    permitted: Annotated[
        str | None, typer.Option("--permitted", metavar="KEY", help="What the agreement permits.")
    ] = None,
    departs: Annotated[
        bool, typer.Option("--departs", help="It is not permitted: each partner has to consent.")
    ] = False,
    under: Annotated[
        int | None, typer.Option("--under", metavar="NUMBER", help="Out of what a body was given.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option("--decision", metavar="REPORT", help="The decision in effect.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DECIDER", help="Who commits it, by a limit.")
    ] = None,
    part: Annotated[
        str | None, typer.Option("--part", metavar="PARTNER", help="Whose part, if aligned.")
    ] = None,
    ring_fenced: Annotated[
        bool, typer.Option("--ring-fenced", help="The body may use it for nothing else.")
    ] = False,
    outside: Annotated[
        str, typer.Option("--outside", metavar="WHY", help="It was committed outside; flagged.")
    ] = "",
    reason: _Why = "",
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Set money aside for a commission, an agreement, or a body that decides on it."""
    from governance.application.funds.allocating import Wanted
    from governance.application.funds.allocating import allocate as act
    from governance.domain.money import short_pence

    wanted = Wanted(
        amount=short_pence(amount),
        commission=commission,
        agreement=agreement,
        body=body,
        period=_period(first, last),
        permitted=permitted,
        departs=departs,
        under=under,
        decision=decision,
        by=by,
        part=part,
        ring_fenced=ring_fenced,
        outside=outside,
        reason=reason,
    )
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, wanted=wanted, seen=seen)
        told = _allocated(desk, receipt.id)
    if as_json:
        emit_json({**receipt.plain(), **told})
        return
    code = "done.fund_allocated"
    if told["state"] == "awaiting_consent":
        code = "done.fund_awaits"
    elif told["under"] is not None:
        code = "done.fund_allocated_under"
    elif told["part"] is not None:
        code = "done.fund_allocated_part"
    say(code, ref=receipt.ref, **told)


def release(
    ref: _Ref,
    number: _Number,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="POUNDS", help="A part; all otherwise.")
    ] = None,
    reason: _Why = "",
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give an allocation back to the fund, or a part of it."""
    from governance.application.funds.allocating import numbered
    from governance.application.funds.allocating import release as act
    from governance.domain.money import short_pence

    back = None if amount is None else short_pence(amount)
    with acting_desk(partnership, actor, now) as desk:
        before = numbered(desk, desk.row("fund", ref), number).amount
        receipt = act(desk, ref, number=number, amount=back, reason=reason, seen=seen)
    told = {"amount": before if back is None else back, "number": number}
    done(receipt, "done.fund_released", as_json=as_json, **told)


def consent(
    ref: _Ref,
    number: _Number,
    partner: _Partner,
    person: Annotated[
        str | None, typer.Option("--person", help="Who gave it, as the secretary records.")
    ] = None,
    refuse: Annotated[
        bool, typer.Option("--refuse", help="The partner refuses, which ends it.")
    ] = False,
    text: Annotated[str, typer.Option("--words", help="What it says; of a refusal, why.")] = "",
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a partner’s written consent to an allocation that departs, or its refusal."""
    from governance.application.funds.consenting import consent as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            ref,
            number=number,
            partner=partner,
            person=person,
            words=text,
            refuse=refuse,
            seen=seen,
        )
        name = desk.row("organisation", partner).name
        who = _awaited(desk, receipt.id, number)
    code = "done.fund_consented" if who else "done.fund_consents"
    code = "done.fund_refused" if refuse else code
    done(receipt, code, as_json=as_json, partner=name, number=number, who=who)


def report(
    ref: _Ref,
    spent: Annotated[str, typer.Option("--spent", metavar="POUNDS", help="In this period.")],
    quarter: Annotated[
        str | None, typer.Option("--quarter", metavar="DATE", help="The quarter of this day.")
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="DATE", help="The year of this day.")
    ] = None,
    forecast: Annotated[
        str | None,
        typer.Option("--forecast", metavar="POUNDS", help="By the end of the year."),
    ] = None,
    text: Annotated[str, typer.Option("--words", help="What the partners are told.")] = "",
    correct: Annotated[
        bool, typer.Option("--correct", help="Correct what was reported; it stays on record.")
    ] = False,
    reason: _Why = "",
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Report a quarter or a year to the partners: spent, forecast, in words."""
    from governance.application.funds.reporting import report as act
    from governance.domain.funds.periods import period_of
    from governance.domain.money import short_pence

    if (quarter is None) == (year is None):
        raise Unusable.one("fund.quarter_or_year")
    kind = "quarter" if quarter is not None else "year"
    on = day(quarter or year or "", f"--{kind}")
    with acting_desk(partnership, actor, now) as desk:
        made = act(
            desk,
            ref,
            kind=kind,
            day=on,
            spent=short_pence(spent),
            forecast=None if forecast is None else short_pence(forecast),
            said=text,
            correct=correct,
            reason=reason,
            seen=seen,
        )
        span = period_of(kind, on, desk.row("fund", ref).year_starts)
    code = "done.fund_corrected" if correct else "done.fund_reported"
    _reported(made, code, span, as_json=as_json)


def remedy(
    ref: _Ref,
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="TEXT", help="What is done about it.")
    ] = None,
    settled: Annotated[
        str | None, typer.Option("--settled", metavar="TEXT", help="What came of it.")
    ] = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record the remedial plan for an overspend that is forecast, or what came of it."""
    from governance.application.funds.reporting import plan_remedy, settle_remedy

    if (plan is None) == (settled is None):
        raise Unusable.one("fund.plan_or_settled")
    with acting_desk(partnership, actor, now) as desk:
        if plan is not None:
            receipt, code = plan_remedy(desk, ref, what=plan, seen=seen), "done.fund_planned"
        else:
            outcome = settled or ""
            receipt = settle_remedy(desk, ref, outcome=outcome, seen=seen)
            code = "done.fund_settled"
    done(receipt, code, as_json=as_json)


def _period(first: str | None, last: str | None) -> Period | None:
    """The period that `--from` and `--to` give; None for neither. Raises `Unusable`."""
    from governance.domain.funds.periods import Period

    start, end = optional_day(first, "--from"), optional_day(last, "--to")
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise Unusable.one("fund.days_both")
    return Period(start, end)


def _allocated(desk: Desk, fund_id: str) -> dict[str, Any]:
    """The last allocation of a fund, as its receipt tells it."""
    from governance.application.funds.queries import show

    fund = desk.by_id("fund", fund_id)
    from governance.application.funds.finding import allocations

    last = allocations(desk, fund_id)[-1]
    whole = show(desk, fund.ref, day=last.period_start)
    one = next(a for a in whole["allocations"] if a["number"] == last.number)
    left = whole["headroom"]
    if one["under"] is not None:
        outer = next(a for a in whole["allocations"] if a["number"] == one["under"])
        left = outer["amount"] - outer["allocated_on"]
    if one["part"] is not None:
        put = next(p["agreed"] for p in whole["partners"] if p["partner"] == one["part"])
        kept = [
            a["amount"]
            for a in whole["allocations"]
            if a["part"] == one["part"] and a["state"] in ("set_aside", "awaiting_consent")
        ]
        left = put - sum(kept)
    return {
        "number": one["number"],
        "amount": one["amount"],
        "state": one["state"],
        "to": " ".join(one["to"]),
        "under": one["under"],
        "part": one["part"],
        "left": left,
        "who": one["awaits"],
    }


def _awaited(desk: Desk, fund_id: str, number: int) -> list[str]:
    from governance.application.funds.allocating import numbered
    from governance.application.funds.consenting import awaited
    from governance.application.funds.finding import known_organisations

    fund = desk.by_id("fund", fund_id)
    known = known_organisations(desk)
    one = numbered(desk, fund, number)
    return [known[partner].name for partner in awaited(desk, fund_id, one.id)]


def _reported(made: Reported, code: str, span: Period, *, as_json: bool) -> None:
    if as_json:
        emit_json({**made.receipt.plain(), "over": made.over, "plan_due": made.plan_due})
        return
    say(code, ref=made.receipt.ref, start=span.start, end=span.end)
    if made.over:
        say("done.fund_over", over=made.over)
        after = "done.fund_plan_due" if made.plan_due else "done.fund_no_clause"
        say(after, due=made.plan_due)
