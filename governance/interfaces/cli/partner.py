"""`vires partner`: the organisations of a partnership, and exceptions from representation."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Key = Annotated[str, typer.Argument(metavar="PARTNER", help="Its key, such as county-council.")]


@app.command()
def add(
    key: Key,
    name: Annotated[str, typer.Option("--name", help="What people call it.")],
    lead: Annotated[bool, typer.Option("--lead", help="The local authority.")] = False,
    statutory: Annotated[
        bool, typer.Option("--statutory", help="Owes the duty to cooperate.")
    ] = False,
    voluntary: Annotated[
        bool, typer.Option("--voluntary", help="A voluntary organisation.")
    ] = False,
    provider: Annotated[
        bool, typer.Option("--provider", help="Provides services; alone, it is no partner.")
    ] = False,
    partner: Annotated[
        bool, typer.Option("--partner", help="A partner, besides providing services.")
    ] = False,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", help="Another name that notices use.")
    ] = None,
    identifier: Annotated[
        list[str] | None, typer.Option("--identifier", help="An identifier that notices use.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add an organisation: a partner, unless it only provides services."""
    from governance.application.people.acts import add_organisation

    with acting_desk(partnership, actor, now) as desk:
        receipt = add_organisation(
            desk,
            key=key,
            name=name,
            partner=partner or not provider,
            statutory=statutory,
            lead=lead,
            provider=provider,
            voluntary=voluntary,
            aliases=alias or (),
            identifiers=identifier or (),
        )
    done(receipt, "done.organisation_added", as_json=as_json, name=name.strip())


@app.command("list")
def list_(
    actor: As = None, now: Now = None, partnership: In = None, as_json: AsJson = False
) -> None:
    """List the organisations."""
    from governance.application.people.organisations import organisations

    with looking_desk(partnership, actor, now) as desk:
        rows = organisations(desk)
    if as_json:
        emit_json([_plain(row) for row in rows])
        return
    columns = ("Key", "Name", "What it is", "Exceptions")
    table("Organisations", columns, [(r.key, r.name, _what(r), _exceptions(r)) for r in rows])


@app.command("except")
def except_(
    key: Key,
    reason: Annotated[str, typer.Option("--reason", help="Why it need not be represented.")],
    from_day: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; today otherwise.")
    ] = None,
    to_day: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day; open otherwise.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record why a statutory partner need not be represented for some days."""
    from governance.application.people.acts import except_partner

    first, last = optional_day(from_day, "--from"), optional_day(to_day, "--to")
    with acting_desk(partnership, actor, now) as desk:
        receipt = except_partner(desk, organisation=key, reason=reason, from_day=first, to_day=last)
        name = desk.row("organisation", key).name
    done(receipt, "done.organisation_excepted", as_json=as_json, name=name)


def _plain(row: Any) -> dict[str, Any]:
    names = ("ref", "key", "name", "partner", "lead", "statutory", "provider", "voluntary")
    lists = ("exceptions", "aliases", "identifiers")
    return {name: getattr(row, name) for name in (*names, *lists)}


def _what(row: Any) -> str:
    kinds = {
        "lead partner": row.lead,
        "statutory partner": row.statutory and not row.lead,
        "partner": row.partner and not row.statutory and not row.lead,
        "voluntary": row.voluntary,
        "provider": row.provider,
    }
    return ", ".join(kind for kind, applies in kinds.items() if applies)


def _exceptions(row: Any) -> str:
    return "; ".join(
        f"{e['from']} to {e['to'] or 'further notice'}: {e['reason']}" for e in row.exceptions
    )
