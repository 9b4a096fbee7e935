"""`vires people`, personal data: erase somebody, give out what is held about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json, say

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Key = Annotated[str, typer.Argument(metavar="PERSON", help="The person's key.")]


@app.command()
def erase(
    key: Key,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; without naming them.")
    ],
    now_because: Annotated[
        str | None,
        typer.Option(
            "--now-because", metavar="TEXT", help="Why it cannot wait until their time is over."
        ),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Erase somebody who left: their names and addresses, for good."""
    from governance.application.people.erasing import erase as act

    with acting_desk(partnership, actor, now) as desk:
        row = desk.row("person", key)
        receipt = act(desk, person=key, reason=reason, now_because=now_because)
    done(receipt, "done.person_erased", as_json=as_json, person=row.key)
    if not as_json:
        say("done.person_erased_backups")


@app.command()
def export(
    key: Key,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="A new file.")],
    form: Annotated[
        str, typer.Option("--format", metavar="FORM", help="json, or md to be read.")
    ] = "json",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write everything that is held about somebody into a file, for them."""
    from governance.application.people.held import note_export
    from governance.interfaces.cli.files import may_write, write_parts
    from governance.interfaces.personal import personal_file

    may_write(out)
    with acting_desk(partnership, actor, now) as desk:
        receipt = note_export(desk, person=key, form=form)
    with looking_desk(partnership, actor, now) as desk:
        write_parts(out, personal_file(desk, key, form))
    told = {"person": key, "file": str(out), "bytes": out.stat().st_size}
    if as_json:
        emit_json({**receipt.plain(), **told})
        return
    say("done.person_exported", **told)
