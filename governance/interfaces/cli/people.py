"""`vires people`: who there is, which roles they have, that they leave; how they are told."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli import people_identity, people_personal, people_telling
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    On,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
app.add_typer(people_telling.app)
app.add_typer(people_personal.app)
app.add_typer(people_identity.app, name="identity")

Key = Annotated[str, typer.Argument(metavar="PERSON", help="The person's key.")]
Role = Annotated[str, typer.Argument(help="administrator, auditor, commissioner or secretary.")]


@app.command()
def add(
    key: Key,
    name: Annotated[str, typer.Option("--name", help="The person's name.")],
    address: Annotated[
        str | None, typer.Option("--address", metavar="EMAIL", help="Where messages go.")
    ] = None,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="KEY", help="The person's organisation.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add a person."""
    from governance.application.people.acts import add_person

    with acting_desk(partnership, actor, now) as desk:
        receipt = add_person(desk, key=key, name=name, address=address, organisation=partner)
    done(receipt, "done.person_added", as_json=as_json, name=name.strip())


@app.command()
def rename(
    key: Key,
    name: Annotated[str, typer.Option("--name", help="The new name.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give a person another name."""
    from governance.application.people.acts import rename as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, person=key, name=name)
    done(receipt, "done.person_renamed", as_json=as_json, key=key, name=name.strip())


@app.command()
def grant(
    key: Key,
    role: Role,
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
    """Grant a role for some days."""
    from governance.application.people.acts import grant as act

    first, last = optional_day(from_day, "--from"), optional_day(to_day, "--to")
    with acting_desk(partnership, actor, now) as desk:
        start = first or desk.today
        receipt = act(desk, person=key, role=role, from_day=start, to_day=last)
    code = "done.role_granted" if last is None else "done.role_granted_until"
    told = {"person": key, "role": role, "from_day": start, "to_day": last}
    done(receipt, code, as_json=as_json, **told)


@app.command()
def revoke(
    key: Key,
    role: Role,
    last_day: Annotated[
        str | None, typer.Option("--last-day", metavar="DATE", help="Today otherwise.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End a role."""
    from governance.application.people.acts import end_grant

    given = optional_day(last_day, "--last-day")
    with acting_desk(partnership, actor, now) as desk:
        last = given or desk.today
        receipt = end_grant(desk, person=key, role=role, last_day=last)
    done(receipt, "done.role_ended", as_json=as_json, person=key, role=role, last=last)


@app.command("list")
def list_(
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List everybody with the roles they have on a day."""
    from governance.application.people.queries import people

    with looking_desk(partnership, actor, now) as desk:
        found = people(desk, on=optional_day(on, "--on"))
    if as_json:
        emit_json([person.plain() for person in found])
        return
    columns = ("Ref", "Key and name", "Partner", "Roles", "Left on")
    rows = [
        (p.ref, f"{p.key}\n{p.name}", p.organisation, ", ".join(p.roles), p.left_on) for p in found
    ]
    table("People", columns, rows, wide="Key and name")


@app.command()
def leave(
    key: Key,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The first day they are gone; today otherwise."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that a person leaves: their roles, seats, offices and chairs end with that."""
    from governance.application.bodies.holding import holds_from
    from governance.application.people.leaving import leave as act
    from governance.application.people.leaving import still_led

    given = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        day = given or desk.today
        held = holds_from(desk, desk.row("person", key).id, day)
        receipt = act(desk, person=key, on=day)
        led = still_led(desk, desk.row("person", key).id)
    ended = [
        *(f"seat {row.seat} of {row.name}" for row in held.seats),
        *(f"office {row.title}" for row in held.offices),
        *(f"{row.role} of {row.name}" for row in held.chairs),
    ]
    if as_json:
        emit_json({**receipt.plain(), "ended": ended, "still_leads": led})
        return
    code = "done.left_holding" if ended else "done.left"
    done(receipt, code, as_json=False, person=key, on=day, ended=ended)
    if led:
        say("done.left_leading", commissions=led)
