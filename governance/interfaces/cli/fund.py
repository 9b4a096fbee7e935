"""`vires fund`: money that partners pool or align, where it goes, and what is reported of it."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli import fund_agreement, fund_money
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Ref = Annotated[str, typer.Argument(metavar="FUND", help="Its key, or a reference like F-0001.")]
Partner = Annotated[str, typer.Argument(metavar="PARTNER", help="A partner by its key.")]
Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]
Why = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]


@app.command("list")
def list_(
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed too.")] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the funds: what is put in, set aside, spent and left this year."""
    from governance.application.funds.queries import listing
    from governance.interfaces.cli.fund_page import fund_table

    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk, closed=closed)
    if as_json:
        emit_json(rows)
    else:
        fund_table("Funds", rows)


@app.command()
def show(
    ref: Ref,
    year: Annotated[
        str | None, typer.Option("--year", metavar="DATE", help="The year this day lies in.")
    ] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a fund whole: its agreement, money in and out, reports, who bears what."""
    from governance.application.funds.queries import show as told
    from governance.interfaces.cli.fund_page import page, plain

    day = optional_day(year, "--year")
    with looking_desk(partnership, None, now) as desk:
        found = told(desk, ref, day=day)
    if as_json:
        emit_json(plain(found))
    else:
        page(found)


@app.command()
def add(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A short name, such as send-pool.")],
    title: Annotated[str, typer.Option("--title", help="What people call it.")],
    host: Annotated[
        str, typer.Option("--host", metavar="PARTNER", help="Who holds or answers for it.")
    ],
    kind: Annotated[str, typer.Option("--kind", help="Pooled or aligned.")] = "pooled",
    partner: Annotated[
        list[str] | None, typer.Option("--partner", help="A further partner; several can be given.")
    ] = None,
    manager: Annotated[
        str | None, typer.Option("--manager", metavar="PERSON", help="The pool manager.")
    ] = None,
    year_starts: Annotated[
        int, typer.Option("--year-starts", metavar="MONTH", help="The month its year begins in.")
    ] = 4,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Open a pooled fund, or budgets that are aligned."""
    from governance.application.funds.setting_up import add_fund

    with acting_desk(partnership, actor, now) as desk:
        receipt = add_fund(
            desk,
            key=key,
            title=title,
            kind=kind,
            host=host,
            manager=manager,
            partners=partner or (),
            year_starts=year_starts,
        )
    from governance import words

    done(receipt, "done.fund_opened", as_json=as_json, title=title, kind=words.term(kind))


@app.command()
def manager(
    ref: Ref,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Who manages it from now on.")],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Name the pool manager; reports that are still to come are theirs."""
    from governance.application.funds.setting_up import set_manager

    with acting_desk(partnership, actor, now) as desk:
        receipt = set_manager(desk, ref, manager=person, seen=seen)
    done(receipt, "done.fund_manager", as_json=as_json, manager=person)


@app.command()
def partner(
    ref: Ref,
    name: Partner,
    leaves: Annotated[
        bool, typer.Option("--leaves", help="It leaves; it enters otherwise.")
    ] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="First day, or last; today otherwise."),
    ] = None,
    reason: Why = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take a partner in, or note that it leaves; of a pool that runs, as decided outside."""
    from governance.application.funds.setting_up import join, leave

    day = optional_day(on, "--on")
    act, code = (leave, "done.fund_left") if leaves else (join, "done.fund_entered")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, partner=name, on=day, reason=reason, seen=seen)
        row = desk.row("fund", ref)
        shown = desk.row("organisation", name).name
        day = day or desk.today
    done(receipt, code, as_json=as_json, ref=row.ref, partner=shown, on=day)


@app.command()
def close(
    ref: Ref,
    reason: Why = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Close a fund in which nothing is left; otherwise it says what is."""
    from governance.application.funds.setting_up import close as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, reason=reason, seen=seen)
    done(receipt, "done.fund_closed", as_json=as_json)


fund_agreement.add_to(app)
fund_money.add_to(app)
