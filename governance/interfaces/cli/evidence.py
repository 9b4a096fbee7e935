"""`vires evidence`: put documents on a commission's or a report's file, get them, take them off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json, say

if TYPE_CHECKING:
    from governance.application.commissions.evidence import Closure, Document

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

_Id = Annotated[str, typer.Argument(metavar="ID", help="The document's id, from the list.")]
_About = Annotated[
    str, typer.Argument(metavar="REF", help="A commission (C-0001) or a report (R-0001).")
]


@app.command()
def add(
    about: _About,
    kind: Annotated[str, typer.Option("--kind", help="What the gate or rule asks for.")],
    title: Annotated[str, typer.Option("--title", help="What it is called.")],
    file: Annotated[
        Path | None, typer.Option("--file", help="The document; a statement has none.")
    ] = None,
    closed: Annotated[
        str | None, typer.Option("--closed", help="exempt or confidential; open otherwise.")
    ] = None,
    paragraph: Annotated[
        str | None, typer.Option("--paragraph", help="Of Schedule 12A, for an exempt one.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why it is closed.")] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put a document or a statement on the file."""
    from governance.application.commissions.evidence import add_evidence
    from governance.application.commissions.evidence_asked import asked_nowhere
    from governance.store.settings import settings

    filed = None if file is None else document(file)
    commission, proposal = (None, about) if _is_report(about) else (about, None)
    with acting_desk(partnership, actor, now) as desk:
        receipt = add_evidence(
            desk,
            kind=kind,
            title=title,
            data_dir=settings().evidence_dir,
            commission=commission,
            proposal=proposal,
            document=filed,
            closed=closure(closed, paragraph, reason),
        )
        noted = asked_nowhere(desk, kind)
    if noted is None:
        done(receipt, "done.evidence_added", as_json=as_json, title=title.strip())
        return
    said = words.say(noted.code, noted.params).strip()
    if as_json:
        emit_json(receipt.plain() | {"noted": [{"code": noted.code, "words": said}]})
    else:
        say("done.evidence_asked_nowhere", ref=receipt.ref, title=title.strip(), said=said)


@app.command("list")
def list_(
    commission: Annotated[
        str, typer.Argument(metavar="COMMISSION", help="Its reference, such as C-0001.")
    ],
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the documents of a commission and of its reports."""
    from governance.application.commissions.queries import show
    from governance.interfaces.cli.commission_page import evidence_table

    with looking_desk(partnership, None, now) as desk:
        rows = show(desk, commission=commission)["evidence"]
    if as_json:
        emit_json(rows)
    else:
        evidence_table("Evidence", rows)


@app.command()
def get(
    evidence: _Id,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where; it must be new.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write a document to a new file, checked against its digest."""
    from governance.application.commissions.evidence import content_of
    from governance.store.settings import settings

    with looking_desk(partnership, actor, now) as desk:
        row, content = content_of(desk, evidence=evidence, data_dir=settings().evidence_dir)
    try:
        with to.open("xb") as file:
            file.write(content)
    except OSError as error:
        detail = error.strerror or "unknown reason"
        raise Unusable.one("evidence.file_unwritable", file=str(to), detail=detail) from error
    if as_json:
        emit_json({"id": row.id, "title": row.title, "sha256": row.digest, "file": str(to)})
    else:
        say("done.evidence_saved", title=row.title, file=str(to))


@app.command()
def withdraw(
    evidence: _Id,
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take a document off the file; it stays on the record."""
    from governance.application.commissions.evidence import withdraw_evidence

    with acting_desk(partnership, actor, now) as desk:
        receipt = withdraw_evidence(desk, evidence=evidence, reason=reason)
    done(receipt, "done.evidence_withdrawn", as_json=as_json)


def _is_report(about: str) -> bool:
    return about.upper().startswith("R-")


def document(file: Path) -> Document:
    """Read a file, but not one that is too large to keep. Raises `Unusable`."""
    from governance.application.commissions.evidence import Document
    from governance.store.files import LARGEST

    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        detail = error.strerror or "unknown reason"
        raise Unusable.one("evidence.file_unreadable", file=str(file), detail=detail) from error
    if len(content) > LARGEST:
        size = file.stat().st_size
        raise Unusable.one("evidence.file_too_large", size=size, most=LARGEST)
    return Document(file.name, content)


def closure(closed: str | None, paragraph: str | None, reason: str) -> Closure | None:
    """Why a document is not open, as the options say it; None where it is open."""
    from governance.application.commissions.evidence import Closure

    if closed is None and paragraph is None and not reason:
        return None
    return Closure(closed or "", reason, paragraph)
