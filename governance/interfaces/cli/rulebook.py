"""`vires rulebook`: load texts as drafts, see what is in force, compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli import rulebook_adopting, rulebook_proving
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    On,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, emit_json, say, table
from governance.interfaces.cli.rulebook_adopting import Version

if TYPE_CHECKING:
    from governance.application.change import Receipt

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
app.add_typer(rulebook_proving.app)
app.add_typer(rulebook_adopting.app)


@app.command("list")
def list_(
    kind: Annotated[
        str | None, typer.Option("--kind", help="framework, scheme, terms or calendar.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Superseded and withdrawn versions too.")
    ] = False,
    bundled: Annotated[
        bool, typer.Option("--bundled", help="The starting texts that ship with Vires instead.")
    ] = False,
    on: On = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List rulebooks: which version is in force, which are drafts."""
    if bundled:
        _list_bundled(as_json=as_json)
        return
    from governance.application.rulebook.queries import versions

    with looking_desk(partnership) as desk:
        asked = optional_day(on, "--on")
        rows = versions(desk, kind=_kind(kind), on=asked, all_versions=every)
    if as_json:
        emit_json(rows)
        return
    columns = ("version", "kind", "number", "state", "from", "key and title")
    cells = (
        [
            row["ref"],
            words.term(row["kind"]),
            row["number"],
            words.term(row["state"]),
            row["effective_from"],
            f"{row['key']}\n{row['title']}",
        ]
        for row in rows
    )
    table("Rulebooks", columns, cells, wide="key and title")


def _kind(kind: str | None) -> str | None:
    from governance.application.rulebook.kinds import KINDS
    from governance.domain.suggest import nearest

    if kind is not None and kind not in KINDS:
        near = nearest(kind, KINDS)
        raise Unusable.one("name.unknown", what="kind of rulebook", name=kind[:80], nearest=near)
    return kind


def _list_bundled(*, as_json: bool) -> None:
    from governance.application.rulebook.bundled import bundled

    rows = [(name, file.parent.name) for name, file in bundled().items()]
    if as_json:
        emit_json([{"name": name, "folder": folder} for name, folder in rows])
        return
    table("Starting texts", ("name", "folder"), rows)


def _right(authority: Mapping[str, Any] | None) -> str:
    """By what right a version is in force, in a few words."""
    if authority is None:
        return ""
    return words.say(f"rulebook.right.{authority['kind']}", authority)


@app.command()
def show(
    version: Version,
    text: Annotated[bool, typer.Option("--text", help="The text alone, as it was loaded.")] = False,
    on: On = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a version: by what right and since when it governs, and what it contains."""
    from governance.application.rulebook import queries

    with looking_desk(partnership) as desk:
        found = queries.show(desk, version, on=optional_day(on, "--on"))
    if as_json:
        emit_json(found)
        return
    if text:
        print(found["text"], end="")
        return
    print(f"{found['ref']}: {found['title']}")
    say("rulebook.is", **found)
    if found["effective_from"] is not None:
        say("rulebook.governs_from", on=found["effective_from"], right=_right(found["authority"]))
    if found["superseded_on"] is not None:
        say("rulebook.governs_until", on=found["superseded_on"])
    _tell_conditions(found)
    print()
    heading = words.say(f"rulebook.contents.{found['kind']}", {})
    table(heading, ("key", "title"), found["contents"])


def _tell_conditions(found: Mapping[str, Any]) -> None:
    """Say what is known of its proof, and whether it leaves pending cases alone."""
    proof = found["proof"] or {}
    if "proved_from" in proof:
        say("rulebook.proved_from", on=proof["proved_from"])
    for one in proof.get("acknowledged", ()):
        say("rulebook.acknowledged", **one)
    if (found["authority"] or {}).get("pending") == "saved":
        say("rulebook.pending_saved", on=found["effective_from"])


@app.command()
def load(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Files, or starting texts by name."),
    ],
    bundled: Annotated[
        bool, typer.Option("--bundled", help="All of them are names of starting texts.")
    ] = False,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Load texts as drafts: all of them, or none where any cannot be used."""
    from governance.application.rulebook.acts import LOADED_BEFORE, load_all
    from governance.interfaces.cli.rulebook_texts import read_texts

    texts = read_texts(files, bundled_only=bundled)
    with acting_desk(partnership, actor, now) as desk:
        receipts = load_all(desk, texts)
    if as_json:
        emit_json([_loaded(r, file) for r, (_, file) in zip(receipts, texts, strict=True)])
        return
    for receipt, (_, file) in zip(receipts, texts, strict=True):
        before = receipt.kind == LOADED_BEFORE
        say(
            "rulebook.loaded_before" if before else "done.rulebook_loaded",
            ref=receipt.ref,
            file=file,
        )


def _loaded(receipt: Receipt, file: str) -> dict[str, Any]:
    from governance.application.rulebook.acts import LOADED_BEFORE

    return {"file": file, "new": receipt.kind != LOADED_BEFORE, **receipt.plain()}


@app.command()
def diff(
    first: Version,
    second: Annotated[
        str, typer.Argument(metavar="OTHER", help="Another version, a file or a starting text.")
    ],
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show how a version differs from another, or from a text that is not loaded."""
    from governance.application.rulebook.queries import difference
    from governance.interfaces.cli.rulebook_texts import is_there, read_text

    with looking_desk(partnership) as desk:
        try:
            if is_there(second):
                found = difference(desk, first, None, text=read_text(second))
            else:
                found = difference(desk, first, second)
        except Unusable as unknown:
            if not _names(unknown, second):
                raise
            found = difference(desk, first, None, text=read_text(second, bundled_only=True))
    if as_json:
        emit_json(found)
        return
    _tell_difference(found)


def _names(error: Unusable, name: str) -> bool:
    """Whether the error is that nothing has this name."""
    problem = error.problems[0]
    return problem.code == "name.unknown" and problem.params["name"] == name[:80]


def _tell_difference(found: Mapping[str, Any]) -> None:
    if not found["lines"]:
        say("rulebook.no_difference", first=found["from"], second=found["to"])
        return
    for heading, names in (found["rules"] or {}).items():
        if names:
            say(f"rulebook.difference.{heading}", names=names)
    print("\n".join(found["lines"]))
