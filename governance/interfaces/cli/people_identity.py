"""`vires people identity`: by which name a sign-in provider knows somebody."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json, table

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    help="Link people to a sign-in provider, or end that.",
)

Person = Annotated[str, typer.Argument(metavar="PERSON", help="The person's key.")]
Issuer = Annotated[
    str, typer.Option("--issuer", metavar="ADDRESS", help="The provider's issuer, to the letter.")
]


@app.command()
def link(
    person: Person,
    issuer: Issuer,
    subject: Annotated[
        str, typer.Option("--subject", metavar="SUB", help="What the provider calls them: “sub”.")
    ],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let a person in whom a provider knows by this name."""
    from governance.application.signing_in.acts import link as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, person=person, issuer=issuer, subject=subject)
    done(receipt, "done.identity_linked", as_json=as_json, person=person)


@app.command()
def unlink(
    person: Person,
    issuer: Issuer,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let them in no more by a provider: sessions end, and the roles of their groups there."""
    from governance.application.signing_in.acts import unlink as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, person=person, issuer=issuer)
    done(receipt, "done.identity_ended", as_json=as_json, person=person)


@app.command("list")
def list_(
    person: Person,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List by which names providers know a person, ended links too."""
    from governance.application.signing_in.acts import identities

    with looking_desk(partnership, actor, now) as desk:
        found = identities(desk, person=person)
    if as_json:
        emit_json([one.plain() for one in found])
        return
    rows = [
        (
            one.issuer,
            one.subject,
            f"{desk.local(one.linked_at):%Y-%m-%d %H:%M}",
            f"{desk.local(one.ended_at):%Y-%m-%d %H:%M}" if one.ended_at else "",
        )
        for one in found
    ]
    table("Links", ("Provider", "Called there", "Linked", "Ended"), rows, wide="Called there")
