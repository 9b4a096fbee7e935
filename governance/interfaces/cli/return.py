"""`vires return`: what partners report on what they promised in a plan."""  # noqa: N999  # named as its noun

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from governance import words
from governance.domain.errors import Problem, Unusable
from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk, optional_day
from governance.interfaces.cli.output import AsJson, emit_json, say
from governance.interfaces.cli.return_page import page, return_table

if TYPE_CHECKING:
    from governance.application.plans.returns_said import Said

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

_Ref = Annotated[str, typer.Argument(metavar="RETURN", help="Its reference, such as U-0001.")]


@app.command()
def report(
    ref: _Ref,
    line: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            metavar="N=WORD:WHY",
            help="Commitment N: kept, partly kept, not kept or under way, and why. Again for more.",
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option(
            "--csv", metavar="FILE", help="Columns commitment, judgement, evidence; - for input."
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="What the partner says besides.")] = "",
    returned: Annotated[
        str | None,
        typer.Option("--returned", metavar="DATE", help="When it came, if the secretary files it."),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="Why a return that was made is corrected.")
    ] = "",
    seen: Annotated[
        int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Make a partner's return, or correct one; the same again changes nothing."""
    from governance.application.plans.returns import report as act

    lines = _lines(line or [], file)
    on = optional_day(returned, "--returned")
    with acting_desk(partnership, actor, now) as desk:
        made = act(desk, ref, lines=lines, said=note, returned_on=on, reason=reason, seen=seen)
        row = desk.row("monitoring_return", made.ref)
        partner = desk.by_id("organisation", row.organisation_id).name
    if as_json:
        found = {"ref": made.ref, "changed": made.receipt is not None, "late": made.late}
        receipt = {} if made.receipt is None else made.receipt.plain()
        emit_json({**receipt, **found, "corrected": list(made.corrected)})
    elif made.receipt is None:
        say("done.return_as_before", ref=made.ref)
    elif made.receipt.kind == "return.corrected":
        say("done.return_corrected", ref=made.ref)
    else:
        code = "done.return_made_late" if made.late else "done.return_made"
        say(code, ref=made.ref, partner=partner)


def _lines(given: list[str], file: str | None) -> list[Said]:
    """Everything that is said, from options and a file. Raises `Unusable` with all problems."""
    from governance.application.plans.returns_said import read_csv, read_line

    found: list[Said] = []
    problems: list[Problem] = []
    for text in given:
        try:
            found.append(read_line(text))
        except Unusable as error:
            problems += error.problems
    if file is not None:
        try:
            found += read_csv(_read(file), file)
        except Unusable as error:
            problems += error.problems
    if problems:
        raise Unusable(problems)
    return found


def _read(file: str) -> bytes:
    from governance.domain.texts import LARGEST

    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except (OSError, ValueError):
        raise Unusable.one("import.file_unreadable", name=file[:200]) from None


@app.command()
def form(ref: _Ref, now: Now = None, partnership: In = None) -> None:
    """Print a return as CSV to fill in: each commitment, with what was said of it so far."""
    from governance.application.plans.returns_queries import show as told
    from governance.application.plans.returns_said import COLUMNS

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, ref)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow((*COLUMNS, "what", "due"))
    for one in found["commitments"]:
        judgement = (one["judgement"] or "").replace("_", " ")
        out.writerow((one["number"], judgement, one["evidence"], one["what"], one["due"]))


@app.command("list")
def list_(
    plan: Annotated[str | None, typer.Option("--plan", help="Only those on this plan.")] = None,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="KEY", help="Only this partner's.")
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Only those whose day has passed.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Those that were made, too.")] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the returns that are still to be made, the first due first."""
    from governance.application.plans.returns_queries import listing

    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk, plan=plan, partner=partner, late=late, every=every)
    if as_json:
        emit_json(rows)
    else:
        return_table(words.say("return.list_title", {}), rows)


@app.command()
def show(ref: _Ref, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show a return: what it says of each commitment, what it corrects, its days."""
    from governance.application.plans.returns_queries import show as told

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, ref)
    if as_json:
        emit_json(found)
    else:
        page(found)
