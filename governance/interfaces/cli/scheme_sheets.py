"""`vires scheme export` and `import`: a scheme as a spreadsheet or DMN, and back from a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.files import may_write, write
from governance.interfaces.cli.output import AsJson, emit_json, say, tell

if TYPE_CHECKING:
    from governance.adapters.sheets import Note
    from governance.domain.authority import Scheme

SchemeFile = Annotated[
    str, typer.Argument(metavar="FILE", help="A scheme's file, or the name of a bundled one.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that exists.")]

_Kind = Literal["csv", "xlsx", "dmn"]
_KINDS: tuple[_Kind, ...] = ("xlsx", "csv", "dmn")
_TEXTS = (".yaml", ".yml")
"""How the name of a scheme's own text ends."""
MOST = 20_000_000
"""Bytes read of a sheet at the most; one more shows that it is too large."""


def export(
    file: SchemeFile,
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="OUT.xlsx, OUT.csv or OUT.dmn.")
    ],
    findings: Annotated[
        bool, typer.Option("--findings", help="Prove it, and add what is found as a column.")
    ] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day of decision proved or shown: today."),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a scheme as a spreadsheet, one row a rule, or as a DMN 1.3 decision table."""
    from governance.interfaces.cli.scheme import day_given, today

    kind = _kind(out, _KINDS)
    day = today() if on is None else day_given(on)
    may_write(out, force=force)
    if kind == "dmn":
        if findings:
            raise Unusable.one("sheets.findings_in_dmn")
        answer = _export_dmn(file, out, day)
    else:
        answer = _export_sheet(file, out, kind, day if findings else None)
    if as_json:
        emit_json(answer)
        return
    say("sheets.written", name=str(out), rules=answer["rules"])
    for told in answer["told"]:
        tell(told)


def _export_sheet(
    file: str, out: Path, kind: Literal["csv", "xlsx"], prove_on: dt.date | None
) -> dict[str, Any]:
    from governance.adapters.sheets import comment_lines, export_scheme
    from governance.domain.authority import load_scheme
    from governance.interfaces.cli.scheme import scheme_bytes

    text = scheme_bytes(file)
    scheme = load_scheme(text, file)
    notes = None if prove_on is None else _notes(scheme, prove_on)
    write(out, export_scheme(text, file, kind=kind, notes=notes))
    comments = comment_lines(text)
    told = [words.say("sheets.comments", {"number": comments, "name": file})] if comments else []
    if notes is not None:
        told.append(words.say("sheets.findings", {"number": len(notes)}))
    answer: dict[str, Any] = {"file": str(out), "format": kind, "rules": len(scheme.rules)}
    answer |= {"comments_not_kept": comments, "told": told}
    if notes is not None:
        answer["findings"] = [{"rules": list(one.rules), "words": one.words} for one in notes]
    return answer


def _notes(scheme: Scheme, day: dt.date) -> Sequence[Note]:
    """What the proof of a scheme found, in words, beside the rules it is about."""
    from governance.adapters.sheets import Note
    from governance.application.rulebook.proving import named, told
    from governance.domain.assurance import prove

    each = named(prove(scheme, on=day), start=day)
    return [Note(one.rules, told(scheme, scheme.key, one).params["said"]) for one in each]


def _export_dmn(file: str, out: Path, day: dt.date) -> dict[str, Any]:
    from governance.adapters.dmn import export_dmn
    from governance.interfaces.cli.scheme import read_scheme

    scheme = read_scheme(file)
    content, left_out = export_dmn(scheme, on=day)
    write(out, content)
    told = [words.say(one.code, one.params) for one in left_out]
    return {
        "file": str(out),
        "format": "dmn",
        "rules": len(scheme.rules),
        "on": day.isoformat(),
        "left_out": [
            {"code": one.code, "words": words.say(one.code, one.params)} for one in left_out
        ],
        "told": [words.say("dmn.left_out", {}), *(f"  {one}" for one in told)],
    }


def import_(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A workbook (.xlsx) or CSV file.")],
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="The scheme's file to write.")
    ],
    beside: Annotated[
        str | None,
        typer.Option(
            "--with", metavar="SCHEME", help="What the sheet leaves out is taken from it."
        ),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Read a scheme from a spreadsheet. What is wrong is told by cell, and nothing is written."""
    from governance.adapters.sheets import canonical, import_scheme
    from governance.domain.authority import load_scheme
    from governance.interfaces.cli.scheme import scheme_bytes

    kind = _kind(Path(sheet), ("xlsx", "csv"))
    if out.suffix.lower() not in _TEXTS:
        raise Unusable.one("sheets.file.kind", name=str(out)[:200], known=list(_TEXTS))
    may_write(out, force=force)
    other = None if beside is None else scheme_bytes(beside)
    if other is not None and beside is not None:
        canonical(other, beside)
    text = import_scheme(_read(sheet), sheet, kind="csv" if kind == "csv" else "xlsx", beside=other)
    write(out, text.encode())
    rules = len(load_scheme(text.encode(), str(out)).rules)
    same = None if other is None or beside is None else text == canonical(other, beside)
    if as_json:
        emit_json({"file": str(out), "rules": rules, "unchanged": same})
        return
    say("sheets.written", name=str(out), rules=rules)
    if same:
        say("sheets.unchanged", name=beside)


def _kind(file: Path, known: Sequence[_Kind]) -> _Kind:
    for kind in known:
        if file.suffix.lower() == f".{kind}":
            return kind
    raise Unusable.one(
        "sheets.file.kind", name=str(file)[:200], known=[f".{kind}" for kind in known]
    )


def _read(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(MOST + 1)
    except (OSError, ValueError):
        raise Unusable.one("scheme.file.unreadable", name=file[:200]) from None
