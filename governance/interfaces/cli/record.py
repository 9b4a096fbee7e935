"""`vires record`: everything a decision rested on, in a file to check; its notice, to publish."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.interfaces.cli.options import In, Now, looking_desk
from governance.interfaces.cli.output import AsJson, emit_json, say

if TYPE_CHECKING:
    from governance.application.plans.publishing import Format
    from governance.application.publishing.notice import Address

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


_FORMATS: Final[dict[str, Format]] = {"md": "markdown", "markdown": "markdown", "html": "html"}
_SITE: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?")


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


@app.command()
def notice(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="A published report: R-0001.")],
    number: Annotated[
        int | None,
        typer.Option("--decision", min=1, help="Which of its decisions, from 1; all by default."),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORM", help="md or html; else as the file is called."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Into a new file; shown otherwise."),
    ] = None,
    site: Annotated[
        str | None,
        typer.Option("--site", metavar="URL", help="Where the pages are, to link documents there."),
    ] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write the decision notice, or officer decision record, of a published decision."""
    from governance.application.plans.publishing import render
    from governance.application.publishing.notice import decision_notice
    from governance.interfaces.cli.files import may_write, write

    kind = _format(form, out)
    if out is not None:
        may_write(out)
    with looking_desk(partnership, None, now) as desk:
        where = _documents(site, str(desk.partnership.key))
        made = decision_notice(desk, report, decision=number, address=where)
        ref = str(desk.row("proposal", report).ref)
    text = render(made, kind)
    if out is not None:
        write(out, text.encode())
    if as_json:
        told = {"ref": ref, "title": made.title, "format": kind}
        emit_json(told | ({"text": text} if out is None else {"file": str(out)}))
    elif out is None:
        print(text, end="")
    else:
        say("done.notice_written", ref=ref, file=str(out))


def _format(form: str | None, out: Path | None) -> Format:
    """The format that is asked for, or that the file's name says. Raises `Unusable`."""
    if form is None:
        ends = out.suffix.lower() if out is not None else ""
        return "html" if ends in (".html", ".htm") else "markdown"
    known = ["md", "html"]
    found = _FORMATS.get(form.lower())
    if found is None:
        near = nearest(form, known)
        raise Unusable.one("annual.format_unknown", name=form[:40], nearest=near, known=known)
    return found


def _documents(site: str | None, partnership: str) -> Address:
    """Where open documents are downloaded, on a site or nowhere. Raises `Unusable`."""
    from governance.application.publishing.notice import nowhere
    from governance.interfaces.addresses import document

    if site is None:
        return nowhere
    if not _SITE.fullmatch(site):
        raise Unusable.one("notice.site_unreadable", site=site[:100])
    base = site.rstrip("/")
    return lambda report, evidence: base + document(partnership, report, evidence)
