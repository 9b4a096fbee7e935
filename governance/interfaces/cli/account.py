"""`vires account`: who may sign in at the web, and where they are signed in.

A password is printed once or read from standard input; it is never an argument, which the
history of a shell and the list of processes would show.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json, say, table

if TYPE_CHECKING:
    from governance.application.signing_in.acts import GivenOut

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Person = Annotated[str, typer.Argument(metavar="PERSON", help="The person's key.")]
FromInput = Annotated[
    bool,
    typer.Option(
        "--password-stdin", help="Read the password from standard input; otherwise one is made."
    ),
]


@app.command()
def create(
    person: Person,
    from_input: FromInput = False,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Make an account for a person, with a password to be changed within three days."""
    from governance.application.signing_in.acts import make_account, ready

    given = ready(_typed() if from_input else None)
    with acting_desk(partnership, actor, now) as desk:
        made = make_account(desk, person=person, password=given)
    _handed_over(made, "done.account_made", person, told=not from_input, as_json=as_json)


@app.command()
def reset(
    person: Person,
    from_input: FromInput = False,
    second_factor: Annotated[
        bool,
        typer.Option("--second-factor", help="Take off the second factor too: it is lost."),
    ] = False,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give a new password, to be changed within three days; sessions end."""
    from governance.application.signing_in.acts import ready, reset_account

    given = ready(_typed() if from_input else None)
    with acting_desk(partnership, actor, now) as desk:
        made = reset_account(desk, person=person, password=given, second_factor=second_factor)
    _handed_over(made, "done.account_reset", person, told=not from_input, as_json=as_json)


@app.command()
def lock(
    person: Person,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let somebody in no more, however they come, with an account or without; sessions end."""
    from governance.application.signing_in.acts import lock_account

    with acting_desk(partnership, actor, now) as desk:
        receipt = lock_account(desk, person=person)
    done(receipt, "done.account_locked", as_json=as_json, person=person)


@app.command()
def unlock(
    person: Person,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let somebody in again."""
    from governance.application.signing_in.acts import unlock_account

    with acting_desk(partnership, actor, now) as desk:
        receipt = unlock_account(desk, person=person)
    done(receipt, "done.account_unlocked", as_json=as_json, person=person)


@app.command()
def sessions(
    person: Person,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List where somebody is signed in, the latest seen first."""
    from governance.application.signing_in.acts import sessions_of

    with looking_desk(partnership, actor, now) as desk:
        found = sessions_of(desk, person=person)
    if as_json:
        emit_json([one.plain() for one in found])
        return
    columns = ("Session", "How", "Signed in", "Last seen", "Ends", "With")
    rows = [
        (
            one.id[:12],
            one.how,
            f"{desk.local(one.made_at):%Y-%m-%d %H:%M}",
            f"{desk.local(one.seen_at):%Y-%m-%d %H:%M}",
            f"{desk.local(one.expires_at):%Y-%m-%d %H:%M}",
            one.agent,
        )
        for one in found
    ]
    table("Sessions", columns, rows, whole="Session")


@app.command()
def revoke(
    person: Person,
    session: Annotated[
        str | None,
        typer.Option("--session", metavar="ID", help="Only this one, as the list names it."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End somebody's sessions."""
    from governance.application.signing_in.acts import revoke_sessions

    with acting_desk(partnership, actor, now) as desk:
        receipt = revoke_sessions(desk, person=person, session=session)
    done(receipt, "done.sessions_revoked", as_json=as_json, person=person)


def _typed() -> str:
    """The first line of standard input."""
    return sys.stdin.readline().rstrip("\r\n")


def _handed_over(made: GivenOut, code: str, person: str, *, told: bool, as_json: bool) -> None:
    """Say what was done and, where Vires made the password, print it: it is nowhere else."""
    if as_json:
        password = {"password": made.password} if told else {}
        emit_json({**made.receipt.plain(), **password, "until": made.until.isoformat()})
        return
    done(made.receipt, code, as_json=False, person=person)
    if told:
        say("done.account_password", password=made.password)
