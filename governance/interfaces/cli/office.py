"""`vires office`: posts that can decide alone, and who holds them."""

from __future__ import annotations

from typing import Annotated

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
from governance.words.format import listed

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Key = Annotated[str, typer.Argument(metavar="OFFICE", help="The office's key or reference.")]
Person = Annotated[str, typer.Argument(help="The person's key.")]


@app.command()
def add(
    key: Key,
    title: Annotated[str, typer.Option("--title", help="What people call it.")],
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="KEY", help="Whose office it is.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add an office."""
    from governance.application.bodies.acts import add_office

    with acting_desk(partnership, actor, now) as desk:
        receipt = add_office(desk, key=key, title=title, organisation=partner)
    done(receipt, "done.office_added", as_json=as_json, title=title.strip())


@app.command()
def hold(
    office: Key,
    person: Person,
    deputy: Annotated[bool, typer.Option("--deputy", help="As deputy.")] = False,
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
    """Record who holds an office, or is its deputy."""
    from governance.application.bodies.acts import hold_office

    first, last = optional_day(from_day, "--from"), optional_day(to_day, "--to")
    with acting_desk(partnership, actor, now) as desk:
        start = first or desk.today
        receipt = hold_office(
            desk, office=office, person=person, deputy=deputy, from_day=start, to_day=last
        )
    code = "done.office_deputised" if deputy else "done.office_held"
    done(receipt, code, as_json=as_json, person=person, office=office, from_day=start)


@app.command()
def end(
    office: Key,
    person: Person,
    last_day: Annotated[
        str | None, typer.Option("--last-day", metavar="DATE", help="Today otherwise.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End a person's time in an office."""
    from governance.application.bodies.acts import end_holding

    given = optional_day(last_day, "--last-day")
    with acting_desk(partnership, actor, now) as desk:
        last = given or desk.today
        receipt = end_holding(desk, office=office, person=person, last_day=last)
    done(receipt, "done.holding_ended", as_json=as_json, person=person, office=office, last=last)


@app.command("list")
def list_(
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the offices and who holds them on a day."""
    from governance.application.bodies.queries import list_offices

    with looking_desk(partnership, actor, now) as desk:
        found = list_offices(desk, on=optional_day(on, "--on"))
    if as_json:
        emit_json(
            [
                {
                    "ref": facts.row.ref,
                    "key": facts.key,
                    "title": facts.title,
                    "holders": [person.key for person in facts.holders],
                    "deputies": [person.key for person in facts.deputies],
                }
                for facts in found
            ]
        )
        return
    table(
        "Offices",
        ("Ref", "Key", "Title", "Held by", "Deputies"),
        [
            (
                facts.row.ref,
                facts.key,
                facts.title,
                listed([p.name for p in facts.holders], "and") or "vacant",
                listed([p.name for p in facts.deputies], "and"),
            )
            for facts in found
        ],
    )
