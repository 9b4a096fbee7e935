"""`vires export moderngov`: the forward plan, agendas and decisions as ModernGov names them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.interfaces.cli.export import app
from governance.interfaces.cli.import_moderngov import MAPPING, read_mapping
from governance.interfaces.cli.options import As, In, Now, instant, optional_day
from governance.interfaces.cli.output import AsJson, emit_json, say

if TYPE_CHECKING:
    from governance.application.desk import Desk


def _said(name: str, metavar: str, help_: str) -> Any:
    return typer.Option(f"--{name}", metavar=metavar, help=help_)


@app.command()
def moderngov(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="forward-plan, agenda or decisions.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FILE", help="The file to write; a new one.")
    ],
    body: Annotated[str | None, _said("body", "KEY", "Of one body or office alone.")] = None,
    form: Annotated[str, _said("format", "FORMAT", "csv or xml.")] = "csv",
    from_day: Annotated[
        str | None, _said("from", "DATE", "Meetings, or decisions published, from this day.")
    ] = None,
    to_day: Annotated[str | None, _said("to", "DATE", "And until this day.")] = None,
    unpublished: Annotated[
        bool,
        typer.Option("--unpublished", help="Agendas not published yet too: the secretary’s."),
    ] = False,
    mapping: Annotated[
        str, _said("mapping", "MAPPING", "How outcomes are written: file or name.")
    ] = MAPPING,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write the forward plan, agendas or decisions with ModernGov's names; nothing exempt."""
    from governance.adapters.moderngov import load_mapping
    from governance.application.desk import looking
    from governance.application.moderngov.outgoing import export
    from governance.interfaces.cli.files import may_write, write_parts
    from governance.interfaces.cli.store import opened

    reading = load_mapping(read_mapping(mapping), mapping)
    first, last = optional_day(from_day, "--from"), optional_day(to_day, "--to")
    may_write(out)
    with opened() as store:
        at = instant(now, store, partnership)

        def look() -> AbstractContextManager[Desk]:
            return looking(store, now=at, partnership=partnership, actor=actor)

        parts = export(
            look,
            reading,
            kind=what,
            form=form,
            body=body,
            from_day=first,
            to_day=last,
            unpublished=unpublished,
        )
        write_parts(out, parts)
    if as_json:
        emit_json({"file": str(out), "what": what, "format": form})
    else:
        say("moderngov.exported", file=str(out))
