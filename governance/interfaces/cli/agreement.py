"""`vires agreement`: record agreements, move them on, see what runs out."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli.commission_details import details
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

_Ref = Annotated[str, typer.Argument(metavar="AGREEMENT", help="Its reference, such as A-0001.")]


@app.command()
def add(
    commission: Annotated[str, typer.Argument(metavar="COMMISSION", help="What it delivers.")],
    title: Annotated[str, typer.Option("--title", help="What it is called.")],
    state: Annotated[str, typer.Option("--state", help="How it stands.")] = "in_force",
    provider: Annotated[
        str | None, typer.Option("--provider", metavar="KEY", help="Who provides.")
    ] = None,
    kind: Annotated[str, typer.Option("--kind", help="Contract, call-off, grant.")] = "contract",
    lot: Annotated[str | None, typer.Option("--lot", help="Which lot it is.")] = None,
    value: Annotated[
        str | None, typer.Option("--value", metavar="POUNDS", help="Over its term.")
    ] = None,
    starts: Annotated[
        str | None, typer.Option("--starts", metavar="DATE", help="Its first day.")
    ] = None,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="DATE", help="Its last day.")
    ] = None,
    regime: Annotated[
        str | None, typer.Option("--regime", help="The law of the procurement.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why it is recorded now.")] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record an agreement that came about outside Vires; it is flagged."""
    from governance.application.commissions.agreements import record_agreement

    first, last = optional_day(starts, "--starts"), optional_day(ends, "--ends")
    with acting_desk(partnership, actor, now) as desk:
        receipt = record_agreement(
            desk,
            commission=commission,
            state=state,
            reason=reason,
            title=title,
            provider=provider,
            kind=kind,
            lot=lot,
            starts_on=first,
            ends_on=last,
            regime=regime,
            **details(value=value),
        )
    done(receipt, "done.agreement_recorded", as_json=as_json, title=title.strip())


@app.command()
def move(
    ref: _Ref,
    name: Annotated[str, typer.Argument(metavar="MOVE", help="See vires lifecycle agreement.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")] = "",
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="DATE", help="The last day it brings.")
    ] = None,
    notice: Annotated[
        str | None, typer.Option("--notice", metavar="DATE", help="Day of the award notice.")
    ] = None,
    policy: Annotated[
        str | None, typer.Option("--policy", help="How standstill days are counted.")
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", help="Days of standstill, with --policy.")
    ] = None,
    seen: Annotated[
        int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Make a move of an agreement's lifecycle."""
    from governance import words
    from governance.application.commissions.agreement_moves import move as act
    from governance.domain.procurement import Standstill

    last, on = optional_day(ends, "--ends"), optional_day(notice, "--notice")
    given = None
    if policy is not None and days is not None:
        given = Standstill(policy, days, "as given")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            agreement=ref,
            move=name.replace("-", "_"),
            reason=reason,
            ends_on=last,
            notice_on=on,
            standstill=given,
            seen=seen,
        )
        state = words.term(desk.row("agreement", ref).state)
    done(receipt, "done.agreement_moved", as_json=as_json, state=state)


@app.command("list")
def list_(
    commission: Annotated[
        str | None, typer.Option("--commission", help="Only those of this commission.")
    ] = None,
    ending_before: Annotated[
        str | None, typer.Option("--ending-before", metavar="DATE", help="Ending before this day.")
    ] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List agreements by the day they end."""
    from governance.application.commissions.queries import agreements
    from governance.interfaces.cli.commission_page import agreement_table

    before = optional_day(ending_before, "--ending-before")
    with looking_desk(partnership, None, now) as desk:
        rows = agreements(desk, commission=commission, ending_before=before)
    if as_json:
        emit_json(rows)
    else:
        agreement_table("Agreements", rows)
