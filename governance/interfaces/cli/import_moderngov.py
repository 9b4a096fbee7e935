"""`vires import moderngov`: meetings and decisions that a council's ModernGov published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.options import As, In, Now, instant
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, table

if TYPE_CHECKING:
    from governance.application.moderngov.model import Report, Told

MOST = 50_000_000
"""Bytes read of a file at the most; one more shows that it is too large."""
MAPPING = "moderngov"


def _said(name: str, metavar: str, help_: str) -> Any:
    return typer.Option(f"--{name}", metavar=metavar, help=help_)


def moderngov(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Answers (XML) and lists (CSV, XML).")
    ],
    body: Annotated[
        list[str] | None,
        _said("body", "NAME=KEY", "Which body or office a committee or decision maker is."),
    ] = None,
    report: Annotated[
        list[str] | None,
        _said("report", "NUMBER=REF", "Which report here a decision was taken on."),
    ] = None,
    outcome: Annotated[
        str | None, _said("outcome", "OUTCOME", "What decisions without a status came to.")
    ] = None,
    scheme: Annotated[
        str | None, _said("scheme", "KEY", "What governs new reports, where several could.")
    ] = None,
    mapping: Annotated[
        str, _said("mapping", "MAPPING", "What words and headings mean: file or name.")
    ] = MAPPING,
    site: Annotated[
        str | None, _said("site", "NAME", "Whose numbers they are, where there are several.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say what would be done, and do nothing.")
    ] = False,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take over meetings and decisions that ModernGov published, as they happened.

    Importing a file again changes nothing.
    """
    from governance.application.moderngov.model import SITE
    from governance.application.moderngov.taking import import_moderngov
    from governance.interfaces.cli.store import opened

    given = [(Path(name).name, _read(name)) for name in files]
    with opened() as store:
        found = import_moderngov(
            store,
            partnership=partnership,
            files=given,
            mapping=read_mapping(mapping),
            mapping_file=mapping,
            now=instant(now, store, partnership),
            actor=actor,
            site=SITE if site is None else site,
            bodies=_pairs(body, "moderngov.name_without_key", alone=True),
            reports=_pairs(report, "moderngov.report_without_ref", alone=False),
            outcome=outcome,
            scheme=scheme,
            check=check,
        )
    if as_json:
        emit_json(
            {
                "check": found.check,
                "rows": [row.plain() for row in found.rows],
                "unknown": [{"name": u.name, "number": u.number} for u in found.unknown],
            }
        )
    else:
        _tell(found)
    if found.count("refused"):
        raise typer.Exit(EXIT_REFUSED)


def _tell(found: Report) -> None:
    from governance.application.moderngov.model import BECOMES, THERE

    told = {name: found.count(name) for name in BECOMES}
    say("moderngov.would" if found.check else "moderngov.imported", **told)
    rows = [
        (row.where, words.term(f"moderngov.{row.becomes}"), row.title, row.ref, _about(row))
        for row in found.rows
        if row.becomes != THERE or row.notes
    ]
    if rows:
        table("What becomes of it", ["Where", "Becomes", "Title", "Ref", "How or why"], rows)
    if found.unknown:
        print(words.say("moderngov.unknown", {}) + " " + words.remedy("moderngov.unknown", {}))
        table("Not known", ["Name", "Waiting"], [(u.name, u.number) for u in found.unknown])


def _about(row: Told) -> str:
    """What was done, then everything a person should know of it."""
    did = ", ".join(words.say(code, {}) for code in row.did)
    notes = " ".join(words.say(note.code, note.params) for note in row.notes)
    if not did or not notes:
        return words.capital(did) or notes
    return f"{words.capital(did)}. {notes}"


def _pairs(given: list[str] | None, code: str, *, alone: bool) -> dict[str, str]:
    """What stands before the last equals sign, and after it; without one, of no name at all."""
    found: dict[str, str] = {}
    wrong = []
    for text in given or ():
        name, equals, value = text.rpartition("=")
        if (not equals and not alone) or (equals and not name.strip()) or not value.strip():
            wrong.append(text)
            continue
        found[name.strip()] = value.strip()
    if wrong:
        raise Unusable.one(code, text=wrong[0][:80])
    return found


def _read(name: str) -> bytes:
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MOST + 1)
    except (OSError, ValueError):
        raise Unusable.one("import.file_unreadable", name=name[:200]) from None


def read_mapping(name: str) -> bytes:
    """The bytes of a mapping: a file, or one that ships with Vires by its name."""
    from governance.configuration import config_dir
    from governance.domain.suggest import nearest

    known = {path.stem: path for path in sorted((config_dir() / "moderngov").glob("*.yaml"))}
    if name in known:
        return known[name].read_bytes()
    try:
        there = Path(name).is_file()
    except (OSError, ValueError):
        there = False
    if there:
        return _read(name)
    near = nearest(name, known)
    raise Unusable.one("import.mapping_missing", name=name[:200], nearest=near, known=[*known])
