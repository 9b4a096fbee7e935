"""`vires feed`: calendars that other programs subscribe to, and the addresses they are read at.

An address is printed once; nobody can show it again.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from governance.interfaces import addresses
from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json, say, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Body = Annotated[
    str | None, typer.Option("--body", metavar="BODY", help="Of this body; otherwise one's own.")
]
Person = Annotated[
    str | None,
    typer.Option("--person", metavar="PERSON", help="Of this person; otherwise one's own."),
]


@app.command()
def create(
    body: Body = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Make an address for a calendar program; the one before ends."""
    from governance.application.calendars.addresses import make_address

    with acting_desk(partnership, actor, now) as desk:
        made = make_address(desk, body=body)
        path = addresses.page(desk.partnership.key, addresses.calendar(made.token))
    if as_json:
        emit_json({**made.receipt.plain(), "address": path})
        return
    done(made.receipt, "done.calendar_made", as_json=False, address=path)
    say("done.calendar_once")


@app.command("list")
def list_(
    person: Person = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List addresses: whose calendar each shows, and since when."""
    from governance.application.calendars.addresses import addresses_of

    with looking_desk(partnership, actor, now) as desk:
        found = addresses_of(desk, person=person)
        made = [f"{desk.local(one.made_at):%Y-%m-%d %H:%M}" for one in found]
    if as_json:
        emit_json([one.plain() for one in found])
        return
    rows = [(one.id, one.body or "", at) for one, at in zip(found, made, strict=True)]
    table("Calendar addresses", ("Address", "Body", "Made"), rows, whole="Address")


@app.command()
def end(
    person: Person = None,
    body: Body = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="ID", help="Only this one, as the list names it."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End addresses: all of a person, one, or those of a body's calendar."""
    from governance.application.calendars.addresses import end_addresses

    with acting_desk(partnership, actor, now) as desk:
        receipt = end_addresses(desk, person=person, address=address, body=body)
        count = desk.changes[-1][0].facts["count"]
        whose = person or desk.actor.name
    done(receipt, "done.calendar_ended", as_json=as_json, person=whose, count=count)


@app.command()
def export(
    body: Body = None,
    public: Annotated[
        bool, typer.Option("--public", help="Only what anybody may see of the body.")
    ] = False,
    site: Annotated[
        str,
        typer.Option("--site", metavar="URL", help="How the web addresses in it begin."),
    ] = "http://127.0.0.1:8000",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Into this file; else it is printed."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
) -> None:
    """Write the calendar itself, as a program would read it."""
    from governance.application.calendars import feeds
    from governance.interfaces.cli.files import write

    with looking_desk(partnership, actor, now) as desk:
        begins = site.rstrip("/") + addresses.page(desk.partnership.key, "")
        if body is None:
            feed = feeds.personal(desk, site=begins)
        elif public:
            feed = feeds.public(desk, body, site=begins)
        else:
            feed = feeds.of_body(desk, desk.row("body", body).id, site=begins)
    if output is None:
        sys.stdout.buffer.write(feed.content)
        sys.stdout.flush()
        return
    write(output, feed.content)
    say("done.calendar_written", file=str(output))
