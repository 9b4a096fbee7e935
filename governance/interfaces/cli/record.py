"""`vires record`: everything a decision rested on, in one file that anybody can check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from governance.interfaces.cli.options import In, Now, looking_desk
from governance.interfaces.cli.output import AsJson, emit_json, say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.callback()
def _record() -> None:
    """Keep `export` a command of its own."""


@app.command()
def export(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="A decided report: R-0001.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="A new file.")],
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write the record of a report's decisions; check it with python -m governance.verifier."""
    from governance.application.record.exporting import record_of, written
    from governance.interfaces.cli.files import may_write, write

    may_write(out)
    with looking_desk(partnership, None, now) as desk:
        record = record_of(desk, report)
    content = written(record)
    write(out, content)
    entries = [entry for chain in record["chains"] for entry in chain["entries"]]
    told = {
        "ref": record["report"]["ref"],
        "file": str(out),
        "entries": len(entries),
        "waiting": sum(entry["sealed"] is None for entry in entries),
        "bytes": len(content),
    }
    if as_json:
        emit_json(told)
        return
    say("done.record_exported", **told)
    if told["waiting"]:
        say("record.not_all_sealed", **told)
