"""`vires delegation`: powers handed on, what is left of them, and taking them back."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    On,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, table
from governance.words.format import day, listed, money

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Ref = Annotated[str, typer.Argument(metavar="REF", help="The delegation, such as D-0001.")]


@app.command()
def add(
    giver: Annotated[str, typer.Argument(metavar="FROM", help="The body or office that gives.")],
    receiver: Annotated[str, typer.Argument(metavar="TO", help="The body or office that gets.")],
    purpose: Annotated[str, typer.Option("--purpose", help="In the words of the resolution.")],
    source: Annotated[str, typer.Option("--source", help="The resolution that made it.")],
    ceiling: Annotated[
        str | None, typer.Option("--ceiling", metavar="POUNDS", help="No limit otherwise.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="A kind of decision; every one otherwise.")
    ] = None,
    consult: Annotated[
        list[str] | None,
        typer.Option("--consult", metavar="KEY", help="Whose view must be recorded first."),
    ] = None,
    from_day: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; today otherwise.")
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="DATE", help="Last day; open otherwise.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a delegation made by a resolution outside Vires; one decided here records itself."""
    from governance.application.bodies.acts import delegate
    from governance.domain.money import pence

    first, last = optional_day(from_day, "--from"), optional_day(expires, "--expires")
    limit = pence(ceiling) if ceiling is not None else None
    with acting_desk(partnership, actor, now) as desk:
        receipt = delegate(
            desk,
            giver=giver,
            receiver=receiver,
            purpose=purpose,
            source=source,
            kinds=kind or (),
            ceiling=limit,
            consultees=consult or (),
            from_day=first,
            expires_on=last,
        )
    done(receipt, "done.delegation_recorded", as_json=as_json)


@app.command("list")
def list_(
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the delegations: all, or those in force on a day."""
    from governance.application.bodies.delegations import delegations

    with looking_desk(partnership, actor, now) as desk:
        rows = delegations(desk, on=optional_day(on, "--on"))
    if as_json:
        emit_json([_plain(row) for row in rows])
        return
    columns = ("Ref", "From", "To", "Purpose", "Ceiling", "Used", "Until")
    table(
        "Delegations",
        columns,
        [
            (r.ref, r.from_key, r.to_key, r.purpose, _ceiling(r), money(r.used), _until(r))
            for r in rows
        ],
    )


@app.command()
def show(
    ref: Ref, actor: As = None, now: Now = None, partnership: In = None, as_json: AsJson = False
) -> None:
    """Show a delegation, who must be consulted, and what is left of it."""
    from governance.application.bodies.delegations import delegation_value, titles

    with looking_desk(partnership, actor, now) as desk:
        row = desk.row("delegation", ref)
        value = delegation_value(desk, row)
        told = titles(desk, [row.from_key, row.to_key])
    if as_json:
        emit_json(_plain(row))
        return
    print(f"{row.ref}: {told[row.from_key]} to {told[row.to_key]}")
    print(f"Purpose: {row.purpose}")
    print(f"Kinds of decision: {listed(row.kinds, 'or') or 'every kind within the purpose'}")
    if value.left is None:
        print(f"No ceiling; {money(row.used)} used.")
    else:
        print(f"Ceiling {_ceiling(row)}; {money(row.used)} used, {money(value.left)} left.")
    if value.consultees:
        print(f"Consult first: {listed([c.title for c in value.consultees], 'and')}")
    print(f"From {day(row.from_day)}, until {_until(row)}.")
    if row.source:
        print(f"Source: {row.source}")


@app.command()
def end(
    ref: Ref,
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The first day without it; today otherwise."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take a delegation back; what was decided under it stands."""
    from governance.application.bodies.acts import end_delegation

    given = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        first = given or desk.today
        receipt = end_delegation(desk, delegation=ref, reason=reason, on=first)
    done(receipt, "done.delegation_ended", as_json=as_json, on=first)


def _plain(row: Any) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "from": row.from_key,
        "to": row.to_key,
        "purpose": row.purpose,
        "kinds": row.kinds,
        "consultees": row.consultees,
        "ceiling": _pounds(row.ceiling),
        "used": _pounds(row.used),
        "left": _pounds(None if row.ceiling is None else row.ceiling - row.used),
        "from_day": row.from_day,
        "expires_on": row.expires_on,
        "ended_on": row.ended_on,
        "source": row.source,
    }


def _pounds(amount: int | None) -> str | None:
    return None if amount is None else f"{amount // 100}.{amount % 100:02}"


def _ceiling(row: Any) -> str:
    return "none" if row.ceiling is None else money(row.ceiling)


def _until(row: Any) -> str:
    if row.ended_on is not None:
        return f"taken back on {day(row.ended_on)}"
    return day(row.expires_on) if row.expires_on else "it is taken back"
