"""`vires token`: service tokens, by which programs act as a person.

A token is printed once, when it is made, and is kept nowhere.
"""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Person = Annotated[str, typer.Argument(metavar="PERSON", help="The person's key.")]


@app.command()
def create(
    person: Person,
    name: Annotated[str, typer.Option("--name", help="Which program it is for.")],
    scope: Annotated[
        list[str],
        typer.Option("--scope", help="What for: read, work, decide, rules or administer."),
    ],
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="The last day; in 90 days unless given."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Make a token by which a program acts as a person."""
    from governance.application.signing_in.service_tokens import make_token

    last = optional_day(until, "--until")
    with acting_desk(partnership, actor, now) as desk:
        made = make_token(desk, name=name, scopes=scope, expires_on=last, person=person)
    if as_json:
        expires = made.expires_at.isoformat()
        emit_json({**made.receipt.plain(), "token": made.token, "expires_at": expires})
        return
    say("done.token_made", token=made.token)


@app.command("list")
def list_tokens(
    person: Person,
    after: Annotated[
        str | None, typer.Option("--after", metavar="TOKEN", help="The last one seen.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List somebody's tokens and when each was last used: those that are good first."""
    from governance.application.signing_in.service_tokens import tokens_of

    with looking_desk(partnership, actor, now) as desk:
        page = tokens_of(desk, person=person, after=after)
    found = page.rows
    if as_json:
        emit_json([one.plain() for one in found])
        return
    table(
        "Tokens",
        ("Token", "Name", "For", "State", "Good until", "Last used"),
        [
            (
                one.id,
                one.name,
                ", ".join(one.scopes),
                one.state,
                f"{desk.local(one.expires_at):%Y-%m-%d %H:%M}",
                f"{desk.local(one.seen_at):%Y-%m-%d %H:%M}" if one.seen_at else "",
            )
            for one in found
        ],
        whole="Token",
    )
    if page.after is not None:
        say("token.more", after=page.after)


@app.command()
def revoke(
    person: Person,
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="Its id, from the list.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take a token back: nothing is done with it any more."""
    from governance.application.signing_in.service_tokens import revoke_token

    with acting_desk(partnership, actor, now) as desk:
        receipt = revoke_token(desk, token=token, person=person)
    done(receipt, "done.token_revoked", as_json=as_json)
