"""`vires key`: the key that seals the record; it lies in a file, never in the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from governance import words
from governance.interfaces.cli.options import Now
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command()
def create(
    lost: Annotated[
        bool,
        typer.Option("--lost", help="The key that sealed is lost: this one follows without it."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the key that seals; refused where there is one."""
    from governance.application.ledger.keeping import create_key
    from governance.interfaces.cli.store import opened

    with opened() as store:
        made = create_key(store, lost=lost)
    if as_json:
        emit_json({"key": made.fingerprint, "file": str(made.file), "after": made.after})
        return
    say("key.created", file=str(made.file), key=made.fingerprint)
    if made.after is not None:
        say("key.after_lost", after=made.after)


@app.command()
def rotate(now: Now = None, as_json: AsJson = False) -> None:
    """Let a new key follow: the old one vouches for it, and it seals at once."""
    from governance.application.ledger.keeping import rotate_key
    from governance.interfaces.cli.options import instant_for_all
    from governance.interfaces.cli.store import opened

    with opened() as store:
        made = rotate_key(store, now=instant_for_all(now, store))
    if as_json:
        told = {"key": made.fingerprint, "file": str(made.file), "after": made.after}
        emit_json(told | {"old_file": str(made.aside), "sealed": made.sealed})
        return
    say("key.rotated", file=str(made.file), key=made.fingerprint, aside=str(made.aside))


@app.command()
def export(
    file: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Into a new file; shown otherwise."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Give the public key, for whoever checks the record later."""
    from governance.application.ledger.keeping import key_here
    from governance.interfaces.cli.files import may_write, write
    from governance.store.keys import public_pem

    if file is not None:
        may_write(file)
    key = key_here()
    pem = public_pem(key.public)
    if file is not None:
        write(file, pem.encode())
    if as_json:
        emit_json({"key": key.fingerprint, "public_key": pem, "file": file and str(file)})
    elif file is None:
        print(pem, end="")
    else:
        say("key.exported", file=str(file), key=key.fingerprint)


@app.command()
def show(as_json: AsJson = False) -> None:
    """Show the key here, what it seals since when, and what waits; exit 1 where it cannot seal."""
    from governance.application.ledger.keeping import key_told
    from governance.interfaces.cli.store import opened

    with opened() as store:
        told = key_told(store)
    if as_json:
        emit_json(told.plain(words.say, words.remedy))
    else:
        say("key.file", file=str(told.file))
        if told.key is not None:
            say("key.fingerprint", key=told.key)
        if told.trouble is not None:
            print(words.say(told.trouble.code, told.trouble.params))
            print(f"  {words.remedy(told.trouble.code, told.trouble.params)}")
        rows = [
            (one.partnership, one.since or "", one.latest or "", one.waiting or "")
            for one in told.partnerships
        ]
        heads = ("Partnership", "Since seal", "Latest seal", "Entries waiting")
        table("What it seals", heads, rows)
    if told.trouble is not None:
        raise typer.Exit(EXIT_REFUSED)
