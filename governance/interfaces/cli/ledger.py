"""`vires ledger`: is the record whole, and what was done to a thing."""

from __future__ import annotations

from typing import Annotated

import typer

from governance import words
from governance.interfaces.cli.options import In, looking_desk
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Check every entry of every partnership; exit 1 where the record is not whole."""
    from governance.application.ledger.queries import verify as check
    from governance.interfaces.cli.store import opened

    with opened() as store:
        found = check(store)
    problems = [
        {
            "code": one.code,
            "ref": one.params.get("ref"),
            "entry": one.params.get("number"),
            "words": words.say(one.code, one.params),
            "remedy": words.remedy(one.code, one.params),
        }
        for one in found.problems
    ]
    if as_json:
        emit_json(
            {
                "ok": found.ok,
                "entries": found.entries,
                "subjects": found.subjects,
                "problems": problems,
            }
        )
    else:
        for problem in problems:
            print(f"{problem['words']}\n  {problem['remedy']}")
        code = "ledger.whole" if found.ok else "ledger.broken"
        say(code, entries=found.entries, subjects=found.subjects, problems=len(problems))
    if not found.ok:
        raise typer.Exit(EXIT_REFUSED)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="REF", help="A reference such as C-0001, a key or an id.")
    ],
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show what was done to a thing: who did what, when, with which facts."""
    from governance.application.ledger.queries import history
    from governance.words.acts import act, facts
    from governance.words.format import day

    with looking_desk(partnership) as desk:
        found = history(desk, name)
    if as_json:
        entries = [entry.plain() for entry in found.entries]
        emit_json({"ref": found.ref, "kind": found.table, "entries": entries})
        return
    rows = []
    for entry in found.entries:
        who = words.term(entry.who) if entry.who in ("clock", "operator") else entry.who
        told = facts(entry.facts)
        if entry.authority:
            told = "; ".join(part for part in (told, f"by {entry.authority}") if part)
        when = f"{day(entry.at)} {entry.at:%H:%M}"
        rows.append((entry.number, when, who, act(entry.kind), told, entry.hash[:12]))
    table(f"What was done to {found.ref}", ("No.", "When", "Who", "What", "Facts", "Hash"), rows)
