"""`vires annual-report`: assemble, put, publish and export the annual report on a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.interfaces.cli.annual_report_page import page, report_table
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say

if TYPE_CHECKING:
    from governance.application.plans.annual import Put

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

_Ref = Annotated[str, typer.Argument(metavar="REPORT", help="Its reference, such as Y-0001.")]
_Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]


@app.command()
def assemble(
    ref: _Ref,
    as_at: Annotated[
        str | None,
        typer.Option("--as-at", metavar="DATE", help="The returns as they stood then; or today."),
    ] = None,
    foreword: Annotated[
        str | None, typer.Option("--foreword", help="What the board says of the year.")
    ] = None,
    foreword_file: Annotated[
        Path | None, typer.Option("--foreword-file", metavar="FILE", help="The same, from a file.")
    ] = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put together what the returns for the year say."""
    from governance.application.plans.annual import assemble as act

    on = optional_day(as_at, "--as-at")
    said = foreword if foreword_file is None else _text(foreword_file)
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, as_at=on, foreword=said, seen=seen)
        row = desk.row("annual_report", receipt.ref)
    done(receipt, "done.annual_assembled", as_json=as_json, as_at=row.assembled_on)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise Unusable.one("import.file_unreadable", name=str(file)[:200]) from None


@app.command()
def propose(
    ref: _Ref,
    recommendation: Annotated[
        str, typer.Option("--recommendation", help="What its report asks for.")
    ] = "",
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="KEY", help="Where several could say.")
    ] = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put an assembled annual report to the board; its contents are frozen."""
    from governance.application.plans.annual import propose as act

    with acting_desk(partnership, actor, now) as desk:
        made = act(desk, ref, recommendation=recommendation, scheme=scheme, seen=seen)
    _put(made, as_json=as_json)


def _put(made: Put, *, as_json: bool) -> None:
    wants = [
        {
            "code": one.code,
            "words": words.say(one.code, one.params),
            "remedy": words.remedy(one.code, one.params),
        }
        for one in made.wants
    ]
    if as_json:
        found = {"report": made.paper, "submitted": not wants, "wants": wants}
        emit_json(made.receipt.plain() | found)
        return
    say("done.annual_proposed", ref=made.receipt.ref, report=made.paper)
    if wants:
        say("annual.not_submitted", report=made.paper)
        for one in wants:
            print(f"  {one['words']} {one['remedy']}".rstrip())
        print(f"  {words.remedy('annual.not_submitted', {})}")


@app.command()
def publish(
    ref: _Ref,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it was published.")
    ] = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Publish an approved annual report, or record the day on which it was."""
    from governance.application.plans.annual import publish as act

    day = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, on=day, seen=seen)
    done(receipt, "done.annual_published", as_json=as_json)


_FORMS: dict[str, Any] = {"md": "markdown", "markdown": "markdown", "html": "html"}


@app.command()
def export(
    ref: _Ref,
    form: Annotated[str, typer.Option("--format", metavar="FORM", help="As md or html.")] = "md",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Into a file; shown otherwise.")
    ] = None,
    now: Now = None,
    partnership: In = None,
) -> None:
    """Write an annual report as Markdown, or as a page of HTML that is complete in itself."""
    from governance.application.plans.annual_queries import as_document
    from governance.application.plans.publishing import render

    known = ["md", "html"]
    kind = _FORMS.get(form.lower())
    if kind is None:
        near = nearest(form, known)
        raise Unusable.one("annual.format_unknown", name=form[:40], nearest=near, known=known)
    with looking_desk(partnership, None, now) as desk:
        text = render(as_document(desk, ref), kind)
    if to is None:
        print(text, end="")
        return
    try:
        to.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        why = error.strerror or ""
        raise Unusable.one("annual.not_written", file=str(to)[:200], why=why) from None
    say("done.annual_exported", file=str(to))


@app.command("list")
def list_(
    plan: Annotated[str | None, typer.Option("--plan", help="Only those on this plan.")] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List annual reports, the earliest year first."""
    from governance.application.plans.annual_queries import listing

    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk, plan=plan)
    if as_json:
        emit_json(rows)
    else:
        report_table(words.say("annual.list_title", {}), rows)


@app.command()
def show(ref: _Ref, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show an annual report: what became of it, and how far each partner kept its word."""
    from governance.application.plans.annual_queries import show as told

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, ref)
    if as_json:
        emit_json(found)
    else:
        page(found)
