"""`vires commission`: open commissions, say what they are, take them round their cycle."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli import commission_cycle, commission_life
from governance.interfaces.cli.commission_details import (
    Fact,
    Framework,
    Level,
    Mechanism,
    Need,
    Organisation,
    Outcome,
    Parent,
    Partners,
    Population,
    Reason,
    Ref,
    Regime,
    Seen,
    Value,
    details,
    shares,
)
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    day,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
app.add_typer(commission_cycle.app, name="stage")
commission_life.add_to(app)

Title = Annotated[str, typer.Option("--title", help="What it is called.")]
Lead = Annotated[str, typer.Option("--lead", metavar="PERSON", help="Who is answerable for it.")]
End = Annotated[str, typer.Option("--end", metavar="DATE", help="The day on which it ends.")]


@app.command("open")
def open_(
    title: Title,
    lead: Lead,
    end: End,
    framework: Framework = None,
    partner: Partners = None,
    need: Need = None,
    population: Population = None,
    outcome: Outcome = None,
    level: Level = None,
    mechanism: Mechanism = None,
    regime: Regime = None,
    value: Value = None,
    organisation: Organisation = None,
    parent: Parent = None,
    fact: Fact = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Open a commission and start its cycle: title, lead and end date are enough."""
    from governance.application.commissions.opening import open_commission

    more = details(
        need=need,
        population=population,
        outcomes=outcome,
        level=level,
        mechanism=mechanism,
        regime=regime,
        value=value,
        organisation=organisation,
        parent=parent,
        facts=fact,
    )
    ends = day(end, "--end")
    with acting_desk(partnership, actor, now) as desk:
        receipt = open_commission(
            desk,
            title=title,
            lead=lead,
            end_date=ends,
            framework=framework,
            partners=shares(partner),
            **more,
        )
    done(receipt, "done.commission_opened", as_json=as_json, title=title.strip())


@app.command()
def propose(
    title: Title,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="PERSON", help="Who will be answerable.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help="The day on which it ends.")
    ] = None,
    framework: Framework = None,
    need: Need = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Name what is to be commissioned; “start” sets it on its cycle later."""
    from governance.application.commissions.opening import propose as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            title=title,
            lead=lead,
            end_date=optional_day(end, "--end"),
            framework=framework,
            **details(need=need),
        )
    done(receipt, "done.commission_proposed", as_json=as_json, title=title.strip())


@app.command()
def record(
    title: Title,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="PERSON", help="Who is answerable for it.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help="The day on which it ends.")
    ] = None,
    framework: Framework = None,
    partner: Partners = None,
    value: Value = None,
    regime: Regime = None,
    reason: Reason = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a commission that ran before Vires knew of it; what it lacks is flagged."""
    from governance.application.commissions.opening import record_commission

    with acting_desk(partnership, actor, now) as desk:
        receipt = record_commission(
            desk,
            title=title,
            reason=reason,
            lead=lead,
            end_date=optional_day(end, "--end"),
            framework=framework,
            partners=shares(partner),
            **details(value=value, regime=regime),
        )
    done(receipt, "done.commission_recorded", as_json=as_json, title=title.strip())


@app.command("set")
def set_(
    ref: Ref,
    title: Annotated[str | None, typer.Option("--title", help="Another title.")] = None,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="PERSON", help="Another lead.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help="Another end date.")
    ] = None,
    need: Need = None,
    population: Population = None,
    outcome: Outcome = None,
    level: Level = None,
    mechanism: Mechanism = None,
    regime: Regime = None,
    value: Value = None,
    organisation: Organisation = None,
    parent: Parent = None,
    fact: Fact = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say more of a commission, or correct what was said."""
    from governance.application.commissions.lifecycle import set_facts

    more = details(
        need=need,
        population=population,
        outcomes=outcome,
        level=level,
        mechanism=mechanism,
        regime=regime,
        value=value,
        organisation=organisation,
        parent=parent,
        facts=fact,
    )
    with acting_desk(partnership, actor, now) as desk:
        receipt = set_facts(
            desk,
            commission=ref,
            title=title,
            lead=lead,
            end_date=optional_day(end, "--end"),
            seen=seen,
            **more,
        )
    done(receipt, "done.commission_set", as_json=as_json)


@app.command("list")
def list_(
    state: Annotated[str | None, typer.Option("--state", help="Such as in_cycle.")] = None,
    stage: Annotated[str | None, typer.Option("--stage", help="A stage at work now.")] = None,
    lead: Annotated[str | None, typer.Option("--lead", metavar="PERSON", help="Whose.")] = None,
    ending_before: Annotated[
        str | None, typer.Option("--ending-before", metavar="DATE", help="Ending before this day.")
    ] = None,
    after: Annotated[
        str | None, typer.Option("--after", metavar="COMMISSION", help="The last one seen.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="How many at the most.")] = 50,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List commissions, a page at a time."""
    from governance import words
    from governance.application.commissions.queries import listing
    from governance.words.format import day as day_words
    from governance.words.format import money

    with looking_desk(partnership, None, now) as desk:
        rows = listing(
            desk,
            state=state,
            stage=stage,
            lead=lead,
            ending_before=optional_day(ending_before, "--ending-before"),
            after=after,
            limit=limit,
        )
    if as_json:
        emit_json(rows)
        return
    table(
        "Commissions",
        ("Ref", "Title", "State", "Round", "Lead", "Ends", "Value"),
        [
            (
                row["ref"],
                row["title"],
                words.term(row["state"]),
                row["round"],
                row["lead"],
                day_words(row["end_date"]) if row["end_date"] else "not known",
                money(row["value"]) if row["value"] is not None else "not known",
            )
            for row in rows
        ],
    )


@app.command()
def show(
    ref: Ref,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a commission: where it stands in its cycle, and everything on its file."""
    from governance.application.commissions.queries import show as query
    from governance.interfaces.cli.commission_page import page, plain

    with looking_desk(partnership, actor, now) as desk:
        told = query(desk, commission=ref)
    if as_json:
        emit_json(plain(told))
    else:
        page(told)
