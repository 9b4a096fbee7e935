"""`vires example`: the example partnership's year, played through the use cases."""

from __future__ import annotations

import shutil
import sys

import typer

from governance import words
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json

app = typer.Typer(rich_markup_mode=None)


@app.command()
def example(as_json: AsJson = False) -> None:
    """Play the example partnership's year, as far as it is not played yet."""
    from governance.interfaces.cli.store import opened
    from governance.interfaces.story.telling import Teller
    from governance.interfaces.story.year import play_year
    from governance.store.settings import settings

    teller = Teller(width=shutil.get_terminal_size().columns, muted=as_json)
    with opened() as store:
        where = settings()
        year = play_year(
            store,
            evidence=where.evidence_dir,
            outbox=where.data_dir / "outbox",
            teller=teller,
            key=where.seal_key_file,
        )
        if as_json:
            emit_json(year.plain(database=store.where))
        elif shutil.which("vires") is None:
            teller.plain(words.say("example.path", {"command": sys.argv[0]}))
    if not year.ledger["ok"]:
        raise typer.Exit(EXIT_REFUSED)
